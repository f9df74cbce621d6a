//! What a change does to a file, as a unified diff.

use std::io::{self, Write};

use similar::TextDiff;

use super::clean::{clean_line, is_direction};

/// Writes the change of one file as `patch -p0` and people read it; line ends and tabs stay as they are. Other control
/// characters are written as `\u{1b}`: what shows a change commands no terminal.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn patch(path: &str, before: &str, after: &str, out: &mut dyn Write) -> io::Result<()> {
    // A line ends with a line feed, as for `patch`: a lone carriage return is one letter of it.
    let before: Vec<&str> = before.split_inclusive('\n').collect();
    let after: Vec<&str> = after.split_inclusive('\n').collect();
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&before, &after);
    let path = clean_line(path);
    let text = diff.unified_diff().context_radius(3).header(&path, &path).to_string();
    let mut letters = text.chars().peekable();
    let mut shown = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        let is_end = letter == '\r' && letters.peek() == Some(&'\n');
        if is_end || !letter.is_control() && !is_direction(letter) || matches!(letter, '\n' | '\t') {
            shown.push(letter);
        } else {
            shown.extend(letter.escape_default());
        }
    }
    out.write_all(shown.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::patch;

    #[test]
    fn a_patch_commands_no_terminal() {
        let mut out = Vec::new();
        patch("a\n\u{1b}c.yaml", "a: \u{1b}[2J\tb\rc\n", "a: 1\n", &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("--- a\\n\\u{1b}c.yaml\n+++ a"), "{text}");
        assert!(text.contains("-a: \\u{1b}[2J\tb\\rc\n+a: 1\n"), "{text}");
    }

    #[test]
    fn a_patch_keeps_line_ends_and_says_where_the_last_one_is_missing() {
        let mut out = Vec::new();
        patch("a.yaml", "a: 1\r\nb: 2\r\nc: 3", "a: 1\r\nb: 4\r\nc: 3", &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "--- a.yaml\n+++ a.yaml\n@@ -1,3 +1,3 @@\n a: 1\r\n-b: 2\r\n+b: 4\r\n c: 3\n\\ No newline at end of file\n"
        );
    }
}
