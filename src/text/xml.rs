//! XML, read in one pass straight into the tree.
//!
//! An element is a map: its attributes come first, each a key with a scalar, then its child elements, each a key (the
//! name of the element) with a map. Text between tags is a scalar under an absent key. The root of the tree is a map
//! whose keys are the root elements (one, where the file is sound). [`Element`] looks at a tree in this way.
//!
//! There is no document type definition and there are no entities beside the five of XML itself, so that no file grows
//! while it is read. A slip whose meaning is plain (an attribute without quotes, a bare `&`) is read as it was meant;
//! after anything else reading goes on at the next tag. The tag reader is our own because libraries stop at the first
//! mistake or, where a quote is missing, take everything up to the next one for the value.

mod attributes;
mod declaration;
mod element;
mod markup;
mod names;
#[cfg(test)]
mod oracle_tests;
mod references;
#[cfg(test)]
mod tests;

pub(super) use declaration::{Declared, declared};
pub use element::{Attribute, Element};

use std::ops::Range;

use self::attributes::Ending;
use self::names::{is_name, is_name_start, name_end};
use super::errors::{Errors, excerpt};
use super::tree::NodeId;
use super::{Encoding, FileId, Limits, Parsed, Style, Tree};

/// A usual length of the text behind one key or value.
const BYTES_PER_NODE: usize = 12;

/// Reads an XML text that was decoded from `encoding`. Every text gives a tree; duplicates are kept.
pub(super) fn read<'s>(file: FileId, text: &'s str, encoding: Encoding, limits: Limits) -> Parsed<'s> {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: 0,
        tree: Tree::with_room(file, text, text.len() / BYTES_PER_NODE),
        document: None,
        open: Vec::new(),
        below: 0,
        names: Vec::new(),
        limits,
        values: 0,
        errors: Errors::new(file),
        noted: false,
        told: Told::default(),
        encoding,
    };
    while reader.next().is_some() {}
    reader.finish()
}

/// An element whose end is not read yet.
#[derive(Debug, Clone, Copy)]
struct Open {
    node: NodeId,
    /// Where its name stands.
    name: (usize, usize),
    /// What is wrong with its end is known already.
    excused: bool,
}

/// What was said once and need not be said again, and what need not be looked for again.
#[derive(Debug, Default)]
struct Told {
    too_deep: bool,
    second_root: bool,
    outside: bool,
    definition: bool,
    cut_short: bool,
    no_comment_end: bool,
    no_data_end: bool,
    no_instruction_end: bool,
    no_definition_end: bool,
}

struct Reader<'s> {
    text: &'s str,
    bytes: &'s [u8],
    /// The next byte to read.
    at: usize,
    tree: Tree<'s>,
    /// The map of the root elements.
    document: Option<NodeId>,
    /// The elements around the current place, the root first.
    open: Vec<Open>,
    /// How many elements below the deepest one that is read are open.
    below: usize,
    /// The attributes of the tag being read; reused.
    names: Vec<(usize, usize)>,
    limits: Limits,
    values: u64,
    errors: Errors,
    /// Whether a mistake in this tag was noted.
    noted: bool,
    told: Told,
    encoding: Encoding,
}

impl<'s> Reader<'s> {
    /// Reads the text up to the next tag, and the tag; nothing at the end or where the file has too many values.
    #[inline]
    fn next(&mut self) -> Option<()> {
        self.noted = false;
        self.skip_blanks();
        if self.peek() != b'<' {
            let end = self.text[self.at..].find('<').map_or(self.bytes.len(), |length| self.at + length);
            if self.at == end {
                return None;
            }
            self.text_up_to(end)?;
            self.at = end;
        }
        match self.bytes.get(self.at + 1) {
            Some(b'/') => self.end_tag(),
            Some(b'!') => self.bang()?,
            Some(b'?') => self.instruction(),
            Some(&byte) if is_name_start(byte) => self.start_tag()?,
            _ if self.at == self.bytes.len() => return None,
            _ => {
                self.slip(self.at..self.at + 1, "this `<` begins no tag".into(), Some("write it as `&lt;`"));
                self.at += 1;
            }
        }
        Some(())
    }

    /// The next byte; 0 at the end, where `at` is the length.
    #[inline]
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    #[inline]
    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }

    /// A start tag or an empty element, at its `<`.
    #[inline]
    fn start_tag(&mut self) -> Option<()> {
        let start = self.at;
        let name = (start + 1, name_end(self.bytes, start + 1));
        self.at = name.1;
        self.check_name(name);
        let is_too_deep = self.below > 0 || self.open.len() >= self.limits.depth;
        let node = if is_too_deep {
            self.tell_depth(start, name);
            None
        } else {
            let parent = self.parent(start);
            self.count(start)?;
            self.tree.add_key(parent, name, Style::Plain, None);
            Some(self.tree.add_map(start))
        };
        let ending = self.attributes(start, node)?;
        match (ending, node) {
            (Ending::Open, Some(node)) => self.open.push(Open { node, name, excused: false }),
            (Ending::Open, None) => self.below += 1,
            (Ending::Empty, Some(node)) => self.tree.set_end(node, self.at),
            (Ending::Empty, None) => {}
        }
        Some(())
    }

    /// The map that an element at this place belongs to.
    #[inline]
    fn parent(&mut self, start: usize) -> NodeId {
        match (self.open.last(), self.document) {
            (Some(open), _) => open.node,
            (None, None) => {
                let document = self.tree.add_map(start);
                self.tree.add_root(document);
                *self.document.insert(document)
            }
            (None, Some(document)) => {
                if !std::mem::replace(&mut self.told.second_root, true) {
                    let help = "put everything into one root element";
                    self.slip(start..start + 1, "a second root element begins here".into(), Some(help));
                }
                document
            }
        }
    }

    /// An end tag, at its `<`.
    #[inline]
    fn end_tag(&mut self) {
        let start = self.at;
        let name = start + 2..name_end(self.bytes, start + 2);
        self.at = name.end;
        self.skip_blanks();
        if self.peek() == b'>' {
            self.at += 1;
        } else {
            self.odd_end_of_tag(start);
        }
        if self.below > 0 {
            self.below -= 1;
            return;
        }
        match self.open.last() {
            Some(open) if self.bytes[open.name.0..open.name.1] == self.bytes[name.clone()] => {
                self.tree.set_end(open.node, self.at);
                self.open.pop();
            }
            _ => self.odd_end(start, name),
        }
    }

    /// An end tag that is not the one of the innermost element.
    #[cold]
    fn odd_end(&mut self, start: usize, name: Range<usize>) {
        let closes = |open: &Open| self.bytes[open.name.0..open.name.1] == self.bytes[name.clone()];
        let shown = excerpt(&self.text[name.clone()]);
        let Some(outer) = self.open.iter().rposition(closes) else {
            let help = self.open.last().map(|open| {
                let expected = excerpt(&self.text[open.name.0..open.name.1]);
                format!("remove it, or write `</{expected}>`")
            });
            self.slip(start..self.at, format!("`</{shown}>` closes no element"), help.as_deref());
            if let Some(open) = self.open.last_mut() {
                open.excused = true;
            }
            return;
        };
        let innermost = self.open[self.open.len() - 1];
        if !innermost.excused {
            self.never_closed(innermost, &format!("before `</{shown}>`"));
        }
        for open in self.open.drain(outer + 1..) {
            self.tree.set_end(open.node, start);
        }
        if let Some(open) = self.open.pop() {
            self.tree.set_end(open.node, self.at);
        }
    }

    /// An end tag without its `>`.
    #[cold]
    fn odd_end_of_tag(&mut self, start: usize) {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| matches!(byte, b'<' | b'>')).unwrap_or(rest.len());
        let found = self.at;
        self.at += length;
        match self.peek() {
            b'>' => {
                let message = "an end tag holds nothing but a name".into();
                self.slip(found..self.at, message, Some("remove what stands here"));
                self.at += 1;
            }
            _ if self.at == self.bytes.len() => self.cut_short(start),
            _ => self.slip(start..start + 2, "this end tag has no `>`".into(), Some("write the missing `>`")),
        }
    }

    #[cold]
    fn never_closed(&mut self, open: Open, when: &str) {
        let name = excerpt(&self.text[open.name.0..open.name.1]);
        let message = format!("`<{name}>` is not closed {when}");
        self.slip(open.name.0 - 1..open.name.1, message, Some(&format!("write the missing `</{name}>`")));
    }

    /// The file ends inside of something that begins at `start`.
    #[cold]
    fn cut_short(&mut self, start: usize) {
        if !std::mem::replace(&mut self.told.cut_short, true) {
            let message = "the file ends inside of this tag".into();
            self.slip(start..start + 1, message, Some("the file is cut short; what was lost is not judged"));
        }
    }

    #[inline]
    fn check_name(&mut self, (start, end): (usize, usize)) {
        let name = &self.text[start..end];
        if !name.is_ascii() && !is_name(name) {
            self.slip(start..end, format!("`{}` is no name in XML", excerpt(name)), None);
        }
    }

    #[cold]
    fn tell_depth(&mut self, start: usize, name: (usize, usize)) {
        if !std::mem::replace(&mut self.told.too_deep, true) {
            let message = format!("elements nested deeper than {}", self.limits.depth);
            self.slip(start..name.1, message, Some("what lies deeper was not read"));
        }
    }

    /// Counts one more value; nothing where it is one too many.
    #[inline]
    fn count(&mut self, at: usize) -> Option<()> {
        if self.values == self.limits.expanded_nodes {
            let message = format!("more than {} values in one file", self.limits.expanded_nodes);
            self.slip(at..at + 1, message, Some("what follows was not read"));
            self.told.cut_short = true;
            return None;
        }
        self.values += 1;
        Some(())
    }

    /// Notes an error, one for each tag.
    #[cold]
    fn slip(&mut self, at: Range<usize>, message: String, help: Option<&str>) {
        if !std::mem::replace(&mut self.noted, true) {
            self.errors.note(at, message, help.map(str::to_owned));
        }
    }

    fn finish(mut self) -> Parsed<'s> {
        self.noted = false;
        let end = self.bytes.len();
        if let Some(&open) = self.open.last().filter(|open| !open.excused && !self.told.cut_short) {
            self.never_closed(open, "when the file ends");
        }
        for open in self.open.iter().map(|open| open.node).chain(self.document) {
            self.tree.set_end(open, end);
        }
        if self.document.is_none() && self.errors.is_empty() && !self.text.trim_ascii().is_empty() {
            self.slip(0..1, "there is no element in this file".into(), None);
        }
        Parsed { tree: self.tree, errors: self.errors.sorted() }
    }
}
