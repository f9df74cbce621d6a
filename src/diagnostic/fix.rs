//! What would make a finding good, as a change of the files.

use crate::text::{Change, Span, TextEdit};

/// Whether a fix may be made unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// It says what is there already, in the way that is meant: nobody loses a right or gets another value, save one
    /// that is undoubtedly meant.
    Safe,
    /// Most likely what is meant; somebody should look at it, for it gives rights, or another value counts.
    Unsafe,
}

impl Applicability {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }

    /// The options of `check` that make such fixes.
    #[must_use]
    pub fn flags(self) -> &'static str {
        match self {
            Self::Safe => "--fix",
            Self::Unsafe => "--fix --unsafe-fixes",
        }
    }
}

/// A change of the files that makes a finding good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: lower case, no final full stop.
    pub message: String,
    /// Whether it may be made unseen.
    pub applicability: Applicability,
    /// What is changed; each change is good by itself.
    pub changes: Vec<Change>,
    /// Places that have to stay as they are: the fix is right because of them.
    pub rests_on: Vec<Span>,
    /// The bytes it takes; empty until somebody has worked them out.
    pub edits: Vec<TextEdit>,
}

impl Fix {
    /// A fix that may be made unseen.
    #[must_use]
    pub fn safe(message: impl Into<String>, changes: Vec<Change>) -> Self {
        let applicability = Applicability::Safe;
        Self { message: message.into(), applicability, changes, rests_on: Vec::new(), edits: Vec::new() }
    }

    /// A fix that somebody should look at.
    #[must_use]
    pub fn to_look_at(message: impl Into<String>, changes: Vec<Change>) -> Self {
        Self { applicability: Applicability::Unsafe, ..Self::safe(message, changes) }
    }

    /// Says which places have to stay as they are meanwhile.
    #[must_use]
    pub fn resting_on(self, rests_on: Vec<Span>) -> Self {
        Self { rests_on, ..self }
    }
}
