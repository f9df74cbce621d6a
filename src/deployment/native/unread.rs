//! What a file holds beyond what we read: counted, and told once.

use rustc_hash::FxHashMap;

use super::super::problem::Problem;
use crate::text::{Element, FileId, Span};

/// Counts of what was not read, by its name and what it belongs to (`""` where it stands for itself).
#[derive(Debug)]
pub(in super::super) struct Unread<'t> {
    file: FileId,
    counts: FxHashMap<(&'t str, &'t str), usize>,
    /// In the order of first occurrence.
    order: Vec<((&'t str, &'t str), Span)>,
}

impl<'t> Unread<'t> {
    pub(in super::super) fn new(file: FileId) -> Self {
        Self { file, counts: FxHashMap::default(), order: Vec::new() }
    }

    /// An element that is not read as a whole.
    pub(in super::super) fn element(&mut self, element: Element<'t>) {
        self.count(element.name(), "", element.name_span());
    }

    /// An attribute or child of an element.
    pub(in super::super) fn part(&mut self, name: &'t str, of: Element<'t>, span: Span) {
        self.count(name, of.name(), span);
    }

    /// Something by its name, and the name of what it belongs to.
    pub(in super::super) fn count(&mut self, name: &'t str, of: &'t str, span: Span) {
        let (counts, order) = (&mut self.counts, &mut self.order);
        *counts.entry((name, of)).or_insert_with(|| {
            order.push(((name, of), span));
            0
        }) += 1;
    }

    /// What is to be told.
    pub(in super::super) fn problem(self) -> Option<Problem> {
        let &(_, first) = self.order.first()?;
        let word = |&((name, of), _): &((&str, &str), Span)| {
            let shown = if of.is_empty() { format!("`{name}`") } else { format!("`{name}` of `{of}`") };
            (shown, self.counts[&(name, of)])
        };
        Some(Problem::NotRead { file: self.file, first, things: self.order.iter().map(word).collect() })
    }
}
