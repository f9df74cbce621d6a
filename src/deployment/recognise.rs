//! Whether a file is in our form: maps of lists with the names that we know.

use crate::names::{ObjectKind, nearest};
use crate::text::{Entry, Kind, Style, Tree};

/// Keys beside the lists that a file may have at its top.
pub(super) const TOP: [&str; 2] = ["tenant", "$schema"];

/// Whether a file is in our form, and if not, what it is.
pub(super) fn recognises(tree: &Tree<'_>) -> Result<(), &'static str> {
    let mut found = "nothing";
    for root in tree.roots() {
        match root.kind() {
            Kind::Map => {
                found = "none of the lists of a deployment";
                let known = |entry: Entry<'_>| {
                    let key = entry.key.text();
                    list_kind(key).is_some() || near_list(key).is_some()
                };
                if root.entries().any(known) {
                    return Ok(());
                }
            }
            Kind::List => found = "a list instead of a map of lists",
            Kind::Scalar if root.style() == Style::Absent => {}
            Kind::Scalar | Kind::Null => found = "a single value",
        }
    }
    Err(found)
}

/// The kind of objects in a list.
pub(super) fn list_kind(key: &str) -> Option<ObjectKind> {
    ObjectKind::ALL.into_iter().find(|kind| kind.list() == key)
}

/// The list that a key probably means: `agent-group`, `agent_groups`, `agentGroups`.
pub(super) fn near_list(key: &str) -> Option<&'static str> {
    if key.len() < 4 {
        return None;
    }
    let mut plain = String::with_capacity(key.len() + 2);
    for character in key.chars() {
        if character.is_uppercase() && !plain.is_empty() && !plain.ends_with('-') {
            plain.push('-');
        }
        plain.extend(if matches!(character, '_' | ' ') { '-' } else { character }.to_lowercase());
    }
    ObjectKind::from_word(&plain)
        .map(ObjectKind::list)
        .or_else(|| nearest(&plain, ObjectKind::ALL.map(ObjectKind::list)))
}
