//! Which node stands at a place, in what, and whether anything else refers to it.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::{Kind, Node, Span, Tree};

/// A map or list with what stands in it.
#[derive(Debug)]
pub(super) struct Container<'t> {
    pub(super) node: Node<'t>,
    /// The container in which it stands, and as which of its children.
    pub(super) above: Option<(usize, usize)>,
    pub(super) children: Vec<Child<'t>>,
    /// Whether an alias refers to it as well.
    shared: bool,
}

/// An entry of a map or an item of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Child<'t> {
    pub(super) key: Option<Node<'t>>,
    pub(super) value: Node<'t>,
}

/// Where a key or a scalar stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    start: u32,
    end: u32,
    pub(super) container: usize,
    /// As which child.
    pub(super) at: usize,
    pub(super) is_key: bool,
    /// Whether it stands in several places of the tree.
    shared: bool,
}

/// All keys and values of a file, by place.
#[derive(Debug)]
pub(super) struct Index<'t> {
    pub(super) containers: Vec<Container<'t>>,
    /// Sorted by start; each place once.
    places: Vec<Place>,
    comments: Vec<Range<usize>>,
    /// Containers by identity.
    known: FxHashMap<u32, usize>,
}

impl<'t> Index<'t> {
    pub(super) fn new(tree: &'t Tree<'t>) -> Self {
        let comments = tree.comments().map(Span::range).collect();
        let mut index =
            Self { containers: Vec::new(), places: Vec::new(), comments, known: FxHashMap::default() };
        for root in tree.roots() {
            index.walk(root, None);
        }
        index.comments.sort_by_key(|comment| comment.start);
        index.places.sort_by_key(|place| (place.start, place.end));
        index.places.dedup_by(|again, first| {
            let same = (again.start, again.end) == (first.start, first.end);
            first.shared |= same;
            same
        });
        index
    }

    fn walk(&mut self, node: Node<'t>, above: Option<(usize, usize)>) {
        let id = self.containers.len();
        if let Some(&known) = self.known.get(&node.identity()) {
            self.containers[known].shared = true;
            return;
        }
        let children: Vec<Child<'t>> = match node.kind() {
            Kind::Map => {
                node.entries().map(|entry| Child { key: Some(entry.key), value: entry.value }).collect()
            }
            Kind::List => node.items().map(|item| Child { key: None, value: item }).collect(),
            Kind::Scalar | Kind::Null => return,
        };
        self.known.insert(node.identity(), id);
        self.containers.push(Container { node, above, children: children.clone(), shared: false });
        for (at, Child { key, value }) in children.into_iter().enumerate() {
            if let Some(key) = key {
                self.note(key, id, at, true);
            }
            match value.kind() {
                Kind::Map | Kind::List => self.walk(value, Some((id, at))),
                Kind::Scalar | Kind::Null => self.note(value, id, at, false),
            }
        }
    }

    fn note(&mut self, node: Node<'_>, container: usize, at: usize, is_key: bool) {
        let Span { start, end, .. } = node.span();
        self.places.push(Place { start, end, container, at, is_key, shared: false });
    }

    /// The key or scalar in which a span lies.
    pub(super) fn find(&self, span: Span) -> Option<Place> {
        let after = self.places.partition_point(|place| place.start <= span.start);
        let place = self.places[..after].last()?;
        (span.end <= place.end).then_some(*place)
    }

    /// Where the key or scalar ends that begins at `at`, if one does that is not empty.
    pub(super) fn end_of(&self, at: usize) -> Option<usize> {
        let from = self.places.partition_point(|place| (place.start as usize) < at);
        let own = self.places[from..].iter().take_while(|place| place.start as usize == at);
        own.map(|place| place.end as usize).filter(|&end| end > at).max()
    }

    pub(super) fn node(&self, place: Place) -> Node<'t> {
        let child = self.containers[place.container].children[place.at];
        if place.is_key { child.key.unwrap_or(child.value) } else { child.value }
    }

    pub(super) fn container(&self, place: Place) -> &Container<'t> {
        &self.containers[place.container]
    }

    /// Whether a change here would show elsewhere.
    pub(super) fn is_shared(&self, place: Place) -> bool {
        let mut above = Some(place.container);
        while let Some(at) = above {
            if self.containers[at].shared {
                return true;
            }
            above = self.containers[at].above.map(|(container, _)| container);
        }
        place.shared
    }

    /// Whether something inside a child is referred to from elsewhere, or is itself such a reference.
    pub(super) fn holds_shared(&self, container: usize, at: usize) -> bool {
        let Child { key, value } = self.containers[container].children[at];
        let is_shared = |node: Node<'_>| self.find(node.span()).is_none_or(|place| place.shared);
        if key.is_some_and(is_shared) {
            return true;
        }
        match value.kind() {
            Kind::Scalar | Kind::Null => is_shared(value),
            Kind::Map | Kind::List => self.known.get(&value.identity()).is_none_or(|&inner| {
                let container = &self.containers[inner];
                container.shared || (0..container.children.len()).any(|at| self.holds_shared(inner, at))
            }),
        }
    }

    pub(super) fn comment_at(&self, at: usize) -> bool {
        self.comments.binary_search_by_key(&at, |comment| comment.start).is_ok()
    }

    /// Where the comment ends that begins at `at`.
    pub(super) fn comment_end(&self, at: usize) -> Option<usize> {
        let found = self.comments.binary_search_by_key(&at, |comment| comment.start).ok()?;
        Some(self.comments[found].end)
    }

    /// Whether a comment begins in a range.
    pub(super) fn has_comment(&self, range: Range<usize>) -> bool {
        let from = self.comments.partition_point(|comment| comment.start < range.start);
        self.comments.get(from).is_some_and(|comment| comment.start < range.end)
    }
}
