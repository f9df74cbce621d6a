//! What is known about one option.

use crate::names::{
    ApplicationType, Basis, Level, ObjectKind, Review, ScriptType, TakesEffect, WORKSPACE_SECTION,
};
use crate::text::{Span, is_named_secret};

use super::{Template, ValueError, ValueKind};

/// One fact with how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<T> {
    /// The fact.
    pub value: T,
    /// How it is known.
    pub basis: Basis,
}

/// Whose option it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Product {
    /// The application that its type says.
    Application,
    /// A messaging plug-in of the desktop; releases are numbered on their own.
    MessagingPlugIn,
    /// The sibling web client; the desktop does not read it.
    WebClient,
}

impl Product {
    /// All products.
    pub const ALL: [Self; 3] = [Self::Application, Self::MessagingPlugIn, Self::WebClient];

    /// The product as catalogue files write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::MessagingPlugIn => "messaging-plug-in",
            Self::WebClient => "web-client",
        }
    }
}

/// The option has an effect only while another option of its section has a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionDependency {
    /// The other option.
    pub option: String,
    /// The value it must have; `None` where the documentation does not say.
    pub value: Option<String>,
}

/// What is known about an option; what is absent is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionSpec {
    /// The name; `<...>` in it stands for any text.
    pub name: String,
    /// The name as a template, if it is one.
    pub template: Option<Template>,
    /// The section.
    pub section: String,
    /// How the section is known, where that differs from the entry.
    pub section_basis: Option<Basis>,
    /// The type of the application that reads it.
    pub application: ApplicationType,
    /// Whose it is.
    pub product: Product,
    /// Under which heading lists show it.
    pub group: String,
    /// What it does.
    pub description: String,
    /// What kind of value it takes.
    pub kind: Option<Fact<ValueKind>>,
    /// The value in force where nothing is set; `""` is a value.
    pub default: Option<Fact<String>>,
    /// Levels at which it may be set. A virtual agent group counts as an agent group.
    pub levels: Option<Vec<Level>>,
    /// The kind of object in whose annex it stands, where that is none of the levels.
    pub object: Option<ObjectKind>,
    /// When a change takes effect.
    pub takes_effect: Option<Fact<TakesEffect>>,
    /// Whether a routing strategy may override it for one interaction.
    pub routing_override: Option<Fact<bool>>,
    /// The release that brought it.
    pub introduced: Option<Fact<String>>,
    /// The release from which some sites had it before.
    pub restricted_since: Option<String>,
    /// Releases that changed it.
    pub modified: Vec<String>,
    /// What must be set for it to have an effect.
    pub depends_on: Vec<OptionDependency>,
    /// Privileges without which it has no effect.
    pub needs_privileges: Vec<String>,
    /// Privileges that have to do with it.
    pub related_privileges: Option<Fact<Vec<String>>>,
    /// Options that have to do with it.
    pub related_options: Vec<String>,
    /// Names of earlier releases.
    pub former_names: Vec<String>,
    /// Attached data that the desktop adds because of it.
    pub attached_data: Vec<String>,
    /// Values that the documentation gives as examples.
    pub examples: Vec<String>,
    /// Who should look at a change of it, where the kind of value does not say that already.
    pub review: Option<Review>,
    /// Whether its value must not be shown, where the entry says so; [`Self::is_secret`] answers always.
    pub secret: Option<bool>,
    /// How the entry is known.
    pub basis: Basis,
    /// Short names of its sources.
    pub sources: Vec<String>,
    /// Where a catalogue file of the user's last spoke of it; `None` while it is as built in.
    pub declared: Option<Span>,
    /// What its name says, read once: values are judged by the hundred thousand.
    by_name: ByName,
}

/// What the name of an option says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ByName {
    is_key_combination: bool,
    is_secret: bool,
}

impl OptionSpec {
    /// An option of which nothing is known but its name.
    pub(super) fn new(application: ApplicationType, section: &str, name: &str) -> Self {
        let is_key_combination = is_key_combination(name);
        let by_name = ByName { is_key_combination, is_secret: !is_key_combination && is_named_secret(name) };
        Self {
            name: name.to_owned(),
            template: Template::parse(name),
            section: section.to_owned(),
            section_basis: None,
            application,
            product: Product::Application,
            group: String::new(),
            description: String::new(),
            kind: None,
            default: None,
            levels: None,
            object: None,
            takes_effect: None,
            routing_override: None,
            introduced: None,
            restricted_since: None,
            modified: Vec::new(),
            depends_on: Vec::new(),
            needs_privileges: Vec::new(),
            related_privileges: None,
            related_options: Vec::new(),
            former_names: Vec::new(),
            attached_data: Vec::new(),
            examples: Vec::new(),
            review: None,
            secret: None,
            basis: Basis::Seen,
            sources: Vec::new(),
            declared: None,
            by_name,
        }
    }

    /// Who should look at a change of it: colours and sounds are cosmetic, all else is behavioural where the entry
    /// says nothing.
    #[must_use]
    pub fn review(&self) -> Review {
        self.review.unwrap_or_else(|| match self.kind.as_ref().map(|fact| &fact.value) {
            Some(ValueKind::Colour | ValueKind::Sound) => Review::Cosmetic,
            _ => Review::Behavioural,
        })
    }

    /// The value in force where nothing is set; `None` where that is not known.
    #[must_use]
    pub fn default_text(&self) -> Option<&str> {
        self.default.as_ref().map(|fact| fact.value.as_str())
    }

    /// Whether it may be set at a level; `None` where that is not known. The transaction level asks whether a
    /// routing strategy may override it.
    #[must_use]
    pub fn allows(&self, level: Level) -> Option<bool> {
        match level {
            Level::Default => Some(true),
            Level::Transaction => self.routing_override.as_ref().map(|fact| fact.value),
            Level::VirtualAgentGroup => self.levels.as_ref().map(|levels| {
                levels.contains(&Level::VirtualAgentGroup) || levels.contains(&Level::AgentGroup)
            }),
            level => self.levels.as_ref().map(|levels| levels.contains(&level)),
        }
    }

    /// The kind of objects that values name, with the type where they are scripts.
    #[must_use]
    pub fn named_kind(&self) -> Option<(ObjectKind, Option<ScriptType>)> {
        match self.kind.as_ref()?.value {
            ValueKind::Script(script) => Some((ObjectKind::Script, Some(script))),
            ValueKind::BusinessAttribute { .. } => Some((ObjectKind::BusinessAttribute, None)),
            _ => None,
        }
    }

    /// The kind by which values are judged: its own, save that an unverified entry is judged only where its name
    /// says that it is a key combination, and a secret never.
    #[must_use]
    pub fn judged_kind(&self) -> Option<&ValueKind> {
        if self.section == WORKSPACE_SECTION && self.by_name.is_key_combination {
            return Some(&ValueKind::KeyCombination);
        }
        if self.basis == Basis::Unverified || self.is_secret() {
            return None;
        }
        self.kind.as_ref().map(|fact| &fact.value)
    }

    /// Whether its value must not be shown: where the entry says nothing, by how the name ends. Such a value is not
    /// judged either.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.secret.unwrap_or(self.by_name.is_secret)
    }

    /// Everything that is wrong with a value; nothing for the default, nor where the kind is not known.
    #[must_use]
    pub fn judge(&self, value: &str) -> Vec<ValueError> {
        match self.judged_kind() {
            Some(kind) if self.default.as_ref().is_none_or(|fact| fact.value != value) => kind.judge(value),
            _ => Vec::new(),
        }
    }
}

/// Whether an option of the workspace section is read as a key combination, whatever else is known about it.
pub(super) fn is_key_combination(name: &str) -> bool {
    KEY_COMBINATIONS.iter().any(|start| name.starts_with(start))
}

/// How names of key combinations begin.
pub(super) const KEY_COMBINATIONS: [&str; 2] = ["keyboard.shortcut.", "keyboard.hotkey."];
