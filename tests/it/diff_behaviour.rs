//! `diff --behaviour`: tiny pairs of deployments whose answers were written by hand, each emitted scenario played on both
//! sides, and Acme.

use std::path::Path;

use serde_json::Value;

use super::commands::{err, out, root, valid};
use super::diff::{answer, copy, diff_in, document, work};

/// A first level that holds, and a lead who may do everything.
const SITE: &str = "tenant: Site
tenants: [{name: Site}]
applications:
  - {name: WDE, type: workspace, options: {interaction-workspace: {chat.on-hold-queue: hold}}}
scripts:
  - {name: greet, type: interaction-queue}
  - {name: hold, type: interaction-queue}
agents: [ana, lea]
roles:
  - name: First
    members: [ana]
    privileges:
      - Chat - Can Use Chat Channel
      - Chat - Can Place On Hold
      - Chat - Can Release Async
      - Contact - Can Pull From Queue
  - name: Lead
    members: [lea]
    privileges:
      - Chat - Can Use Chat Channel
      - Chat - Can Place On Hold
      - Chat - Can Release Async
      - Contact - Can Pull From Queue
";

/// `SITE` with the first occurrence of each text replaced.
fn edited(edits: &[(&str, &str)]) -> String {
    let mut text = SITE.to_owned();
    for (was, is) in edits {
        assert!(text.contains(was), "{was}");
        text = text.replacen(was, is, 1);
    }
    text
}

/// The answer of a pair, with every scenario played on both sides.
fn compared(old: &str, new: &str, status: i32) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::write(at.join("old.yaml"), old).unwrap();
    std::fs::write(at.join("new.yaml"), new).unwrap();
    let found = document(at, status, &["old.yaml", "new.yaml", "--behaviour", "--emit-scenarios", "found"]);
    for behaviour in found["behaviours"].as_array().unwrap() {
        replays(at, behaviour["scenario"].as_str().unwrap(), behaviour["possible_in"].as_str().unwrap());
    }
    for stranded in found["rollout"]["held_chat_survives_change"]["stranded"].as_array().unwrap() {
        replays(at, stranded["scenario"].as_str().unwrap(), stranded["passes_in"].as_str().unwrap());
    }
    found
}

/// The scenario passes on one side, and not on the other.
fn replays(folder: &Path, scenario: &str, passes_in: &str) {
    for side in ["old", "new"] {
        let output = assert_cmd::Command::new(assert_cmd::cargo_bin!("wdectl"))
            .current_dir(folder)
            .args(["chat", "run", "-d", &format!("{side}.yaml"), scenario])
            .output()
            .unwrap();
        let text = std::fs::read_to_string(folder.join(scenario)).unwrap();
        assert_eq!(output.status.success(), side == passes_in, "{side}\n{text}\n{}", out(&output));
    }
}

/// Each difference as `side verb agents length refusal`.
fn told(found: &Value) -> Vec<String> {
    let behaviours = found["behaviours"].as_array().unwrap().iter();
    behaviours
        .map(|row| {
            let text = |key: &str| row[key].as_str().unwrap();
            let agents: Vec<&str> =
                row["agents"].as_array().unwrap().iter().map(|agent| agent.as_str().unwrap()).collect();
            let (side, verb, refused) = (text("possible_in"), text("verb"), text("refused"));
            format!("{side} {verb} {} {} {refused}", agents.join(","), row["length"])
        })
        .collect()
}

fn survival(found: &Value) -> &Value {
    &found["rollout"]["held_chat_survives_change"]
}

#[test]
fn a_renamed_hold_queue_strands_what_lies_in_it() {
    let new = edited(&[
        ("chat.on-hold-queue: hold", "chat.on-hold-queue: holds"),
        ("{name: hold,", "{name: holds,"),
    ]);
    let found = compared(SITE, &new, 1);
    assert_eq!(told(&found), [""; 0], "whoever can hold can hold");
    assert_eq!((&found["rollout"]["equal"], &found["rollout"]["safe"]), (&"proved".into(), &false.into()));
    assert_eq!(survival(&found)["verdict"], "refuted");
    let stranded = survival(&found)["stranded"].as_array().unwrap();
    assert_eq!(stranded.len(), 1);
    let stranded = &stranded[0];
    // Start, come to handle it, hold.
    assert_eq!((&stranded["place"], &stranded["length"]), (&"script/hold".into(), &3.into()));
    assert_eq!(stranded["passes_in"], "old");
    let places: Vec<(String, u64)> = stranded["places"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| {
            (place["side"].as_str().unwrap().to_owned(), place["location"]["line"].as_u64().unwrap())
        })
        .collect();
    let expected = [("old", 4), ("old", 7), ("new", 4), ("new", 7)];
    assert_eq!(places, expected.map(|(side, line)| (side.to_owned(), line)));
    assert!(stranded["help"].as_str().unwrap().contains("to script/holds"), "{stranded}");
}

#[test]
fn a_disabled_hold_queue_strands_like_one_that_is_gone() {
    let new = edited(&[("{name: hold,", "{name: hold, enabled: false,")]);
    let found = compared(SITE, &new, 1);
    let stranded = &survival(&found)["stranded"][0];
    assert!(stranded["message"].as_str().unwrap().contains("is disabled"), "{stranded}");
    assert_eq!(told(&found), ["old hold ana,lea 3 missing-queue"]);
}

#[test]
fn a_revoked_privilege_makes_hold_impossible_and_a_grant_adds() {
    let new = edited(&[("      - Chat - Can Place On Hold\n", "")]);
    let lost = compared(SITE, &new, 1);
    assert_eq!(told(&lost), ["old hold ana 3 missing-privilege `Chat - Can Place On Hold`"]);
    assert_eq!(
        (survival(&lost)["verdict"].as_str(), &lost["rollout"]["safe"]),
        (Some("proved"), &true.into())
    );
    let gained = compared(&new, SITE, 1);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old.yaml"), SITE).unwrap();
    std::fs::write(folder.path().join("new.yaml"), &new).unwrap();
    let with = |jobs| answer(folder.path(), 1, &["old.yaml", "new.yaml", "--behaviour", "--jobs", jobs]);
    assert_eq!(with("1"), with("4"));
    assert_eq!(told(&gained), ["new hold ana 3 missing-privilege `Chat - Can Place On Hold`"]);
}

#[test]
fn options_that_move_a_level_are_equal_and_safe() {
    let new = edited(&[
        (", options: {interaction-workspace: {chat.on-hold-queue: hold}}", ""),
        (
            "agents: [ana, lea]",
            "agents: [ana, lea]\nagent-groups: [{name: All, agents: [ana, lea], options: {interaction-workspace: {chat.on-hold-queue: hold}}}]",
        ),
    ]);
    let found = compared(SITE, &new, 0);
    assert_eq!(told(&found), [""; 0]);
    assert_eq!((&found["rollout"]["equal"], &found["rollout"]["safe"]), (&"proved".into(), &true.into()));
}

#[test]
fn a_chat_on_hold_that_nobody_can_pull_any_more_does_not_survive() {
    let pull = "      - Contact - Can Pull From Queue\n";
    let new = SITE.replace(pull, "").replace("      - Chat - Can Place On Hold\n", "");
    let found = compared(SITE, &new, 1);
    assert_eq!(survival(&found)["verdict"], "refuted", "{found}");
    let stranded = &survival(&found)["stranded"][0];
    assert_eq!(stranded["passes_in"], "new", "nobody may pull there, which a scenario of the new side shows");
    assert_eq!(found["rollout"]["new_verified"], "refuted");
    assert_eq!(found["rollout"]["safe"], false);
}

#[test]
fn a_transaction_that_only_one_side_has_is_found_by_the_user_data_that_names_it() {
    let new = SITE.replace(
        "{chat.on-hold-queue: hold}",
        "{chat.on-hold-queue: hold, interaction.override-option-key: VQ}",
    ) + "transactions: [{name: NoHold, type: list, options: {interaction-workspace: {chat.on-hold-queue: \"\"}}}]\n";
    let found = compared(SITE, &new, 1);
    assert_eq!(told(&found), ["old hold ana,lea 3 missing-option"]);
    let step = found["behaviours"][0]["trace"][0]["step"].as_str().unwrap();
    assert!(step.contains("user-data: {VQ: NoHold}"), "{step}");
}

#[test]
fn what_lies_in_a_workbin_that_is_gone_is_stranded() {
    let bin = "  - {name: greet, type: interaction-queue}\n  - {name: bin, type: interaction-workbin, owner: agent}\n";
    let old = edited(&[
        ("{chat.on-hold-queue: hold}", "{chat.on-hold-queue: hold, workbin.chat.own: bin}"),
        ("  - {name: greet, type: interaction-queue}\n", bin),
    ])
    .replace("      - Contact - Can Pull From Queue\n", "      - Contact - Can Pull From Queue\n      - Contact - Can Pull Interactions In Workbins Not Owned By The User\n      - Contact - Can Pull From Workbin\n");
    let new = old
        .replace("  - {name: bin, type: interaction-workbin, owner: agent}\n", "")
        .replace(", workbin.chat.own: bin", "");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old.yaml"), old).unwrap();
    std::fs::write(folder.path().join("new.yaml"), new).unwrap();
    let found = document(folder.path(), 1, &["old.yaml", "new.yaml", "--behaviour"]);
    let stranded = survival(&found)["stranded"].as_array().unwrap();
    let places: Vec<&str> = stranded.iter().map(|one| one["place"].as_str().unwrap()).collect();
    assert_eq!(places, ["script/bin"]);
}

#[test]
fn limits_are_told_and_never_a_proof() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.yaml"), SITE).unwrap();
    let found = document(folder.path(), 2, &["a.yaml", "a.yaml", "--behaviour", "--max-states", "3"]);
    assert_eq!(survival(&found)["verdict"], "unknown");
    assert_eq!(found["rollout"]["safe"], false);
    let text = answer(folder.path(), 2, &["a.yaml", "a.yaml", "--behaviour", "--max-states", "3"]);
    assert!(!text.contains("safe to roll out") && text.contains("not shown to be safe"), "{text}");
}

#[test]
fn a_side_that_was_not_read_whole_is_not_shown_to_be_safe() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    std::fs::create_dir(at.join("half")).unwrap();
    std::fs::write(at.join("whole.yaml"), SITE).unwrap();
    std::fs::write(at.join("half/site.yaml"), SITE).unwrap();
    std::fs::write(at.join("half/more.yaml"), "agents: [{username: eva}\n").unwrap();
    for (sides, told) in [(["whole.yaml", "half"], "NEW"), (["half", "whole.yaml"], "OLD")] {
        let asked = [&sides[..], &["--behaviour"]].concat();
        let found = document(at, 2, &asked);
        assert_eq!(found["rollout"]["equal"], "unknown");
        assert_eq!(found["rollout"]["safe"], false);
        let output = diff_in(at, &asked);
        let warning = format!(
            "warning: {told}: 1 mistake while reading, what can be read is compared, and that is no sure answer; \
             `wdectl check half` shows them\n"
        );
        assert_eq!(err(&output), warning);
        let side = told.to_ascii_lowercase();
        let reason = format!("{side} deployment: a mistake keeps part of a file from being read");
        assert!(out(&output).contains(&reason), "{}", out(&output));
    }
}

#[test]
fn acme_is_equal_to_itself_and_safe() {
    let folder = root();
    let acme = "fixtures/deployments/acme";
    let text = answer(&folder, 0, &[acme, acme, "--behaviour"]);
    assert!(
        text.ends_with("\nsafe to roll out: no chat can be stranded, neither new ones nor those on hold\n"),
        "{text}"
    );
    assert!(text.contains("what agents can do with a chat: equal"), "{text}");
}

#[test]
fn an_afternoons_work_is_told_with_its_behaviour_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for side in ["old", "new"] {
        copy(&root().join("fixtures/deployments/acme"), &at.join(side));
    }
    work(&at.join("new"));
    let reports = ["--output", "json=diff-behaviour.json", "--output", "markdown=diff-behaviour.md"];
    let asked = ["old", "new", "--behaviour", "--emit-scenarios", "found"];
    let human = answer(at, 1, &[&asked[..], &reports[..]].concat());
    std::fs::write(at.join("diff-behaviour.txt"), human).unwrap();
    for file in ["diff-behaviour.txt", "diff-behaviour.json", "diff-behaviour.md"] {
        let text = std::fs::read_to_string(at.join(file)).unwrap();
        let path = root().join("fixtures/deployments/acme.expected").join(file);
        if std::env::var_os("WDECTL_BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let expected = std::fs::read_to_string(path).unwrap();
        snapbox::assert_data_eq!(text, snapbox::Data::text(expected).raw());
    }
    let text = std::fs::read_to_string(root().join("fixtures/deployments/acme.expected/diff-behaviour.json"));
    let found: Value = serde_json::from_str(&text.unwrap()).unwrap();
    valid("diff", &found);
    for behaviour in found["behaviours"].as_array().unwrap() {
        let Some(scenario) = behaviour["scenario"].as_str() else { continue };
        for side in ["old", "new"] {
            let output = assert_cmd::Command::new(assert_cmd::cargo_bin!("wdectl"))
                .current_dir(at)
                .args(["chat", "run", "-d", side, scenario])
                .output()
                .unwrap();
            assert_eq!(output.status.success(), side == behaviour["possible_in"], "{side} {scenario}");
        }
    }
}
