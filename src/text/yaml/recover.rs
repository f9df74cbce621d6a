//! After a fault: keep what was right, say what is wrong, and find the line where the reading goes on.

use granit_parser::{ErrorKind, Event, Parser};

use super::super::Style;
use super::faults::{Fault, Stop};
use super::lines;
use super::reader::{Mode, Reader, Scalar, Slot};

/// A line at which the reading can go on.
struct Landing {
    line: usize,
    place: Place,
}

/// What the line continues.
enum Place {
    /// An open container; this many containers stay open.
    Open(usize),
    /// The root of the current document, closed or not.
    Root,
    /// Nothing: a document begins there.
    Document,
}

impl Reader<'_> {
    /// Deals with a fault in the stretch of text that began at `base`; says where the next stretch begins.
    pub(super) fn recover(&mut self, stop: &Stop, base: usize) -> Option<usize> {
        let (at, mut start, mut end) = self.locate(stop);
        let mut fault = &stop.fault;
        // A stretch that began inside a container ends where its indentation ends; a list may stand at the indentation
        // of the map around it, and then ends at the next key of that map.
        let ends =
            stop.is(&ErrorKind::ExpectedDocumentStart) || stop.is(&ErrorKind::ExpectedBlockSequenceEntry);
        let dedent = ends && self.joined;
        self.salvage(stop, at, start);
        let line = lines::start(self.text, at);
        let from = if self.seen.0 < line && base < line { line } else { lines::next(self.text, at) };
        let landing = match self.stack.iter().position(|frame| frame.flow) {
            Some(flow) => {
                let bracket = self.stack[flow].start;
                let (landing, swallowed) = self.leave_flow(stop, flow, from);
                if swallowed {
                    (start, end) = (bracket, bracket + 1);
                    fault = &Fault::UNCLOSED;
                }
                landing
            }
            None => self.landing(from, self.stack.len()),
        };
        let arrived = dedent && landing.as_ref().is_some_and(|landing| landing.line == line);
        let reported = self.reported.is_some_and(|reported| start <= reported);
        if !arrived && !reported && !matches!(stop.fault, Fault::Stray) {
            self.reported = Some(start);
            let shown = self.text[start..end].trim_end_matches(':');
            let (message, help) = fault.describe(shown, self.limits.depth);
            self.error(start, end, message, help.as_deref());
        }
        let landing = landing?;
        self.pass_over(at, &landing);
        self.land(&landing);
        Some(landing.line)
    }

    /// Where the reading failed, and the part of the text to show for it.
    fn locate(&self, stop: &Stop) -> (usize, usize, usize) {
        let text = self.text;
        let Fault::Grammar(kind) = &stop.fault else {
            return (stop.at, stop.at, lines::next_char(text, stop.at));
        };
        let char_at = |at: usize| (at, at, lines::next_char(text, at));
        if stop.is_tab() {
            let tab = lines::from(text, lines::start(text, stop.at)).take(64).find_map(|line| {
                let tab = line.start + line.indent;
                (tab >= self.seen.1 && text[tab..].starts_with('\t')).then_some(tab)
            });
            return char_at(tab.unwrap_or(stop.at));
        }
        let quote = || text[self.seen.1.min(stop.at)..stop.at].find(['"', '\'']).map(|at| self.seen.1 + at);
        match kind {
            ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::MismatchedFlowCollectionEnd { .. }
            | ErrorKind::BlockSequenceEntryNotAllowed
            | ErrorKind::MappingValueNotAllowed => char_at(stop.at),
            ErrorKind::UnexpectedCharacter { character } => {
                let found = text[stop.at..].find(*character).map_or(stop.at, |at| stop.at + at);
                (stop.at, found, lines::next_char(text, found))
            }
            _ if stop.is_quote() => {
                let quote = quote().unwrap_or(stop.at);
                (stop.at, quote, lines::next_char(text, quote))
            }
            _ if stop.is_escape() => {
                let escape = bad_escape(&text[stop.at..]).map_or(stop.at, |at| stop.at + at);
                (stop.at, escape, lines::next_char(text, lines::next_char(text, escape)))
            }
            _ => {
                let blank = text[stop.at..].len() - text[stop.at..].trim_start_matches([' ', '\t']).len();
                let start = stop.at + blank;
                let word = text[start..].find(char::is_whitespace).unwrap_or(text.len() - start);
                (stop.at, start, start + word)
            }
        }
    }

    /// Keeps the value that was being read when the fault at `at` came, as far as it is clear.
    fn salvage(&mut self, stop: &Stop, at: usize, shown: usize) {
        let line = lines::start(self.text, at);
        let held = self.held.take();
        let extends = stop.is(&ErrorKind::MappingValueNotAllowed);
        if held.as_ref().is_some_and(|held| held.end <= line || (held.start >= line && !extends)) {
            // A document that is one scalar, and then a fault: it was not meant as one.
            self.held = held.filter(|_| !self.stack.is_empty());
            self.release();
            return;
        }
        let (waits, after) = match self.stack.last() {
            Some(top) if top.flow => return,
            Some(top) if top.list => (true, lines::after_dash(self.text, self.seen.1)),
            Some(top) => (matches!(top.slot, Slot::Key(_)), lines::after_colon(self.text, self.seen.1)),
            None => return,
        };
        if !waits {
            return;
        }
        let begins = |at: usize| self.text.get(after..at).is_some_and(|gap| gap.trim().is_empty());
        self.held = match held {
            Some(held) if held.start < line => self.scalar_in(held.start, line),
            Some(held) => Some(self.rest_of_line(held.start)),
            None if stop.is_quote() && begins(shown) => Some(self.rest_of_line(shown)),
            None if stop.is_escape() && begins(stop.at) => Some(self.rest_of_line(stop.at)),
            None if stop.is_start() && begins(stop.at) && after >= line => Some(self.rest_of_line(stop.at)),
            None if after < line => self.scalar_in(after, line),
            None => None,
        };
        self.release();
    }

    /// The text from `start` on as one scalar, if it is one.
    fn scalar_in(&self, start: usize, end: usize) -> Option<Scalar> {
        let mut found = None;
        for event in Parser::new_from_str(&self.text[start..end]) {
            let (event, span) = event.ok()?;
            match event {
                Event::Scalar(text, style, ..) => {
                    let range = span.byte_range().filter(|range| !range.is_empty())?;
                    found = Some(self.written(&text, style, start + range.start, start + range.end));
                }
                Event::MappingStart(..) | Event::SequenceStart(..) | Event::Alias(_) => return None,
                _ => {}
            }
        }
        found
    }

    /// The rest of a line as it would read if its quotes were right.
    fn rest_of_line(&self, start: usize) -> Scalar {
        let rest = &self.text[start..lines::end(self.text, start)];
        let rest = rest.find(" #").map_or(rest, |comment| &rest[..comment]).trim_end();
        let value = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => rest[1..].trim_end_matches(quote),
            _ => rest,
        };
        let start = start + usize::from(value.len() < rest.len() && !rest.starts_with(value));
        Scalar { start, end: start + value.len(), style: Style::Plain, copied: None }
    }

    /// A bracket may have swallowed entries before anything looked wrong: forgets what it took from the line on
    /// where block entries go on, and reads what stands before that line again. Says whether there was such a line.
    fn leave_flow(&mut self, stop: &Stop, flow: usize, from: usize) -> (Option<Landing>, bool) {
        let bracket = self.stack[flow].start;
        let landing = self.landing(lines::next(self.text, bracket), flow);
        let cut = landing.as_ref().map_or(self.text.len(), |landing| landing.line);
        let unclosed = matches!(stop.fault, Fault::Grammar(ErrorKind::UnclosedFlowCollection { .. }));
        let reached = if unclosed { self.text.len() } else { stop.at };
        let cost = 2 * (cut - bracket) + reached.saturating_sub(cut);
        if cut > reached || cost > self.patience {
            return (self.landing(from.max(lines::start(self.text, stop.at)), flow), false);
        }
        self.patience -= cost;
        let piece = self.text[bracket..cut].trim_end();
        self.held = None;
        if let Some(frame) = self.stack.drain(flow..).next() {
            self.tree.truncate(frame.undo.mark);
            self.errors.truncate(frame.undo.errors);
            self.anchors.truncate(frame.undo.anchors);
            self.total = frame.undo.total;
            self.commented = bracket;
        }
        self.mode = Mode::Inside;
        // Whatever is wrong in it has led here and is reported once.
        let _ = self.run(&format!("{piece}{}", lines::closers(piece)), bracket, bracket + piece.len());
        let swallowed = !unclosed && landing.is_some();
        (landing, swallowed)
    }

    /// The first line from `from` on that continues something; of the open containers only `depth` count.
    fn landing(&self, from: usize, depth: usize) -> Option<Landing> {
        let columns: Vec<_> = self.stack[..depth]
            .iter()
            .map(|frame| frame.start - lines::start(self.text, frame.start))
            .collect();
        let mut depth = depth;
        for line in lines::from(self.text, from) {
            if line.content.is_empty() || line.content.starts_with(['#', '\t']) {
                continue;
            }
            if line.is_document_mark() {
                return Some(Landing { line: line.start, place: Place::Document });
            }
            while depth > 0 && columns[depth - 1] > line.indent {
                depth -= 1;
            }
            let list = line.is_item();
            if !list && !line.is_entry() {
                continue;
            }
            // A list may stand at the indentation of the key it belongs to.
            let open = (0..depth).rev().take_while(|&at| columns[at] == line.indent);
            let place = match open.into_iter().find(|&at| self.stack[at].list == list) {
                Some(at) => Place::Open(at + 1),
                None if depth > 0 => continue,
                None => match (self.stack.first(), &self.root) {
                    (Some(first), _) if first.list == list && !first.flow => Place::Root,
                    (None, Some(root)) if root.list == list && !root.flow => Place::Root,
                    _ => Place::Document,
                },
            };
            return Some(Landing { line: line.start, place });
        }
        None
    }

    fn land(&mut self, landing: &Landing) {
        self.mode = Mode::Join;
        self.joined = true;
        match landing.place {
            Place::Open(depth) => {
                self.close_to(depth);
                self.fill(Slot::Vacant);
            }
            Place::Root => {
                self.close_to(0);
                if let Some(root) = self.root.take() {
                    self.stack.push(root);
                }
            }
            Place::Document => {
                self.close_to(0);
                self.mode = Mode::Fresh;
                self.joined = false;
            }
        }
        self.seen = (landing.line, landing.line);
    }

    /// Notes the comments of lines that are skipped, and tells of those lines that are no part of the fault: they
    /// stand where the reading goes on, and are no entries.
    fn pass_over(&mut self, at: usize, landing: &Landing) {
        let column = match landing.place {
            Place::Open(depth) if !self.stack[depth - 1].list => {
                let start = self.stack[depth - 1].start;
                Some(start - lines::start(self.text, start))
            }
            _ => None,
        };
        let mut told = false;
        let first = lines::next(self.text, at);
        for line in lines::from(self.text, first).take_while(|line| line.start < landing.line) {
            let start = line.start + line.indent;
            if line.content.starts_with('#') {
                self.comment(start, start + line.content.len());
            }
            let stray = Some(line.indent) == column && line.content.starts_with(char::is_alphanumeric);
            if stray && !told {
                let word = line.content.split(char::is_whitespace).next().unwrap_or_default();
                let fault = Fault::Grammar(ErrorKind::SimpleKeyExpected);
                let (message, help) = fault.describe(word, self.limits.depth);
                self.error(start, start + word.len(), message, help.as_deref());
            }
            told = stray;
        }
    }

    /// YAML allows no control characters; the parser lets most of them pass.
    pub(super) fn report_control_characters(&mut self) {
        let control = |byte: &u8| (*byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || *byte == 0x7F;
        let mut from = 0;
        while let Some(at) = self.text.as_bytes()[from..].iter().position(control) {
            let at = from + at;
            let fault =
                Fault::Grammar(ErrorKind::UnexpectedCharacter { character: self.text.as_bytes()[at].into() });
            let (message, help) = fault.describe("", self.limits.depth);
            self.errors.retain(|error| error.span.start as usize != at);
            self.error(at, at + 1, message, help.as_deref());
            from = lines::next(self.text, at);
        }
    }
}

/// Where the first escape stands in a double-quoted text that YAML does not know.
fn bad_escape(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = text.get(at..)?.find('\\') {
        let escape = at + found;
        let digits = match bytes.get(escape + 1)? {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            b'0' | b'a' | b'b' | b't' | b'\t' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"' | b'/'
            | b'\\' | b'N' | b'_' | b'L' | b'P' | b'\n' | b'\r' => 0,
            _ => return Some(escape),
        };
        let code = text.get(escape + 2..escape + 2 + digits).and_then(|code| {
            if digits == 0 { Some('.') } else { char::from_u32(u32::from_str_radix(code, 16).ok()?) }
        });
        if code.is_none() {
            return Some(escape);
        }
        at = escape + 2 + digits;
    }
    None
}
