//! Changes to a text that keep everything else as it is: comments, order, indentation, quotes.
//!
//! A [`Change`] says what is meant, at a place that a reader has given; an [`Editor`] says which bytes that takes in the
//! syntax of the file. What cannot be changed without touching something else (a value behind a YAML alias, say) is
//! refused.

mod accept;
mod block;
mod flow;
mod index;
mod lines;
mod names;
mod quote;
#[cfg(test)]
mod tests;

use std::ops::Range;

use index::{Container, Index, Place};

pub use accept::{Accepted, apply};
pub(super) use quote::{double, is_bare, is_special};

use super::{Kind, Span, Style, Syntax, Tree};

/// Bytes to take out and what to put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// The bytes to take out; empty where something is only put in.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// What is to be changed, without a word about how it is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Change {
    /// Puts `new` where `old` stands: a value or an item, or a part of one.
    Write {
        /// Where the text of the value stands, or the part of it.
        at: Span,
        /// What stands there.
        old: String,
        /// What is to stand there.
        new: String,
    },
    /// Gives an entry another key.
    RenameKey {
        /// Where the key stands; of a name that is spread over nested maps, its last part.
        at: Span,
        /// The whole name, parts of nested maps joined with dots.
        old: String,
        /// What it is to be.
        new: String,
    },
    /// Gives the map in which an entry stands another key.
    RenameMap {
        /// Where the key of an entry stands.
        inside: Span,
        /// The key of the map.
        old: String,
        /// What it is to be.
        new: String,
    },
    /// Takes an entry out, with the comment on its line; comments above it stay.
    RemoveEntry {
        /// Where its key stands.
        key: Span,
    },
    /// Takes an item out of a list, likewise.
    RemoveItem {
        /// Where the item stands.
        at: Span,
    },
    /// Puts items into a list, written as their neighbour is.
    InsertItems {
        /// Where the neighbour stands, behind which they come.
        beside: Span,
        /// The items.
        items: Vec<String>,
    },
}

impl Change {
    /// The place by which the change is found.
    #[must_use]
    pub fn place(&self) -> Span {
        match self {
            Self::Write { at, .. } | Self::RenameKey { at, .. } | Self::RemoveItem { at } => *at,
            Self::RenameMap { inside, .. } => *inside,
            Self::RemoveEntry { key } => *key,
            Self::InsertItems { beside, .. } => *beside,
        }
    }
}

/// The bytes that a change takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits {
    /// The edits, none over another.
    pub edits: Vec<TextEdit>,
    /// What has to stay as it is meanwhile.
    pub guards: Vec<Span>,
}

/// Turns changes of one file into edits.
#[derive(Debug)]
pub struct Editor<'t> {
    text: &'t str,
    syntax: Syntax,
    index: Index<'t>,
    file: super::FileId,
}

impl<'t> Editor<'t> {
    /// An editor of the file from which a tree was read. The text must be free of syntax errors: what stands near one
    /// may not be what it seems.
    #[must_use]
    pub fn new(tree: &'t Tree<'t>, text: &'t str, syntax: Syntax) -> Self {
        Self { text, syntax, index: Index::new(tree), file: tree.file() }
    }

    /// The edits that make a change; `None` where it cannot be made, or not without changing something else.
    #[must_use]
    pub fn edits(&self, change: &Change) -> Option<Edits> {
        let place = self.index.find(change.place())?;
        if self.index.is_shared(place) {
            return None;
        }
        match change {
            Change::Write { at, old, new } => self.write(place, *at, old, new),
            Change::RenameKey { old, new, .. } => self.rename_key(place, old, new),
            Change::RenameMap { old, new, .. } => self.rename_map(place, old, new),
            Change::RemoveEntry { .. } if place.is_key => self.remove(place.container, place.at),
            Change::RemoveItem { .. } if self.index.container(place).node.kind() == Kind::List => {
                self.remove(place.container, place.at)
            }
            Change::RemoveEntry { .. } | Change::RemoveItem { .. } => None,
            Change::InsertItems { items, .. } => self.insert(place, items),
        }
    }

    fn write(&self, place: Place, at: Span, old: &str, new: &str) -> Option<Edits> {
        let node = self.index.node(place);
        if place.is_key || node.kind() != Kind::Scalar {
            return None;
        }
        let (text, whole) = (node.text(), node.text_span());
        let text = if text == old {
            new.to_owned()
        } else if at == whole {
            format!("{}{new}", text.strip_suffix(old)?)
        } else {
            let part = (at.start - whole.start) as usize..(at.end - whole.start) as usize;
            (node.is_verbatim() && text.get(part.clone()) == Some(old)).then_some(())?;
            format!("{}{new}{}", &text[..part.start], &text[part.end..])
        };
        let mut range = node.span().range();
        if node.style() == Style::Block && self.syntax == Syntax::Yaml {
            range.start = self.block_indicator(place)?;
        }
        Some(self.one(range, self.written(place, &text)?))
    }

    /// A text as a value or item in the place of another one.
    fn written(&self, place: Place, text: &str) -> Option<String> {
        let node = self.index.node(place);
        let in_flow = self.flow_of(place.container, node.span().start).is_some();
        let written = quote::value(self.syntax, node.style(), in_flow, text)?;
        let is_glued = node.style() == Style::Absent && self.syntax == Syntax::Yaml;
        Some(if is_glued { format!(" {written}") } else { written })
    }

    /// The innermost container in brackets in which a place of `container` stands.
    fn flow_of(&self, container: usize, at: u32) -> Option<usize> {
        let mut next = Some(container);
        while let Some(at_container) = next {
            let Container { node, above, .. } = &self.index.containers[at_container];
            let bracket = if node.kind() == Kind::Map { b'{' } else { b'[' };
            let span = node.span();
            let opens = self.text.as_bytes().get(span.start as usize) == Some(&bracket);
            if opens && span.start <= at && at < span.end && self.syntax != Syntax::Cfg {
                return Some(at_container);
            }
            next = above.map(|(container, _)| container);
        }
        None
    }

    /// Takes a child out of its container.
    fn remove(&self, container: usize, at: usize) -> Option<Edits> {
        let child = self.index.containers[container].children.get(at)?;
        let start = child.key.unwrap_or(child.value).span().start;
        if self.index.holds_shared(container, at) {
            return None;
        }
        if let Some(flow) = self.flow_of(container, start) {
            return self.remove_from_flow(flow, container, start);
        }
        match self.syntax {
            Syntax::Yaml => self.remove_from_block(container, at),
            Syntax::Toml | Syntax::Cfg => {
                let first = self.text.as_bytes().get(child.value.span().start as usize);
                let is_whole = child.value.kind() == Kind::Scalar
                    || self.syntax == Syntax::Toml && matches!(first, Some(b'{' | b'['));
                is_whole.then_some(())?;
                let end = child.value.span().end as usize;
                let key = child.key?.span().start as usize;
                let start = lines::text_start(self.text, key);
                let is_statement = start == key || self.text[start..key].trim_end().ends_with('.');
                let lines = is_statement.then(|| self.whole_lines(start, end))??;
                Some(self.one(lines, String::new()))
            }
            _ => None,
        }
    }

    fn insert(&self, place: Place, items: &[String]) -> Option<Edits> {
        let node = self.index.node(place);
        let is_item = self.index.container(place).node.kind() == Kind::List && node.kind() == Kind::Scalar;
        if !is_item || items.is_empty() {
            return None;
        }
        let items = items.iter().map(|item| self.written(place, item)).collect::<Option<Vec<_>>>()?;
        match self.flow_of(place.container, node.span().start) {
            Some(flow) => self.insert_into_flow(flow, node, &items),
            None if self.syntax == Syntax::Yaml => self.insert_into_block(node, &items),
            None => None,
        }
        // Of two fixes that would add the same item the second one finds it there in the next round.
        .map(|edits| Edits { guards: vec![self.index.container(place).node.span()], ..edits })
    }

    /// The lines from `start` to `end` with the comment behind them, if they hold nothing else.
    fn whole_lines(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let rest = lines::end(self.text, end);
        let behind = &self.text[end..rest];
        let is_free = behind.trim().is_empty() || self.index.comment_at(end + blank(behind));
        let alone = self.text[lines::start(self.text, start)..start].trim().is_empty();
        (is_free && alone).then(|| lines::whole(self.text, start, rest))
    }

    fn one(&self, range: Range<usize>, text: String) -> Edits {
        Edits { edits: vec![self.edit(range, text)], guards: Vec::new() }
    }

    fn edit(&self, range: Range<usize>, text: String) -> TextEdit {
        TextEdit { span: Span::new(self.file, range.start, range.end), text }
    }

    fn has_comment(&self, range: Range<usize>) -> bool {
        self.index.has_comment(range)
    }
}

/// How many bytes of blanks a text begins with.
fn blank(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}
