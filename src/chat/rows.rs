//! The transition table: every way in which the machine can change, as data. Each event that `decide` gives names
//! its row, and tests hold rows and events together, so that the picture cannot drift from the code. Which requests
//! can be refused, and why, stands in [`REFUSALS`].

mod agent;
mod company;
mod customer;
mod refusals;
mod system;

pub use refusals::REFUSALS;

use super::assumptions::Assumption;
use super::command::Trigger;
use crate::names::Basis;

/// The three coupled machines, the customer, and an agent's part in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Plane {
    /// The chat session.
    Session,
    /// The interaction.
    Interaction,
    /// The customer's client.
    Customer,
    /// An agent's desktop.
    Desktop,
    /// What an agent is in the chat.
    Part,
}

impl Plane {
    /// The plane as a heading.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Interaction => "interaction",
            Self::Customer => "customer",
            Self::Desktop => "desktop",
            Self::Part => "part",
        }
    }
}

/// A state of one of the planes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The session is alive.
    Alive,
    /// The session is alive, and its idle alert went out.
    Alerted,
    /// The session is over.
    Over,
    /// There is no interaction yet.
    NotStarted,
    /// The interaction lies in a queue.
    Queued,
    /// The interaction lies in a workbin.
    InWorkbin,
    /// A strategy has the interaction.
    Routing,
    /// The interaction is offered to an agent.
    Offered,
    /// Agents handle the interaction.
    Handling,
    /// The interaction is stopped.
    Stopped,
    /// The customer is there.
    CustomerPresent,
    /// The customer's client stopped polling.
    CustomerSilent,
    /// The customer is gone.
    CustomerGone,
    /// The agent is logged out.
    LoggedOut,
    /// The agent is logged in.
    LoggedIn,
    /// The agent is no party of the chat.
    NoPart,
    /// The agent handles the chat.
    Handles,
    /// The agent barged in.
    BargedIn,
    /// The agent is consulted.
    Consulted,
    /// The agent monitors the chat silently.
    MonitorsSilently,
    /// The agent coaches.
    Coaches,
}

impl State {
    /// All states, by plane.
    pub const ALL: [Self; 21] = [
        Self::Alive,
        Self::Alerted,
        Self::Over,
        Self::NotStarted,
        Self::Queued,
        Self::InWorkbin,
        Self::Routing,
        Self::Offered,
        Self::Handling,
        Self::Stopped,
        Self::CustomerPresent,
        Self::CustomerSilent,
        Self::CustomerGone,
        Self::LoggedOut,
        Self::LoggedIn,
        Self::NoPart,
        Self::Handles,
        Self::BargedIn,
        Self::Consulted,
        Self::MonitorsSilently,
        Self::Coaches,
    ];

    /// The state as scenarios and pictures write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alive => "alive",
            Self::Alerted => "alerted",
            Self::Over => "over",
            Self::NotStarted => "not-started",
            Self::Queued => "queued",
            Self::InWorkbin => "workbin",
            Self::Routing => "routing",
            Self::Offered => "offered",
            Self::Handling => "handling",
            Self::Stopped => "stopped",
            Self::CustomerPresent => "present",
            Self::CustomerSilent => "silent",
            Self::CustomerGone => "gone",
            Self::LoggedOut => "logged-out",
            Self::LoggedIn => "logged-in",
            Self::NoPart => "apart",
            Self::Handles => "handles",
            Self::BargedIn => "barged-in",
            Self::Consulted => "consulted",
            Self::MonitorsSilently => "monitors-silently",
            Self::Coaches => "coaches",
        }
    }

    /// The plane it belongs to.
    #[must_use]
    pub fn plane(self) -> Plane {
        match self {
            Self::Alive | Self::Alerted | Self::Over => Plane::Session,
            Self::NotStarted
            | Self::Queued
            | Self::InWorkbin
            | Self::Routing
            | Self::Offered
            | Self::Handling
            | Self::Stopped => Plane::Interaction,
            Self::CustomerPresent | Self::CustomerSilent | Self::CustomerGone => Plane::Customer,
            Self::LoggedOut | Self::LoggedIn => Plane::Desktop,
            Self::NoPart
            | Self::Handles
            | Self::BargedIn
            | Self::Consulted
            | Self::MonitorsSilently
            | Self::Coaches => Plane::Part,
        }
    }
}

/// One transition.
#[derive(Debug)]
pub struct Row {
    /// Its number.
    pub id: RowId,
    /// Its name: `hold-in-conference`.
    pub name: &'static str,
    /// What triggers it.
    pub trigger: Trigger,
    /// The states from which it goes: of each plane named, one of those listed.
    pub from: &'static [State],
    /// The states to which it goes, likewise. Where both list several states of a plane, each stays as it is.
    pub to: &'static [State],
    /// What must hold besides, or nothing.
    pub guard: &'static str,
    /// What else happens, or nothing.
    pub effects: &'static str,
    /// How it is known.
    pub basis: Basis,
    /// The title of the documentation that states it, or from which it is inferred.
    pub source: &'static str,
    /// The assumptions that switch it on, off, or another way.
    pub assumes: &'static [Assumption],
}

/// All rows: customer, one agent, several agents, system.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    TABLES.into_iter().flatten()
}

static TABLES: [&[Row]; 4] = [&customer::ROWS, &agent::ROWS, &company::ROWS, &system::ROWS];

/// How many rows there are.
pub const ROW_COUNT: usize =
    customer::ROWS.len() + agent::ROWS.len() + company::ROWS.len() + system::ROWS.len();

/// The number of a row, in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "a row's name, guard and effects stand in its table")]
pub enum RowId {
    StartAsync,
    StartOrdinary,
    StartArmsIdle,
    CustomerMessage,
    CustomerNotice,
    ActivityRestartsIdle,
    ActivityRestartsInactivity,
    CustomerVanishes,
    CustomerLeaves,
    FlexDisconnect,
    CustomerReturns,
    ReturnRestartsIdle,
    CustomerLeavingClosesOrdinary,
    CustomerLeavingClosesAsync,
    Login,
    Logout,
    Crash,
    Accept,
    AutoAnswer,
    Decline,
    DeliveringTimeout,
    OfferedAgentLost,
    AgentMessage,
    HiddenMessage,
    AgentNotice,
    JoinRestartsIdle,
    LeaveRestartsIdle,
    RequestRestartsHandling,
    Hold,
    HoldInConference,
    HoldReturns,
    Store,
    PullFromQueue,
    PullFromWorkbin,
    PullFromSharedWorkbin,
    PullFromOthersWorkbin,
    SecondPullerJoins,
    ReleaseAsync,
    ReleaseOrdinary,
    ReleaseInConference,
    DispositionSet,
    DoneClosesSession,
    Done,
    DoneOnOrphan,
    LeaveConference,
    OneStepTransfer,
    OneStepConference,
    Consult,
    TransferAccepted,
    ConferenceAccepted,
    ConsultAccepted,
    InvitationDeclined,
    InvitationTimeout,
    InvitedAgentLost,
    InvitationWithdrawn,
    TwoStepTransfer,
    TwoStepConference,
    LeaveConsultation,
    ConsultationEnds,
    MonitorSilently,
    MonitorCoaching,
    MonitorBargingIn,
    StartCoaching,
    BargeIn,
    BackToSilent,
    LeaveMonitoring,
    HiddenPartyLost,
    Take,
    Route,
    RoutingTimeout,
    Override,
    MoveToQueue,
    MoveToWorkbin,
    BotMessage,
    HandlingTimeout,
    HandlingTimeoutInConference,
    LastPartyLost,
    PartyLost,
    LastAgentLeavingCloses,
    IdleAlert,
    IdleClose,
    InactivityAlert,
    InactivityClose,
    StopAbandoned,
    SessionRestored,
    SessionLost,
    OrphanEnds,
    InteractionServerSwitches,
    AheadArrives,
    AheadPulled,
    TimePasses,
}

impl RowId {
    /// The row.
    #[must_use]
    pub fn row(self) -> &'static Row {
        let mut at = self as usize;
        for table in TABLES {
            match table.get(at) {
                Some(row) => return row,
                None => at -= table.len(),
            }
        }
        &system::ROWS[0]
    }
}
