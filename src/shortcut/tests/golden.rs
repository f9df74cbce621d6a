//! One text at a time: the verdict, and what is said to the person.

use super::super::ProblemKind::{
    self, DisplayText, EmptyPart, KeyNumber, ModifierAlone, ModifierAsKey, NeedsModifier, NoKey,
    NotCharacterKey, RepeatedModifier, UndocumentedModifier, UnknownKey, UnknownModifier,
};
use super::super::{Verdict, parse};

/// Each text with the canonical text of its shortcut.
const VALID: [(&str, &str); 18] = [
    ("", ""),
    (" \t", ""),
    ("F1", "F1"),
    ("Ctrl+Alt+V", "Ctrl+Alt+V"),
    ("Ctrl+Shift+Alt+V", "Ctrl+Shift+Alt+V"),
    (" alt +shift+ CTRL+v ", "Ctrl+Shift+Alt+V"),
    ("Ctrl+D5", "Ctrl+5"),
    ("Ctrl+5", "Ctrl+5"),
    ("Ctrl+Plus", "Ctrl+OemPlus"),
    ("Ctrl+Oem1", "Ctrl+OemSemicolon"),
    ("Shift+Space", "Shift+Space"),
    ("Alt+NumPad5", "Alt+NumPad5"),
    ("Ctrl+add", "Ctrl+Add"),
    ("NumPad5", "NumPad5"),
    ("esc", "Escape"),
    ("Enter", "Return"),
    ("PgDn", "PageDown"),
    ("Comma", "OemComma"),
];

#[test]
fn a_valid_spelling_has_no_problem() {
    for (text, canonical) in VALID {
        let judgement = parse(text);
        assert_eq!(judgement.verdict, Verdict::Valid, "{text}");
        assert_eq!((judgement.problems.len(), judgement.repair), (0, None), "{text}");
        let printed = judgement.shortcut.map(|shortcut| shortcut.to_string());
        assert_eq!(printed.unwrap_or_default(), canonical, "{text}");
    }
}

/// Each text with its canonical text, and its problems: kind, underlined part, help.
type Judged = (&'static str, &'static str, &'static [(ProblemKind, &'static str, &'static str)]);

fn check(cases: &[Judged], verdict: Verdict) {
    for &(text, canonical, problems) in cases {
        let judgement = parse(text);
        assert_eq!(judgement.verdict, verdict, "{text}");
        let printed = judgement.shortcut.map(|shortcut| shortcut.to_string());
        assert_eq!(printed.unwrap_or_default(), canonical, "{text}");
        let found: Vec<(ProblemKind, &str, &str)> = judgement
            .problems
            .iter()
            .map(|problem| {
                (problem.kind, &text[problem.range.clone()], problem.help.as_deref().unwrap_or_default())
            })
            .collect();
        assert_eq!(found, problems, "{text}");
    }
}

#[test]
fn what_only_wpf_accepts_is_outside_the_documented_grammar() {
    const MODIFIERS: &str = "the modifiers are Ctrl, Shift and Alt";
    const CHARACTER: &str = "use a character key, or the key alone";
    const EXAMPLE: &str = "end the combination with a character key, for example `Ctrl+Shift+V`";
    check(
        &[
            ("Control+V", "Ctrl+V", &[(UndocumentedModifier, "Control", "write `Ctrl+V`")]),
            ("Win+V", "Windows+V", &[(UndocumentedModifier, "Win", MODIFIERS)]),
            ("ctrl + windows+V", "Ctrl+Windows+V", &[(UndocumentedModifier, "windows", MODIFIERS)]),
            ("Ctrl+Left", "Ctrl+Left", &[(NotCharacterKey, "Left", CHARACTER)]),
            ("Ctrl+F2", "Ctrl+F2", &[(NotCharacterKey, "F2", CHARACTER)]),
            (
                "Control+Left",
                "Ctrl+Left",
                &[(UndocumentedModifier, "Control", MODIFIERS), (NotCharacterKey, "Left", CHARACTER)],
            ),
            ("Ctrl", "LeftCtrl", &[(ModifierAlone, "Ctrl", EXAMPLE)]),
            ("Shift", "LeftShift", &[(ModifierAlone, "Shift", EXAMPLE)]),
            ("Win", "LWin", &[(ModifierAlone, "Win", EXAMPLE)]),
            ("Ctrl+Shift", "Ctrl+LeftShift", &[(ModifierAlone, "Shift", EXAMPLE)]),
            ("Ctrl+ctrl+V", "Ctrl+V", &[(RepeatedModifier, "ctrl", "write `Ctrl+V`")]),
            ("Ctrl++V", "Ctrl+V", &[(EmptyPart, "+", "write `Ctrl+V`")]),
            ("Ctrl++Alt+V", "Ctrl+V", &[(EmptyPart, "+Alt+", "write `Ctrl+V`")]),
            ("+F1", "F1", &[(EmptyPart, "+", "write `F1`")]),
            ("Ctrl+V , Paste ", "Ctrl+V", &[(DisplayText, ", Paste", "write `Ctrl+V`")]),
            (
                "Ctrl,V",
                "LeftCtrl",
                &[(ModifierAlone, "Ctrl", "write `Ctrl+V`"), (DisplayText, ",V", "write `Ctrl+V`")],
            ),
            (
                "Ctrl,F1",
                "LeftCtrl",
                &[
                    (ModifierAlone, "Ctrl", "end the combination with a character key"),
                    (DisplayText, ",F1", "leave out the `,` and what follows it"),
                ],
            ),
            ("Ctrl+65", "Ctrl+V", &[(KeyNumber, "65", "write `Ctrl+V`")]),
        ],
        Verdict::OutsideDocumentedGrammar,
    );
}

#[test]
fn what_wpf_refuses_or_reads_as_nothing_is_invalid_and_the_spelling_that_works_is_told() {
    const ADD_TO_A: &str = "add Ctrl or Alt, for example `Ctrl+Shift+A`";
    const ADD_TO_5: &str = "add Ctrl or Alt, for example `Ctrl+Shift+5`";
    const UNKNOWN: &str = "use a letter, a digit or the name of a key";
    check(
        &[
            ("Ctrl++", "", &[(NoKey, "+", "write `Ctrl+Plus`")]),
            ("Ctrl + +", "", &[(NoKey, "+", "write `Ctrl+Plus`")]),
            ("+", "", &[(NoKey, "+", "write `Plus`")]),
            ("Ctrl+,", "", &[(NoKey, ",", "write `Ctrl+Comma`")]),
            ("Ctrl+;", "", &[(UnknownKey, ";", "write `Ctrl+Semicolon`")]),
            (
                "Control+-",
                "",
                &[
                    (UndocumentedModifier, "Control", "write `Ctrl+Minus`"),
                    (UnknownKey, "-", "write `Ctrl+Minus`"),
                ],
            ),
            (
                "Control+é",
                "",
                &[
                    (UndocumentedModifier, "Control", "the modifiers are Ctrl, Shift and Alt"),
                    (
                        UnknownKey,
                        "é",
                        "use a letter, a digit or the name of a key, for example `Ctrl+Shift+V`",
                    ),
                ],
            ),
            ("-+Ctrl", "", &[(UnknownModifier, "-", "write `Ctrl+Minus`")]),
            (
                "Ctrl+Foo+K",
                "",
                &[(UnknownModifier, "Foo", "the modifiers are Ctrl, Shift and Alt, for example `Ctrl+K`")],
            ),
            // A name of two letters is too short to be guessed.
            (
                "Ctrl+Upp",
                "",
                &[(
                    UnknownKey,
                    "Upp",
                    "use a letter, a digit or the name of a key, for example `Ctrl+Shift+V`",
                )],
            ),
            ("A", "", &[(NeedsModifier, "A", ADD_TO_A)]),
            ("5", "", &[(NeedsModifier, "5", ADD_TO_5)]),
            ("Shift+5", "", &[(NeedsModifier, "5", ADD_TO_5)]),
            (
                "Ctrl+Alt",
                "",
                &[(
                    ModifierAsKey,
                    "Alt",
                    "end the combination with a character key, for example `Ctrl+Alt+V`",
                )],
            ),
            (
                "Ctrl+",
                "",
                &[(
                    NoKey,
                    "+",
                    "name a key, or leave the value empty for no shortcut, for example `Ctrl+Shift+V`",
                )],
            ),
            ("None", "", &[(NoKey, "None", "name a key, or leave the value empty for no shortcut")]),
            ("Ctrl-V", "", &[(UnknownKey, "Ctrl-V", "write `Ctrl+V`")]),
            ("Ctrl Alt V", "", &[(UnknownKey, "Ctrl Alt V", "write `Ctrl+Alt+V`")]),
            ("V+Ctrl", "", &[(UnknownModifier, "V", "write `Ctrl+V`")]),
            ("Crtl+Alt+V", "", &[(UnknownModifier, "Crtl", "write `Ctrl+Alt+V`")]),
            ("Strg+K", "", &[(UnknownModifier, "Strg", "write `Ctrl+K`")]),
            ("LeftCtrl+K", "", &[(UnknownModifier, "LeftCtrl", "write `Ctrl+K`")]),
            (
                "Meta+V",
                "",
                &[(
                    UnknownModifier,
                    "Meta",
                    "the modifiers are Ctrl, Shift and Alt, for example `Ctrl+Shift+V`",
                )],
            ),
            (
                "Command+Q",
                "",
                &[(
                    UnknownModifier,
                    "Command",
                    "the modifiers are Ctrl, Shift and Alt, for example `Ctrl+Q`",
                )],
            ),
            ("Ctrl+Semicolen", "", &[(UnknownKey, "Semicolen", "write `Ctrl+Semicolon`")]),
            ("Ctrl+Page Up", "", &[(UnknownKey, "Page Up", "write `Ctrl+PageUp`")]),
            ("Numpad 5", "", &[(UnknownKey, "Numpad 5", "write `NumPad5`")]),
            ("F25", "", &[(UnknownKey, "F25", UNKNOWN)]),
            ("DeadCharProcessed", "", &[(UnknownKey, "DeadCharProcessed", UNKNOWN)]),
            (
                "Meta+Foo",
                "",
                &[
                    (UnknownModifier, "Meta", "the modifiers are Ctrl, Shift and Alt"),
                    (UnknownKey, "Foo", UNKNOWN),
                ],
            ),
            (
                "Ctrl+é",
                "",
                &[(
                    UnknownKey,
                    "é",
                    "use a letter, a digit or the name of a key, for example `Ctrl+Shift+V`",
                )],
            ),
        ],
        Verdict::Invalid,
    );
}

#[test]
fn a_message_names_the_part_and_what_wpf_makes_of_it() {
    let said = |text: &str| -> Vec<String> {
        parse(text).problems.into_iter().map(|problem| problem.message).collect()
    };
    assert_eq!(said("Ctrl++"), ["the key is missing: there is nothing behind the last `+`"]);
    assert_eq!(said("Ctrl+,"), ["the key is missing: WPF takes `,` for the beginning of a text to display"]);
    assert_eq!(said("V+Ctrl"), ["`V` is a key and stands where a modifier should"]);
    assert_eq!(said("5"), ["WPF refuses `5` alone: it is ordinary typing"]);
    assert_eq!(said("Shift+5"), ["WPF refuses `5` with Shift only: it is ordinary typing"]);
    assert_eq!(said("Ctrl+Alt"), ["`Alt` stands where the key should, and WPF refuses it with `Ctrl`"]);
    assert_eq!(said("Ctrl+65"), ["`65` is read as the number of the key `V`"]);
}

#[test]
fn only_a_certain_repair_is_offered_as_one() {
    let repair = |text| parse(text).repair;
    assert_eq!(repair("Ctrl++").as_deref(), Some("Ctrl+Plus"));
    assert_eq!(repair("Control+Shift+V").as_deref(), Some("Ctrl+Shift+V"));
    // A text of 64 bytes, and a longer one.
    assert_eq!(parse(&format!("Strg+{:>59}", "K")).repair.as_deref(), Some("Ctrl+K"));
    assert_eq!(parse(&format!("Strg+{:>60}", "K")).repair, None);
    for text in ["A", "Meta+V", "Ctrl+Foo+K", "Ctrl+Alt", "Ctrl+", "Win+V", "Ctrl+Left", "F1"] {
        assert_eq!(repair(text), None, "{text}");
    }
}
