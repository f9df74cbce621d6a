//! What went wrong while a deployment was read, as data; rules word it.

use super::model::ObjectId;
use crate::names::{ObjectKind, Symbol};
use crate::text::{FileId, Span, SyntaxError};

/// What stands where something else was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A map.
    Map,
    /// A list.
    List,
    /// A single value.
    Value,
    /// JSON's `null`.
    Null,
}

impl Shape {
    /// The shape with its article.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Map => "a map",
            Self::List => "a list",
            Self::Value => "a single value",
            Self::Null => "null",
        }
    }
}

/// What is wrong with the form of a suppression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AllowFault {
    /// A comment says `wdectl:` and then this word instead of `allow`.
    NotAllow(String),
    /// No rule is named.
    NoRule,
    /// The bracket behind `allow` is never closed.
    Unclosed,
    /// An entry of `wdectl-allow` has a key that is neither `rule` nor `reason`.
    UnknownKey(String),
    /// A comment in JSON, which has no comments.
    Json,
}

/// One thing that went wrong; everything else was still read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Bytes are not text.
    Encoding {
        /// Where the replacement character stands.
        span: Span,
        /// The likely code page.
        likely: &'static str,
    },
    /// The form of a file is broken.
    Syntax(SyntaxError),
    /// A file holds nothing of a deployment.
    NotADeploymentFile {
        /// The file.
        file: FileId,
        /// What was found instead.
        found: &'static str,
    },
    /// A CFG file does not say whose options it holds.
    UnplacedOptions {
        /// The file.
        file: FileId,
    },
    /// A file of a native form holds more than what is read.
    NotRead {
        /// The file.
        file: FileId,
        /// Where the first of it stands.
        first: Span,
        /// What it is, each with its count, in the order of first occurrence.
        things: Vec<(String, usize)>,
    },
    /// A file has variables, which the tool that it is for replaces; they are read as the text that they are.
    Variables {
        /// The file.
        file: FileId,
        /// Where the first one stands.
        first: Span,
        /// Each variable with its count, in the order of first occurrence.
        things: Vec<(String, usize)>,
    },
    /// A key that nothing is known of.
    UnknownKey {
        /// The key.
        key: String,
        /// Where.
        span: Span,
        /// Whose key it is; `None` at the top of a file.
        of: Option<ObjectKind>,
        /// What was probably meant.
        nearest: Option<&'static str>,
    },
    /// A list, map or null stands where something else is expected; nothing is set.
    WrongShape {
        /// Where.
        span: Span,
        /// The key whose value it is, or whose list it is in.
        key: String,
        /// What stands there.
        found: Shape,
        /// What is expected.
        expected: Shape,
        /// Whether `key` is an option.
        option: bool,
    },
    /// A field with a fixed set of words holds another one.
    UnknownWord {
        /// Where.
        span: Span,
        /// The field.
        field: &'static str,
        /// What stands there.
        word: String,
        /// The words that would do.
        words: &'static [&'static str],
    },
    /// An object without a name; it is not read.
    MissingName {
        /// Where the object starts.
        span: Span,
        /// Its kind.
        kind: ObjectKind,
    },
    /// The same object is written twice.
    DuplicateObject {
        /// The object.
        object: ObjectId,
        /// Where it is first.
        first: Span,
        /// Where it is again.
        again: Span,
    },
    /// The same option or field is written twice on one object; the last counts.
    DuplicateKey {
        /// The object, where it is known.
        object: Option<ObjectId>,
        /// The option or field.
        key: String,
        /// Whether it is an option.
        option: bool,
        /// Where it is first.
        first: Span,
        /// Where it is again.
        again: Span,
        /// Whether both hold the same value.
        same: bool,
    },
    /// An object names no tenant although the deployment has several.
    TenantMissing {
        /// The object.
        object: ObjectId,
    },
    /// A field names an object that is not there.
    Dangling {
        /// The object that names it.
        object: ObjectId,
        /// What kind of object it names.
        kind: ObjectKind,
        /// The name.
        name: Symbol,
        /// Where.
        span: Span,
        /// Whether `object` lists it as its member, rather than belonging to it.
        member: bool,
        /// An object of that kind and name in another tenant.
        elsewhere: Option<ObjectId>,
    },
    /// A suppression cannot be read; it covers nothing.
    MalformedAllow {
        /// Where.
        span: Span,
        /// What is wrong with it.
        fault: AllowFault,
    },
    /// What belongs to an object that stands in several tenants does not say in which.
    Ambiguous {
        /// Where that stands; the start of the file where it is all that the file holds.
        span: Span,
        /// Kind and name.
        object: String,
        /// The objects it may mean.
        candidates: Vec<ObjectId>,
    },
}

impl Problem {
    /// Whether somebody has made a mistake; that a file holds more than is read, or variables, is none.
    #[must_use]
    pub fn is_mistake(&self) -> bool {
        !matches!(self, Self::NotRead { .. } | Self::Variables { .. })
    }

    /// Whether something of a deployment stands there that is not read, or not as what it was probably meant to be.
    #[must_use]
    pub fn hides(&self) -> bool {
        matches!(
            self,
            Self::Encoding { .. }
                | Self::Syntax(_)
                | Self::UnplacedOptions { .. }
                | Self::UnknownKey { nearest: Some(_), .. }
                | Self::WrongShape { .. }
                | Self::UnknownWord { .. }
                | Self::MissingName { .. }
                | Self::Ambiguous { .. }
        )
    }
}
