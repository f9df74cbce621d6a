//! From the events of one statement to nodes.

use std::borrow::Cow;

use toml::value::Datetime;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::lexer::Token;
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Span as Piece};

use super::super::errors::Errors;
use super::super::tree::{Copied, NodeId};
use super::super::{FileId, Limits, Parsed, Span, Style, SyntaxError, Tree};
use super::tables::Tables;
use super::words;

/// A name of a dotted key, without a node as yet.
pub(super) struct Key {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) style: Style,
    pub(super) copied: Copied,
}

impl Key {
    /// The name itself.
    pub(super) fn text<'t>(&'t self, text: &'t str) -> &'t str {
        match (&self.copied, self.style) {
            (Some(copied), _) => copied,
            (None, Style::SingleQuoted | Style::DoubleQuoted) => &text[self.start + 1..self.end - 1],
            (None, _) => &text[self.start..self.end],
        }
    }
}

/// An array or inline table that is open.
struct Frame {
    node: NodeId,
    list: bool,
    /// Where the keys of its current entry begin among all keys.
    keys: usize,
}

pub(super) struct Builder<'s> {
    pub(super) text: &'s str,
    pub(super) limits: Limits,
    pub(super) tree: Tree<'s>,
    pub(super) tables: Tables,
    pub(super) keys: Vec<Key>,
    errors: Vec<SyntaxError>,
    file: FileId,
    frames: Vec<Frame>,
    /// What is wrong with the current statement.
    faults: Vec<SyntaxError>,
    /// The current statement is a header, of an array of tables if true.
    header: Option<bool>,
    /// A bracket was too deep and its content is skipped.
    refused: bool,
    base: usize,
}

impl<'s> Builder<'s> {
    pub(super) fn new(file: FileId, text: &'s str, limits: Limits) -> Self {
        let mut tree = Tree::new(file, text);
        let root = tree.add_map(0);
        tree.set_end(root, text.trim_end().len());
        Self {
            text,
            limits,
            tree,
            tables: Tables::new(root),
            keys: Vec::new(),
            errors: Vec::new(),
            file,
            frames: Vec::new(),
            faults: Vec::new(),
            header: None,
            refused: false,
            base: 0,
        }
    }

    pub(super) fn finish(mut self) -> Parsed<'s> {
        let root = self.tables.root;
        if self.tree.node(root).entries().next().is_some() {
            self.tree.add_root(root);
        }
        Parsed { tree: self.tree, errors: Errors::of(self.file, self.errors) }
    }

    /// Reads the tokens of one statement, whose positions count from `base`.
    pub(super) fn statement(&mut self, tokens: &[Token], base: usize) {
        self.base = base;
        let mut found: Vec<ParseError> = Vec::new();
        parse_document(tokens, self, &mut found);
        if let Some(list) = self.header.take() {
            self.open_table(list);
        }
        while let Some(frame) = self.frames.pop() {
            self.place(frame.node);
        }
        self.keys.clear();
        self.refused = false;
        for error in found {
            let (span, message, help) = words::explain(&error, self.text, base);
            self.fault(span.0, span.1, message, help);
        }
        if !self.faults.is_empty() {
            self.settle();
        }
    }

    /// Keeps the first fault of every line; that something is not closed only if nothing else is wrong.
    fn settle(&mut self) {
        let mut faults = std::mem::take(&mut self.faults);
        faults.sort_by_key(|fault| fault.span.start);
        let closed = |fault: &SyntaxError| fault.message != words::UNCLOSED;
        if faults.iter().any(closed) {
            faults.retain(closed);
        } else {
            faults.truncate(1);
        }
        let text = self.text;
        faults.dedup_by(|next, kept| {
            let between = kept.span.start as usize..next.span.start as usize;
            text.get(between).is_some_and(|between| !between.contains('\n'))
        });
        self.errors.append(&mut faults);
    }

    pub(super) fn fault(
        &mut self,
        start: usize,
        end: usize,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let span = Span { file: self.file, start: start as u32, end: end as u32 };
        self.faults.push(SyntaxError { span, message: message.into(), help });
    }

    fn range(&self, span: Piece) -> (usize, usize) {
        (self.base + span.start(), self.base + span.end())
    }

    fn raw(&self, start: usize, end: usize, encoding: Option<Encoding>) -> Raw<'s> {
        Raw::new_unchecked(&self.text[start..end], encoding, Piece::new_unchecked(start, end))
    }

    /// The text of a quoted string or key; copied where it does not stand between its quotes as it is.
    fn unquote(&self, start: usize, end: usize, decoded: Cow<'s, str>) -> Copied {
        let source = &self.text[start..end];
        let inner = source.get(1..source.len().saturating_sub(1)).filter(|_| source.len() > 1);
        (inner != Some(&decoded)).then(|| decoded.into())
    }

    /// Puts a finished value into the innermost open array or inline table, or into the current table.
    fn place(&mut self, node: NodeId) {
        let depth = self.tables.depth + self.frames.len();
        match self.frames.last() {
            Some(top) if top.list => self.tree.add_item(top.node, node),
            Some(&Frame { node: map, keys, .. }) => self.insert(map, keys, depth, node),
            None => self.insert(self.tables.current, 0, depth, node),
        }
    }

    fn open(&mut self, span: Piece, list: bool) -> bool {
        let (start, end) = self.range(span);
        if self.tables.depth + self.frames.len() >= self.limits.depth {
            if !self.refused {
                let limit = self.limits.depth;
                self.fault(
                    start,
                    end,
                    format!("tables and arrays are nested more than {limit} deep"),
                    Some("write the content flatter".into()),
                );
            }
            self.refused = true;
            return false;
        }
        let node = if list { self.tree.add_list(start) } else { self.tree.add_map(start) };
        self.frames.push(Frame { node, list, keys: self.keys.len() });
        true
    }

    fn close(&mut self, span: Piece) {
        if self.refused && !span.is_empty() {
            self.refused = false;
            return;
        }
        if let Some(frame) = self.frames.pop() {
            self.tree.set_end(frame.node, self.range(span).1);
            self.keys.truncate(frame.keys);
            self.place(frame.node);
        }
    }
}

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, _span: Piece, _error: &mut dyn ErrorSink) {
        self.header = Some(false);
    }

    fn array_table_open(&mut self, _span: Piece, _error: &mut dyn ErrorSink) {
        self.header = Some(true);
    }

    fn inline_table_open(&mut self, span: Piece, _error: &mut dyn ErrorSink) -> bool {
        self.open(span, false)
    }

    fn inline_table_close(&mut self, span: Piece, _error: &mut dyn ErrorSink) {
        self.close(span);
    }

    fn array_open(&mut self, span: Piece, _error: &mut dyn ErrorSink) -> bool {
        self.open(span, true)
    }

    fn array_close(&mut self, span: Piece, _error: &mut dyn ErrorSink) {
        self.close(span);
    }

    fn simple_key(&mut self, span: Piece, encoding: Option<Encoding>, _error: &mut dyn ErrorSink) {
        let (start, end) = self.range(span);
        if let Some(style) = plainly(&self.text.as_bytes()[start..end], encoding, true) {
            self.keys.push(Key { start, end, style, copied: None });
            return;
        }
        let raw = self.raw(start, end, encoding);
        let mut error: Option<ParseError> = None;
        let mut decoded = Cow::Borrowed("");
        raw.decode_key(&mut decoded, &mut error);
        let (style, copied) = match encoding {
            _ if start == end => (Style::Absent, None),
            None => (Style::Plain, None),
            Some(Encoding::LiteralString) => (Style::SingleQuoted, self.unquote(start, end, decoded)),
            Some(Encoding::BasicString) => (Style::DoubleQuoted, self.unquote(start, end, decoded)),
            Some(_) => (Style::Block, Some(decoded.into())),
        };
        self.keys.push(Key { start, end, style, copied });
        if let Some(error) = error {
            let ((start, end), message, help) = words::explain_key(&error, raw, start);
            self.fault(start, end, message, help);
        }
    }

    fn scalar(&mut self, span: Piece, encoding: Option<Encoding>, _error: &mut dyn ErrorSink) {
        let (start, end) = self.range(span);
        if let Some(style) = plainly(&self.text.as_bytes()[start..end], encoding, false) {
            let node = self.tree.add_scalar(start, end, style, None);
            self.place(node);
            return;
        }
        let raw = self.raw(start, end, encoding);
        let mut error: Option<ParseError> = None;
        let (style, copied) = match encoding {
            _ if start == end => (Style::Absent, None),
            // The text counts, not the number or date it stands for.
            None => {
                let kind = raw.decode_scalar(&mut (), &mut error);
                if kind == ScalarKind::DateTime && raw.as_str().parse::<Datetime>().is_err() {
                    error = error.or(Some(ParseError::new("invalid date")));
                }
                (Style::Plain, None)
            }
            Some(encoding) => {
                let mut decoded = Cow::Borrowed("");
                let _ = raw.decode_scalar(&mut decoded, &mut error);
                match encoding {
                    Encoding::LiteralString => (Style::SingleQuoted, self.unquote(start, end, decoded)),
                    Encoding::BasicString => (Style::DoubleQuoted, self.unquote(start, end, decoded)),
                    Encoding::MlLiteralString | Encoding::MlBasicString => {
                        (Style::Block, Some(decoded.into()))
                    }
                }
            }
        };
        if error.is_some() || style == Style::Absent {
            let ((start, end), message, help) = words::explain_value(error.as_ref(), raw, start);
            self.fault(start, end, message, help);
        }
        let node = self.tree.add_scalar(start, end, style, copied);
        self.place(node);
    }

    fn comment(&mut self, span: Piece, error: &mut dyn ErrorSink) {
        let (start, end) = self.range(span);
        self.tree.add_comment(start, end);
        let raw = Raw::new_unchecked(&self.text[start..end], None, span);
        raw.decode_comment(error);
    }

    fn newline(&mut self, span: Piece, error: &mut dyn ErrorSink) {
        if span.len() == 1 {
            let (start, end) = self.range(span);
            Raw::new_unchecked(&self.text[start..end], None, span).decode_newline(error);
        }
    }
}

/// The style of a name or value that is right and reads as it is written; `None` where one has to look closer.
fn plainly(source: &[u8], encoding: Option<Encoding>, name: bool) -> Option<Style> {
    let bare = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let (style, plain) = match (encoding, source) {
        (None, [_, ..]) => (Style::Plain, name && source.iter().all(bare)),
        (Some(Encoding::LiteralString), [b'\'', inner @ .., b'\'']) => {
            (Style::SingleQuoted, !inner.iter().any(u8::is_ascii_control))
        }
        (Some(Encoding::BasicString), [b'"', inner @ .., b'"']) => {
            let special = |byte: &u8| *byte == b'\\' || byte.is_ascii_control();
            (Style::DoubleQuoted, !inner.iter().any(special))
        }
        _ => return None,
    };
    plain.then_some(style)
}
