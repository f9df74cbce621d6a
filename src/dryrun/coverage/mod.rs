//! What played scenarios use of the machine and of the configuration, against what there is to use.

mod answers;
mod explored;
mod facts;
mod observe;
mod reachable;
mod servers;
mod tally;
#[cfg(test)]
mod tests;
mod usage;

pub use reachable::Reachable;
pub use tally::{Coverage, Tally};
pub use usage::Usage;
