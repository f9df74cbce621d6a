//! The keys that are held down.

use std::fmt;
use std::ops::BitOr;

/// A set of modifiers. Printed, and ordered, as the documentation orders them: Ctrl, Shift, Alt, then Windows, which
/// only WPF knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Modifiers(u8);

impl Modifiers {
    /// No modifier.
    pub const NONE: Self = Self(0);
    /// Ctrl.
    pub const CTRL: Self = Self(1);
    /// Shift.
    pub const SHIFT: Self = Self(2);
    /// Alt.
    pub const ALT: Self = Self(4);
    /// The Windows key; accepted by WPF, not documented for shortcuts.
    pub const WINDOWS: Self = Self(8);

    const EACH: [(Self, &'static str); 4] =
        [(Self::CTRL, "Ctrl"), (Self::SHIFT, "Shift"), (Self::ALT, "Alt"), (Self::WINDOWS, "Windows")];

    /// All sixteen sets.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..16).map(Self)
    }

    /// The modifier that WPF reads in `name`, whatever its letter case: `Control` is Ctrl, `Win` is Windows.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        match name.len() {
            3 if is("alt") => Some(Self::ALT),
            3 if is("win") => Some(Self::WINDOWS),
            4 if is("ctrl") => Some(Self::CTRL),
            5 if is("shift") => Some(Self::SHIFT),
            7 if is("control") => Some(Self::CTRL),
            7 if is("windows") => Some(Self::WINDOWS),
            _ => None,
        }
    }

    /// The modifiers of both sets.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These modifiers except those of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether all of `other` are here.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether at least one of `other` is here.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is no modifier.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The names of the modifiers in canonical order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::EACH.into_iter().filter(move |&(one, _)| self.contains(one)).map(|(_, name)| name)
    }
}

impl BitOr for Modifiers {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.with(other)
    }
}

impl fmt::Display for Modifiers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, name) in self.names().enumerate() {
            if at > 0 {
                f.write_str("+")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Modifiers;

    #[test]
    fn modifiers_are_printed_in_the_documented_order() {
        let all = Modifiers::WINDOWS | Modifiers::ALT | Modifiers::SHIFT | Modifiers::CTRL;
        assert_eq!(all.to_string(), "Ctrl+Shift+Alt+Windows");
        assert_eq!((Modifiers::ALT | Modifiers::SHIFT).to_string(), "Shift+Alt");
        assert_eq!(Modifiers::NONE.to_string(), "");
    }

    #[test]
    fn a_modifier_has_the_names_that_wpf_reads() {
        for name in ["Ctrl", "ctrl", "CONTROL"] {
            assert_eq!(Modifiers::from_name(name), Some(Modifiers::CTRL));
        }
        for name in ["Win", "WINDOWS"] {
            assert_eq!(Modifiers::from_name(name), Some(Modifiers::WINDOWS));
        }
        for name in ["", "Meta", "LWin", "LeftCtrl", "Ctr"] {
            assert_eq!(Modifiers::from_name(name), None);
        }
    }
}
