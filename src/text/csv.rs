//! CSV, read in one pass straight into the tree: a list of rows, each a list of its fields that are not empty, with their
//! columns; of the many fields of wide tables most are empty.
//!
//! Fields are separated by the one of `,`, `;` and tab that the first row has most of (a program whose decimal sign is
//! the comma writes semicolons), or by what a first line `sep=;` says. A field in quotes may hold separators and line
//! ends, and a quote that is written twice. Blanks around a field do not count. Rows without any text are left out.
//!
//! A row should have as many fields as the first one; a missing quote costs its field and not the rest of the file.

use std::ops::Range;

use super::errors::{Errors, excerpt};
use super::tree::NodeId;
use super::{FileId, Limits, Parsed, Style, Tree};

/// A usual length of the text behind one field.
const BYTES_PER_NODE: usize = 8;

/// Reads a CSV text. Every text gives a tree; one without any field has no root.
pub(super) fn read<'s>(file: FileId, text: &'s str, limits: Limits) -> Parsed<'s> {
    let (separator, start) = separator(text);
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: start,
        separator,
        tree: Tree::with_room(file, text, text.len() / BYTES_PER_NODE),
        errors: Errors::new(file),
        limits,
        values: 0,
        columns: None,
        hopeless_until: 0,
    };
    let table = reader.tree.add_list(start);
    while reader.at < text.len() && reader.row(table).is_some() {}
    reader.tree.set_end(table, text.len());
    if reader.columns.is_some() {
        reader.tree.add_root(table);
    }
    Parsed { tree: reader.tree, errors: reader.errors.sorted() }
}

/// What separates fields, and where the first row begins.
fn separator(text: &str) -> (u8, usize) {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    if let Some([separator @ (b',' | b';' | b'\t' | b'|')]) =
        text[..end].strip_prefix("sep=").map(str::as_bytes)
    {
        return (*separator, end);
    }
    let (mut counts, mut is_quoted) = ([0usize; 3], false);
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            b',' if !is_quoted => counts[0] += 1,
            b';' if !is_quoted => counts[1] += 1,
            b'\t' if !is_quoted => counts[2] += 1,
            _ => {}
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let at = counts.iter().position(|&count| count == most).unwrap_or_default();
    ([b',', b';', b'\t'][at], 0)
}

/// A field: where it stands with its quotes, how it is written, and its text where that is not what stands there.
struct Field {
    at: Range<usize>,
    style: Style,
    copied: Option<Box<str>>,
}

struct Reader<'s> {
    text: &'s str,
    bytes: &'s [u8],
    /// The next byte to read.
    at: usize,
    separator: u8,
    tree: Tree<'s>,
    errors: Errors,
    limits: Limits,
    values: u64,
    /// How many fields the first row has.
    columns: Option<usize>,
    /// No field that begins before this place ends with a quote, save by the quotes that it begins with.
    hopeless_until: usize,
}

impl<'s> Reader<'s> {
    /// One row with its line end; nothing where the file has too many values.
    fn row(&mut self, table: NodeId) -> Option<()> {
        let start = self.at;
        let mark = self.tree.mark();
        let row = self.tree.add_list(start);
        let (mut fields, mut end) = (0, start);
        loop {
            let Field { at, style, copied } = self.field();
            let quotes = if style == Style::Plain { 0 } else { 2 };
            if at.len() > quotes {
                self.count(at.start)?;
                end = at.end;
                self.tree.add_field(row, fields, (at.start, at.end), style, copied);
            }
            fields += 1;
            match self.bytes.get(self.at) {
                Some(&byte) if byte == self.separator => self.at += 1,
                Some(b'\r') if self.bytes.get(self.at + 1) == Some(&b'\n') => {
                    self.at += 2;
                    break;
                }
                Some(_) => {
                    self.at += 1;
                    break;
                }
                None => break,
            }
        }
        if end == start {
            self.tree.truncate(mark);
            return Some(());
        }
        self.tree.set_end(row, end);
        self.tree.add_item(table, row);
        let columns = *self.columns.get_or_insert(fields);
        if fields != columns {
            let first = self.text[start..end].trim_start();
            let message = format!("this row has {fields} fields, the first one has {columns}");
            let help = if fields > columns {
                "write a field that has the separator in it in quotes; what is too much is not read"
            } else {
                "add the separators of the fields that are missing; they count as empty"
            };
            let length = first.find(['\n', '\r']).unwrap_or(first.len());
            let from = end - first.len();
            self.errors.note(from..from + length, message, Some(help.into()));
        }
        Some(())
    }

    /// A field, up to what ends it.
    fn field(&mut self) -> Field {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t')) && self.bytes[self.at] != self.separator {
            self.at += 1;
        }
        if self.bytes.get(self.at) == Some(&b'"')
            && let Some(field) = self.quoted()
        {
            return field;
        }
        let start = self.at;
        let is_end = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
        self.at =
            self.bytes[start..].iter().position(is_end).map_or(self.bytes.len(), |length| start + length);
        // A quote that is never closed is no part of the text.
        let is_open = self.bytes[start..self.at].starts_with(b"\"");
        let text = self.text[start + usize::from(is_open)..self.at].trim_ascii();
        let from = if text.is_empty() { start } else { text.as_ptr().addr() - self.text.as_ptr().addr() };
        let at = from..from + text.len();
        if is_open {
            let message = format!("the quote before `{}` is never closed", excerpt(text));
            let help = "close it before the next separator, or remove it";
            self.errors.note(start..start + 1, message, Some(help.into()));
        }
        Field { at, style: Style::Plain, copied: None }
    }

    /// A field in quotes, at the first one; nothing where it is never closed, and then the place is the same.
    fn quoted(&mut self) -> Option<Field> {
        let start = self.at;
        let (mut at, mut is_copied, mut line) = (start + 1, false, None);
        let mut stray = None;
        let (end, next) = loop {
            let rest = &self.bytes[at..];
            let length = rest.iter().position(|byte| *byte == b'"');
            let is_opening = length == Some(0) && (at - start) % 2 == 1 && stray.is_none();
            if start < self.hopeless_until && !is_opening {
                return None;
            }
            let Some(length) = length else {
                self.hopeless_until = self.bytes.len();
                return None;
            };
            let last = rest[..length].iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
            line = last.map(|last| at + last + 1).or(line);
            at += length + 1;
            if self.bytes.get(at) == Some(&b'"') {
                is_copied = true;
                at += 1;
                continue;
            }
            let blanks = self.bytes[at..].iter().take_while(|byte| **byte == b' ').count();
            match (self.bytes.get(at + blanks), line) {
                (None | Some(b'\n' | b'\r'), _) => break (at, at + blanks),
                (Some(&byte), _) if byte == self.separator => break (at, at + blanks),
                // A quote inside of the text, which should be two.
                (Some(_), None) => {
                    is_copied = true;
                    stray.get_or_insert(at - 1);
                }
                // One that opens a field of a later line.
                (Some(_), Some(line)) => {
                    self.hopeless_until = line;
                    return None;
                }
            }
        };
        if let Some(stray) = stray {
            let message = "a quote in a text in quotes".to_owned();
            self.errors.note(stray..stray + 1, message, Some("write it twice: `\"\"`".into()));
        }
        self.at = next;
        let inside = &self.text[start + 1..end - 1];
        let copied = is_copied.then(|| inside.replace("\"\"", "\"").into());
        Some(Field { at: start..end, style: Style::DoubleQuoted, copied })
    }

    /// Counts one more value; nothing where it is one too many.
    fn count(&mut self, at: usize) -> Option<()> {
        if self.values == self.limits.expanded_nodes {
            let message = format!("more than {} values in one file", self.limits.expanded_nodes);
            self.errors.note(at..at, message, Some("what follows was not read".to_owned()));
            return None;
        }
        self.values += 1;
        Some(())
    }
}

#[cfg(test)]
mod tests;
