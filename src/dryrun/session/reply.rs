//! What a session answers to a line.

use super::super::scenario::When;
use super::super::transcript::Entry;
use super::help::Help;
use super::state::{AgentState, Change, State};
use crate::diagnostic::Diagnostic;

/// The answer to one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The number of the line, from 1.
    pub line: u32,
    /// The line as it was typed.
    pub input: String,
    /// The virtual time after it, in seconds.
    pub at: u32,
    /// The answer.
    pub answer: Answer,
}

/// What a line led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Nothing: the line is empty or a comment.
    Nothing,
    /// A step was taken, or refused, or a check was made.
    Step(Stepped),
    /// Steps were taken back.
    Back(Moved),
    /// Steps were taken again.
    Redo(Moved),
    /// Why the last refused step was refused: the rule is the reason as scenarios write it.
    Why(Box<Diagnostic>),
    /// Everything at this moment.
    State(State),
    /// Whoever takes part.
    Agents(Vec<AgentState>),
    /// A scenario to be written to a file.
    Save(Saved),
    /// What can be typed.
    Help(Help),
    /// The line cannot be understood; nothing happened.
    Mistakes(Vec<Mistake>),
    /// The session is to end.
    Quit,
}

/// A step that was taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stepped {
    /// The step as a file has it.
    pub step: String,
    /// What happened, of a wait moment by moment.
    pub entries: Vec<Entry>,
    /// What is different now.
    pub changes: Vec<Change>,
    /// Of a check, when it must hold.
    pub check: Option<When>,
    /// Of a change of the configuration, when it counts, as in "takes effect immediately".
    pub takes_effect: Option<&'static str>,
    /// The reason why it was refused; then nothing happened.
    pub refused: Option<&'static str>,
    /// What does not hold: of this step what it expects, else a `never` that it made come true.
    pub failures: Vec<Diagnostic>,
}

/// Steps that were taken back or taken again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The steps, in the order in which they were taken back or again.
    pub steps: Vec<String>,
    /// What is different now.
    pub changes: Vec<Change>,
}

/// A scenario that replays to the same end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The file that was named.
    pub file: String,
    /// Whether a file that is there may be overwritten.
    pub overwrites: bool,
    /// What is to stand in it.
    pub text: String,
    /// How many steps of the session it has.
    pub steps: usize,
    /// Checks that were left out because they do not hold.
    pub left_out: Vec<String>,
}

/// A mistake in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong, and what was probably meant.
    pub message: String,
    /// The first byte of what is wrong in the line.
    pub from: usize,
    /// One past the last byte.
    pub to: usize,
}
