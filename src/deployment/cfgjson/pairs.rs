//! Options and annexes, as each form writes them: sections of options, triples, nested pairs.

use super::super::model::Setting;
use super::super::native;
use super::super::problem::Shape;
use super::{Dialect, Reader, start};
use crate::names::Symbol;
use crate::text::{Entry, Kind, Node};

/// What a binary value is called where it is told that it is not read.
const BINARY: &str = "binary option";

impl<'t> Reader<'_, 't> {
    /// The options in a container that is called `name` and belongs to an object of the type `of`.
    pub(super) fn options(&mut self, name: &'t str, of: &'t str, container: Node<'t>) -> Vec<Setting> {
        let mut options = Vec::new();
        match self.dialect {
            Dialect::Gax => self.triples(name, container, &mut options),
            Dialect::Raw => self.lists(name, of, container, &mut options),
            Dialect::Mutagen | Dialect::Compact => self.sections(name, of, container, &mut options),
        }
        options
    }

    /// `{"section": {"key": "value"}}`.
    fn sections(&mut self, name: &str, of: &'t str, container: Node<'t>, options: &mut Vec<Setting>) {
        if container.kind() != Kind::Map {
            self.wrong_shape(name, container, Shape::Map, false);
        }
        for Entry { key, value } in container.entries() {
            if value.kind() != Kind::Map {
                self.wrong_shape(key.text(), value, Shape::Map, false);
                continue;
            }
            let section = self.builder.names.intern(key.text());
            self.path.clear();
            self.section(section, of, value, options);
        }
    }

    fn section(&mut self, section: Symbol, of: &'t str, node: Node<'t>, options: &mut Vec<Setting>) {
        for Entry { key, value } in node.entries() {
            let before = self.enter(key.text());
            match value.kind() {
                Kind::Map => self.section(section, of, value, options),
                _ if is_binary(value) => self.unread.count(BINARY, of, value.span()),
                _ => self.option(section, key, value, options),
            }
            self.path.truncate(before);
        }
    }

    /// `{"property": [{"section": .., "key": .., "value": ..}]}`.
    fn triples(&mut self, name: &str, container: Node<'t>, options: &mut Vec<Setting>) {
        let list = container.get("property").unwrap_or(container);
        let is_one = list.get("key").is_some();
        if list.kind() != Kind::List && !is_one {
            self.wrong_shape(name, list, Shape::List, false);
        }
        for triple in list.items().chain(is_one.then_some(list)) {
            let part = |name| triple.get(name).filter(|part: &Node<'t>| part.kind() == Kind::Scalar);
            let (Some(section), Some(key), Some(value)) = (part("section"), part("key"), triple.get("value"))
            else {
                let message = "an option needs `section`, `key` and `value`";
                self.malformed(start(triple), message.into());
                continue;
            };
            let section = self.builder.names.intern(section.text());
            self.path.clear();
            self.path.push_str(key.text());
            self.option(section, key, value, options);
        }
    }

    /// `{"list_pair": {"key": "section", "str_pair": [{"key": .., "value": ..}]}}`.
    fn lists(&mut self, name: &'t str, of: &'t str, container: Node<'t>, options: &mut Vec<Setting>) {
        if container.kind() != Kind::Map {
            self.wrong_shape(name, container, Shape::Map, false);
        }
        for Entry { key, value } in container.entries() {
            if key.text() != "list_pair" {
                self.unread.count(key.text(), of, key.span());
                continue;
            }
            for list in one_or_many(value) {
                let Some(key) = self.key(list) else { continue };
                let section = self.builder.names.intern(key.text());
                self.path.clear();
                self.pairs(section, of, list, options);
            }
        }
    }

    fn pairs(&mut self, section: Symbol, of: &'t str, list: Node<'t>, options: &mut Vec<Setting>) {
        for Entry { key: kind, value } in list.entries() {
            match kind.text() {
                "key" => {}
                "list_pair" | "str_pair" | "int_pair" => {
                    for pair in one_or_many(value) {
                        let Some(key) = self.key(pair) else { continue };
                        let before = self.enter(key.text());
                        if kind.text() == "list_pair" {
                            self.pairs(section, of, pair, options);
                        } else if let Some(value) = pair.get("value") {
                            self.option(section, key, value, options);
                        } else {
                            let message = format!("the option `{}` has no `value`", key.text());
                            self.malformed(key.span(), message);
                        }
                        self.path.truncate(before);
                    }
                }
                other => {
                    one_or_many(value).for_each(|pair| self.unread.count(other, of, start(pair)));
                }
            }
        }
    }

    fn key(&mut self, pair: Node<'t>) -> Option<Node<'t>> {
        let key = pair.get("key").filter(|key| key.kind() == Kind::Scalar);
        if key.is_none() {
            self.malformed(start(pair), "this pair has no `key`".into());
        }
        key
    }

    /// Goes one step deeper; says how long the path was before.
    fn enter(&mut self, key: &str) -> usize {
        let before = self.path.len();
        if before > 0 {
            self.path.push('.');
        }
        self.path.push_str(key);
        before
    }

    /// The option at the end of the path.
    fn option(&mut self, section: Symbol, key: Node<'t>, value: Node<'t>, options: &mut Vec<Setting>) {
        if value.kind() == Kind::Scalar {
            options.push(native::setting(&mut self.builder.names, section, &self.path, key, value));
        } else {
            let path = self.path.clone();
            self.wrong_shape(&path, value, Shape::Value, true);
        }
    }
}

/// The items of a list, or the node itself: XML does not tell a list of one from one.
pub(super) fn one_or_many<'t>(node: Node<'t>) -> impl Iterator<Item = Node<'t>> {
    let one = (node.kind() != Kind::List).then_some(node);
    node.items().chain(one)
}

/// Whether a value is a binary one, which mutagen writes as a list of its base64.
fn is_binary(value: Node<'_>) -> bool {
    let mut items = value.items();
    let only = items.next().is_some_and(|item| item.kind() == Kind::Scalar);
    value.kind() == Kind::List && only && items.next().is_none()
}
