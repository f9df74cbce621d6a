//! A tree that was read from XML, looked at as elements.

use super::super::{Entry, Kind, Node, Span, Style, Tree};

/// An XML element. Names are local: a namespace prefix is left out.
#[derive(Debug, Clone, Copy)]
pub struct Element<'t> {
    name: Node<'t>,
    node: Node<'t>,
}

impl<'t> Element<'t> {
    /// The root elements of a file; a sound one has one.
    pub fn roots(tree: &'t Tree<'_>) -> impl Iterator<Item = Self> {
        tree.roots().flat_map(Self::inside)
    }

    fn inside(node: Node<'t>) -> impl Iterator<Item = Self> + use<'t> {
        node.entries()
            .filter(|entry| entry.value.kind() == Kind::Map)
            .map(|Entry { key, value }| Self { name: key, node: value })
    }

    /// The local name.
    #[must_use]
    pub fn name(self) -> &'t str {
        local(self.name.text())
    }

    /// Where the name stands in the start tag.
    #[must_use]
    pub fn name_span(self) -> Span {
        self.name.span()
    }

    /// Where the element stands, from its start tag to its end tag.
    #[must_use]
    pub fn span(self) -> Span {
        self.node.span()
    }

    /// The attributes, in order, duplicates kept; declarations of namespaces are none.
    pub fn attributes(self) -> impl Iterator<Item = Attribute<'t>> + use<'t> {
        self.written().filter(|entry| !is_namespace(entry.key.text())).map(|Entry { key, value }| Attribute {
            name: local(key.text()),
            key: key.span(),
            value,
        })
    }

    /// The value of the attribute with this local name.
    #[must_use]
    pub fn attribute(self, name: &str) -> Option<Node<'t>> {
        self.written().find(|entry| is_named(entry.key.text(), name)).map(|entry| entry.value)
    }

    /// The attributes as they stand, declarations of namespaces among them.
    fn written(self) -> impl Iterator<Item = Entry<'t>> + use<'t> {
        self.node
            .entries()
            .take_while(|entry| entry.value.kind() == Kind::Scalar && entry.key.style() != Style::Absent)
    }

    /// The child elements, in order.
    pub fn children(self) -> impl Iterator<Item = Self> + use<'t> {
        Self::inside(self.node)
    }
}

/// An attribute of an [`Element`].
#[derive(Debug, Clone, Copy)]
pub struct Attribute<'t> {
    /// The local name.
    pub name: &'t str,
    /// Where the name stands.
    pub key: Span,
    /// The value, a scalar.
    pub value: Node<'t>,
}

fn is_namespace(name: &str) -> bool {
    name == "xmlns" || name.starts_with("xmlns:")
}

fn local(name: &str) -> &str {
    let colon = name.bytes().rposition(|byte| byte == b':');
    colon.map_or(name, |colon| &name[colon + 1..])
}

/// Whether an attribute has this local name, in which there is no colon.
fn is_named(written: &str, name: &str) -> bool {
    let prefix = written.len().wrapping_sub(name.len() + 1);
    written == name
        || (written.as_bytes().get(prefix) == Some(&b':')
            && written.ends_with(name)
            && !is_namespace(written))
}
