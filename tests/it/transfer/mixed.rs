//! A folder that mixes CFG files, CfgData XML and our own form is judged as what it is imported to.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::super::cfgdata::writer;
use super::super::commands::{BROKEN, json, root, wdectl};

/// Rules that tell of the form of a file, which does not come over.
const OF_FORM: [&str; 10] = [
    "syntax",
    "not-read",
    "not-a-deployment-file",
    "unplaced-options",
    "ambiguous-object",
    "unknown-key",
    "not-a-value",
    "duplicate-key",
    "duplicate-object",
    "invalid-suppression",
];

fn findings(folder: &Path) -> Vec<Value> {
    let output = wdectl(&["check", folder.to_str().unwrap(), "--format", "json"]);
    let document = json(std::str::from_utf8(&output.stdout).unwrap());
    document["diagnostics"].as_array().unwrap().clone()
}

/// Rule, severity, message, object, option and number of agents of each finding.
fn told(findings: &[Value]) -> BTreeSet<String> {
    let is_kept = |finding: &&Value| !OF_FORM.contains(&finding["rule"].as_str().unwrap());
    let words = |finding: &Value| {
        let parts = ["rule", "severity", "message", "object", "option"].map(|key| finding[key].to_string());
        format!("{} {}", parts.join(" "), finding["affected"]["count"])
    };
    findings.iter().filter(is_kept).map(words).collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Acme-broken with some of its files as CfgData and some of its options in CFG files.
fn mix(folder: &Path) {
    copy(&root().join(BROKEN), folder);
    for (path, namespace) in [("agents/acme-sales.yaml", true), ("agents/acme-leads.yaml", false)] {
        let text = std::fs::read_to_string(folder.join(path)).unwrap();
        let mut lists: Value = serde_yaml::from_str(&text).unwrap();
        let tenant = lists["tenant"].clone();
        let mut elsewhere = serde_json::json!({"tenants": [{"name": tenant}]});
        for name in ["agent-groups", "access-groups", "roles"] {
            let named: BTreeSet<String> = lists["agents"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|agent| agent[name].as_array().cloned().unwrap_or_default())
                .map(|name| name.as_str().unwrap().to_owned())
                .collect();
            elsewhere[name] =
                named.iter().map(|name| serde_json::json!({"name": name, "tenant": tenant})).collect();
        }
        for agent in lists["agents"].as_array_mut().unwrap() {
            if let Some(name) = agent.as_str() {
                *agent = serde_json::json!({"username": name});
            }
            agent["tenant"] = tenant.clone();
        }
        let xml = writer::document(&lists, &elsewhere, namespace);
        std::fs::remove_file(folder.join(path)).unwrap();
        std::fs::write(folder.join(path).with_extension("xml"), xml).unwrap();
    }
    let group = "agent-group/Service-Chat.cfg";
    std::fs::write(folder.join(group), "[interaction-workspace]\nchat.typing-timeot=5\n#chat.nickname=\n")
        .unwrap();
}

#[test]
fn what_is_imported_is_judged_as_what_it_was_imported_from() {
    let folder = tempfile::tempdir().unwrap();
    let (mixed, twin) = (folder.path().join("mixed"), folder.path().join("twin"));
    mix(&mixed);
    let before = findings(&mixed);
    let native = |finding: &&Value| {
        let file = finding["location"]["file"].as_str().unwrap_or_default();
        file.ends_with(".xml") || file.ends_with(".cfg")
    };
    assert!(before.iter().filter(native).count() >= 5, "findings stand in the exported files");
    for (extension, syntax) in [("yaml", "yaml"), ("toml", "toml"), ("json", "json")] {
        let twin = twin.join(syntax);
        let output =
            wdectl(&["import", mixed.to_str().unwrap(), "-o", twin.to_str().unwrap(), "--to", syntax]);
        let said = String::from_utf8(output.stderr).unwrap();
        // The broken files lose something, and that is said at its line.
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(": error[syntax] "), "{said}");
        std::fs::copy(mixed.join("wdectl.toml"), twin.join("wdectl.toml")).unwrap();
        let after = findings(&twin);
        let (before, after) = (told(&before), told(&after));
        assert!(before.len() > 35, "{}", before.len());
        let missing: Vec<&String> = before.difference(&after).collect();
        let new: Vec<&String> = after.difference(&before).collect();
        assert!(missing.is_empty() && new.is_empty(), "{extension}\nmissing {missing:#?}\nnew {new:#?}");
    }
}
