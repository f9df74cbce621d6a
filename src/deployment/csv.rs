//! The CSV files in which agents are imported and exported in bulk: attributes and memberships of persons, no options.
//!
//! The first row names the columns, each other row is about one person, whose key is the username. What is documented
//! (Genesys Administrator Extension, "Bulk Import/Export of Agent Data" and "CSV File"; Agent Setup, "Bulk import"): the
//! columns Action, First Name, Last Name, Employee Id, Username and Is Agent; columns `<type>:<name>` for skills, agent
//! groups, access groups and switches; an empty value changes nothing, `/d` deletes. The rest is inferred: how the types
//! are spelled in the columns, what stands in the field of a membership, the names of further columns.

mod columns;

use rustc_hash::FxHashMap;

use self::columns::{Column, column, is_key, is_person_table};
use super::builder::{Builder, By, Change, Part, Raw, Reference};
use super::fields::FieldKey;
use super::model::{Field, Relation};
use super::native::Unread;
use super::ours::new_object;
use super::problem::Problem;
use crate::names::ObjectKind;
use crate::text::{FileId, Node, Span, Tree};

/// What deletes an attribute.
const DELETE: &str = "/d";

/// The words that stand in the first column.
const ACTIONS: &[&str] = &["ADD", "UPDATE", "DELETE"];

/// The words of a flag that are told where another one stands.
const FLAGS: &[&str] = &["Y", "N"];

/// Whether a table is one of persons.
pub(super) fn is_ours(tree: &Tree<'_>) -> bool {
    tree.roots().next().and_then(|table| table.items().next()).is_some_and(is_person_table)
}

/// Whether a text begins with a row of columns that is the first of a table of persons.
pub(super) fn is_head(text: &str) -> bool {
    let line = text.trim_start().lines().next().unwrap_or_default();
    let mut cells = line.split([',', ';', '\t']).map(|cell| cell.trim_matches([' ', '"']));
    line.contains([',', ';', '\t']) && cells.any(is_key)
}

/// Reads one file.
pub(super) fn read(builder: &mut Builder, file: FileId, tree: &Tree<'_>) {
    for table in tree.roots() {
        let mut rows = table.items();
        let Some(head) = rows.next() else { continue };
        let mut reader = Reader { builder, unread: Unread::new(file), seen: FxHashMap::default() };
        let columns = reader.columns(head);
        rows.for_each(|row| reader.row(&columns, row));
        let unread = reader.unread.problem();
        builder.problems.extend(unread);
    }
}

struct Reader<'b, 't> {
    builder: &'b mut Builder,
    unread: Unread<'t>,
    /// Where each username stands.
    seen: FxHashMap<&'t str, Span>,
}

impl<'t> Reader<'_, 't> {
    /// The columns by their numbers; those without a name are none.
    fn columns(&mut self, head: Node<'t>) -> Vec<Option<Column<'t>>> {
        let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
        let mut columns = Vec::new();
        for cell in head.items() {
            if let Some(first) = seen.insert(cell.text(), cell.text_span()) {
                self.twice(cell.text(), first, cell.text_span());
            }
            let column = column(cell);
            if let Column::Unread { near: Some(near), .. } = column {
                self.builder.problems.push(Problem::UnknownKey {
                    key: cell.text().to_owned(),
                    span: cell.text_span(),
                    of: Some(ObjectKind::Agent),
                    nearest: Some(near),
                });
            }
            columns.resize(cell.column() + 1, None);
            columns[cell.column()] = Some(column);
        }
        columns
    }

    fn row(&mut self, columns: &[Option<Column<'t>>], row: Node<'t>) {
        let column = |cell: Node<'t>| columns.get(cell.column()).copied().flatten();
        let cells = || row.items().filter_map(|cell| Some((column(cell)?, cell)));
        let of = |wanted: Column<'_>| cells().find(|(column, _)| *column == wanted).map(|(_, cell)| cell);
        for cell in row.items().filter(|cell| columns.get(cell.column()).is_some_and(Option::is_none)) {
            self.unread.count("field without a column", "", cell.span());
        }
        let Some(name) = of(Column::UserName) else {
            if cells().next().is_some() {
                let kind = ObjectKind::Agent;
                self.builder.problems.push(Problem::MissingName { span: row.span(), kind });
            }
            return;
        };
        let action = of(Column::Action).map_or("UPDATE", |cell| self.action(cell));
        if let Some(first) = self.seen.insert(name.text(), name.text_span()) {
            self.twice(name.text(), first, name.text_span());
        }
        let symbol = self.builder.names.intern(name.text());
        let object = new_object(ObjectKind::Agent, symbol, name.text_span());
        let part = if action == "DELETE" {
            Part::Removal
        } else {
            let mut changes = Vec::new();
            let mut skills = String::new();
            cells().for_each(|(column, cell)| self.cell(column, cell, &mut changes, &mut skills));
            if !skills.is_empty() {
                let value = self.builder.names.intern(&skills);
                let at = row.span();
                changes.push(Change::Field(Field { key: FieldKey::Skills, value, at }));
            }
            Part::Changes(changes)
        };
        self.builder.raws.push(Raw {
            object,
            text: row.span(),
            tenant: None,
            tenant_is_number: false,
            is_number: false,
            part,
        });
    }

    fn cell(&mut self, column: Column<'t>, cell: Node<'t>, changes: &mut Vec<Change>, skills: &mut String) {
        let (text, at) = (cell.text(), cell.text_span());
        let is_gone = text.eq_ignore_ascii_case(DELETE);
        match column {
            Column::Action | Column::UserName => {}
            Column::Text(key) if is_gone => changes.push(Change::Clear(key)),
            Column::Text(key) => {
                let value = self.builder.names.intern(text);
                changes.push(Change::Field(Field { key, value, at }));
            }
            Column::IsAgent => changes.extend(self.flag("Is Agent", cell).map(Change::IsAgent)),
            Column::Enabled => changes.extend(self.flag("Enabled", cell).map(Change::Enabled)),
            Column::Skill(_) if is_gone => {}
            Column::Skill(name) => {
                let comma = if skills.is_empty() { "" } else { ", " };
                skills.extend([comma, name, " ", text]);
            }
            Column::Member { relation, kind, name, at: named } => {
                let reference = Reference {
                    object: self.builder.next(),
                    relation,
                    kind,
                    tenant: None,
                    by: By::Name,
                    name: self.builder.names.intern(name),
                    at: named,
                    link: Some(at),
                    member: false,
                    missing: false,
                    gone: is_gone || flag(text) == Some(false),
                };
                self.builder.references.push(reference);
            }
            // One that is probably another one is told by itself.
            Column::Unread { near: Some(_), .. } => {}
            Column::Unread { name, at, .. } => self.unread.count(name, "", at),
        }
    }

    fn action(&mut self, cell: Node<'t>) -> &'static str {
        let known = ACTIONS.iter().find(|action| action.eq_ignore_ascii_case(cell.text()));
        if known.is_none() {
            let (span, word) = (cell.text_span(), cell.text().to_owned());
            let problem = Problem::UnknownWord { span, field: "Action", word, words: ACTIONS };
            self.builder.problems.push(problem);
        }
        known.copied().unwrap_or("UPDATE")
    }

    fn flag(&mut self, field: &'static str, cell: Node<'t>) -> Option<bool> {
        let flag = flag(cell.text());
        if flag.is_none() {
            let (span, word) = (cell.text_span(), cell.text().to_owned());
            self.builder.problems.push(Problem::UnknownWord { span, field, word, words: FLAGS });
        }
        flag
    }

    /// A column or username that is written again.
    fn twice(&mut self, key: &str, first: Span, again: Span) {
        let key = key.to_owned();
        let problem = Problem::DuplicateKey { object: None, key, option: false, first, again, same: false };
        self.builder.problems.push(problem);
    }
}

fn flag(word: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    match () {
        () if is(&["y", "yes", "true", "1"]) => Some(true),
        () if is(&["n", "no", "false", "0"]) => Some(false),
        () => None,
    }
}

/// What a person becomes a member of by a column of this type.
fn relation(kind: ObjectKind) -> Relation {
    if kind == ObjectKind::AccessGroup { Relation::AccessGroup } else { Relation::AgentGroup }
}
