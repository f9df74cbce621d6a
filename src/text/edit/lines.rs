//! Lines with their line ends, as an edit takes them.

use std::ops::Range;

pub(super) use super::super::line::{end, start};

/// Where the line's first text stands that is no blank, at most `at`.
pub(super) fn text_start(text: &str, at: usize) -> usize {
    let start = start(text, at);
    start + super::blank(&text[start..at])
}

/// The lines from the one of `from` to the one that ends at `end`, with a line end: the last one's, or where the text
/// stops without one, that of the line before.
pub(super) fn whole(text: &str, from: usize, end: usize) -> Range<usize> {
    let start = start(text, from);
    let length = line_end(&text[end..]).len();
    if length > 0 {
        return start..end + length;
    }
    let before = &text[..start];
    let kept = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r'])).unwrap_or(before);
    kept.len()..end
}

/// The line end that a text begins with, if it begins with one.
fn line_end(text: &str) -> &str {
    let length = match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    };
    &text[..length]
}

/// What ends lines here: as the line of `at` ends, else as the first line does.
pub(super) fn ending(text: &str, at: usize) -> &str {
    let own = line_end(&text[end(text, at)..]);
    let first = || line_end(&text[end(text, 0)..]);
    [own, first()].into_iter().find(|ending| !ending.is_empty()).unwrap_or("\n")
}
