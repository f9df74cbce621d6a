//! Lists and maps in brackets: commas, and lines where each child has its own.

use std::ops::Range;

use super::super::Node;
use super::{Editor, Edits, blank, lines};

/// What stands between the brackets of a container.
struct Flow {
    /// Inside the brackets.
    inner: Range<usize>,
    /// Children from their first to their last byte, comments aside.
    elements: Vec<Range<usize>>,
    /// The comma behind each element but perhaps the last.
    commas: Vec<usize>,
}

impl Editor<'_> {
    fn flow(&self, container: usize) -> Option<Flow> {
        let span = self.index.containers[container].node.span().range();
        let inner = span.start + 1..span.end - 1;
        let mut flow = Flow { inner: inner.clone(), elements: Vec::new(), commas: Vec::new() };
        let (mut at, mut depth) = (inner.start, 0usize);
        let mut element: Option<Range<usize>> = None;
        while at < inner.end {
            let byte = self.text.as_bytes()[at];
            let end = if let Some(end) = self.index.end_of(at) {
                end
            } else if let Some(end) = self.index.comment_end(at) {
                at = end;
                continue;
            } else {
                match byte {
                    b' ' | b'\t' | b'\n' | b'\r' => {
                        at += 1;
                        continue;
                    }
                    b',' if depth == 0 => {
                        flow.elements.push(element.take()?);
                        flow.commas.push(at);
                        at += 1;
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth = depth.checked_sub(1)?,
                    _ => {}
                }
                match byte {
                    // A part of a dotted key, which is a key of its own only once in a file.
                    b'"' | b'\'' => at + 2 + self.text[at + 1..inner.end].find(byte as char)?,
                    _ => at + 1,
                }
            };
            element.get_or_insert(at..end).end = end;
            at = end;
        }
        flow.elements.extend(element);
        Some(flow)
    }

    pub(super) fn remove_from_flow(&self, container: usize, of: usize, start: u32) -> Option<Edits> {
        let flow = self.flow(container)?;
        let at = flow.elements.iter().position(|element| element.contains(&(start as usize)))?;
        if flow.elements.len() == 1 {
            return self.empty_flow(container, of, &flow);
        }
        let own = flow.elements[at].clone();
        let comma = flow.commas.get(at).copied();
        let end = comma.map_or(own.end, |comma| comma + 1);
        let before = at.checked_sub(1).map(|before| flow.commas[before]).filter(|_| comma.is_none());
        let on_lines = self.whole_lines(own.start, end).filter(|lines| lines.end <= flow.inner.end);
        let (first, second) = match (on_lines, before) {
            (Some(lines), None) => (lines, None),
            (Some(lines), Some(comma)) => (comma..comma + 1, Some(lines)),
            (None, Some(comma)) if self.has_comment(comma..own.start) => (comma..comma + 1, Some(own)),
            (None, Some(comma)) => (comma..own.end, None),
            (None, None) => {
                let rest = &self.text[end..flow.inner.end];
                let is_last = rest[blank(rest)..].starts_with(['\n', '\r', '#']);
                (own.start..if is_last { end } else { end + blank(rest) }, None)
            }
        };
        let ranges = [Some(first), second].into_iter().flatten();
        let edits = ranges.map(|range| self.edit(range, String::new())).collect();
        Some(Edits { edits, guards: Vec::new() })
    }

    /// Takes the only child out. A map that is left empty goes too, as far as it is the value of a key and no comment
    /// goes with it.
    fn empty_flow(&self, container: usize, of: usize, flow: &Flow) -> Option<Edits> {
        let is_own = container == of;
        if let Some(edits) = is_own.then(|| self.remove_with_map(container, flow.inner.clone())).flatten() {
            return Some(edits);
        }
        let own = &flow.elements[0];
        let range = if self.has_comment(flow.inner.clone()) {
            own.start..flow.commas.first().map_or(own.end, |comma| comma + 1)
        } else {
            flow.inner.clone()
        };
        Some(self.one(range, String::new()))
    }

    /// Takes the entry out whose value is this map, unless a comment in `range` would go with it.
    pub(super) fn remove_with_map(&self, container: usize, range: Range<usize>) -> Option<Edits> {
        let (above, at) = self.index.containers[container].above?;
        let is_entry = self.index.containers[above].children[at].key.is_some();
        let is_map = self.index.containers[container].node.kind() == super::Kind::Map;
        (is_entry && is_map && !self.has_comment(range)).then(|| self.remove(above, at))?
    }

    pub(super) fn insert_into_flow(
        &self,
        container: usize,
        node: Node<'_>,
        items: &[String],
    ) -> Option<Edits> {
        let flow = self.flow(container)?;
        let start = node.span().start as usize;
        let at = flow.elements.iter().position(|element| element.contains(&start))?;
        let own = flow.elements[at].clone();
        let comma = flow.commas.get(at).copied();
        let behind = comma.map_or(own.end, |comma| comma + 1);
        if self.whole_lines(own.start, behind).is_some_and(|lines| lines.end <= flow.inner.end) {
            let indent = &self.text[lines::start(self.text, own.start)..own.start];
            let ending = lines::ending(self.text, behind);
            let at = lines::end(self.text, behind);
            let mut added: Vec<String> =
                items.iter().map(|item| format!("{ending}{indent}{item},")).collect();
            let mut edits = Vec::new();
            if comma.is_none() {
                edits.push(self.edit(own.end..own.end, ",".to_owned()));
                added.last_mut()?.pop();
            }
            edits.push(self.edit(at..at, added.concat()));
            if let [first, second] = edits.as_slice()
                && first.span == second.span
            {
                edits = vec![self.edit(at..at, format!(",{}", added.concat()))];
            }
            return Some(Edits { edits, guards: Vec::new() });
        }
        let between =
            flow.commas.first().zip(flow.elements.get(1)).map(|(&comma, next)| comma + 1..next.start);
        let blanks = between.map_or(" ", |between| &self.text[between]);
        let blanks = if blanks.trim_matches([' ', '\t']).is_empty() { blanks } else { " " };
        let added: String = items.iter().map(|item| format!(",{blanks}{item}")).collect();
        Some(self.one(own.end..own.end, added))
    }
}
