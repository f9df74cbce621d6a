//! The attributes of a tag, up to its `>`.

use rustc_hash::FxHashSet;

use super::super::errors::excerpt;
use super::super::tree::{Copied, NodeId};
use super::names::{is_name_start, name_end};
use super::{Reader, Style};

/// How a tag ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// `>`: what follows is inside.
    Open,
    /// `/>`.
    Empty,
}

/// Bytes of a value that need no look: all but quotes, `<`, `&` and control characters.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        let at = byte as u8;
        plain[byte] = at >= 0x20 && !matches!(at, b'"' | b'\'' | b'<' | b'&');
        byte += 1;
    }
    plain
};

/// How far a value is looked through for the quote behind a `<`.
const LOOK_AHEAD: usize = 1000;

/// More attributes than this are compared by hash.
const FEW: usize = 16;

/// Where a value ends, and what is in it.
struct Value {
    /// The closing quote; nothing where it is missing.
    close: Option<usize>,
    /// Where looking for it ended.
    end: usize,
    /// Whether the text differs from what stands there.
    differs: bool,
}

impl Reader<'_> {
    /// Reads the attributes of the tag that begins at `start` and leaves the reader behind the tag. Nothing where the
    /// file has too many values.
    #[inline]
    pub(super) fn attributes(&mut self, start: usize, node: Option<NodeId>) -> Option<Ending> {
        self.names.clear();
        loop {
            let before = self.at;
            self.skip_blanks();
            match self.peek() {
                b'>' => {
                    self.at += 1;
                    break;
                }
                b'/' if self.bytes.get(self.at + 1) == Some(&b'>') => {
                    self.at += 2;
                    self.check_twice();
                    return Some(Ending::Empty);
                }
                byte if is_name_start(byte) => {
                    if self.at == before {
                        self.slip(
                            before..self.text.ceil_char_boundary(before + 1),
                            "a blank is missing before this attribute".into(),
                            None,
                        );
                    }
                    if let Some(ending) = self.attribute(start, node)? {
                        return Some(ending);
                    }
                }
                b'<' => {
                    self.slip(start..self.at, "this tag has no `>`".into(), Some("write the missing `>`"));
                    return Some(Ending::Empty);
                }
                _ if self.at == self.bytes.len() => {
                    self.cut_short(start);
                    return Some(Ending::Empty);
                }
                _ => self.skip_odd(),
            }
        }
        self.check_twice();
        Some(Ending::Open)
    }

    /// One attribute, at its name. Where its quote is missing, so is the end of the tag, which is guessed.
    #[inline]
    fn attribute(&mut self, start: usize, node: Option<NodeId>) -> Option<Option<Ending>> {
        let name = (self.at, name_end(self.bytes, self.at));
        self.at = name.1;
        self.check_name(name);
        self.names.push(name);
        self.skip_blanks();
        if self.peek() != b'=' {
            self.at = name.1;
            let shown = excerpt(&self.text[name.0..name.1]);
            let help = format!("write it as `{shown}=\"value\"`");
            self.slip(name.0..name.1, format!("the attribute `{shown}` has no value"), Some(&help));
            self.add(node, name, (name.1, name.1), Style::Absent, None)?;
            return Some(None);
        }
        self.at += 1;
        self.skip_blanks();
        let quote = self.peek();
        if !matches!(quote, b'"' | b'\'') {
            self.unquoted(node, name)?;
            return Some(None);
        }
        let open = self.at;
        let value = self.value(open + 1, quote);
        let Some(close) = value.close else {
            return self.unclosed(start, node, name, open, value.end).map(Some);
        };
        self.at = close + 1;
        if close - open - 1 > self.limits.attribute_bytes {
            self.too_long(name);
            return Some(None);
        }
        let copied = if value.differs { self.meant(open + 1..close, true) } else { None };
        let style = if quote == b'"' { Style::DoubleQuoted } else { Style::SingleQuoted };
        self.add(node, name, (open, close + 1), style, copied)?;
        Some(None)
    }

    #[inline]
    fn add(
        &mut self,
        node: Option<NodeId>,
        name: (usize, usize),
        value: (usize, usize),
        style: Style,
        copied: Copied,
    ) -> Option<()> {
        let Some(node) = node else { return Some(()) };
        self.count(name.0)?;
        self.tree.add_key(node, name, Style::Plain, None);
        self.tree.add_scalar(value.0, value.1, style, copied);
        Some(())
    }

    /// Looks for the end of a value that begins at `at`.
    #[inline]
    fn value(&mut self, mut at: usize, quote: u8) -> Value {
        let mut differs = false;
        loop {
            while self.bytes.get(at).is_some_and(|&byte| PLAIN[byte as usize]) {
                at += 1;
            }
            match self.bytes.get(at) {
                Some(&byte) if byte == quote => return Value { close: Some(at), end: at, differs },
                Some(b'"' | b'\'') => {}
                Some(b'&' | b'\t' | b'\n' | b'\r') => differs = true,
                Some(b'<') if self.is_inside(at, quote) => {
                    let help = Some("write it as `&lt;`");
                    self.slip(at..at + 1, "a value may not hold `<`".into(), help);
                }
                None | Some(b'<') => return Value { close: None, end: at, differs },
                Some(_) => {
                    self.slip(at..at + 1, "a control character in a value".into(), Some("remove it"));
                }
            }
            at += 1;
        }
    }

    /// Whether the `<` at this place stands inside of a value: a quote follows on the same line that closes the value and
    /// does not open another one.
    #[cold]
    fn is_inside(&self, at: usize, quote: u8) -> bool {
        let rest = &self.bytes[at..self.bytes.len().min(at + LOOK_AHEAD)];
        match rest.iter().position(|&byte| byte == quote || byte == b'\n') {
            Some(length) if rest[length] == quote => !rest[..length].trim_ascii_end().ends_with(b"="),
            _ => false,
        }
    }

    /// A value whose closing quote is missing; it was looked for up to `end`, where a tag begins or the file ends.
    #[cold]
    fn unclosed(
        &mut self,
        start: usize,
        node: Option<NodeId>,
        name: (usize, usize),
        open: usize,
        end: usize,
    ) -> Option<Ending> {
        self.at = end;
        if end == self.bytes.len() {
            self.cut_short(start);
            return Some(Ending::Empty);
        }
        let help = Some("write it before the tag ends");
        self.slip(open..open + 1, "the closing quote of this value is missing".into(), help);
        let held = self.text[open + 1..end].trim_ascii_end();
        let (held, ending) = match (held.strip_suffix("/>"), held.strip_suffix('>')) {
            (Some(held), _) => (held, Ending::Empty),
            (None, Some(held)) => (held, Ending::Open),
            (None, None) => (held, Ending::Empty),
        };
        if held.len() > self.limits.attribute_bytes {
            self.too_long(name);
        } else {
            let place = open + 1..open + 1 + held.trim_ascii_end().len();
            let copied = self.meant(place.clone(), true);
            self.add(node, name, (place.start, place.end), Style::Plain, copied)?;
        }
        Some(ending)
    }

    /// A value that stands without quotes.
    #[cold]
    fn unquoted(&mut self, node: Option<NodeId>, name: (usize, usize)) -> Option<()> {
        let rest = &self.bytes[self.at..];
        let is_end = |at: &usize| match rest[*at] {
            b' ' | b'\n' | b'\r' | b'\t' | b'>' | b'<' | b'"' | b'\'' => true,
            b'/' => rest.get(at + 1) == Some(&b'>'),
            _ => false,
        };
        let value = self.at..self.at + (0..rest.len()).find(is_end).unwrap_or(rest.len());
        self.at = value.end;
        let shown = excerpt(&self.text[name.0..name.1]);
        let message = format!("the value of `{shown}` stands without quotes");
        self.slip(name.0..value.end, message, Some("put it in quotes"));
        if value.len() > self.limits.attribute_bytes {
            return Some(());
        }
        let copied = self.meant(value.clone(), true);
        let style = if value.is_empty() { Style::Absent } else { Style::Plain };
        self.add(node, name, (value.start, value.end), style, copied)
    }

    /// Something that can be no attribute: goes behind it.
    #[cold]
    fn skip_odd(&mut self) {
        let start = self.at;
        let rest = &self.text[start..];
        let is_next = |c: char| matches!(c, ' ' | '\n' | '\r' | '\t' | '>' | '<' | '/');
        let first = rest.chars().next().map_or(1, char::len_utf8);
        self.at += rest[first..].find(is_next).map_or(rest.len(), |length| first + length);
        let message =
            format!("`{}` stands where an attribute is expected", excerpt(&rest[..self.at - start]));
        self.slip(start..self.at, message, Some("an attribute is written `name=\"value\"`"));
    }

    #[cold]
    fn too_long(&mut self, name: (usize, usize)) {
        let shown = excerpt(&self.text[name.0..name.1]);
        let most = self.limits.attribute_bytes;
        let message = format!("the value of `{shown}` is longer than {most} bytes");
        self.slip(name.0..name.1, message, Some("the value was not read"));
    }

    /// Notes an attribute that the tag has twice.
    #[inline]
    fn check_twice(&mut self) {
        let text = |&(start, end): &(usize, usize)| &self.bytes[start..end];
        let twice = if self.names.len() <= FEW {
            let again = |&at: &usize| self.names[..at].iter().any(|name| text(name) == text(&self.names[at]));
            (1..self.names.len()).find(again)
        } else {
            let mut seen = FxHashSet::default();
            self.names.iter().position(|name| !seen.insert(text(name)))
        };
        if let Some(at) = twice {
            let (start, end) = self.names[at];
            let message =
                format!("the attribute `{}` stands twice in one tag", excerpt(&self.text[start..end]));
            self.slip(start..end, message, Some("keep one of them"));
        }
    }
}
