//! Why the reading stopped, and how that is said to people.

use granit_parser::{ErrorKind, ScanError};

/// Where and why the reading of a stretch of text stopped.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) at: usize,
    pub(super) fault: Fault,
}

/// Why the reading stopped.
#[derive(Debug)]
pub(super) enum Fault {
    /// The parser says so.
    Grammar(ErrorKind),
    /// Lists and maps are nested too deep.
    TooDeep,
    /// What follows a fault is not what it looked like; the fault itself has been reported.
    Stray,
}

impl Stop {
    pub(super) fn from_parser(error: &ScanError, base: usize) -> Self {
        let fault = match error.kind() {
            ErrorKind::RecursionLimitExceeded => Fault::TooDeep,
            kind => Fault::Grammar(kind.clone()),
        };
        Self { at: base + error.marker().byte_offset().unwrap_or_default(), fault }
    }
}

impl Stop {
    pub(super) fn is(&self, kind: &ErrorKind) -> bool {
        matches!(&self.fault, Fault::Grammar(own) if own == kind)
    }

    /// A tab where there must be spaces.
    pub(super) fn is_tab(&self) -> bool {
        matches!(
            &self.fault,
            Fault::Grammar(
                ErrorKind::TabNotAllowed
                    | ErrorKind::TabInBlockIndentation
                    | ErrorKind::TabInIndentation
                    | ErrorKind::TabInPlainScalar
                    | ErrorKind::TabAtBlockScalarStart
            )
        )
    }

    /// A quote without its partner.
    pub(super) fn is_quote(&self) -> bool {
        matches!(
            &self.fault,
            Fault::Grammar(
                ErrorKind::UnclosedQuotedScalar
                    | ErrorKind::InvalidQuotedScalarIndent
                    | ErrorKind::DocumentIndicatorInQuotedScalar
                    | ErrorKind::InvalidTrailingSingleQuotedScalar
                    | ErrorKind::InvalidTrailingDoubleQuotedScalar
            )
        )
    }

    /// A value that begins with something that no value begins with.
    pub(super) fn is_start(&self) -> bool {
        matches!(
            &self.fault,
            Fault::Grammar(ErrorKind::UnexpectedCharacter { .. } | ErrorKind::BlockSequenceEntryNotAllowed)
        )
    }

    /// An escape that means nothing.
    pub(super) fn is_escape(&self) -> bool {
        matches!(
            &self.fault,
            Fault::Grammar(
                ErrorKind::UnknownQuotedScalarEscape
                    | ErrorKind::InvalidQuotedScalarHexEscape
                    | ErrorKind::InvalidUnicodeEscape
                    | ErrorKind::InvalidLowSurrogateHexEscape
                    | ErrorKind::InvalidLowSurrogate
                    | ErrorKind::MissingLowSurrogate
                    | ErrorKind::UnpairedLowSurrogate
            )
        )
    }
}

impl Fault {
    /// A bracket without its partner.
    pub(super) const UNCLOSED: Self = Self::Grammar(ErrorKind::UnclosedFlowCollection { open: '[' });

    /// What is wrong and what to do. `shown` is the faulty text, a word or a character.
    pub(super) fn describe(&self, shown: &str, depth: usize) -> (String, Option<String>) {
        let Self::Grammar(kind) = self else {
            return (
                format!("lists and maps are nested more than {depth} deep"),
                Some("write the content flatter".into()),
            );
        };
        let (message, help) = match kind {
            &ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
                let code = u32::from(character);
                let help = "remove it, or write it as an escape in double quotes";
                return (format!("an invisible control character (U+{code:04X})"), Some(help.into()));
            }
            ErrorKind::ExpectedDocumentStart | ErrorKind::ExpectedBlockMappingKey
                if shown.starts_with(':') =>
            {
                ("a `:` without a space after it separates nothing", "write `key: value`")
            }
            kind => words(kind),
        };
        if message.is_empty() {
            (kind.to_string().to_lowercase(), None)
        } else {
            (message.replace("{}", shown), (!help.is_empty()).then(|| help.replace("{}", shown)))
        }
    }
}

/// Our words for what happens in real files; empty where the parser's own must do.
fn words(kind: &ErrorKind) -> (&'static str, &'static str) {
    use ErrorKind as K;
    match kind {
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabInPlainScalar
        | K::TabAtBlockScalarStart
        | K::InvalidBlockEntryWhitespace
        | K::InvalidMappingValueWhitespace => {
            ("a tab stands where YAML wants spaces", "indent and separate with spaces")
        }
        K::UnclosedQuotedScalar | K::InvalidQuotedScalarIndent | K::DocumentIndicatorInQuotedScalar => (
            "this quote is never closed",
            "close it at the end of the value; inside single quotes write `''` for `'`, \
             inside double quotes `\\\"` for `\"`",
        ),
        K::InvalidTrailingSingleQuotedScalar => (
            "text follows the value in these quotes",
            "write `''` for a `'` inside single quotes, or quote the whole value",
        ),
        K::InvalidTrailingDoubleQuotedScalar => (
            "text follows the value in these quotes",
            "write `\\\"` for a `\"` inside double quotes, or quote the whole value",
        ),
        K::UnknownQuotedScalarEscape | K::InvalidQuotedScalarHexEscape | K::InvalidUnicodeEscape => {
            ("`{}` means nothing inside double quotes", "double the backslash, or use single quotes")
        }
        K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate => {
            ("`{}` is half a character", "write both halves of the pair, or the character itself")
        }
        K::UnclosedFlowCollection { .. } | K::UnexpectedEofFlowSequence | K::UnexpectedEofFlowMapping => {
            ("this bracket is never closed", "close it in the same value")
        }
        K::MismatchedFlowCollectionEnd { .. } => {
            ("this bracket is closed by one of the other kind", "`[` is closed by `]`, `{` by `}`")
        }
        K::MisplacedFlowCollectionEnd => ("`{}` closes nothing", "remove it, or put the value in quotes"),
        K::ExpectedFlowSequenceSeparator
        | K::ExpectedFlowMappingSeparator
        | K::UnexpectedEofImplicitFlowMapping
        | K::InvalidColonPlacement
        | K::BlockEntryInFlowCollection
        | K::FlowMappingValueAdjacentCollection => {
            ("items in brackets are not separated", "separate them by single commas, and close the bracket")
        }
        K::MappingValueNotAllowed => (
            "a `:` stands where no key can be",
            "put the value in quotes if the `:` belongs to it; otherwise check the \
             indentation of this line",
        ),
        K::SimpleKeyExpected => (
            "`{}` is neither a key nor a value here",
            "write `key: value`, or indent the line more than \
             the key to which it belongs",
        ),
        K::BlockSequenceEntryNotAllowed => (
            "a list cannot begin in the line of its key",
            "begin it in the next line, or put the value in quotes",
        ),
        K::UnexpectedCharacter { .. } => ("a value cannot begin with `{}`", "put the value in quotes"),
        K::PlainScalarStartsWithDashFlowIndicator => {
            ("a value cannot begin like this", "put the value in quotes")
        }
        K::ExpectedBlockMappingKey
        | K::ExpectedBlockSequenceEntry
        | K::InvalidIndentation
        | K::MappingKeyNotAllowed
        | K::InvalidSimpleKey
        | K::InvalidFlowScalarIndent => (
            "`{}` stands at an indentation that belongs to nothing above",
            "align it with the entries to which it belongs",
        ),
        K::InvalidBlockScalarIndent => {
            ("a line of the text block is indented less than its first line", "align it")
        }
        K::InvalidBlockScalarHeader => {
            ("text after the `|` or `>` of a text block", "begin the text in the next line")
        }
        K::ExpectedDocumentStart => (
            "`{}` stands after the end of the document",
            "align it with the entries above, or separate documents by a \
             line `---`",
        ),
        K::CommentInterceptedScalar => {
            ("a comment interrupts a value of several lines", "put the value in quotes")
        }
        K::CommentNotSeparated => {
            ("a `#` follows a value directly", "put a space before it, or quote the value")
        }
        K::UndeclaredTagHandle => {
            ("`{}` is a tag with an unknown prefix", "put the value in quotes if it is text")
        }
        K::MissingAnchorOrAliasName => ("`{}` is followed by no name", "put the value in quotes"),
        K::BomInsideDocument => {
            ("a byte order mark stands inside the file", "remove this invisible character")
        }
        K::UnsupportedYamlMajorVersion => ("this version of YAML is not supported", "remove the line"),
        K::UnexpectedEof
        | K::UnexpectedEofBlockMapping
        | K::UnexpectedEofBlockSequence
        | K::ExpectedNodeContent => ("`{}` stands where a value is expected", "put the value in quotes"),
        _ => ("", ""),
    }
}
