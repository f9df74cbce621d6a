//! The numbers and names of CfgData as they are written.

use super::super::fields::FieldKey;
use super::super::native::type_word;
use super::object::text_field;
use crate::names::ObjectKind;

/// The type of an object as a number; nothing for words that stand for none.
pub(super) fn type_number(kind: ObjectKind, word: &str) -> Option<&str> {
    let numbers: &[&str] = match kind {
        ObjectKind::Application => &["157", "59", "111"],
        ObjectKind::Script => &["22", "23", "24", "25", "26", "27", "28"],
        ObjectKind::Transaction => &["21"],
        _ => &[],
    };
    let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let known = numbers.iter().find(|number| type_word(kind, number) == word).copied();
    known.or(is_number.then_some(word))
}

/// The type of an object as names of elements have it between `Cfg` and what the block adds.
pub(super) fn word(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Application => "Application",
        ObjectKind::Tenant => "Tenant",
        ObjectKind::AgentGroup => "AgentGroup",
        ObjectKind::AccessGroup => "AccessGroup",
        ObjectKind::Agent => "Person",
        ObjectKind::Role => "Role",
        ObjectKind::Script => "Script",
        ObjectKind::Transaction => "Transaction",
        ObjectKind::BusinessAttribute => "Enumerator",
    }
}

/// The object type of a member.
pub(super) fn member_number(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::AgentGroup => "5",
        ObjectKind::AccessGroup => "21",
        _ => "3",
    }
}

/// The list of members of a group or role.
pub(super) fn member_list(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::AgentGroup => "agentDBIDs",
        ObjectKind::AccessGroup => "memberIDs",
        _ => "members",
    }
}

/// The attribute that keeps a field of an object.
pub(super) fn attribute(kind: ObjectKind, key: FieldKey) -> Option<&'static str> {
    const NAMES: [&str; 12] = [
        "DBID",
        "version",
        "type",
        "employeeID",
        "firstName",
        "lastName",
        "emailAddress",
        "externalID",
        "placeDBID",
        "capacityRuleDBID",
        "folderDBID",
        "description",
    ];
    NAMES.into_iter().find(|name| text_field(kind, name) == Some(key))
}

/// Where objects of a kind stand among others: behind those that they need.
pub(super) fn rank(kind: ObjectKind) -> usize {
    const ORDER: [ObjectKind; 9] = [
        ObjectKind::Tenant,
        ObjectKind::Application,
        ObjectKind::Script,
        ObjectKind::Transaction,
        ObjectKind::BusinessAttribute,
        ObjectKind::Agent,
        ObjectKind::AgentGroup,
        ObjectKind::AccessGroup,
        ObjectKind::Role,
    ];
    ORDER.iter().position(|&other| other == kind).unwrap_or(ORDER.len())
}
