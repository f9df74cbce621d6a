//! Key combinations such as `Ctrl+Alt+V`: parse, judge, print.
//!
//! # The documented grammar
//!
//! The Workspace Desktop Edition Deployment Guide says of a keyboard shortcut: it is the name of a key (`F1`), or a
//! combination that begins with the modifiers Ctrl, Shift, Alt and ends with a character key, joined by `+`
//! (`Ctrl+Alt+V`, `Ctrl+Shift+Alt+V`); empty means no shortcut. Which names keys have, what is reserved and what
//! happens when two functions share a combination is not documented.
//!
//! # What reads it
//!
//! The desktop is a WPF program, and WPF reads such a text in its own way, which its public source shows:
//!
//! * blanks around the text and around every part are dropped, and letter case never counts;
//! * the first `,` begins a text to display, so that `Ctrl+,` names no key;
//! * the **last** `+` separates the key, so that `Ctrl++` names no key either;
//! * the modifiers are `Ctrl` or `Control`, `Shift`, `Alt`, `Windows` or `Win`, in any order, and may be repeated;
//!   an empty part ends them: `Ctrl++Alt+V` is `Ctrl+V`;
//! * a key of one character is a letter A-Z or a digit (of the digit row); a longer one is a name of the enumeration
//!   `Key`, one of 47 aliases, or a number of the enumeration;
//! * a modifier's name in the key's place is a key: `Ctrl` alone is the left Ctrl key;
//! * refused are a letter or a digit of the digit row alone or with Shift only, and a Ctrl, Alt or Windows key
//!   together with one of these modifiers (`Ctrl+Alt`).
//!
//! That the desktop hands the text of its options to exactly this reader is inferred, not documented.
//!
//! # Verdicts
//!
//! [`parse()`] answers *valid* for what both accept, *outside the documented grammar* for what only WPF accepts, and
//! *invalid* for what WPF refuses or silently reads as no key. A valid spelling is never corrected: `esc` is as good
//! as `Escape`. A [`Shortcut`] is printed in the documentation's own order, Ctrl, Shift, Alt, then Windows, with the
//! key's canonical name ([`Key::name`]), and what is printed reads as the same shortcut.
//!
//! Beside the verdict stands what else a combination may collide with: [`platform_gestures`],
//! [`altgr_types_character`], [`Shortcut::steals_typing`]; [`free()`] proposes combinations that collide with nothing.

mod combination;
mod free;
mod gestures;
mod judgement;
mod key;
mod modifiers;
mod names;
mod parse;
mod repair;
#[cfg(test)]
mod tests;

pub use combination::Shortcut;
pub use free::free;
pub use gestures::{Gesture, GestureOwner, altgr_types_character, platform_gestures};
pub use judgement::{Judgement, Problem, ProblemKind, Verdict};
pub use key::Key;
pub use modifiers::Modifiers;
pub use parse::parse;
