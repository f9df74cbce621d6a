//! What a comparison finds.

use crate::catalogue::Catalogue;
use crate::deployment::{Deployment, ObjectId};
use crate::names::{Review, Side, TakesEffect};
use crate::privilege::Privileges;
use crate::resolve::Resolver;
use crate::text::Span;

/// A deployment with what answers questions about it; both sides of a comparison have the same catalogue and the same
/// graph of privileges.
#[derive(Debug, Clone, Copy)]
pub struct State<'s, 'd> {
    /// Which options and privileges exist.
    pub catalogue: &'d Catalogue,
    /// Which value wins; it knows the deployment.
    pub resolver: &'s Resolver<'d>,
    /// What agents may really do.
    pub privileges: &'s Privileges<'d>,
}

impl<'d> State<'_, 'd> {
    /// The deployment.
    #[must_use]
    pub fn deployment(&self) -> &'d Deployment {
        self.resolver.deployment()
    }
}

/// What changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Agents are there on one side only.
    Agents(Presence),
    /// A privilege has effect on one side only.
    Privilege {
        /// Its name, or a key in a role that is the name of no known privilege.
        name: String,
    },
    /// The value in force of an option.
    Option {
        /// The option's name.
        name: String,
        /// Its section.
        section: String,
        /// The server, transaction or other object that has it, where it is no option of the desktop's ladder.
        of: Option<String>,
    },
    /// An object that options and servers speak of.
    Object {
        /// The object.
        object: String,
        /// What of it: a field, or `presence`.
        property: &'static str,
    },
}

/// Where an agent is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// Only the new side has the agent.
    Added,
    /// Only the old side has the agent.
    Removed,
}

/// A set that an audience is exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Whole {
    /// All agents that are on both sides.
    Everybody,
    /// All agents, on both sides, of a tenant, group, role or application, as `kind/name`.
    Of(String),
}

/// Whom a change reaches.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Audience {
    /// The shortest description of all of them, where there is one.
    pub whole: Option<Whole>,
    /// How many agents.
    pub count: usize,
    /// The first [`Self::NAMED`] of them by name.
    pub agents: Vec<String>,
}

impl Audience {
    /// How many agents are named.
    pub const NAMED: usize = 20;
}

/// Why something is as it is on one side.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The default of the option is in force.
    Default,
    /// The setting on this object is in force.
    Sets(ObjectId),
    /// The first agent of the audience, or an agent group or access group, belongs to an object, on this side only.
    Member {
        /// Who.
        member: ObjectId,
        /// To what.
        of: ObjectId,
    },
    /// A role grants something, on this side only.
    Grants {
        /// The role.
        role: ObjectId,
        /// What it grants: the privilege itself, or one that it depends on.
        privilege: String,
    },
    /// An object is there, on this side only.
    Present(ObjectId),
    /// A role is there without the grant of the other side, or an object is disabled.
    Lacks(ObjectId),
    /// A role or group is there without the member of the other side.
    LacksMember(ObjectId),
}

/// A cause with its place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Because {
    /// The side to which object and place belong.
    pub side: Side,
    /// The cause.
    pub cause: Cause,
    /// Where it is written; `None` for a default.
    pub at: Option<Span>,
}

/// All agents with the same change and the same cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What changes.
    pub what: What,
    /// For whom.
    pub audience: Audience,
    /// The value before: of an option the value in force, of a privilege its standing, of an object's property its
    /// text; `None` where there is none or it is not known.
    pub old: Option<String>,
    /// The value after.
    pub new: Option<String>,
    /// When it counts; `None` where that is not known.
    pub takes_effect: Option<TakesEffect>,
    /// Who should look at it.
    pub review: Review,
    /// Why, the old side first.
    pub because: Vec<Because>,
}

/// When agents notice a change, as people plan for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// At once, or with the next broadcast message.
    AtOnce,
    /// When they next search, ask for a conference, put a chat on hold or get an interaction.
    NextInteraction,
    /// When a desktop, a session or a server is started again. What is not known of an option or privilege is counted
    /// here: that the desktop reads it when it starts is assumed.
    Restart,
}

impl Moment {
    /// All moments, the earliest first.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::NextInteraction, Self::Restart];

    /// The moment of a change that takes effect then.
    #[must_use]
    pub fn of(takes_effect: Option<TakesEffect>) -> Self {
        match takes_effect {
            Some(TakesEffect::Immediately | TakesEffect::NextMessage) => Self::AtOnce,
            Some(
                TakesEffect::NextAgentSearch
                | TakesEffect::NextContactSearch
                | TakesEffect::NextConferenceRequest
                | TakesEffect::NextHold
                | TakesEffect::NextInteraction,
            ) => Self::NextInteraction,
            Some(TakesEffect::SessionRestart | TakesEffect::AppRestart | TakesEffect::ServerRestart)
            | None => Self::Restart,
        }
    }
}

/// How many agents notice something, and when. An agent may notice several things at different moments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Noticing {
    /// Agents who notice anything; those who come or go are among them.
    pub agents: usize,
    /// At [`Moment::AtOnce`].
    pub immediately: usize,
    /// At [`Moment::NextInteraction`].
    pub at_next_interaction: usize,
    /// At [`Moment::Restart`].
    pub at_restart: usize,
}
