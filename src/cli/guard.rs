//! The last door before the terminal: what comes from files commands it in no format.

use std::io::{self, Write};

/// Writes control characters as `\u009b`, which JSON reads as what they were and people can see. Line ends and tabs
/// stay.
#[derive(Debug)]
pub(super) struct Guard<W: Write> {
    inner: W,
    /// Whether our own colours go through; what is coloured has been cleaned before.
    may_colour: bool,
    /// The last byte, where the next one decides what it is.
    open: Option<u8>,
}

/// The first byte of U+0080 to U+00BF in UTF-8, of which the lower half are control characters.
const LEAD: u8 = 0xC2;

impl<W: Write> Guard<W> {
    pub(super) fn new(inner: W, may_colour: bool) -> Self {
        Self { inner, may_colour, open: None }
    }

    fn is_plain(&self, byte: u8) -> bool {
        let is_escape = byte == 0x1B && self.may_colour;
        (byte >= b' ' && byte != 0x7F && byte != LEAD) || matches!(byte, b'\n' | b'\t') || is_escape
    }

    /// Writes what was open; true if the next byte belongs to it.
    fn settle(&mut self, next: Option<u8>) -> io::Result<bool> {
        match (self.open.take(), next) {
            (Some(LEAD), Some(byte @ 0x80..=0x9F)) => {
                write!(self.inner, "\\u{byte:04x}")?;
                return Ok(true);
            }
            (Some(b'\r'), Some(b'\n')) => self.inner.write_all(b"\r")?,
            (Some(b'\r'), _) => self.inner.write_all(b"\\r")?,
            (Some(byte), _) => self.inner.write_all(&[byte])?,
            (None, _) => {}
        }
        Ok(false)
    }
}

impl<W: Write> Write for Guard<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some(&first) = rest.first() {
            if self.settle(Some(first))? {
                rest = &rest[1..];
                continue;
            }
            let plain = rest.iter().position(|&byte| !self.is_plain(byte)).unwrap_or(rest.len());
            self.inner.write_all(&rest[..plain])?;
            rest = &rest[plain..];
            if let Some((&odd, after)) = rest.split_first() {
                match odd {
                    LEAD | b'\r' => self.open = Some(odd),
                    odd => write!(self.inner, "\\u{odd:04x}")?,
                }
                rest = after;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.settle(None)?;
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes through, written in pieces of one size.
    fn through(text: &str, piece: usize, may_colour: bool) -> String {
        let mut out = Vec::new();
        let mut guard = Guard::new(&mut out, may_colour);
        for piece in text.as_bytes().chunks(piece) {
            guard.write_all(piece).unwrap();
        }
        guard.flush().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn control_characters_become_visible_and_all_else_stays() {
        for piece in 1..9 {
            let text = "gr\u{FC}n \u{AB}x\u{BB} \u{8A9E}\r\n\t\u{A0}";
            assert_eq!(through(text, piece, false), text);
            assert_eq!(
                through("a\u{9B}2J\u{7F}\u{85}\u{1B}[0m\u{7}", piece, false),
                "a\\u009b2J\\u007f\\u0085\\u001b[0m\\u0007"
            );
            assert_eq!(through("\u{1B}[0m\u{9B}", piece, true), "\u{1B}[0m\\u009b");
        }
    }
}
