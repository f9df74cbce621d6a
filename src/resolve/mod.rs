//! Which value wins for whom, and why; every candidate is kept.

mod chain;
mod resolution;
mod resolver;

pub use chain::{Base, BaseId, GroupConflict, Step};
pub use resolution::{Candidate, Resolution, Resolved, Standing};
pub use resolver::{OptionId, Resolver, Subject};
