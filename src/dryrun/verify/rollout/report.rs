//! What a comparison of behaviour came to, as plain data.

use super::super::report::{Outcome, Report, Told};
use crate::diagnostic::Label;
use crate::names::Side;

/// Agents on both sides who have the same class before and the same class after.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// How many.
    pub count: usize,
    /// The first [`Self::NAMED`] of them by name.
    pub agents: Vec<String>,
}

impl Group {
    /// How many agents are named.
    pub const NAMED: usize = 20;
}

/// Something that is possible under one deployment and impossible under the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behaviour {
    /// Under which it is possible.
    pub under: Side,
    /// The agents for whom it is.
    pub group: Group,
    /// What: the verb of the last step, as scenarios write it.
    pub verb: &'static str,
    /// Whether the chat lies in a workbin before the last step.
    pub in_workbin: bool,
    /// The last step, as scenarios write it; empty where the story cannot be told.
    pub step: String,
    /// Why the last step is refused under the other one.
    pub refused: String,
    /// A shortest way there; every step but the last is possible under both.
    pub steps: Vec<Told>,
    /// How many steps it takes; logins do not count.
    pub length: usize,
    /// The same as a scenario that passes under one and fails under the other.
    pub scenario: Option<String>,
    /// Facts.
    pub notes: Vec<String>,
}

/// Chats that lie somewhere when the new deployment goes live, and stay there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranded {
    /// The queue or workbin in which they lie, as `kind/name`.
    pub place: String,
    /// What becomes of them.
    pub message: String,
    /// A shortest way of the old deployment to such a chat.
    pub steps: Vec<Told>,
    /// How many steps it takes; logins do not count.
    pub length: usize,
    /// A scenario, and the deployment under which it passes.
    pub scenario: Option<(Side, String)>,
    /// The lines that are the cause, of the old and of the new deployment.
    pub places: Vec<(Side, Label)>,
    /// Facts.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

/// Whether every chat that lies on hold or in a workbin can still be retrieved and brought to Done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survival {
    /// The verdict.
    pub outcome: Outcome,
    /// Which chats do not survive, one for each queue, workbin or cause.
    pub stranded: Vec<Stranded>,
    /// In how many queues and workbins of the old deployment chats can lie.
    pub places: usize,
    /// States of the new deployment from which it was asked.
    pub starts: usize,
    /// States visited in both deployments.
    pub states: usize,
    /// What is not known, and why.
    pub unknown: Vec<String>,
}

/// What becomes of a deployment's chats and agents when another takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollout {
    /// What differs; nothing where both are equal.
    pub behaviours: Vec<Behaviour>,
    /// What could not be compared, and why.
    pub unknown: Vec<String>,
    /// How many agents are on both sides.
    pub agents: usize,
    /// How many pairs of behaviour classes they are.
    pub pairs: usize,
    /// Pairs of states visited.
    pub states: usize,
    /// `held-chat-survives-change`.
    pub survival: Survival,
    /// The verification of the new deployment.
    pub verified: Report,
}

impl Rollout {
    /// A side may be otherwise than what was explored: nothing is proved, and what is refuted stays so.
    pub fn doubt(&mut self, side: Side, reason: &str) {
        let told = format!("{} deployment: {reason}", side.as_str());
        self.unknown.push(told.clone());
        self.survival.unknown.push(told);
        if self.survival.outcome == Outcome::Proved {
            self.survival.outcome = Outcome::Unknown;
        }
        if side == Side::New {
            self.verified.doubt(reason);
        }
    }

    /// Whether agents can do the same in the same situations: refuted where some cannot.
    #[must_use]
    pub fn equality(&self) -> Outcome {
        Outcome::of(!self.behaviours.is_empty(), !self.unknown.is_empty())
    }

    /// Whether the new deployment strands no chat: neither its own, nor those that lie there when it goes live.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.verified.outcome() == Outcome::Proved && self.survival.outcome == Outcome::Proved
    }
}
