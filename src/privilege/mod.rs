//! What an agent may really do: which roles reach the agent, what they grant together, and what of that has effect.
//!
//! Roles reach an agent directly, through access groups and through agent groups. Grants add up, nothing denies
//! (the public documentation knows "allow" and "not assigned" only). A privilege is *effective* when it is granted
//! and every privilege it depends on is effective; granted without that it is *inert*. That an inert privilege
//! does nothing in the running desktop is inferred: the documentation says "depends on" and no more.

mod audience;
mod graph;
mod holding;
mod matrix;
mod path;
mod repair;
mod search;
mod set;

pub use graph::{DependencyGraph, PrivilegeEntry, UnknownPrivilege};
pub use holding::{Class, Grant, Privileges, RoleGrants, Standing, Unmapped};
pub use matrix::{AgentRow, Matrix, RoleRow};
pub use path::{Held, Holder, Inert, Reach, Through, Via, WhoCan};
pub use repair::{Change, Repair, WhyNot};
pub use set::{PrivilegeId, PrivilegeSet};

#[cfg(test)]
mod tests;
