//! The identifiers and the words that configuration, catalogue and chat share.

mod count;
mod intern;
mod nearest;
mod object;
mod side;
mod words;

pub use count::{and_more, counted, counted_as, with_article};
pub use intern::{Interner, Symbol};
pub use nearest::{nearest, only_nearest};
pub use object::{ObjectKind, ObjectName, ObjectNameError};
pub use side::Side;
pub use words::{
    ApplicationType, Basis, Level, Review, ScriptType, TakesEffect, WORKSPACE_SECTION, option_label,
};
