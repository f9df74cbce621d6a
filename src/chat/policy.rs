//! What the machine asks of a configuration. The driver answers with what is in force at that moment: a value
//! whose change counts only after a restart is changed here only after the restart.

use super::assumptions::{Assumption, Assumptions};
use super::command::Notice;
use super::ids::{AgentId, GroupId, OverrideId, QueueId, Set, Small, WorkbinId};
use super::world::Owner;

/// What an agent may be allowed to do; the driver maps each right to a role privilege, and grants only what is
/// effective (a privilege whose prerequisite is missing is none).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Right {
    /// `Chat - Can Use Chat Channel`: asked by every action on a chat.
    UseChat,
    /// `Chat - Can Decline`.
    Decline,
    /// `Chat - Can Place On Hold`.
    PlaceOnHold,
    /// `Chat - Can Release`: ends an ordinary chat.
    Release,
    /// `Chat - Can Release Async`: ends an asynchronous chat.
    ReleaseAsync,
    /// `Chat - Can One Step Transfer`.
    OneStepTransfer,
    /// `Chat - Can Two Step Transfer`.
    TwoStepTransfer,
    /// `Chat - Can One Step Conference`.
    OneStepConference,
    /// `Chat - Can Two Step Conference`.
    TwoStepConference,
    /// Pull a chat that lies in an interaction queue.
    PullFromQueue,
    /// Pull a chat that lies in the agent's own workbin.
    PullFromWorkbin,
    /// Pull a chat that lies in a workbin of the agent's group.
    PullFromSharedWorkbin,
    /// Pull a chat that lies in somebody else's workbin.
    PullFromOthersWorkbin,
    /// Use My Interaction Queues.
    ViewMyQueues,
    /// Use My History.
    ViewMyHistory,
    /// Use Contact History.
    ViewContactHistory,
    /// Use Interaction Search.
    ViewSearch,
    /// Store a chat in a workbin.
    StoreInWorkbin,
    /// Monitor the chats of others.
    MonitorChat,
}

impl Right {
    /// All rights, in the order in which lists show them.
    pub const ALL: [Self; 19] = [
        Self::UseChat,
        Self::Decline,
        Self::PlaceOnHold,
        Self::Release,
        Self::ReleaseAsync,
        Self::OneStepTransfer,
        Self::TwoStepTransfer,
        Self::OneStepConference,
        Self::TwoStepConference,
        Self::PullFromQueue,
        Self::PullFromWorkbin,
        Self::PullFromSharedWorkbin,
        Self::PullFromOthersWorkbin,
        Self::ViewMyQueues,
        Self::ViewMyHistory,
        Self::ViewContactHistory,
        Self::ViewSearch,
        Self::StoreInWorkbin,
        Self::MonitorChat,
    ];

    /// The right as settings write it: `pull-from-queue`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UseChat => "use-chat",
            Self::Decline => "decline",
            Self::PlaceOnHold => "place-on-hold",
            Self::Release => "release",
            Self::ReleaseAsync => "release-async",
            Self::OneStepTransfer => "one-step-transfer",
            Self::TwoStepTransfer => "two-step-transfer",
            Self::OneStepConference => "one-step-conference",
            Self::TwoStepConference => "two-step-conference",
            Self::PullFromQueue => "pull-from-queue",
            Self::PullFromWorkbin => "pull-from-workbin",
            Self::PullFromSharedWorkbin => "pull-from-shared-workbin",
            Self::PullFromOthersWorkbin => "pull-from-others-workbin",
            Self::ViewMyQueues => "view-my-queues",
            Self::ViewMyHistory => "view-my-history",
            Self::ViewContactHistory => "view-contact-history",
            Self::ViewSearch => "view-search",
            Self::StoreInWorkbin => "store-in-workbin",
            Self::MonitorChat => "monitor-chat",
        }
    }
}

/// A set of rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rights(u32);

impl Rights {
    /// No right.
    pub const NONE: Self = Self(0);
    /// Every right.
    pub const ALL: Self = Self((1 << Right::ALL.len()) - 1);
    /// The rights that are not asked under the assumption `views-need-no-privilege`.
    pub const VIEWS: Self = Self::NONE
        .with(Right::ViewMyQueues)
        .with(Right::ViewMyHistory)
        .with(Right::ViewContactHistory)
        .with(Right::ViewSearch)
        .with(Right::StoreInWorkbin)
        .with(Right::MonitorChat);

    /// True if `right` is granted.
    #[must_use]
    pub const fn contains(self, right: Right) -> bool {
        self.0 >> right as u8 & 1 == 1
    }

    /// The rights and `right`.
    #[must_use]
    pub const fn with(self, right: Right) -> Self {
        Self(self.0 | 1 << right as u8)
    }

    /// The rights but `right`.
    #[must_use]
    pub const fn without(self, right: Right) -> Self {
        Self(self.0 & !(1 << right as u8))
    }

    /// The granted rights, in the order of [`Right::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Right> {
        Right::ALL.into_iter().filter(move |&right| self.contains(right))
    }
}

/// What `chat.on-hold-queue` comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum HoldQueue {
    /// It is empty, which is the default.
    #[default]
    Unset,
    /// It names no interaction queue of the tenant.
    Missing,
    /// It names this one.
    Queue(QueueId),
}

/// The options of an agent that a routing strategy may override for one interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct InteractionOptions {
    /// `chat.on-hold-queue`.
    pub hold_queue: HoldQueue,
    /// `interaction.disposition.is-mandatory`: Mark Done needs a disposition code.
    pub disposition_mandatory: bool,
    /// `chat.auto-answer`: an offered chat is accepted at once (documented for the sibling web client).
    pub auto_answer: bool,
}

/// What an agent may do and see. Agents with equal policies behave alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct AgentPolicy {
    /// The rights in force.
    pub rights: Rights,
    /// The workbins that an option `workbin.chat.<nickname>` shows to the agent.
    pub workbins: Set<WorkbinId>,
    /// What the agent is a member of, as far as it may own workbins.
    pub groups: Set<GroupId>,
    /// The options while no transaction overrides them.
    pub options: InteractionOptions,
    /// The options under [`OverrideId`] 1, 2 ...; where one is absent, those without override hold.
    pub overridden: Vec<InteractionOptions>,
}

/// How an agent comes to see a workbin, or that it is somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kinship {
    /// It is the agent's own.
    Own,
    /// It belongs to a group of the agent.
    Shared,
    /// It belongs to somebody else.
    Others,
}

impl AgentPolicy {
    /// The options that hold for an interaction with this override.
    #[must_use]
    pub fn options(&self, overriding: OverrideId) -> &InteractionOptions {
        let overridden = usize::from(overriding.0).checked_sub(1).and_then(|at| self.overridden.get(at));
        overridden.unwrap_or(&self.options)
    }

    /// Whose a workbin of that owner is, seen from `agent`, who has this policy.
    #[must_use]
    pub fn kinship(&self, agent: AgentId, owner: Owner) -> Kinship {
        match owner {
            Owner::Agent(other) if other == agent => Kinship::Own,
            Owner::Group(group) if self.groups.contains(group) => Kinship::Shared,
            Owner::Agent(_) | Owner::Group(_) => Kinship::Others,
        }
    }
}

/// Which notices count as activity: `async-idle-notices`, and `include-notices` of ordinary chats (Chat Server).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Notices {
    /// `none`.
    None,
    /// `major`: a pushed URL, a file uploaded or deleted.
    #[default]
    Major,
    /// `major2`: also custom notices.
    Major2,
    /// `typing`: as `major`, and typing started.
    Typing,
    /// `all`: also typing stopped and a changed nickname.
    All,
}

impl Notices {
    /// True if `notice` counts.
    #[must_use]
    pub fn count(self, notice: Notice) -> bool {
        match notice {
            Notice::PushUrl | Notice::FileUploaded | Notice::FileDeleted => self != Self::None,
            Notice::Custom => matches!(self, Self::Major2 | Self::All),
            Notice::TypingStarted => matches!(self, Self::Typing | Self::All),
            Notice::TypingStopped | Notice::Nickname => self == Self::All,
        }
    }
}

/// `stop-abandoned-interaction` (Chat Server): whether a finished session also stops the interaction. Bots and
/// hidden parties are no agents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum StopAbandoned {
    /// `never`, the default.
    #[default]
    Never,
    /// `always`.
    Always,
    /// `noagents`: if no agent is in the session.
    NoAgents,
    /// `noanswer`: if no agent ever was.
    NoAnswer,
}

/// `inactivity-control` of ordinary chats (Chat Server); it works only while an agent is in the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Inactivity {
    /// `timeout-alert`, in seconds.
    pub alert: u32,
    /// `timeout-close`, in seconds; a driver adds `timeout-alert2`, whose second alert only delays the end.
    pub close: u32,
    /// `include-notices`.
    pub notices: Notices,
}

/// The options of Chat Server and Interaction Server, all times in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Servers {
    /// `delivering-timeout` (Interaction Server).
    pub delivering_timeout: u32,
    /// `handling-timeout` (Interaction Server); the option itself is in minutes.
    pub handling_timeout: u32,
    /// `routing-timeout` (Interaction Server); the option itself is in minutes.
    pub routing_timeout: u32,
    /// `async-idle-alert` (Chat Server).
    pub async_idle_alert: u32,
    /// `async-idle-close` (Chat Server).
    pub async_idle_close: u32,
    /// `async-idle-notices` (Chat Server).
    pub async_idle_notices: Notices,
    /// `inactivity-control/enabled` and its companions (Chat Server).
    pub inactivity: Option<Inactivity>,
    /// `flex-disconnect-timeout` (Chat Server).
    pub flex_disconnect_timeout: u32,
    /// `stop-abandoned-interaction` (Chat Server).
    pub stop_abandoned: StopAbandoned,
    /// Whether another Chat Server instance restores the sessions of a lost one: there is one, and
    /// `session-restoration-mode` is set.
    pub sessions_are_restored: bool,
}

impl Default for Servers {
    /// The documented defaults.
    fn default() -> Self {
        Self {
            delivering_timeout: 30,
            handling_timeout: 180 * 60,
            routing_timeout: 720 * 60,
            async_idle_alert: 86_400,
            async_idle_close: 3_600,
            async_idle_notices: Notices::default(),
            inactivity: None,
            flex_disconnect_timeout: 45,
            stop_abandoned: StopAbandoned::default(),
            sessions_are_restored: false,
        }
    }
}

impl Servers {
    /// The same options with the default moments: servers that are equal so far behave alike where there is no clock.
    #[must_use]
    pub fn without_moments(self) -> Self {
        let default = Self::default();
        Self {
            delivering_timeout: default.delivering_timeout,
            handling_timeout: default.handling_timeout,
            routing_timeout: default.routing_timeout,
            async_idle_alert: default.async_idle_alert,
            async_idle_close: default.async_idle_close,
            flex_disconnect_timeout: default.flex_disconnect_timeout,
            inactivity: self.inactivity.map(|inactivity| Inactivity { alert: 0, close: 0, ..inactivity }),
            async_idle_notices: self.async_idle_notices,
            stop_abandoned: self.stop_abandoned,
            sessions_are_restored: self.sessions_are_restored,
        }
    }
}

/// Everything the machine asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// By the number of the agent; an agent beyond the end has no rights.
    pub agents: Vec<AgentPolicy>,
    /// The servers' options.
    pub servers: Servers,
    /// What is assumed where nothing is documented.
    pub assumptions: Assumptions,
}

static NOBODY: AgentPolicy = AgentPolicy {
    rights: Rights::NONE,
    workbins: Set::EMPTY,
    groups: Set::EMPTY,
    options: InteractionOptions {
        hold_queue: HoldQueue::Unset,
        disposition_mandatory: false,
        auto_answer: false,
    },
    overridden: Vec::new(),
};

impl Policy {
    /// The policy of one agent.
    #[must_use]
    pub fn agent(&self, agent: AgentId) -> &AgentPolicy {
        self.agents.get(agent.index()).unwrap_or(&NOBODY)
    }

    /// True if the agent has the right, or nobody asks it.
    #[must_use]
    pub fn allows(&self, agent: AgentId, right: Right) -> bool {
        self.agent(agent).rights.contains(right)
            || Rights::VIEWS.contains(right) && self.assumptions.holds(Assumption::ViewsNeedNoPrivilege)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_bits_in_the_order_of_the_list() {
        for (position, right) in Right::ALL.into_iter().enumerate() {
            assert_eq!(right as usize, position);
            assert!(Rights::ALL.contains(right) && !Rights::ALL.without(right).contains(right));
            assert_eq!(Rights::ALL.with(right), Rights::ALL);
        }
        assert_eq!(Rights::VIEWS.iter().count(), 6);
    }

    #[test]
    fn each_setting_of_notices_counts_what_is_documented() {
        use Notice::{Custom, FileDeleted, FileUploaded, Nickname, PushUrl, TypingStarted, TypingStopped};
        let all = [PushUrl, FileUploaded, FileDeleted, Custom, TypingStarted, TypingStopped, Nickname];
        let counted = |notices: Notices| all.map(|notice| u8::from(notices.count(notice)));
        assert_eq!(counted(Notices::None), [0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(counted(Notices::Major), [1, 1, 1, 0, 0, 0, 0]);
        assert_eq!(counted(Notices::Major2), [1, 1, 1, 1, 0, 0, 0]);
        assert_eq!(counted(Notices::Typing), [1, 1, 1, 0, 1, 0, 0]);
        assert_eq!(counted(Notices::All), [1, 1, 1, 1, 1, 1, 1]);
    }
}
