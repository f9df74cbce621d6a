//! The machine on trial: scripts, refusals, the table, and random walks.

mod clockless;
mod forgetting;
mod law;
mod paths;
mod random;
mod refusals;
mod servers;
mod stage;
mod table;
