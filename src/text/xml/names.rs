//! What a name in XML is made of.

/// What a byte may be; bytes beyond ASCII may be in a name until somebody looks at the character.
const START: u8 = 1;
const INSIDE: u8 = 2;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let at = byte as u8;
        if at.is_ascii_alphabetic() || at == b'_' || at == b':' || at >= 0x80 {
            classes[byte] = START | INSIDE;
        } else if at.is_ascii_digit() || at == b'-' || at == b'.' {
            classes[byte] = INSIDE;
        }
        byte += 1;
    }
    classes
};

/// Whether a name may begin with this byte.
#[inline]
pub(super) fn is_name_start(byte: u8) -> bool {
    CLASSES[byte as usize] & START != 0
}

/// Where the name that begins at `at` ends.
#[inline]
pub(super) fn name_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while bytes.get(end).is_some_and(|&byte| CLASSES[byte as usize] & INSIDE != 0) {
        end += 1;
    }
    end
}

/// Whether a text is a name, character by character (XML 1.0, fifth edition, production 5).
pub(super) fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(is_start) && characters.all(is_inside)
}

fn is_start(character: char) -> bool {
    matches!(character,
        'A'..='Z' | 'a'..='z' | '_' | ':' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn is_inside(character: char) -> bool {
    is_start(character)
        || matches!(character, '0'..='9' | '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Whether a character may stand in an XML file (production 2).
pub(super) fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
