//! wdectl reads the configuration of a Genesys Workspace Desktop Edition deployment from files and says what is
//! wrong with it, which value every agent really gets and why, and what happens to an asynchronous chat under it.
//!
//! The crate is a house of rooms on floors; a room may name only rooms on a lower floor (`ARCHITECTURE.md`).

pub mod behaviour;
pub mod catalogue;
pub mod chat;
pub mod cli;
pub mod deployment;
pub mod diagnostic;
pub mod diff;
pub mod dryrun;
pub mod explore;
pub mod lint;
pub mod names;
pub mod privilege;
pub mod report;
pub mod resolve;
pub mod shortcut;
pub mod text;
pub mod threads;
