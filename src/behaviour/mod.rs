//! What the chat machine asks of a deployment, each answer with where it comes from.

mod chat_keys;
mod desk;
mod ground;
mod keymap;
mod policy;
mod rights;
mod roster;
mod servers;
#[cfg(test)]
mod tests;
mod why;

pub use chat_keys::{ChatKey, ChatKeys};
pub use desk::{Desk, DeskOptions, Hold};
pub use ground::{Answer, Ground};
pub use keymap::{Binding, Keymap};
pub use policy::policy;
pub use rights::{RightsMap, UnknownRight};
pub use roster::Roster;
pub use servers::servers;
pub use why::{Why, why};
