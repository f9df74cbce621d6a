//! `wdectl shortcut` in every format and with every exit status.

use serde_json::{Value, json};

use super::commands::{answer, err, out, refusal, valid};

/// `wdectl shortcut` with a text on standard input.
fn fed(input: impl Into<Vec<u8>>, args: &[&str]) -> std::process::Output {
    assert_cmd::Command::new(assert_cmd::cargo_bin!("wdectl"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("shortcut")
        .args(args)
        .write_stdin(input)
        .output()
        .unwrap()
}

fn document(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_documented_examples_are_valid() {
    let text = answer(0, &["shortcut", "parse", "Ctrl+Alt+V", "Ctrl+Shift+Alt+V", "F1", "--format", "json"]);
    let expected = json!({
        "version": 1,
        "shortcuts": [
            {
                "input": "Ctrl+Alt+V", "canonical": "Ctrl+Alt+V", "modifiers": ["Ctrl", "Alt"], "key": "V",
                "verdict": "valid", "problems": []
            },
            {
                "input": "Ctrl+Shift+Alt+V", "canonical": "Ctrl+Shift+Alt+V",
                "modifiers": ["Ctrl", "Shift", "Alt"], "key": "V", "verdict": "valid", "problems": []
            },
            {
                "input": "F1", "canonical": "F1", "modifiers": [], "key": "F1", "verdict": "valid", "problems": []
            },
        ]
    });
    assert_eq!(document(&text), expected);
    valid("shortcut", &expected);
}

#[test]
fn every_problem_is_told_with_the_bytes_at_fault() {
    let text = answer(1, &["shortcut", "parse", "Control+Left", "Ctrl++", "", "esc", "--format", "json"]);
    let expected = json!({
        "version": 1,
        "shortcuts": [
            {
                "input": "Control+Left", "canonical": "Ctrl+Left", "modifiers": ["Ctrl"], "key": "Left",
                "verdict": "outside-documented-grammar",
                "problems": [
                    {
                        "kind": "undocumented-modifier",
                        "message": "`Control` is no documented modifier, though WPF takes it",
                        "help": "the modifiers are Ctrl, Shift and Alt", "start": 0, "end": 7
                    },
                    {
                        "kind": "not-character-key",
                        "message": "`Left` is no character key; with modifiers only such are documented",
                        "help": "use a character key, or the key alone", "start": 8, "end": 12
                    },
                ]
            },
            {
                "input": "Ctrl++", "canonical": null, "modifiers": [], "key": null, "verdict": "invalid",
                "problems": [{
                    "kind": "no-key", "message": "the key is missing: there is nothing behind the last `+`",
                    "help": "write `Ctrl+Plus`", "start": 5, "end": 6
                }]
            },
            {
                "input": "", "canonical": "", "modifiers": [], "key": null, "verdict": "valid", "problems": []
            },
            {
                "input": "esc", "canonical": "Escape", "modifiers": [], "key": "Escape", "verdict": "valid",
                "problems": []
            },
        ]
    });
    assert_eq!(document(&text), expected);
    valid("shortcut", &expected);
}

#[test]
fn people_see_the_part_at_fault() {
    let text = answer(1, &["shortcut", "parse", "Ctrl+Shift+Plus", "Ctrl+,", "Control+F", "", "Ctrl+Alt+V"]);
    assert_eq!(
        text,
        "\
`Ctrl+Shift+Plus` is valid; WPF reads `Ctrl+Shift+OemPlus`
    note: already means `Superscript` in the WPF rich text box
`Ctrl+,` is invalid
    Ctrl+,
         ^ the key is missing: WPF takes `,` for the beginning of a text to display
    help: write `Ctrl+Comma`
`Control+F` is outside the documented grammar; WPF reads `Ctrl+F`
    Control+F
    ^^^^^^^ `Control` is no documented modifier, though WPF takes it
    help: write `Ctrl+F`
    note: already means `Find` in WPF
the empty text is valid: no shortcut
`Ctrl+Alt+V` is valid
    note: types a character on keyboards with AltGr
"
    );
}

#[test]
fn the_status_says_whether_a_text_is_invalid_in_every_format() {
    for format in ["human", "json", "yaml"] {
        for (status, text) in [(0, "Ctrl+V"), (0, "Control+V"), (0, ""), (1, "A")] {
            answer(status, &["shortcut", "parse", "F9", text, "--format", format]);
        }
    }
    let refused = refusal(&["shortcut", "parse", "F9", "--format", "csv"]);
    assert!(refused.contains("this command has the formats table, json and yaml"), "{refused}");
}

#[test]
fn standard_input_gives_one_text_a_line() {
    let expected = "`Ctrl+V` is valid\n    note: already means `Paste` in WPF\nthe empty text is valid: no shortcut\n\
                    `F9` is valid\n";
    for input in ["Ctrl+V\n\nF9\n", "\u{feff}Ctrl+V\r\n\r\nF9"] {
        for args in [&["parse"][..], &["parse", "-"]] {
            let output = fed(input, args);
            assert_eq!((output.status.code(), out(&output).as_str()), (Some(0), expected), "{args:?}");
        }
    }
    let output = fed("A\n", &["parse", "F9", "-", "F10"]);
    assert_eq!(output.status.code(), Some(1));
    let subjects: Vec<String> =
        out(&output).lines().filter(|line| line.starts_with('`')).map(str::to_owned).collect();
    assert_eq!(subjects, ["`F9` is valid", "`A` is invalid", "`F10` is valid"]);
}

#[test]
fn standard_input_without_text_is_no_answer() {
    for (input, said) in
        [(&b""[..], "standard input holds no text to judge"), (b"Ctrl+\xE9\n", "standard input is not UTF-8")]
    {
        let output = fed(input, &["parse"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains(said), "{}", err(&output));
    }
}
