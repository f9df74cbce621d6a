//! Combinations that somebody else already listens to.

use std::fmt;

use super::{Key, Modifiers, Shortcut};

/// Who listens to a combination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GestureOwner {
    /// A default key of a WPF command (`ApplicationCommands`, `NavigationCommands`).
    Command,
    /// A WPF text box.
    TextBox,
    /// A WPF box for formatted text.
    RichTextBox,
    /// Windows itself; general knowledge, not looked up in a source.
    Windows,
}

impl GestureOwner {
    /// The owner in a sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Command => "WPF",
            Self::TextBox => "the WPF text box",
            Self::RichTextBox => "the WPF rich text box",
            Self::Windows => "Windows",
        }
    }
}

/// One use of a combination outside the product's own options. That it reaches the desktop's windows unchanged is
/// inferred from the desktop being a WPF program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gesture {
    /// The combination.
    pub shortcut: Shortcut,
    /// Who listens to it.
    pub owner: GestureOwner,
    /// What it does there, in WPF's own word where there is one: `Copy`, `EnterLineBreak`.
    pub action: &'static str,
}

impl Gesture {
    /// Whether using the combination deserves a hint only: `F1`, WPF's Help, is an example in the documentation of
    /// the shortcut options themselves.
    #[must_use]
    pub fn is_hint(&self) -> bool {
        self.shortcut == DOCUMENTED_EXAMPLE
    }
}

/// What a combination means, and where: `` `Find` in WPF ``.
impl fmt::Display for Gesture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` in {}", self.action, self.owner.words())
    }
}

const DOCUMENTED_EXAMPLE: Shortcut = Shortcut { modifiers: NONE, key: Key::function(1) };

/// Who else listens to this combination, and what for; often nobody, sometimes more than one.
pub fn platform_gestures(shortcut: Shortcut) -> impl Iterator<Item = &'static Gesture> {
    GESTURES.iter().filter(move |gesture| gesture.shortcut == shortcut)
}

/// Whether the combination types a character on keyboards with AltGr, which is Ctrl and Alt together: with a letter
/// or a digit of the digit row. General knowledge, not looked up in a source.
#[must_use]
pub fn altgr_types_character(shortcut: Shortcut) -> bool {
    shortcut.modifiers() == Modifiers::CTRL | Modifiers::ALT && shortcut.key().is_letter_or_digit()
}

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::CTRL;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
const CTRL_SHIFT: Modifiers = CTRL.with(SHIFT);

const fn command(modifiers: Modifiers, key: Key, action: &'static str) -> Gesture {
    Gesture { shortcut: Shortcut { modifiers, key }, owner: GestureOwner::Command, action }
}

const fn typing(modifiers: Modifiers, key: Key, action: &'static str) -> Gesture {
    Gesture { shortcut: Shortcut { modifiers, key }, owner: GestureOwner::TextBox, action }
}

const fn formatting(modifiers: Modifiers, key: Key, action: &'static str) -> Gesture {
    Gesture { shortcut: Shortcut { modifiers, key }, owner: GestureOwner::RichTextBox, action }
}

const fn windows(modifiers: Modifiers, key: Key, action: &'static str) -> Gesture {
    Gesture { shortcut: Shortcut { modifiers, key }, owner: GestureOwner::Windows, action }
}

/// Source of all but the last seven: the public source of WPF (application and navigation commands, text editor).
static GESTURES: [Gesture; 72] = [
    command(SHIFT, Key::function(10), "ContextMenu"),
    command(NONE, Key::APPS, "ContextMenu"),
    command(CTRL, Key::letter(b'C'), "Copy"),
    command(CTRL, Key::INSERT, "Copy"),
    command(CTRL, Key::letter(b'X'), "Cut"),
    command(SHIFT, Key::DELETE, "Cut"),
    command(NONE, Key::DELETE, "Delete"),
    command(CTRL, Key::letter(b'F'), "Find"),
    command(NONE, Key::function(1), "Help"),
    command(CTRL, Key::letter(b'N'), "New"),
    command(CTRL, Key::letter(b'O'), "Open"),
    command(CTRL, Key::letter(b'V'), "Paste"),
    command(SHIFT, Key::INSERT, "Paste"),
    command(CTRL, Key::letter(b'P'), "Print"),
    command(CTRL, Key::function(2), "PrintPreview"),
    command(NONE, Key::function(4), "Properties"),
    command(CTRL, Key::letter(b'Y'), "Redo"),
    command(CTRL, Key::letter(b'H'), "Replace"),
    command(CTRL, Key::letter(b'S'), "Save"),
    command(CTRL, Key::letter(b'A'), "SelectAll"),
    command(NONE, Key::ESCAPE, "Stop"),
    command(CTRL, Key::letter(b'Z'), "Undo"),
    command(ALT, Key::LEFT, "BrowseBack"),
    command(NONE, Key::BACK, "BrowseBack"),
    command(ALT, Key::RIGHT, "BrowseForward"),
    command(SHIFT, Key::BACK, "BrowseForward"),
    command(ALT, Key::HOME, "BrowseHome"),
    command(NONE, Key::BROWSER_HOME, "BrowseHome"),
    command(ALT, Key::ESCAPE, "BrowseStop"),
    command(NONE, Key::BROWSER_STOP, "BrowseStop"),
    command(CTRL, Key::letter(b'I'), "Favorites"),
    command(NONE, Key::function(5), "Refresh"),
    command(NONE, Key::function(3), "Search"),
    typing(CTRL, Key::DELETE, "DeleteNextWord"),
    typing(CTRL, Key::BACK, "DeletePreviousWord"),
    typing(SHIFT, Key::RETURN, "EnterLineBreak"),
    typing(NONE, Key::RETURN, "EnterParagraphBreak"),
    typing(SHIFT, Key::BACK, "ShiftBackspace"),
    typing(SHIFT, Key::SPACE, "ShiftSpace"),
    typing(NONE, Key::SPACE, "Space"),
    typing(SHIFT, Key::TAB, "TabBackward"),
    typing(NONE, Key::TAB, "TabForward"),
    typing(NONE, Key::INSERT, "ToggleInsert"),
    typing(NONE, Key::BACK, "Backspace"),
    typing(NONE, Key::DELETE, "Delete"),
    formatting(CTRL, Key::OEM_OPEN_BRACKETS, "DecreaseFontSize"),
    formatting(CTRL, Key::OEM_CLOSE_BRACKETS, "IncreaseFontSize"),
    formatting(CTRL, Key::SPACE, "ResetFormat"),
    formatting(CTRL, Key::letter(b'B'), "Bold"),
    formatting(CTRL, Key::letter(b'I'), "Italic"),
    formatting(CTRL, Key::letter(b'U'), "Underline"),
    formatting(CTRL, Key::OEM_PLUS, "Subscript"),
    formatting(CTRL_SHIFT, Key::OEM_PLUS, "Superscript"),
    formatting(CTRL, Key::letter(b'E'), "AlignCenter"),
    formatting(CTRL, Key::letter(b'J'), "AlignJustify"),
    formatting(CTRL, Key::letter(b'L'), "AlignLeft"),
    formatting(CTRL, Key::letter(b'R'), "AlignRight"),
    formatting(CTRL, Key::digit(1), "SingleSpace"),
    formatting(CTRL, Key::digit(5), "OneAndAHalfSpace"),
    formatting(CTRL, Key::digit(2), "DoubleSpace"),
    formatting(CTRL_SHIFT, Key::letter(b'T'), "DecreaseIndentation"),
    formatting(CTRL, Key::letter(b'T'), "IncreaseIndentation"),
    formatting(CTRL_SHIFT, Key::letter(b'L'), "Bullets"),
    formatting(CTRL_SHIFT, Key::letter(b'N'), "Numbering"),
    formatting(CTRL_SHIFT, Key::letter(b'R'), "RemoveListMarkers"),
    windows(ALT, Key::function(4), "close the window"),
    windows(ALT, Key::TAB, "switch windows"),
    windows(ALT, Key::ESCAPE, "put the window behind the others"),
    windows(ALT, Key::SPACE, "open the window menu"),
    windows(CTRL, Key::ESCAPE, "open the Start menu"),
    windows(CTRL_SHIFT, Key::ESCAPE, "open the Task Manager"),
    windows(CTRL.with(ALT), Key::DELETE, "open the security screen"),
];
