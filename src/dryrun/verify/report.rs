//! What a verification came to, as plain data.

use super::property::PropertyId;
use super::repair::Repairs;
use crate::behaviour::Lifetime;
use crate::chat::{Assumption, Command, RowId};
use crate::diagnostic::Label;
use crate::names::Symbol;

/// Whether a property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It holds in every reachable state.
    Proved,
    /// It does not hold in some reachable state.
    Refuted,
    /// Not everything could be explored.
    Unknown,
}

impl Outcome {
    /// The outcome where something was refuted, or else something is not known.
    #[must_use]
    pub fn of(is_refuted: bool, is_unknown: bool) -> Self {
        match (is_refuted, is_unknown) {
            (true, _) => Self::Refuted,
            (false, true) => Self::Unknown,
            (false, false) => Self::Proved,
        }
    }

    /// The outcome as a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Refuted => "refuted",
            Self::Unknown => "unknown",
        }
    }
}

/// One step of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The virtual time in seconds.
    pub at: u32,
    /// The step as scenarios write it.
    pub step: String,
    /// What happened, in order.
    pub events: Vec<String>,
    /// What is different afterwards: `interaction queued -> handling`.
    pub changes: Vec<String>,
    /// The rows of the machine that fired for the chat, in order.
    pub rows: Vec<RowId>,
}

/// A reachable state in which a property does not hold, and how chats come there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterexample {
    /// In which tenant.
    pub tenant: Symbol,
    /// What is wrong in that state.
    pub message: String,
    /// A shortest way there; empty where it is not about a state. The logins of those who take part are told, and not
    /// counted.
    pub steps: Vec<Told>,
    /// How many steps it takes; logins, and another chat that has to lie ahead, do not count.
    pub length: usize,
    /// The same as a scenario file, which ends in an `expect` of that state; none where there are no steps.
    pub scenario: Option<String>,
    /// The steps as the machine is asked them.
    pub commands: Vec<Command>,
    /// The places of the configuration that are the cause, the most important one first.
    pub places: Vec<Label>,
    /// Facts.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// Changes after which the property holds.
    pub repairs: Repairs,
}

/// What is known of one property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyReport {
    /// Which.
    pub property: PropertyId,
    /// Whether it holds.
    pub outcome: Outcome,
    /// States visited for it, those of all tenants.
    pub states: usize,
    /// Transitions visited for it.
    pub transitions: u64,
    /// Where it does not hold: at most one example for each tenant, or for each privilege or queue.
    pub counterexamples: Vec<Counterexample>,
    /// What is not known, and what to do about it.
    pub unknown: Vec<String>,
}

/// The answer of a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// One for each property that was asked, in the order of their table.
    pub properties: Vec<PropertyReport>,
    /// How many tenants were explored.
    pub tenants: usize,
    /// How many agents there are.
    pub agents: usize,
    /// How many behaviour classes they are.
    pub classes: usize,
    /// States visited; tenants that are the same but for names are visited once.
    pub states: usize,
    /// Transitions visited.
    pub transitions: u64,
    /// The assumptions that the answer rests on, each with its value.
    pub assumptions: Vec<(Assumption, &'static str)>,
    /// How long a chat on hold lives, for each Chat Server: never part of the verdict.
    pub lifetimes: Vec<Lifetime>,
    /// What is not covered.
    pub notes: Vec<String>,
}

impl Report {
    /// Something may be otherwise than what was explored: nothing is proved, and what is refuted stays so.
    pub fn doubt(&mut self, reason: &str) {
        for property in self.properties.iter_mut().filter(|property| property.outcome != Outcome::Refuted) {
            property.unknown.push(reason.to_owned());
            property.outcome = Outcome::Unknown;
        }
    }

    /// The verdict on all properties together: one that is refuted counts more than one that is not known.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let is = |outcome| self.properties.iter().any(|property| property.outcome == outcome);
        Outcome::of(is(Outcome::Refuted), is(Outcome::Unknown))
    }
}
