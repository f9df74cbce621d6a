//! Text from files may hold anything; on a terminal control characters do things, and marks of direction make it look
//! like what it is not.

use std::borrow::Cow;

/// Whether a character is not seen, and turns the direction of what is.
#[must_use]
pub(super) fn is_direction(character: char) -> bool {
    matches!(character, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text with control characters (other than a line end) and marks of direction written as `\u{1b}`.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    let harmless = |character: char| !character.is_control() && !is_direction(character) || character == '\n';
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
pub fn clean_line(text: &str) -> Cow<'_, str> {
    match clean(text) {
        cleaned if cleaned.contains('\n') => Cow::Owned(cleaned.replace('\n', "\\n")),
        cleaned => cleaned,
    }
}

#[cfg(test)]
mod tests {
    use super::{clean, clean_line, is_direction};

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        assert_eq!(clean("Größe\tq\u{1b}[2J"), "Größe\\tq\\u{1b}[2J");
        assert_eq!(clean_line("a\nb\u{0}"), "a\\nb\\u{0}");
        assert!(matches!(clean("plain"), std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn a_name_looks_like_what_it_is() {
        assert_eq!(clean("ana\u{202E}nimda\u{200F}"), "ana\\u{202e}nimda\\u{200f}");
        // Those of Unicode's Bidi_Control, and no other: letters that are written from the right stay as they are.
        let marks: Vec<u32> = ('\0'..=char::MAX).filter(|&mark| is_direction(mark)).map(u32::from).collect();
        let known =
            [0x61C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069];
        assert_eq!(marks, known);
        assert_eq!(clean("שלום مرحبا\u{200D}"), "שלום مرحبا\u{200D}");
    }
}
