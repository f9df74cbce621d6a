//! Renaming: everywhere or nowhere, and back again to the byte.

use std::path::{Path, PathBuf};

use proptest::test_runner::{Config, TestRunner};

use super::commands::{ACME, answer, err, json, out, refusal, root, wdectl};

/// A copy of a folder that may be changed.
fn copy(from: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_into(from, folder.path());
    folder
}

fn copy_into(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir(&target).unwrap();
            copy_into(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every file with its bytes.
fn bytes(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                files.push((entry.path(), std::fs::read(entry.path()).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn written(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn mentions(folder: &str, object: &str) -> usize {
    let refs = json(&answer(0, &["refs", "-d", folder, object, "--format", "json"]));
    refs["references"].as_array().unwrap().len()
}

/// How many findings there are of each rule.
fn findings(folder: &str) -> String {
    out(&wdectl(&["check", folder, "--statistics"]))
}

fn passes(folder: &str) -> String {
    let scenarios = format!("{folder}/scenarios");
    answer(0, &["chat", "run", "-d", folder, &scenarios])
}

/// Renames an object there and back.
fn there_and_back(kind: &str, name: &str, new: &str) {
    let folder = copy(&root().join(ACME));
    let path = folder.path().to_str().unwrap();
    let (old_object, new_object) = (format!("{kind}/{name}"), format!("{kind}/{new}"));
    let (before, count, found) = (bytes(folder.path()), mentions(path, &old_object), findings(path));

    let diff = answer(1, &["rename", "-d", path, &old_object, new, "--diff"]);
    assert_eq!(bytes(folder.path()), before, "--diff writes nothing");
    let said = answer(0, &["rename", "-d", path, &old_object, new]);
    let added = diff.lines().filter(|line| line.starts_with('+') && !line.starts_with("+++")).count();
    let places: usize = said.split(' ').nth(1).unwrap().parse().unwrap();
    assert_eq!(places, count + 1, "{said}: all mentions, and the object itself");
    assert!(added <= places && diff.contains(new), "{diff}");

    assert_eq!(mentions(path, &new_object), count);
    assert!(refusal(&["refs", "-d", path, &old_object]).contains("there is no"));
    assert_eq!(findings(path), found);
    assert!(passes(path).contains(" passed"));

    answer(0, &["rename", "-d", path, &new_object, name.rsplit('/').next().unwrap()]);
    assert_eq!(bytes(folder.path()), before, "{old_object}");
}

#[test]
fn a_queue_is_renamed_in_options_and_scenarios() {
    there_and_back("script", "chat-hold-acme", "chat-waits");
}

#[test]
fn a_queue_of_a_name_that_two_tenants_have_is_renamed_in_its_own() {
    there_and_back("script", "Acme/chat-hold", "leads-hold");
}

#[test]
fn an_agent_is_renamed_in_rows_of_scenarios_too() {
    there_and_back("agent", "ana.ruiz", "ana.ortiz");
}

#[test]
fn a_role_is_renamed() {
    there_and_back("role", "Chat-Lead", "Chat supervisors");
}

#[test]
fn an_agent_group_is_renamed_where_it_owns_workbins_too() {
    there_and_back("agent-group", "Service-Chat-L2", "L2 - service");
}

#[test]
fn every_way_to_name_an_object_is_found_and_keeps_its_form() {
    let folder = written(&[
        (
            "a.yaml",
            "tenants: [{name: T}]\nscripts:\n  - {name: hold, type: interaction-queue}\n\
             agents:\n  - username: ana   # the first\n    agent-groups: [\"G\"]\n    roles: [R]\n\
             agent-groups:\n  - name: G\n    agents: [ana]\n    roles: [R]\n    options:\n      \
             interaction-workspace: {chat.on-hold-queue: hold, \"#chat.on-hold-queue\": hold}\n\
             roles:\n  - {name: R, members: [agent/ana, 'ana', agent-group/G], tenant: 'T'}\n",
        ),
        ("again.json", "{\"agents\": [{\"username\": \"\\u0061na\", \"tenant\": \"T\"}]}\n"),
        ("agent/ana.cfg", "[interaction-workspace]\nchat.on-hold-queue=hold\n"),
        (
            "scenarios/s.yaml",
            "scenarios:\n  - name: ana holds\n    with: [{who: ana, \"on\": hold}, {who: T/ANA, \"on\": hold}]\n    \
             steps:\n      - login: {agent: $who}\n      - start: {chat: ana, async: true, queue: T/hold}\n      \
             - set: {object: agent/$who, option: chat.on-hold-queue, value: $on}\n      \
             - expect: {agent: ana, option: chat.on-hold-queue, value: hold}\n      \
             - expect: {chat: ana, queue: hold, owner: agent/ana}\n",
        ),
    ]);
    let path = folder.path().to_str().unwrap();
    let renamed = wdectl(&["rename", "-d", path, "agent/ana", "eva: 1"]);
    assert_eq!(renamed.status.code(), Some(0), "{}", err(&renamed));
    let read = |file: &str| std::fs::read_to_string(folder.path().join(file)).unwrap();
    assert!(err(&renamed).contains("move it to"), "{}", err(&renamed));
    assert_eq!(out(&renamed), "renamed 9 places in 3 files\n");
    let text = read("a.yaml");
    assert!(text.contains("username: \"eva: 1\"   # the first\n"), "{text}");
    assert!(text.contains("agents: [\"eva: 1\"]") || text.contains("agents: ['eva: 1']"), "{text}");
    assert!(text.contains("agent/eva: 1\"") || text.contains("agent/eva: 1'"), "{text}");
    assert_eq!(read("again.json"), "{\"agents\": [{\"username\": \"eva: 1\", \"tenant\": \"T\"}]}\n");
    let scenario = read("scenarios/s.yaml");
    assert!(scenario.contains("name: ana holds") && scenario.contains("chat: ana, async"), "{scenario}");
    assert!(scenario.contains("T/eva: 1") && scenario.contains("agent/$who"), "{scenario}");

    answer(0, &["rename", "-d", path, "script/hold", "wait"]);
    let (text, scenario) = (read("a.yaml"), read("scenarios/s.yaml"));
    assert!(text.contains("{chat.on-hold-queue: wait, \"#chat.on-hold-queue\": wait}"), "{text}");
    assert_eq!(read("agent/ana.cfg"), "[interaction-workspace]\nchat.on-hold-queue=wait\n");
    assert!(!scenario.contains(": hold") && scenario.contains("queue: T/wait"), "{scenario}");

    answer(0, &["rename", "-d", path, "tenant/T", "U"]);
    assert!(read("a.yaml").contains("tenants: [{name: U}]") && read("a.yaml").contains("tenant: 'U'"));
    assert!(read("scenarios/s.yaml").contains("queue: U/wait") && read("scenarios/s.yaml").contains("U/eva"));
}

#[test]
fn what_cannot_be_renamed_is_refused_and_nothing_changes() {
    let folder = copy(&root().join(ACME));
    let path = folder.path().to_str().unwrap();
    let before = bytes(folder.path());
    for (object, new, said) in [
        ("agent/ana.ruis", "x", "did you mean `ana.ruiz`?"),
        ("agent/ana.ruiz", "tom.barker", "there is agent/tom.barker already"),
        ("agent/ana.ruiz", "Tom.Barker", "there is agent/tom.barker already"),
        ("agent/ana.ruiz", "ana.ruiz", "has that name already"),
        ("agent/ana.ruiz", "", "the new name is empty"),
        ("agent/ana.ruiz", " ana", "blanks at an end"),
        ("agent/ana.ruiz", "agent/ana", "write it as `ana`"),
        ("script/chat-hold", "x", "in several tenants"),
    ] {
        for args in [&["rename", "-d", path, object, new][..], &["rename", "-d", path, object, new, "--diff"]]
        {
            assert!(refusal(args).contains(said), "{}", refusal(args));
        }
    }
    let report = folder.path().join("r.json");
    let output = format!("json={}", report.display());
    refusal(&["rename", "-d", path, "agent/ana.ruiz", "x", "--output", &output]);
    assert_eq!(bytes(folder.path()), before);
}

#[test]
fn one_file_that_cannot_be_changed_keeps_all_as_they_are() {
    for (second, said) in [
        (
            "agent-groups:\n  - {name: G, agents: &all [ana]}\n  - {name: H, agents: *all}\n",
            "cannot be changed here",
        ),
        ("agent-groups: [{name: G, agents: [ana]}\n", "has errors"),
    ] {
        let folder = written(&[("a.yaml", "agents: [ana]\n"), ("b.yaml", second)]);
        let before = bytes(folder.path());
        let text = refusal(&["rename", "-d", folder.path().to_str().unwrap(), "agent/ana", "eva"]);
        assert!(text.contains(said), "{text}");
        assert_eq!(bytes(folder.path()), before);
    }
    // One value for the agents of two tenants cannot follow one of them.
    let both = "tenants: [{name: T}, {name: U}]\napplications:\n  - name: W\n    options: \
        {interaction-workspace: {chat.on-hold-queue: q}}\nscripts:\n  - {name: q, type: interaction-queue, tenant: T}\n  \
        - {name: q, type: interaction-queue, tenant: U}\nagents:\n  - {username: a, tenant: T}\n  - {username: b, tenant: U}\n";
    let folder = written(&[("a.yaml", both)]);
    let text = refusal(&["rename", "-d", folder.path().to_str().unwrap(), "script/T/q", "r"]);
    assert!(text.contains("names script/U/q too"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_puts_the_others_back() {
    let folder =
        written(&[("a.yaml", "agents: [ana]\n"), ("b.yaml", "agent-groups: [{name: G, agents: [ana]}]\n")]);
    let last = folder.path().join("b.yaml");
    let mut may = std::fs::metadata(&last).unwrap().permissions();
    may.set_readonly(true);
    std::fs::set_permissions(&last, may).unwrap();
    let before = bytes(folder.path());
    let text = refusal(&["rename", "-d", folder.path().to_str().unwrap(), "agent/ana", "eva"]);
    assert!(text.contains("read-only") && text.contains("nothing is renamed"), "{text}");
    assert_eq!(bytes(folder.path()), before);
}

#[test]
fn exported_files_are_told_and_stay() {
    let folder = copy(&root().join("fixtures/native/cfgdata-wizard"));
    let own = "tenant: Acme\nagent-groups: [{name: Own, agents: [ana.ruiz]}]\n\
               scripts: [{name: chat-hold, type: interaction-queue}]\n";
    std::fs::write(folder.path().join("own.yaml"), own).unwrap();
    let path = folder.path().to_str().unwrap();
    let before = bytes(folder.path());
    let text = refusal(&["rename", "-d", path, "agent/ana.ruiz", "eva"]);
    assert!(text.contains("1-create.xml:60") && text.contains("is exported"), "{text}");
    assert_eq!(bytes(folder.path()), before);
    let renamed = wdectl(&["rename", "-d", path, "script/chat-hold", "waits"]);
    assert_eq!(out(&renamed), "renamed 1 place in 1 file\n");
    let told = err(&renamed);
    assert!(told.contains("1-create.xml` is exported") && told.contains("in 2 places"), "{told}");
    assert!(told.contains("2-change.xml` is exported") && told.contains("in 1 place:"), "{told}");
    let changed: Vec<_> =
        bytes(folder.path()).into_iter().zip(before).filter(|(after, before)| after != before).collect();
    assert_eq!(changed.len(), 1);
}

#[test]
fn an_entry_queue_of_the_settings_is_told() {
    let folder = written(&[
        ("wdectl.toml", "[verify]\nentry-queues = [\"q\"]\n"),
        ("a.yaml", "scripts: [{name: q, type: interaction-queue}]\n"),
    ]);
    let renamed = wdectl(&["rename", "-d", folder.path().to_str().unwrap(), "script/q", "r"]);
    assert_eq!(renamed.status.code(), Some(0));
    assert!(err(&renamed).contains("names `q` among the `entry-queues`"), "{}", err(&renamed));
}

/// Of the many objects of Acme some are taken at random: each can be renamed to any name, and back.
#[test]
fn any_object_is_renamed_to_any_name_and_back() {
    let folder = copy(&root().join(ACME));
    let path = folder.path().to_str().unwrap();
    let before = bytes(folder.path());
    let mut objects = Vec::new();
    for kind in
        ["script", "agent", "role", "agent-group", "access-group", "tenant", "transaction", "application"]
    {
        let list = json(&answer(0, &["list", "-d", path, kind, "--format", "json"]));
        let names =
            list["objects"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned());
        objects.extend(names.filter(|name| name != "WDE_Main").map(|name| (kind, name)));
    }
    let mut runner = TestRunner::new(Config { cases: 8, failure_persistence: None, ..Config::default() });
    let cases = (proptest::sample::select(objects), "[a-zA-Z#:'\"\\\\äß$&*, {}\\[\\]-]{0,8}z");
    runner
        .run(&cases, |((kind, name), new)| {
            let new = format!("z{}", new.trim());
            let renamed = format!("{kind}/{new}");
            let count = mentions(path, &format!("{kind}/{name}"));
            answer(0, &["rename", "-d", path, &format!("{kind}/{name}"), &new]);
            assert_eq!(mentions(path, &renamed), count, "{kind}/{name} to {new}");
            answer(0, &["rename", "-d", path, &renamed, name.rsplit('/').next().unwrap()]);
            assert!(same(&before, &bytes(folder.path())), "{kind}/{name} to {new}");
            Ok(())
        })
        .unwrap();
}

/// Whether files say the same; a name that had to be quoted may keep its quotes.
fn same(before: &[(PathBuf, Vec<u8>)], after: &[(PathBuf, Vec<u8>)]) -> bool {
    let plain = |files: &[(PathBuf, Vec<u8>)]| -> Vec<Vec<u8>> {
        files
            .iter()
            .map(|(_, bytes)| bytes.iter().copied().filter(|byte| !b"\"'".contains(byte)).collect())
            .collect()
    };
    plain(before) == plain(after)
}
