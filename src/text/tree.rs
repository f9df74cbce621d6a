//! The spanned tree: maps, lists and scalars with the place of every key and value, in the order of the file.
//!
//! Duplicates stay, nothing is typed: a scalar is the text that stands in the file. Records are 24 bytes and
//! borrow their text from the source; only text with escapes or folded lines is copied.

mod build;

pub(super) use build::Mark;

use super::{FileId, Span};

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Keys with values, in order, duplicates kept.
    Map,
    /// Items in order.
    List,
    /// Text, as it stands in the file.
    Scalar,
    /// JSON's `null`; the other dialects have no such value.
    Null,
}

/// How a scalar or a key is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: `no`, `30`, `Chat hold`.
    Plain,
    /// In single quotes.
    SingleQuoted,
    /// In double quotes.
    DoubleQuoted,
    /// A block (YAML `|`, `>`) or a multi-line string (TOML `"""`, `'''`).
    Block,
    /// Nothing is there, as in `key:`; the text is empty and the span is where a value would stand.
    Absent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Map,
    List,
    Scalar,
    Null,
    Key,
    Alias,
}

const NONE: u32 = 0;

/// `a` and `b` depend on the tag. Map, List: first and last child. Key: value, copied text. Scalar: column, copied
/// text. Alias: target. Copied text is an index into `Tree::copied` plus one. `next` links keys and items.
#[derive(Debug, Clone, Copy)]
struct Record {
    start: u32,
    end: u32,
    next: u32,
    a: u32,
    b: u32,
    tag: Tag,
    style: Style,
}

const _: () = assert!(size_of::<Record>() <= 24);

impl Record {
    fn new(tag: Tag, start: usize, end: usize) -> Self {
        let (start, end) = (start as u32, end as u32);
        Self { start, end, next: NONE, a: NONE, b: NONE, tag, style: Style::Plain }
    }
}

/// How much a reader takes before it stops with a [`SyntaxError`] and keeps what it has.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Deepest nesting of maps and lists.
    pub depth: usize,
    /// Nodes of one file after its YAML aliases are expanded.
    pub expanded_nodes: u64,
    /// Longest value of an XML attribute, in bytes.
    pub attribute_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 128, expanded_nodes: 50_000_000, attribute_bytes: 1 << 20 }
    }
}

/// What is wrong with the form of a file, and what would cure it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// What is wrong: lower case, no final full stop.
    pub message: String,
    /// What to do, if anything useful can be said.
    pub help: Option<String>,
}

/// Everything a reader got out of one file: errors never take away what could be read.
#[derive(Debug)]
pub struct Parsed<'s> {
    /// What could be read.
    pub tree: Tree<'s>,
    /// Every error, in the order of the file.
    pub errors: Vec<SyntaxError>,
}

/// One file as nodes. A YAML stream has a root for each document; a file without content has none.
#[derive(Debug)]
pub struct Tree<'s> {
    file: FileId,
    text: &'s str,
    records: Vec<Record>,
    copied: Vec<Box<str>>,
    roots: Vec<u32>,
    comments: Vec<(u32, u32)>,
}

/// A place in a [`Tree`] under construction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NodeId(u32);

/// The text of a scalar or key for the builder: from the source (between the quotes, by style) or copied.
pub(super) type Copied = Option<Box<str>>;

impl<'s> Tree<'s> {
    /// A tree without nodes.
    #[must_use]
    pub fn new(file: FileId, text: &'s str) -> Self {
        let records = vec![Record::new(Tag::Null, 0, 0)];
        Self { file, text, records, copied: Vec::new(), roots: Vec::new(), comments: Vec::new() }
    }

    /// The file the tree was read from.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The documents of the file.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.roots.iter().map(|&at| Node::new(self, at))
    }

    /// Where comments stand, without line ends, in order.
    pub fn comments(&self) -> impl Iterator<Item = Span> {
        self.comments.iter().map(|&(start, end)| Span { file: self.file, start, end })
    }

    fn text_of(&self, record: &Record) -> &str {
        if record.b != NONE {
            return &self.copied[record.b as usize - 1];
        }
        let (start, end) = (record.start as usize, record.end as usize);
        match record.style {
            Style::SingleQuoted | Style::DoubleQuoted => self.text.get(start + 1..end.saturating_sub(1)),
            Style::Absent => None,
            Style::Plain | Style::Block => self.text.get(start..end),
        }
        .unwrap_or_default()
    }
}

/// A map, list or scalar of a [`Tree`]; aliases are followed.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree<'t>,
    at: u32,
}

/// A key with its value.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'t> {
    /// The key, a scalar.
    pub key: Node<'t>,
    /// The value.
    pub value: Node<'t>,
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind() {
            Kind::Map => {
                f.debug_map().entries(self.entries().map(|entry| (entry.key.text(), entry.value))).finish()
            }
            Kind::List => f.debug_list().entries(self.items()).finish(),
            Kind::Scalar => write!(f, "{:?}", self.text()),
            Kind::Null => f.write_str("null"),
        }
    }
}

impl<'t> Node<'t> {
    fn new(tree: &'t Tree<'t>, at: u32) -> Self {
        let record = &tree.records[at as usize];
        let at = if record.tag == Tag::Alias { record.a } else { at };
        Self { tree, at }
    }

    fn record(self) -> &'t Record {
        &self.tree.records[self.at as usize]
    }

    /// A number that only this node of the tree has; what an alias refers to has the same one by all ways.
    pub(super) fn identity(self) -> u32 {
        self.at
    }

    /// What the node is; a key is a scalar.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self.record().tag {
            Tag::Map => Kind::Map,
            Tag::List => Kind::List,
            Tag::Scalar | Tag::Key => Kind::Scalar,
            Tag::Null | Tag::Alias => Kind::Null,
        }
    }

    /// Where the node stands, quotes included.
    #[must_use]
    pub fn span(self) -> Span {
        let record = self.record();
        Span { file: self.tree.file, start: record.start, end: record.end }
    }

    /// Where the text of a scalar stands, quotes not included. Offsets into [`Self::text`] are offsets into this
    /// span unless the text was copied (escapes, blocks): then it is the whole span.
    #[must_use]
    pub fn text_span(self) -> Span {
        let (record, span) = (self.record(), self.span());
        match record.style {
            Style::SingleQuoted | Style::DoubleQuoted if record.b == NONE => {
                Span { start: span.start + 1, end: span.end - 1, ..span }
            }
            _ => span,
        }
    }

    /// Whether [`Self::text`] stands letter by letter in [`Self::text_span`].
    #[must_use]
    pub fn is_verbatim(self) -> bool {
        let record = self.record();
        // What an alias of nothing stands for is not the alias.
        record.b == NONE && (record.style != Style::Absent || record.start == record.end)
    }

    /// The text of a scalar or key, `""` for anything else.
    #[must_use]
    pub fn text(self) -> &'t str {
        match self.record().tag {
            Tag::Scalar | Tag::Key => self.tree.text_of(self.record()),
            _ => "",
        }
    }

    /// How the scalar or key is written.
    #[must_use]
    pub fn style(self) -> Style {
        self.record().style
    }

    /// The column in which a field of a CSV row stands, from 0.
    #[must_use]
    pub fn column(self) -> usize {
        if self.record().tag == Tag::Scalar { self.record().a as usize } else { 0 }
    }

    /// The keys and values of a map, in order; nothing for anything else.
    pub fn entries(self) -> impl Iterator<Item = Entry<'t>> + use<'t> {
        let first = if self.record().tag == Tag::Map { self.record().a } else { NONE };
        let tree = self.tree;
        chain(tree, first).map(move |at| Entry {
            key: Self { tree, at },
            value: Node::new(tree, tree.records[at as usize].a),
        })
    }

    /// The items of a list, in order; nothing for anything else.
    pub fn items(self) -> impl Iterator<Item = Self> + use<'t> {
        let first = if self.record().tag == Tag::List { self.record().a } else { NONE };
        let tree = self.tree;
        chain(tree, first).map(move |at| Node::new(tree, at))
    }

    /// The value of the last entry with this key.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Self> {
        self.entries().filter(|entry| entry.key.text() == key).last().map(|entry| entry.value)
    }
}

fn chain<'t>(tree: &'t Tree<'t>, first: u32) -> impl Iterator<Item = u32> + use<'t> {
    std::iter::successors((first != NONE).then_some(first), move |&at| {
        let next = tree.records[at as usize].next;
        (next != NONE).then_some(next)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    #[test]
    fn order_and_duplicates_are_kept_and_text_is_borrowed() {
        let mut sources = Sources::new();
        let file = sources.add("a.json", br#"{"b":"1","a":"x\ty","b":"2"}"#.to_vec());
        let text = sources.get(file).text();
        let mut tree = Tree::new(file, text);
        let map = tree.add_map(0);
        for ((key, value), copied) in [((1, 4), (5, 8)), ((9, 12), (13, 19)), ((20, 23), (24, 27))]
            .into_iter()
            .zip([None, Some("x\ty"), None])
        {
            let value = tree.add_scalar(value.0, value.1, Style::DoubleQuoted, copied.map(Into::into));
            tree.add_entry(map, key, Style::DoubleQuoted, None, value);
        }
        tree.set_end(map, text.len());
        tree.add_root(map);
        let root = tree.roots().next().unwrap();
        let pairs: Vec<_> = root.entries().map(|e| (e.key.text(), e.value.text())).collect();
        assert_eq!(pairs, [("b", "1"), ("a", "x\ty"), ("b", "2")]);
        assert_eq!(root.get("b").unwrap().text(), "2");
        let values: Vec<_> = root.entries().map(|e| e.value).collect();
        assert_eq!(sources.slice(values[0].span()), "\"1\"");
        assert_eq!(sources.slice(values[0].text_span()), "1");
        assert!(!values[1].is_verbatim());
    }
}
