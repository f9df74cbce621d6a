//! Which edits go together, and the text with them made.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::super::{FileId, Span};
use super::{Edits, TextEdit};

/// Edits that can be made together: none touches another, or what another one rests on.
#[derive(Debug, Default)]
pub struct Accepted {
    /// By file and start; the end and what is put there.
    edits: BTreeMap<(FileId, u32), TextEdit>,
    /// By file and start; the farthest end of those that begin there.
    guards: BTreeMap<(FileId, u32), u32>,
    /// The longest guard: none begins farther before a place that it reaches.
    longest: u32,
}

impl Accepted {
    /// Takes edits in, if they go with those that were taken in before. The first one wins.
    pub fn take(&mut self, new: &Edits, rests_on: &[Span]) -> bool {
        let guards = || new.guards.iter().chain(rests_on);
        let is_free = new.edits.iter().all(|edit| !self.touches(edit.span) && !self.is_guarded(edit.span))
            && guards().all(|&guard| !self.touches(guard));
        if is_free {
            for guard in guards() {
                let end = self.guards.entry((guard.file, guard.start)).or_insert(guard.end);
                *end = guard.end.max(*end);
                self.longest = self.longest.max(guard.end - guard.start);
            }
            self.edits.extend(new.edits.iter().map(|edit| ((edit.span.file, edit.span.start), edit.clone())));
        }
        is_free
    }

    /// Whether a place meets an edit; both ends count.
    fn touches(&self, span: Span) -> bool {
        let upto = (Bound::Unbounded, Bound::Included((span.file, span.end)));
        // One may begin where the place ends; the one before it reaches farthest of all others.
        let mut before = self.edits.range(upto).rev().take(2);
        before.any(|((file, _), edit)| *file == span.file && meets(edit.span, span))
    }

    fn is_guarded(&self, span: Span) -> bool {
        let from = span.start.saturating_sub(self.longest);
        let mut near = self.guards.range((span.file, from)..=(span.file, span.end));
        near.any(|(&(file, start), &end)| meets(Span { file, start, end }, span))
    }

    /// Whether nothing was taken in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The edits of each file, in order.
    #[must_use]
    pub fn into_files(self) -> BTreeMap<FileId, Vec<TextEdit>> {
        let mut files: BTreeMap<FileId, Vec<TextEdit>> = BTreeMap::new();
        for ((file, _), edit) in self.edits {
            files.entry(file).or_default().push(edit);
        }
        files
    }
}

/// Whether two places have a byte in common, or an empty one lies in or at the edge of the other.
fn meets(one: Span, other: Span) -> bool {
    let is_empty = |span: Span| span.start == span.end;
    if is_empty(one) || is_empty(other) {
        one.start <= other.end && other.start <= one.end
    } else {
        one.start < other.end && other.start < one.end
    }
}

/// The text with edits made, which stand in order and not over each other.
#[must_use]
pub fn apply(text: &str, edits: &[TextEdit]) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        edited.push_str(&text[at..range.start]);
        edited.push_str(&edit.text);
        at = range.end;
    }
    edited.push_str(&text[at..]);
    edited
}
