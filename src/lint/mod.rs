//! Judges a deployment: one file a rule, a plain table of rules, one sink that applies levels, suppressions and baseline.

mod baseline;
mod baseline_file;
mod check;
mod context;
mod fixes;
mod holders;
mod levels;
mod repair;
mod rule;
mod rules;
mod shortcuts;
mod sink;
mod suppression;
mod unknown;
mod words;

pub use baseline::{Baseline, Key, Known, Stale};
pub use baseline_file::{read_baseline, write_baseline};
pub use check::check;
pub use context::{Context, Written};
pub use levels::{Levels, UnknownRule, find_rule};
pub use repair::{Fixed, repair, settle_fixes};
pub use rule::{Fixable, Rule};
pub use rules::RULES;
pub use sink::{Findings, Ledger, Outcome};
pub use suppression::Unused;
