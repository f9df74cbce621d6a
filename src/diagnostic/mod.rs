//! What is wrong, where, how badly, whom it affects, and what to do about it.

mod model;

pub use model::{Affected, Diagnostic, Label, Severity};
