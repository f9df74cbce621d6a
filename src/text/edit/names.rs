//! Keys: alone, dotted, of maps above.

use super::super::{Kind, Node, Style, Syntax};
use super::index::Place;
use super::{Editor, Edits, lines, quote};

impl Editor<'_> {
    pub(super) fn rename_key(&self, place: Place, old: &str, new: &str) -> Option<Edits> {
        let node = self.index.node(place);
        if !place.is_key {
            return None;
        }
        let own = node.text();
        let rest = match old.strip_suffix(own)? {
            "" => Some(new),
            above => new.strip_prefix(above).filter(|rest| above.ends_with('.') && !rest.is_empty()),
        };
        match rest {
            Some(rest) => self.renamed(place.container, node, rest),
            None => self.rename_dotted(node, old, new),
        }
    }

    /// Renames one key, unless another one has the name.
    fn renamed(&self, container: usize, key: Node<'_>, new: &str) -> Option<Edits> {
        let children = &self.index.containers[container].children;
        let is_section = self.syntax == Syntax::Cfg && self.index.containers[container].above.is_none();
        let is_taken = children.iter().any(|child| child.key.is_some_and(|key| key.text() == new));
        if is_taken && !is_section {
            return None;
        }
        let in_flow = self.flow_of(container, key.span().start).is_some();
        let written = quote::key(self.syntax, key.style(), in_flow, new)?;
        Some(self.one(key.span().range(), written))
    }

    /// Renames a name that TOML has as a dotted key in one statement.
    fn rename_dotted(&self, last: Node<'_>, old: &str, new: &str) -> Option<Edits> {
        if self.syntax != Syntax::Toml || !old.split('.').chain(new.split('.')).all(quote::is_bare) {
            return None;
        }
        let end = last.span().end as usize;
        let start = end.checked_sub(old.len()).filter(|_| last.style() == Style::Plain)?;
        let is_whole = !self.text[..start]
            .ends_with(|before: char| before.is_ascii_alphanumeric() || matches!(before, '-' | '_'));
        (self.text.get(start..end) == Some(old) && is_whole).then(|| self.one(start..end, new.to_owned()))
    }

    pub(super) fn rename_map(&self, place: Place, old: &str, new: &str) -> Option<Edits> {
        let mut container = place.container;
        loop {
            let (above, at) = self.index.containers[container].above?;
            let key = self.index.containers[above].children[at].key?;
            if key.text() == old {
                self.is_named_once(container).then_some(())?;
                return self.renamed(above, key, new);
            }
            container = above;
        }
    }

    /// Whether the name of a map stands at one place only: TOML may name a table again with each entry.
    fn is_named_once(&self, container: usize) -> bool {
        let Self { text, index, .. } = self;
        let map = &index.containers[container];
        self.syntax != Syntax::Toml
            || text.as_bytes().get(map.node.span().start as usize) == Some(&b'{')
            || map.children.iter().all(|child| {
                let start = child.key.map(|key| key.span().start as usize);
                start.is_some_and(|start| lines::text_start(text, start) == start)
                    && child.value.kind() != Kind::Map
            })
    }
}
