//! The numbers and names of CfgData that mean something to us.

use crate::names::ObjectKind;

/// The type of an application whose type is not said, until somebody finds a section of the workspace in it.
pub(in super::super) const UNKNOWN_TYPE: &str = "unknown";

/// The attributes of a link that may hold the id of what it leads to.
pub(super) const LINKS: [&str; 3] = ["linkDBID", "objectDBID", "DBID"];

/// The kind of object behind the name of an element without `Cfg` and without what the block adds to it.
pub(super) fn kind(name: &str) -> Option<ObjectKind> {
    match name {
        "Tenant" | "ProviderTenant" => Some(ObjectKind::Tenant),
        "Application" => Some(ObjectKind::Application),
        "AgentGroup" => Some(ObjectKind::AgentGroup),
        "AccessGroup" => Some(ObjectKind::AccessGroup),
        "Person" | "Agent" => Some(ObjectKind::Agent),
        "Role" => Some(ObjectKind::Role),
        "Script" => Some(ObjectKind::Script),
        "Transaction" => Some(ObjectKind::Transaction),
        "Enumerator" => Some(ObjectKind::BusinessAttribute),
        _ => None,
    }
}

/// The kind of a member by its object type (public clients of the configuration layer: 3, 5 and 21).
pub(super) fn member_kind(number: &str) -> Option<ObjectKind> {
    match number {
        "3" => Some(ObjectKind::Agent),
        "5" => Some(ObjectKind::AgentGroup),
        "21" => Some(ObjectKind::AccessGroup),
        _ => None,
    }
}

/// The type of an object in our words. The numbers are positions in the enumerations of the configuration layer, as
/// public clients of it list them; other types keep their number.
pub(super) fn type_word(kind: ObjectKind, number: &str) -> &str {
    match (kind, number) {
        (ObjectKind::Application, "157") => "workspace",
        (ObjectKind::Application, "59") => "chat-server",
        (ObjectKind::Application, "111") => "interaction-server",
        (ObjectKind::Script, "22") => "capacity-rule",
        (ObjectKind::Script, "23") => "interaction-queue",
        (ObjectKind::Script, "24") => "interaction-queue-view",
        (ObjectKind::Script, "25") => "interaction-workbin",
        (ObjectKind::Script, "26") => "interaction-submitter",
        (ObjectKind::Script, "27") => "interaction-snapshot",
        (ObjectKind::Script, "28") => "business-process",
        (ObjectKind::Transaction, "21") => "list",
        _ => number,
    }
}

/// What stands in `state`: whether the object is enabled.
pub(super) fn state(number: &str) -> Option<bool> {
    match number {
        "1" => Some(true),
        "2" => Some(false),
        _ => None,
    }
}

/// What stands in a flag such as `isAgent`.
pub(super) fn flag(number: &str) -> Option<bool> {
    match number {
        "2" => Some(true),
        "1" => Some(false),
        _ => None,
    }
}
