//! From bytes to text: byte order marks, the encoding that an XML declaration names, UTF-8.

use super::xml::{Declared, declared};
use super::{EncodingError, FileId, Span};

/// How the bytes of a file stand for text; fixes write a file back in the encoding it came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, the only encoding that needs no byte order mark.
    Utf8,
    /// UTF-16, low byte first (Windows calls it "Unicode").
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// The code page that the declaration of an XML file names.
    CodePage(CodePage),
}

/// A code page in which ASCII is ASCII: `windows-1252`, `ISO-8859-2`, `Shift_JIS` ...
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodePage(&'static encoding_rs::Encoding);

impl CodePage {
    /// The code page of a name, if it is one that can be decoded.
    pub(super) fn of(label: &str) -> Option<Self> {
        let found = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())?;
        (found.is_ascii_compatible() && found != encoding_rs::UTF_8).then_some(Self(found))
    }

    /// The bytes of a text; characters that the code page lacks become references as XML has them, `&#8364;`.
    pub(super) fn encode(self, text: &str) -> Vec<u8> {
        self.0.encode(text).0.into_owned()
    }

    /// Its usual name; `ISO-8859-1` is read as `windows-1252`, which has more characters.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

/// More places than anybody looks at; a file that is no text at all has one at each byte.
const MOST_ERRORS: usize = 1000;

/// The places of one file that are not text.
struct Errors {
    file: FileId,
    list: Vec<EncodingError>,
}

impl Errors {
    /// Puts the replacement character and notes its place.
    fn replace(&mut self, text: &mut String, likely: &'static str) {
        let start = text.len();
        text.push(char::REPLACEMENT_CHARACTER);
        self.note(start, text.len(), likely);
    }

    fn note(&mut self, start: usize, end: usize, likely: &'static str) {
        if self.list.len() < MOST_ERRORS {
            self.list.push(EncodingError { span: Span::new(self.file, start, end), likely });
        }
    }
}

/// A file as text, its encoding, and whether it begins with a byte order mark.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: Encoding,
    pub(super) bom: bool,
    pub(super) errors: Vec<EncodingError>,
}

/// Decodes a file. Bytes that are not text become U+FFFD; of very many such places only the first are noted.
pub(super) fn decode(file: FileId, bytes: Vec<u8>) -> Decoded {
    let mut errors = Errors { file, list: Vec::new() };
    let (text, encoding, bom) = match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (from_utf8(rest.to_vec(), &mut errors), Encoding::Utf8, true),
        [0xFF, 0xFE, rest @ ..] => {
            (from_utf16(rest, u16::from_le_bytes, &mut errors), Encoding::Utf16Le, true)
        }
        [0xFE, 0xFF, rest @ ..] => {
            (from_utf16(rest, u16::from_be_bytes, &mut errors), Encoding::Utf16Be, true)
        }
        // UTF-16 that lost its mark: in no other encoding every second byte is nothing.
        [first, 0, second, 0, ..] if is_letter(*first) && is_letter(*second) => {
            (from_utf16(&bytes, u16::from_le_bytes, &mut errors), Encoding::Utf16Le, false)
        }
        [0, first, 0, second, ..] if is_letter(*first) && is_letter(*second) => {
            (from_utf16(&bytes, u16::from_be_bytes, &mut errors), Encoding::Utf16Be, false)
        }
        _ => match declared(&bytes) {
            Some((Declared::CodePage(page), _)) => {
                let (text, encoding) = from_code_page(bytes, page, &mut errors);
                (text, encoding, false)
            }
            _ => (from_utf8(bytes, &mut errors), Encoding::Utf8, false),
        },
    };
    Decoded { text, encoding, bom, errors: errors.list }
}

/// Whether a byte is one that texts begin with.
fn is_letter(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\r' | b'\n' | b'\t')
}

fn from_utf8(bytes: Vec<u8>, errors: &mut Errors) -> String {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            errors.replace(&mut text, likely_code_page(chunk.invalid()));
        }
    }
    text
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, errors: &mut Errors) -> String {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut text = String::with_capacity(bytes.len());
    for decoded in char::decode_utf16(units) {
        match decoded {
            Ok(character) => text.push(character),
            Err(_) => errors.replace(&mut text, "UTF-16"),
        }
    }
    if !odd.is_empty() {
        errors.replace(&mut text, "UTF-16");
    }
    text
}

/// Text in a code page, unless it is UTF-8 beyond ASCII: in a code page that would be nonsense, so that the file only
/// says the wrong thing of itself.
fn from_code_page(bytes: Vec<u8>, page: CodePage, errors: &mut Errors) -> (String, Encoding) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => return (text, Encoding::CodePage(page)),
        Ok(text) => return (text, Encoding::Utf8),
        Err(error) => error.into_bytes(),
    };
    let (text, is_broken) = page.0.decode_without_bom_handling(&bytes);
    if is_broken {
        for (at, replaced) in text.match_indices(char::REPLACEMENT_CHARACTER) {
            errors.note(at, at + replaced.len(), page.name());
        }
    }
    (text.into_owned(), Encoding::CodePage(page))
}

/// A guess good enough for a hint: 0x80-0x9F are letters and quotes only in the Windows and DOS pages.
fn likely_code_page(bytes: &[u8]) -> &'static str {
    match bytes.first() {
        Some(0x81 | 0x82 | 0x84 | 0x8E | 0x94 | 0x99 | 0x9A) => "CP437 or CP850",
        Some(0..=0x7F) | None => "UTF-8, cut short",
        _ => "Windows-1252",
    }
}
