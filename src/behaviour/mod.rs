//! What the chat machine asks of a deployment, each answer with where it comes from.

mod rights;

pub use rights::{RightsMap, UnknownRight};
