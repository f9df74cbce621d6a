//! Shows anything to a writer: one file a format.

mod chat_model;
mod chat_run;
mod clean;
mod concise;
mod human;
mod json;
mod junit;
mod keymap;
mod object;
mod option;
mod privilege;
mod privilege_page;
mod resolution;
mod rule;
mod shortcut;
mod table;
mod tap;

pub use chat_model::{ModelReport, model_dot, model_mermaid, model_rows};
pub use chat_run::{Played, RunReport, RunSummary};
pub use clean::clean;
pub use concise::Concise;
pub use human::Human;
pub use json::{CheckReport, Place, Summary};
pub use junit::junit;
pub use keymap::{FreeReport, KeymapReport};
pub use object::{ObjectReport, Reference, References, references};
pub use option::{OptionPage, learned};
pub use privilege::{EffectiveReport, PrivilegeNames, WhoCanReport, WhyNotReport};
pub use privilege_page::{PrivilegePage, PrivilegesReport, dot, mermaid};
pub use resolution::{ResolutionReport, explain, rows, shown_value};
pub use rule::rule_page;
pub use shortcut::{ParsedReport, write_parsed};
pub use table::table;
pub use tap::tap;
