//! The form of a scenario's steps, for those who describe it to others: help in a session, schemas for editors.

use super::expectation;
use super::steps::{SHAPES, Shape, words};

/// A verb of a scenario's steps.
#[derive(Debug, Clone, Copy)]
pub struct VerbForm {
    /// The verb: `pull`.
    pub verb: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// The fields it needs. A `wait` has none: its time stands behind the verb.
    pub needs: &'static [&'static str],
    /// The fields it may have.
    pub may: &'static [&'static str],
}

impl VerbForm {
    /// The words that a field can be; none where names and texts stand.
    #[must_use]
    pub fn words(&self, field: &str) -> &'static [&'static str] {
        words(self.verb, field)
    }

    /// Whether it checks something instead of doing it.
    #[must_use]
    pub fn is_check(&self) -> bool {
        std::ptr::eq(self.may, expectation::FIELDS)
    }
}

/// Every verb, by side: customer, agent, system, checks.
pub fn verb_forms() -> impl Iterator<Item = VerbForm> {
    SHAPES.into_iter().map(|Shape(verb, needs, may)| VerbForm { verb, meaning: meaning(verb), needs, may })
}

/// What a verb does.
pub(super) fn meaning(verb: &str) -> &'static str {
    match verb {
        "start" => "a customer begins a chat, ASYNC is true or false",
        "message" => "the customer writes",
        "leave" => "the customer leaves",
        "return" => "the customer comes back",
        "login" => "the agent logs in",
        "logout" => "the agent logs out",
        "accept" => "the agent takes the chat that is offered",
        "decline" => "the agent refuses the chat that is offered",
        "hold" => "the agent leaves the chat in the hold queue and keeps its session alive",
        "release" => "the agent ends the session of the chat",
        "done" => "the agent marks the chat done",
        "leave-conference" => "the agent leaves the chat to the others",
        "say" => "the agent writes",
        "press" => "the agent presses keys in the window of the chat",
        "pull" => "the agent takes a waiting chat from a list",
        "store" => "the agent puts the chat in a workbin",
        "transfer" => "the agent hands the chat to another one",
        "conference" => "the agent brings another one in",
        "consult" => "the agent asks another one, unseen by the customer",
        "monitor" => "a supervisor joins the chat",
        "disposition" => "the agent sets the disposition code",
        "crash" => "the agent's desktop is gone without a word",
        "route" => "a strategy offers the chat to an agent",
        "move" => "the workflow moves a chat that lies in a queue",
        "wait" => "time passes: 90s, 25h, 1h30m",
        "set" => "an option gets another value",
        "restart" => "the agent's desktop is closed, and reads its options when it starts again",
        "lose" => "a Chat Server or Interaction Server is lost",
        "grant" => "a role gets a privilege",
        "revoke" => "a role loses a privilege",
        "expect" => "checks what is the case now",
        "never" => "checks from here to the end that something is not the case",
        "eventually" => "checks that something is the case at some moment from here to the end",
        _ => "",
    }
}
