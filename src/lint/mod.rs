//! Judges a deployment: one file a rule, a plain table of rules, one sink that applies levels.

mod check;
mod context;
mod fixes;
mod holders;
mod repair;
mod rule;
mod rules;
mod shortcuts;
mod sink;
mod unknown;
mod words;

pub use check::check;
pub use context::{Context, Written};
pub use repair::{Fixed, repair, settle_fixes};
pub use rule::{Fixable, Rule};
pub use rules::RULES;
pub use sink::{Findings, Levels, UnknownRule, find_rule};
