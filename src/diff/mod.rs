//! Two deployments: which effective options and effective privileges change, for whom, why, and when that counts.
//!
//! Agents are matched by tenant and username, all other objects by kind, tenant and name. Both sides are judged by one
//! catalogue. A value that stays while another level gives it is no difference.

mod audience;
mod change;
mod difference;
mod matching;
mod objects;
mod options;
mod people;
mod privileges;

pub use change::{Audience, Because, Cause, Change, Moment, Noticing, Presence, State, What, Whole};
pub use difference::{Difference, Only};
