//! Those who belong to a group or role: names, employee ids, numbers.

use super::super::builder::{By, Reference};
use super::super::model::Relation;
use super::super::native;
use super::super::problem::{Problem, Shape};
use super::{Reader, is_nothing};
use crate::names::ObjectKind;
use crate::text::{Entry, Kind, Node, Span};

/// How deep members may lie in the lists around them: `{"id": [{"dbid": ..}]}`.
const DEEPEST: usize = 4;

/// The fields that hold the number of a member, and its type.
const NUMBERS: [&str; 2] = ["dbid", "objectdbid"];
const TYPES: [&str; 2] = ["type", "objecttype"];

impl<'t> Reader<'_, 't> {
    /// The members in a list.
    pub(super) fn members(&mut self, kind: ObjectKind, name: &'t str, of: &'t str, list: Node<'t>) {
        if !self.dialect.has_numbers() {
            if list.kind() != Kind::List {
                self.wrong_shape(name, list, Shape::List, false);
            }
            for item in list.items() {
                match item.kind() {
                    Kind::Scalar if kind == ObjectKind::Role => self.role_member(item),
                    Kind::Scalar => {
                        self.refer(kind, ObjectKind::Agent, By::EmployeeId, item.text(), item.text_span());
                    }
                    _ => self.wrong_shape(name, item, Shape::Value, false),
                }
            }
            return;
        }
        let mut found = Vec::new();
        numbers(list, None, DEEPEST, &mut found);
        for (number, written) in found {
            let member = match written {
                None => Some(ObjectKind::Agent),
                Some(word) => native::kind(word.text()).filter(|member| {
                    let role = matches!(member, ObjectKind::AccessGroup | ObjectKind::AgentGroup);
                    *member == ObjectKind::Agent || (kind == ObjectKind::Role && role)
                }),
            };
            match member {
                Some(member) => self.refer(kind, member, By::Number, number.text(), number.text_span()),
                None => self.unread.count(name, of, number.span()),
            }
        }
    }

    /// `person/<employee id>` or `accessgroup/<name>`.
    fn role_member(&mut self, item: Node<'t>) {
        let (text, span) = (item.text(), item.text_span());
        if let Some((word, name)) = text.split_once('/') {
            let behind = if item.is_verbatim() { span.part(word.len() + 1, text.len()) } else { span };
            let by = match native::kind(word) {
                Some(kind @ ObjectKind::Agent) => Some((kind, By::EmployeeId)),
                Some(kind @ (ObjectKind::AccessGroup | ObjectKind::AgentGroup)) => Some((kind, By::Name)),
                _ => None,
            };
            if let Some((member, by)) = by {
                return self.refer(ObjectKind::Role, member, by, name, behind);
            }
        }
        let (field, word) = ("members", text.to_owned());
        let words = &["person/EMPLOYEE-ID", "accessgroup/NAME"];
        self.builder.problems.push(Problem::UnknownWord { span, field, word, words });
    }

    fn refer(&mut self, of: ObjectKind, kind: ObjectKind, by: By, name: &str, at: Span) {
        let reference = Reference {
            object: self.builder.next(),
            relation: match of {
                ObjectKind::AgentGroup => Relation::AgentGroup,
                ObjectKind::AccessGroup => Relation::AccessGroup,
                _ => Relation::Role,
            },
            kind,
            tenant: None,
            by,
            name: self.builder.names.intern(name),
            at,
            link: None,
            member: true,
            missing: false,
            gone: false,
        };
        self.builder.references.push(reference);
    }
}

/// Every number in a list with its type: the list may be a list, or a map around one.
pub(super) fn numbers<'t>(
    node: Node<'t>,
    written: Option<Node<'t>>,
    deepest: usize,
    found: &mut Vec<(Node<'t>, Option<Node<'t>>)>,
) {
    match node.kind() {
        Kind::Scalar => {
            if !is_nothing("dbid", node) {
                found.push((node, written));
            }
        }
        Kind::Null => {}
        _ if deepest == 0 => {}
        Kind::List => node.items().for_each(|item| numbers(item, None, deepest - 1, found)),
        Kind::Map => {
            let plain = |node: Node<'t>| node.get("value").unwrap_or(node);
            let field = |names: [&str; 2]| {
                let is_one = |entry: &Entry<'t>| {
                    let scalar = plain(entry.value).kind() == Kind::Scalar;
                    scalar && names.iter().any(|name| entry.key.text().eq_ignore_ascii_case(name))
                };
                node.entries().find(is_one).map(|entry| plain(entry.value))
            };
            if let Some(number) = field(NUMBERS) {
                numbers(number, field(TYPES), deepest - 1, found);
            } else if let Some(value) = node.get("value") {
                numbers(value, None, deepest - 1, found);
            } else {
                let lists = node.entries().filter(|entry| entry.value.kind() != Kind::Scalar);
                lists.for_each(|entry| numbers(entry.value, None, deepest - 1, found));
            }
        }
    }
}
