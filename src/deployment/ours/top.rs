//! The lists of a file, and the objects in them.

use rustc_hash::FxHashMap;

use super::super::builder::{Builder, Part, Raw};
use super::super::fields::{AGENT_IDENTITY, AGENT_NAME};
use super::super::problem::{Problem, Shape};
use super::super::recognise::{TOP, list_kind, near_list};
use super::{Reader, is_nothing, new_object, shape};
use crate::names::{ObjectKind, Symbol};
use crate::text::{Entry, Kind, Node, Span, Tree};

/// The outermost map of a file that may come in parts.
#[derive(Debug)]
pub(in super::super) struct Top {
    /// Position of the first object.
    first: usize,
    /// The tenant of the objects that name none.
    tenant: Option<(Symbol, Span)>,
    /// What stands where the tenant should, if it is no text.
    no_tenant: Option<(Span, Shape)>,
    /// Where each list was written last.
    lists: FxHashMap<String, Span>,
}

impl Top {
    pub(in super::super) fn new(builder: &Builder) -> Self {
        Self { first: builder.raws.len(), tenant: None, no_tenant: None, lists: FxHashMap::default() }
    }

    /// Reads a tree; its first document goes on with the last one of the tree before.
    pub(in super::super) fn read(&mut self, builder: &mut Builder, tree: &Tree<'_>) {
        for (at, root) in tree.roots().enumerate() {
            if at > 0 {
                self.close(builder);
                *self = Self::new(builder);
            }
            Reader { builder, seen: Vec::new(), path: String::new() }.document(self, root);
        }
    }

    /// Says what can be said only when everything was read.
    pub(in super::super) fn close(&mut self, builder: &mut Builder) {
        if let Some((span, found)) = self.no_tenant.take() {
            let (key, expected) = ("tenant".to_owned(), Shape::Value);
            builder.problems.push(Problem::WrongShape { span, key, found, expected, option: false });
        }
    }
}

impl Reader<'_> {
    fn document(&mut self, top: &mut Top, root: Node<'_>) {
        if root.kind() != Kind::Map {
            return;
        }
        if let Some(Entry { value, .. }) = root.entries().filter(|entry| entry.key.text() == "tenant").last()
        {
            let is_text = value.kind() == Kind::Scalar;
            let tenant = is_text.then(|| (self.builder.names.intern(value.text()), value.text_span()));
            top.no_tenant = (!is_text).then(|| (value.span(), shape(value)));
            let before = std::mem::replace(&mut top.tenant, tenant);
            for raw in &mut self.builder.raws[top.first..] {
                if raw.object.kind != ObjectKind::Tenant && (raw.tenant.is_none() || raw.tenant == before) {
                    raw.tenant = tenant;
                }
            }
        }
        for Entry { key, value } in root.entries() {
            let name = key.text();
            let before = top.lists.insert(name.to_owned(), key.span());
            // The same key once more begins another part of the file.
            let is_new = before != Some(key.span());
            if let Some(first) = before.filter(|_| is_new) {
                self.twice(name, first, key.span());
            }
            if let Some(kind) = list_kind(name) {
                self.list(kind, name, value, top.tenant);
            } else if is_new && !TOP.contains(&name) {
                let nearest = near_list(name);
                self.problem(Problem::UnknownKey {
                    key: name.to_owned(),
                    span: key.span(),
                    of: None,
                    nearest,
                });
            }
        }
    }

    fn list(&mut self, kind: ObjectKind, name: &str, node: Node<'_>, tenant: Option<(Symbol, Span)>) {
        match node.kind() {
            Kind::List => {
                for item in node.items() {
                    self.object(kind, item, tenant);
                }
            }
            _ if is_nothing(node) => {}
            _ => self.wrong_shape(name, node, Shape::List, false),
        }
    }

    fn object(&mut self, kind: ObjectKind, node: Node<'_>, tenant: Option<(Symbol, Span)>) {
        let mut raw = Raw {
            object: new_object(kind, Symbol::EMPTY, node.span()),
            text: node.span(),
            tenant: tenant.filter(|_| kind != ObjectKind::Tenant),
            tenant_is_number: false,
            is_number: false,
            part: Part::Whole,
        };
        let (references, allows) = (self.builder.references.len(), self.builder.allows.len());
        match node.kind() {
            Kind::Map => {
                self.seen.clear();
                let is_only_named = self.is_only_named(kind, node);
                for entry in node.entries() {
                    if !is_only_named || AGENT_IDENTITY.contains(&entry.key.text()) {
                        self.field(&mut raw, entry);
                    }
                }
            }
            Kind::Scalar if kind == ObjectKind::Agent && !is_nothing(node) => {
                raw.object.name = self.builder.names.intern(node.text());
                raw.object.at = node.text_span();
            }
            _ => {
                self.wrong_shape(kind.list(), node, Shape::Map, false);
                return;
            }
        }
        if raw.object.name == Symbol::EMPTY {
            self.builder.references.truncate(references);
            self.builder.allows.truncate(allows);
            self.problem(Problem::MissingName { span: node.span(), kind });
            return;
        }
        self.builder.raws.push(raw);
    }

    /// Whether nobody asks for more of an object than its name.
    fn is_only_named(&self, kind: ObjectKind, node: Node<'_>) -> bool {
        let Some(agent) = self.builder.only_agent.as_deref().filter(|_| kind == ObjectKind::Agent) else {
            return false;
        };
        let bare = agent.split_once('/').map_or(agent, |(_, bare)| bare);
        let is_asked_for = |name: &str| name.eq_ignore_ascii_case(agent) || name.eq_ignore_ascii_case(bare);
        let is_name = |entry: &Entry<'_>| AGENT_NAME.contains(&entry.key.text());
        !node.entries().any(|entry| is_name(&entry) && is_asked_for(entry.value.text()))
    }
}
