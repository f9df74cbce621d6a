//! Anchors, aliases and merge keys, and what they would cost if they were written out.

use rustc_hash::FxHashMap;

use super::super::tree::NodeId;
use super::super::{Kind, Style};
use super::lines;
use super::reader::{COMPLEX_KEY, Frame, Reader, Scalar, Slot};

/// What an entry taken over by a merge key counts: it is a record of its own, unlike an aliased node.
const MERGED_ENTRY: u64 = 8;

/// A node with everything in it, aliases written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Weight {
    /// Nodes, itself included.
    size: u64,
    /// Containers from the node down to the deepest one.
    height: usize,
}

impl Weight {
    /// One node without children.
    pub(super) const LEAF: Self = Self { size: 1, height: 0 };

    /// Adds a child.
    pub(super) fn add(&mut self, child: Self) {
        self.size = self.size.saturating_add(child.size);
        self.height = self.height.max(child.height);
    }

    /// The weight of what a merge key takes over: its entries move up.
    pub(super) fn merged(self) -> Self {
        Self { height: self.height.saturating_sub(1), ..self }
    }

    /// The weight of a container that has all its children.
    pub(super) fn contained(self) -> Self {
        Self { height: self.height + 1, ..self }
    }
}

#[derive(Debug, Clone, Copy)]
struct Anchor {
    node: NodeId,
    weight: Weight,
}

/// The anchors of the current document, by name.
#[derive(Debug, Default)]
pub(super) struct Anchors<'s> {
    names: FxHashMap<&'s str, Anchor>,
    /// What each definition replaced, to take it back.
    log: Vec<(&'s str, Option<Anchor>)>,
}

impl<'s> Anchors<'s> {
    pub(super) fn clear(&mut self) {
        self.names.clear();
        self.log.clear();
    }

    /// Number of definitions so far.
    pub(super) fn len(&self) -> usize {
        self.log.len()
    }

    /// Takes back all but the first `len` definitions.
    pub(super) fn truncate(&mut self, len: usize) {
        while self.log.len() > len {
            match self.log.pop() {
                Some((name, Some(before))) => self.names.insert(name, before),
                Some((name, None)) => self.names.remove(name),
                None => None,
            };
        }
    }

    fn define(&mut self, name: &'s str, node: NodeId) {
        let before = self.names.insert(name, Anchor { node, weight: Weight::LEAF });
        self.log.push((name, before));
    }

    /// Notes the weight of a container that is now complete.
    pub(super) fn weigh(&mut self, name: &str, node: NodeId, weight: Weight) {
        if let Some(anchor) = self.names.get_mut(name).filter(|anchor| anchor.node == node) {
            anchor.weight = weight;
        }
    }
}

impl Reader<'_> {
    /// The node before was anchored by the `&name` at `start..end`.
    pub(super) fn anchor(&mut self, start: usize, end: usize) {
        let name = self.text.get(start + 1..end).unwrap_or_default();
        let node = match (self.last, self.stack.last()) {
            (Some(node), _) => node,
            // A key is no node yet, but its text can be referred to.
            (None, Some(Frame { slot: Slot::Key(key), .. })) => {
                self.tree.add_scalar(key.start, key.end, key.style, key.copied.clone())
            }
            _ => return,
        };
        self.anchors.define(name, node);
        if let Some(top) = self.stack.last_mut().filter(|top| top.node == node) {
            top.anchor = Some(name);
        }
    }

    /// A `*name` at `start..end`: a key, or a node.
    pub(super) fn alias(&mut self, start: usize, end: usize) {
        let is_key = self.awaits_key();
        let node = match self.target(start, end) {
            Ok(target) if is_key => {
                let key = self.tree.node(target.node);
                if key.kind() == Kind::Scalar {
                    let copied = Some(key.text().into());
                    self.last = None;
                    self.fill(Slot::Key(Scalar { start, end, style: Style::Plain, copied }));
                } else {
                    self.refuse_key(Slot::Refused, start, end, COMPLEX_KEY);
                }
                return;
            }
            Ok(target) => {
                self.total = self.total.saturating_add(target.weight.size);
                let is_value = self.stack.last().is_some_and(|top| !top.list);
                let node = if is_value { target.node } else { self.tree.add_alias(start, end, target.node) };
                self.place(node, target.weight);
                return;
            }
            Err(message) => {
                if let Some((message, help)) = message {
                    self.error(start, end, message, Some(&help));
                }
                if is_key {
                    self.fill(Slot::Refused);
                    return;
                }
                self.tree.add_scalar(start, end, Style::Absent, None)
            }
        };
        self.total += 1;
        self.place(node, Weight::LEAF);
    }

    /// What an alias refers to; or what is wrong with it and what to do, unless that was said before.
    fn target(&mut self, start: usize, end: usize) -> Result<Anchor, Option<(String, String)>> {
        let name = self.text.get(start + 1..end).unwrap_or_default();
        let Some(&anchor) = self.anchors.names.get(name) else {
            return Err(Some((
                format!("there is no anchor `&{name}` above"),
                format!("write `&{name}` before the node that is meant, or put `*{name}` in quotes"),
            )));
        };
        if self.stack.iter().any(|frame| frame.node == anchor.node) {
            return Err(Some((
                format!("`*{name}` refers to a node that contains it"),
                "write the content out instead".into(),
            )));
        }
        let limit = self.limits.depth;
        if self.stack.len() + anchor.weight.height > limit {
            return Err(Some((
                format!("with `*{name}` written out, lists and maps are nested more than {limit} deep"),
                "write the content flatter".into(),
            )));
        }
        if self.total.saturating_add(anchor.weight.size) > self.limits.expanded_nodes {
            return Err(self.exhausted(format!("`*{name}`")));
        }
        Ok(anchor)
    }

    fn exhausted(&mut self, what: String) -> Option<(String, String)> {
        let limit = self.limits.expanded_nodes;
        let first = !std::mem::replace(&mut self.is_exhausted, true);
        first.then(|| {
            (
                format!("with {what} written out, the file has more than {limit} nodes"),
                "this and every further alias that is too large is read as absent".into(),
            )
        })
    }

    /// The value of a `<<` key is complete.
    pub(super) fn plan_merge(&mut self, node: NodeId) {
        let value = self.tree.node(node);
        // An alias that was refused stands as an absent scalar that is not empty.
        let refused = value.style() == Style::Absent && value.span().start < value.span().end;
        let range = value.span().range();
        match self.tree.merge_sources(node) {
            Some(sources) => {
                if let Some(top) = self.stack.last_mut() {
                    top.merges.extend(sources);
                }
            }
            None if refused => {}
            None => self.error(
                range.start,
                range.end,
                "`<<` can only merge a map, an alias of a map, or a list of these",
                Some("put the key in quotes if `<<` is meant as a name"),
            ),
        }
    }

    /// Merges into a map that has all its own entries: its own keys win, then the earlier source.
    pub(super) fn merge(&mut self, frame: &Frame<'_>) {
        if self.total > self.limits.expanded_nodes {
            let end = lines::next_char(self.text, frame.start);
            if let Some((message, help)) = self.exhausted("all merge keys".into()) {
                self.error(frame.start, end, message, Some(&help));
            }
            return;
        }
        let merged = self.tree.merge(frame.node, &frame.merges) as u64;
        self.total = self.total.saturating_add(merged * MERGED_ENTRY);
    }
}
