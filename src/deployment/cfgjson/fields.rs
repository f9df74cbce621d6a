//! What the fields of an object hold, by their names in any case of letters.

use super::super::fields::FieldKey;
use super::Dialect;
use crate::names::ObjectKind;

/// How a field is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The object's name.
    Name,
    /// The name of a person as a user.
    UserName,
    /// The tenant, by name or number.
    Tenant,
    /// The tenants that an application serves.
    Tenants,
    /// Whether the object is enabled.
    State,
    /// Whether a person is an agent.
    IsAgent,
    /// One text.
    Text(FieldKey),
    /// Where the object lies in the configuration tree.
    Folder,
    /// The type of the application, script or transaction.
    Type,
    /// The template of an application.
    Prototype,
    /// The options of an application.
    Options,
    /// The annex.
    Annex,
    /// Those who belong to it.
    Members,
    /// More fields of the object.
    More,
    /// Skills with their levels.
    Skills,
    /// Logins.
    AgentLogins,
    /// Rules that are kept quiet.
    Allow,
    /// It says what is known already.
    Known,
}

/// How a field of an object of this kind is read; `None` where it is not.
pub(super) fn role(dialect: Dialect, kind: ObjectKind, key: &str) -> Option<Role> {
    let own = own(dialect, kind).iter().chain(COMMON);
    own.copied().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, role)| role)
}

const COMMON: &[(&str, Role)] = &[
    ("name", Role::Name),
    ("tenant", Role::Tenant),
    ("tenantDBID", Role::Tenant),
    ("state", Role::State),
    ("DBID", Role::Text(FieldKey::Dbid)),
    ("userProperties", Role::Annex),
    ("description", Role::Text(FieldKey::Description)),
    ("wdectl-allow", Role::Allow),
    ("folder", Role::Folder),
    ("folderId", Role::Folder),
    ("folderDBID", Role::Folder),
];

/// The fields that only objects of this kind have. In what comes from GAX `type` is the type of the object itself, and
/// `subtype` that of the script.
fn own(dialect: Dialect, kind: ObjectKind) -> &'static [(&'static str, Role)] {
    use FieldKey as F;
    const GAX: &[(&str, Role)] = &[("type", Role::Known)];
    const GAX_TYPED: &[(&str, Role)] = &[("type", Role::Known), ("subtype", Role::Type)];
    const TYPED: &[(&str, Role)] = &[("type", Role::Type)];
    let is_gax = dialect == Dialect::Gax;
    match kind {
        ObjectKind::Application if is_gax => &[
            ("type", Role::Known),
            ("subtype", Role::Type),
            ("version", Role::Text(F::Version)),
            ("options", Role::Options),
            ("tenantDBIDs", Role::Tenants),
        ],
        ObjectKind::Application => &[
            ("type", Role::Type),
            ("version", Role::Text(F::Version)),
            ("options", Role::Options),
            ("tenants", Role::Tenants),
            ("tenantDBIDs", Role::Tenants),
            ("appPrototype", Role::Prototype),
        ],
        ObjectKind::AgentGroup => &[
            ("type", Role::Known),
            ("agents", Role::Members),
            ("agentDBIDs", Role::Members),
            ("group", Role::More),
            ("groupInfo", Role::More),
            ("CfgGroup", Role::More),
        ],
        ObjectKind::AccessGroup if is_gax => &[("type", Role::Known), ("memberIDs", Role::Members)],
        ObjectKind::AccessGroup => &[
            ("members", Role::Members),
            ("memberIDs", Role::Members),
            ("group", Role::More),
            ("groupInfo", Role::More),
            ("CfgGroup", Role::More),
        ],
        ObjectKind::Agent => &[
            ("type", Role::Known),
            ("userName", Role::UserName),
            ("agent", Role::IsAgent),
            ("isAgent", Role::IsAgent),
            ("employeeID", Role::Text(F::EmployeeId)),
            ("firstName", Role::Text(F::FirstName)),
            ("lastName", Role::Text(F::LastName)),
            ("emailAddress", Role::Text(F::Email)),
            ("externalID", Role::Text(F::ExternalId)),
            ("agentInfo", Role::More),
            ("CfgAgentInfo", Role::More),
            ("place", Role::Text(F::Place)),
            ("placeDBID", Role::Text(F::Place)),
            ("capacityRule", Role::Text(F::CapacityRule)),
            ("capacityRuleDBID", Role::Text(F::CapacityRule)),
            ("skillLevels", Role::Skills),
            ("agentLogins", Role::AgentLogins),
        ],
        ObjectKind::Role => &[("type", Role::Known), ("members", Role::Members)],
        ObjectKind::Script | ObjectKind::Transaction if is_gax => GAX_TYPED,
        ObjectKind::Script | ObjectKind::Transaction => TYPED,
        ObjectKind::Tenant | ObjectKind::BusinessAttribute if is_gax => GAX,
        ObjectKind::Tenant | ObjectKind::BusinessAttribute => &[],
    }
}
