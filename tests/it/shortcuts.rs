//! `wdectl shortcut` in every format and with every exit status.

use serde_json::{Value, json};

use super::commands::{answer, err, out, refusal, valid};

const ACME: &str = "fixtures/deployments/acme";

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
    assert!(refused.contains("has the formats human, table, json and yaml"), "{refused}");
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

#[test]
fn the_combinations_in_force_are_listed_with_their_places() {
    let broken = "fixtures/deployments/acme-broken";
    let document = document(&answer(
        0,
        &["shortcut", "list", "-d", broken, "--agent", "tom.barker", "--format", "json"],
    ));
    let place = |file: &str, line: u32, from: u32, to: u32| {
        json!({
            "file": format!("{broken}/{file}"), "line": line, "column": from, "end_line": line, "end_column": to
        })
    };
    assert_eq!(
        document,
        json!({
            "version": 1, "subject": "agent/tom.barker", "agent": "tom.barker",
            "shortcuts": [
                {
                    "combination": null, "value": "Ctrl+,", "verdict": "invalid",
                    "option": "keyboard.shortcut.interaction.chat.hold", "level": "agent",
                    "object": "agent/tom.barker", "location": place("agents/acme-service.yaml", 14, 50, 56)
                },
                {
                    "combination": "Ctrl+Shift+E", "value": "Ctrl+Shift+E", "verdict": "valid",
                    "option": "keyboard.shortcut.interaction.chat.release", "level": "application",
                    "object": "application/WDE_Main", "location": place("application/WDE_Main.cfg", 26, 44, 56)
                },
            ]
        })
    );
    valid("shortcut-list", &document);
    let table = answer(0, &["shortcut", "list", "-d", broken, "--agent", "tom.barker", "--format", "table"]);
    let cells = |line: &str| line.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    let rows: Vec<String> = table.lines().filter(|line| line.contains("Ctrl")).map(cells).collect();
    assert_eq!(
        rows,
        [
            "Ctrl+, (invalid) keyboard.shortcut.interaction.chat.hold",
            "Ctrl+Shift+E keyboard.shortcut.interaction.chat.release application",
        ]
    );
}

#[test]
fn everybody_is_listed_one_document_a_line() {
    let all = answer(0, &["shortcut", "list", "-d", ACME, "--all"]);
    let documents: Vec<Value> = all.lines().map(document).collect();
    assert_eq!(documents.len(), 57);
    documents.iter().for_each(|document| valid("shortcut-list", document));
    let chloe = documents.iter().find(|document| document["agent"] == "chloe.martin").unwrap();
    assert_eq!(chloe["shortcuts"][0]["combination"], "F9");
    let group = answer(0, &["shortcut", "list", "-d", ACME, "--agent-group", "Service-Chat"]);
    let keys: Vec<&str> = group.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(keys, ["KEYS", "Ctrl+Shift+H", "Ctrl+Shift+E"]);
    let refused = refusal(&["shortcut", "list", "-d", ACME, "--agent", "chloe.martn"]);
    assert!(refused.contains("did you mean `chloe.martin`?"), "{refused}");
    let refused = refusal(&["shortcut", "list", "-d", ACME, "--all", "--format", "csv"]);
    assert!(refused.contains("formats human, table, json and jsonl"), "{refused}");
}

#[test]
fn a_default_is_in_force_and_a_disabled_or_empty_value_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    std::fs::write(folder.path().join("wdectl.toml"), "catalogues = [\"site.toml\"]\n").unwrap();
    let site = "[[options]]\nname = \"keyboard.shortcut.interaction.chat.done\"\nkind = \"key-combination\"\n\
                default = \"Ctrl+Shift+D\"\nbasis = \"seen\"\n";
    std::fs::write(folder.path().join("site.toml"), site).unwrap();
    let deployment = "\
tenants:
  - name: T
    options: {interaction-workspace: {keyboard.shortcut.interaction.chat.hold: F9, keyboard.hotkey.dial: F8}}
agents:
  - username: ann
    options: {interaction-workspace: {keyboard.shortcut.interaction.chat.hold: '', '#keyboard.hotkey.dial': F7}}
  - {username: bob}
";
    std::fs::write(folder.path().join("t.yaml"), deployment).unwrap();
    let keys = |agent: &str| -> Vec<[Value; 2]> {
        let text = answer(0, &["shortcut", "list", "-d", path, "--agent", agent, "--format", "json"]);
        let document = document(&text);
        valid("shortcut-list", &document);
        let rows = document["shortcuts"].as_array().unwrap().iter();
        rows.map(|row| [row["combination"].clone(), row["level"].clone()]).collect()
    };
    let of = |combination: &str, level: &str| [Value::from(combination), Value::from(level)];
    assert_eq!(keys("ann"), [of("F8", "tenant"), of("Ctrl+Shift+D", "default")]);
    assert_eq!(keys("bob"), [of("F8", "tenant"), of("Ctrl+Shift+D", "default"), of("F9", "tenant")]);
    let free =
        answer(0, &["shortcut", "free", "-d", path, "--agent", "ann", "--near", "done", "--count", "1"]);
    assert_eq!(free, "Ctrl+D\n");
}

#[test]
fn free_combinations_are_free_for_everybody_asked_for() {
    let free = |subject: &[&str]| -> Vec<String> {
        let args =
            [&["shortcut", "free", "-d", ACME, "--near", "chat hold", "--count", "200"], subject].concat();
        answer(0, &args).lines().map(str::to_owned).collect()
    };
    let all = free(&["--all"]);
    assert_eq!(all[..4], ["Ctrl+Shift+Alt+H", "Shift+Alt+H", "Alt+H", "Ctrl+Shift+C"]);
    assert!(!all.contains(&"Ctrl+Shift+E".to_owned()));
    // chloe.martin holds with F9 only, so that Ctrl+Shift+H is free for her, and for nobody else of her group.
    assert_eq!(free(&["--agent", "chloe.martin"])[0], "Ctrl+Shift+H");
    assert_eq!(free(&["--agent-group", "Service-Chat"])[0], "Ctrl+Shift+Alt+H");
    let text = answer(0, &["shortcut", "free", "-d", ACME, "--all", "--count", "2", "--format", "json"]);
    let document = document(&text);
    assert_eq!(
        document,
        json!({"version": 1, "near": "", "shortcuts": ["Ctrl+Shift+A", "Ctrl+Shift+Alt+A"]})
    );
    valid("shortcut-free", &document);
    assert!(refusal(&["shortcut", "free", "-d", ACME, "--all", "--count", "0"]).contains("--count"));
}
