//! Objects of the configuration layer as JSON, in the forms of two tools: mutagen (its formats JSON, COMPACT_JSON and
//! RAW) and the interface of GAX, as `genesys-tools dump` keeps what that answers.
//!
//! The fields are those of the configuration layer, spelled in several ways: `userName` and `username`. mutagen refers
//! to objects by name, and to persons by employee id; RAW and GAX refer by the number in the Configuration Database.
//! Source of the forms: mutagen's code and the files of its tests, the code of `go-genesys` and `genesys-tools`. How RAW
//! writes lists of members and options is inferred: it is the objects' XML, turned into JSON.

mod fields;
mod members;
mod object;
mod pairs;
mod variables;

pub(super) use self::variables::variables;

use rustc_hash::FxHashMap;

use super::builder::Builder;
use super::native::{self, Unread};
use super::ours::shape;
use super::problem::{Problem, Shape};
use crate::names::Symbol;
use crate::text::{Entry, FileId, Kind, Node, Span, SyntaxError, Tree};

/// The key of what mutagen says of an export.
pub(super) const METADATA: &str = "__metadata__";

/// The forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// mutagen's JSON.
    Mutagen,
    /// mutagen's COMPACT_JSON, which leaves out what is false, zero or empty.
    Compact,
    /// mutagen's RAW.
    Raw,
    /// The interface of GAX: one object, or a list of them.
    Gax,
}

impl Dialect {
    /// Whether objects are referred to by their numbers.
    fn has_numbers(self) -> bool {
        matches!(self, Self::Raw | Self::Gax)
    }
}

/// The form of a document, if it is one of these.
pub(super) fn dialect(root: Node<'_>) -> Option<Dialect> {
    /// So many items are looked at: some may be broken.
    const LOOKED_AT: usize = 16;
    match root.kind() {
        Kind::Map if is_gax(root) => Some(Dialect::Gax),
        Kind::Map => {
            let is_raw = |entry: Entry<'_>| is_raw_list(entry.key.text()) && entry.value.kind() == Kind::List;
            let metadata = root.get(METADATA).filter(|node| node.kind() == Kind::Map);
            let name = metadata.and_then(|node| node.get("formatName")).map(|name| name.text());
            match name {
                Some("RAW") => Some(Dialect::Raw),
                Some("COMPACT_JSON") => Some(Dialect::Compact),
                Some("JSON") => Some(Dialect::Mutagen),
                _ if root.entries().any(is_raw) => Some(Dialect::Raw),
                _ => metadata.map(|_| Dialect::Mutagen),
            }
        }
        Kind::List => root.items().take(LOOKED_AT).any(is_gax).then_some(Dialect::Gax),
        Kind::Scalar | Kind::Null => None,
    }
}

/// Whether a node is an object of GAX: it says of which type it is.
fn is_gax(node: Node<'_>) -> bool {
    node.get("type").is_some_and(|word| {
        word.text().starts_with("Cfg") && (node.get("dbid").is_some() || node.get("state").is_some())
    })
}

/// Whether a key of RAW names a type of objects: `CFGAgentGroup`.
fn is_raw_list(key: &str) -> bool {
    key.strip_prefix("CFG").is_some_and(|name| name.starts_with(|first: char| first.is_ascii_uppercase()))
}

/// Reads one file.
pub(super) fn read(builder: &mut Builder, file: FileId, tree: &Tree<'_>, dialect: Dialect) {
    for root in tree.roots() {
        let mut reader = Reader {
            builder,
            dialect,
            unread: Unread::new(file),
            path: String::new(),
            seen: FxHashMap::default(),
            prototypes: FxHashMap::default(),
        };
        if dialect == Dialect::Gax {
            reader.gax(root);
        } else {
            reader.mutagen(root);
        }
        let unread = reader.unread.problem();
        builder.problems.extend(unread);
    }
}

struct Reader<'b, 't> {
    builder: &'b mut Builder,
    dialect: Dialect,
    unread: Unread<'t>,
    /// The option's name while nested sections are flattened; reused.
    path: String,
    /// The fields of the object being read; reused.
    seen: FxHashMap<&'t str, Span>,
    /// The types of the application templates, by their names.
    prototypes: FxHashMap<&'t str, Symbol>,
}

impl<'t> Reader<'_, 't> {
    /// Lists of objects by type.
    fn mutagen(&mut self, root: Node<'t>) {
        let is_raw = self.dialect == Dialect::Raw;
        for Entry { key, value } in root.entries() {
            if key.text() == "appPrototypes" {
                self.prototypes(value);
            }
        }
        let mut lists: FxHashMap<&str, Span> = FxHashMap::default();
        for Entry { key, value } in root.entries() {
            let name = key.text();
            if name == METADATA || is_nothing(name, value) {
                continue;
            }
            if let Some(first) = lists.insert(name, key.span()) {
                self.twice(name, first, key.span());
            }
            if value.kind() != Kind::List {
                self.wrong_shape(name, value, Shape::List, false);
                continue;
            }
            // `agentGroups`, `CFGAgentGroup`.
            let word = if is_raw { name } else { name.strip_suffix('s').unwrap_or(name) };
            for item in value.items() {
                self.item(word, name, item);
            }
        }
    }

    /// Objects that say of which type they are.
    fn gax(&mut self, root: Node<'t>) {
        if root.kind() == Kind::Map {
            self.gax_object(root);
        }
        for item in root.items() {
            self.gax_object(item);
        }
    }

    fn gax_object(&mut self, item: Node<'t>) {
        match item.get("type").filter(|word| !word.text().is_empty()) {
            Some(word) => self.item(word.text(), word.text(), item),
            None if item.kind() == Kind::Map => {
                self.malformed(start(item), "this object has no `type`".into());
            }
            None => self.wrong_shape("objects", item, Shape::Map, false),
        }
    }

    /// One object of a type; `of` is how that is written.
    fn item(&mut self, word: &'t str, of: &'t str, item: Node<'t>) {
        match native::kind(word) {
            _ if item.kind() != Kind::Map => self.wrong_shape(of, item, Shape::Map, false),
            Some(kind) => self.object(kind, of, item),
            None if is_enumerator_value(word) => self.enumerator_value(of, item),
            None => self.unread.count(of, "", start(item)),
        }
    }

    /// The types of application templates: applications of mutagen name their template and no type.
    fn prototypes(&mut self, list: Node<'t>) {
        for item in list.items() {
            if let (Some(name), Some(word)) = (item.get("name"), item.get("type")) {
                let ours = native::type_word(crate::names::ObjectKind::Application, word.text());
                self.prototypes.insert(name.text(), self.builder.names.intern(ours));
            }
        }
    }

    /// The text of a value. RAW may write `{"value": ..}` around it.
    fn text(&mut self, name: &str, node: Node<'t>) -> Option<Node<'t>> {
        let inner = if node.kind() == Kind::Map { node.get("value") } else { Some(node) };
        let text = inner.filter(|node| node.kind() == Kind::Scalar);
        if text.is_none() {
            self.wrong_shape(name, node, Shape::Value, false);
        }
        text
    }

    fn wrong_shape(&mut self, key: &str, node: Node<'_>, expected: Shape, option: bool) {
        let (span, key, found) = (node.span(), key.to_owned(), shape(node));
        self.builder.problems.push(Problem::WrongShape { span, key, found, expected, option });
    }

    /// A list or field that is written again.
    fn twice(&mut self, key: &str, first: Span, again: Span) {
        let key = key.to_owned();
        let problem = Problem::DuplicateKey { object: None, key, option: false, first, again, same: false };
        self.builder.problems.push(problem);
    }

    /// Something without which an object means nothing.
    fn malformed(&mut self, span: Span, message: String) {
        self.builder.problems.push(Problem::Syntax(SyntaxError { span, message, help: None }));
    }
}

/// Where an object begins, or the whole of what is none.
fn start(node: Node<'_>) -> Span {
    let is_bracket = matches!(node.kind(), Kind::Map | Kind::List);
    if is_bracket { node.span().part(0, 1) } else { node.span() }
}

/// Whether nothing stands where something could: in these exports also an empty text, an empty list or map or one around
/// such, and the number 0.
fn is_nothing(key: &str, node: Node<'_>) -> bool {
    match node.kind() {
        Kind::Null => true,
        Kind::Scalar => node.text().is_empty() || (node.text() == "0" && is_number(key)),
        Kind::Map => match node.get("value").filter(|value| value.kind() == Kind::Scalar) {
            Some(value) => is_nothing(key, value),
            None => is_hollow(node, 2),
        },
        Kind::List => is_hollow(node, 0),
    }
}

/// Whether a list or map is empty, or a map around such.
fn is_hollow(node: Node<'_>, deepest: usize) -> bool {
    match node.kind() {
        Kind::Map => node.entries().all(|entry| deepest > 0 && is_hollow(entry.value, deepest - 1)),
        Kind::List => node.items().next().is_none(),
        Kind::Scalar | Kind::Null => false,
    }
}

/// Whether a field holds the number of another object.
fn is_number(key: &str) -> bool {
    let end = key.len().saturating_sub(4);
    key.get(end..).is_some_and(|end| end.eq_ignore_ascii_case("dbid")) || key.eq_ignore_ascii_case("folderid")
}

fn is_enumerator_value(word: &str) -> bool {
    let bare = word.get(3..).filter(|_| word.get(..3).is_some_and(|cfg| cfg.eq_ignore_ascii_case("cfg")));
    bare.unwrap_or(word).eq_ignore_ascii_case("EnumeratorValue")
}
