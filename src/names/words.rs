//! Words that several rooms speak: levels, when a change counts, how a fact is known.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The section whose options the desktop reads and that lower levels may override.
pub const WORKSPACE_SECTION: &str = "interaction-workspace";

/// An option as people name it: bare in the workspace section, else `section/name`.
#[must_use]
pub fn option_label(section: &str, name: &str) -> String {
    if section == WORKSPACE_SECTION { name.to_owned() } else { format!("{section}/{name}") }
}

/// Where a value comes from, lowest precedence first (Workspace Desktop Edition Deployment Guide, "Configuration
/// and administration by using options and annexes"; the transaction level from "Overriding Workspace options").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The default in the application's code.
    Default,
    /// The agent's Workspace application.
    Application,
    /// The agent's tenant.
    Tenant,
    /// An agent group of the agent.
    AgentGroup,
    /// A virtual agent group of the agent; above ordinary ones, as documented for the sibling web client.
    VirtualAgentGroup,
    /// The person.
    Agent,
    /// A transaction that a routing strategy names for one interaction.
    Transaction,
}

impl Level {
    /// All levels, lowest precedence first.
    pub const ALL: [Self; 7] = [
        Self::Default,
        Self::Application,
        Self::Tenant,
        Self::AgentGroup,
        Self::VirtualAgentGroup,
        Self::Agent,
        Self::Transaction,
    ];

    /// The level as it is written in files and outputs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Application => "application",
            Self::Tenant => "tenant",
            Self::AgentGroup => "agent-group",
            Self::VirtualAgentGroup => "virtual-agent-group",
            Self::Agent => "agent",
            Self::Transaction => "transaction",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// When the desktop or a server takes a changed value up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TakesEffect {
    /// At once.
    Immediately,
    /// With the next broadcast message.
    NextMessage,
    /// When an agent next searches for agents.
    NextAgentSearch,
    /// When an agent next searches for contacts.
    NextContactSearch,
    /// When a conference with a group or skill is next requested.
    NextConferenceRequest,
    /// The next time an agent puts a chat in a queue.
    NextHold,
    /// With the next interaction.
    NextInteraction,
    /// When the session is started or restarted (documented for the sibling web client).
    SessionRestart,
    /// When the application is started or restarted.
    AppRestart,
    /// When the server is restarted.
    ServerRestart,
}

impl TakesEffect {
    /// All moments, soonest first.
    pub const ALL: [Self; 10] = [
        Self::Immediately,
        Self::NextMessage,
        Self::NextAgentSearch,
        Self::NextContactSearch,
        Self::NextConferenceRequest,
        Self::NextHold,
        Self::NextInteraction,
        Self::SessionRestart,
        Self::AppRestart,
        Self::ServerRestart,
    ];

    /// The moment as it is written in files and outputs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Immediately => "immediately",
            Self::NextMessage => "next-message",
            Self::NextAgentSearch => "next-agent-search",
            Self::NextContactSearch => "next-contact-search",
            Self::NextConferenceRequest => "next-conference-request",
            Self::NextHold => "next-hold",
            Self::NextInteraction => "next-interaction",
            Self::SessionRestart => "session-restart",
            Self::AppRestart => "app-restart",
            Self::ServerRestart => "server-restart",
        }
    }

    /// The moment in a sentence: "takes effect ...".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Immediately => "immediately",
            Self::NextMessage => "with the next message",
            Self::NextAgentSearch => "at the next agent search",
            Self::NextContactSearch => "at the next contact search",
            Self::NextConferenceRequest => "at the next conference request to a group or skill",
            Self::NextHold => "the next time a chat is put in a queue",
            Self::NextInteraction => "at the next interaction",
            Self::SessionRestart => "when the session is restarted",
            Self::AppRestart => "when the application is restarted",
            Self::ServerRestart => "when the server is restarted",
        }
    }
}

impl fmt::Display for TakesEffect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How a fact about the product is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The product's documentation states it.
    Documented,
    /// The product's documentation names it; some fields are not public.
    DocumentedPartial,
    /// Stated for the sibling web client, which uses the same section; not confirmed for the desktop.
    DocumentedSibling,
    /// Stated for a server the chat depends on.
    DocumentedServer,
    /// Seen in a public file, in public code, or in a site's own export.
    Seen,
    /// Concluded from a stated pattern.
    Inferred,
    /// A name met without proof; recognised, never judged.
    Unverified,
}

impl Basis {
    /// Every basis, the firmest first.
    pub const ALL: [Self; 7] = [
        Self::Documented,
        Self::DocumentedPartial,
        Self::DocumentedSibling,
        Self::DocumentedServer,
        Self::Seen,
        Self::Inferred,
        Self::Unverified,
    ];

    /// The basis as it is written in files and outputs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::DocumentedPartial => "documented-partial",
            Self::DocumentedSibling => "documented-sibling",
            Self::DocumentedServer => "documented-server",
            Self::Seen => "seen",
            Self::Inferred => "inferred",
            Self::Unverified => "unverified",
        }
    }

    /// What the basis means, for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Documented => "stated in the product's documentation",
            Self::DocumentedPartial => "named in the product's documentation, details not public",
            Self::DocumentedSibling => "stated for the sibling web client, not confirmed for the desktop",
            Self::DocumentedServer => "stated in the server's documentation",
            Self::Seen => "seen in a real configuration or in public code",
            Self::Inferred => "inferred from a documented pattern",
            Self::Unverified => "not verified: recognised, never judged",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Who should look at a change before it is rolled out; the later class is the graver one. Which option or privilege
/// is of which class stands in the catalogue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Review {
    /// Only what is seen or heard: colours, sounds, labels.
    Cosmetic,
    /// What an agent or a customer can do, or what happens by itself.
    #[default]
    Behavioural,
    /// Reaches beyond the agent's own work: other people's interactions, other agents, customers' records, files.
    Security,
}

impl Review {
    /// All classes, the gravest last.
    pub const ALL: [Self; 3] = [Self::Cosmetic, Self::Behavioural, Self::Security];

    /// The class as it is written in files and outputs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cosmetic => "cosmetic",
            Self::Behavioural => "behavioural",
            Self::Security => "security",
        }
    }
}

impl fmt::Display for Review {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The types of applications whose options wdectl knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicationType {
    /// Workspace Desktop Edition, the agents' desktop.
    Workspace,
    /// Chat Server, which holds the sessions.
    ChatServer,
    /// Interaction Server, which holds the interactions.
    InteractionServer,
}

impl ApplicationType {
    /// All types.
    pub const ALL: [Self; 3] = [Self::Workspace, Self::ChatServer, Self::InteractionServer];

    /// The type as it is written in files and outputs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Workspace => "workspace",
            Self::ChatServer => "chat-server",
            Self::InteractionServer => "interaction-server",
        }
    }
}

impl fmt::Display for ApplicationType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The types of scripts that options name; a script may have others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScriptType {
    /// An interaction queue.
    InteractionQueue,
    /// A workbin.
    InteractionWorkbin,
}

impl ScriptType {
    /// Both types.
    pub const ALL: [Self; 2] = [Self::InteractionQueue, Self::InteractionWorkbin];

    /// The type as it is written in files and outputs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InteractionQueue => "interaction-queue",
            Self::InteractionWorkbin => "interaction-workbin",
        }
    }
}

impl fmt::Display for ScriptType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_ordered_by_precedence() {
        assert!(Level::ALL.is_sorted());
        assert!(Level::Application < Level::Agent && Level::Agent < Level::Transaction);
    }

    #[test]
    fn words_are_written_as_serde_writes_them() {
        for level in Level::ALL {
            assert_eq!(serde_json::to_string(&level).unwrap(), format!("\"{level}\""));
        }
        for moment in TakesEffect::ALL {
            assert_eq!(serde_json::to_string(&moment).unwrap(), format!("\"{moment}\""));
        }
        for basis in Basis::ALL {
            assert_eq!(serde_json::to_string(&basis).unwrap(), format!("\"{basis}\""));
        }
        for review in Review::ALL {
            assert_eq!(serde_json::to_string(&review).unwrap(), format!("\"{review}\""));
        }
        for application in ApplicationType::ALL {
            assert_eq!(serde_json::to_string(&application).unwrap(), format!("\"{application}\""));
        }
        for script in ScriptType::ALL {
            assert_eq!(serde_json::to_string(&script).unwrap(), format!("\"{script}\""));
        }
    }
}
