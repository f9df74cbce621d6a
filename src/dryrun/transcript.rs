//! What was asked, what happened, what was refused: the record of a run.

use serde::Serialize;

use super::sequence::{Ends, Who};
use crate::text::Span;

/// One request, or one moment of a wait. Two entries are equal if they tell the same, wherever their steps stand.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// The virtual time in seconds.
    pub at: u32,
    /// The step on one line.
    pub command: String,
    /// What happened, in order.
    pub events: Vec<String>,
    /// Why it was refused.
    pub refusal: Option<Refused>,
    /// Where the step stands: a wait has an entry for each moment at which something happens.
    #[serde(skip)]
    pub step: Span,
    /// Who asked.
    #[serde(skip)]
    pub by: Who,
    /// Between whom each event happened.
    #[serde(skip)]
    pub ends: Vec<Ends>,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        let Self { at, command, events, refusal, step: _, by, ends } = self;
        (at, command, events) == (&other.at, &other.command, &other.events)
            && (refusal, by, ends) == (&other.refusal, &other.by, &other.ends)
    }
}

impl Eq for Entry {}

/// A refusal in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The reason as scenarios write it: `missing-privilege`.
    pub because: &'static str,
    /// What is missing, or what does not allow it.
    pub message: String,
}

/// What happened, in words and by whom.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) events: Vec<String>,
    pub(super) ends: Vec<Ends>,
}
