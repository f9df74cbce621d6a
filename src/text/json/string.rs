//! Texts in quotes: finding their end, decoding their escapes.

use super::super::tree::Copied;
use super::Reader;

/// What is wrong inside a text: byte offsets, message, help.
type Fault = (std::ops::Range<usize>, String, Option<String>);

const CUT_OFF: &str = "write two escapes, a high and a low surrogate, or the character itself";

impl Reader<'_> {
    /// Reads the text in double quotes where the reader stands. Gives its text where that is not what stands between
    /// the quotes, and whether the closing quote is there.
    #[inline]
    pub(super) fn string(&mut self) -> (Copied, bool) {
        let start = self.at;
        let end = plain_end(self.bytes, start + 1);
        if self.bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            return (None, true);
        }
        self.unusual_string(start, end)
    }

    /// Reads the text in any quotes that begins at `start` and has nothing unusual before `at`.
    pub(super) fn unusual_string(&mut self, start: usize, mut at: usize) -> (Copied, bool) {
        let quote = self.bytes[start];
        let mut escapes = false;
        let mut fault: Option<Fault> = None;
        loop {
            match self.bytes.get(at) {
                None | Some(b'\n' | b'\r') => return self.unclosed_string(start, at),
                Some(&byte) if byte == quote => break,
                Some(b'\\') => {
                    escapes = true;
                    at += 1 + usize::from(!matches!(self.bytes.get(at + 1), None | Some(b'\n' | b'\r')));
                }
                Some(&byte) => {
                    if byte < 0x20 && fault.is_none() {
                        fault = Some(control_character(byte, at));
                    }
                    at += 1;
                }
            }
        }
        self.at = at + 1;
        if !escapes {
            self.note(fault);
            return (None, true);
        }
        let (text, bad_escape) = decode(&self.text[start + 1..at], start + 1, quote);
        self.note(fault.or(bad_escape));
        (Some(text), true)
    }

    fn note(&mut self, fault: Option<Fault>) {
        if let Some((at, message, help)) = fault {
            self.slip(at, message, help);
        }
    }

    /// A text that runs into the end of its line at `end`. Commas and closing brackets at the end of the line are
    /// taken for what follows the text.
    #[cold]
    fn unclosed_string(&mut self, start: usize, end: usize) -> (Copied, bool) {
        let quote = char::from(self.bytes[start]);
        let text = self.text[start + 1..end].trim_end_matches([' ', '\t', ',', ']', '}']);
        self.at = start + 1 + text.len();
        let help = format!("write `{quote}` at its end; a line break inside a text is written `\\n`");
        self.break_off(start..start + 1, format!("this `{quote}` is never closed"), Some(help));
        (Some(decode(text, start + 1, b'"').0), false)
    }
}

/// Where the text from `at` on meets a double quote, a backslash, a control character or the end.
#[inline]
fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // The lowest high bit that is set marks the first byte that is zero; bits above it may be wrong.
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let quote = zero(word ^ (ONES * b'"' as u64));
        let backslash = zero(word ^ (ONES * b'\\' as u64));
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let found = (quote | backslash | control) & HIGH;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | ..0x20)).count()
}

#[cold]
fn control_character(byte: u8, at: usize) -> Fault {
    let message = format!("control character U+{byte:04X} in a text");
    let help = match byte {
        b'\t' => "write `\\t`".into(),
        _ => format!("write `\\u{byte:04x}`, or remove it"),
    };
    (at..at + 1, message, Some(help))
}

/// The text that `raw` stands for, and the first escape in it that stands for nothing. `base` is where `raw` begins.
fn decode(raw: &str, base: usize, quote: u8) -> (Box<str>, Option<Fault>) {
    let mut text = String::with_capacity(raw.len());
    let mut fault = None;
    let mut at = 0;
    while let Some(found) = raw[at..].find('\\') {
        let escape = at + found;
        text.push_str(&raw[at..escape]);
        let (decoded, length) = escaped(&raw[escape..], quote);
        match decoded {
            Ok(character) => text.push(character),
            Err((message, help)) => {
                let shown = &raw[escape..escape + length];
                text.push_str(if shown.starts_with("\\u") && length == 6 { "\u{FFFD}" } else { shown });
                fault.get_or_insert_with(|| {
                    let place = base + escape..base + escape + length;
                    (place, format!("`{shown}` {message}"), Some(help.to_owned()))
                });
            }
        }
        at = escape + length;
    }
    text.push_str(&raw[at..]);
    (text.into_boxed_str(), fault)
}

/// The character that the escape at the start of `raw` stands for, or why it stands for none, and the escape's length.
fn escaped(raw: &str, quote: u8) -> (Result<char, (&'static str, &'static str)>, usize) {
    let character = match raw.as_bytes().get(1) {
        Some(b'u') => return unicode_escape(raw),
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(&byte) if matches!(byte, b'"' | b'\\' | b'/') || byte == quote => char::from(byte),
        _ => {
            let length = raw.chars().take(2).map(char::len_utf8).sum();
            return (Err(("stands for nothing", "a backslash is written `\\\\`")), length);
        }
    };
    (Ok(character), 2)
}

fn unicode_escape(raw: &str) -> (Result<char, (&'static str, &'static str)>, usize) {
    let Some(first) = hex(raw) else {
        let digits = raw[2..].bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
        return (Err(("is cut short", "`\\u` takes four hexadecimal digits")), 2 + digits);
    };
    if let Some(character) = char::from_u32(first) {
        return (Ok(character), 6);
    }
    let second = raw.get(6..).and_then(hex).filter(|low| (0xDC00..0xE000).contains(low));
    match second {
        Some(low) if first < 0xDC00 => {
            let code = 0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00);
            (char::from_u32(code).ok_or(("stands for nothing", CUT_OFF)), 12)
        }
        _ => (Err(("is half of a character", CUT_OFF)), 6),
    }
}

/// The number in `\uXXXX` at the start of `raw`.
fn hex(raw: &str) -> Option<u32> {
    let digits = raw.strip_prefix("\\u")?.get(..4)?;
    let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    all_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}
