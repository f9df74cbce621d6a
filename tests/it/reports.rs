//! What `check` says, in every format: exact files, the schemas and the structure that other programs ask for.
//!
//! `fixtures/reports/acme-broken.*` is what `wdectl check --fail-on never --format FORMAT` prints, with `[VERSION]` for
//! the program's own version. With `WDECTL_BLESS=1` in the environment the test writes it; read it before you commit it.

mod github;
mod hostile;
mod output;
mod sarif;
pub(crate) mod status;
mod xml;

use std::collections::BTreeSet;

use serde_json::Value;

use super::commands::{ACME, BROKEN, answer, json, root, valid};

/// Every format of `check`, with the name of its file.
pub(crate) const FORMATS: [(&str, &str); 11] = [
    ("human", "human.txt"),
    ("grouped", "grouped.txt"),
    ("concise", "concise.txt"),
    ("json", "json"),
    ("jsonl", "jsonl"),
    ("sarif", "sarif"),
    ("github", "github.txt"),
    ("gitlab", "gitlab.json"),
    ("junit", "junit.xml"),
    ("checkstyle", "checkstyle.xml"),
    ("markdown", "md"),
];

/// What `check` says of the broken twin.
fn broken(format: &str) -> String {
    answer(0, &["check", BROKEN, "--fail-on", "never", "--format", format])
}

/// The findings as JSON.
fn findings() -> Vec<Value> {
    json(&broken("json"))["diagnostics"].as_array().unwrap().clone()
}

#[test]
fn the_broken_twin_is_told_in_every_format_as_the_file_has_it() {
    let own = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let own_line = own.replace(": ", ":");
    for (format, file) in FORMATS {
        let text = broken(format)
            .replace(&own, "\"version\": \"[VERSION]\"")
            .replace(&own_line, "\"version\":\"[VERSION]\"");
        assert!(!text.contains(root().to_str().unwrap()), "{format} names a folder of this machine");
        let path = root().join("fixtures/reports").join(format!("acme-broken.{file}"));
        if std::env::var_os("WDECTL_BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        snapbox::assert_data_eq!(text, snapbox::Data::text(expected).raw());
    }
}

#[test]
fn a_clean_run_is_a_whole_report_in_every_format() {
    for (format, expected) in [
        ("human", "clean: 16 files, 116 objects, 57 agents judged\n"),
        ("grouped", "clean: 16 files, 116 objects, 57 agents judged\n"),
        ("concise", ""),
        ("github", ""),
        ("gitlab", "[]\n"),
        ("markdown", "## wdectl check: clean\n"),
        (
            "checkstyle",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n</checkstyle>\n",
        ),
    ] {
        assert_eq!(answer(0, &["check", ACME, "--format", format]), expected, "{format}");
    }
    let lines = answer(0, &["check", ACME, "--format", "jsonl"]);
    assert_eq!(lines.lines().count(), 1);
    assert_eq!(json(&lines)["summary"]["errors"], 0);
}

#[test]
fn a_line_of_jsonl_is_a_finding_of_json_and_the_last_is_the_summary() {
    let document = json(&broken("json"));
    valid("check", &document);
    let text = broken("jsonl");
    let mut lines: Vec<Value> = text.lines().map(json).collect();
    lines.iter().for_each(valid_line);
    let last = lines.pop().unwrap();
    assert_eq!(last["summary"], document["summary"]);
    assert_eq!(last["tool"], document["tool"]);
    assert_eq!(&lines, document["diagnostics"].as_array().unwrap());
}

/// Panics unless the document is what `check-line.schema.json` says, which points into `check.schema.json`.
fn valid_line(line: &Value) {
    let read = |name: &str| {
        let path = root().join("schemas").join(name);
        let mut schema = json(&std::fs::read_to_string(path).unwrap());
        schema["$id"] = format!("https://wdectl.invalid/{name}").into();
        schema
    };
    let mut schema = read("check-line.schema.json");
    schema["$defs"] = serde_json::json!({"check": read("check.schema.json")});
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(line), "{line}");
    assert!(!validator.is_valid(&serde_json::json!({"version": 1})));
}

#[test]
fn gitlab_gets_every_finding_under_a_fingerprint_of_its_own() {
    let entries = json(&broken("gitlab"));
    valid("check-gitlab", &entries);
    let entries = entries.as_array().unwrap();
    let findings = findings();
    assert_eq!(entries.len(), findings.len());
    for (entry, finding) in entries.iter().zip(&findings) {
        assert_eq!(entry["fingerprint"], finding["fingerprint"]);
        assert_eq!(entry["location"]["path"], finding["location"]["file"]);
        assert_eq!(entry["location"]["lines"]["begin"], finding["location"]["line"]);
    }
    let fingerprints: BTreeSet<_> = entries.iter().map(|entry| entry["fingerprint"].as_str()).collect();
    assert_eq!(fingerprints.len(), entries.len());
}

#[test]
fn fingerprints_stay_while_lines_move() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.yaml");
    let of = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let document = json(&answer(1, &["check", file.to_str().unwrap(), "--format", "json"]));
        let findings = document["diagnostics"].as_array().unwrap().clone();
        let of_one = |finding: &Value| (finding["rule"].to_string(), finding["fingerprint"].to_string());
        findings.iter().map(of_one).collect::<BTreeSet<_>>()
    };
    let before = of("tenants: [{name: T}]\nagents: [{username: a, agent-groups: [nobody, no-one]}]\n");
    let after =
        of("# new\n\ntenants:\n- name: T\nagents:\n- username: a\n  agent-groups: [nobody, no-one, none]\n");
    assert!(before.len() >= 2 && before.is_subset(&after) && before != after, "{before:?}\n{after:?}");
}

#[test]
fn the_grouped_form_has_each_finding_once_below_its_file() {
    let text = broken("grouped");
    let mut file = "";
    let mut seen = Vec::new();
    for line in text.lines().take_while(|line| !line.contains(" agents judged")) {
        match line.strip_prefix("  ") {
            Some(row) => {
                let (place, rest) = row.trim_start().split_once("  ").unwrap();
                seen.push((file, place, rest.split_whitespace().next_back().unwrap()));
            }
            None => file = line,
        }
    }
    let findings = findings();
    let expected: Vec<(String, String, String)> = findings
        .iter()
        .map(|finding| {
            let at = &finding["location"];
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&at["file"]), format!("{}:{}", at["line"], at["column"]), text(&finding["rule"]))
        })
        .collect();
    let expected: Vec<_> =
        expected.iter().map(|(file, place, rule)| (file.as_str(), place.as_str(), rule.as_str())).collect();
    assert_eq!(seen, expected);
    assert!(text.contains("agents judged\n"), "{text}");
}

#[test]
fn a_table_in_markdown_has_a_row_for_each_finding() {
    let text = broken("markdown");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows.len(), findings().len() + 2);
    for row in &rows {
        let bars = row.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 5, "{row}");
    }
    let severity = |row: &&str| {
        ["| error", "| warning", "| info"].iter().position(|word| row.starts_with(word)).unwrap()
    };
    assert!(rows[2..].iter().map(severity).is_sorted());
}

#[test]
fn only_what_people_read_is_coloured() {
    let coloured: Vec<&str> = FORMATS
        .iter()
        .map(|(format, _)| *format)
        .filter(|format| {
            let args = ["check", BROKEN, "--fail-on", "never", "--color", "always", "--format", format];
            answer(0, &args).contains('\u{1b}')
        })
        .collect();
    assert_eq!(coloured, ["human", "grouped"]);
}

#[test]
fn the_problem_matcher_reads_every_line_of_the_concise_form() {
    let path = root().join(".github/wdectl-matcher.json");
    let matchers = json(&std::fs::read_to_string(path).unwrap());
    let patterns: Vec<(Value, regex::Regex)> = matchers["problemMatcher"]
        .as_array()
        .unwrap()
        .iter()
        .map(|matcher| {
            let pattern = &matcher["pattern"][0];
            let numbers = ["file", "line", "column", "code", "message"].map(|key| pattern[key].as_u64());
            assert!(numbers.iter().all(Option::is_some), "{pattern}");
            (matcher.clone(), regex::Regex::new(pattern["regexp"].as_str().unwrap()).unwrap())
        })
        .collect();
    let (text, findings) = (broken("concise"), findings());
    assert_eq!(text.lines().count(), findings.len());
    for (line, finding) in text.lines().zip(&findings) {
        let found: Vec<_> = patterns
            .iter()
            .filter_map(|(matcher, pattern)| Some((matcher, pattern.captures(line)?)))
            .collect();
        let [(matcher, groups)] = found.as_slice() else { panic!("{line}") };
        let group = |key: &str| &groups[matcher["pattern"][0][key].as_u64().unwrap() as usize];
        assert_eq!(group("file"), finding["location"]["file"].as_str().unwrap());
        assert_eq!(group("line"), finding["location"]["line"].to_string());
        assert_eq!(group("column"), finding["location"]["column"].to_string());
        assert_eq!(group("code"), finding["rule"].as_str().unwrap());
        assert_eq!(group("message"), finding["message"].as_str().unwrap());
        let severity = match matcher["pattern"][0]["severity"].as_u64() {
            Some(_) => group("severity"),
            None => matcher["severity"].as_str().unwrap(),
        };
        assert_eq!(severity.replace("notice", "info"), finding["severity"].as_str().unwrap());
    }
}
