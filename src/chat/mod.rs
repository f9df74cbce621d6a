//! The asynchronous chat as a pure machine: [`decide`] says what a request leads to, [`World::apply`] carries it
//! out. No clock, no files, no configuration: what is in force stands in a [`Policy`], the time is virtual.
//!
//! ```text
//! Policy ─┐
//! World ──┼─ decide ─┬─ Events ── World::apply ── World
//! Command ┘          └─ Refusal: what is missing
//! ```
//!
//! Three coupled states are kept apart (`world`): the chat session of Chat Server, the interaction of Interaction
//! Server, and each agent's desktop. `decide` is split by side: `customer`, `agent` (with `pull`, the ways back to
//! a chat, and `company`, bringing others in) and `system`; what follows from a transition stands in
//! `consequences`. Every event names its row of the transition table (`rows`); what is not documented is a named
//! switch (`assumptions`). Explorers do without the clock: [`World::forget_time`], [`Command::Fire`], [`World::pack`],
//! [`World::forget_unasked`].

mod agent;
mod apply;
mod assumptions;
mod command;
mod company;
mod consequences;
mod customer;
mod decide;
mod event;
mod fold;
mod ids;
mod pack;
mod parties;
mod policy;
mod pull;
mod refusal;
mod rows;
mod system;
mod timers;
mod world;

#[cfg(test)]
mod tests;

pub use assumptions::{
    ASSUMPTIONS, Assumption, AssumptionError, AssumptionSpec, Assumptions, DoneOnLiveSession,
};
pub use command::{
    AgentAction, Command, CustomerAction, DesktopAction, EntryPoint, Monitoring, Notice, Steps, SystemAction,
    Trigger,
};
pub use decide::decide;
pub use event::{Event, Events, Happened};
pub use fold::Folding;
pub use ids::{AgentId, ChatId, GroupId, MOST, OverrideId, QueueId, Set, Small, WorkbinId};
pub use pack::{Packed, WORDS};
pub use parties::{MOST_PARTIES, Parties};
pub use policy::{
    AgentPolicy, HoldQueue, Inactivity, InteractionOptions, Kinship, Notices, Policy, Right, Rights, Servers,
    StopAbandoned,
};
pub use refusal::{OptionKey, Reason, Refusal, Target, Wrong};
pub use rows::{Plane, REFUSALS, ROW_COUNT, Row, RowId, State, rows};
pub use timers::{Timer, TimerKind};
pub use world::{
    AsyncStatus, Chat, Customer, Invitation, Owner, Party, Phase, Place, Purpose, Role, Session, World,
};
