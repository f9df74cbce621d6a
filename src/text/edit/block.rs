//! YAML's lists and maps of lines.

use super::super::{Kind, Node, Span};
use super::index::Place;
use super::{Editor, Edits, blank, lines};

impl Editor<'_> {
    pub(super) fn remove_from_block(&self, container: usize, at: usize) -> Option<Edits> {
        let children = &self.index.containers[container].children;
        let child = children[at];
        let (start, end) = (child.key.unwrap_or(child.value).span().start as usize, child.value.span().end);
        let first = match child.key {
            Some(_) => start,
            None => self.dash_before(start)?,
        };
        if let [_] = children.as_slice() {
            return self.empty_block(container, first, end as usize);
        }
        let Some(lines) = self.whole_lines(first, end as usize) else {
            return self.remove_behind_dash(container, at);
        };
        // What is left must not be taken out meanwhile.
        let next = children.get(1).filter(|_| at == 0);
        let guard = next.map(|next| next.key.unwrap_or(next.value).span());
        Some(Edits { guards: guard.into_iter().collect(), ..self.one(lines, String::new()) })
    }

    /// The dash of an item that stands alone behind it.
    fn dash_before(&self, start: usize) -> Option<usize> {
        let before = self.text[..start].trim_end_matches([' ', '\t']);
        let dash = before.len().checked_sub(1)?;
        (before.ends_with('-') && before.len() < start).then_some(dash)
    }

    /// Takes the first entry out of a map that begins behind the dash of a list.
    fn remove_behind_dash(&self, container: usize, at: usize) -> Option<Edits> {
        let children = &self.index.containers[container].children;
        let (own, next) = (children[at], children.get(at + 1)?);
        let (start, end) = (own.key?.span().start as usize, next.key?.span().start as usize);
        let between = own.value.span().end as usize..end;
        let is_free = at == 0 && self.text[between].trim().is_empty();
        is_free.then(|| Edits {
            guards: vec![next.key.map_or(next.value.span(), Node::span)],
            ..self.one(start..end, String::new())
        })
    }

    /// Takes the only child out. A map that is left empty goes too, as far as it is the value of a key and no comment
    /// goes with it; else brackets are left.
    fn empty_block(&self, container: usize, start: usize, end: usize) -> Option<Edits> {
        let node = self.index.containers[container].node;
        let brackets = if node.kind() == Kind::Map { "{}" } else { "[]" };
        let above = self.index.containers[container].above;
        let parent = above.map(|(above, at)| self.index.containers[above].children[at]);
        let Some(key) = parent.and_then(|parent| parent.key) else {
            return Some(self.one(start..end, brackets.to_owned()));
        };
        let colon = self.colon_after(key)?;
        let behind = lines::end(self.text, colon);
        let is_alone = self.text[colon..behind].trim().is_empty()
            || self.index.comment_at(colon + blank(&self.text[colon..behind]));
        if let Some(edits) = self.remove_with_map(container, colon..lines::end(self.text, start)) {
            return Some(edits);
        }
        let lines = self.whole_lines(start, end).filter(|_| is_alone)?;
        if lines.start == colon {
            return Some(self.one(lines, format!(" {brackets}")));
        }
        Some(Edits {
            edits: vec![self.edit(colon..colon, format!(" {brackets}")), self.edit(lines, String::new())],
            guards: vec![Span::new(self.file, colon, start)],
        })
    }

    /// Where the `|` or `>` of a value stands whose text begins on the next line.
    pub(super) fn block_indicator(&self, place: Place) -> Option<usize> {
        let child = self.index.container(place).children[place.at];
        let colon = self.colon_after(child.key?)?;
        let header = &self.text[colon..child.value.span().start as usize];
        let at = header.find(['|', '>']).filter(|&at| header[..at].trim().is_empty())?;
        let is_plain = |character: char| character.is_ascii_digit() || " \t\r\n+-".contains(character);
        header[at + 1..].chars().all(is_plain).then_some(colon + at)
    }

    /// Behind the colon of a key.
    fn colon_after(&self, key: Node<'_>) -> Option<usize> {
        let end = key.span().end as usize;
        let rest = &self.text[end..];
        let at = end + blank(rest);
        self.text[at..].starts_with(':').then_some(at + 1)
    }

    pub(super) fn insert_into_block(&self, node: Node<'_>, items: &[String]) -> Option<Edits> {
        let (start, end) = (node.span().start as usize, node.span().end as usize);
        let dash = self.dash_before(start)?;
        self.whole_lines(dash, end)?;
        let from = lines::start(self.text, dash);
        let (indent, at) = (&self.text[from..start], lines::end(self.text, end));
        let ending = lines::ending(self.text, end);
        let added: String = items.iter().map(|item| format!("{ending}{indent}{item}")).collect();
        Some(self.one(at..at, added))
    }
}
