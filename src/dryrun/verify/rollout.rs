//! Two deployments by what can happen in them: what becomes possible and impossible, and what becomes of the chats that
//! lie on hold or in workbins when the new one goes live.

mod behaviours;
mod cast;
mod driver;
mod held;
mod lockstep;
mod report;
mod shape;
mod sides;
mod strand;
mod way;

pub use driver::rollout;
pub use report::{Behaviour, Group, Rollout, Stranded, Survival};
