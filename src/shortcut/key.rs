//! One key of the keyboard.

use std::fmt;
use std::sync::LazyLock;

use super::names::NAMES;

/// A key that a combination may name: one value for each distinct key of the WPF enumeration `Key`, from `Cancel` to
/// `OemClear`, ordered as there. Names that mean the same key (`Return` and `Enter`) are one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u8);

/// What WPF makes of the text in a key's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyText {
    /// A key, by one of its names.
    Key(Key),
    /// A key, by its number in the enumeration.
    Number(Key),
    /// No key: empty, `None`, or number zero.
    Nothing,
    /// Not the name of a key, or of one that no combination takes.
    Unknown,
}

/// Every name with its key's number, sorted by the beginning of the name.
static BY_NAME: LazyLock<Vec<(u64, &'static str, u8)>> = LazyLock::new(|| {
    let mut names: Vec<(u64, &'static str, u8)> = (0..)
        .zip(NAMES)
        .flat_map(|(number, names)| names.iter().map(move |&name| (beginning(name), name, number)))
        .collect();
    names.sort_by_key(|&(beginning, ..)| beginning);
    names
});

/// The first eight bytes as one number, the same for both letter cases.
fn beginning(name: &str) -> u64 {
    name.bytes().take(8).fold(0, |number, byte| number << 8 | u64::from(byte | 0x20))
}

fn number_of(name: &str) -> Option<i32> {
    let beginning = beginning(name);
    let from = BY_NAME.partition_point(|&(other, ..)| other < beginning);
    let mut alike = BY_NAME[from..].iter().take_while(|&&(other, ..)| other == beginning);
    alike.find(|(_, known, _)| known.eq_ignore_ascii_case(name)).map(|&(.., number)| i32::from(number))
}

impl Key {
    pub(super) const BACK: Self = Self(2);
    pub(super) const TAB: Self = Self(3);
    pub(super) const RETURN: Self = Self(6);
    pub(super) const ESCAPE: Self = Self(13);
    pub(super) const SPACE: Self = Self(18);
    const PAGE_UP: Self = Self(19);
    pub(super) const HOME: Self = Self(22);
    pub(super) const LEFT: Self = Self(23);
    pub(super) const RIGHT: Self = Self(25);
    const DOWN: Self = Self(26);
    pub(super) const INSERT: Self = Self(31);
    pub(super) const DELETE: Self = Self(32);
    const D0: Self = Self(34);
    const A: Self = Self(44);
    const Z: Self = Self(69);
    const LEFT_WINDOWS: Self = Self(70);
    const RIGHT_WINDOWS: Self = Self(71);
    pub(super) const APPS: Self = Self(72);
    const NUM_PAD_0: Self = Self(74);
    const DIVIDE: Self = Self(89);
    const F1: Self = Self(90);
    const LEFT_SHIFT: Self = Self(116);
    const RIGHT_SHIFT: Self = Self(117);
    const RIGHT_ALT: Self = Self(121);
    pub(super) const BROWSER_STOP: Self = Self(125);
    pub(super) const BROWSER_HOME: Self = Self(128);
    const OEM_SEMICOLON: Self = Self(140);
    pub(super) const OEM_PLUS: Self = Self(141);
    pub(super) const OEM_OPEN_BRACKETS: Self = Self(149);
    pub(super) const OEM_CLOSE_BRACKETS: Self = Self(151);
    const OEM_BACKSLASH: Self = Self(154);
    const OEM_CLEAR: Self = Self(171);

    /// All keys, in the order of the enumeration.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=Self::OEM_CLEAR.0).map(Self)
    }

    /// The key of a name or alias, whatever its letter case: `Esc`, `escape`, `v`, `5`, `D5`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::from_number(number_of(name)?)
    }

    /// What WPF reads in a text that stands in a key's place, blanks around it already dropped.
    pub(super) fn read(text: &str) -> KeyText {
        match text.as_bytes() {
            [] => KeyText::Nothing,
            [byte] => Self::from_character(*byte).map_or(KeyText::Unknown, KeyText::Key),
            [b'0'..=b'9' | b'-', ..] => match text.parse() {
                Ok(0) => KeyText::Nothing,
                Ok(number) => Self::from_number(number).map_or(KeyText::Unknown, KeyText::Number),
                Err(_) => KeyText::Unknown,
            },
            _ => match number_of(text) {
                Some(0) => KeyText::Nothing,
                number => number.and_then(Self::from_number).map_or(KeyText::Unknown, KeyText::Key),
            },
        }
    }

    /// The key of a letter A-Z, or of a digit, on the digit row.
    #[must_use]
    pub const fn from_character(byte: u8) -> Option<Self> {
        match byte.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => Some(Self::letter(letter)),
            digit @ b'0'..=b'9' => Some(Self::digit(digit - b'0')),
            _ => None,
        }
    }

    /// The key of an upper-case letter.
    pub(super) const fn letter(letter: u8) -> Self {
        Self(Self::A.0 + (letter - b'A'))
    }

    /// The key of a digit, 0 to 9, on the digit row.
    pub(super) const fn digit(digit: u8) -> Self {
        Self(Self::D0.0 + digit)
    }

    /// The function key of a number, 1 to 24.
    pub(super) const fn function(number: u8) -> Self {
        Self(Self::F1.0 + (number - 1))
    }

    fn from_number(number: i32) -> Option<Self> {
        u8::try_from(number).ok().filter(|&number| number != 0 && number <= Self::OEM_CLEAR.0).map(Self)
    }

    /// The canonical name: never an alias, and of two names of the enumeration the one that aliases stand for, else
    /// the first. A digit of the digit row is printed as WPF prints it: `5`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// All names, the canonical one first.
    #[must_use]
    pub fn names(self) -> &'static [&'static str] {
        NAMES[usize::from(self.0)]
    }

    const fn between(self, first: Self, last: Self) -> bool {
        first.0 <= self.0 && self.0 <= last.0
    }

    /// Whether this is a letter A-Z or a digit of the digit row.
    #[must_use]
    pub const fn is_letter_or_digit(self) -> bool {
        self.between(Self::D0, Self::Z)
    }

    /// Whether this is a character key of the documented grammar, that is, one that types a character: a letter, a
    /// digit, punctuation, a key of the number pad, or Space.
    #[must_use]
    pub const fn types_character(self) -> bool {
        self.is_letter_or_digit()
            || self.0 == Self::SPACE.0
            || self.between(Self::NUM_PAD_0, Self::DIVIDE)
            || self.between(Self::OEM_SEMICOLON, Self::OEM_BACKSLASH)
    }

    /// Whether this key moves the cursor, edits, or leaves the text: Backspace, Tab, Enter, Esc, Insert, Delete, the
    /// arrows, Home, End, Page Up, Page Down.
    pub(super) const fn edits_text(self) -> bool {
        self.between(Self::BACK, Self::TAB)
            || self.0 == Self::RETURN.0
            || self.0 == Self::ESCAPE.0
            || self.between(Self::PAGE_UP, Self::DOWN)
            || self.between(Self::INSERT, Self::DELETE)
    }

    /// Whether the key itself is a modifier: Ctrl, Shift, Alt or Windows, left or right.
    #[must_use]
    pub const fn is_modifier(self) -> bool {
        self.between(Self::LEFT_SHIFT, Self::RIGHT_ALT)
            || self.between(Self::LEFT_WINDOWS, Self::RIGHT_WINDOWS)
    }

    /// Whether the key itself is Shift, left or right.
    pub(super) const fn is_shift(self) -> bool {
        self.between(Self::LEFT_SHIFT, Self::RIGHT_SHIFT)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_the_name_of_one_key() {
        for key in Key::all() {
            for name in key.names() {
                assert_eq!(Key::from_name(name), Some(key), "{name}");
                assert_eq!(Key::read(&name.to_uppercase()), KeyText::Key(key), "{name}");
            }
        }
    }

    #[test]
    fn the_numbers_in_the_code_are_those_of_the_named_keys() {
        let named = [
            (Key::BACK, "Back"),
            (Key::TAB, "Tab"),
            (Key::RETURN, "Return"),
            (Key::ESCAPE, "Escape"),
            (Key::SPACE, "Space"),
            (Key::PAGE_UP, "PageUp"),
            (Key::HOME, "Home"),
            (Key::LEFT, "Left"),
            (Key::RIGHT, "Right"),
            (Key::DOWN, "Down"),
            (Key::INSERT, "Insert"),
            (Key::DELETE, "Delete"),
            (Key::D0, "0"),
            (Key::digit(9), "9"),
            (Key::A, "A"),
            (Key::Z, "Z"),
            (Key::LEFT_WINDOWS, "LWin"),
            (Key::RIGHT_WINDOWS, "RWin"),
            (Key::APPS, "Apps"),
            (Key::NUM_PAD_0, "NumPad0"),
            (Key::DIVIDE, "Divide"),
            (Key::F1, "F1"),
            (Key::LEFT_SHIFT, "LeftShift"),
            (Key::RIGHT_SHIFT, "RightShift"),
            (Key::RIGHT_ALT, "RightAlt"),
            (Key::BROWSER_STOP, "BrowserStop"),
            (Key::BROWSER_HOME, "BrowserHome"),
            (Key::OEM_SEMICOLON, "OemSemicolon"),
            (Key::OEM_PLUS, "OemPlus"),
            (Key::OEM_OPEN_BRACKETS, "OemOpenBrackets"),
            (Key::OEM_CLOSE_BRACKETS, "OemCloseBrackets"),
            (Key::OEM_BACKSLASH, "OemBackslash"),
            (Key::OEM_CLEAR, "OemClear"),
            (Key::letter(b'V'), "V"),
            (Key::function(12), "F12"),
        ];
        for (key, name) in named {
            assert_eq!(key.name(), name);
        }
    }

    #[test]
    fn a_number_is_read_as_the_enumeration_counts() {
        assert_eq!(Key::read("65"), KeyText::Number(Key::letter(b'V')));
        assert_eq!(Key::read("007"), KeyText::Number(Key::from_name("Pause").unwrap()));
        assert_eq!(Key::read("171"), KeyText::Number(Key::OEM_CLEAR));
        assert_eq!(Key::read("5"), KeyText::Key(Key::digit(5)));
        for text in ["00", "-0", "None", "none", ""] {
            assert_eq!(Key::read(text), KeyText::Nothing, "{text}");
        }
        for text in ["172", "DeadCharProcessed", "-1", "99999999999", "3D", "-", ";", "é"] {
            assert_eq!(Key::read(text), KeyText::Unknown, "{text}");
        }
    }
}
