//! What can be asked of the machine, by side: customer, agent, desktop, system, clock.

use super::ids::{AgentId, ChatId, OverrideId, QueueId, WorkbinId};
use super::timers::Timer;
use super::world::{Owner, Place};

/// One request. The driver has resolved every name, and every key combination to the action it is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Command {
    /// The customer does something.
    Customer(ChatId, CustomerAction),
    /// An agent clicks something in a chat, or about a chat.
    Agent(AgentId, ChatId, AgentAction),
    /// An agent presses a key combination in the window of a chat; without action it is bound to nothing.
    Press(AgentId, ChatId, Option<AgentAction>),
    /// Something happens to a desktop.
    Desktop(AgentId, DesktopAction),
    /// The workflow or a server does something to a chat.
    System(ChatId, SystemAction),
    /// Interaction Server is lost and its secondary takes over.
    LoseInteractionServer,
    /// A pending timer runs out, whatever the clock says: for explorers, which do without clocks.
    Fire(Timer),
    /// Time passes until that second, or until the first timer on the way, which fires; a timer due exactly then
    /// fires too. [`World::wait`](super::World::wait) repeats it until nothing is left to fire.
    Tick {
        /// The moment to wait for, in virtual seconds.
        to: u32,
    },
}

/// What a customer can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CustomerAction {
    /// Start the chat; its interaction is submitted to a queue.
    Start {
        /// Whether user data holds `GCTI_Chat_AsyncMode=true`.
        asynchronous: bool,
        /// The queue that the endpoint is connected to.
        queue: QueueId,
        /// The transactions that user data names.
        overriding: OverrideId,
        /// `handling-timeout` in user data, in seconds; it comes before all options.
        handling_timeout: Option<u32>,
    },
    /// Send a message.
    Message,
    /// Send a notice.
    Notice(Notice),
    /// Stop polling without a word.
    Vanish,
    /// Leave the session.
    Leave,
    /// Come back to a session that is not over.
    Return,
}

/// What a participant can send besides messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notice {
    /// A pushed URL.
    PushUrl,
    /// A file was uploaded.
    FileUploaded,
    /// A file was deleted.
    FileDeleted,
    /// A custom notice.
    Custom,
    /// Typing started.
    TypingStarted,
    /// Typing stopped.
    TypingStopped,
    /// The nickname changed.
    Nickname,
}

/// Where an agent looks for a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryPoint {
    /// The agent's personal workbin.
    Workbin,
    /// A workbin of a group of which the agent is a member.
    GroupWorkbin,
    /// My Interaction Queues.
    MyQueues,
    /// My History: chats that the agent has handled.
    MyHistory,
    /// Contact History.
    ContactHistory,
    /// Interaction Search.
    Search,
}

impl EntryPoint {
    /// All entry points, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Workbin,
        Self::GroupWorkbin,
        Self::MyQueues,
        Self::MyHistory,
        Self::ContactHistory,
        Self::Search,
    ];

    /// The entry point as scenarios write it: `my-queues`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Workbin => "workbin",
            Self::GroupWorkbin => "group-workbin",
            Self::MyQueues => "my-queues",
            Self::MyHistory => "my-history",
            Self::ContactHistory => "contact-history",
            Self::Search => "search",
        }
    }
}

/// How an agent brings another one in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Steps {
    /// At once: the other agent is invited.
    One,
    /// After a consultation, which the other agent is in.
    Two,
}

/// How a supervisor follows a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Monitoring {
    /// Unseen and unheard.
    Silent,
    /// Heard by the agent only.
    Coaching,
    /// Taking part.
    BargeIn,
}

/// What an agent can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgentAction {
    /// Accept an offer or an invitation.
    Accept,
    /// Decline an offer or an invitation.
    Decline,
    /// Send a message; hidden parties speak to agents only.
    Say,
    /// Send a notice.
    Notice(Notice),
    /// Place the chat on hold.
    Hold,
    /// Release the chat: end the session.
    Release,
    /// Mark the chat done.
    Done,
    /// Leave a conference, a consultation or a monitored chat.
    Leave,
    /// Open a chat from one of the entry points.
    Pull(EntryPoint),
    /// Put the chat into a workbin.
    Store {
        /// The workbin.
        workbin: WorkbinId,
        /// Whose: the agent's, or that of a group of the agent.
        owner: Owner,
    },
    /// Hand the chat to another agent; an agent who does not exist is none.
    Transfer(Option<AgentId>, Steps),
    /// Bring another agent in; an agent who does not exist is none.
    Conference(Option<AgentId>, Steps),
    /// Start a consultation; an agent who does not exist is none.
    Consult(Option<AgentId>),
    /// Monitor the chat, or change the way of monitoring it.
    Monitor(Monitoring),
    /// Set the disposition code.
    SetDisposition,
}

impl AgentAction {
    /// Those that need nothing but the chat and decide where it goes, without the ways to open it.
    pub const HANDLING: [Self; 5] = [Self::Accept, Self::Decline, Self::Hold, Self::Release, Self::Done];
}

/// What can happen to a desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DesktopAction {
    /// The agent logs in.
    Login,
    /// The agent logs out.
    Logout,
    /// The desktop disconnects.
    Crash,
}

/// What workflow and servers can do to a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SystemAction {
    /// A strategy takes the chat from its queue and looks for a target.
    Take,
    /// A strategy offers the chat to an agent; an agent who does not exist is none.
    Route(Option<AgentId>),
    /// A strategy attaches data that names transactions.
    Override(OverrideId),
    /// The workflow moves a chat that lies in a queue, or that a strategy has.
    Move(Place),
    /// A bot sends a message.
    BotMessage,
    /// The Chat Server that holds the session is lost.
    LoseChatServer,
    /// An unnamed chat comes to lie ahead of this one in its queue (exploration only).
    Crowd,
    /// The agent pulls the unnamed chat that lies ahead of this one (exploration only).
    PullAhead(AgentId, EntryPoint),
}

/// What a request is, without its details: the trigger of a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trigger {
    /// [`CustomerAction::Start`].
    Start,
    /// [`CustomerAction::Message`].
    Message,
    /// A notice of the customer or of an agent.
    Notice,
    /// [`CustomerAction::Vanish`].
    Vanish,
    /// [`CustomerAction::Leave`].
    CustomerLeave,
    /// [`CustomerAction::Return`].
    Return,
    /// [`DesktopAction::Login`].
    Login,
    /// [`DesktopAction::Logout`].
    Logout,
    /// [`DesktopAction::Crash`].
    Crash,
    /// [`AgentAction::Accept`].
    Accept,
    /// [`AgentAction::Decline`].
    Decline,
    /// [`AgentAction::Say`].
    Say,
    /// [`Command::Press`] of a key that is bound to nothing.
    Press,
    /// [`AgentAction::Hold`].
    Hold,
    /// [`AgentAction::Release`].
    Release,
    /// [`AgentAction::Done`].
    Done,
    /// [`AgentAction::Leave`].
    LeaveConference,
    /// [`AgentAction::Pull`].
    Pull,
    /// [`AgentAction::Store`].
    Store,
    /// [`AgentAction::Transfer`].
    Transfer,
    /// [`AgentAction::Conference`].
    Conference,
    /// [`AgentAction::Consult`].
    Consult,
    /// [`AgentAction::Monitor`].
    Monitor,
    /// [`AgentAction::SetDisposition`].
    Disposition,
    /// [`SystemAction::Take`].
    Take,
    /// [`SystemAction::Route`].
    Route,
    /// [`SystemAction::Override`].
    Override,
    /// [`SystemAction::Move`].
    Move,
    /// [`SystemAction::BotMessage`].
    BotMessage,
    /// [`SystemAction::LoseChatServer`] and [`Command::LoseInteractionServer`].
    Lose,
    /// [`SystemAction::Crowd`] and [`SystemAction::PullAhead`].
    Ahead,
    /// [`Command::Fire`] and [`Command::Tick`].
    Wait,
    /// Nothing of its own: it follows from another transition of the same request.
    Consequence,
}

impl Trigger {
    /// The trigger as scenarios write the verb, where they have one.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Message => "message",
            Self::Notice => "notice",
            Self::Vanish => "vanish",
            Self::CustomerLeave => "leave",
            Self::Return => "return",
            Self::Login => "login",
            Self::Logout => "logout",
            Self::Crash => "crash",
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Say => "say",
            Self::Press => "press",
            Self::Hold => "hold",
            Self::Release => "release",
            Self::Done => "done",
            Self::LeaveConference => "leave-conference",
            Self::Pull => "pull",
            Self::Store => "store",
            Self::Transfer => "transfer",
            Self::Conference => "conference",
            Self::Consult => "consult",
            Self::Monitor => "monitor",
            Self::Disposition => "disposition",
            Self::Take => "take",
            Self::Route => "route",
            Self::Override => "override",
            Self::Move => "move",
            Self::BotMessage => "bot-message",
            Self::Lose => "lose",
            Self::Ahead => "ahead",
            Self::Wait => "wait",
            Self::Consequence => "consequence",
        }
    }
}

impl AgentAction {
    /// What the action is, without its details.
    #[must_use]
    pub fn trigger(&self) -> Trigger {
        match self {
            Self::Accept => Trigger::Accept,
            Self::Decline => Trigger::Decline,
            Self::Say => Trigger::Say,
            Self::Notice(_) => Trigger::Notice,
            Self::Hold => Trigger::Hold,
            Self::Release => Trigger::Release,
            Self::Done => Trigger::Done,
            Self::Leave => Trigger::LeaveConference,
            Self::Pull(_) => Trigger::Pull,
            Self::Store { .. } => Trigger::Store,
            Self::Transfer(..) => Trigger::Transfer,
            Self::Conference(..) => Trigger::Conference,
            Self::Consult(_) => Trigger::Consult,
            Self::Monitor(_) => Trigger::Monitor,
            Self::SetDisposition => Trigger::Disposition,
        }
    }
}

impl Command {
    /// What the request is, without its details; a bound key is the action it is bound to.
    #[must_use]
    pub fn trigger(&self) -> Trigger {
        match self {
            Self::Customer(_, action) => match action {
                CustomerAction::Start { .. } => Trigger::Start,
                CustomerAction::Message => Trigger::Message,
                CustomerAction::Notice(_) => Trigger::Notice,
                CustomerAction::Vanish => Trigger::Vanish,
                CustomerAction::Leave => Trigger::CustomerLeave,
                CustomerAction::Return => Trigger::Return,
            },
            Self::Agent(_, _, action) | Self::Press(_, _, Some(action)) => action.trigger(),
            Self::Press(_, _, None) => Trigger::Press,
            Self::Desktop(_, DesktopAction::Login) => Trigger::Login,
            Self::Desktop(_, DesktopAction::Logout) => Trigger::Logout,
            Self::Desktop(_, DesktopAction::Crash) => Trigger::Crash,
            Self::System(_, action) => match action {
                SystemAction::Take => Trigger::Take,
                SystemAction::Route(_) => Trigger::Route,
                SystemAction::Override(_) => Trigger::Override,
                SystemAction::Move(_) => Trigger::Move,
                SystemAction::BotMessage => Trigger::BotMessage,
                SystemAction::LoseChatServer => Trigger::Lose,
                SystemAction::Crowd | SystemAction::PullAhead(..) => Trigger::Ahead,
            },
            Self::LoseInteractionServer => Trigger::Lose,
            Self::Fire(_) | Self::Tick { .. } => Trigger::Wait,
        }
    }
}
