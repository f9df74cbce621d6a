//! What the administrator wrote, object by object, every key and value with its place.
//!
//! Reading never stops at a mistake: what went wrong is kept as [`Problem`]s, and a rule words them.

mod allow;
mod builder;
mod cfg;
mod cfgdata;
mod cfgjson;
mod csv;
mod edit;
mod fields;
mod load;
mod lookup;
mod losses;
mod mention;
mod model;
mod native;
mod ours;
mod outline;
mod parts;
mod problem;
mod recognise;
mod secrets;
mod settle;

pub use allow::Allow;
pub use cfg::{CfgFile, write_cfg_files};
pub use cfgdata::{Changes, write_cfgdata, write_cfgdata_changes};
pub use edit::Edit;
pub use fields::{FieldForm, FieldKey, field_forms};
pub use load::{Input, load, load_for_agent, load_on};
pub use lookup::LookupError;
pub use losses::{Loss, Losses, Lost};
pub use mention::{Mention, Mentions, Naming, mentions};
pub use model::{Deployment, Field, Link, Object, ObjectId, Relation, Setting};
pub use ours::OurForm;
pub use outline::{Outline, Pair, Record};
pub use parts::VIRTUAL;
pub use problem::{AllowFault, Problem, Shape};
pub use secrets::SECRET;
