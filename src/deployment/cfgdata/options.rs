//! Key-value lists: sections with options, or the privileges of a role.

use super::super::model::Setting;
use super::super::native;
use super::super::problem::{Problem, Shape};
use super::Reader;
use crate::text::{Element, Node};

/// What happens to the pairs of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// They are there, and were not before.
    Add,
    /// They are there, whatever was before.
    Change,
    /// They go.
    Delete,
}

/// A pair, or with `Delete` a whole section or container.
#[derive(Debug)]
pub(super) enum Entry {
    /// An option.
    Option(Setting, Action),
    /// A section that goes.
    Section(crate::names::Symbol),
    /// Everything goes.
    All,
}

impl<'t> Reader<'_, 't> {
    /// Every entry of `options` or `userProperties`.
    pub(super) fn entries(&mut self, container: Element<'t>, given: Action) -> Vec<Entry> {
        let given = self.action(container, given);
        let mut entries = Vec::new();
        let mut is_empty = true;
        for list in container.children() {
            is_empty = false;
            let Some(key) = self.key(list) else { continue };
            if list.name() != "list_pair" {
                let (span, key) = (list.span(), key.text().to_owned());
                let (found, expected) = (Shape::Value, Shape::Map);
                let problem = Problem::WrongShape { span, key, found, expected, option: false };
                self.builder.problems.push(problem);
                continue;
            }
            let section = self.builder.names.intern(key.text());
            let action = self.action(list, given);
            if action == Action::Delete && list.children().next().is_none() {
                entries.push(Entry::Section(section));
            }
            self.path.clear();
            self.pairs(list, section, action, &mut entries);
        }
        if is_empty && given == Action::Delete {
            entries.push(Entry::All);
        }
        entries
    }

    fn pairs(
        &mut self,
        list: Element<'t>,
        section: crate::names::Symbol,
        given: Action,
        entries: &mut Vec<Entry>,
    ) {
        for pair in list.children() {
            let kind = pair.name();
            if !matches!(kind, "str_pair" | "int_pair" | "list_pair") {
                self.unread.element(pair);
                continue;
            }
            let Some(key) = self.key(pair) else { continue };
            let action = self.action(pair, given);
            let before = self.path.len();
            if before > 0 {
                self.path.push('.');
            }
            self.path.push_str(key.text());
            if kind == "list_pair" {
                self.pairs(pair, section, action, entries);
            } else if let Some(value) = self.value(pair, key, action) {
                let names = &mut self.builder.names;
                let setting = native::setting(names, section, &self.path, key, value);
                entries.push(Entry::Option(setting, action));
            }
            self.path.truncate(before);
        }
    }

    fn key(&mut self, pair: Element<'t>) -> Option<Node<'t>> {
        let key = pair.attribute("key");
        if key.is_none() {
            self.malformed(pair.name_span(), format!("this `{}` has no `key`", pair.name()));
        }
        key
    }

    /// The value of a pair; a pair that goes needs none.
    fn value(&mut self, pair: Element<'t>, key: Node<'t>, action: Action) -> Option<Node<'t>> {
        let value = pair.attribute("value");
        match action {
            Action::Delete => Some(value.unwrap_or(key)),
            Action::Add | Action::Change => {
                if value.is_none() {
                    let message = format!("the option `{}` has no `value`", key.text());
                    self.malformed(pair.name_span(), message);
                }
                value
            }
        }
    }

    /// What an element says of itself, else what is given.
    pub(super) fn action(&mut self, element: Element<'t>, given: Action) -> Action {
        let Some(action) = element.attribute("action") else { return given };
        match action.text() {
            "add" => Action::Add,
            "change" => Action::Change,
            "delete" => Action::Delete,
            other => {
                let (word, words) = (other.to_owned(), &["add", "change", "delete"]);
                let span = action.text_span();
                self.builder.problems.push(Problem::UnknownWord { span, field: "action", word, words });
                given
            }
        }
    }
}
