//! What the columns hold, by their names: letter case, blanks, dashes and underlines do not count.

use super::super::fields::FieldKey;
use super::super::model::Relation;
use super::relation;
use crate::names::{ObjectKind, nearest};
use crate::text::{Node, Span};

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column<'t> {
    /// What is to be done.
    Action,
    /// The key.
    UserName,
    /// One attribute.
    Text(FieldKey),
    /// Whether the person is an agent.
    IsAgent,
    /// Whether the person is enabled.
    Enabled,
    /// The level of a skill.
    Skill(&'t str),
    /// Whether the person is in a group.
    Member {
        /// How.
        relation: Relation,
        /// The kind of group.
        kind: ObjectKind,
        /// Its name.
        name: &'t str,
        /// Where that stands.
        at: Span,
    },
    /// Anything else.
    Unread {
        /// What the column is called.
        name: &'t str,
        /// Where.
        at: Span,
        /// What was probably meant.
        near: Option<&'static str>,
    },
}

/// Names of columns, as the documentation has them or as the fields are called elsewhere in the product.
const NAMES: [(&str, Column<'static>); 18] = [
    ("Action", Column::Action),
    ("Username", Column::UserName),
    ("First Name", Column::Text(FieldKey::FirstName)),
    ("Last Name", Column::Text(FieldKey::LastName)),
    ("Employee Id", Column::Text(FieldKey::EmployeeId)),
    ("Is Agent", Column::IsAgent),
    ("Agent", Column::IsAgent),
    ("Enabled", Column::Enabled),
    ("E-Mail", Column::Text(FieldKey::Email)),
    ("E-Mail Address", Column::Text(FieldKey::Email)),
    ("External Id", Column::Text(FieldKey::ExternalId)),
    ("External User Id", Column::Text(FieldKey::ExternalId)),
    ("Place", Column::Text(FieldKey::Place)),
    ("Default Place", Column::Text(FieldKey::Place)),
    ("Capacity Rule", Column::Text(FieldKey::CapacityRule)),
    ("Folder", Column::Text(FieldKey::Folder)),
    ("Description", Column::Text(FieldKey::Description)),
    ("DBID", Column::Text(FieldKey::Dbid)),
];

/// Columns that are known, and that nothing is read from.
const NOT_READ: [&str; 4] = ["Password", "Password Change", "Change Password", "Site"];

/// The types of columns `<type>:<name>`.
const TYPES: [&str; 4] = ["Skill", "Agent Group", "Access Group", "Switch"];

/// Whether a first row is that of a table of persons: it has their key.
pub(super) fn is_person_table(head: Node<'_>) -> bool {
    head.items().any(|cell| is_key(cell.text()))
}

/// Whether a column of this name is the key of persons.
pub(super) fn is_key(name: &str) -> bool {
    name.len() < 32 && plain(name) == "username"
}

/// What a column holds.
pub(super) fn column(cell: Node<'_>) -> Column<'_> {
    let (text, at) = (cell.text(), cell.text_span());
    let unread = |near| Column::Unread { name: text, at, near };
    if let Some((word, name)) = text.split_once(':') {
        let plain = plain(word);
        let is = |known: &str| {
            let known = self::plain(known);
            plain == known || plain.strip_suffix('s') == Some(&known)
        };
        let name = name.trim();
        let from = text.len() - text[word.len() + 1..].trim_start().len();
        let at = if cell.is_verbatim() { at.part(from, from + name.len()) } else { at };
        let kind = [("Agent Group", ObjectKind::AgentGroup), ("Access Group", ObjectKind::AccessGroup)];
        let kind = kind.into_iter().find(|(known, _)| is(known)).map(|(_, kind)| kind);
        return match kind {
            _ if name.is_empty() => unread(None),
            Some(kind) => Column::Member { relation: relation(kind), kind, name, at },
            None if is("Skill") => Column::Skill(name),
            None if is("Switch") || is("Switche") => unread(None),
            None => unread(nearest(word.trim(), TYPES)),
        };
    }
    let name = plain(text);
    let known = NAMES.iter().find(|(known, _)| plain(known) == name);
    match known {
        Some(&(_, column)) => column,
        None if NOT_READ.iter().any(|known| plain(known) == name) => unread(None),
        None => unread(nearest(text, NAMES.iter().map(|&(known, _)| known))),
    }
}

/// A name without what does not count in it.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|letter| !matches!(letter, ' ' | '\t' | '_' | '-' | '\u{A0}'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Limits, Sources, Syntax, read};

    fn shown(head: &str) -> Vec<String> {
        let mut sources = Sources::new();
        let file = sources.add("a.csv", head.as_bytes().to_vec());
        let parsed = read(&sources, file, Syntax::Csv, Limits::default());
        let row = parsed.tree.roots().next().unwrap().items().next().unwrap();
        let show = |cell: Node<'_>| match column(cell) {
            Column::Member { kind, name, at, .. } => {
                assert_eq!(sources.slice(at), name);
                format!("{kind} {name}")
            }
            Column::Skill(name) => format!("skill {name}"),
            Column::Unread { name, near, .. } => format!("unread {name} {near:?}"),
            other => format!("{other:?}"),
        };
        row.items().map(show).collect()
    }

    #[test]
    fn names_of_columns_are_tolerated_in_many_spellings() {
        assert_eq!(
            shown("ACTION,user_name,EmployeeID,Is-Agent,first name,e-mail"),
            ["Action", "UserName", "Text(EmployeeId)", "IsAgent", "Text(FirstName)", "Text(Email)"]
        );
        assert_eq!(
            shown("Agent Group:Chat:L2,AGENTGROUP: Chat ,access groups:All,Skill:Chat,Switch:SIP,skill:"),
            [
                "agent-group Chat:L2",
                "agent-group Chat",
                "access-group All",
                "skill Chat",
                "unread Switch:SIP None",
                "unread skill: None"
            ]
        );
    }

    #[test]
    fn an_unknown_column_has_a_nearest_one_only_where_it_is_near() {
        assert_eq!(
            shown("Usernam,Acess Group:A,Password,Wrap-up,Folder Path,Login Code"),
            [
                "unread Usernam Some(\"Username\")",
                "unread Acess Group:A Some(\"Access Group\")",
                "unread Password None",
                "unread Wrap-up None",
                "unread Folder Path None",
                "unread Login Code None"
            ]
        );
    }
}
