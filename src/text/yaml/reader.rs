//! From parser events to nodes.

use granit_parser::{Event, Options, Parser, ScalarStyle, StructureStyle, options};

use super::super::errors::Errors;
use super::super::tree::{Copied, Mark, NodeId};
use super::super::{FileId, Limits, Parsed, Span, Style, SyntaxError, Tree};
use super::aliases::{Anchors, Weight};
use super::everyday;
use super::faults::{Fault, Stop};
use super::lines;

/// Reads every document of a YAML stream; documents without content are left out.
///
/// After a fault the reading goes on at the next line that continues an open list or map of the same
/// indentation, so that one fault costs one entry. Anchors, aliases and merge keys are resolved.
pub(in crate::text) fn read(file: FileId, text: &str, limits: Limits) -> Parsed<'_> {
    match everyday::read(file, text, limits) {
        Some(tree) => Parsed { tree, errors: Vec::new() },
        None => read_events(file, text, limits),
    }
}

/// The same by the parser library, whatever the text is like.
pub(super) fn read_events(file: FileId, text: &str, limits: Limits) -> Parsed<'_> {
    let mut reader = Reader::new(file, text, limits);
    let mut base = 0;
    while let Err(stop) = reader.run(&text[base..], base, text.len()) {
        match reader.recover(&stop, base) {
            Some(next) if reader.errors.len() <= FAULTS => base = next,
            _ => break,
        }
    }
    reader.close_to(0);
    reader.report_control_characters();
    Parsed { tree: reader.tree, errors: Errors::of(file, reader.errors) }
}

/// After so many faults the rest of a file is not read: it is no YAML, and each time the parser begins anew it may look
/// at all that follows.
const FAULTS: usize = 10_000;

pub(super) const COMPLEX_KEY: &str = "a list or map cannot be a key";

/// What a map does with the next finished node.
pub(super) enum Slot {
    /// It is a key.
    Vacant,
    /// It is the value of this key.
    Key(Scalar),
    /// It is merged into the map at its end.
    Merge,
    /// It is a key that was refused.
    RefusedKey,
    /// It is left out: its key was refused.
    Refused,
}

/// A scalar that has no node yet.
pub(super) struct Scalar {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) style: Style,
    pub(super) copied: Copied,
}

/// A map or list that is still open.
pub(super) struct Frame<'s> {
    pub(super) node: NodeId,
    pub(super) list: bool,
    /// In brackets, where indentation means nothing.
    pub(super) flow: bool,
    pub(super) start: usize,
    pub(super) slot: Slot,
    pub(super) weight: Weight,
    pub(super) merges: Vec<NodeId>,
    pub(super) anchor: Option<&'s str>,
    /// Whether the node stands in its parent already: it was closed once and is read on.
    pub(super) placed: bool,
    /// How to forget everything since the container began.
    pub(super) undo: Undo,
}

/// How much there was of everything at some point.
#[derive(Clone, Copy)]
pub(super) struct Undo {
    pub(super) mark: Mark,
    pub(super) errors: usize,
    pub(super) total: u64,
    pub(super) anchors: usize,
}

/// How the first nodes of a stretch of text belong to what is there already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// A document of its own.
    Fresh,
    /// Its outermost container is the innermost open one.
    Join,
    /// It is one node of the innermost open container.
    Inside,
}

pub(super) struct Reader<'s> {
    pub(super) text: &'s str,
    pub(super) limits: Limits,
    pub(super) tree: Tree<'s>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) stack: Vec<Frame<'s>>,
    pub(super) anchors: Anchors<'s>,
    /// Nodes so far, with aliases expanded.
    pub(super) total: u64,
    pub(super) mode: Mode,
    /// The root container of the current document, once it is closed.
    pub(super) root: Option<Frame<'s>>,
    /// A scalar value that waits for the next event: a fault may show that it ended earlier.
    pub(super) held: Option<Scalar>,
    /// The node of the last event, for an anchor that follows.
    pub(super) last: Option<NodeId>,
    /// Where the last key, value or bracket began and ended.
    pub(super) seen: (usize, usize),
    /// Where the last comment ended.
    pub(super) commented: usize,
    /// Where the last fault was reported.
    pub(super) reported: Option<usize>,
    /// Whether the current stretch of text continues something from before.
    pub(super) joined: bool,
    /// Whether an alias was refused because too much would hang on it.
    pub(super) is_exhausted: bool,
    /// Bytes that may still be read twice in recovering.
    pub(super) patience: usize,
    /// No comment begins after this.
    last_comment: usize,
    file: FileId,
}

impl<'s> Reader<'s> {
    fn new(file: FileId, text: &'s str, limits: Limits) -> Self {
        Self {
            text,
            limits,
            tree: Tree::new(file, text),
            errors: Vec::new(),
            stack: Vec::new(),
            anchors: Anchors::default(),
            total: 0,
            mode: Mode::Fresh,
            root: None,
            held: None,
            last: None,
            seen: (0, 0),
            commented: 0,
            reported: None,
            joined: false,
            is_exhausted: false,
            last_comment: text.rfind('#').unwrap_or(0),
            patience: text.len().saturating_mul(4).saturating_add(1 << 16),
            file,
        }
    }

    fn options(&self, piece: &str, base: usize) -> Options {
        // One more than ours, so that ours speaks.
        let depth = self.limits.depth.saturating_add(1);
        options! {
            // The parser looks for a comment up to the end, each time it begins.
            emit_comments: piece.len() < self.text.len() - base || self.last_comment >= base,
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            max_buffered_comment_events: usize::MAX,
            flow_nesting_limit: depth,
            block_nesting_limit: depth,
        }
    }

    /// Reads a stretch of text that stands at `base..end` in the file, up to its end or its first fault. What it
    /// has beyond that was added to make it complete.
    pub(super) fn run(&mut self, piece: &str, base: usize, end: usize) -> Result<(), Stop> {
        let mut parser = Parser::new_from_str_with_options(piece, self.options(piece, base));
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|error| Stop::from_parser(&error, base))?;
            let range = span.byte_range().unwrap_or_default();
            self.event(event, end.min(base + range.start), end.min(base + range.end))?;
        }
        self.release();
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, start: usize, end: usize) -> Result<(), Stop> {
        match event {
            Event::Comment(..) => {
                self.comment(start, end);
                return Ok(());
            }
            Event::Anchor(..) => {
                self.release();
                self.anchor(start, end);
                return Ok(());
            }
            // A scalar that is a whole document waits until nothing follows it.
            Event::DocumentEnd if self.stack.is_empty() => {}
            _ => self.release(),
        }
        match event {
            Event::DocumentStart(..) if self.mode == Mode::Fresh => self.next_document(),
            Event::Scalar(text, style, ..) => {
                self.alone(start)?;
                self.scalar(&text, style, start, end);
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.alone(start)?;
                self.seen = (start, end);
                self.alias(start, end);
            }
            Event::SequenceStart(style, ..) => self.open(true, style, start, end)?,
            Event::MappingStart(style, ..) => self.open(false, style, start, end)?,
            Event::SequenceEnd | Event::MappingEnd => {
                if start < end {
                    self.seen = (start, end);
                }
                self.close();
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn comment(&mut self, start: usize, end: usize) {
        if start >= self.commented {
            self.commented = end;
            self.tree.add_comment(start, end);
        }
    }

    /// Only a container can join an open one.
    fn alone(&mut self, at: usize) -> Result<(), Stop> {
        match std::mem::replace(&mut self.mode, Mode::Fresh) {
            Mode::Join => Err(Stop { at, fault: Fault::Stray }),
            _ => Ok(()),
        }
    }

    pub(super) fn next_document(&mut self) {
        self.close_to(0);
        self.root = None;
        self.anchors.clear();
    }

    fn open(&mut self, list: bool, style: StructureStyle, start: usize, end: usize) -> Result<(), Stop> {
        let flow = style == StructureStyle::Flow;
        // The parser puts the start of a list that is not indented behind its first dash.
        let start = if list && !flow { lines::first_dash(self.text, self.seen.1, start) } else { start };
        self.seen = (start, if flow { end } else { start });
        if std::mem::replace(&mut self.mode, Mode::Fresh) == Mode::Join {
            let joins = self.stack.last().is_some_and(|top| top.list == list && !flow);
            return if joins { Ok(()) } else { Err(Stop { at: start, fault: Fault::Stray }) };
        }
        if self.stack.len() >= self.limits.depth {
            return Err(Stop { at: start, fault: Fault::TooDeep });
        }
        if self.awaits_key() {
            self.refuse_key(Slot::RefusedKey, start, lines::next_char(self.text, start), COMPLEX_KEY);
        }
        let undo = Undo {
            mark: self.tree.mark(),
            errors: self.errors.len(),
            total: self.total,
            anchors: self.anchors.len(),
        };
        self.total += 1;
        let node = if list { self.tree.add_list(start) } else { self.tree.add_map(start) };
        self.last = Some(node);
        let frame = Frame {
            node,
            list,
            flow,
            start,
            slot: Slot::Vacant,
            weight: Weight::LEAF,
            merges: Vec::new(),
            anchor: None,
            placed: false,
            undo,
        };
        self.stack.push(frame);
        Ok(())
    }

    /// Whether the next node is the key of a map.
    pub(super) fn awaits_key(&self) -> bool {
        self.stack.last().is_some_and(|top| !top.list && matches!(top.slot, Slot::Vacant))
    }

    /// Reports a key that cannot be one; it is left out with its value.
    pub(super) fn refuse_key(&mut self, slot: Slot, start: usize, end: usize, message: &str) {
        self.error(start, end, message, Some("write a single name before the `:`"));
        self.fill(slot);
    }

    fn close(&mut self) {
        let Some(mut frame) = self.stack.pop() else { return };
        self.tree.set_end(frame.node, self.seen.1.max(frame.start));
        if !frame.merges.is_empty() {
            self.merge(&frame);
            frame.merges.clear();
        }
        let weight = frame.weight.contained();
        if let Some(name) = frame.anchor {
            self.anchors.weigh(name, frame.node, weight);
        }
        self.last = Some(frame.node);
        if !self.stack.is_empty() {
            self.place(frame.node, weight);
            return;
        }
        if !frame.placed {
            self.place(frame.node, weight);
        }
        self.root = Some(Frame { slot: Slot::Vacant, placed: true, ..frame });
    }

    /// Closes containers until `depth` are open; keys without a value are left out.
    pub(super) fn close_to(&mut self, depth: usize) {
        self.release();
        while self.stack.len() > depth {
            self.close();
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, start: usize, end: usize) {
        let scalar = if style == ScalarStyle::Plain && start == end {
            let at = self.absent_at(start);
            Scalar { start: at, end: at, style: Style::Absent, copied: None }
        } else {
            self.written(text, style, start, end)
        };
        let (start, end) = (scalar.start, scalar.end);
        self.seen = (start, end);
        if !self.awaits_key() {
            self.held = Some(scalar);
            return;
        }
        self.last = None;
        if scalar.style == Style::Absent {
            self.refuse_key(Slot::Refused, start, end, "there is no key before the `:`");
        } else if self.is_wrapped(start, end) {
            self.refuse_key(
                Slot::Refused,
                start,
                lines::end(self.text, start),
                "a key cannot go over several lines",
            );
        } else if scalar.style == Style::Plain && text == "<<" {
            self.fill(Slot::Merge);
        } else {
            self.fill(Slot::Key(scalar));
        }
    }

    /// Whether a key in brackets goes over several lines: YAML allows it, but a comma is what is missing.
    fn is_wrapped(&self, start: usize, end: usize) -> bool {
        self.stack.last().is_some_and(|top| top.flow) && self.text[start..end].contains(['\n', '\r'])
    }

    pub(super) fn fill(&mut self, slot: Slot) {
        if let Some(top) = self.stack.last_mut() {
            top.slot = slot;
        }
    }

    /// A scalar that is there; its text is copied only where it does not stand in the file as it is.
    pub(super) fn written(&self, text: &str, style: ScalarStyle, start: usize, end: usize) -> Scalar {
        let source = &self.text[start..end];
        let (end, style, verbatim) = match style {
            ScalarStyle::Plain => (end, Style::Plain, source),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                let single = style == ScalarStyle::SingleQuoted;
                let inner = source.get(1..source.len().saturating_sub(1)).unwrap_or_default();
                (end, if single { Style::SingleQuoted } else { Style::DoubleQuoted }, inner)
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let content = source.trim_end();
                (start + content.len(), Style::Block, content)
            }
        };
        let copied = (verbatim != text).then(|| text.into());
        Scalar { start, end, style, copied }
    }

    /// Where a value would stand that the parser found absent near `near`.
    fn absent_at(&self, near: usize) -> usize {
        let after = match self.stack.last() {
            Some(Frame { slot: Slot::Key(_) | Slot::Merge | Slot::Refused, .. }) => {
                lines::after_colon(self.text, self.seen.1)
            }
            Some(Frame { list: true, flow: false, .. }) => lines::after_dash(self.text, self.seen.1),
            _ => near,
        };
        let between = self.text.get(after..near).unwrap_or_default();
        let away = between.trim().is_empty() || between.contains(['\n', '\r', '#']);
        if away { after } else { near.max(after) }
    }

    /// Gives the scalar that waits its node.
    pub(super) fn release(&mut self) {
        if let Some(Scalar { start, end, style, copied }) = self.held.take() {
            // A document of which nothing is written is none.
            if self.stack.is_empty() && style == Style::Absent {
                return;
            }
            self.total += 1;
            let node = self.tree.add_scalar(start, end, style, copied);
            self.last = Some(node);
            self.place(node, Weight::LEAF);
        }
    }

    /// Puts a finished node where it belongs.
    pub(super) fn place(&mut self, node: NodeId, weight: Weight) {
        let Some(top) = self.stack.last_mut() else {
            self.tree.add_root(node);
            return;
        };
        top.weight.add(if matches!(top.slot, Slot::Merge) { weight.merged() } else { weight });
        if top.list {
            self.tree.add_item(top.node, node);
            return;
        }
        match std::mem::replace(&mut top.slot, Slot::Vacant) {
            Slot::Key(key) => {
                self.tree.add_entry(top.node, (key.start, key.end), key.style, key.copied, node);
            }
            Slot::Merge => self.plan_merge(node),
            Slot::RefusedKey => top.slot = Slot::Refused,
            Slot::Vacant | Slot::Refused => {}
        }
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: start as u32, end: end as u32 }
    }

    pub(super) fn error(&mut self, start: usize, end: usize, message: impl Into<String>, help: Option<&str>) {
        let span = self.span(start, end);
        self.errors.push(SyntaxError { span, message: message.into(), help: help.map(Into::into) });
    }
}
