//! What the chat machine asks of a deployment, each answer with where it comes from.

mod chat_keys;
mod checklist;
mod desk;
mod ground;
mod keymap;
mod lifetime;
mod places;
mod policy;
mod readiness;
mod rights;
mod roster;
mod servers;
#[cfg(test)]
mod tests;
mod why;

pub use chat_keys::{ChatKey, ChatKeys};
pub use checklist::{Check, Line, Need, Verdict};
pub use desk::{Desk, DeskOptions, Hold};
pub use ground::{Answer, Ground};
pub use keymap::{Binding, Keymap};
pub use lifetime::{IdleTimer, Lifetime};
pub use places::line_of_server;
pub use policy::policy;
pub use readiness::{Answered, LineAnswer, Readiness, Tally};
pub use rights::{RightsMap, UnknownRight};
pub use roster::Roster;
pub use servers::servers;
pub use why::{Why, why};
