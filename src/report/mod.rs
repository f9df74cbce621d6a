//! Shows anything to a writer: one file a format.

mod clean;
mod concise;
mod human;
mod json;
mod keymap;
mod object;
mod option;
mod privilege;
mod privilege_page;
mod resolution;
mod rule;
mod shortcut;
mod table;

pub use clean::clean;
pub use concise::Concise;
pub use human::Human;
pub use json::{CheckReport, Place, Summary};
pub use keymap::{FreeReport, KeymapReport};
pub use object::{ObjectReport, Reference, References, references};
pub use option::{OptionPage, learned};
pub use privilege::{EffectiveReport, PrivilegeNames, WhoCanReport, WhyNotReport};
pub use privilege_page::{PrivilegePage, dot, mermaid};
pub use resolution::{ResolutionReport, explain, rows, shown_value};
pub use rule::rule_page;
pub use shortcut::{ParsedReport, write_parsed};
pub use table::table;
