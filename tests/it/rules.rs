//! Every rule is listed, documented and shown: by a fixture that fires and by one, as near as can be, that does not.
//!
//! `fixtures/rules/<rule>/fires.txt` is what `wdectl check --select <rule> --color never fixtures/rules/<rule>/fires`
//! prints. With `WDECTL_BLESS=1` in the environment the test writes it; read it before you commit it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use wdectl::lint::{RULES, Rule};

use super::commands::{answer, out, wdectl};

const FIXTURES: &str = "fixtures/rules";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder(rule: &Rule) -> PathBuf {
    root().join(FIXTURES).join(rule.name)
}

/// The rules that have fixtures; that all have them is a test of its own.
fn with_fixtures() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().filter(|rule| folder(rule).is_dir())
}

/// What a rule alone says about one of its fixtures.
fn check(rule: &Rule, fixture: &str) -> String {
    let path = format!("{FIXTURES}/{}/{fixture}", rule.name);
    let output = wdectl(&["check", "--select", rule.name, "--color", "never", &path]);
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    out(&output)
}

/// Names of what is in a folder, without the end `.rs`.
fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let name = |entry: std::fs::DirEntry| entry.file_name().into_string().unwrap();
    entries.map(|entry| name(entry.unwrap()).trim_end_matches(".rs").to_owned()).collect()
}

#[test]
fn rules_are_sorted_and_named_as_their_files() {
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert!(names.is_sorted_by(|one, other| one < other), "{names:?}");
    for name in &names {
        let is_kebab = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
        assert!(name.split('-').all(is_kebab), "{name}");
    }
    let mut files = names_in(&root().join("src/lint/rules"));
    assert!(files.remove("mod"));
    assert_eq!(files, names.iter().map(|name| name.replace('-', "_")).collect());
}

#[test]
fn every_rule_is_documented() {
    for rule in RULES {
        let Rule { name, subject, summary, why, example, repair, source, .. } = rule;
        for text in [subject, summary, why, example, repair, source] {
            assert!(!text.trim().is_empty(), "{name}");
            assert_eq!(text.trim(), *text, "{name}");
        }
        assert!(!summary.ends_with('.') && summary.len() < 100, "{name}: {summary}");
        assert!(
            summary.starts_with(|first: char| !first.is_uppercase()) || summary.starts_with("CFG"),
            "{name}"
        );
        assert!(why.ends_with('.') && repair.ends_with('.'), "{name}");
        let page = answer(0, &["rule", "show", name]);
        assert!(page.contains(summary), "{page}");
    }
}

#[test]
fn no_fixture_is_forgotten() {
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    let folders = names_in(&root().join(FIXTURES));
    let missing: Vec<&String> = rules.difference(&folders).collect();
    let forgotten: Vec<&String> = folders.difference(&rules).collect();
    assert!(missing.is_empty() && forgotten.is_empty(), "missing {missing:?}, forgotten {forgotten:?}");
    for rule in RULES {
        let expected: BTreeSet<String> = ["fires", "fires.txt", "quiet"].map(str::to_owned).into();
        assert_eq!(names_in(&folder(rule)), expected, "{}", rule.name);
    }
}

#[test]
fn every_rule_fires_where_it_should() {
    let bless = std::env::var_os("WDECTL_BLESS").is_some();
    for rule in with_fixtures() {
        let found = check(rule, "fires");
        let expected = folder(rule).join("fires.txt");
        if bless {
            std::fs::write(&expected, &found).unwrap();
        }
        snapbox::assert_data_eq!(found.clone(), snapbox::Data::read_from(&expected, None).raw());
        assert!(found.contains(&format!("[{}]: ", rule.name)), "{found}");
    }
}

#[test]
fn no_rule_fires_beside_it() {
    for rule in with_fixtures() {
        let found = check(rule, "quiet");
        // Another rule may have something to tell of what is beside it.
        let is_quiet =
            found.starts_with("clean: ") || found.starts_with("nothing found in what could be read: ");
        assert!(is_quiet && found.lines().count() == 1, "{}\n{found}", rule.name);
    }
}

#[test]
fn a_severity_that_depends_on_the_finding_gives_way_to_one_that_is_set() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "a.yaml",
        "agent-groups:\n\
         - {name: A, agents: [ana], options: {interaction-workspace: {chat.nickname: a}}}\n\
         - {name: B, agents: [ana], options: {interaction-workspace: {chat.nickname: b}}}\n\
         agents: [ana]\n",
    );
    let check = |more: &[&str]| {
        let path = folder.path().to_str().unwrap();
        let select = ["check", "--format", "concise", "--select", "conflicting-group-options", path];
        out(&wdectl(&[&select, more].concat()))
    };
    let severity =
        |text: &str| text.split(": ").nth(1).unwrap_or_default().split('[').next().unwrap().to_owned();
    assert_eq!(severity(&check(&[])), "warning");
    write("wdectl.toml", "group-conflict = \"error\"\n");
    assert_eq!(severity(&check(&[])), "error");
    assert_eq!(severity(&check(&["--warn", "conflicting-group-options"])), "warning");
}
