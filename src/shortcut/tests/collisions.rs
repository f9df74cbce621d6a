//! With whom a combination may collide.

use super::super::{GestureOwner, Key, Modifiers, Shortcut, altgr_types_character, parse, platform_gestures};

#[test]
fn stealing_from_typing_is_a_matter_of_bare_and_shifted_keys() {
    let steals = |text: &str| parse(text).shortcut.unwrap().steals_typing();
    for text in [
        "Enter", "Tab", "Space", "Back", "Delete", "Insert", "Esc", "Left", "Up", "Right", "Down", "Home",
        "End", "PageUp", "PageDown", "Comma", "OemPlus", "Oem8", "NumPad5", "Divide",
    ] {
        assert!(steals(text) && steals(&format!("Shift+{text}")), "{text}");
        assert!(!steals(&format!("Ctrl+{text}")) && !steals(&format!("Shift+Alt+{text}")), "{text}");
    }
    for text in ["F1", "Shift+F10", "Apps", "Pause", "BrowserHome", "Ctrl+V", "Print"] {
        assert!(!steals(text), "{text}");
    }
}

#[test]
fn gestures_are_combinations_that_wpf_accepts() {
    let all: Vec<_> = Key::all()
        .flat_map(|key| Modifiers::all().filter_map(move |modifiers| Shortcut::new(modifiers, key)))
        .flat_map(platform_gestures)
        .collect();
    let owned = |owner| all.iter().filter(|gesture| gesture.owner == owner).count();
    assert_eq!(owned(GestureOwner::Command), 33);
    assert_eq!(owned(GestureOwner::TextBox), 12);
    assert_eq!(owned(GestureOwner::RichTextBox), 20);
    assert_eq!(owned(GestureOwner::Windows), 7);
    let hints: Vec<&str> =
        all.iter().filter(|gesture| gesture.is_hint()).map(|gesture| gesture.action).collect();
    assert_eq!(hints, ["Help"]);
}

#[test]
fn gestures_are_found_however_they_are_written() {
    let actions = |text| -> Vec<&str> {
        platform_gestures(parse(text).shortcut.unwrap()).map(|gesture| gesture.action).collect()
    };
    assert_eq!(actions("Ctrl+V"), ["Paste"]);
    assert_eq!(actions("shift+ins"), ["Paste"]);
    assert_eq!(actions("Ctrl+I"), ["Favorites", "Italic"]);
    assert_eq!(actions("Backspace"), ["BrowseBack", "Backspace"]);
    assert_eq!(actions("Del"), ["Delete", "Delete"]);
    assert_eq!(actions("Alt+Esc"), ["BrowseStop", "put the window behind the others"]);
    assert_eq!(actions("Ctrl+OpenBrackets"), ["DecreaseFontSize"]);
    assert_eq!(actions("Ctrl+Shift+Plus"), ["Superscript"]);
    assert_eq!(actions("Ctrl+5"), ["OneAndAHalfSpace"]);
    assert_eq!(actions("Enter"), ["EnterParagraphBreak"]);
    assert_eq!(actions("Ctrl+Alt+V"), Vec::<&str>::new());
}

#[test]
fn ctrl_and_alt_with_a_letter_or_digit_types_on_some_keyboards() {
    let types = |text| altgr_types_character(parse(text).shortcut.unwrap());
    assert!(types("Ctrl+Alt+V") && types("alt+ctrl+7"));
    for text in ["Ctrl+Shift+Alt+V", "Ctrl+V", "Alt+V", "Ctrl+Alt+F1", "Ctrl+Alt+Win+V", "Ctrl+Alt+Delete"] {
        assert!(!types(text), "{text}");
    }
}
