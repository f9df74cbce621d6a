//! Deployments that `examples/generate.rs` makes, on which speed is measured: clean without faults, and with faults
//! exactly these are found, whatever the files are written in.

use serde_json::{Value, json};

use super::cfgdata::writer;
use super::commands::{answer, json as parsed};
use deployment::{Generated, Wanted, generate};

#[path = "../../examples/generate/deployment.rs"]
mod deployment;

/// What `check` finds in a deployment in one file, as `rule object option`, in order.
fn found(status: i32, name: &str, text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let report = parsed(&answer(status, &["check", path.to_str().unwrap(), "--format", "json"]));
    let word = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let mut found: Vec<String> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| ["rule", "object", "option"].map(|key| word(finding, key)).join(" ").trim().to_owned())
        .collect();
    found.sort();
    found
}

fn in_every_syntax(status: i32, whole: &Value, expected: &[String]) {
    for (name, text) in [
        ("all.json", whole.to_string()),
        ("all.yaml", serde_yaml::to_string(whole).unwrap()),
        ("all.toml", toml::to_string(whole).unwrap()),
        ("all.xml", writer::document(whole, &json!(null), true)),
    ] {
        assert_eq!(found(status, name, &text), expected, "{name}");
    }
}

#[test]
fn planted_faults_are_found_and_nothing_else() {
    for (agents, seed, faults) in [(30, 1, 0), (30, 1, 6), (230, 7, 0), (230, 7, 3)] {
        let Generated { mut shared, agents, faults } = generate(Wanted { agents, seed, faults });
        shared["agents"] = agents.into();
        // The finding of an inert privilege names no option.
        let mut expected: Vec<String> = faults
            .iter()
            .map(|fault| match fault.strip_suffix(" Instant Messaging - Can Make") {
                Some(role) => role.to_owned(),
                None => fault.clone(),
            })
            .collect();
        expected.sort();
        in_every_syntax(i32::from(!expected.is_empty()), &shared, &expected);
    }
}

#[test]
fn the_same_numbers_make_the_same_deployment() {
    let wanted = Wanted { agents: 50, seed: 3, faults: 2 };
    let once = || {
        let made = generate(wanted);
        (made.shared.to_string(), Value::from(made.agents).to_string(), made.faults)
    };
    assert_eq!(once(), once());
    assert_eq!(once().2.len(), 12);
    let other = generate(Wanted { seed: 4, ..wanted });
    assert_ne!(once().1, Value::from(other.agents).to_string());
    assert_eq!(wanted.most_faults(), 10);
}
