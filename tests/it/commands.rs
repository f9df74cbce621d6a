//! Every command in every format and every exit status, run as a process on the fixtures.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

pub(crate) const ACME: &str = "fixtures/deployments/acme";
pub(crate) const BROKEN: &str = "fixtures/deployments/acme-broken";

/// The binary, in the repository's folder, without colour.
pub(crate) fn wdectl(args: &[&str]) -> Output {
    assert_cmd::Command::new(assert_cmd::cargo_bin!("wdectl"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("CLICOLOR_FORCE")
        .env_remove("GITHUB_STEP_SUMMARY")
        .args(args)
        .output()
        .unwrap()
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Standard output of a command that must end with this status.
pub(crate) fn answer(status: i32, args: &[&str]) -> String {
    let output = wdectl(args);
    assert_eq!(output.status.code(), Some(status), "{args:?}\n{}\n{}", out(&output), err(&output));
    out(&output)
}

/// What a command that has no answer says.
pub(crate) fn refusal(args: &[&str]) -> String {
    let output = wdectl(args);
    assert_eq!(output.status.code(), Some(2), "{args:?}\n{}\n{}", out(&output), err(&output));
    err(&output)
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Panics unless the document is what its schema says.
pub(crate) fn valid(schema: &str, document: &Value) {
    let path = root().join("schemas").join(format!("{schema}.schema.json"));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn two_runs_are_the_same_to_the_byte() {
    for args in [
        &["check", BROKEN][..],
        &["resolve", "-d", ACME, "--all"],
        &["resolve", "-d", ACME, "--all", "--format", "csv"],
    ] {
        assert_eq!(wdectl(args), wdectl(args));
    }
}

#[test]
fn every_option_of_an_agent_is_resolved_with_its_ladder() {
    let text = answer(0, &["resolve", "-d", ACME, "--agent", "ana.ruiz", "chat.on-hold-queue", "--explain"]);
    let objects: Vec<&str> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.trim_start_matches("  =>").split_whitespace().next())
        .collect();
    assert_eq!(
        objects,
        [
            "agent/ana.ruiz",
            "agent-group/VIP-Certified",
            "agent-group/Service-Chat-L2",
            "tenant/Acme",
            "application/WDE_Main",
            "default"
        ]
    );
    assert!(text.lines().skip(1).take(5).all(|line| line.contains("fixtures/deployments/acme/")), "{text}");
    let text = answer(0, &["resolve", "-d", ACME, "--agent", "ANA.RUIZ", "Chat.On-Hold-Queue"]);
    assert_eq!(text, "chat-hold-claims\n");
}

#[test]
fn resolve_speaks_every_format() {
    let agent = &["resolve", "-d", ACME, "--agent", "ana.ruiz"][..];
    let in_format = |format| answer(0, &[agent, &["--format", format]].concat());
    let document = json(&in_format("json"));
    valid("resolve", &document);
    assert_eq!(document["agent"], "ana.ruiz");
    let options = document["options"].as_array().unwrap();
    let names: Vec<&str> = options.iter().map(|option| option["name"].as_str().unwrap()).collect();
    assert!(names.is_sorted() && names.contains(&"chat.on-hold-queue"));
    assert_eq!(in_format("csv").lines().count(), options.len() + 1);
    let yaml: Value = serde_yaml::from_str(&in_format("yaml")).unwrap();
    assert_eq!(yaml["subject"], "agent/ana.ruiz");
    assert!(in_format("table").starts_with("OPTION"));
    let all = answer(0, &["resolve", "-d", ACME, "--all"]);
    assert_eq!(all.lines().count(), 57);
    for line in all.lines() {
        valid("resolve", &json(line));
    }
    let group =
        json(&answer(0, &["resolve", "-d", ACME, "--agent-group", "Service-Chat-L2", "--format", "json"]));
    valid("resolve", &group);
    assert_eq!(group["agent"], Value::Null);
}

#[test]
fn a_what_if_and_a_transaction_change_the_answer_and_nothing_else() {
    let queue = |extra: &[&str]| {
        let args = [&["resolve", "-d", ACME, "--agent", "ana.ruiz", "chat.on-hold-queue"], extra].concat();
        answer(0, &args).trim().to_owned()
    };
    assert_eq!(queue(&["--set", "agent/ana.ruiz:chat.on-hold-queue=elsewhere"]), "elsewhere");
    assert_eq!(queue(&["--set", "tenant/Acme:chat.on-hold-queue=elsewhere"]), "chat-hold-claims");
    assert_eq!(queue(&["--transaction", "Retention-Offer"]), "chat-hold-retention");
    assert_eq!(queue(&[]), "chat-hold-claims");
}

#[test]
fn objects_are_shown_listed_and_found() {
    for (schema, args) in [
        ("show", &["show", "agent/ana.ruiz"][..]),
        ("show", &["show", "WDE_Main"]),
        ("list", &["list", "agents"]),
        ("list", &["list", "role"]),
        ("refs", &["refs", "script/Acme/chat-hold"]),
        ("refs", &["refs", "agent-group/Service-Chat-L2"]),
        ("options", &["option", "list"]),
        ("options", &["option", "show", "chat.on-hold-queue"]),
        ("options", &["option", "show", "workbin.chat.drafts"]),
        ("rules", &["rule", "list"]),
        ("rules", &["rule", "show", "unknown-reference"]),
    ] {
        valid(schema, &json(&answer(0, &[args, &["-d", ACME, "--format", "json"]].concat())));
        assert!(!answer(0, &[args, &["-d", ACME]].concat()).is_empty());
    }
    let refs = json(&answer(0, &["refs", "-d", ACME, "script/Acme/chat-hold-claims", "--format", "json"]));
    assert_eq!(refs["references"][0]["by"], "agent/ana.ruiz");
    assert_eq!(refs["references"][0]["agents"], 1);
}

#[test]
fn a_name_that_is_not_there_is_no_answer_and_the_nearest_is_offered() {
    for (args, said) in [
        (&["resolve", "-d", ACME, "--agent", "ana.ruis"][..], "did you mean `ana.ruiz`?"),
        (&["resolve", "-d", ACME, "--agent-group", "Service-Chat-L3"], "did you mean `Service-Chat-L2`?"),
        (
            &["resolve", "-d", ACME, "--agent", "ana.ruiz", "chat.on-hold-queu"],
            "did you mean `chat.on-hold-queue`?",
        ),
        (
            &["resolve", "-d", ACME, "--agent", "ana.ruiz", "--transaction", "Retention"],
            "there is no transaction `Retention`",
        ),
        (
            &["resolve", "-d", ACME, "--agent", "ana.ruiz", "--set", "agent/ana.ruiz"],
            "write it as OBJECT:OPTION=VALUE",
        ),
        (&["show", "-d", ACME, "agnet/ana.ruiz"], "did you mean `agent`?"),
        (&["show", "-d", ACME, "ana.ruis"], "there is no object `ana.ruis`; did you mean `agent/ana.ruiz`?"),
        (&["list", "-d", ACME, "agent-grops"], "did you mean `agent-groups`?"),
        (&["option", "show", "chat.nicknam"], "did you mean `chat.nickname`?"),
        (&["rule", "show", "unknown-referense"], "did you mean `unknown-reference`?"),
        (&["check", ACME, "--ignore", "sintax"], "did you mean `syntax`?"),
        (&["check", "fixtures/no-such-folder"], "there is no file or folder `fixtures/no-such-folder`"),
        (&["check", "-d", ACME, "--format", "csv"], "check has the formats human, grouped, concise, json"),
    ] {
        let text = refusal(args);
        assert!(text.contains(said), "{args:?} said: {text}");
    }
}

#[test]
fn settings_change_levels_and_a_wrong_one_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let path = folder.path().to_str().unwrap();
    write("a.yaml", "tenants: [{name: T}]\nagents: [{username: a, agent-groups: [nobody]}]\n");
    write("old.yaml", "agents: [{username: b, agent-groups: [nobody]}]\n");
    answer(1, &["check", path]);
    write("wdectl.toml", "exclude = [\"old.yaml\"]\n[rules]\nunknown-reference = \"off\"\n");
    let text = answer(0, &["check", path]);
    assert!(text.ends_with("1 file, 2 objects, 1 agent judged\n"), "{text}");
    let settings = answer(0, &["check", path, "--show-settings"]);
    assert!(settings.contains("unknown-reference = \"off\"  # changed"), "{settings}");
    for (text, said) in [
        (
            "[rules]\nunknown-referense = \"off\"\n",
            "wdectl.toml:2: there is no rule `unknown-referense`; did you mean",
        ),
        ("\n[rules]\nsyntax = \"eror\"\n", "wdectl.toml:3: `eror` is no level"),
        ("group-conflict = \"newest\"\n", "wdectl.toml:1: group-conflict `newest` is none of"),
        ("ruels = 1\n", "wdectl.toml:1: unknown field `ruels`"),
        ("catalogues = [\"site.toml\"]\n", "cannot read"),
    ] {
        write("wdectl.toml", text);
        let refused = refusal(&["check", path]);
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn what_is_learned_is_a_catalogue_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let text = "applications:\n  - {name: Chats, type: chat-server, options: {settings: {of-ours: 5}}}\n  \
                - {name: Desk, options: {interaction-workspace: {chat.of-ours: a}, ours: {b: c}}}\n";
    std::fs::write(folder.path().join("a.yaml"), text).unwrap();
    let learned = ["Chats", "Desk"]
        .map(|name| answer(0, &["option", "learn", "-d", path, &format!("application/{name}")]));
    std::fs::write(folder.path().join("ours.toml"), learned.concat()).unwrap();
    std::fs::write(folder.path().join("wdectl.toml"), "catalogues = [\"ours.toml\"]\n").unwrap();
    let text = answer(0, &["check", path]);
    assert!(text.starts_with("clean: "), "{text}");
    assert_eq!(answer(0, &["check", path, "--statistics"]), text, "a table of nothing says nothing");
}

#[test]
fn unreadable_things_never_hide_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let empty = refusal(&["check", path]);
    assert!(empty.contains("holds no file that could be part of a deployment"), "{empty}");
    std::fs::write(folder.path().join("a.yaml"), b"agents: [{username: caf\xE9, agent-groups: [x]}]\n")
        .unwrap();
    let text = answer(1, &["check", path, "--format", "concise"]);
    assert!(text.contains("error[syntax] bytes here are not UTF-8; they look like Windows-1252"), "{text}");
    assert!(text.contains("error[unknown-reference]"), "{text}");
    let gone = folder.path().join("gone.yaml");
    std::os::unix::fs::symlink(folder.path().join("nowhere.yaml"), &gone).unwrap();
    let named = refusal(&["check", folder.path().join("a.yaml").to_str().unwrap(), gone.to_str().unwrap()]);
    assert!(named.contains("there is no file or folder"), "{named}");
    let of_rest = answer(0, &["check", path, "--select", "unknown-key"]);
    assert!(of_rest.starts_with("nothing found in what could be read: 1 file, "), "{of_rest}");
    std::fs::write(folder.path().join("a.yaml"), "agents: [{username: ana}]\n").unwrap();
    assert!(answer(0, &["check", path]).starts_with("clean: 1 file, "));
    let of_none = answer(2, &["check", path, "--max-file-size", "4"]);
    assert!(of_none.starts_with("nothing found in what could be read: 0 files, "), "{of_none}");
}
