//! The exit status, the same for every command and every format.

use std::process::ExitCode;

/// What a command answered; of several answers the greatest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Yes, clean, passed, equal: 0.
    Yes,
    /// The answer is no: 1.
    No,
    /// There is no answer: wrong usage, unreadable input, an unknown name: 2.
    Unanswered,
}

impl Exit {
    /// Yes or no.
    #[must_use]
    pub fn yes_if(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
