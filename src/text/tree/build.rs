//! How readers build a [`Tree`].

use rustc_hash::FxHashSet;

use super::super::FileId;
use super::{Copied, Kind, NONE, Node, NodeId, Record, Style, Tag, Tree, chain};

/// How much a [`Tree`] held at some point; see [`Tree::truncate`].
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Mark {
    records: usize,
    copied: usize,
    comments: usize,
}

impl NodeId {
    /// A small number of its own for each node, in the order in which nodes are made.
    pub(in super::super) fn index(self) -> usize {
        self.0 as usize
    }
}

impl<'s> Tree<'s> {
    /// An empty tree with room for about `nodes` keys and values.
    pub(in super::super) fn with_room(file: FileId, text: &'s str, nodes: usize) -> Self {
        let mut tree = Self::new(file, text);
        tree.records.reserve_exact(nodes);
        tree
    }

    fn push(&mut self, record: Record) -> NodeId {
        let id = self.records.len() as u32;
        self.records.push(record);
        NodeId(id)
    }

    fn keep(&mut self, copied: Copied) -> u32 {
        copied.map_or(NONE, |text| {
            self.copied.push(text);
            self.copied.len() as u32
        })
    }

    /// A scalar whose span includes its quotes. `copied` is its text where that is not what stands in the file.
    pub(in super::super) fn add_scalar(
        &mut self,
        start: usize,
        end: usize,
        style: Style,
        copied: Copied,
    ) -> NodeId {
        let b = self.keep(copied);
        self.push(Record { style, b, ..Record::new(Tag::Scalar, start, end) })
    }

    /// Appends a field to a row of a table.
    pub(in super::super) fn add_field(
        &mut self,
        row: NodeId,
        column: usize,
        (start, end): (usize, usize),
        style: Style,
        copied: Copied,
    ) {
        let field = self.add_scalar(start, end, style, copied);
        self.records[field.0 as usize].a = column as u32;
        self.link(row, field);
    }

    /// JSON's `null`.
    pub(in super::super) fn add_null(&mut self, start: usize, end: usize) -> NodeId {
        self.push(Record::new(Tag::Null, start, end))
    }

    /// An empty map that starts at `start`; see [`Self::set_end`].
    pub(in super::super) fn add_map(&mut self, start: usize) -> NodeId {
        self.push(Record::new(Tag::Map, start, start))
    }

    /// An empty list that starts at `start`.
    pub(in super::super) fn add_list(&mut self, start: usize) -> NodeId {
        self.push(Record::new(Tag::List, start, start))
    }

    /// A node that stands for another one (a YAML alias as a list item or root).
    pub(in super::super) fn add_alias(&mut self, start: usize, end: usize, target: NodeId) -> NodeId {
        self.push(Record { a: target.0, ..Record::new(Tag::Alias, start, end) })
    }

    /// Sets where a map or list ends.
    pub(in super::super) fn set_end(&mut self, node: NodeId, end: usize) {
        self.records[node.0 as usize].end = end as u32;
    }

    /// Appends a key with its value to a map. One value may stand under several keys (merged YAML maps).
    pub(in super::super) fn add_entry(
        &mut self,
        map: NodeId,
        (start, end): (usize, usize),
        style: Style,
        copied: Copied,
        value: NodeId,
    ) {
        let b = self.keep(copied);
        let key = self.push(Record { style, a: value.0, b, ..Record::new(Tag::Key, start, end) });
        self.link(map, key);
    }

    /// Appends a key to a map; its value is the node that is added next.
    pub(in super::super) fn add_key(
        &mut self,
        map: NodeId,
        (start, end): (usize, usize),
        style: Style,
        copied: Copied,
    ) {
        let value = NodeId(self.records.len() as u32 + 1);
        self.add_entry(map, (start, end), style, copied, value);
    }

    /// Number of keys and values so far.
    pub(in super::super) fn added(&self) -> usize {
        self.records.len() - 1
    }

    /// Appends an item to a list.
    pub(in super::super) fn add_item(&mut self, list: NodeId, item: NodeId) {
        self.link(list, item);
    }

    fn link(&mut self, parent: NodeId, child: NodeId) {
        let parent = parent.0 as usize;
        let last = self.records[parent].b;
        if last == NONE {
            self.records[parent].a = child.0;
        } else {
            self.records[last as usize].next = child.0;
        }
        self.records[parent].b = child.0;
    }

    /// Cuts off what was read up to `end` and gives it away. What is left has the map of the last document, its last key
    /// and the list under it, still without items; map and list are told. There must be no comment so far.
    pub(in super::super) fn cut(&mut self, end: usize, room: usize) -> (Self, [NodeId; 2]) {
        let start = |record: &Record| record.start as usize;
        let map = self.roots.last().map_or(NONE, |&root| root);
        let key = self.records[self.records[map as usize].b as usize];
        let list = key.a;
        let copied = (key.b != NONE).then(|| self.copied[key.b as usize - 1].clone());
        let mut rest = Self::with_room(self.file, self.text, room);
        let again = rest.add_map(start(&self.records[map as usize]));
        rest.add_root(again);
        rest.add_key(again, (start(&key), key.end as usize), key.style, copied);
        let again = [again, rest.add_list(start(&self.records[list as usize]))];
        for open in [map, list] {
            self.set_end(NodeId(open), end);
        }
        (std::mem::replace(self, rest), again)
    }

    /// Appends a document.
    pub(in super::super) fn add_root(&mut self, root: NodeId) {
        self.roots.push(root.0);
    }

    /// Notes a comment.
    pub(in super::super) fn add_comment(&mut self, start: usize, end: usize) {
        self.comments.push((start as u32, end as u32));
    }

    /// A node under construction, to look at.
    pub(in super::super) fn node(&self, id: NodeId) -> Node<'_> {
        Node::new(self, id.0)
    }

    /// How much there is now.
    pub(in super::super) fn mark(&self) -> Mark {
        Mark { records: self.records.len(), copied: self.copied.len(), comments: self.comments.len() }
    }

    /// Forgets everything since `mark`; nothing older may refer to it.
    pub(in super::super) fn truncate(&mut self, mark: Mark) {
        self.records.truncate(mark.records);
        self.copied.truncate(mark.copied);
        self.comments.truncate(mark.comments);
    }

    /// What a YAML merge key may take over: the map itself, or the maps of a list. The items of such a list that
    /// are absent are left out. `None` for anything else.
    pub(in super::super) fn merge_sources(&self, node: NodeId) -> Option<Vec<NodeId>> {
        let kind = |node: &Node<'_>| match node.kind() {
            Kind::Scalar if node.style() == Style::Absent => None,
            kind => Some(kind),
        };
        let value = self.node(node);
        if value.kind() == Kind::Map {
            return Some(vec![NodeId(value.at)]);
        }
        let items = value.items().filter(|item| kind(item).is_some());
        let maps = || items.map(|item| (item.kind() == Kind::Map).then_some(NodeId(item.at))).collect();
        (value.kind() == Kind::List).then(maps)?
    }

    /// Appends those entries of `sources` whose keys the map has not got by then; says how many.
    pub(in super::super) fn merge(&mut self, map: NodeId, sources: &[NodeId]) -> usize {
        let mut keys: FxHashSet<&str> = self.node(map).entries().map(|entry| entry.key.text()).collect();
        let first = |source: &NodeId| self.records[source.0 as usize].a;
        let merged: Vec<Record> = sources
            .iter()
            .flat_map(|source| chain(self, first(source)))
            .map(|at| self.records[at as usize])
            .filter(|record| keys.insert(self.text_of(record)))
            .collect();
        for record in &merged {
            let key = self.push(Record { next: NONE, ..*record });
            self.link(map, key);
        }
        merged.len()
    }

    /// The entries of a map after the one given, each as its own id, its key and its value.
    pub(in super::super) fn keys_after(
        &self,
        map: NodeId,
        after: Option<NodeId>,
    ) -> impl Iterator<Item = (NodeId, &str, NodeId)> {
        let first = after.map_or(self.records[map.0 as usize].a, |key| self.records[key.0 as usize].next);
        chain(self, first).map(|at| {
            let record = &self.records[at as usize];
            (NodeId(at), self.text_of(record), NodeId(record.a))
        })
    }

    /// The last item of a list.
    pub(in super::super) fn last_item(&self, list: NodeId) -> Option<NodeId> {
        let record = &self.records[list.0 as usize];
        (record.tag == Tag::List && record.b != NONE).then_some(NodeId(record.b))
    }
}
