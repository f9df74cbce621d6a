//! `<?xml version="1.0" encoding="windows-1252"?>`: which encoding a file says it is in.

use std::ops::Range;

use super::super::encoding::CodePage;

/// The longest declaration that is looked at.
const LONGEST: usize = 256;

/// What a declaration says of the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Declared {
    /// UTF-8, or ASCII, which is a part of it.
    Utf8,
    /// UTF-16 of either order.
    Utf16,
    /// A code page that can be decoded.
    CodePage(CodePage),
    /// Anything else.
    Unknown,
}

/// The encoding that the declaration at the start of a file names, and where its name stands.
pub(in super::super) fn declared(bytes: &[u8]) -> Option<(Declared, Range<usize>)> {
    let head = &bytes[..bytes.len().min(LONGEST)];
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let head = std::str::from_utf8(&head[..end]).ok()?;
    let inside = head.strip_prefix("<?xml").filter(|rest| rest.starts_with([' ', '\t', '\r', '\n']))?;
    let name = inside.find("encoding")?;
    let rest = inside[name + "encoding".len()..].trim_ascii_start().strip_prefix('=')?.trim_ascii_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let label = rest[1..].split(quote).next()?;
    let start = head.len() - rest.len() + 1;
    let declared = if ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|own| label.eq_ignore_ascii_case(own))
    {
        Declared::Utf8
    } else if label.len() >= 6 && label[..6].eq_ignore_ascii_case("utf-16") {
        Declared::Utf16
    } else {
        CodePage::of(label).map_or(Declared::Unknown, Declared::CodePage)
    };
    Some((declared, start..start + label.len()))
}
