//! Where a line begins and ends, whatever the syntax; `\n`, `\r\n` and a lone `\r` end one.

use memchr::{memchr2, memrchr2};

/// Where the line begins in which `at` stands.
pub(super) fn start(text: &str, at: usize) -> usize {
    memrchr2(b'\n', b'\r', &text.as_bytes()[..at.min(text.len())]).map_or(0, |end| end + 1)
}

/// Where the line ends in which `at` stands, its line end not included.
pub(super) fn end(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |length| at + length)
}

#[cfg(test)]
mod tests {
    use super::{end, start};

    #[test]
    fn lines_begin_and_end_at_every_kind_of_line_end() {
        let text = "ab\r\ncd\refé\n";
        let found: Vec<_> = (0..=text.len() + 1).map(|at| (start(text, at), end(text, at))).collect();
        let lines = [(0, 2), (0, 2), (0, 2), (3, 3), (4, 6), (4, 6), (4, 6)];
        assert_eq!(found[..7], lines);
        assert_eq!(found[7..], [(7, 11), (7, 11), (7, 11), (7, 11), (7, 11), (12, 12), (12, 12)]);
    }
}
