//! The answer of `check`, one file a format.

mod checkstyle;
mod github;
mod gitlab;
mod grouped;
mod jsonl;
mod junit;
mod markdown;
mod model;
mod sarif;

pub(super) use model::affects;
pub use model::{CheckReport, Unreadable};
