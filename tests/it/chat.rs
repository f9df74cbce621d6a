//! `wdectl chat run` and `wdectl chat model`: every scenario of the fixtures, every format, every exit status.

use serde_json::Value;
use wdectl::chat::{ASSUMPTIONS, ROW_COUNT};

use super::commands::{answer, err, out, refusal, root, valid, wdectl};

const ACME: &str = "fixtures/deployments/acme";
const DESIGN: &str = "fixtures/chat/design";

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

pub(crate) fn fixture(path: &str) -> String {
    std::fs::read_to_string(root().join("fixtures/chat").join(path)).unwrap()
}

#[test]
fn every_scenario_of_acme_passes() {
    let text = answer(0, &["chat", "run", &format!("{ACME}/scenarios")]);
    assert_eq!(text, "92 passed\n");
    // The folder of the deployment leads to the same scenarios.
    assert_eq!(answer(0, &["chat", "run", "-d", ACME]), text);
    assert_eq!(answer(0, &["chat", "run", ACME]), text);
}

#[test]
fn the_chat_on_hold_by_keyboard_is_played_as_it_is_written() {
    assert_eq!(answer(0, &["chat", "run", DESIGN]), "2 passed\n");
    let report = answer(0, &["chat", "run", DESIGN, "--tag", "keyboard", "--format", "json"]);
    snapbox::assert_data_eq!(report.clone(), snapbox::Data::text(fixture("hold.json")).raw());
    valid("chat-run", &json(&report));
}

#[test]
fn a_chat_lives_twenty_five_hours() {
    let scenarios = format!("{ACME}/scenarios");
    let args = ["chat", "run", &scenarios, "--filter", "^an untouched chat", "--format", "json"];
    let report = answer(0, &args);
    snapbox::assert_data_eq!(report.clone(), snapbox::Data::text(fixture("twenty-five-hours.json")).raw());
    let report = json(&report);
    valid("chat-run", &report);
    let transcript = report["scenarios"][0]["transcript"].as_array().unwrap();
    let moment_of = |words: &str| {
        let has = |entry: &&Value| entry["events"].to_string().contains(words);
        transcript.iter().find(has).unwrap()["at"].as_u64().unwrap()
    };
    assert_eq!((moment_of("idle alert"), moment_of("the session is over")), (86_400, 90_000));
}

/// A copy of the smallest site without one line of its roles.
fn without(line: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let from = root().join(DESIGN);
    std::fs::create_dir(folder.path().join("scenarios")).unwrap();
    for name in ["wdectl.toml", "deployment.yaml", "scenarios/hold.yaml"] {
        std::fs::copy(from.join(name), folder.path().join(name)).unwrap();
    }
    let roles = std::fs::read_to_string(from.join("roles.yaml")).unwrap();
    let kept = roles.replacen(line, "", 1);
    assert_ne!(kept, roles);
    std::fs::write(folder.path().join("roles.yaml"), kept).unwrap();
    let path = folder.path().to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn without_the_privilege_the_press_fails_and_the_role_is_shown() {
    let (_folder, path) = without("      - Chat - Can Place On Hold\n");
    let report = json(&answer(1, &["chat", "run", &path, "--format", "json"]));
    valid("chat-run", &report);
    let scenario = &report["scenarios"][0];
    assert_eq!((&scenario["outcome"], &scenario["at"]["line"]), (&"failed".into(), &10.into()));
    assert_eq!(scenario["message"], "refused: `Chat - Can Place On Hold` is missing (`missing-privilege`)");
    let last = scenario["transcript"].as_array().unwrap().last().unwrap();
    assert_eq!(last["command"], "press: {agent: agent01, chat: c1, keys: Ctrl+Alt+V}");
    assert_eq!(last["refusal"]["because"], "missing-privilege");

    let text = answer(1, &["chat", "run", &path]);
    for said in [
        "hold.yaml:10:9",
        "roles.yaml:3",
        "does not grant `Chat - Can Place On Hold`",
        "before: c1: session alive, interaction handling, agents [agent01]",
        "help: grant `Chat - Can Place On Hold` in role/Chat-Agent",
        "0 passed, 1 failed\n",
    ] {
        assert!(text.contains(said), "no `{said}` in:\n{text}");
    }
    for (format, said) in [
        ("tap", "not ok 1 - "),
        ("tap", "roles.yaml:3 does not grant `Chat - Can Place On Hold`"),
        (
            "junit",
            "<failure message=\"refused: `Chat - Can Place On Hold` is missing (`missing-privilege`)\">",
        ),
        ("junit", "refused (missing-privilege)"),
    ] {
        let text = answer(1, &["chat", "run", &path, "--format", format]);
        assert!(text.contains(said), "no `{said}` in:\n{text}");
    }
}

#[test]
fn a_privilege_that_has_no_effect_is_shown_with_what_it_lacks() {
    let (_folder, path) = without("      - Chat - Can Use Chat Channel\n");
    let text = answer(1, &["chat", "run", &path]);
    assert!(text.contains("hold.yaml:8:9"), "{text}");
    assert!(text.contains("grant `Chat - Can Use Chat Channel` in role/Chat-Agent"), "{text}");
}

#[test]
fn every_mistake_of_a_scenario_file_is_told_with_its_place_and_nothing_is_played() {
    let args = ["chat", "run", "-d", DESIGN, "fixtures/chat/bad/mistakes.yaml"];
    let text = answer(2, &args);
    snapbox::assert_data_eq!(text, snapbox::Data::text(fixture("bad/mistakes.txt")).raw());
    let report = json(&answer(2, &[&args[..], &["--format", "json"]].concat()));
    valid("chat-run", &report);
    assert_eq!(report["summary"]["errors"], report["scenarios"].as_array().unwrap().len());
    // A good file beside it is played all the same.
    let good = format!("{DESIGN}/scenarios/hold.yaml");
    let both = answer(2, &[&args[..], &[good.as_str()]].concat());
    assert!(both.contains("1 passed, "), "{both}");
}

#[test]
fn what_cannot_be_played_is_no_answer() {
    for (args, said) in [
        (&["chat", "run", "fixtures/no-such-file.yaml"][..], "there is no file or folder"),
        (&["chat", "run", DESIGN, "--tag", "no-such-tag"], "no scenario has such a tag or name"),
        (&["chat", "run", DESIGN, "--filter", "("], "regex parse error"),
        (
            &["chat", "run", DESIGN, "--format", "csv"],
            "chat run has the formats human, json, junit, tap and lcov",
        ),
        (
            &["chat", "model", "--format", "csv"],
            "chat model has the formats human, table, mermaid, dot and json",
        ),
    ] {
        let text = refusal(args);
        assert!(text.contains(said), "{args:?} said: {text}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    std::fs::write(folder.path().join("a.yaml"), "agents: [{username: ana}]\n").unwrap();
    for args in [["chat", "run", "-d", path], ["chat", "mutate", "-d", path]] {
        let text = refusal(&args);
        let said =
            format!("`{path}` has no folder `scenarios`; name the files, or let `wdectl chat generate -o ");
        assert!(text.contains(&said), "{text}");
    }
}

#[test]
fn two_plays_are_the_same_to_the_byte() {
    for format in ["json", "junit", "tap"] {
        let args = ["chat", "run", ACME, "--format", format];
        let (first, second) = (wdectl(&args), wdectl(&args));
        assert_eq!((out(&first), err(&first)), (out(&second), String::new()));
    }
}

#[test]
fn the_first_failure_ends_the_run_where_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("two.yaml");
    let scenario = "  - name: fails\n    steps:\n      - logout: {agent: agent01}\n";
    std::fs::write(&file, format!("scenarios:\n{scenario}{scenario}")).unwrap();
    let args = ["chat", "run", "-d", DESIGN, file.to_str().unwrap()];
    assert!(answer(1, &args).ends_with("0 passed, 2 failed\n"));
    assert!(answer(1, &[&args[..], &["--bail"]].concat()).ends_with("0 passed, 1 failed\n"));
    assert!(!answer(1, &[&args[..], &["--quiet"]].concat()).contains("0 passed"));
}

#[test]
fn the_model_shows_every_row_and_every_assumption_with_its_value() {
    let model = json(&answer(0, &["chat", "model", "--format", "json"]));
    valid("chat-model", &model);
    assert_eq!(model["rows"].as_array().unwrap().len(), ROW_COUNT);
    assert_eq!(model["assumptions"].as_array().unwrap().len(), ASSUMPTIONS.len());
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("wdectl.toml");
    let path = folder.path().to_str().unwrap();
    std::fs::write(&settings, "[assumptions]\nagent-may-store = true\ndone-on-live-session = \"refused\"\n")
        .unwrap();
    let model = json(&answer(0, &["chat", "model", "-d", path, "--format", "json"]));
    let value = |name: &str| {
        let all = model["assumptions"].as_array().unwrap();
        all.iter().find(|one| one["name"] == name).unwrap()["value"].clone()
    };
    assert_eq!((value("agent-may-store"), value("done-on-live-session")), ("true".into(), "refused".into()));
    let table = answer(0, &["chat", "model", "-d", path]);
    for row in model["rows"].as_array().unwrap() {
        assert!(table.contains(row["name"].as_str().unwrap()), "{row}");
    }
    let mermaid = answer(0, &["chat", "model", "--format", "mermaid"]);
    assert!(mermaid.contains("interaction_handling -- \"hold"), "{mermaid}");
    let dot = answer(0, &["chat", "model", "--format", "dot"]);
    assert!(dot.contains("session_alerted -> session_over"), "{dot}");
    for (text, said) in [
        (
            "[assumptions]\nagent-may-stor = true\n",
            "wdectl.toml:2: `agent-may-stor` is no assumption; did you mean",
        ),
        ("[assumptions]\nagent-may-store = \"yes\"\n", "`yes` is no value of `agent-may-store`"),
    ] {
        std::fs::write(&settings, text).unwrap();
        let said_really = refusal(&["chat", "model", "-d", path]).replace(": \n", ": ");
        assert!(said_really.contains(said) || said_really.replace('\n', " ").contains(said), "{said_really}");
    }
}
