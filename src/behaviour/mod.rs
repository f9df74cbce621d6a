//! What the chat machine asks of a deployment, each answer with where it comes from.

mod keymap;
mod rights;

pub use keymap::{Binding, Keymap};
pub use rights::{RightsMap, UnknownRight};
