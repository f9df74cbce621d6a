//! Phrases that several rules need.

use crate::diagnostic::Diagnostic;
use crate::names::{Basis, and_more, counted};
use crate::text::Span;

/// How many other places a finding shows.
const PLACES: usize = 5;
/// How much of a value a message shows, in characters.
const VALUE: usize = 60;

/// A value in backticks, cut where it is long.
pub(super) fn quoted(value: &str) -> String {
    match value.char_indices().nth(VALUE) {
        Some((end, _)) => format!("`{}...`", &value[..end]),
        None if value.is_empty() => "an empty value".to_owned(),
        None => format!("`{value}`"),
    }
}

/// The letters and digits of a name in small letters: what is left of it where case and separators do not count.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Names in backticks with commas: the first few, and how many more there are.
pub(super) fn listed<'t>(names: impl ExactSizeIterator<Item = &'t str>) -> String {
    let more = names.len().saturating_sub(PLACES);
    let shown: Vec<String> = names.take(PLACES).map(|name| format!("`{name}`")).collect();
    format!("{}{}", shown.join(", "), and_more(more))
}

/// All names in backticks: `a`, `b` and `c`.
pub(super) fn named<'t>(names: impl IntoIterator<Item = &'t str>) -> String {
    let mut names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        only => only.unwrap_or_default(),
    }
}

/// A fact with how it is known.
pub(super) fn fact(basis: Basis, text: &str) -> String {
    format!("{basis}: {text}")
}

/// The finding with the first few of its other places; a note counts the rest.
pub(super) fn with_places(
    finding: Diagnostic,
    places: impl ExactSizeIterator<Item = (Span, String)>,
) -> Diagnostic {
    let more = places.len().saturating_sub(PLACES);
    let finding = places.take(PLACES).fold(finding, |finding, (span, text)| finding.and_at(span, text));
    if more > 0 { finding.note(format!("and in {}", counted(more, "more place"))) } else { finding }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_and_long_lists_are_cut() {
        assert_eq!(quoted("a b"), "`a b`");
        assert_eq!(quoted(""), "an empty value");
        assert_eq!(quoted(&"ü".repeat(61)), format!("`{}...`", "ü".repeat(60)));
        assert_eq!(listed(["a", "b"].into_iter()), "`a`, `b`");
        assert_eq!(listed(["a", "b", "c", "d", "e", "f"].into_iter()), "`a`, `b`, `c`, `d`, `e` and 1 more");
        assert_eq!(named(["a"]), "`a`");
        assert_eq!(named(["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
