//! Combinations to propose.

use super::{Key, Modifiers, Shortcut, altgr_types_character, platform_gestures};

/// In which order modifiers are proposed: few before many, and Alt last, which also opens menus.
const PROPOSED: [Modifiers; 5] = [
    Modifiers::CTRL,
    Modifiers::CTRL.with(Modifiers::SHIFT),
    Modifiers::CTRL.with(Modifiers::SHIFT).with(Modifiers::ALT),
    Modifiers::SHIFT.with(Modifiers::ALT),
    Modifiers::ALT,
];

/// Combinations of the documented grammar, modifiers with a letter or digit, that nobody uses: not `taken`, no
/// platform gesture, no character on keyboards with AltGr. Each comes once, always in the same order: first the keys
/// in the action's name `near` (`interaction chat hold`: the first letters of its words, the last word first, as it
/// says what is done, then their other letters), then the rest of the alphabet and the digits.
pub fn free<F>(near: &str, taken: F) -> impl Iterator<Item = Shortcut> + use<F>
where
    F: Fn(Shortcut) -> bool,
{
    keys_near(near)
        .into_iter()
        .flat_map(|key| PROPOSED.into_iter().filter_map(move |modifiers| Shortcut::new(modifiers, key)))
        .filter(|&shortcut| platform_gestures(shortcut).next().is_none() && !altgr_types_character(shortcut))
        .filter(move |&shortcut| !taken(shortcut))
}

/// All letters and digits, those of the name first.
fn keys_near(near: &str) -> Vec<Key> {
    let words: Vec<&str> = near
        .rsplit(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let first = words.iter().flat_map(|word| word.bytes().take(1));
    let others = words.iter().flat_map(|word| word.bytes().skip(1));
    let mut keys: Vec<Key> = Vec::with_capacity(36);
    for key in first.chain(others).chain(b'A'..=b'Z').chain(b'0'..=b'9').filter_map(Key::from_character) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::parse;
    use super::*;

    fn texts(shortcuts: impl Iterator<Item = Shortcut>) -> Vec<String> {
        shortcuts.map(|shortcut| shortcut.to_string()).collect()
    }

    #[test]
    fn the_letters_of_the_name_come_first() {
        let proposed = texts(free("interaction.chat.hold", |_| false));
        // Ctrl+H, Ctrl+C and Ctrl+I are WPF's Replace, Copy and Italic.
        assert_eq!(
            proposed[..9],
            [
                "Ctrl+Shift+H",
                "Ctrl+Shift+Alt+H",
                "Shift+Alt+H",
                "Alt+H",
                "Ctrl+Shift+C",
                "Ctrl+Shift+Alt+C",
                "Shift+Alt+C",
                "Alt+C",
                "Ctrl+Shift+I"
            ]
        );
        let keys: String =
            keys_near("interaction.chat.hold").into_iter().map(Key::name).collect::<Vec<_>>().concat();
        assert_eq!(keys, "HCIOLDATNERBFGJKMPQSUVWXYZ0123456789");
        assert_eq!(texts(free("queue", |_| false))[0], "Ctrl+Q");
    }

    #[test]
    fn what_is_taken_is_not_proposed() {
        let taken = parse("Ctrl+Shift+H").shortcut.unwrap();
        assert_eq!(texts(free("hold", |shortcut| shortcut == taken))[0], "Ctrl+Shift+Alt+H");
        assert_eq!(free("hold", |_| true).next(), None);
    }

    #[test]
    fn every_proposal_is_documented_collides_with_nothing_and_comes_once() {
        let proposed: Vec<Shortcut> = free("", |_| false).collect();
        for &shortcut in &proposed {
            assert!(shortcut.is_documented() && !shortcut.steals_typing(), "{shortcut}");
            assert_eq!(platform_gestures(shortcut).count(), 0, "{shortcut}");
        }
        assert_eq!(proposed.iter().collect::<HashSet<_>>().len(), proposed.len());
        // 36 keys in 5 ways, without 20 letters and 3 digits with Ctrl, and 4 letters with Ctrl and Shift.
        assert_eq!(proposed.len(), 36 * 5 - 20 - 3 - 4);
        let again: HashSet<Shortcut> = free("chat hold", |_| false).collect();
        assert_eq!(again, proposed.into_iter().collect());
    }
}
