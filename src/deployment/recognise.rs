//! Which form a file is in, told by what stands in it: our own lists, or a native form.

use super::cfgjson::{self, Dialect};
use super::{cfgdata, csv};
use crate::names::{ObjectKind, nearest};
use crate::text::{Element, Entry, Kind, Style, Syntax, Tree};

/// Keys beside the lists that a file may have at its top.
pub(super) const TOP: [&str; 2] = ["tenant", "$schema"];

/// The forms of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Maps of lists of objects, by the names of the lists.
    Lists,
    /// CfgData XML, by its root element.
    CfgData,
    /// Objects of the configuration layer as JSON.
    CfgJson(Dialect),
    /// The table of agents.
    Agents,
}

impl Form {
    /// The form, and how it was seen.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Lists => "lists of objects, by their names",
            Self::CfgData => "CfgData, by its root element",
            Self::CfgJson(Dialect::Mutagen) => "mutagen JSON, by its `__metadata__`",
            Self::CfgJson(Dialect::Compact) => "mutagen COMPACT_JSON, by its `__metadata__`",
            Self::CfgJson(Dialect::Raw) => "mutagen RAW, by its types of objects",
            Self::CfgJson(Dialect::Gax) => "objects of GAX, by their `type`",
            Self::Agents => "agents in bulk, by the column `Username`",
        }
    }
}

/// The syntax of a text that should be in `named`: where it is plainly another one of those that are exported, that one.
pub(super) fn syntax(named: Syntax, text: &str) -> Syntax {
    if !matches!(named, Syntax::Json | Syntax::Xml | Syntax::Csv) {
        return named;
    }
    let mut letters = text.trim_start().chars().filter(|letter| !matches!(letter, ' ' | '\t' | '\r' | '\n'));
    match (letters.next(), letters.next()) {
        (Some('<'), Some('?' | '!' | 'A'..='Z' | 'a'..='z')) => Syntax::Xml,
        (Some('{'), Some('"' | '}')) | (Some('['), Some('"' | '{' | '[' | ']')) => Syntax::Json,
        _ if named != Syntax::Csv && csv::is_head(text) => Syntax::Csv,
        _ => named,
    }
}

/// The form of a file that was read; for one that is in none, what it is.
pub(super) fn form(tree: &Tree<'_>, syntax: Syntax) -> Result<Form, &'static str> {
    match syntax {
        Syntax::Xml => match Element::roots(tree).next().map(Element::name) {
            Some(cfgdata::ROOT) => Ok(Form::CfgData),
            Some(_) => Err("XML of another kind than `CfgData`"),
            None => Err("nothing"),
        },
        Syntax::Csv if csv::is_ours(tree) => Ok(Form::Agents),
        Syntax::Csv if tree.roots().next().is_none() => Err("nothing"),
        Syntax::Csv => Err("a table without a column `Username`"),
        _ => match tree.roots().find_map(cfgjson::dialect) {
            Some(dialect) => Ok(Form::CfgJson(dialect)),
            None => recognises(tree).map(|()| Form::Lists),
        },
    }
}

/// Whether the first part of a JSON file shows that the file is in our form; [`may_be_exported`] may still say of a
/// later one that it is not.
pub(super) fn is_of_lists(first: &Tree<'_>) -> bool {
    !may_be_exported(first) && recognises(first).is_ok()
}

/// Whether a part of a JSON file may show, alone or with others, that the file is in a form that other tools export.
pub(super) fn may_be_exported(part: &Tree<'_>) -> bool {
    part.roots().any(|root| cfgjson::dialect(root).is_some() || root.get("type").is_some())
}

/// Whether a file is in our form, and if not, what it is.
fn recognises(tree: &Tree<'_>) -> Result<(), &'static str> {
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
            Kind::List if root.items().next().is_none() => found = "an empty list",
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
