//! Our own form: a file holds lists of objects, each object a map of fields.

mod quiet;
mod top;
mod write;

pub(super) use top::Top;
pub use write::OurForm;

use super::FieldKey;
use super::allow;
use super::builder::{Builder, By, Part, Raw, Reference};
use super::fields::{self, Role};
use super::model::{Field, Object, Relation};
use super::native;
use super::problem::{Problem, Shape};
use crate::names::{ObjectKind, ObjectName, Symbol, nearest};
use crate::text::{Entry, FileId, Kind, Node, Span, Style, Tree};

const FLAGS: &[&str] = &["true", "false"];

/// Reads one file.
pub(super) fn read(builder: &mut Builder, tree: &Tree<'_>) {
    let mut top = Top::new(builder);
    top.read(builder, tree);
    top.close(builder);
}

/// Reads the options of a CFG file onto an object that stands elsewhere; `near` may name its tenant.
pub(super) fn read_options(
    builder: &mut Builder,
    tree: &Tree<'_>,
    of: &ObjectName,
    near: Option<String>,
    at: Span,
) {
    let mut object = new_object(of.kind, builder.names.intern(&of.rest), at);
    let near = near.map(|near| builder.names.intern(&near));
    let mut reader = Reader { builder, seen: Vec::new(), path: String::new() };
    for root in tree.roots() {
        reader.sections(&mut object, root, false);
    }
    let part = Part::Options { near };
    builder.raws.push(Raw {
        object,
        text: at,
        tenant: None,
        tenant_is_number: false,
        is_number: false,
        part,
    });
}

/// An object of which only the name is known yet.
pub(super) fn new_object(kind: ObjectKind, name: Symbol, at: Span) -> Object {
    Object {
        kind,
        name,
        tenant: Symbol::EMPTY,
        at,
        enabled: true,
        is_agent: true,
        is_virtual: false,
        is_mentioned: false,
        fields: Vec::new(),
        options: Vec::new(),
    }
}

pub(super) fn shape(node: Node<'_>) -> Shape {
    match node.kind() {
        Kind::Map => Shape::Map,
        Kind::List => Shape::List,
        Kind::Scalar => Shape::Value,
        Kind::Null => Shape::Null,
    }
}

/// Whether nothing stands where something could: `key:` or null.
fn is_nothing(node: Node<'_>) -> bool {
    node.kind() == Kind::Null || node.style() == Style::Absent
}

struct Reader<'b> {
    builder: &'b mut Builder,
    /// The fields of the object being read; reused.
    seen: Vec<(Role, Span)>,
    /// The option's name while nested tables are flattened; reused.
    path: String,
}

impl Reader<'_> {
    fn field(&mut self, raw: &mut Raw, Entry { key, value }: Entry<'_>) {
        let kind = raw.object.kind;
        let name = key.text();
        let Some(role) = fields::role(kind, name) else {
            let nearest = nearest(name, fields::names(kind));
            self.problem(Problem::UnknownKey {
                key: name.to_owned(),
                span: key.span(),
                of: Some(kind),
                nearest,
            });
            return;
        };
        if let Some(&(_, first)) = self.seen.iter().find(|&&(known, _)| known == role) {
            self.twice(name, first, key.span());
        }
        self.seen.push((role, key.span()));
        match role {
            Role::Name => {
                if let Some(value) = self.text(name, value) {
                    raw.object.name = self.builder.names.intern(value.text());
                    raw.object.at = value.text_span();
                }
            }
            Role::Tenant => {
                if let Some(value) = self.text(name, value) {
                    raw.tenant = Some((self.builder.names.intern(value.text()), value.text_span()));
                }
            }
            Role::Mentioned => {
                if self.flag("mentioned", value) == Some(true) {
                    raw.part = Part::Mention;
                }
            }
            Role::Enabled => raw.object.enabled = self.flag("enabled", value).unwrap_or(true),
            Role::IsAgent => raw.object.is_agent = self.flag("is-agent", value).unwrap_or(true),
            Role::Virtual => raw.object.is_virtual = self.flag("virtual", value).unwrap_or(false),
            Role::Options => self.sections(&mut raw.object, value, true),
            Role::Allow => allow::entries(self.builder, name, value),
            Role::Text(key) => self.text_field(&mut raw.object, key, value),
            // Kept, never judged: any shape will do.
            Role::Texts(key @ (FieldKey::Skills | FieldKey::AgentLogins)) => {
                let at = value.text_span();
                let mut text = String::new();
                flatten(value, &mut text);
                let value = self.builder.names.intern(&text);
                raw.object.fields.push(Field { key, value, at });
            }
            Role::Texts(key) => self.items(name, value, |reader, item| {
                let value = reader.builder.names.intern(item.text());
                raw.object.fields.push(Field { key, value, at: item.text_span() });
            }),
            Role::Of(relation, of) => {
                if let Some(value) = self.text(name, value) {
                    self.reference(relation, of, value.text(), value.text_span(), false);
                }
            }
            Role::In(relation, of) => self.references(name, value, relation, of, false),
            Role::Has(relation, of) => self.references(name, value, relation, of, true),
            Role::Members => self.items(name, value, Self::member),
        }
    }

    fn text_field(&mut self, object: &mut Object, key: FieldKey, value: Node<'_>) {
        let Some(node) = self.text(key.as_str(), value) else { return };
        let word = node.text();
        let words = fields::words(object.kind, key);
        // Other types exist and are kept; only a word that is nearly one of ours is a mistake.
        if !words.contains(&word) && nearest(word, words.iter().copied()).is_some() {
            let (span, field, word) = (node.text_span(), key.as_str(), word.to_owned());
            self.problem(Problem::UnknownWord { span, field, word, words });
        }
        let value = self.builder.names.intern(word);
        object.fields.push(Field { key, value, at: node.text_span() });
    }

    fn references(&mut self, name: &str, node: Node<'_>, relation: Relation, of: ObjectKind, member: bool) {
        self.items(name, node, |reader, item| {
            reader.reference(relation, of, item.text(), item.text_span(), member);
        });
    }

    fn member(&mut self, item: Node<'_>) {
        let (text, span) = (item.text(), item.text_span());
        let (kind, name, span) = match text.split_once('/') {
            None => (Some(ObjectKind::Agent), text, span),
            Some((word, name)) => {
                let kind = ObjectKind::ALL.into_iter().find(|kind| kind.as_str() == word);
                let behind = if item.is_verbatim() { span.part(word.len() + 1, text.len()) } else { span };
                (kind, name, behind)
            }
        };
        match kind {
            Some(kind @ (ObjectKind::Agent | ObjectKind::AccessGroup | ObjectKind::AgentGroup)) => {
                self.reference(Relation::Role, kind, name, span, true);
            }
            _ => {
                let (field, word) = ("members", text.to_owned());
                let words = &["agent/NAME", "access-group/NAME", "agent-group/NAME"];
                self.problem(Problem::UnknownWord { span: item.text_span(), field, word, words });
            }
        }
    }

    fn reference(&mut self, relation: Relation, kind: ObjectKind, name: &str, at: Span, member: bool) {
        let reference = Reference {
            object: self.builder.next(),
            relation,
            kind,
            by: By::Name,
            name: self.builder.names.intern(name),
            tenant: None,
            at,
            link: None,
            member,
            missing: false,
            gone: false,
        };
        self.builder.references.push(reference);
    }

    /// The options of an object. With `nested`, an option's name may be written as maps in maps, part by part.
    fn sections(&mut self, object: &mut Object, node: Node<'_>, nested: bool) {
        if node.kind() != Kind::Map {
            if !is_nothing(node) {
                self.wrong_shape("options", node, Shape::Map, false);
            }
            return;
        }
        for Entry { key, value } in node.entries() {
            if value.kind() != Kind::Map {
                if !is_nothing(value) {
                    self.wrong_shape(key.text(), value, Shape::Map, false);
                }
                continue;
            }
            let section = self.builder.names.intern(key.text());
            self.path.clear();
            self.section(object, section, value, nested);
        }
    }

    fn section(&mut self, object: &mut Object, section: Symbol, node: Node<'_>, nested: bool) {
        for Entry { key, value } in node.entries() {
            let before = self.path.len();
            if before > 0 {
                self.path.push('.');
            }
            self.path.push_str(key.text());
            match value.kind() {
                Kind::Scalar => {
                    let names = &mut self.builder.names;
                    object.options.push(native::setting(names, section, &self.path, key, value));
                }
                Kind::Map if nested => self.section(object, section, value, nested),
                Kind::Map | Kind::List | Kind::Null => {
                    let path = self.path.clone();
                    self.wrong_shape(&path, value, Shape::Value, true);
                }
            }
            self.path.truncate(before);
        }
    }

    /// Takes the items of a list of texts, one by one; what is no text is a problem and left out.
    fn items<'t>(&mut self, name: &str, node: Node<'t>, mut take: impl FnMut(&mut Self, Node<'t>)) {
        match node.kind() {
            Kind::List => {
                for item in node.items() {
                    if item.kind() == Kind::Scalar {
                        take(self, item);
                    } else {
                        self.wrong_shape(name, item, Shape::Value, false);
                    }
                }
            }
            _ if is_nothing(node) => {}
            _ => self.wrong_shape(name, node, Shape::List, false),
        }
    }

    /// The node, if it is a text.
    fn text<'t>(&mut self, name: &str, node: Node<'t>) -> Option<Node<'t>> {
        if node.kind() == Kind::Scalar {
            return Some(node);
        }
        self.wrong_shape(name, node, Shape::Value, false);
        None
    }

    fn flag(&mut self, name: &'static str, node: Node<'_>) -> Option<bool> {
        match self.text(name, node)?.text() {
            "true" => Some(true),
            "false" => Some(false),
            other => {
                let (span, word) = (node.text_span(), other.to_owned());
                self.problem(Problem::UnknownWord { span, field: name, word, words: FLAGS });
                None
            }
        }
    }

    fn wrong_shape(&mut self, key: &str, node: Node<'_>, expected: Shape, option: bool) {
        let (span, key, found) = (node.span(), key.to_owned(), shape(node));
        self.problem(Problem::WrongShape { span, key, found, expected, option });
    }

    /// A list or field that is written again.
    fn twice(&mut self, key: &str, first: Span, again: Span) {
        let key = key.to_owned();
        self.problem(Problem::DuplicateKey { object: None, key, option: false, first, again, same: false });
    }

    fn problem(&mut self, problem: Problem) {
        self.builder.problems.push(problem);
    }
}

/// A value of any shape as one text: `Chat 9, Premium 8`.
fn flatten(node: Node<'_>, text: &mut String) {
    let separate = |text: &mut String, by: &str| {
        if !text.is_empty() {
            text.push_str(by);
        }
    };
    match node.kind() {
        Kind::Scalar => text.push_str(node.text()),
        Kind::List => {
            for item in node.items() {
                separate(text, ", ");
                flatten(item, text);
            }
        }
        Kind::Map => {
            for Entry { key, value } in node.entries() {
                separate(text, ", ");
                text.push_str(key.text());
                text.push(' ');
                flatten(value, text);
            }
        }
        Kind::Null => {}
    }
}

/// The start of a file, for findings about the file as a whole.
pub(super) fn start_of(file: FileId, len: usize) -> Span {
    Span::new(file, 0, len.min(1))
}
