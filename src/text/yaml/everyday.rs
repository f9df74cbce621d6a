//! The everyday kind of YAML, read in one pass straight into the tree: maps and lists by indentation, maps and lists in
//! brackets on one line, texts on one line, comments.
//!
//! What is not surely of that kind (texts over several lines, escapes, anchors, a fault) is left to the parser library,
//! the whole file of it. So this reader tells no faults, and it agrees with the other one wherever it answers.

use memchr::memchr;

use super::super::tree::NodeId;
use super::super::{FileId, Limits, Style, Tree};

/// A usual length of the text behind one key or value.
const BYTES_PER_NODE: usize = 12;

/// A key may be no longer than 1024 characters; near that nothing is everyday.
const LONGEST_KEY: usize = 512;

/// Brackets are read by calls inside of each other; deeper ones than this are not everyday.
const DEEPEST: usize = 128;

/// The tree of a text of the everyday kind.
pub(super) fn read(file: FileId, text: &str, limits: Limits) -> Option<Tree<'_>> {
    if !is_everyday(text) {
        return None;
    }
    let mut reader = Reader {
        bytes: text.as_bytes(),
        tree: Tree::with_room(file, text, text.len() / BYTES_PER_NODE),
        stack: Vec::new(),
        waiting: None,
        seen: 0,
        is_marked: false,
        depth: limits.depth,
    };
    let mut at = 0;
    while at < text.len() {
        at = reader.line(at)?;
    }
    reader.settle();
    while reader.close().is_some() {}
    (reader.tree.added() as u64 <= limits.expanded_nodes).then_some(reader.tree)
}

/// Whether there are only characters that mean the same to everybody: no tabs, no controls, no line breaks of old.
fn is_everyday(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut has_others = false;
    let mut has_returns = false;
    let mut is_plain = true;
    for &byte in bytes {
        has_others |= byte >= 0x80;
        has_returns |= byte == b'\r';
        is_plain &= byte >= b' ' && byte != 0x7f || byte == b'\n' || byte == b'\r';
    }
    let is_odd = |character: char| {
        matches!(
            character,
            '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
    };
    is_plain
        && !(has_others && text.contains(is_odd))
        && !(has_returns && text.split('\r').skip(1).any(|rest| !rest.starts_with('\n')))
}

/// A map or list that is still open.
struct Frame {
    node: NodeId,
    /// The column of its keys or dashes.
    indent: usize,
    is_list: bool,
}

/// A key; the colon ends where `colon` says.
#[derive(Clone, Copy)]
struct Key {
    start: usize,
    end: usize,
    style: Style,
    colon: usize,
}

struct Reader<'s> {
    bytes: &'s [u8],
    tree: Tree<'s>,
    /// The open maps and lists, the innermost last.
    stack: Vec<Frame>,
    /// A key of the innermost map whose value has not come on its line.
    waiting: Option<Key>,
    /// Where the last key, value or bracket ended.
    seen: usize,
    /// Whether the document began with `---`.
    is_marked: bool,
    depth: usize,
}

impl Reader<'_> {
    /// Reads the line that begins at `start`; where the next one begins.
    fn line(&mut self, start: usize) -> Option<usize> {
        let at = self.past_spaces(start);
        if self.is_end(at) || self.bytes[at] == b'#' {
            return self.end_of_line(at, at);
        }
        if at == start && matches!(self.bytes.get(at..at + 3), Some(b"---" | b"...")) {
            return self.mark(at);
        }
        let is_item = self.bytes[at] == b'-' && self.ends_word(at + 1);
        self.arrive(at, at - start, is_item)?;
        if !is_item {
            return self.entry(at);
        }
        let content = self.past_spaces(at + 1);
        if self.is_end(content) || self.bytes[content] == b'#' {
            return None;
        }
        self.item(content, content - start)
    }

    /// `---` before everything else.
    fn mark(&mut self, at: usize) -> Option<usize> {
        let is_first = self.stack.is_empty() && self.tree.added() == 0 && !self.is_marked;
        if !is_first || self.bytes[at] != b'-' {
            return None;
        }
        self.is_marked = true;
        self.end_of_line(at + 3, self.past_spaces(at + 3))
    }

    /// Closes what ends before a line of this indentation, and opens what begins with it.
    fn arrive(&mut self, at: usize, indent: usize, is_item: bool) -> Option<()> {
        if let (Some(key), Some(top)) = (self.waiting, self.stack.last()) {
            // The items of a list may stand right below the key.
            if indent > top.indent || (indent == top.indent && is_item) {
                self.waiting = None;
                let map = top.node;
                let node = self.open(at, indent, is_item)?;
                self.tree.add_entry(map, (key.start, key.end), key.style, None, node);
                return Some(());
            }
            self.settle();
        }
        while let Some(top) = self.stack.last()
            && (top.indent > indent || (top.indent == indent && top.is_list && !is_item))
        {
            self.close();
        }
        match self.stack.last() {
            Some(top) => (top.indent == indent && top.is_list == is_item).then_some(()),
            None if self.tree.added() > 0 => None,
            None => {
                let root = self.open(at, indent, is_item)?;
                self.tree.add_root(root);
                Some(())
            }
        }
    }

    fn open(&mut self, at: usize, indent: usize, is_list: bool) -> Option<NodeId> {
        if self.stack.len() >= self.depth {
            return None;
        }
        let node = if is_list { self.tree.add_list(at) } else { self.tree.add_map(at) };
        self.stack.push(Frame { node, indent, is_list });
        Some(node)
    }

    fn close(&mut self) -> Option<()> {
        let frame = self.stack.pop()?;
        self.tree.set_end(frame.node, self.seen);
        Some(())
    }

    /// Nothing comes for the key that waits.
    fn settle(&mut self) {
        if let (Some(key), Some(top)) = (self.waiting.take(), self.stack.last()) {
            self.seen = key.colon;
            let nothing = self.tree.add_scalar(key.colon, key.colon, Style::Absent, None);
            self.tree.add_entry(top.node, (key.start, key.end), key.style, None, nothing);
        }
    }

    /// An item of the innermost list, which begins at `at`; where the next line begins.
    fn item(&mut self, at: usize, column: usize) -> Option<usize> {
        let list = self.stack.last()?.node;
        if self.key(at, false).is_some() {
            let map = self.open(at, column, false)?;
            self.tree.add_item(list, map);
            return self.entry(at);
        }
        let (item, next) = self.value(at)?;
        self.tree.add_item(list, item);
        Some(next)
    }

    /// An entry of the innermost map.
    fn entry(&mut self, at: usize) -> Option<usize> {
        let key = self.key(at, false)?;
        let map = self.stack.last()?.node;
        self.seen = key.end;
        let value = self.past_spaces(key.colon);
        if self.is_end(value) || self.bytes[value] == b'#' {
            self.waiting = Some(key);
            return self.end_of_line(key.colon, value);
        }
        let (value, next) = self.value(value)?;
        self.tree.add_entry(map, (key.start, key.end), key.style, None, value);
        Some(next)
    }

    /// The key that begins at `at`, if one does.
    fn key(&self, at: usize, in_brackets: bool) -> Option<Key> {
        let (end, style) = self.scalar(at, in_brackets)?;
        let is_merge = style == Style::Plain && &self.bytes[at..end] == b"<<";
        let is_key = self.bytes.get(end) == Some(&b':') && self.ends_word(end + 1);
        (is_key && !is_merge && end - at <= LONGEST_KEY).then_some(Key {
            start: at,
            end,
            style,
            colon: end + 1,
        })
    }

    /// A value on one line; where the next line begins.
    fn value(&mut self, at: usize) -> Option<(NodeId, usize)> {
        let (node, end) = match self.bytes[at] {
            b'[' | b'{' => self.brackets(at, self.stack.len())?,
            _ => self.text(at, false)?,
        };
        self.seen = end;
        let next = self.end_of_line(end, self.past_spaces(end))?;
        Some((node, next))
    }

    /// A text, and where it ends.
    fn text(&mut self, at: usize, in_brackets: bool) -> Option<(NodeId, usize)> {
        let (end, style) = self.scalar(at, in_brackets)?;
        Some((self.tree.add_scalar(at, end, style, None), end))
    }

    /// A list or map in brackets inside of so many others, and where it ends.
    fn brackets(&mut self, start: usize, depth: usize) -> Option<(NodeId, usize)> {
        if depth >= self.depth.min(DEEPEST) {
            return None;
        }
        let is_list = self.bytes[start] == b'[';
        let node = if is_list { self.tree.add_list(start) } else { self.tree.add_map(start) };
        let closer = if is_list { b']' } else { b'}' };
        let mut at = self.past_spaces(start + 1);
        let mut is_over = self.bytes.get(at) == Some(&closer);
        while !is_over {
            let key = if is_list { None } else { Some(self.key(at, true)?) };
            at = key.map_or(at, |key| self.past_spaces(key.colon));
            let (value, end) = match self.bytes.get(at)? {
                b'[' | b'{' => self.brackets(at, depth + 1)?,
                _ => self.text(at, true)?,
            };
            match key {
                Some(key) => self.tree.add_entry(node, (key.start, key.end), key.style, None, value),
                None => self.tree.add_item(node, value),
            }
            at = self.past_spaces(end);
            is_over = self.bytes.get(at) == Some(&closer);
            if !is_over && self.bytes.get(at) != Some(&b',') {
                return None;
            }
            at = if is_over { at } else { self.past_spaces(at + 1) };
        }
        self.tree.set_end(node, at + 1);
        Some((node, at + 1))
    }

    /// Where the text ends that begins at `at`, and how it is written. A plain one ends before a colon that ends a key,
    /// before a comment and at the end of the line; in brackets also before what separates there.
    fn scalar(&self, at: usize, in_brackets: bool) -> Option<(usize, Style)> {
        match *self.bytes.get(at)? {
            b'"' => Some((self.quoted(at, b"\"\\\r\n")?, Style::DoubleQuoted)),
            b'\'' => {
                let end = self.quoted(at, b"'\r\n")?;
                (self.bytes.get(end) != Some(&b'\'')).then_some((end, Style::SingleQuoted))
            }
            b'\n' | b'\r' | b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>'
            | b'%' | b'@' | b'`' => None,
            b'-' | b'?' | b':' if in_brackets || self.ends_word(at + 1) => None,
            _ => {
                let mut end = at;
                while let Some(&byte) = self.bytes.get(end) {
                    match byte {
                        b'\n' | b'\r' => break,
                        b',' | b'[' | b']' | b'{' | b'}' if in_brackets => break,
                        b':' if self.ends_word(end + 1) => break,
                        b':' if in_brackets => return None,
                        b'#' if self.bytes[end - 1] == b' ' => break,
                        _ => end += 1,
                    }
                }
                while self.bytes[end - 1] == b' ' {
                    end -= 1;
                }
                Some((end, Style::Plain))
            }
        }
    }

    /// The end of a text in quotes, if the first of `stops` after it is its quote.
    fn quoted(&self, at: usize, stops: &[u8]) -> Option<usize> {
        let inside = &self.bytes[at + 1..];
        let length = inside.iter().position(|byte| stops.contains(byte))?;
        (inside[length] == stops[0]).then_some(at + 1 + length + 1)
    }

    fn past_spaces(&self, mut at: usize) -> usize {
        while self.bytes.get(at) == Some(&b' ') {
            at += 1;
        }
        at
    }

    /// Whether the line ends here.
    fn is_end(&self, at: usize) -> bool {
        matches!(self.bytes.get(at), None | Some(b'\n' | b'\r'))
    }

    /// Whether a dash or colon before `at` is one that means something.
    fn ends_word(&self, at: usize) -> bool {
        self.bytes.get(at) == Some(&b' ') || self.is_end(at)
    }

    /// Nothing but a comment may stand at `at`, after blanks that begin at `from`; where the next line begins.
    fn end_of_line(&mut self, from: usize, at: usize) -> Option<usize> {
        let length = memchr(b'\n', &self.bytes[at..]);
        let next = length.map_or(self.bytes.len(), |length| at + length + 1);
        if self.is_end(at) {
            return Some(next);
        }
        let is_apart = at > from || at == 0 || matches!(self.bytes[at - 1], b' ' | b'\n');
        if self.bytes[at] != b'#' || !is_apart {
            return None;
        }
        let line = &self.bytes[at..next];
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let end = at + line.strip_suffix(b"\r").unwrap_or(line).len();
        self.tree.add_comment(at, end);
        Some(next)
    }
}
