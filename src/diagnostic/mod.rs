//! What is wrong, where, how badly, whom it affects, and what to do about it.

mod fingerprint;
mod fix;
mod model;
mod quieted;

pub use fingerprint::{Fingerprint, Key};
pub use fix::{Applicability, Fix};
pub use model::{Affected, Diagnostic, Label, Severity};
pub use quieted::{Quieted, Quieting};
