//! Which value wins for whom, and why; every candidate is kept.

mod chain;
mod reach;
mod resolution;
mod resolver;
mod spread;

pub use chain::{Base, BaseId, GroupConflict, Step};
pub use reach::{Placed, Set};
pub use resolution::{Candidate, Resolution, Resolved, Standing};
pub use resolver::{OptionId, Resolver, Subject};
pub use spread::{Rung, Spread};

#[cfg(test)]
mod tests;
