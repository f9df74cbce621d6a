//! The variables in mutagen's files: `${NAME}`, which its import replaces from the environment, wherever it stands.

use super::super::problem::Problem;
use crate::text::{FileId, Span};

/// More different variables than anybody has.
const MOST: usize = 1000;

/// That a text has variables, each with its count. They are read as the text that they are.
pub(in super::super) fn variables(file: FileId, text: &str) -> Option<Problem> {
    let mut things: indexmap::IndexMap<&str, usize, rustc_hash::FxBuildHasher> =
        indexmap::IndexMap::default();
    let mut first = None;
    for (at, _) in text.match_indices("${") {
        let name = &text[at + 2..];
        let is_inside = |next: char| next.is_ascii_alphanumeric() || next == '_';
        let length = name.find(|next: char| !is_inside(next)).unwrap_or(name.len());
        let begins = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
        if !begins || !name[length..].starts_with('}') {
            continue;
        }
        let variable = &text[at..at + 2 + length + 1];
        first.get_or_insert(Span::new(file, at, at + variable.len()));
        if things.len() < MOST || things.contains_key(variable) {
            *things.entry(variable).or_insert(0) += 1;
        }
    }
    let things = things.into_iter().map(|(variable, count)| (format!("`{variable}`"), count)).collect();
    Some(Problem::Variables { file, first: first?, things })
}
