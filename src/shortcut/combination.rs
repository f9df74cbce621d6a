//! A key with its modifiers.

use std::fmt;

use super::{Key, Modifiers};

/// A combination that WPF accepts. Equal combinations are equal values, however they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shortcut {
    pub(super) modifiers: Modifiers,
    pub(super) key: Key,
}

/// Ctrl, Alt and Windows: what keeps a key from typing its character.
const COMMANDING: Modifiers = Modifiers::CTRL.with(Modifiers::ALT).with(Modifiers::WINDOWS);

impl Shortcut {
    /// The combination, unless WPF refuses it: a letter or a digit of the digit row needs Ctrl, Alt or Windows; a
    /// Ctrl, Alt or Windows *key* may not stand with any of these modifiers.
    #[must_use]
    pub const fn new(modifiers: Modifiers, key: Key) -> Option<Self> {
        let refused = if modifiers.intersects(COMMANDING) {
            key.is_modifier() && !key.is_shift()
        } else {
            key.is_letter_or_digit()
        };
        if refused { None } else { Some(Self { modifiers, key }) }
    }

    /// The keys held down.
    #[must_use]
    pub const fn modifiers(self) -> Modifiers {
        self.modifiers
    }

    /// The key struck last.
    #[must_use]
    pub const fn key(self) -> Key {
        self.key
    }

    /// Whether the documented grammar has it: Ctrl, Shift, Alt with a character key, or a key alone that is no
    /// modifier itself.
    #[must_use]
    pub const fn is_documented(self) -> bool {
        !self.key.is_modifier()
            && !self.modifiers.contains(Modifiers::WINDOWS)
            && (self.modifiers.is_empty() || self.key.types_character())
    }

    /// Whether binding it takes something from a person who types a message: a key that types, moves or edits, alone
    /// or with Shift only. WPF accepts such combinations, and the documented grammar does not exclude them.
    #[must_use]
    pub const fn steals_typing(self) -> bool {
        !self.modifiers.intersects(COMMANDING) && (self.key.types_character() || self.key.edits_text())
    }
}

impl fmt::Display for Shortcut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.modifiers.is_empty() {
            write!(f, "{}+", self.modifiers)?;
        }
        f.write_str(self.key.name())
    }
}
