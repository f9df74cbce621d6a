//! A scenario as it is meant: every name resolved, every request as the machine takes it.

use crate::behaviour::Roster;
use crate::chat::{AgentId, ChatId, Command, Reason};
use crate::deployment::{Edit, ObjectId};
use crate::names::Symbol;
use crate::shortcut::Shortcut;
use crate::text::Span;

/// A scripted dry run with its assertions.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What it shows; of a scenario that is repeated with other names, these stand in brackets.
    pub name: String,
    /// Words by which scenarios are chosen.
    pub tags: Vec<String>,
    /// Where the name stands.
    pub at: Span,
    /// Who and what takes part.
    pub roster: Roster,
    /// The chats, by number.
    pub chats: Vec<Chat>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// A chat of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// What the scenario calls it.
    pub name: String,
    /// The tenant of the queue in which it starts.
    pub tenant: Symbol,
    /// What is attached when it starts.
    pub user_data: Vec<(String, String)>,
}

/// One step.
#[derive(Debug, Clone)]
pub struct Step {
    /// What is done or checked.
    pub verb: Verb,
    /// The step on one line, as it may be shown: `hold: {agent: ana, chat: c1}`.
    pub text: String,
    /// Where the step stands: its verb and what belongs to it.
    pub at: Span,
    /// That it must be refused, and why.
    pub refused: Option<ExpectedRefusal>,
}

/// Why a step must be refused.
#[derive(Debug, Clone)]
pub struct ExpectedRefusal {
    /// The reason.
    pub because: Reason,
    /// The privilege that is missing.
    pub privilege: Option<String>,
    /// The option that is missing, or names no queue.
    pub option: Option<String>,
    /// Where that is written.
    pub at: Span,
}

/// What a step does.
#[derive(Debug, Clone)]
pub enum Verb {
    /// Asks the machine.
    Ask(Command),
    /// An agent presses keys in the window of a chat; what they do, the configuration says.
    Press(AgentId, ChatId, Shortcut),
    /// The desktop is closed and starts anew: the agent is logged out.
    Restart(AgentId),
    /// A server is lost.
    Lose(Server),
    /// Time passes, in seconds.
    Wait(u32),
    /// The configuration changes.
    Change(Edit),
    /// Something is checked.
    Check(When, Check),
}

/// A server that can be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// The Chat Server with every session.
    Chat,
    /// Interaction Server, whose secondary takes over.
    Interaction,
}

/// When a check must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Now.
    Now,
    /// At no moment from here to the end.
    Never,
    /// At some moment from here to the end.
    Eventually,
}

/// What is checked: facts that hold together.
#[derive(Debug, Clone)]
pub enum Check {
    /// Of a chat.
    Chat(ChatId, Vec<Fact>),
    /// Of an agent: whether they are logged in, and the value of an option.
    Agent(AgentId, Option<bool>, Option<(String, String)>),
}

/// One fact of a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Which.
    pub field: Field,
    /// What it must be, as a word.
    pub word: String,
    /// The objects that are meant: of a place one of them, of agents all of them.
    pub objects: Vec<ObjectId>,
}

/// What can be asked of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// `alive`, `alerted`, `over`.
    Session,
    /// `queued`, `workbin`, `routing`, `offered`, `handling`, `stopped`.
    Interaction,
    /// The queue it lies in.
    Queue,
    /// The workbin it lies in.
    Workbin,
    /// Whose workbin that is.
    Owner,
    /// The agents whom the customer sees.
    Agents,
    /// `present`, `silent`, `gone`.
    Customer,
    /// The interaction property `IsOnline`: 0 or 1.
    IsOnline,
    /// `GCTI_Chat_AsyncStatus`: 2 or 3.
    AsyncStatus,
}

impl Field {
    /// All fields, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Session,
        Self::Interaction,
        Self::Queue,
        Self::Workbin,
        Self::Owner,
        Self::Agents,
        Self::Customer,
        Self::IsOnline,
        Self::AsyncStatus,
    ];

    /// The field as scenarios write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Interaction => "interaction",
            Self::Queue => "queue",
            Self::Workbin => "workbin",
            Self::Owner => "owner",
            Self::Agents => "agents",
            Self::Customer => "customer",
            Self::IsOnline => "is-online",
            Self::AsyncStatus => "async-status",
        }
    }

    /// The words that it can be; none where names stand.
    #[must_use]
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Session => &["alive", "alerted", "over"],
            Self::Interaction => &["queued", "workbin", "routing", "offered", "handling", "stopped"],
            Self::Customer => &["present", "silent", "gone"],
            Self::IsOnline => &["0", "1"],
            Self::AsyncStatus => &["2", "3"],
            Self::Queue | Self::Workbin | Self::Owner | Self::Agents => &[],
        }
    }
}
