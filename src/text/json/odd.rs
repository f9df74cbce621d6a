//! What stands where strict JSON has something else: what it was meant to be, and where reading goes on.

use super::super::errors::excerpt;
use super::super::tree::Copied;
use super::super::{Kind, Node, Style};
use super::{Frame, Key, Reader, Shape, State};

impl Reader<'_> {
    /// No value begins with `byte`.
    #[cold]
    pub(super) fn odd_value(&mut self, byte: u8) -> State {
        if self.at == self.bytes.len() {
            return self.end_for_value();
        }
        match (byte, self.current.shape) {
            (b',' | b'}' | b']', Shape::Map) => self.key_without_value(),
            (b',', Shape::List) => {
                self.slip(self.at..self.at + 1, "a comma without a value before it".into(), None);
                self.at += 1;
                self.skip_blanks();
                if matches!(self.peek(), b'}' | b']') { State::After } else { State::Value }
            }
            (b',' | b'}' | b']', _) => State::After,
            (b':', _) => {
                self.break_off(self.at..self.at + 1, "unexpected `:`".into(), None);
                self.at += 1;
                self.skip_blanks();
                State::Value
            }
            (b'\'', _) => self.single_quoted_value(),
            _ if self.strange_blanks() => State::Value,
            _ => self.word(),
        }
    }

    fn end_for_value(&mut self) -> State {
        if self.current.shape == Shape::Root && self.errors.is_empty() {
            self.slip(0..0, "the file is empty".into(), Some("an empty JSON file holds `{}`".into()));
        }
        State::End
    }

    #[cold]
    fn key_without_value(&mut self) -> State {
        let message = format!("`{}` has no value", self.key_text());
        self.slip(self.key.start..self.key.end, message, Some("write `\"\"` for an empty value".into()));
        State::After
    }

    fn key_text(&self) -> String {
        let Key { start, end, style, copied } = &self.key;
        let quote = usize::from(*style != Style::Plain);
        excerpt(copied.as_deref().unwrap_or(&self.text[start + quote..end - quote]))
    }

    /// A text where a value is expected, and a colon right behind it: a closing bracket or the value of the key before
    /// is missing, or the outermost bracket.
    #[cold]
    pub(super) fn key_for_value(&mut self, start: usize, copied: Copied) -> State {
        let end = self.at;
        match self.current.shape {
            Shape::List if self.stands_in(Shape::Map) => {
                self.slip(start..end, "`]` is missing before this key".into(), None);
                self.leave(start);
            }
            Shape::Map if self.text[self.key.end..start].contains(['\n', '\r']) => {
                self.key_without_value();
            }
            Shape::Root if self.current.node.is_none() => {
                let help = "write `{` and `}` around the whole".to_owned();
                self.slip(start..end, "a key outside of all brackets".into(), Some(help));
                let Some(node) = self.place(|tree| tree.add_map(start)) else { return State::End };
                self.outer.push(self.current);
                self.current = Frame { shape: Shape::Map, node: Some(node), open: start };
                self.excused = true;
            }
            _ => return self.scalar(start, Style::DoubleQuoted, copied),
        }
        self.key = Key { start, end, style: Style::DoubleQuoted, copied };
        self.colon()
    }

    /// No key begins with `byte`.
    #[cold]
    pub(super) fn odd_key(&mut self, byte: u8) -> State {
        let start = self.at;
        match byte {
            _ if start == self.bytes.len() => State::End,
            b'}' | b']' => State::After,
            b',' => {
                self.slip(start..start + 1, "a comma without an entry before it".into(), None);
                self.at += 1;
                self.skip_blanks();
                if matches!(self.peek(), b'}' | b']') { State::After } else { State::Key }
            }
            b'{' if self.stands_in(Shape::List) => {
                self.slip(start..start + 1, "`}` is missing before this `{`".into(), None);
                self.leave(start);
                State::Value
            }
            b'{' | b'[' => {
                let message = format!("a key is missing before this `{}`", char::from(byte));
                self.break_off(start..start + 1, message, None);
                self.skip_brackets();
                State::After
            }
            b':' => {
                self.break_off(start..start + 1, "a key is missing before this `:`".into(), None);
                self.skip();
                State::After
            }
            b'\'' => match self.single_quoted("key") {
                (copied, true) => self.odd_quoted_key(start, Style::SingleQuoted, copied),
                _ => State::After,
            },
            _ if self.strange_blanks() => State::Key,
            _ => self.key_without_quotes(),
        }
    }

    fn odd_quoted_key(&mut self, start: usize, style: Style, copied: Copied) -> State {
        self.key = Key { start, end: self.at, style, copied };
        self.colon()
    }

    fn key_without_quotes(&mut self) -> State {
        let start = self.at;
        let end = self.word_end(true);
        let word = excerpt(&self.text[start..end]);
        let next = self.bytes[end..].iter().find(|byte| !byte.is_ascii_whitespace());
        if end > start && matches!(next, Some(b':' | b'=')) {
            self.slip(
                start..end,
                format!("key without quotes: `{word}`"),
                Some("write it in double quotes".into()),
            );
            self.at = end;
            return self.odd_quoted_key(start, Style::Plain, None);
        }
        self.unexpected("a key is expected");
        State::After
    }

    /// Notes the text where the reader stands as unexpected, and goes to the next safe place.
    fn unexpected(&mut self, help: &str) {
        let start = self.at;
        self.at += self.text[start..].chars().next().map_or(0, char::len_utf8);
        let first = self.at;
        self.at = start;
        let end = self.word_end(false).max(first);
        let message = format!("unexpected `{}`", excerpt(&self.text[start..end]));
        self.break_off(start..end, message, Some(help.to_owned()));
        self.skip();
    }

    /// No colon stands behind the key.
    #[cold]
    pub(super) fn odd_colon(&mut self) -> State {
        let (start, byte) = (self.at, self.peek());
        match byte {
            _ if start == self.bytes.len() => State::End,
            b'=' => {
                self.slip(start..start + 1, "`=` instead of `:`".into(), Some("write `:`".into()));
                self.at += 1;
                self.skip_blanks();
                State::Value
            }
            b',' | b'}' | b']' => {
                let state = self.key_without_value();
                self.be_quiet();
                state
            }
            _ if self.strange_blanks() => self.colon(),
            b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' if start > self.key.end => {
                let message = format!("`:` is missing after `{}`", self.key_text());
                self.slip(self.key.end..self.key.end, message, None);
                State::Value
            }
            _ => {
                self.unexpected("a key is followed by `:`; a `\"` inside a text is written `\\\"`");
                State::After
            }
        }
    }

    /// After a value, which ended at `before`, stands neither a comma nor the right closing bracket.
    #[cold]
    pub(super) fn odd_after(&mut self, byte: u8, before: usize) -> State {
        let start = self.at;
        if start == self.bytes.len() {
            return State::End;
        }
        let last = before.checked_sub(1).map_or(0, |last| self.bytes[last]);
        let apart = start > before || matches!(last, b'}' | b']') || matches!(byte, b'{' | b'[');
        match (byte, self.current.shape) {
            (b'}', _) => self.wrong_closer(Shape::Map),
            (b']', _) => self.wrong_closer(Shape::List),
            (_, Shape::Root) => self.after_document(byte),
            (b'{' | b'[', Shape::Map) => State::Key,
            (b'"' | b'{' | b'[' | b'-' | b'0'..=b'9', shape) if apart => {
                self.slip(before..before, "a comma is missing here".into(), Some("write `,`".into()));
                if shape == Shape::Map { State::Key } else { State::Value }
            }
            (_, shape) if byte != b':' && self.text[before..start].contains(['\n', '\r']) => {
                self.break_off(before..before, "a comma is missing here".into(), Some("write `,`".into()));
                if shape == Shape::Map { State::Key } else { State::Value }
            }
            _ if self.strange_blanks() => State::After,
            _ => {
                self.unexpected(match last {
                    b'"' => "a `\"` inside a text is written `\\\"`",
                    _ => "`,` or a closing bracket is expected",
                });
                State::After
            }
        }
    }

    /// A closing bracket that is not the one of the current map or list. If it is that of one further out, those
    /// between lack theirs.
    fn wrong_closer(&mut self, shape: Shape) -> State {
        let start = self.at;
        let closer = shape.closer();
        let Some(depth) = self.outer.iter().rposition(|outer| outer.shape == shape) else {
            let help = Some("remove it, or write the bracket that it closes".into());
            self.break_off(start..start + 1, format!("this `{closer}` closes nothing"), help);
            self.at += 1;
            return State::After;
        };
        let missing = self.current.shape.closer();
        self.break_off(start..start + 1, format!("`{missing}` is missing before this `{closer}`"), None);
        while self.outer.len() > depth {
            self.leave(start);
        }
        self.close()
    }

    /// A document has ended, and the file goes on.
    fn after_document(&mut self, byte: u8) -> State {
        let start = self.at;
        let help = Some("a JSON file holds one value; is a bracket closed too early?".into());
        if matches!(byte, b'{' | b'[') {
            if !self.excused {
                self.slip(start..start + 1, "a second value in the file".into(), help);
            }
            self.excused = true;
            return State::Value;
        }
        let document = self.current.node.map(|node| self.tree.node(node));
        let shape = match document.map(Node::kind) {
            Some(Kind::Map) => Shape::Map,
            Some(Kind::List) => Shape::List,
            _ => Shape::Root,
        };
        if byte == b',' && shape != Shape::Root {
            let open = document.map_or(0, |node| node.span().start as usize);
            self.break_off(start..start + 1, "the file goes on after its value".into(), help);
            let reopened = Frame { shape, node: self.current.node, open };
            self.outer.push(self.current);
            self.current = reopened;
            return State::After;
        }
        if byte == b',' {
            self.break_off(start..start + 1, "the file goes on after its value".into(), help);
            self.at += 1;
        } else {
            self.unexpected("a JSON file holds one value");
        }
        State::After
    }
}
