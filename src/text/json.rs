//! JSON, read in one pass straight into the tree.
//!
//! Strict JSON is the fast path. Everything else is a syntax error, and reading goes on: a slip whose meaning is
//! plain (a trailing comma, text without quotes) is read as it was meant; after anything else the reader looks for
//! the next comma, bracket or line, and stays silent until it has read two more nodes, so that one slip is one error.

#[cfg(test)]
mod cut_tests;
mod odd;
mod recover;
mod string;
#[cfg(test)]
mod tests;

use super::errors::Errors;
use super::tree::{Copied, NodeId};
use super::{FileId, Limits, Parsed, Style, Tree};

/// Reads a JSON text. Every text gives a tree; duplicates are kept, numbers and literals are their source text.
pub(super) fn read<'s>(file: FileId, text: &'s str, limits: Limits) -> Parsed<'s> {
    Reader::new(file, text, limits, text.len() / BYTES_PER_NODE).read(&mut |_| {})
}

/// Reads a JSON text in parts of at least `nodes` keys and values; see [`super::read_in_parts`].
pub(super) fn read_in_parts<'s>(
    file: FileId,
    text: &'s str,
    limits: Limits,
    nodes: usize,
    mut may_cut: impl FnMut(&Tree<'s>) -> bool,
    mut take: impl FnMut(Tree<'s>),
) -> Parsed<'s> {
    // A quarter more, for the item that is being read when there are enough.
    let room = nodes.saturating_add(nodes / 4).min(text.len() / BYTES_PER_NODE);
    let mut reader = Reader::new(file, text, limits, room);
    reader.cut_from = nodes;
    reader.read(&mut |reader| {
        if !reader.stands_in_list_of_lists() {
            return;
        }
        if reader.errors.is_empty() && may_cut(&reader.tree) {
            take(reader.cut(room));
        } else {
            reader.cut_from = usize::MAX;
        }
    })
}

/// A usual length of the text behind one key or value.
const BYTES_PER_NODE: usize = 12;

/// What may stand at the next byte that is not blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A value.
    Value,
    /// A key.
    Key,
    /// What follows a value: a comma, a closing bracket, the end.
    After,
    /// A value, an item of a list, before which the tree may be cut.
    Item,
    /// Nothing any more.
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Outside of all brackets.
    Root,
    Map,
    List,
}

impl Shape {
    fn closer(self) -> char {
        if self == Self::Map { '}' } else { ']' }
    }
}

/// The map or list that is being read; at the root its node is the last document.
#[derive(Debug, Clone, Copy)]
struct Frame {
    shape: Shape,
    node: Option<NodeId>,
    /// Where it begins.
    open: usize,
}

/// A key that waits for its value.
#[derive(Debug)]
struct Key {
    start: usize,
    end: usize,
    style: Style,
    copied: Copied,
}

struct Reader<'s> {
    text: &'s str,
    bytes: &'s [u8],
    /// The next byte to read.
    at: usize,
    tree: Tree<'s>,
    current: Frame,
    /// The frames around the current one, the root first.
    outer: Vec<Frame>,
    key: Key,
    limits: Limits,
    values: u64,
    errors: Errors,
    /// Errors are not noted before the tree has so many nodes.
    quiet_until: usize,
    /// What the file lacks at its end is known already.
    excused: bool,
    /// No `*/` stands further on.
    no_comment_end: bool,
    /// The tree may be cut as soon as it has so many nodes.
    cut_from: usize,
}

impl<'s> Reader<'s> {
    fn new(file: FileId, text: &'s str, limits: Limits, nodes: usize) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            tree: Tree::with_room(file, text, nodes),
            current: Frame { shape: Shape::Root, node: None, open: 0 },
            outer: Vec::new(),
            key: Key { start: 0, end: 0, style: Style::Plain, copied: None },
            limits,
            values: 0,
            errors: Errors::new(file),
            quiet_until: 0,
            excused: false,
            no_comment_end: false,
            cut_from: usize::MAX,
        }
    }

    /// Reads everything; `at_item` may look at the reader where a tree may be cut.
    fn read(mut self, at_item: &mut dyn FnMut(&mut Self)) -> Parsed<'s> {
        let mut state = State::Value;
        self.skip_blanks();
        loop {
            state = match state {
                State::Value => self.value(),
                State::Key => self.key(),
                State::After => self.after(),
                State::Item => {
                    at_item(&mut self);
                    State::Value
                }
                State::End => return self.finish(),
            }
        }
    }

    /// Whether the reader stands in a list that is a value of the outermost map.
    fn stands_in_list_of_lists(&self) -> bool {
        self.current.shape == Shape::List && matches!(&self.outer[..], [_, map] if map.shape == Shape::Map)
    }

    /// Takes away what was read; what comes next stands in a tree of its own, in the same list of the same map.
    fn cut(&mut self, room: usize) -> Tree<'s> {
        let (before, [map, list]) = self.tree.cut(self.at, room);
        for (frame, node) in self.outer.iter_mut().chain([&mut self.current]).zip([map, map, list]) {
            frame.node = Some(node);
        }
        before
    }

    /// The next byte; 0 at the end, where `at` is the length.
    #[inline]
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// Goes to the next byte that is neither blank nor in a comment.
    #[inline]
    fn skip_blanks(&mut self) {
        loop {
            while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
                self.at += 1;
            }
            if self.peek() != b'/' || !self.comment() {
                return;
            }
        }
    }

    /// A value, at its first byte.
    #[inline]
    fn value(&mut self) -> State {
        let start = self.at;
        match self.peek() {
            b'"' => {
                let (copied, closed) = self.string();
                if closed && self.peek() == b':' {
                    return self.key_for_value(start, copied);
                }
                let state = self.scalar(start, Style::DoubleQuoted, copied);
                if !closed {
                    self.be_quiet();
                }
                state
            }
            b'{' => self.open(Shape::Map),
            b'[' => self.open(Shape::List),
            b'-' | b'0'..=b'9' => self.number(),
            b't' if self.is_literal(b"true") => self.plain(start, start + 4),
            b'f' if self.is_literal(b"false") => self.plain(start, start + 5),
            b'n' if self.is_literal(b"null") => self.plain(start, start + 4),
            other => self.odd_value(other),
        }
    }

    /// A key with its colon, at its first byte.
    #[inline]
    fn key(&mut self) -> State {
        let start = self.at;
        let byte = self.peek();
        if byte != b'"' {
            return self.odd_key(byte);
        }
        let (copied, closed) = self.string();
        if !closed {
            return State::After;
        }
        self.key = Key { start, end: self.at, style: Style::DoubleQuoted, copied };
        self.colon()
    }

    /// The colon after a key, and the blanks around it.
    #[inline]
    fn colon(&mut self) -> State {
        self.skip_blanks();
        if self.peek() != b':' {
            return self.odd_colon();
        }
        self.at += 1;
        self.skip_blanks();
        State::Value
    }

    /// What follows a value.
    #[inline]
    fn after(&mut self) -> State {
        let before = self.at;
        self.skip_blanks();
        match (self.peek(), self.current.shape) {
            (b',', Shape::Map) => self.comma(State::Key),
            (b',', Shape::List) if self.tree.added() >= self.cut_from => self.comma(State::Item),
            (b',', Shape::List) => self.comma(State::Value),
            (b'}', Shape::Map) | (b']', Shape::List) => self.close(),
            (other, _) => self.odd_after(other, before),
        }
    }

    #[inline]
    fn comma(&mut self, then: State) -> State {
        let comma = self.at;
        self.at += 1;
        self.skip_blanks();
        match self.peek() {
            closer @ (b'}' | b']') => {
                let message = format!("a comma before `{}`", char::from(closer));
                self.slip(comma..comma + 1, message, Some("remove the comma".into()));
                State::After
            }
            _ => then,
        }
    }

    /// Opens a map or list at its bracket.
    #[inline]
    fn open(&mut self, shape: Shape) -> State {
        if self.outer.len() >= self.limits.depth {
            return self.too_deep();
        }
        let open = self.at;
        let add = if shape == Shape::Map { Tree::add_map } else { Tree::add_list };
        let Some(node) = self.place(|tree| add(tree, open)) else { return State::End };
        self.outer.push(self.current);
        self.current = Frame { shape, node: Some(node), open };
        self.at += 1;
        self.skip_blanks();
        match (self.peek(), shape) {
            (b'}', Shape::Map) | (b']', Shape::List) => self.close(),
            (_, Shape::Map) => State::Key,
            _ => State::Value,
        }
    }

    /// Closes the current map or list at its bracket.
    #[inline]
    fn close(&mut self) -> State {
        self.at += 1;
        self.leave(self.at);
        State::After
    }

    /// Closes the current map or list, which ends at `end`.
    #[inline]
    fn leave(&mut self, end: usize) {
        if let (Some(node), Some(outer)) = (self.current.node, self.outer.pop()) {
            self.tree.set_end(node, end);
            self.current = outer;
        }
    }

    /// Adds a value where the reader stands: under the waiting key, as an item, or as a document. Nothing where the
    /// file has too many values.
    #[inline]
    fn place(&mut self, add: impl FnOnce(&mut Tree<'s>) -> NodeId) -> Option<NodeId> {
        if self.values == self.limits.expanded_nodes {
            self.too_many();
            return None;
        }
        self.values += 1;
        match (self.current.shape, self.current.node) {
            (Shape::Map, Some(map)) => {
                let key = &mut self.key;
                self.tree.add_key(map, (key.start, key.end), key.style, key.copied.take());
                Some(add(&mut self.tree))
            }
            (Shape::List, Some(list)) => {
                let item = add(&mut self.tree);
                self.tree.add_item(list, item);
                Some(item)
            }
            _ => {
                let root = add(&mut self.tree);
                self.tree.add_root(root);
                self.current.node = Some(root);
                Some(root)
            }
        }
    }

    /// Adds the scalar that ends where the reader stands.
    #[inline]
    fn scalar(&mut self, start: usize, style: Style, copied: Copied) -> State {
        let end = self.at;
        match self.place(|tree| tree.add_scalar(start, end, style, copied)) {
            Some(_) => State::After,
            None => State::End,
        }
    }

    /// Adds a number, literal or text without quotes.
    #[inline]
    fn plain(&mut self, start: usize, end: usize) -> State {
        self.at = end;
        if &self.bytes[start..end] != b"null" {
            return self.scalar(start, Style::Plain, None);
        }
        match self.place(|tree| tree.add_null(start, end)) {
            Some(_) => State::After,
            None => State::End,
        }
    }

    #[inline]
    fn is_literal(&self, literal: &[u8]) -> bool {
        self.bytes[self.at..].starts_with(literal) && self.is_end_of_word(self.at + literal.len())
    }

    /// Whether a number or literal may end before `at`.
    #[inline]
    fn is_end_of_word(&self, at: usize) -> bool {
        matches!(self.bytes.get(at), None | Some(b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t'))
    }

    #[inline]
    fn number(&mut self) -> State {
        let start = self.at;
        match number_end(self.bytes, start) {
            Some(end) if self.is_end_of_word(end) => self.plain(start, end),
            _ => self.word(),
        }
    }

    fn finish(mut self) -> Parsed<'s> {
        if self.current.shape != Shape::Root && !self.excused {
            let open = self.current.open;
            let message = format!("this `{}` is never closed", &self.text[open..=open]);
            let help = format!("write the missing `{}`", self.current.shape.closer());
            self.break_off(open..open + 1, message, Some(help));
        }
        while self.current.shape != Shape::Root {
            self.leave(self.text.len());
        }
        Parsed { tree: self.tree, errors: self.errors.sorted() }
    }

    /// Notes an error whose cure is plain.
    #[cold]
    fn slip(&mut self, at: std::ops::Range<usize>, message: String, help: Option<String>) {
        if self.tree.added() >= self.quiet_until {
            self.errors.note(at, message, help);
        }
    }

    /// Notes an error after which it is not sure what the next bytes mean.
    #[cold]
    fn break_off(&mut self, at: std::ops::Range<usize>, message: String, help: Option<String>) {
        self.slip(at, message, help);
        self.be_quiet();
    }

    /// Notes no error before two more nodes are read.
    #[cold]
    fn be_quiet(&mut self) {
        self.quiet_until = self.tree.added() + 2;
    }
}

/// Where the number that begins at `at` ends; nothing if its form is not that of a JSON number.
#[inline]
fn number_end(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = |from: usize| {
        let count = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        (count > 0).then_some(from + count)
    };
    let whole = at + usize::from(bytes.get(at) == Some(&b'-'));
    let mut end = digits(whole)?;
    if bytes[whole] == b'0' && end > whole + 1 {
        return None;
    }
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        end = digits(end + 1 + sign)?;
    }
    Some(end)
}
