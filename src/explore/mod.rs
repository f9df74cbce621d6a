//! Visits every state of any finite [`Model`] and says which [`Property`] holds of all of them.
//!
//! States are visited breadth-first and numbered in that order, so every [`Trace`] is a shortest one, and the result
//! does not depend on the number of threads. A limit that is reached gives [`Verdict::Unknown`], never a proof.
//! [`smallest_sets`] answers the question that follows a refutation: which few edits would do?

mod model;
mod property;
mod reach;
mod sets;
mod store;
mod trace;
mod visit;

pub use model::{Model, Trace};
pub use property::{CanStillReach, Property, Report, Verdict, check};
pub use sets::{smallest_sets, smallest_sets_monotone};
pub use visit::{Cause, Explored, Limit, Unfinished};

#[cfg(test)]
#[path = "../../benches/explore/chats.rs"]
mod chats;
#[cfg(test)]
mod tests;
