//! `diff`: what agents notice, in every format, on Acme before and after an afternoon's work.

use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::commands::{err, out, root, valid};

const ACME: &str = "fixtures/deployments/acme";

/// An afternoon's work: file, what stood there, what stands there now.
const WORK: [(&str, &str, &str); 10] = [
    // A prerequisite goes, and with it all that depends on it.
    ("roles/acmebank.yaml", "do with a chat\n      - Chat - Can Use Chat Channel\n", "do with a chat\n"),
    ("roles/acme.yaml", "      - Contact - Can Pull Interactions In Shared Workbins\n", ""),
    ("groups/acme.yaml", "chat.on-hold-queue: chat-hold-l2\n", "chat.on-hold-queue: chat-hold\n"),
    // One leaves the virtual group.
    ("groups/acme.yaml", "[ana.ruiz, hana.sato, joel.lindgren, ", "[ana.ruiz, hana.sato, "),
    ("application/WDE_Main.cfg", "chat.agent.text-color=#FF1B3A57", "chat.agent.text-color=#FF000000"),
    ("applications.toml", "handling-timeout = 240", "handling-timeout = 120"),
    ("applications.toml", "flex-disconnect-timeout = 90 ", "flex-disconnect-timeout = 60 "),
    ("scripts/acme.toml", "name = \"chat-hold-l2\"\n", "name = \"chat-hold-l2\"\nenabled = false\n"),
    ("agents/acme-sales.yaml", "{chat.nickname: Sam W.}", "{chat.nickname: Samuel}"),
    ("agents/acme-sales.yaml", "  - {username: leila.farouk,", "  - {username: lena.farouk,"),
];

pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Acme in the folder `old`, and as it is after the work in `new`.
fn afternoon() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join(ACME), &folder.path().join("old"));
    copy(&root().join(ACME), &folder.path().join("new"));
    work(&folder.path().join("new"));
    folder
}

pub(crate) fn work(folder: &Path) {
    for (file, was, is) in WORK {
        let path = folder.join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(was), "{file}: {was}");
        std::fs::write(&path, text.replacen(was, is, 1)).unwrap();
    }
}

pub(crate) fn diff_in(folder: &Path, args: &[&str]) -> Output {
    assert_cmd::Command::new(assert_cmd::cargo_bin!("wdectl"))
        .current_dir(folder)
        .env_remove("CLICOLOR_FORCE")
        .arg("diff")
        .args(args)
        .output()
        .unwrap()
}

/// Standard output of a comparison that must end with this status.
pub(crate) fn answer(folder: &Path, status: i32, args: &[&str]) -> String {
    let output = diff_in(folder, args);
    assert_eq!(output.status.code(), Some(status), "{args:?}\n{}\n{}", out(&output), err(&output));
    out(&output)
}

pub(crate) fn document(folder: &Path, status: i32, args: &[&str]) -> Value {
    let document =
        serde_json::from_str(&answer(folder, status, &[args, &["--format", "json"]].concat())).unwrap();
    valid("diff", &document);
    document
}

/// A deployment of one file each, before and after.
fn pair(old: &str, new: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old.yaml"), old).unwrap();
    std::fs::write(folder.path().join("new.yaml"), new).unwrap();
    folder
}

fn changes(old: &str, new: &str) -> Vec<Value> {
    let folder = pair(old, new);
    let equal = old == new;
    let document = document(folder.path(), i32::from(!equal), &["old.yaml", "new.yaml"]);
    document["changes"].as_array().unwrap().clone()
}

#[test]
fn an_afternoons_work_is_told_in_every_format() {
    let folder = afternoon();
    for (format, file) in [("human", "diff.txt"), ("json", "diff.json"), ("markdown", "diff.md")] {
        let text = answer(folder.path(), 1, &["old", "new", "--format", format]);
        let path = root().join("fixtures/deployments/acme.expected").join(file);
        if std::env::var_os("WDECTL_BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let expected = std::fs::read_to_string(path).unwrap();
        snapbox::assert_data_eq!(text, snapbox::Data::text(expected).raw());
        let alone = answer(folder.path(), 1, &["old", "new", "--format", format, "--jobs", "1"]);
        assert_eq!(alone, answer(folder.path(), 1, &["old", "new", "--format", format]));
    }
    document(folder.path(), 1, &["old", "new"]);
}

#[test]
fn nothing_changes_between_a_deployment_and_itself() {
    let folder = afternoon();
    let text = answer(folder.path(), 0, &["old", "-d", "old"]);
    assert_eq!(text, "no agent notices any difference\n  compared: 57 agents, 75 options, 41 privileges\n");
    assert_eq!(answer(folder.path(), 0, &["old", "old", "--quiet"]), "");
    assert_eq!(document(folder.path(), 0, &["new", "new"])["equal"], true);
    let text = answer(folder.path(), 0, &["new", "new", "--format", "markdown"]);
    assert!(text.starts_with("**no agent notices any difference**\n"), "{text}");
}

#[test]
fn the_answer_is_narrowed_to_an_agent_or_a_group() {
    let folder = afternoon();
    let joel = document(folder.path(), 1, &["old", "new", "--agent", "joel.lindgren"]);
    assert_eq!(joel["summary"]["compared"]["agents"], 1);
    let names = |document: &Value| -> Vec<String> {
        let changes = document["changes"].as_array().unwrap().iter();
        changes.map(|change| change["name"].as_str().unwrap().to_owned()).collect()
    };
    assert!(names(&joel).contains(&"chat.ringing-bell".to_owned()), "{joel}");
    assert!(!names(&joel).contains(&"added".to_owned()));
    let gone = document(folder.path(), 1, &["old", "new", "--agent", "leila.farouk"]);
    assert_eq!(names(&gone), ["removed"]);
    let bank = document(folder.path(), 1, &["old", "new", "--agent-group", "AcmeBank/Team-Leads"]);
    assert_eq!(bank["summary"]["compared"]["agents"], 2);
    let lost =
        bank["changes"].as_array().unwrap().iter().find(|change| change["name"] == "Chat - Can Release");
    assert_eq!(lost.unwrap()["audience"]["name"], "agent-group/AcmeBank/Team-Leads");
    let output = diff_in(folder.path(), &["old", "new", "--agent", "leila.faruk"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("there is no agent `leila.faruk`"), "{}", err(&output));
}

#[test]
fn the_status_follows_the_gravest_class() {
    let base = "agents: [{username: a, roles: [R]}]\napplications: [{name: W, options: {interaction-workspace: {chat.system.text-color: \"#FF000000\", chat.typing-timeout: 5}}}]\nroles: [{name: R, privileges: [Chat - Can Use Chat Channel]}]\n";
    let cosmetic = base.replace("#FF000000", "#FF000001");
    let behavioural = base.replace("chat.typing-timeout: 5", "chat.typing-timeout: 6");
    let security = base.replace(
        "[Chat - Can Use Chat Channel]",
        "[Chat - Can Use Chat Channel, Contact - Can Pull From Queue]",
    );
    for (new, statuses) in [(cosmetic, [1, 0, 0, 0]), (behavioural, [1, 1, 0, 0]), (security, [1, 1, 1, 0])] {
        let folder = pair(base, &new);
        for (class, status) in ["any", "behavioural", "security", "never"].into_iter().zip(statuses) {
            for format in ["human", "json", "markdown"] {
                let args = ["old.yaml", "new.yaml", "--fail-on", class, "--format", format];
                answer(folder.path(), status, &args);
            }
        }
    }
}

#[test]
fn a_change_of_level_alone_is_none_and_a_default_is_a_value() {
    let at = |application: &str, agent: &str| {
        format!(
            "applications: [{{name: W, options: {{interaction-workspace: {{{application}}}}}}}]\n\
             agents: [{{username: a, options: {{interaction-workspace: {{{agent}}}}}}}]\n"
        )
    };
    let folder = pair(&at("chat.nickname: X", ""), &at("", "chat.nickname: X"));
    assert_eq!(document(folder.path(), 0, &["old.yaml", "new.yaml"])["changes"], json!([]));
    // The documented default of the on-hold queue is empty, that of the nickname is not known.
    let folder = pair(&at("chat.on-hold-queue: \"\"", ""), &at("", ""));
    document(folder.path(), 0, &["old.yaml", "new.yaml"]);
    let changed = changes(&at("chat.nickname: X", ""), &at("", ""));
    assert_eq!((&changed[0]["old"], &changed[0]["new"]), (&json!("X"), &Value::Null));
    assert_eq!(changed[0]["because"][1]["what"], "the default");
}

#[test]
fn the_hidden_cause_of_a_lost_privilege_is_named() {
    let with = |roles: &str, agent: &str| {
        format!(
            "agents: [{{username: a, {agent}}}]\naccess-groups: [{{name: G, agents: [a], roles: [R]}}]\nroles:\n{roles}"
        )
    };
    let both = "- {name: R, privileges: [Chat - Can Use Chat Channel]}\n- {name: S, privileges: [Chat - Can Release], members: [a]}\n";
    let old = with(both, "employee-id: 7");
    let cause = |new: &str, wanted: &str| -> Vec<(String, String)> {
        let changes = changes(&old, new);
        let change = changes.iter().find(|change| change["name"] == wanted).unwrap();
        let because = change["because"].as_array().unwrap().iter();
        because
            .map(|because| {
                let place = &because["location"]["line"];
                (
                    format!("{} {}", because["side"].as_str().unwrap(), place),
                    because["what"].as_str().unwrap().to_owned(),
                )
            })
            .collect()
    };
    let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter().map(|&(place, what)| (place.to_owned(), what.to_owned())).collect()
    };
    // The role no longer grants what the privilege depends on.
    let new = with(&both.replace("Chat - Can Use Chat Channel", "Chat - Can Decline"), "employee-id: 7");
    assert_eq!(
        cause(&new, "Chat - Can Release"),
        pairs(&[("old 4", "role/R grants `Chat - Can Use Chat Channel`"), ("new 4", "role/R without it")])
    );
    // The group no longer carries the role; the group is left; the role is disabled.
    let new = old.replace("agents: [a], roles: [R]", "agents: [a]");
    assert_eq!(
        cause(&new, "Chat - Can Use Chat Channel"),
        pairs(&[("old 2", "access-group/G belongs to role/R"), ("new 4", "role/R without this member")])
    );
    let new = old.replace("agents: [a], roles: [R]", "roles: [R]");
    assert_eq!(
        cause(&new, "Chat - Can Release"),
        pairs(&[
            ("old 2", "agent/a belongs to access-group/G"),
            ("new 2", "access-group/G without this member")
        ])
    );
    let new = old.replace("name: R, ", "name: R, enabled: false, ");
    assert_eq!(
        cause(&new, "Chat - Can Use Chat Channel"),
        pairs(&[("old 4", "role/R"), ("new 4", "role/R, disabled")])
    );
    let new = old.replace(", members: [a]", "");
    assert_eq!(
        cause(&new, "Chat - Can Release"),
        pairs(&[("old 5", "agent/a belongs to role/S"), ("new 5", "role/S without this member")])
    );
}

#[test]
fn a_role_key_of_which_nothing_is_known_is_a_change_for_security() {
    let base = "agents: [{username: a, roles: [R]}]\nroles: [{name: R, privileges: [KEY]}]\n";
    let changed = changes(
        &base.replace("KEY", "Chat - Can Use Chat Channel"),
        &base.replace("KEY", "Chat - Can Use Chat Channel, Our_Key"),
    );
    assert_eq!(changed.len(), 1);
    assert_eq!((&changed[0]["name"], &changed[0]["review"]), (&json!("Our_Key"), &json!("security")));
    let changed =
        changes(&base.replace("KEY", "Chat - Can Use Chat Channel"), &base.replace("KEY", "Our_Key"));
    let lost = changed.iter().find(|change| change["name"] == "Chat - Can Use Chat Channel").unwrap();
    assert_eq!(lost["new"], "unknown", "the key may grant it");
}

#[test]
fn servers_transactions_and_scripts_count() {
    let old = "tenants: [{name: T}]\nagents: [{username: a}]\n\
        applications: [{name: C, type: chat-server, options: {settings: {async-idle-close: 60}}}]\n\
        transactions: [{name: V, type: list, options: {interaction-workspace: {chat.on-hold-queue: q, chat.typing-timeout: 1}}}]\n\
        scripts: [{name: q, type: interaction-queue}, {name: gone, type: interaction-queue, enabled: false}]\n\
        business-attributes: [{name: B, values: [x, y]}]\n";
    let new = old
        .replace("async-idle-close: 60", "async-idle-alert: 86400")
        // Not even a routing strategy may set this one.
        .replace("chat.typing-timeout: 1", "chat.typing-timeout: 2")
        .replace("chat.on-hold-queue: q", "chat.on-hold-queue: r")
        .replace("{name: q, type: interaction-queue}", "{name: r, type: interaction-queue}")
        .replace("[x, y]", "[x, z]");
    let told: Vec<(Value, Value, Value, Value)> = changes(old, &new)
        .into_iter()
        .map(|change| {
            (change["object"].clone(), change["name"].clone(), change["old"].clone(), change["new"].clone())
        })
        .collect();
    let expected =
        |object: &str, name: &str, old: &str, new: &str| (json!(object), json!(name), json!(old), json!(new));
    assert_eq!(
        told,
        [
            expected("application/C", "async-idle-close", "60", "3600"),
            expected("transaction/V", "chat.on-hold-queue", "q", "r"),
            expected("business-attribute/B", "values", "x, y", "x, z"),
            expected("script/q", "presence", "present", "absent"),
            expected("script/r", "presence", "absent", "present"),
        ]
    );
}

#[test]
fn who_comes_and_goes_is_told_apart() {
    let old = "agents: [{username: stays}, {username: off, enabled: false}, {username: gone, roles: [R]}, {username: boss, is-agent: false}]\n\
        roles: [{name: R, privileges: [Contact - Can Pull From Queue]}]\n";
    let new = "agents: [{username: stays}, {username: off}, {username: fresh}, {username: boss}]\n\
        roles: [{name: R, privileges: [Contact - Can Pull From Queue]}]\n";
    let folder = pair(old, new);
    let document = document(folder.path(), 1, &["old.yaml", "new.yaml"]);
    let told: Vec<String> = document["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| {
            let text = |key: &str| change[key].as_str().unwrap().to_owned();
            let agents = change["audience"]["agents"].as_array().unwrap();
            let agents: Vec<&str> = agents.iter().map(|agent| agent.as_str().unwrap()).collect();
            format!(
                "{} {} {} -> {} {}",
                text("review"),
                text("name"),
                text("old"),
                text("new"),
                agents.join(" ")
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "security removed agent -> absent gone",
            "behavioural added no agent -> agent boss",
            "behavioural added absent -> agent fresh",
            "behavioural added disabled -> agent off",
        ]
    );
    let summary = &document["summary"];
    assert_eq!(
        (&summary["added"], &summary["removed"], &summary["agents"]),
        (&json!(3), &json!(1), &json!(4))
    );
}

#[test]
fn a_side_that_cannot_be_read_is_no_answer() {
    let folder = afternoon();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    for (args, said) in [
        (&["nowhere", "new"][..], "OLD: there is no file or folder `nowhere`"),
        (&["old", "nowhere"], "NEW: there is no file or folder `nowhere`"),
        (&["empty", "new"], "`empty` holds no file"),
        (&["git:HEAD", "-d", "new"], "is in no git repository"),
        (&["old", "new", "--format", "csv"], "diff has the formats human, json and markdown"),
        (&["old", "new", "--agent", "a", "--agent-group", "b"], "cannot be used with"),
        (&[], "OLD"),
    ] {
        let output = diff_in(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}\n{}", out(&output));
        assert!(err(&output).contains(said), "{args:?} said: {}", err(&output));
    }
    std::fs::write(folder.path().join("new/broken.yaml"), "agents: [{username: x\n").unwrap();
    let output = diff_in(folder.path(), &["old", "new"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("warning: NEW: "), "{}", err(&output));
}

/// A part that is not read looks as if it were not there, on either side.
#[test]
fn a_side_that_was_not_read_whole_is_compared_and_gives_no_sure_answer() {
    let whole = "agents:\n  - username: ana\n    options: {interaction-workspace: {chat.nickname: Ana}}\n";
    let half = whole.replace("    options", "   - options");
    let folder = pair(whole, &half);
    for (sides, told, changed) in [
        (["old.yaml", "new.yaml"], vec!["new"], 1),
        (["new.yaml", "old.yaml"], vec!["old"], 1),
        (["new.yaml", "new.yaml"], vec!["old", "new"], 0),
    ] {
        let reason = |side: &&str| {
            format!(
                "{side} deployment: a mistake keeps part of a file from being read, so that nothing is proved; \
                 `wdectl check` shows it"
            )
        };
        let unknown: Vec<String> = told.iter().map(reason).collect();
        for fail_on in ["any", "security", "never"] {
            let found = document(folder.path(), 2, &[sides[0], sides[1], "--fail-on", fail_on]);
            assert_eq!(found["unknown"], json!(unknown));
            assert_eq!(found["changes"].as_array().unwrap().len(), changed);
        }
        let output = diff_in(folder.path(), &sides);
        assert_eq!(
            err(&output).matches("and that is no sure answer; `wdectl check new.yaml` shows").count(),
            told.len()
        );
        for reason in unknown {
            assert!(out(&output).contains(&format!("  not sure: {reason}\n")), "{}", out(&output));
            let comment = answer(folder.path(), 2, &[sides[0], sides[1], "--format", "markdown"]);
            assert!(comment.contains(&format!("**not sure**: {reason}\n")), "{comment}");
        }
    }
    // A mistake that hides nothing is told, and no more.
    let folder = pair(whole, "agents:\n  - {username: ana, roles: [nobody]}\n");
    let found = document(folder.path(), 0, &["new.yaml", "new.yaml"]);
    assert_eq!(found["unknown"], json!([]));
    let warning =
        "warning: OLD: 1 mistake while reading, the rest is compared; `wdectl check new.yaml` shows them\n";
    assert!(err(&diff_in(folder.path(), &["new.yaml", "new.yaml"])).starts_with(warning));
}
