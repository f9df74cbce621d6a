//! Proves of a deployment, for every order of events, that no chat is stranded; or tells the shortest way to strand one.
//!
//! ```text
//! Deployment -> Classes -> Scene (who stands for whom) -> ChatModel -> explore -> Findings -> Report
//! ```
//!
//! What is explored, what is left out and why that is sound stands in `docs/verification.md`.

mod cause;
mod classes;
mod dead;
mod driver;
mod examples;
mod exchange;
mod generate;
mod judge;
mod model;
mod property;
mod questions;
mod repair;
mod report;
mod rollout;
mod rows;
mod scene;
mod story;
#[cfg(test)]
mod tests;

pub use classes::{Class, Classes, Traits};
pub use driver::{Question, verify};
pub use examples::{Example, examples};
pub use exchange::{Exchange, Placing, Spot, Taking, exchange};
pub use generate::{Cover, Generated, cover};
pub use property::{PROPERTIES, PropertyId, PropertySpec, UnknownProperty};
pub use repair::{Repair, Repairs};
pub use report::{Counterexample, Outcome, PropertyReport, Report, Told};
pub use rollout::{Behaviour, Group, Rollout, Stranded, Survival, rollout};
pub use rows::fired_rows;
