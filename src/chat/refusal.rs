//! Why the machine says no. A refusal is a value of the domain, not an error: it says what is missing.

use super::assumptions::Assumption;
use super::command::EntryPoint;
use super::ids::QueueId;
use super::policy::Right;

/// An option whose value can be what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OptionKey {
    /// `chat.on-hold-queue`.
    OnHoldQueue,
}

impl OptionKey {
    /// The option's name in the section `interaction-workspace`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OnHoldQueue => "chat.on-hold-queue",
        }
    }
}

/// What an action aims at and does not find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// An agent: there is none of that name, or the agent is not logged in.
    Agent,
    /// A workbin that no option shows to the agent.
    Workbin,
}

/// What session or interaction do not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wrong {
    /// The chat was not started.
    NotStarted,
    /// The chat was started already.
    AlreadyStarted,
    /// The agent is logged in already.
    AlreadyLoggedIn,
    /// The session is over.
    SessionOver,
    /// The session is still alive, and Mark Done does not end it (assumption `done-on-live-session`).
    SessionAlive,
    /// The chat is not asynchronous.
    NotAsynchronous,
    /// Others whom the customer sees are in the chat: leave it to them.
    InConference,
    /// Nobody else whom the customer sees is in the chat, so that there is nothing to leave.
    NotInConference,
    /// The agent takes part unseen.
    Hidden,
    /// A silent supervisor cannot speak.
    SilentCannotSpeak,
    /// Nobody handles the chat.
    NotHandled,
    /// The chat is routed, offered or handled by somebody else (assumption `second-puller-refused`).
    TakenByAnother,
    /// The chat is marked done.
    MarkedDone,
    /// Another invitation is pending.
    InvitationPending,
    /// The agent is in the chat already.
    AlreadyParty,
    /// No consultation with that agent runs.
    NoConsultation,
    /// The chat has as many parties as it can have.
    TooManyParties,
    /// Monitoring cannot change in that way.
    NoSuchMove,
    /// Agents cannot store chats (assumption `agent-may-store`).
    StoringNotOffered,
    /// The customer is not there.
    CustomerAbsent,
    /// The customer is there.
    CustomerPresent,
    /// The chat does not lie in a queue.
    NotInQueue,
    /// Nothing of the kind lies ahead of the chat.
    NothingAhead,
    /// That timer does not run.
    TimerNotRunning,
    /// That moment has passed.
    MomentPassed,
}

impl Wrong {
    /// What is wrong, as the second half of a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotStarted => "the chat was not started",
            Self::AlreadyStarted => "the chat was started already",
            Self::AlreadyLoggedIn => "the agent is logged in already",
            Self::SessionOver => "the session is over",
            Self::SessionAlive => "the session is still alive; release the chat first",
            Self::NotAsynchronous => "the chat is not asynchronous",
            Self::InConference => "others are in the conference; leave it instead",
            Self::NotInConference => "nobody else is in the chat",
            Self::Hidden => "the agent takes part unseen",
            Self::SilentCannotSpeak => "a silent supervisor cannot speak",
            Self::NotHandled => "nobody handles the chat",
            Self::TakenByAnother => "the chat is in other hands",
            Self::MarkedDone => "the chat is marked done",
            Self::InvitationPending => "another invitation is pending",
            Self::AlreadyParty => "the agent is in the chat already",
            Self::NoConsultation => "that agent is not being consulted",
            Self::TooManyParties => "the chat has as many parties as it can have",
            Self::NoSuchMove => "monitoring cannot change in that way",
            Self::StoringNotOffered => "agents open chats from workbins but do not store them there",
            Self::CustomerAbsent => "the customer is not there",
            Self::CustomerPresent => "the customer is there",
            Self::NotInQueue => "the chat does not lie in a queue",
            Self::NothingAhead => "nothing lies ahead of the chat",
            Self::TimerNotRunning => "that timer does not run",
            Self::MomentPassed => "that moment has passed",
        }
    }
}

/// Why a request is refused; where several reasons hold, the first in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// The agent is not logged in.
    NotLoggedIn,
    /// The chat does not lie where the agent looks.
    NotVisible(EntryPoint),
    /// The chat is not offered to the agent.
    NotOffered,
    /// The agent is no party of the chat.
    NotYours,
    /// Session or interaction do not allow it.
    WrongState(Wrong),
    /// The agent lacks a right.
    MissingPrivilege(Right),
    /// Other chats lie ahead in the queue.
    NotFirstInQueue(QueueId),
    /// The key is bound to nothing.
    NotBound,
    /// An option is empty.
    MissingOption(OptionKey),
    /// An option names no interaction queue of the tenant.
    MissingQueue(OptionKey),
    /// The disposition code is mandatory and not set.
    MissingDisposition,
    /// There is no such target.
    UnknownTarget(Target),
}

/// A refusal without its details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// [`Refusal::NotLoggedIn`].
    NotLoggedIn,
    /// [`Refusal::NotVisible`].
    NotVisible,
    /// [`Refusal::NotOffered`].
    NotOffered,
    /// [`Refusal::NotYours`].
    NotYours,
    /// [`Refusal::WrongState`].
    WrongState,
    /// [`Refusal::MissingPrivilege`].
    MissingPrivilege,
    /// [`Refusal::NotFirstInQueue`].
    NotFirstInQueue,
    /// [`Refusal::NotBound`].
    NotBound,
    /// [`Refusal::MissingOption`].
    MissingOption,
    /// [`Refusal::MissingQueue`].
    MissingQueue,
    /// [`Refusal::MissingDisposition`].
    MissingDisposition,
    /// [`Refusal::UnknownTarget`].
    UnknownTarget,
}

impl Reason {
    /// All reasons, in order of precedence.
    pub const ALL: [Self; 12] = [
        Self::NotLoggedIn,
        Self::NotVisible,
        Self::NotOffered,
        Self::NotYours,
        Self::WrongState,
        Self::MissingPrivilege,
        Self::NotFirstInQueue,
        Self::NotBound,
        Self::MissingOption,
        Self::MissingQueue,
        Self::MissingDisposition,
        Self::UnknownTarget,
    ];

    /// The reason as scenarios write it: `missing-privilege`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotLoggedIn => "not-logged-in",
            Self::NotVisible => "not-visible",
            Self::NotOffered => "not-offered",
            Self::NotYours => "not-yours",
            Self::WrongState => "wrong-state",
            Self::MissingPrivilege => "missing-privilege",
            Self::NotFirstInQueue => "not-first-in-queue",
            Self::NotBound => "not-bound",
            Self::MissingOption => "missing-option",
            Self::MissingQueue => "missing-queue",
            Self::MissingDisposition => "missing-disposition",
            Self::UnknownTarget => "unknown-target",
        }
    }
}

impl Refusal {
    /// The refusal without its details.
    #[must_use]
    pub fn reason(self) -> Reason {
        match self {
            Self::NotLoggedIn => Reason::NotLoggedIn,
            Self::NotVisible(_) => Reason::NotVisible,
            Self::NotOffered => Reason::NotOffered,
            Self::NotYours => Reason::NotYours,
            Self::WrongState(_) => Reason::WrongState,
            Self::MissingPrivilege(_) => Reason::MissingPrivilege,
            Self::NotFirstInQueue(_) => Reason::NotFirstInQueue,
            Self::NotBound => Reason::NotBound,
            Self::MissingOption(_) => Reason::MissingOption,
            Self::MissingQueue(_) => Reason::MissingQueue,
            Self::MissingDisposition => Reason::MissingDisposition,
            Self::UnknownTarget(_) => Reason::UnknownTarget,
        }
    }

    /// The assumption without which it might not have been refused.
    #[must_use]
    pub fn assumption(self) -> Option<Assumption> {
        match self {
            Self::WrongState(Wrong::SessionAlive) => Some(Assumption::DoneOnLiveSession),
            Self::WrongState(Wrong::StoringNotOffered) => Some(Assumption::AgentMayStore),
            Self::WrongState(Wrong::TakenByAnother) => Some(Assumption::SecondPullerRefused),
            Self::MissingOption(OptionKey::OnHoldQueue) | Self::MissingQueue(OptionKey::OnHoldQueue) => {
                Some(Assumption::HoldWithEmptyQueue)
            }
            _ => None,
        }
    }
}

impl From<Wrong> for Refusal {
    fn from(wrong: Wrong) -> Self {
        Self::WrongState(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_only_assumed_to_be_refused_says_so() {
        let assumed = |refusal: Refusal| refusal.assumption();
        assert_eq!(assumed(Wrong::TakenByAnother.into()), Some(Assumption::SecondPullerRefused));
        assert_eq!(assumed(Wrong::SessionAlive.into()), Some(Assumption::DoneOnLiveSession));
        assert_eq!(assumed(Wrong::StoringNotOffered.into()), Some(Assumption::AgentMayStore));
        for refusal in [Refusal::MissingOption, Refusal::MissingQueue] {
            assert_eq!(assumed(refusal(OptionKey::OnHoldQueue)), Some(Assumption::HoldWithEmptyQueue));
        }
        assert_eq!(assumed(Wrong::SessionOver.into()), None);
        assert_eq!(assumed(Refusal::NotYours), None);
    }

    #[test]
    fn refusals_stand_in_order_of_precedence() {
        assert!(Reason::ALL.is_sorted());
        assert!(Refusal::NotYours < Refusal::WrongState(Wrong::SessionOver));
        assert!(Refusal::WrongState(Wrong::MomentPassed) < Refusal::MissingPrivilege(Right::UseChat));
        assert!(Refusal::MissingDisposition < Refusal::UnknownTarget(Target::Agent));
    }
}
