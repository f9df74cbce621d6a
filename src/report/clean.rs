//! Text from files may hold anything; on a terminal control characters do things.

use std::borrow::Cow;

/// The text with control characters (other than a line end) written as `\u{1b}`.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    let harmless = |character: char| !character.is_control() || character == '\n';
    if text.chars().all(harmless) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if harmless(character) {
            cleaned.push(character);
        } else {
            cleaned.extend(character.escape_default());
        }
    }
    Cow::Owned(cleaned)
}

/// The same on one line: a line end is written as `\n` too.
#[must_use]
pub(super) fn clean_line(text: &str) -> Cow<'_, str> {
    match clean(text) {
        cleaned if cleaned.contains('\n') => Cow::Owned(cleaned.replace('\n', "\\n")),
        cleaned => cleaned,
    }
}

#[cfg(test)]
mod tests {
    use super::{clean, clean_line};

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        assert_eq!(clean("Größe\tq\u{1b}[2J"), "Größe\\tq\\u{1b}[2J");
        assert_eq!(clean_line("a\nb\u{0}"), "a\\nb\\u{0}");
        assert!(matches!(clean("plain"), std::borrow::Cow::Borrowed(_)));
    }
}
