//! Which fields an object of each kind may have, and what stands in them.

use std::fmt;

use super::model::Relation;
use crate::names::ObjectKind;

/// A field that is kept as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldKey {
    /// `type` of an application, script or transaction.
    Type,
    /// `version` of an application.
    Version,
    /// `privileges` of a role, one for each grant.
    Privileges,
    /// `media` of a script.
    Media,
    /// `owner` of a workbin: what kind of object owns it.
    Owner,
    /// `values` of a business attribute, one for each.
    Values,
    /// `employee-id` of a person.
    EmployeeId,
    /// `first-name` of a person.
    FirstName,
    /// `last-name` of a person.
    LastName,
    /// `email` of a person.
    Email,
    /// `external-id` of a person.
    ExternalId,
    /// `place` of a person.
    Place,
    /// `skills` of a person, one for each.
    Skills,
    /// `agent-logins` of a person, one for each.
    AgentLogins,
    /// `capacity-rule` of a person.
    CapacityRule,
    /// `dbid`, the number in the Configuration Database.
    Dbid,
    /// `folder` in the configuration tree.
    Folder,
    /// `description`.
    Description,
}

impl FieldKey {
    /// Whether an object may have several texts of it.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(self, Self::Privileges | Self::Values | Self::Skills | Self::AgentLogins)
    }

    /// The field as it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Version => "version",
            Self::Privileges => "privileges",
            Self::Media => "media",
            Self::Owner => "owner",
            Self::Values => "values",
            Self::EmployeeId => "employee-id",
            Self::FirstName => "first-name",
            Self::LastName => "last-name",
            Self::Email => "email",
            Self::ExternalId => "external-id",
            Self::Place => "place",
            Self::Skills => "skills",
            Self::AgentLogins => "agent-logins",
            Self::CapacityRule => "capacity-rule",
            Self::Dbid => "dbid",
            Self::Folder => "folder",
            Self::Description => "description",
        }
    }
}

impl fmt::Display for FieldKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What stands in a field, for those who describe files to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldForm {
    /// One text; these words are known, others are kept.
    Text(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// Kept in any shape.
    Any,
    /// `true` or `false`.
    Flag,
    /// The name of an object of a kind.
    Reference(ObjectKind),
    /// A list of names of objects of a kind.
    References(ObjectKind),
    /// A list of `kind/name`; a bare name is an agent.
    Members,
    /// Options by section.
    Options,
    /// A list of rules that are kept quiet, each with a reason.
    Allow,
}

/// The fields that an object of a kind may have, and what stands in each.
pub fn field_forms(kind: ObjectKind) -> impl Iterator<Item = (&'static str, FieldForm)> {
    own(kind).iter().chain(COMMON).map(move |&(name, role)| {
        let form = match role {
            Role::Name => FieldForm::Text(&[]),
            Role::Tenant => FieldForm::Reference(ObjectKind::Tenant),
            Role::Enabled | Role::Mentioned | Role::IsAgent | Role::Virtual => FieldForm::Flag,
            Role::Options => FieldForm::Options,
            Role::Allow => FieldForm::Allow,
            Role::Text(key) => FieldForm::Text(words(kind, key)),
            Role::Texts(FieldKey::Skills | FieldKey::AgentLogins) => FieldForm::Any,
            Role::Texts(_) => FieldForm::Texts,
            Role::Of(_, of) => FieldForm::Reference(of),
            Role::In(_, of) | Role::Has(_, of) => FieldForm::References(of),
            Role::Members => FieldForm::Members,
        };
        (name, form)
    })
}

/// The words of a field that mean something; other words are kept.
pub(super) fn words(kind: ObjectKind, key: FieldKey) -> &'static [&'static str] {
    match (kind, key) {
        (ObjectKind::Application, FieldKey::Type) => &["workspace", "chat-server", "interaction-server"],
        (ObjectKind::Script, FieldKey::Type) => &["interaction-queue", "interaction-workbin"],
        (ObjectKind::Script, FieldKey::Owner) => &["agent", "agent-group", "place", "place-group"],
        (ObjectKind::Transaction, FieldKey::Type) => &["list"],
        _ => &[],
    }
}

/// How a field is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The object's name.
    Name,
    /// The tenant it belongs to.
    Tenant,
    /// `enabled`.
    Enabled,
    /// `mentioned`: only the name is known.
    Mentioned,
    /// `is-agent`.
    IsAgent,
    /// `virtual`.
    Virtual,
    /// `options`.
    Options,
    /// `wdectl-allow`.
    Allow,
    /// One text.
    Text(FieldKey),
    /// A list of texts.
    Texts(FieldKey),
    /// One object of a kind that this one belongs to.
    Of(Relation, ObjectKind),
    /// A list of objects of a kind that this one belongs to.
    In(Relation, ObjectKind),
    /// A list of objects of a kind that belong to this one.
    Has(Relation, ObjectKind),
    /// A list of `kind/name` that belong to this one; a bare name is an agent.
    Members,
}

const COMMON: &[(&str, Role)] = &[
    ("name", Role::Name),
    ("enabled", Role::Enabled),
    ("mentioned", Role::Mentioned),
    ("dbid", Role::Text(FieldKey::Dbid)),
    ("folder", Role::Text(FieldKey::Folder)),
    ("description", Role::Text(FieldKey::Description)),
    ("wdectl-allow", Role::Allow),
];

/// The fields that only objects of this kind have.
fn own(kind: ObjectKind) -> &'static [(&'static str, Role)] {
    use FieldKey as F;
    match kind {
        ObjectKind::Application => &[
            ("type", Role::Text(F::Type)),
            ("version", Role::Text(F::Version)),
            ("tenant", Role::Tenant),
            ("options", Role::Options),
        ],
        ObjectKind::Tenant => &[("options", Role::Options)],
        ObjectKind::AgentGroup => &[
            ("tenant", Role::Tenant),
            ("virtual", Role::Virtual),
            ("agents", Role::Has(Relation::AgentGroup, ObjectKind::Agent)),
            ("roles", Role::In(Relation::Role, ObjectKind::Role)),
            ("options", Role::Options),
        ],
        ObjectKind::AccessGroup => &[
            ("tenant", Role::Tenant),
            ("agents", Role::Has(Relation::AccessGroup, ObjectKind::Agent)),
            ("roles", Role::In(Relation::Role, ObjectKind::Role)),
        ],
        ObjectKind::Agent => &[
            ("username", Role::Name),
            ("is-agent", Role::IsAgent),
            ("employee-id", Role::Text(F::EmployeeId)),
            ("first-name", Role::Text(F::FirstName)),
            ("last-name", Role::Text(F::LastName)),
            ("tenant", Role::Tenant),
            ("application", Role::Of(Relation::Application, ObjectKind::Application)),
            ("agent-groups", Role::In(Relation::AgentGroup, ObjectKind::AgentGroup)),
            ("access-groups", Role::In(Relation::AccessGroup, ObjectKind::AccessGroup)),
            ("roles", Role::In(Relation::Role, ObjectKind::Role)),
            ("options", Role::Options),
            ("email", Role::Text(F::Email)),
            ("external-id", Role::Text(F::ExternalId)),
            ("place", Role::Text(F::Place)),
            ("skills", Role::Texts(F::Skills)),
            ("agent-logins", Role::Texts(F::AgentLogins)),
            ("capacity-rule", Role::Text(F::CapacityRule)),
        ],
        ObjectKind::Role => &[
            ("tenant", Role::Tenant),
            ("privileges", Role::Texts(F::Privileges)),
            ("members", Role::Members),
        ],
        ObjectKind::Script => &[
            ("type", Role::Text(F::Type)),
            ("tenant", Role::Tenant),
            ("media", Role::Text(F::Media)),
            ("owner", Role::Text(F::Owner)),
        ],
        ObjectKind::Transaction => {
            &[("type", Role::Text(F::Type)), ("tenant", Role::Tenant), ("options", Role::Options)]
        }
        ObjectKind::BusinessAttribute => {
            &[("tenant", Role::Tenant), ("values", Role::Texts(F::Values)), ("options", Role::Options)]
        }
    }
}

/// How a field of an object of this kind is read; `None` where there is no such field.
pub(super) fn role(kind: ObjectKind, key: &str) -> Option<Role> {
    own(kind).iter().chain(COMMON).find(|(name, _)| *name == key).map(|&(_, role)| role)
}

/// The fields in which the name of an agent may stand.
pub(super) const AGENT_NAME: [&str; 2] = ["username", "name"];

/// The fields that say who an agent is, those of his name included, and nothing of what he has.
pub(super) const AGENT_IDENTITY: [&str; 4] = ["username", "name", "tenant", "mentioned"];

/// Every field of a kind, those of all kinds last.
pub(super) fn of(kind: ObjectKind) -> impl Iterator<Item = (&'static str, Role)> {
    own(kind).iter().chain(COMMON).copied()
}

/// The names of all fields of a kind.
pub(super) fn names(kind: ObjectKind) -> impl Iterator<Item = &'static str> {
    own(kind).iter().chain(COMMON).map(|&(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_agent_is_called_by_is_told_from_what_he_has() {
        for name in names(ObjectKind::Agent) {
            let role = role(ObjectKind::Agent, name).unwrap();
            assert_eq!(AGENT_NAME.contains(&name), role == Role::Name, "{name}");
            let is_of_identity = matches!(role, Role::Name | Role::Tenant | Role::Mentioned);
            assert_eq!(AGENT_IDENTITY.contains(&name), is_of_identity, "{name}");
        }
    }

    #[test]
    fn a_field_is_written_as_it_is_read() {
        for kind in ObjectKind::ALL {
            for name in names(kind) {
                if let Some(Role::Text(key) | Role::Texts(key)) = role(kind, name) {
                    assert_eq!(key.as_str(), name);
                }
            }
        }
    }
}
