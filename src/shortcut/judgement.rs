//! What there is to say about a text that should be a key combination.

use std::ops::Range;

use super::Shortcut;

/// How good a text is as a key combination; the worse, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The documented grammar has it, and WPF accepts it; also the empty text, which means no shortcut.
    Valid,
    /// WPF accepts it, but the documentation does not say so.
    OutsideDocumentedGrammar,
    /// WPF refuses it, or silently reads it as no key.
    Invalid,
}

impl Verdict {
    /// The verdict as it is written in outputs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::OutsideDocumentedGrammar => "outside-documented-grammar",
            Self::Invalid => "invalid",
        }
    }
}

/// What may be the matter with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// `Control`, `Win` or `Windows`: modifiers that only WPF knows by that name.
    UndocumentedModifier,
    /// A modifier that was there before.
    RepeatedModifier,
    /// Nothing before a `+`: WPF reads no modifier from there on.
    EmptyPart,
    /// A `,` and what follows it: WPF takes it for a text to display.
    DisplayText,
    /// A number: WPF takes it for the number of a key (inferred from how .NET reads enumerations).
    KeyNumber,
    /// The key is itself a modifier, and WPF accepts it.
    ModifierAlone,
    /// Modifiers with a key that types no character.
    NotCharacterKey,
    /// There is no key; WPF says nothing and binds nothing.
    NoKey,
    /// A part before the key is no modifier.
    UnknownModifier,
    /// The last part names no key.
    UnknownKey,
    /// A letter or digit without Ctrl or Alt, which would be typing.
    NeedsModifier,
    /// A Ctrl, Alt or Windows key as the key, with such a modifier before it.
    ModifierAsKey,
}

impl ProblemKind {
    /// The kind as it is written in outputs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UndocumentedModifier => "undocumented-modifier",
            Self::RepeatedModifier => "repeated-modifier",
            Self::EmptyPart => "empty-part",
            Self::DisplayText => "display-text",
            Self::KeyNumber => "key-number",
            Self::ModifierAlone => "modifier-alone",
            Self::NotCharacterKey => "not-character-key",
            Self::NoKey => "no-key",
            Self::UnknownModifier => "unknown-modifier",
            Self::UnknownKey => "unknown-key",
            Self::NeedsModifier => "needs-modifier",
            Self::ModifierAsKey => "modifier-as-key",
        }
    }

    /// How bad a text is that has this problem.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::UndocumentedModifier
            | Self::RepeatedModifier
            | Self::EmptyPart
            | Self::DisplayText
            | Self::KeyNumber
            | Self::ModifierAlone
            | Self::NotCharacterKey => Verdict::OutsideDocumentedGrammar,
            Self::NoKey
            | Self::UnknownModifier
            | Self::UnknownKey
            | Self::NeedsModifier
            | Self::ModifierAsKey => Verdict::Invalid,
        }
    }

    /// What to do about it, in general.
    pub(super) const fn advice(self) -> &'static str {
        match self {
            Self::UndocumentedModifier | Self::UnknownModifier => "the modifiers are Ctrl, Shift and Alt",
            Self::RepeatedModifier => "name every modifier once",
            Self::EmptyPart => "put one `+` between two parts",
            Self::DisplayText => "leave out the `,` and what follows it",
            Self::KeyNumber => "name the key",
            Self::ModifierAlone | Self::ModifierAsKey => "end the combination with a character key",
            Self::NotCharacterKey => "use a character key, or the key alone",
            Self::NoKey => "name a key, or leave the value empty for no shortcut",
            Self::UnknownKey => "use a letter, a digit or the name of a key",
            Self::NeedsModifier => "add Ctrl or Alt",
        }
    }
}

/// One thing that is the matter, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which thing.
    pub kind: ProblemKind,
    /// The part of the text, in bytes; never empty.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// What [`parse()`](super::parse()) makes of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The combination; none where the text is empty or invalid.
    pub shortcut: Option<Shortcut>,
    /// The verdict: that of the worst problem.
    pub verdict: Verdict,
    /// What is the matter, in the order of the text; empty where it is valid.
    pub problems: Vec<Problem>,
    /// A better spelling: for a text outside the documented grammar the documented one, for an invalid text one that
    /// WPF accepts of what was evidently meant (`Ctrl+Plus` for `Ctrl++`); none where that would be a guess.
    pub repair: Option<String>,
}
