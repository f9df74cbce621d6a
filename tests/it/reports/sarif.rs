//! SARIF against the schema of the standard, and what the schema cannot say.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;
use wdectl::lint::RULES;

use super::super::commands::{ACME, BROKEN, answer, json, out, root, wdectl};
use super::{broken, findings};

/// The schema of the standard. Its pattern for the language of a run, which is not written, has a bracket too many for
/// most readers of regular expressions.
static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let path = root().join("tests/it/schemas/sarif-2.1.0.schema.json");
    let mut schema = json(&std::fs::read_to_string(path).unwrap());
    for part in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][part]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
});

/// Panics unless the log is valid by the standard's schema; gives its only run.
pub(super) fn run(text: &str) -> Value {
    let log = json(text);
    let errors: Vec<String> =
        SCHEMA.iter_errors(&log).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    log["runs"][0].clone()
}

fn array<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

#[test]
fn every_finding_is_a_result_at_its_place() {
    let run = run(&broken("sarif"));
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert!(run["automationDetails"]["id"].as_str().unwrap().ends_with('/'));
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let rules = array(&run["tool"]["driver"], "rules");
    let (results, findings) = (array(&run, "results"), findings());
    assert_eq!(results.len(), findings.len());
    let (mut fingerprints, mut fixes) = (BTreeSet::new(), 0);
    for (result, finding) in results.iter().zip(&findings) {
        assert_eq!(result["ruleId"], finding["rule"]);
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], finding["rule"]);
        assert_eq!(result["level"].as_str().unwrap().replace("note", "info"), finding["severity"]);
        let text = result["message"]["text"].as_str().unwrap();
        assert!(text.starts_with(finding["message"].as_str().unwrap()), "{text}");
        let place = &result["locations"][0]["physicalLocation"];
        let (region, at) = (&place["region"], &finding["location"]);
        for (own, theirs) in [
            ("startLine", "line"),
            ("startColumn", "column"),
            ("endLine", "end_line"),
            ("endColumn", "end_column"),
        ] {
            assert_eq!(region[own], at[theirs]);
        }
        assert_eq!(place["artifactLocation"]["uri"], at["file"]);
        assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        let related = array(result, "relatedLocations");
        assert_eq!(related.len(), finding["related"].as_array().unwrap().len());
        for (number, place) in (1..).zip(related) {
            assert_eq!(place["id"], number);
            assert!(text.contains(&format!("]({number})")), "{text}");
        }
        let edits = finding["fix"]["edits"].as_array().map_or(0, Vec::len);
        let changes = array(&result["fixes"][0], "artifactChanges");
        let replacements: Vec<&Value> =
            changes.iter().flat_map(|change| array(change, "replacements")).collect();
        assert_eq!(replacements.len(), edits);
        for (replacement, edit) in
            replacements.iter().zip(finding["fix"]["edits"].as_array().into_iter().flatten())
        {
            assert_eq!(replacement["deletedRegion"]["startColumn"], edit["location"]["column"]);
            let inserted = replacement["insertedContent"]["text"].as_str().unwrap_or_default();
            assert_eq!(edit["replacement"], inserted);
        }
        fixes += usize::from(edits > 0);
        let fingerprint = &result["partialFingerprints"]["primaryLocationLineHash"];
        assert_eq!(*fingerprint, finding["fingerprint"]);
        assert!(fingerprints.insert(fingerprint.to_string()), "{fingerprint} comes twice");
    }
    assert!(fixes > 5, "the test needs findings with fixes");
}

#[test]
fn every_rule_that_was_run_is_listed_with_its_help() {
    let of_clean = run(&answer(0, &["check", ACME, "--format", "sarif"]));
    let rules = array(&of_clean["tool"]["driver"], "rules");
    assert_eq!(of_clean["results"], serde_json::json!([]));
    assert_eq!(rules.len(), RULES.len());
    for (listed, rule) in rules.iter().zip(RULES) {
        assert_eq!(listed["id"], rule.name);
        for text in [
            &listed["shortDescription"]["text"],
            &listed["fullDescription"]["text"],
            &listed["help"]["text"],
            &listed["help"]["markdown"],
        ] {
            assert!(!text.as_str().unwrap().is_empty());
        }
        // What code scanning takes.
        assert!(rule.summary.len() <= 1024 && rule.why.len() <= 1024, "{}", rule.name);
    }
    let args = ["check", ACME, "--ignore", "syntax", "--error", "unlisted-option", "--format", "sarif"];
    let changed = run(&answer(0, &args));
    let rules = array(&changed["tool"]["driver"], "rules");
    assert_eq!(rules.len(), RULES.len() - 1);
    assert!(rules.iter().all(|rule| rule["id"] != "syntax"));
    let overrides = array(&changed["invocations"][0], "ruleConfigurationOverrides");
    let [only] = overrides else { panic!("{overrides:?}") };
    assert_eq!(only["configuration"]["level"], "error");
    let index = only["descriptor"]["index"].as_u64().unwrap() as usize;
    assert_eq!(rules[index]["id"], "unlisted-option");
}

#[test]
fn a_file_that_cannot_be_read_is_a_notification_of_the_tool() {
    let args = ["check", BROKEN, "LICENSE-MIT", "--format", "sarif"];
    let output = wdectl(&args);
    assert_eq!(output.status.code(), Some(2));
    let run = run(&out(&output));
    assert_eq!(array(&run, "results").len(), findings().len());
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let [notification] = array(invocation, "toolExecutionNotifications") else { panic!("{invocation}") };
    assert_eq!(notification["message"]["text"], "cannot tell the format of `LICENSE-MIT`");
    let uri = &notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "LICENSE-MIT");
}

#[test]
fn what_is_kept_quiet_is_a_suppressed_result() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.yaml");
    let text = "tenants: [{name: T}]\nagents:\n# wdectl: allow(unknown-reference) they come next week\n\
                - {username: a, agent-groups: [nobody]}\n- {username: b, agent-groups: [no-one]}\n";
    std::fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap();
    let check = |extra: &[&str]| {
        let args = [&["check", path, "--select", "unknown-reference", "--format", "sarif"], extra].concat();
        run(&out(&wdectl(&args)))
    };
    let of_run = check(&[]);
    let [told, quiet] = array(&of_run, "results") else { panic!("{of_run}") };
    assert!(told["suppressions"].is_null());
    let suppression = &quiet["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    assert_eq!(suppression["justification"], "they come next week");
    assert_eq!(suppression["location"]["physicalLocation"]["region"]["startLine"], 3);
    assert_ne!(told["partialFingerprints"], quiet["partialFingerprints"]);
    let baseline = folder.path().join("baseline.json");
    let known = baseline.to_str().unwrap();
    wdectl(&["check", path, "--baseline", known, "--write-baseline"]);
    let of_run = check(&["--baseline", known]);
    let kinds: Vec<&Value> =
        array(&of_run, "results").iter().map(|result| &result["suppressions"][0]["kind"]).collect();
    assert!(kinds.contains(&&Value::from("external")), "{of_run}");
}
