//! Fixes: made until none is left, and then none is; written as they are shown; nothing else changes.

mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use wdectl::behaviour::RightsMap;
use wdectl::catalogue::Catalogue;
use wdectl::deployment::{Deployment, Input, load};
use wdectl::diagnostic::{Applicability, Diagnostic};
use wdectl::lint::{Context, Fixable, Levels, Outcome, RULES, check, repair, settle_fixes};
use wdectl::names::ObjectName;
use wdectl::privilege::{DependencyGraph, Privileges};
use wdectl::resolve::{GroupConflict, Resolver, Subject};
use wdectl::text::{FileId, Limits, Sources, Syntax};

use super::commands::{err, out, root, valid, wdectl};
use table::TABLE;

/// What is known of options and privileges.
static KNOWN: LazyLock<(Catalogue, DependencyGraph, RightsMap)> = LazyLock::new(|| {
    let catalogue = Catalogue::built_in();
    let graph = DependencyGraph::of(&catalogue);
    (catalogue, graph, RightsMap::default())
});

/// Files in memory.
struct Desk {
    sources: Sources,
    levels: Levels,
}

impl Desk {
    fn new(files: impl IntoIterator<Item = (String, Vec<u8>)>, rules: &[&str]) -> Self {
        let mut sources = Sources::new();
        for (path, bytes) in files {
            sources.add(path, bytes);
        }
        let mut levels = Levels::default();
        rules.iter().for_each(|rule| levels.select(rule).unwrap());
        Self { sources, levels }
    }

    fn deployment(&self, sources: &Sources) -> Deployment {
        let inputs: Vec<Input> = sources
            .iter()
            .filter_map(|(file, source)| {
                let syntax = Syntax::of(source.path(), source.text())?;
                let object: Option<ObjectName> = None;
                Some(Input { file, syntax, object })
            })
            .collect();
        load(sources, &inputs, Limits::default())
    }

    fn judge(&self, sources: &Sources) -> Outcome {
        let deployment = self.deployment(sources);
        let resolver = Resolver::new(&KNOWN.0, &deployment, GroupConflict::LastName);
        let context = Context::new(sources, &KNOWN.0, resolver, &KNOWN.1, &KNOWN.2);
        check(&context, &self.levels, None, 1)
    }

    /// Makes the fixes; what is left comes back.
    fn fix(&mut self, up_to: Applicability) -> Vec<Diagnostic> {
        let mut sources = std::mem::take(&mut self.sources);
        let mut fixed = repair(&mut sources, up_to, |sources| self.judge(sources));
        settle_fixes(&mut fixed.outcome.findings, &sources);
        self.sources = sources;
        fixed.outcome.findings
    }

    fn texts(&self) -> Vec<(FileId, String)> {
        self.sources.iter().map(|(file, source)| (file, source.text().to_owned())).collect()
    }

    /// What every agent gets: options with defaults, and what may be done.
    fn effects(&self) -> BTreeMap<String, Vec<String>> {
        let deployment = self.deployment(&self.sources);
        let resolver = Resolver::new(&KNOWN.0, &deployment, GroupConflict::LastName);
        let privileges = Privileges::new(&KNOWN.1, &deployment);
        let of_agent = |agent| {
            let mut resolution = resolver.resolve(&resolver.steps(Subject::Agent(agent)));
            let named = [
                "chat.typing-timeout",
                "chat.auto-answer",
                "chat.nickname",
                "interaction.window.show-in-taskbar",
            ]
            .map(|name| ("interaction-workspace", name));
            resolver.add_defaults(&mut resolution, Some(&named));
            let options = resolution.options().iter();
            let mut all: Vec<String> = options
                .map(|option| {
                    format!("{}/{}={:?}", option.section, option.name, resolution.winner(option).value)
                })
                .collect();
            let effective = privileges.class_of(agent).effective.iter();
            all.extend(effective.map(|privilege| KNOWN.1.name(privilege).to_owned()));
            all.sort();
            (deployment.bare(agent), all)
        };
        deployment.agents().map(of_agent).collect()
    }
}

fn files_in(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_in(&path, found);
        } else if path.file_name().is_some_and(|name| name != "wdectl.toml")
            && path.extension().is_some_and(|end| end != "txt")
        {
            found.push(path);
        }
    }
}

fn folder(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    files_in(path, &mut found);
    found.sort();
    let name = |file: &Path| file.strip_prefix(path).unwrap().to_str().unwrap().replace('\\', "/");
    found.iter().map(|file| (name(file), std::fs::read(file).unwrap())).collect()
}

/// Every folder of fixtures that is a deployment.
fn deployments() -> Vec<PathBuf> {
    let rules = RULES.iter().map(|rule| root().join("fixtures/rules").join(rule.name).join("fires"));
    let others = ["acme", "acme-broken"].map(|name| root().join("fixtures/deployments").join(name));
    rules.chain(others).collect()
}

fn named(found: &[Diagnostic], up_to: Applicability) -> Vec<String> {
    let left =
        found.iter().filter(|finding| finding.fix.as_ref().is_some_and(|fix| fix.applicability <= up_to));
    left.map(|finding| format!("{}: {} {:?}", finding.rule, finding.message, finding.fix)).collect()
}

#[test]
fn after_fixing_nothing_is_left_to_fix() {
    for path in deployments() {
        for up_to in [Applicability::Safe, Applicability::Unsafe] {
            let mut desk = Desk::new(folder(&path), &[]);
            let left = named(&desk.fix(up_to), up_to);
            assert!(left.is_empty(), "{} {up_to:?}: {}", path.display(), left.join("\n"));
            let texts = desk.texts();
            desk.fix(up_to);
            assert_eq!(desk.texts(), texts, "{}", path.display());
        }
    }
}

#[test]
fn a_rule_says_whether_its_findings_have_fixes() {
    let mut seen: BTreeMap<&str, Vec<Applicability>> = BTreeMap::new();
    for path in deployments() {
        let desk = Desk::new(folder(&path), &[]);
        let mut found = desk.judge(&desk.sources).findings;
        settle_fixes(&mut found, &desk.sources);
        for finding in found {
            let applicability = finding.fix.map(|fix| fix.applicability);
            seen.entry(finding.rule).or_default().extend(applicability);
        }
    }
    for rule in RULES {
        let found = seen.get(rule.name).map(Vec::as_slice).unwrap_or_default();
        let (safe, risky) = (found.contains(&Applicability::Safe), found.contains(&Applicability::Unsafe));
        let fits = match rule.fix {
            Fixable::Never => !safe && !risky,
            Fixable::Safe => safe && !risky,
            Fixable::Unsafe => risky && !safe,
            Fixable::Either => safe || risky,
        };
        assert!(fits, "{}: {:?}, but safe {safe}, unsafe {risky}", rule.name, rule.fix);
    }
}

#[test]
fn each_fix_before_and_after() {
    let mut wrong = Vec::new();
    for &(rule, path, before, after) in TABLE {
        for (mark, ending) in [("", "\n"), ("\u{FEFF}", "\r\n")] {
            let turned = |text: &str| mark.to_owned() + &text.replace("\r\n", "\n").replace('\n', ending);
            let mut desk = Desk::new([(path.to_owned(), turned(before).into_bytes())], &[rule]);
            let left = desk.fix(Applicability::Unsafe);
            let (_, source) = desk.sources.iter().next().unwrap();
            let text = String::from_utf8(source.encoded(source.text())).unwrap();
            if text != turned(after) || !named(&left, Applicability::Unsafe).is_empty() {
                wrong.push(format!("{rule}: {text:?}, not {:?}", turned(after)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let fixed: Vec<&str> = TABLE.iter().map(|row| row.0).collect();
    for rule in RULES.iter().filter(|rule| rule.fix != Fixable::Never) {
        assert!(fixed.contains(&rule.name), "no row for {}", rule.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn safe_removals_change_nothing_for_anybody(
        settings in prop::collection::vec((0usize..9, 0usize..3, 0usize..3), 0..24),
        members in prop::collection::vec((0usize..3, 0usize..3), 0..8),
        grants in prop::collection::vec((0usize..2, 0usize..4), 0..10),
    ) {
        const OPTIONS: [(&str, [&str; 3]); 3] = [
            ("chat.typing-timeout", ["10", "20", "30"]),
            ("chat.auto-answer", ["false", "true", "false"]),
            ("chat.nickname", ["a", "b", "a"]),
        ];
        const PRIVILEGES: [&str; 4] =
            ["Chat - Can Use Chat Channel", "Chat - Can Release", "Chat - Can Place On Hold", "Contact - Can Use"];
        let lists = [("applications", vec!["A", "B"]), ("tenants", vec!["T"]), ("agent-groups", vec!["G", "H", "V"]),
            ("agents", vec!["x", "y", "z"])];
        let mut yaml = String::new();
        let mut at = 0;
        for (list, names) in lists {
            yaml.push_str(&format!("{list}:\n"));
            for (own, name) in names.iter().enumerate() {
                let key = if list == "agents" { "username" } else { "name" };
                yaml.push_str(&format!("  - {key}: {name}\n"));
                match list {
                    "agents" => {
                        let application = ["A", "B", "A"][own];
                        let groups: std::collections::BTreeSet<&str> = members.iter()
                            .filter(|member| member.0 == own).map(|member| ["G", "H", "V"][member.1]).collect();
                        let groups: Vec<&str> = groups.into_iter().collect();
                        yaml.push_str(&format!("    application: {application}\n    agent-groups: [{}]\n", groups.join(", ")));
                    }
                    "agent-groups" if *name == "V" => yaml.push_str("    virtual: true\n"),
                    _ => {}
                }
                yaml.push_str("    options:\n      interaction-workspace:\n        interaction.window.show-in-taskbar: true\n");
                for &(_, option, value) in settings.iter().filter(|setting| setting.0 == at) {
                    let (option, values) = OPTIONS[option];
                    yaml.push_str(&format!("        {option}: {}\n", values[value]));
                }
                at += 1;
            }
        }
        yaml.push_str("roles:\n");
        for role in 0..2 {
            let own: Vec<&str> = grants.iter().filter(|grant| grant.0 == role).map(|grant| PRIVILEGES[grant.1]).collect();
            yaml.push_str(&format!("  - {{name: R{role}, members: [x, {}], privileges: [{}]}}\n", ["y", "z"][role], own.join(", ")));
        }
        let rules = ["redundant-override", "duplicate-grant", "duplicate-key"];
        let mut desk = Desk::new([("a.yaml".to_owned(), yaml.clone().into_bytes())], &rules);
        let before = desk.effects();
        let left = desk.fix(Applicability::Safe);
        prop_assert!(named(&left, Applicability::Safe).is_empty(), "{yaml}");
        let after = desk.effects();
        let text = desk.texts().remove(0).1;
        prop_assert_eq!(&before, &after, "{}\n--- is now\n{}", yaml, text);
    }
}

fn deployment(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

const BROKEN: &str = "agents: [ana]\nroles:\n  - name: R\n    members: [ana]\n    privileges:\n      - Chat - Can Relese\n      \
                      - Chat - Can Use Chat Channel\n      - Chat - Can Use Chat Channel\n";
const CFG: &[u8] = b"[interaction-workspace]\r\nchat.auto-answer=yes\r\n";

#[test]
fn fix_writes_what_diff_shows_and_says_what_is_left() {
    let utf16: Vec<u8> =
        "\u{FEFF}applications: [{name: Ü, options: {interaction-workspace: {chat.auto-answer: Yes}}}]\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
    let folder = deployment(&[("a.yaml", BROKEN.as_bytes()), ("application/A.cfg", CFG), ("u.yaml", &utf16)]);
    let path = folder.path().to_str().unwrap();
    let select = "--select=duplicate-grant,invalid-value,unknown-privilege";
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let diff = wdectl(&["check", path, select, "--diff"]);
    assert_eq!(diff.status.code(), Some(1));
    assert!(out(&diff).contains("-      - Chat - Can Use Chat Channel\n"), "{}", out(&diff));
    assert_eq!(err(&diff), "3 fixes in 3 files, 1 remaining; nothing is written\n");
    assert_eq!(read("a.yaml"), BROKEN.as_bytes());
    let fix = wdectl(&["check", path, select, "--fix", "--fail-on", "warning"]);
    assert_eq!(fix.status.code(), Some(1), "{}{}", out(&fix), err(&fix));
    let said = out(&fix);
    assert!(said.contains("3 fixed, 1 remaining; 1 warning: 3 files"), "{said}");
    assert!(said.ends_with("1 fixable with `--fix --unsafe-fixes`\n"), "{said}");
    assert_eq!(read("application/A.cfg"), b"[interaction-workspace]\r\nchat.auto-answer=true\r\n");
    let expected: Vec<u8> = String::from_utf16_lossy(
        &utf16.chunks(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect::<Vec<_>>(),
    )
    .replace("Yes", "true")
    .encode_utf16()
    .flat_map(u16::to_le_bytes)
    .collect();
    assert_eq!(read("u.yaml"), expected);
    let all = wdectl(&["check", path, select, "--fix", "--unsafe-fixes"]);
    assert_eq!(all.status.code(), Some(0), "{}", out(&all));
    assert!(out(&all).starts_with("1 fixed, 0 remaining; clean: "), "{}", out(&all));
    let again = wdectl(&["check", path, select, "--diff", "--unsafe-fixes"]);
    assert_eq!((again.status.code(), out(&again)), (Some(0), String::new()));
}

#[test]
fn a_fix_is_data() {
    let folder = deployment(&[("a.yaml", BROKEN.as_bytes())]);
    let found = wdectl(&["check", folder.path().to_str().unwrap(), "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&out(&found)).unwrap();
    valid("check", &document);
    let all = document["diagnostics"].as_array().unwrap();
    let fix = &all.iter().find(|finding| finding["rule"] == "duplicate-grant").unwrap()["fix"];
    assert_eq!((&fix["applicability"], &fix["edits"][0]["replacement"]), (&"safe".into(), &"".into()));
    assert_eq!(fix["edits"][0]["location"]["line"], 8);
    for (format, more) in [("json", "--diff"), ("concise", "--diff")] {
        let refused = wdectl(&["check", folder.path().to_str().unwrap(), "--format", format, more]);
        assert_eq!(refused.status.code(), Some(2));
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_said_and_the_rest_is_written() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let outside = deployment(&[("A.cfg", CFG)]);
    let folder = deployment(&[
        ("application/B.cfg", CFG),
        ("application/C.cfg", CFG),
        ("elsewhere/D.txt", CFG),
        ("application/E.cfg", b"[interaction-workspace]\nchat.auto-answer=on"),
    ]);
    let at = |name: &str| folder.path().join(name);
    symlink(outside.path().join("A.cfg"), at("application/A.cfg")).unwrap();
    symlink(at("elsewhere/D.txt"), at("application/D.cfg")).unwrap();
    std::fs::set_permissions(at("application/B.cfg"), PermissionsExt::from_mode(0o444)).unwrap();
    std::fs::set_permissions(at("application/E.cfg"), PermissionsExt::from_mode(0o640)).unwrap();
    let fix = wdectl(&["check", "--select", "invalid-value", "--fix", folder.path().to_str().unwrap()]);
    assert_eq!(fix.status.code(), Some(2));
    assert!(err(&fix).contains("application/A.cfg` leads out of the deployment"), "{}", err(&fix));
    assert!(err(&fix).contains("application/B.cfg` is read-only"), "{}", err(&fix));
    assert!(out(&fix).contains("3 fixed, 2 remaining; 2 errors"), "{}", out(&fix));
    assert_eq!(std::fs::read(outside.path().join("A.cfg")).unwrap(), CFG);
    assert_eq!(std::fs::read(at("application/B.cfg")).unwrap(), CFG);
    let fixed = b"[interaction-workspace]\r\nchat.auto-answer=true\r\n";
    assert_eq!(std::fs::read(at("application/C.cfg")).unwrap(), fixed);
    assert_eq!(std::fs::read(at("elsewhere/D.txt")).unwrap(), fixed);
    assert!(std::fs::symlink_metadata(at("application/D.cfg")).unwrap().is_symlink());
    let mode = std::fs::metadata(at("application/E.cfg")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}
