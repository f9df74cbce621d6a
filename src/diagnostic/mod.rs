//! What is wrong, where, how badly, whom it affects, and what to do about it.

mod fix;
mod model;

pub use fix::{Applicability, Fix};
pub use model::{Affected, Diagnostic, Label, Severity};
