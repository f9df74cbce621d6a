//! Shows anything to a writer: one file a format.

mod clean;
mod concise;
mod human;
mod json;

pub use clean::clean;
pub use concise::Concise;
pub use human::Human;
pub use json::{CheckReport, Place, Summary};
