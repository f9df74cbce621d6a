//! What a text means: `&amp;` and the like, and line ends.

use std::ops::Range;

use super::Reader;
use super::names::{is_character, is_name};

/// The longest text looked at for the `;` of a reference.
const LONGEST: usize = 64;

impl Reader<'_> {
    /// The text that stands at a range, if it differs from what stands there. Line ends and tabs of an attribute are
    /// blanks (XML 1.0, 3.3.3), line ends elsewhere are `\n`.
    pub(super) fn meant(&mut self, place: Range<usize>, attribute: bool) -> Option<Box<str>> {
        let raw = &self.text[place.clone()];
        let is_special = |c: char| matches!(c, '&' | '\r') || (attribute && matches!(c, '\t' | '\n'));
        let mut at = raw.find(is_special)?;
        let mut meant = String::with_capacity(raw.len());
        meant.push_str(&raw[..at]);
        while let Some(&byte) = raw.as_bytes().get(at) {
            match byte {
                b'&' => at += self.reference(&raw[at..], place.start + at, &mut meant),
                b'\r' if raw.as_bytes().get(at + 1) == Some(&b'\n') => at += 1,
                _ => {
                    meant.push(if attribute { ' ' } else { '\n' });
                    at += 1;
                }
            }
            let rest = &raw[at..];
            let plain = rest.find(is_special).unwrap_or(rest.len());
            meant.push_str(&rest[..plain]);
            at += plain;
        }
        Some(meant.into())
    }

    /// What the reference at the start of `rest` means; says how long it is. What is none is read as it stands.
    fn reference(&mut self, rest: &str, at: usize, meant: &mut String) -> usize {
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
        let name = end.map_or("", |end| &rest[1..end]);
        let character = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "apos" => Some('\''),
            "quot" => Some('"'),
            _ => numbered(name),
        };
        if let (Some(character), Some(end)) = (character, end) {
            meant.push(character);
            return end + 1;
        }
        let place = at..at + end.map_or(1, |end| end + 1);
        if is_name(name) {
            let message = format!("the entity `&{name};` is not known");
            let help = "only `&lt;`, `&gt;`, `&amp;`, `&apos;`, `&quot;` and numbers are read";
            self.slip(place, message, Some(help));
        } else if name.starts_with('#') {
            let help = "write the character itself";
            self.slip(place, format!("`&{name};` is no character"), Some(help));
        } else {
            self.slip(at..at + 1, "this `&` stands alone".into(), Some("write it as `&amp;`"));
        }
        meant.push('&');
        1
    }
}

/// The character of `#65` or `#x41`.
fn numbered(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |digits| (digits, 16));
    if !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|&character| is_character(character))
}
