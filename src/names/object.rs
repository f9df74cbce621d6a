//! What kinds of objects a configuration has, and how people name one object: `agent-group/Chat-L2`.

use std::fmt;
use std::str::FromStr;

use super::nearest;

/// The kinds of configuration objects that wdectl knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// A Workspace, Chat Server or Interaction Server application.
    Application,
    /// A tenant.
    Tenant,
    /// An agent group, ordinary or virtual.
    AgentGroup,
    /// An access group: the way roles reach many people at once.
    AccessGroup,
    /// A person, agent or not.
    Agent,
    /// A role, which grants privileges.
    Role,
    /// A script: interaction queues and workbins are scripts.
    Script,
    /// A transaction; those of type list carry options for a routing strategy.
    Transaction,
    /// A business attribute.
    BusinessAttribute,
}

impl ObjectKind {
    /// All kinds, in the order in which lists show them.
    pub const ALL: [Self; 9] = [
        Self::Application,
        Self::Tenant,
        Self::AgentGroup,
        Self::AccessGroup,
        Self::Agent,
        Self::Role,
        Self::Script,
        Self::Transaction,
        Self::BusinessAttribute,
    ];

    /// The kind as it stands before the slash: `agent-group`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Tenant => "tenant",
            Self::AgentGroup => "agent-group",
            Self::AccessGroup => "access-group",
            Self::Agent => "agent",
            Self::Role => "role",
            Self::Script => "script",
            Self::Transaction => "transaction",
            Self::BusinessAttribute => "business-attribute",
        }
    }

    /// The list that holds objects of this kind: `agent-groups`.
    #[must_use]
    pub fn list(self) -> &'static str {
        match self {
            Self::Application => "applications",
            Self::Tenant => "tenants",
            Self::AgentGroup => "agent-groups",
            Self::AccessGroup => "access-groups",
            Self::Agent => "agents",
            Self::Role => "roles",
            Self::Script => "scripts",
            Self::Transaction => "transactions",
            Self::BusinessAttribute => "business-attributes",
        }
    }

    /// The kind in a sentence: `agent group`.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::AgentGroup => "agent group",
            Self::AccessGroup => "access group",
            Self::BusinessAttribute => "business attribute",
            other => other.as_str(),
        }
    }

    /// The kind of a word before a slash or of a list's name, whatever its letter case.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| word.eq_ignore_ascii_case(kind.as_str()) || word.eq_ignore_ascii_case(kind.list()))
    }
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An object as people name it: `kind/name`, or `kind/tenant/name` where that is ambiguous. The name may hold
/// slashes; whether the part before the first one is a tenant is for the deployment to say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName {
    /// The kind.
    pub kind: ObjectKind,
    /// All that stands behind the first slash.
    pub rest: String,
}

/// Why a text names no object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ObjectNameError {
    /// There is no slash, or nothing behind it.
    #[error("`{0}` names no object; write it as `kind/name`, for example `agent/{0}`")]
    NoKind(String),
    /// The word before the slash is no kind.
    #[error("`{word}` is no kind of object{}", .nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    UnknownKind {
        /// The word.
        word: String,
        /// The kind that was probably meant.
        nearest: Option<&'static str>,
    },
}

impl FromStr for ObjectName {
    type Err = ObjectNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (word, rest) = text
            .split_once('/')
            .filter(|(_, rest)| !rest.is_empty())
            .ok_or_else(|| ObjectNameError::NoKind(text.trim_end_matches('/').to_owned()))?;
        let kind = ObjectKind::from_word(word).ok_or_else(|| ObjectNameError::UnknownKind {
            word: word.to_owned(),
            nearest: nearest(word, ObjectKind::ALL.map(ObjectKind::as_str)),
        })?;
        Ok(Self { kind, rest: rest.to_owned() })
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_named_by_kind_and_name() {
        let name: ObjectName = "agent-group/Chat-L2".parse().unwrap();
        assert_eq!((name.kind, name.rest.as_str()), (ObjectKind::AgentGroup, "Chat-L2"));
        assert_eq!(name.to_string(), "agent-group/Chat-L2");
        assert_eq!("Agent/Acme/ana".parse::<ObjectName>().unwrap().rest, "Acme/ana");
    }

    #[test]
    fn a_wrong_kind_is_told_with_the_nearest() {
        let error = "agent-grup/L2".parse::<ObjectName>().unwrap_err();
        assert_eq!(error.to_string(), "`agent-grup` is no kind of object; did you mean `agent-group`?");
        let error = "L2".parse::<ObjectName>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`L2` names no object; write it as `kind/name`, for example `agent/L2`"
        );
    }
}
