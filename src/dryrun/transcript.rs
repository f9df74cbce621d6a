//! What was asked, what happened, what was refused: the record of a run.

use serde::Serialize;

/// One request, or one moment of a wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The virtual time in seconds.
    pub at: u32,
    /// The step on one line.
    pub command: String,
    /// What happened, in order.
    pub events: Vec<String>,
    /// Why it was refused.
    pub refusal: Option<Refused>,
}

/// A refusal in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The reason as scenarios write it: `missing-privilege`.
    pub because: &'static str,
    /// What is missing, or what does not allow it.
    pub message: String,
}
