//! Hard times: a kill at any moment, a full disk, loops of links, names that command a terminal, texts nested without
//! end.

use std::collections::BTreeMap;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use super::reports::status::{COMMANDS, all_formats};

mod places;

/// So many files are changed by one command.
const FILES: usize = 24;

fn program() -> PathBuf {
    assert_cmd::cargo_bin!("wdectl").to_owned()
}

fn wdectl(folder: &Path, args: &[&str]) -> Output {
    Command::new(program()).current_dir(folder).args(args).stdin(Stdio::null()).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A deployment of which `check --fix` and `rename` change every file.
fn deployment() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let filler = format!("# {}\n", "x".repeat(20_000));
    for number in 0..FILES {
        let text = format!(
            "{filler}roles:\n  - name: R{number}\n    members: [agent/ana]\n    privileges:\n      - Chat - Can Use Chat Channel\n      \
             - Chat - Can Use Chat Channel\n"
        );
        std::fs::write(folder.path().join(format!("r{number:02}.yaml")), text).unwrap();
    }
    std::fs::write(folder.path().join("ana.yaml"), "agents: [{username: ana, application: W}]\n").unwrap();
    std::fs::write(folder.path().join("w.yaml"), "applications: [{name: W}]\n").unwrap();
    folder
}

/// The same, with agents that have options, and with an older export that holds half of the files of a new one.
fn exported() -> tempfile::TempDir {
    let folder = deployment();
    let out = folder.path().join("out");
    for kind in ["agent-group", "yaml"] {
        std::fs::create_dir_all(out.join(kind)).unwrap();
    }
    let value = "x".repeat(20_000);
    let group =
        |number| format!("  - name: G{number:02}\n    options: {{interaction-workspace: {{a: {value}}}}}\n");
    let groups: String = (0..FILES).map(group).collect();
    std::fs::write(folder.path().join("groups.yaml"), format!("agent-groups:\n{groups}")).unwrap();
    for number in (0..FILES).step_by(2) {
        std::fs::write(out.join(format!("agent-group/G{number:02}.cfg")), "[interaction-workspace]\na=old\n")
            .unwrap();
    }
    for file in ["all.xml", "yaml/agents.yaml", "yaml/agent-groups.yaml"] {
        std::fs::write(out.join(file), "old").unwrap();
    }
    std::fs::write(folder.path().join("wdectl.toml"), "exclude = [\"out/**\"]\n").unwrap();
    folder
}

/// Every file that belongs to the deployment, or was made from it.
fn texts(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (name, path) = (entry.file_name().into_string().unwrap(), entry.path());
        if path.is_dir() {
            texts.extend(
                self::texts(&path).into_iter().map(|(below, text)| (format!("{name}/{below}"), text)),
            );
        } else if !name.starts_with('.') {
            texts.insert(name, std::fs::read(path).unwrap());
        }
    }
    texts
}

/// Kills a command at many moments of its run; each file must be as it was or as it is to be. At least so many are to
/// change.
fn killed(deployment: fn() -> tempfile::TempDir, args: &[&str], least: usize) {
    let folder = deployment();
    let old = texts(folder.path());
    let start = std::time::Instant::now();
    let whole = wdectl(folder.path(), args);
    let took = start.elapsed();
    assert!(whole.status.code().is_some_and(|code| code < 2), "{}", said(&whole));
    let new = texts(folder.path());
    let to_change = new.iter().filter(|&(name, text)| old.get(name) != Some(text)).count();
    assert!(old.keys().all(|name| new.contains_key(name)) && to_change >= least, "{to_change}");
    let (mut untouched, mut between) = (0, 0);
    for moment in 0..40_u32 {
        let folder = deployment();
        let mut child = Command::new(program())
            .current_dir(folder.path())
            .args(args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(took.max(Duration::from_millis(4)) * moment / 32);
        child.kill().unwrap();
        child.wait().unwrap();
        let now = texts(folder.path());
        assert!(now.keys().all(|name| new.contains_key(name)), "{:?}", now.keys());
        for (name, text) in &new {
            let found = now.get(name);
            assert!(found == old.get(name) || found == Some(text), "{name} is neither old nor new");
        }
        match now.iter().filter(|&(name, text)| old.get(name) != Some(text)).count() {
            0 => untouched += 1,
            changed if changed < to_change => between += 1,
            _ => {}
        }
    }
    // Which moments are met depends on the machine; that some come before any change does not.
    assert!(untouched > 0, "{untouched} before, {between} between");
}

#[test]
fn a_fix_that_is_killed_leaves_each_file_old_or_new() {
    killed(deployment, &["check", "--fix", "--select", "duplicate-grant"], FILES);
}

#[test]
fn a_rename_that_is_killed_leaves_each_file_old_or_new() {
    killed(deployment, &["rename", "agent/ana", "ana.ruiz"], FILES);
}

#[test]
fn an_import_that_is_killed_leaves_each_file_old_or_new() {
    killed(exported, &["import", ".", "-o", "out/yaml", "--force"], 4);
}

#[test]
fn an_export_that_is_killed_leaves_each_file_old_or_new() {
    killed(exported, &["export", "--to", "cfg", "-o", "out", "--force"], FILES);
    killed(exported, &["export", "--to", "cfgdata", "-o", "out/all.xml", "--force"], 1);
}

/// Runs a command in a shell that lets no file grow beyond one block, as on a disk that is full.
fn on_a_full_disk(folder: &Path, args: &str) -> Output {
    let line = format!("trap '' XFSZ; ulimit -f 1; exec \"$0\" {args}");
    Command::new("sh").current_dir(folder).args(["-c", &line]).arg(program()).output().unwrap()
}

#[test]
fn a_full_disk_is_said_and_changes_nothing() {
    let folder = deployment();
    std::fs::write(folder.path().join("old.json"), "{}").unwrap();
    std::fs::write(folder.path().join("wdectl.toml"), "exclude = [\"old.json\"]\n").unwrap();
    let old = texts(folder.path());
    for args in [
        "check --fix --select duplicate-grant",
        "rename agent/ana ana.ruiz",
        "check --output json=old.json --warn role-without-members,unlisted-option",
    ] {
        let output = on_a_full_disk(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args}: {}", said(&output));
        assert!(said(&output).contains("cannot write"), "{args}: {}", said(&output));
        let whole = folder.path().to_string_lossy();
        assert!(!said(&output).contains(&*whole), "a path is told as it was named: {}", said(&output));
        assert_eq!(texts(folder.path()), old, "{args}");
        let left: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{args}: {left:?}");
    }
}

#[test]
fn an_output_that_takes_nothing_is_no_answer() {
    let folder = deployment();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let Ok(full) = full else { return };
    let output =
        Command::new(program()).current_dir(folder.path()).arg("check").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(!output.stderr.is_empty());
}

#[test]
fn loops_of_links_end() {
    let folder = deployment();
    let at = |name: &str| folder.path().join(name);
    symlink(at("b.yaml"), at("a.yaml")).unwrap();
    symlink(at("a.yaml"), at("b.yaml")).unwrap();
    symlink(folder.path(), at("loop")).unwrap();
    std::fs::create_dir(at("deep")).unwrap();
    symlink("..", at("deep/up")).unwrap();
    let output = wdectl(folder.path(), &["check", "--show-files"]);
    assert_eq!(
        said(&output).lines().filter(|line| line.contains(".yaml ")).count(),
        FILES + 2,
        "{}",
        said(&output)
    );
    let named = wdectl(folder.path(), &["check", "a.yaml"]);
    assert_eq!(named.status.code(), Some(2), "{}", said(&named));
    assert!(said(&named).contains("cannot look at `a.yaml`"), "{}", said(&named));
}

#[test]
fn names_command_no_terminal_in_any_format() {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let evil = "\\e[31m\\a\\r\\n\\u009b2J\\u202e";
    put(
        "a\n\u{1b}[2Jb\r.yaml",
        &format!(
            "agents: [{{username: ana.ruiz, application: W, roles: [R], agent-groups: [Service-Chat-L2, \"{evil}\"]}}]\napplications: \
             [{{name: W, options: {{interaction-workspace: {{chat.auto-answer: \"yes {evil}\", \"x{evil}\": \"{evil}\"}}}}}}]\nroles: [{{name: \
             R, privileges: [\"{evil}\", \"Chat - Can Use Chat Channel\", \"Chat - Can Use Chat Channel\"]}}, {{name: \"{evil}\"}}]\n\
             agent-groups: [{{name: Service-Chat-L2, options: {{\"s{evil}\": {{chat.on-hold-queue: \"{evil}\"}}}}}}]\n"
        ),
    );
    put("c.yaml", "agents: [\u{1b}[31m\u{7}ana, \"\u{9b}2J]\n  {\u{1b}]0;x\u{7}\n");
    put(
        "scenarios/x.yaml",
        &format!(
            "scenarios:\n  - name: \"{evil}\"\n    steps:\n      - login: {{agent: \"{evil}\"}}\n  - name: b\n    steps: [{{say: 1}}]\n"
        ),
    );
    let is_raw = |letter: &char| letter.is_control() && !matches!(letter, '\n' | '\t');
    let mut commands: Vec<Vec<&str>> = COMMANDS.map(<[&str]>::to_vec).to_vec();
    for word in commands.iter_mut().flatten() {
        match *word {
            "fixtures/deployments/acme/scenarios/hold.yaml" => *word = "scenarios/x.yaml",
            "fixtures/deployments/acme-broken" => *word = ".",
            _ => {}
        }
    }
    let more =
        [&["check"][..], &["check", "--diff"], &["check", "--show-files"], &["check", "--show-settings"]];
    commands.extend(more.map(<[&str]>::to_vec));
    let formats = all_formats();
    // These hold data for programs, where a text is what it is; all others are for people.
    let data = ["json", "jsonl", "csv", "yaml", "sarif", "gitlab", "junit", "checkstyle"];
    let mut seen = 0;
    for command in commands {
        for format in &formats {
            let output = wdectl(folder.path(), &[&command[..], &["--format", format]].concat());
            let text = said(&output);
            // A table in CSV has line ends of its own, and quotes what it holds.
            let raw = text.chars().find(|letter| is_raw(letter) && !(format == "csv" && *letter == '\r'));
            assert_eq!(raw, None, "{command:?} {format}: {text:?}");
            assert!(!text.contains("panicked"), "{command:?} {format}: {text}");
            let turns = text.contains('\u{202E}') && !data.contains(&format.as_str());
            assert!(!turns, "{command:?} {format}: {text}");
            seen += usize::from(text.contains("u{1b}") || text.contains("u001b") || text.contains("x1b"));
        }
    }
    assert!(seen > 20, "the names were told {seen} times");
}

#[test]
fn texts_nested_without_end_are_refused_in_every_format() {
    let deep = 200_000;
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, text: String| std::fs::write(folder.path().join(path), text).unwrap();
    put("a.json", format!("{{\"agents\": {}", "[".repeat(deep)));
    put("b.yaml", format!("agents: {}", "[".repeat(deep)));
    put("c.yaml", (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect());
    put("d.toml", format!("agents = {}", "[".repeat(deep)));
    put("e.toml", format!("[{}x]\n", "x.".repeat(deep)));
    put("f.xml", format!("<CfgData>{}", "<a>".repeat(deep)));
    let found = wdectl(folder.path(), &["check", "--format", "concise"]);
    assert_eq!(found.status.code(), Some(1), "{}", said(&found));
    for file in ["a.json", "b.yaml", "c.yaml", "d.toml", "e.toml", "f.xml"] {
        assert!(
            said(&found).lines().any(|line| line.starts_with(&format!("{file}:")) && line.contains("syntax")),
            "{file}"
        );
    }
    let scenario = wdectl(folder.path(), &["chat", "run", "b.yaml"]);
    assert_eq!(scenario.status.code(), Some(2), "{}", said(&scenario));
    for text in [
        format!("exclude = {}", "[".repeat(deep)),
        format!("catalogues = [\"b.yaml\"]\n[rules]\n{}x = 1", "x.".repeat(deep)),
    ] {
        put("wdectl.toml", text);
        let refused = wdectl(folder.path(), &["check"]);
        assert_eq!(refused.status.code(), Some(2), "{:?}", refused.status);
        assert!(said(&refused).contains("wdectl.toml"), "{}", &said(&refused)[..200]);
    }
}

#[test]
fn patterns_take_no_time_beyond_their_text() {
    let folder = deployment();
    let name = "a".repeat(4000);
    std::fs::create_dir(folder.path().join("scenarios")).unwrap();
    let text = format!("scenarios:\n  - name: {name}!\n    steps:\n      - login: {{agent: ana}}\n");
    std::fs::write(folder.path().join("scenarios/s.yaml"), text).unwrap();
    // A backtracking engine never comes back from these.
    let output = wdectl(folder.path(), &["chat", "run", "--filter", "^(a+)+$"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("no scenario has such a tag or name"), "{}", said(&output));
    let large = wdectl(folder.path(), &["chat", "run", "--filter", "((a{1000}){1000}){1000}"]);
    assert_eq!(large.status.code(), Some(2), "{}", said(&large));
}
