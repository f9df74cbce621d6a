//! The properties, each documented like a rule.

use crate::chat::Assumption;
use crate::names::nearest;

/// What is asked of every reachable state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PropertyId {
    /// From every state some agent can still bring the chat to Done.
    ChatCanBeDone,
    /// A chat on hold can be pulled by some agent.
    HeldChatCanBeRetrieved,
    /// Whoever puts a chat on hold can pull it again.
    OwnHoldCanBeResumed,
    /// Whoever may put chats on hold has a queue to put them into.
    HoldQueueExists,
    /// Some agent can still come to release an asynchronous session.
    AsyncChatCanBeReleased,
    /// A chat in a workbin can be pulled by some agent.
    WorkbinChatCanBeRetrieved,
    /// A granted privilege lets somebody do something.
    NoDeadPrivilege,
    /// A chat can come into every hold queue.
    NoDeadQueue,
    /// No key calls two functions at once.
    NoShortcutClash,
    /// The first four hold after a crash or the loss of a Chat Server.
    SurvivesCrash,
}

/// What is told about a property.
#[derive(Debug)]
pub struct PropertySpec {
    /// Which.
    pub id: PropertyId,
    /// Its name on the command line.
    pub name: &'static str,
    /// What holds where it is proved.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How it comes to be refuted.
    pub example: &'static str,
    /// What to change then.
    pub repair: &'static str,
    /// The assumptions that it rests on.
    pub assumes: &'static [Assumption],
}

use Assumption::{
    AgentMayStore, AsyncSurvivesCustomerLeaving, CrashReturnsInteraction, DoneOnLiveSession,
    HoldWithEmptyQueue, RejoinNeedsPlaceOnHold, ReturnedChatKeepsItsPlace, SecondPullerRefused,
    ViewsNeedNoPrivilege, WorkflowRoutesHeldChats,
};

/// Every property, in the order of [`PropertyId`].
pub static PROPERTIES: [PropertySpec; 10] = [
    PropertySpec {
        id: PropertyId::ChatCanBeDone,
        name: "chat-can-be-done",
        what: "from every reachable state some agent can still bring the chat to Done",
        why: "a chat that nobody can mark done stays in the system, and its customer waits for an answer",
        example: "agents may place chats on hold, and nobody has the privilege to pull from a queue",
        repair: "grant the privileges to use the chat channel and to pull from where the chat lies to the same agents",
        assumes: &[
            DoneOnLiveSession,
            WorkflowRoutesHeldChats,
            ViewsNeedNoPrivilege,
            RejoinNeedsPlaceOnHold,
            CrashReturnsInteraction,
            AsyncSurvivesCustomerLeaving,
        ],
    },
    PropertySpec {
        id: PropertyId::HeldChatCanBeRetrieved,
        name: "held-chat-can-be-retrieved",
        what: "a chat on hold can be pulled by some agent, also from behind other chats",
        why: "a customer who was told to wait is forgotten where no agent can take the chat back",
        example: "`Contact - Can Pull From Queue` is granted only to agents who may not use the chat channel",
        repair: "grant the pull privilege with what it depends on, or let the workflow route held chats and say so in \
                 `[assumptions]`",
        assumes: &[WorkflowRoutesHeldChats, ViewsNeedNoPrivilege, RejoinNeedsPlaceOnHold],
    },
    PropertySpec {
        id: PropertyId::OwnHoldCanBeResumed,
        name: "own-hold-can-be-resumed",
        what: "the agent who puts a chat on hold can pull it again",
        why: "the use case of holding is to leave a chat and come back to it; without it a colleague has to",
        example: "first level may place chats on hold, but only team leads may pull from queues",
        repair: "grant the pull privilege to everybody who may place chats on hold",
        assumes: &[HoldWithEmptyQueue, ViewsNeedNoPrivilege, RejoinNeedsPlaceOnHold],
    },
    PropertySpec {
        id: PropertyId::HoldQueueExists,
        name: "hold-queue-exists",
        what: "whoever may place an asynchronous chat on hold has an interaction queue to place it into",
        why: "`chat.on-hold-queue` is empty by default; with an empty or a wrong value the privilege is of no use",
        example: "a group overrides `chat.on-hold-queue` with the name of a queue that was renamed",
        repair: "set `chat.on-hold-queue` to an enabled script of type interaction queue of the agents' tenant",
        assumes: &[],
    },
    PropertySpec {
        id: PropertyId::AsyncChatCanBeReleased,
        name: "async-chat-can-be-released",
        what: "from every state with a live asynchronous session some agent can still come to release it",
        why: "`Chat - Can Release` does not end an asynchronous session; without `Chat - Can Release Async` it lives \
              until its idle timers run out",
        example: "the privilege is granted to a role that nobody with the chat channel is a member of",
        repair: "grant `Chat - Can Release Async` to agents who can take the chat",
        assumes: &[
            WorkflowRoutesHeldChats,
            ViewsNeedNoPrivilege,
            RejoinNeedsPlaceOnHold,
            SecondPullerRefused,
            CrashReturnsInteraction,
        ],
    },
    PropertySpec {
        id: PropertyId::WorkbinChatCanBeRetrieved,
        name: "workbin-chat-can-be-retrieved",
        what: "a chat in a workbin that somebody's options show can be pulled by some agent",
        why: "workflows put chats into workbins; who sees a workbin does not always have the right to pull from it",
        example: "a group workbin is shown, and no member may pull interactions in shared workbins",
        repair: "grant the privilege for workbins, shared workbins, or workbins not owned by the user",
        assumes: &[AgentMayStore, ViewsNeedNoPrivilege, RejoinNeedsPlaceOnHold],
    },
    PropertySpec {
        id: PropertyId::NoDeadPrivilege,
        name: "no-dead-privilege",
        what: "every privilege in effect that chats ask lets some agent do something in some reachable state",
        why: "a privilege that never does anything is a sign that something else is missing",
        example: "`Contact - Can Pull Interactions In Shared Workbins` is granted, and no option shows a group workbin",
        repair: "configure what the privilege is for, or take the grant away",
        assumes: &[AgentMayStore, ViewsNeedNoPrivilege],
    },
    PropertySpec {
        id: PropertyId::NoDeadQueue,
        name: "no-dead-queue",
        what: "a chat can come into every interaction queue that is the hold queue of some agent",
        why: "a hold queue into which nobody can put a chat was configured for agents who lack the privilege",
        example: "trainees have a hold queue of their own, and their role may not place chats on hold",
        repair: "grant `Chat - Can Place On Hold`, or take the option away",
        assumes: &[HoldWithEmptyQueue],
    },
    PropertySpec {
        id: PropertyId::NoShortcutClash,
        name: "no-shortcut-clash",
        what: "no key combination calls two functions that are both possible in one reachable state",
        why: "an agent who means to place a chat on hold ends its session",
        example: "a group gives the release of a chat the keys that the application gives to the hold",
        repair: "give one of the functions other keys; `wdectl shortcut free` proposes some",
        assumes: &[],
    },
    PropertySpec {
        id: PropertyId::SurvivesCrash,
        name: "survives-crash",
        what: "chat-can-be-done, held-chat-can-be-retrieved, own-hold-can-be-resumed and hold-queue-exists still hold \
               after a crash of one desktop or the loss of the Chat Server",
        why: "desktops crash and servers are restarted while chats are on hold",
        example: "none under the assumptions there are: a crash does to a chat what a logout does, and a session that is \
                  over asks less of whoever marks the chat done",
        repair: "as for the property that no longer holds",
        assumes: &[CrashReturnsInteraction, ReturnedChatKeepsItsPlace, WorkflowRoutesHeldChats],
    },
];

/// A word that is no property.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is no property{}", nearest.map_or_else(
    || "; `wdectl chat verify --list` shows all".to_owned(),
    |near| format!("; did you mean `{near}`?"),
))]
pub struct UnknownProperty {
    /// The word.
    pub word: String,
    /// What was probably meant.
    pub nearest: Option<&'static str>,
}

impl PropertyId {
    /// What is told about it.
    #[must_use]
    pub fn spec(self) -> &'static PropertySpec {
        &PROPERTIES[self as usize]
    }

    /// The property of a name.
    ///
    /// # Errors
    ///
    /// When the word is no property.
    pub fn parse(word: &str) -> Result<Self, UnknownProperty> {
        let found = PROPERTIES.iter().find(|spec| spec.name == word).map(|spec| spec.id);
        found.ok_or_else(|| UnknownProperty {
            word: word.to_owned(),
            nearest: nearest(word, PROPERTIES.iter().map(|spec| spec.name)),
        })
    }

    /// Every property.
    pub fn all() -> impl Iterator<Item = Self> {
        PROPERTIES.iter().map(|spec| spec.id)
    }
}
