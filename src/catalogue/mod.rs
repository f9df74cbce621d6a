//! Which options and privileges exist: their kinds of values, defaults, levels, when a change takes effect, what
//! depends on what, and how each of these facts is known.
//!
//! The built-in catalogue stands in `schemas/options.toml` and `schemas/privileges.toml`; files of the same form add
//! to it or override it, field by field.

mod dependencies;
mod entries;
mod fields;
mod index;
mod judge;
mod kind;
mod option;
mod privilege;
mod read;
mod release;
mod template;

pub use dependencies::DependencyProblem;
pub use fields::CatalogueError;
pub use index::{Catalogue, Match};
pub use judge::{Charset, Repair, ValueError, repaired};
pub use kind::{Unit, ValueKind};
pub use option::{Fact, OptionDependency, OptionSpec, Product};
pub use privilege::PrivilegeSpec;
pub use release::is_newer;
pub use template::Template;
