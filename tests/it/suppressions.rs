//! What suppressions cover: every finding of Acme's broken twin, suppressed in turn, and the scope in each dialect.

use std::collections::BTreeSet;
use std::path::Path;

use wdectl::behaviour::RightsMap;
use wdectl::catalogue::Catalogue;
use wdectl::deployment::{Input, load};
use wdectl::diagnostic::{Diagnostic, Quieting};
use wdectl::lint::{Context, Levels, Outcome, check, find_rule};
use wdectl::privilege::DependencyGraph;
use wdectl::resolve::{GroupConflict, Resolver};
use wdectl::text::{Limits, Sources, Syntax};

use super::commands::{answer, out, refusal, root, wdectl};

/// A finding without its lines.
type Seen = (&'static str, String, Option<String>, Option<String>);

struct Judge {
    catalogue: Catalogue,
    graph: DependencyGraph,
}

/// Findings and the files they are in.
struct Judged {
    sources: Sources,
    outcome: Outcome,
}

impl Judge {
    fn new() -> Self {
        let catalogue = Catalogue::built_in();
        let graph = DependencyGraph::of(&catalogue);
        Self { catalogue, graph }
    }

    fn judge(&self, files: &[(String, String)]) -> Judged {
        let mut sources = Sources::new();
        let add = |(path, text): &(String, String)| {
            let syntax = Syntax::of(path, text).unwrap();
            Input { file: sources.add(path, text.clone().into_bytes()), syntax, object: None }
        };
        let inputs: Vec<Input> = files.iter().map(add).collect();
        let deployment = load(&sources, &inputs, Limits::default());
        let resolver = Resolver::new(&self.catalogue, &deployment, GroupConflict::LastName);
        let rights = RightsMap::default();
        let context = Context::new(&sources, &self.catalogue, resolver, &self.graph, &rights);
        let outcome = check(&context, &Levels::default(), None, 1);
        Judged { sources, outcome }
    }
}

impl Judged {
    /// File and line, from 0, of a finding.
    fn place(&self, finding: &Diagnostic) -> Option<(String, usize)> {
        let span = finding.primary.as_ref()?.span;
        let source = self.sources.get(span.file);
        Some((source.path().to_owned(), source.line_of(span.start)))
    }

    fn seen(&self) -> Vec<Seen> {
        let mut all: Vec<Seen> = self.outcome.findings.iter().map(seen).collect();
        all.sort();
        all
    }
}

fn seen(finding: &Diagnostic) -> Seen {
    (finding.rule, finding.message.clone(), finding.object.clone(), finding.option.clone())
}

fn broken() -> Vec<(String, String)> {
    fn add(folder: &Path, base: &Path, files: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                add(&path, base, files);
            } else if path.extension().is_some() && path.file_name().unwrap() != "wdectl.toml" {
                let name = path.strip_prefix(base).unwrap().to_str().unwrap().to_owned();
                files.push((name, String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned()));
            }
        }
    }
    let base = root().join("fixtures/deployments/acme-broken");
    let mut files = Vec::new();
    add(&base, &base, &mut files);
    files.sort();
    files
}

/// The files with a line more, above one of one file, indented as that.
fn with_line(files: &[(String, String)], path: &str, line: usize, comment: &str) -> Vec<(String, String)> {
    let mut files = files.to_vec();
    let (_, text) = files.iter_mut().find(|(known, _)| known == path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let indent = lines[line].len() - lines[line].trim_start().len();
    lines.insert(line, format!("{}{comment}", " ".repeat(indent)));
    *text = lines.join("\n") + "\n";
    files
}

/// Whether a line is the head of an object: then all that is said of the object is covered.
fn is_head(files: &[(String, String)], path: &str, line: usize) -> bool {
    let (_, text) = files.iter().find(|(known, _)| known == path).unwrap();
    let line = text.lines().nth(line).unwrap().trim_start();
    line.starts_with("[[")
        || ["- ", "name", "username"].iter().any(|head| line.starts_with(head))
            && ["name:", "name =", "username:", "username ="].iter().any(|name| line.contains(name))
}

#[test]
fn every_finding_can_be_suppressed_and_nothing_else_goes_with_it() {
    let judge = Judge::new();
    let files = broken();
    let before = judge.judge(&files);
    let (mut tried, mut at_heads) = (BTreeSet::new(), 0);
    for finding in &before.outcome.findings {
        let Some((path, line)) = before.place(finding) else { continue };
        if path.ends_with(".json") || !find_rule(finding.rule).unwrap().can_be_suppressed() {
            continue;
        }
        tried.insert(finding.rule);
        let comment = format!("# wdectl: allow({}) tried out", finding.rule);
        let after = judge.judge(&with_line(&files, &path, line, &comment));
        let head = is_head(&files, &path, line) || (path.ends_with(".cfg") && line == 0);
        at_heads += usize::from(head);
        let covered = |other: &&Diagnostic| {
            let same_line = before.place(other) == Some((path.clone(), line));
            let same_object = head && other.object.is_some() && other.object == finding.object;
            other.rule == finding.rule && (same_line || same_object)
        };
        let mut gone: Vec<Seen> = before.outcome.findings.iter().filter(covered).map(seen).collect();
        let mut quiet: Vec<Seen> =
            after.outcome.quieted.iter().map(|quieted| seen(&quieted.diagnostic)).collect();
        gone.sort();
        quiet.sort();
        assert_eq!(quiet, gone, "{path}:{}", line + 1);
        let mut all = [after.seen(), quiet].concat();
        all.sort();
        assert_eq!(all, before.seen(), "{path}:{}", line + 1);
        for quieted in &after.outcome.quieted {
            assert_eq!((quieted.by, quieted.reason.as_deref()), (Quieting::Suppression, Some("tried out")));
            assert_eq!(after.sources.slice(quieted.at), comment);
        }
        // The rule of another finding covers nothing here, and is told.
        let other = if finding.rule == "unknown-section" { "tenant-missing" } else { "unknown-section" };
        let comment = format!("# wdectl: allow({other}) tried out");
        let after = judge.judge(&with_line(&files, &path, line, &comment));
        let unused: Vec<_> =
            after.outcome.findings.iter().filter(|one| one.rule == "unused-suppression").collect();
        let quieted = after.outcome.quieted.len();
        if quieted == 0 {
            assert_eq!(unused.len(), 1, "{path}:{}", line + 1);
            assert_eq!(after.sources.slice(unused[0].primary.as_ref().unwrap().span), other);
        }
        assert_eq!(after.seen().len() + quieted, before.seen().len() + unused.len());
    }
    assert!(tried.len() > 30 && at_heads > 3, "{at_heads} {tried:?}");
}

/// The findings of one file that are told, as `line rule`, and how many are kept quiet.
fn told(path: &str, text: &str) -> (Vec<String>, usize) {
    let judged = Judge::new().judge(&[(path.to_owned(), text.to_owned())]);
    let line = |finding: &Diagnostic| judged.place(finding).map_or(0, |(_, line)| line + 1);
    let told = judged.outcome.findings.iter().map(|finding| format!("{} {}", line(finding), finding.rule));
    (told.collect(), judged.outcome.quieted.len())
}

#[test]
fn a_comment_covers_its_line_or_the_next_and_a_head_its_object() {
    let yaml = "agent-groups:\n\
        - name: A\n  options:\n    interaction-workspace:\n      chat.nicknme: a\n      chat.auto-answr: b\n\
        - name: B\n  options:\n    interaction-workspace:\n      chat.nicknme: a\n";
    let allow = "# wdectl: allow(unknown-option) ours";
    assert_eq!(told("a.yaml", yaml).0, ["5 unknown-option", "6 unknown-option", "10 unknown-option"]);
    for (change, expected) in [
        // Behind the value, above it, above it with other lines between.
        (("nicknme: a\n      chat.auto", format!("nicknme: a {allow}\n      chat.auto")), vec![6, 10]),
        (
            ("      chat.nicknme: a\n      chat", format!("{allow}\n      chat.nicknme: a\n      chat")),
            vec![7, 11],
        ),
        (("      chat.auto", format!("  {allow}\n\n   # note\n      chat.auto")), vec![5, 13]),
        // The head of an object; its list, which is none; the section, which is none.
        (("- name: A", format!("{allow}\n- name: A")), vec![11]),
        (("- name: A", format!("- name: A {allow}")), vec![10]),
        (("- name: A", format!("- {allow}\n  name: A")), vec![11]),
        (("agent-groups:", format!("agent-groups: {allow}")), vec![1, 5, 6, 10]),
        (("  options", format!("{allow}\n  options")), vec![3, 6, 7, 11]),
    ] {
        let (old, new) = change;
        let text = yaml.replacen(old, &new, 1);
        let (told, _) = told("a.yaml", &text);
        let lines: Vec<usize> =
            told.iter().map(|one| one.split(' ').next().unwrap().parse().unwrap()).collect();
        assert_eq!(lines, expected, "{text}\n{told:?}");
    }
}

#[test]
fn every_dialect_has_its_form() {
    let toml = "[[agent-groups]]\n# wdectl: allow(unknown-option) ours\nname = \"A\"\n[agent-groups.options.interaction-workspace]\n\
                \"chat.nicknme\" = \"a\"\n[agent-groups.options.unkeyed]\nx = [1]\n\
                [[agent-groups]]\nname = \"B\"\n[agent-groups.options.interaction-workspace]\n\
                \"chat.nicknme\" = \"a\" # wdectl: allow(unknown-option) ours\n";
    assert_eq!(told("a.toml", toml), (vec!["7 not-a-value".to_owned()], 2));
    // What is inside an object without naming it, from its head on.
    let inside = toml.replace("(unknown-option)", "(not-a-value, unknown-option)");
    assert_eq!(told("a.toml", &inside), (vec!["11 unused-suppression".to_owned()], 3));
    for (comment, expected, quiet) in [
        ("; wdectl: allow(unknown-option) ours\r\n[interaction-workspace]\r\n", vec![], 2),
        ("[interaction-workspace]\r\n# wdectl: allow(unknown-option) a=b\r\n", vec!["4 unknown-option"], 1),
        // A disabled option is a line with something on it.
        (
            "[interaction-workspace]\r\n;wdectl:allow(unknown-option) x\r\n#chat.x=1\r\n",
            vec!["2 unused-suppression", "3 disabled-option", "4 unknown-option", "5 unknown-option"],
            0,
        ),
    ] {
        let text =
            format!("{comment}chat.nicknme=a\r\nchat.auto-answr=# wdectl: allow(unknown-option) no\r\n");
        let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(told("agent-group/A.cfg", &text), (expected, quiet), "{text}");
    }
    let json = "{\"agent-groups\": [{\"name\": \"A\", \"wdectl-allow\": [{\"rule\": \"unknown-option\", \"reason\": \"ours\"}],\n\
                \"options\": {\"interaction-workspace\": {\"chat.nicknme\": \"a\",\n\"chat.auto-answr\": \"b\"}}},\n\
                {\"name\": \"B\", \"options\": {\"interaction-workspace\": {\"chat.nicknme\": \"a\"}}}]}";
    assert_eq!(told("a.json", json), (vec!["4 unknown-option".to_owned()], 2));
    // Everything that is said of an object, in whatever file.
    let cfg = ("agent-group/A.cfg".to_owned(), "[interaction-workspace]\nchat.nickame=a\n".to_owned());
    let judged = Judge::new().judge(&[("a.json".to_owned(), json.to_owned()), cfg]);
    assert_eq!((judged.outcome.findings.len(), judged.outcome.quieted.len()), (1, 3));
}

#[test]
fn levels_may_differ_by_path() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let path = folder.path().to_str().unwrap();
    let group = "agent-groups:\n- {name: A, options: {interaction-workspace: {chat.nicknme: a}}}\n";
    write("a.yaml", group);
    write("b.yaml", &group.replace("name: A", "name: B"));
    let check = |more: &[&str]| {
        let output = wdectl(&[&["check", "--format", "concise", path], more].concat());
        let text = out(&output);
        let short = |line: &str| {
            let line = line.rsplit('/').next().unwrap();
            format!("{} {}", &line[..6], line.split(": ").nth(1).unwrap().split('[').next().unwrap())
        };
        text.lines().map(short).collect::<Vec<_>>()
    };
    assert_eq!(check(&[]), ["a.yaml warning", "b.yaml warning"]);
    let paths = "[[paths]]\nmatch = \"a.*\"\nrules = { unknown-option = \"LEVEL\" }\n";
    write("wdectl.toml", &paths.replace("LEVEL", "error"));
    assert_eq!(check(&[]), ["a.yaml error", "b.yaml warning"]);
    assert_eq!(check(&["--error", "unknown-option"]), ["a.yaml error", "b.yaml error"]);
    assert_eq!(check(&["--warn", "unknown-option"]), ["a.yaml warning", "b.yaml warning"]);
    assert_eq!(check(&["--ignore", "unknown-option"]), Vec::<String>::new());
    // Off in a file: nothing is told there, nor that a suppression has no use.
    write("wdectl.toml", &paths.replace("LEVEL", "off"));
    write("a.yaml", &format!("# wdectl: allow(unknown-option) ours\n{group}"));
    assert_eq!(check(&[]), ["b.yaml warning"]);
    write(
        "wdectl.toml",
        &format!("rules = {{ unknown-option = \"off\" }}\n{}", paths.replace("LEVEL", "info")),
    );
    write("a.yaml", group);
    assert_eq!(check(&[]), ["a.yaml info"]);
    let info = paths.replace("LEVEL", "info");
    let shown = answer(0, &["check", path, "--show-settings"]);
    assert!(shown.contains("in a.*: unknown-option = info\n"), "{shown}");
    for (text, told) in [
        (
            paths.replace("LEVEL", "of"),
            "wdectl.toml:3: `of` is no level: write error, warning, info or off; did you mean `off`?",
        ),
        (
            info.replace("option =", "optin ="),
            "wdectl.toml:3: there is no rule `unknown-optin`; did you mean `unknown-option`?",
        ),
        (info.replace("a.*", "a.[*"), "wdectl.toml:2: match is no glob"),
        (info.replace("match", "mach"), "wdectl.toml:2: unknown field `mach`"),
    ] {
        write("wdectl.toml", &text);
        let refused = refusal(&["check", path]);
        assert!(refused.contains(told), "{refused}");
    }
}
