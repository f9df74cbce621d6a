//! What kind of value an option takes.

use crate::names::ScriptType;

use super::judge;
use super::{Charset, ValueError};

/// The unit of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds.
    Milliseconds,
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Bytes.
    Bytes,
}

impl Unit {
    /// All units.
    pub const ALL: [Self; 4] = [Self::Milliseconds, Self::Seconds, Self::Minutes, Self::Bytes];

    /// The unit as it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Milliseconds => "milliseconds",
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Bytes => "bytes",
        }
    }

    /// How many milliseconds the unit lasts; `None` for one that is no time.
    #[must_use]
    pub fn milliseconds(self) -> Option<i64> {
        match self {
            Self::Milliseconds => Some(1),
            Self::Seconds => Some(1_000),
            Self::Minutes => Some(60_000),
            Self::Bytes => None,
        }
    }
}

/// What kind of value an option takes, with what narrows it down. Whether an empty value is one stands at each kind;
/// where it is, it means "not set".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueKind {
    /// `true` or `false`; not empty.
    Boolean,
    /// One of several words; empty only if that is one of them.
    Enumeration {
        /// The words.
        values: Vec<String>,
        /// Words of earlier releases, each with today's.
        legacy: Vec<(String, String)>,
    },
    /// A whole number; not empty.
    Integer {
        /// Smallest value.
        min: Option<i64>,
        /// Largest value.
        max: Option<i64>,
        /// What is counted.
        unit: Option<Unit>,
    },
    /// Items separated by commas, in an order; blanks around an item do not count. May be empty.
    List {
        /// The items that are known; empty where none are.
        items: Vec<String>,
        /// Whether other items may stand beside the known ones.
        other_items: bool,
        /// Field codes that may stand for items; empty where none are known.
        codes: Vec<String>,
    },
    /// `#AARRGGBB`. May be empty.
    Colour,
    /// `file|priority|duration` or `file|priority|duration|device`. May be empty.
    Sound,
    /// Two whole numbers of seconds, as in `30,50`: when to warn, and when to alarm. May be empty.
    Thresholds,
    /// Text with field codes such as `$Agent.UserName$`. May be empty.
    FieldCodeText {
        /// The codes, without dollar signs; empty where their list is not public.
        codes: Vec<String>,
    },
    /// Keys pressed together. May be empty.
    KeyCombination,
    /// The name of a script. May be empty.
    Script(ScriptType),
    /// The name of a business attribute. May be empty.
    BusinessAttribute {
        /// The characters that may stand in it.
        charset: Option<Charset>,
    },
    /// A key of attached data. May be empty.
    AttachedDataKey {
        /// The characters that may stand in it.
        charset: Option<Charset>,
    },
    /// A directory of Windows, in which field codes may stand. May be empty.
    Directory {
        /// The codes, without dollar signs; empty where their list is not public.
        codes: Vec<String>,
    },
    /// A regular expression. May be empty.
    RegularExpression,
    /// Any text. May be empty.
    Text {
        /// The characters that may stand in it.
        charset: Option<Charset>,
    },
}

impl ValueKind {
    /// The words of all kinds, as catalogue files write them.
    pub const WORDS: [&'static str; 15] = [
        "boolean",
        "enumeration",
        "integer",
        "list",
        "colour",
        "sound",
        "thresholds",
        "field-code-text",
        "key-combination",
        "script",
        "business-attribute",
        "attached-data-key",
        "directory",
        "regular-expression",
        "text",
    ];

    /// The kind of a word, with nothing to narrow it down; a script is an interaction queue until more is said.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "boolean" => Self::Boolean,
            "enumeration" => Self::Enumeration { values: Vec::new(), legacy: Vec::new() },
            "integer" => Self::Integer { min: None, max: None, unit: None },
            "list" => Self::List { items: Vec::new(), other_items: false, codes: Vec::new() },
            "colour" => Self::Colour,
            "sound" => Self::Sound,
            "thresholds" => Self::Thresholds,
            "field-code-text" => Self::FieldCodeText { codes: Vec::new() },
            "key-combination" => Self::KeyCombination,
            "script" => Self::Script(ScriptType::InteractionQueue),
            "business-attribute" => Self::BusinessAttribute { charset: None },
            "attached-data-key" => Self::AttachedDataKey { charset: None },
            "directory" => Self::Directory { codes: Vec::new() },
            "regular-expression" => Self::RegularExpression,
            "text" => Self::Text { charset: None },
            _ => return None,
        })
    }

    /// The kind as catalogue files write it.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Enumeration { .. } => "enumeration",
            Self::Integer { .. } => "integer",
            Self::List { .. } => "list",
            Self::Colour => "colour",
            Self::Sound => "sound",
            Self::Thresholds => "thresholds",
            Self::FieldCodeText { .. } => "field-code-text",
            Self::KeyCombination => "key-combination",
            Self::Script(_) => "script",
            Self::BusinessAttribute { .. } => "business-attribute",
            Self::AttachedDataKey { .. } => "attached-data-key",
            Self::Directory { .. } => "directory",
            Self::RegularExpression => "regular-expression",
            Self::Text { .. } => "text",
        }
    }

    /// Everything that is wrong with a value of this kind, in its order; nothing is allocated for a good one. Names
    /// are judged by their form only: whether there is such an object is for the deployment to say.
    #[must_use]
    pub fn judge(&self, value: &str) -> Vec<ValueError> {
        match self {
            Self::Boolean => judge::boolean(value),
            Self::Enumeration { values, legacy } => judge::enumeration(value, values, legacy),
            Self::Integer { min, max, unit } => judge::integer(value, *min, *max, *unit),
            Self::List { items, other_items, codes } => judge::list(value, items, *other_items, codes),
            Self::Colour => judge::colour(value),
            Self::Sound => judge::sound(value),
            Self::Thresholds => judge::thresholds(value),
            Self::FieldCodeText { codes } => judge::field_code_text(value, codes),
            Self::KeyCombination => judge::key_combination(value),
            Self::Script(_) => judge::name(value, None),
            Self::BusinessAttribute { charset } | Self::AttachedDataKey { charset } => {
                judge::name(value, charset.as_ref())
            }
            Self::Directory { codes } => judge::directory(value, codes),
            Self::RegularExpression => judge::regular_expression(value),
            Self::Text { charset } => judge::text(value, charset.as_ref()),
        }
    }
}
