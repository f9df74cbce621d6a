//! Files as text: decoding, spans, and the way from a byte offset to a line and a column.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use memchr::memchr2_iter;

use super::encoding::{Decoded, Encoding, decode};
use super::secrets::{self, SecretNames};
use super::syntax::Syntax;

/// Which file of a [`Sources`] a span points into; ordered by the order in which files were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The position of the file in its [`Sources`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A byte range of one file's decoded text; `end` is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` to `end` of a file.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Self { file, start: start as u32, end: end as u32 }
    }

    /// The part of this span that starts `from` bytes in and ends `to` bytes in, clamped to the span.
    #[must_use]
    pub fn part(self, from: usize, to: usize) -> Self {
        let at = |offset: usize| self.end.min(self.start.saturating_add(offset as u32));
        Self { file: self.file, start: at(from), end: at(to.max(from)) }
    }

    /// The span as a range of byte offsets.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Bytes that are not text in the file's encoding; they stand as U+FFFD in the decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodingError {
    /// Where the first replacement character of this run stands.
    pub span: Span,
    /// The code page in which the bytes look like text, by its usual name.
    pub likely: &'static str,
}

/// A place as people count: lines and columns from 1, columns in characters, the end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column one past the last character.
    pub end_column: u32,
}

/// One file: the path shown to people, and its decoded text.
#[derive(Debug)]
pub struct Source {
    path: String,
    text: Text,
    encoding: Encoding,
    bom: bool,
    errors: Vec<EncodingError>,
    /// By what names secrets are known; none where everything is shown.
    names: Option<Arc<SecretNames>>,
}

/// A decoded text and what is known about it.
#[derive(Debug, Default)]
pub struct Text {
    /// As it stands in the file.
    whole: String,
    /// Where values of secrets were read.
    secrets: Vec<Range<u32>>,
    /// As it may be shown, where that is different; worked out when it is asked for.
    shown: OnceLock<Option<String>>,
    lines: OnceLock<Vec<u32>>,
    /// Number of characters before each block of [`BLOCK`] bytes: an export may be one line of megabytes.
    characters: OnceLock<Vec<u32>>,
}

impl From<String> for Text {
    fn from(whole: String) -> Self {
        Self { whole, ..Self::default() }
    }
}

/// Bytes between two counts of characters.
const BLOCK: usize = 1024;

impl Source {
    /// The path as shown, with forward slashes.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The decoded text as it may be shown, without a byte order mark: secrets are hidden, each character behind one
    /// that takes as many bytes, so that every place is a place in the true text as well.
    #[must_use]
    pub fn text(&self) -> &str {
        self.show(&self.text)
    }

    /// The decoded text, without a byte order mark: to be read, changed and written, never to be shown.
    #[must_use]
    pub fn true_text(&self) -> &str {
        &self.text.whole
    }

    /// A text that the file has had, as it may be shown.
    #[must_use]
    pub fn show<'t>(&self, text: &'t Text) -> &'t str {
        let Some(names) = &self.names else { return &text.whole };
        let shown = text.shown.get_or_init(|| {
            let mut places = names.places(&text.whole);
            if Syntax::of(&self.path, "") == Some(Syntax::Csv) {
                places.extend(secrets::columns(names, &text.whole));
            }
            places.extend(text.secrets.iter().map(|place| place.start as usize..place.end as usize));
            secrets::masked(&text.whole, places)
        });
        shown.as_deref().unwrap_or(&text.whole)
    }

    /// The bytes of a text that the file has had.
    #[must_use]
    pub fn encoded_text(&self, text: &Text) -> Vec<u8> {
        self.encoded(&text.whole)
    }

    /// The encoding the bytes came in.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Whether the file began with a byte order mark.
    #[must_use]
    pub fn has_bom(&self) -> bool {
        self.bom
    }

    /// The bytes of a text in this file's encoding, with its byte order mark if it has one.
    #[must_use]
    pub fn encoded(&self, text: &str) -> Vec<u8> {
        let mark = if self.bom { "\u{FEFF}" } else { "" };
        let units = || mark.encode_utf16().chain(text.encode_utf16());
        match self.encoding {
            Encoding::Utf8 => [mark, text].concat().into_bytes(),
            Encoding::Utf16Le => units().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => units().flat_map(u16::to_be_bytes).collect(),
            Encoding::CodePage(page) => page.encode(text),
        }
    }

    /// Every run of bytes that is not text.
    #[must_use]
    pub fn encoding_errors(&self) -> &[EncodingError] {
        &self.errors
    }

    /// Byte offsets at which lines start; the first is 0. `\n`, `\r\n` and a lone `\r` end a line.
    #[must_use]
    pub fn line_starts(&self) -> &[u32] {
        self.text.lines.get_or_init(|| {
            let bytes = self.text.whole.as_bytes();
            let ends = memchr2_iter(b'\n', b'\r', bytes)
                .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
            std::iter::once(0).chain(ends.map(|at| at as u32 + 1)).collect()
        })
    }

    /// Line (from 0) in which a byte offset stands.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> usize {
        self.line_starts().partition_point(|&start| start <= offset) - 1
    }

    /// Number of characters before a byte offset; an offset inside a character counts those before it.
    fn characters_before(&self, offset: u32) -> u32 {
        let bytes = self.text.whole.as_bytes();
        let blocks = self.text.characters.get_or_init(|| {
            let mut before = 0;
            let counts = bytes.chunks(BLOCK).map(|block| {
                let here = before;
                before += starts(block);
                here
            });
            counts.collect()
        });
        let offset = self.text.whole.floor_char_boundary(offset as usize);
        let block = offset / BLOCK;
        match blocks.get(block) {
            Some(before) => before + starts(&bytes[block * BLOCK..offset]),
            // The end of a text that fills its blocks.
            None => blocks.last().map_or(0, |last| last + starts(&bytes[(block - 1) * BLOCK..])),
        }
    }

    fn point(&self, offset: u32) -> (u32, u32) {
        let line = self.line_of(offset);
        let start = self.line_starts()[line];
        let whole = self.true_text();
        let before = if offset as usize - start as usize <= BLOCK {
            starts(&whole.as_bytes()[start as usize..whole.floor_char_boundary(offset as usize)])
        } else {
            self.characters_before(offset) - self.characters_before(start)
        };
        (line as u32 + 1, before + 1)
    }
}

/// How many characters begin in a part of a text: every byte that does not continue one begins one.
fn starts(part: &[u8]) -> u32 {
    part.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32
}

/// All files of one run, in the order in which they were added.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    names: Option<Arc<SecretNames>>,
}

impl Sources {
    /// No files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Decodes `bytes` and keeps them under `path`. Bytes that are not text never stop the reading: they become
    /// U+FFFD and an [`EncodingError`].
    pub fn add(&mut self, path: impl Into<String>, bytes: Vec<u8>) -> FileId {
        let file = FileId(self.files.len() as u32);
        let Decoded { text, encoding, bom, errors } = decode(file, bytes);
        self.files.push(Source {
            path: path.into(),
            text: text.into(),
            encoding,
            bom,
            errors,
            names: self.names.clone(),
        });
        file
    }

    /// Gives a file another text, in its encoding; what it had comes back. Spans into it are void.
    pub fn replace(&mut self, file: FileId, text: impl Into<Text>) -> Text {
        std::mem::replace(&mut self.files[file.index()].text, text.into())
    }

    /// From now on shows no secrets: neither those at these places, nor what seems to be one by its name, in any file
    /// that is there or will be added.
    pub fn hide(&mut self, names: &Arc<SecretNames>, places: &[Span]) {
        self.names = Some(Arc::clone(names));
        for source in &mut self.files {
            source.names.clone_from(&self.names);
            source.text.shown = OnceLock::new();
        }
        for place in places {
            self.files[place.file.index()].text.secrets.push(place.start..place.end);
        }
    }

    /// By what names secrets are known; none where everything is shown.
    #[must_use]
    pub fn secret_names(&self) -> Option<&Arc<SecretNames>> {
        self.names.as_ref()
    }

    /// Every file with its id.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(at, source)| (FileId(at as u32), source))
    }

    /// Number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// One file.
    #[must_use]
    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file.index()]
    }

    /// The text a span covers, as it may be shown; empty where the span is not on character boundaries.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).text().get(span.range()).unwrap_or_default()
    }

    /// Words about a place, such as a syntax error has: what they quote of the lines there is quoted as it may be
    /// shown.
    #[must_use]
    pub fn told(&self, at: Span, words: &str) -> String {
        let source = self.get(at.file);
        let starts = source.line_starts();
        let start = starts[source.line_of(at.start)] as usize;
        let end =
            starts.get(source.line_of(at.end) + 1).map_or(source.true_text().len(), |&end| end as usize);
        let lines = |text: &'_ str| text.get(start..end).unwrap_or_default().to_owned();
        if self.names.is_none() || source.true_text() == source.text() {
            return words.to_owned();
        }
        secrets::told(&lines(source.true_text()), &lines(source.text()), words)
    }

    /// Where a span stands, as people count.
    #[must_use]
    pub fn locate(&self, span: Span) -> Location {
        let source = self.get(span.file);
        let (line, column) = source.point(span.start);
        let (end_line, end_column) = source.point(span.end);
        Location { line, column, end_line, end_column }
    }

    /// The path and the line of a span, as in `roles.yaml:14`.
    #[must_use]
    pub fn place(&self, span: Span) -> String {
        let source = self.get(span.file);
        format!("{}:{}", source.path, source.line_of(span.start) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(bytes: &[u8]) -> Sources {
        let mut sources = Sources::new();
        sources.add("a.yaml", bytes.to_vec());
        sources
    }

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let sources = one("a: ü\r\nb: x\rc: y\n".as_bytes());
        let file = sources.iter().next().unwrap().0;
        let at = |start, end| sources.locate(Span { file, start, end });
        assert_eq!(at(3, 5), Location { line: 1, column: 4, end_line: 1, end_column: 5 });
        assert_eq!(at(7, 8).line, 2);
        assert_eq!(at(12, 13), Location { line: 3, column: 1, end_line: 3, end_column: 2 });
        assert_eq!(sources.place(Span { file, start: 12, end: 13 }), "a.yaml:3");
    }

    #[test]
    fn columns_of_one_long_line_are_those_of_counting() {
        for character in ["x", "ü", "語", "😀"] {
            let text = format!("{}\n{}", character.repeat(700), character.repeat(1024));
            let sources = one(text.as_bytes());
            let (file, source) = sources.iter().next().unwrap();
            for (offset, _) in source.text().char_indices().chain([(text.len(), ' ')]) {
                let line = text[..offset].matches('\n').count();
                let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
                let column = text[start..offset].chars().count();
                let at = sources.locate(Span::new(file, offset, offset));
                assert_eq!((at.line as usize, at.column as usize), (line + 1, column + 1));
            }
        }
    }

    #[test]
    fn marks_are_taken_off_and_remembered() {
        for (bytes, encoding) in [
            (b"\xEF\xBB\xBFa: 1".to_vec(), Encoding::Utf8),
            (b"\xFF\xFEa\0:\0 \x001\0".to_vec(), Encoding::Utf16Le),
            (b"\xFE\xFF\0a\0:\0 \x001".to_vec(), Encoding::Utf16Be),
        ] {
            let sources = one(&bytes);
            let source = sources.iter().next().unwrap().1;
            assert_eq!((source.text(), source.encoding(), source.has_bom()), ("a: 1", encoding, true));
            assert!(source.encoding_errors().is_empty());
            assert_eq!(source.encoded(source.text()), bytes);
        }
    }

    #[test]
    fn bytes_that_are_not_text_keep_the_rest_readable() {
        let sources = one(b"a: caf\xE9\nb: ok\n");
        let source = sources.iter().next().unwrap().1;
        assert_eq!(source.text(), "a: caf\u{FFFD}\nb: ok\n");
        let [error] = source.encoding_errors() else { panic!("one error") };
        assert_eq!((error.span.start, error.span.end, error.likely), (6, 9, "Windows-1252"));
        let sources = one(b"\xFF\xFEa\0\x00\xD8b");
        assert_eq!(sources.iter().next().unwrap().1.encoding_errors().len(), 2);
    }

    #[test]
    fn a_part_never_leaves_its_span() {
        let file = FileId(0);
        let span = Span { file, start: 10, end: 14 };
        assert_eq!(span.part(1, 3), Span { file, start: 11, end: 13 });
        assert_eq!(span.part(2, 90), Span { file, start: 12, end: 14 });
    }
}
