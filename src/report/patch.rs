//! What a change does to a file, as a unified diff.

use std::io::{self, Write};

use similar::TextDiff;

/// Writes the change of one file as `patch -p0` and people read it; line ends stay as they are.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn patch(path: &str, before: &str, after: &str, out: &mut dyn Write) -> io::Result<()> {
    let diff = TextDiff::from_lines(before, after);
    write!(out, "{}", diff.unified_diff().context_radius(3).header(path, path))
}

#[cfg(test)]
mod tests {
    use super::patch;

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
