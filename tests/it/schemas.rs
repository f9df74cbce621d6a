//! The schemas for editors: good files are accepted, structural faults are refused, and what the catalogue knows is in.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use wdectl::report::SCHEMAS;

use super::commands::{answer, refusal, root};

fn validator(name: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&answer(0, &["schema", name])).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// A file as an editor's reader gives it to a validator; `None` where it is no YAML, TOML or JSON.
fn document(path: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("yaml") => serde_yaml::from_str(&text).ok(),
        Some("toml") => toml::from_str(&text).ok(),
        _ => serde_json::from_str(&text).ok(),
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() && name != "scenarios" {
            files(&path, found);
        } else if [".yaml", ".toml", ".json"].iter().any(|end| name.ends_with(end)) && name != "wdectl.toml" {
            found.push(path);
        }
    }
    found.sort();
}

/// Each fault that the schema finds: the file, and the place in it.
fn refused(deployment: &str) -> Vec<(String, String)> {
    let folder = root().join("fixtures/deployments").join(deployment);
    let mut found = Vec::new();
    files(&folder, &mut found);
    assert!(found.len() > 10);
    let validator = validator("deployment");
    let mut refused = Vec::new();
    for path in found {
        let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
        let places: Vec<String> = match document(&path) {
            Some(document) => {
                validator.iter_errors(&document).map(|error| error.instance_path().to_string()).collect()
            }
            None => vec!["no syntax".to_owned()],
        };
        refused.extend(places.into_iter().map(|place| (name.clone(), place)));
    }
    refused
}

#[test]
fn a_good_deployment_is_accepted() {
    assert_eq!(refused("acme"), []);
}

#[test]
fn structural_faults_are_refused_where_they_are() {
    let expected = [
        ("agents/acme-sales.yaml", "/agents/8"),
        ("business-attributes.json", "no syntax"),
        (
            "groups/acme.yaml",
            "/agent-groups/1/options/interaction-workspace/interaction.case-data.frame-color",
        ),
        ("groups/acme.yaml", "/agent-groups/3/options/interaction-workspace/broadcast.toast-summary"),
        ("groups/acmebank.yaml", "no syntax"),
        ("on-call-rota.yaml", ""),
        ("scripts/acmebank.toml", "no syntax"),
        (
            "transactions.json",
            "/transactions/1/options/interaction-workspace/interaction.disposition.is-mandatory",
        ),
    ];
    let expected = expected.map(|(file, place)| (file.to_owned(), place.to_owned()));
    assert_eq!(refused("acme-broken"), expected);
}

#[test]
fn each_kind_of_fault_is_refused_and_what_nobody_knows_is_not() {
    let validator = validator("deployment");
    let options = |name: &str, value: Value| json!({"tenants": [{"name": "T", "options": {"interaction-workspace": {name: value}}}]});
    for (document, is_good) in [
        (json!({"agents": ["ana", {"username": "ben"}, {"name": "eve"}]}), true),
        (json!({"agents": [{"employee-id": 1}]}), false),
        (json!({"agents": [{"username": "ana", "role": []}]}), false),
        (json!({"agents": {"ana": {}}}), false),
        (json!({"agent-group": []}), false),
        (json!({"agent-groups": [{"name": "G", "virtual": "yes"}]}), false),
        (json!({"agent-groups": null, "tenant": "T", "$schema": "x"}), true),
        (
            json!({"roles": [{"name": "R", "privileges": ["Chat - Can Use Chat Channel", "INTERNAL_KEY"]}]}),
            true,
        ),
        (json!({"roles": [{"name": "R", "privileges": "Chat - Can Use Chat Channel"}]}), false),
        (json!({"roles": [{"name": "R", "members": ["role/x"]}]}), false),
        (json!({"roles": [{"name": "R", "wdectl-allow": [{"rule": "duplicate-grant"}]}]}), false),
        (json!({"scripts": [{"name": "s", "type": "simple-routing"}]}), true),
        (options("chat.on-hold-queue", json!("chat-hold")), true),
        (options("chat.on-hold-queue", json!(["chat-hold"])), false),
        (options("chat", json!({"on-hold-queue": "chat-hold"})), true),
        (options("chat", json!({"on-hold-queue": ["chat-hold"]})), false),
        (options("chat.auto-answer", json!("yes")), false),
        (options("chat.auto-answer", json!(true)), true),
        (options("chat.typing-timeout", json!(15)), true),
        (options("chat.typing-timeout", json!("15")), true),
        (options("chat.typing-timeout", json!("soon")), false),
        (options("interaction.case-data.frame-color", json!("#FFB8400B")), true),
        (options("interaction.case-data.frame-color", json!("#B8400B")), false),
        (options("workbin.chat.desk", json!("sales-desk")), true),
        (options("workbin.chat.desk", json!(["sales-desk"])), false),
        (options("nobody.knows-this", json!("x")), true),
        (json!({"tenants": [{"name": "T", "options": {"other-section": {"x": 1}}}]}), true),
        (json!({"tenants": [{"name": "T", "options": {"other-section": 1}}]}), false),
    ] {
        assert_eq!(validator.is_valid(&document), is_good, "{document}");
    }
}

#[test]
fn scenarios_are_accepted_and_their_faults_refused() {
    let validator = validator("scenario");
    let folder = root().join("fixtures/deployments/acme/scenarios");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let errors: Vec<String> =
            validator.iter_errors(&document(&path).unwrap()).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
        count += 1;
    }
    assert!(count > 5);
    let of = |step: Value| json!({"scenarios": [{"name": "n", "steps": [step]}]});
    for (step, is_good) in [
        (json!({"login": {"agent": "ana"}}), true),
        (json!({"logn": {"agent": "ana"}}), false),
        (json!({"login": {"agnt": "ana"}}), false),
        (json!({"login": {}}), false),
        (json!({"wait": "1h30m"}), true),
        (json!({"wait": "$time"}), true),
        (json!({"wait": "1x"}), false),
        (json!({"wait": ""}), false),
        (json!({"start": {"chat": "c", "async": "$kind", "queue": "q"}}), true),
        (json!({"start": {"chat": "c", "async": "maybe", "queue": "q"}}), false),
        (json!({"pull": {"agent": "a", "chat": "c", "from": "queue"}}), true),
        (json!({"pull": {"agent": "a", "chat": "c", "from": "quue"}}), false),
        (json!({"expect": {"chat": "c", "is-online": 1, "agents": []}}), true),
        (json!({"expect": {"session": "alive"}}), false),
        (json!({"expect": {"chat": "c", "session": "dead"}}), false),
        (json!({"hold": {"agent": "a", "chat": "c"}, "refused": {"because": "not-yours"}}), true),
        (json!({"hold": {"agent": "a", "chat": "c"}, "refused": {"because": "no-idea"}}), false),
    ] {
        assert_eq!(validator.is_valid(&of(step.clone())), is_good, "{step}");
    }
    assert!(!validator.is_valid(&json!({"scenarios": []})));
}

#[test]
fn the_schema_of_settings_has_every_key_that_is_read() {
    let schema: Value = serde_json::from_str(&answer(0, &["schema", "settings"])).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("a.yaml", "agents: [ana]\n");
    let path = folder.path().to_str().unwrap();
    for (text, properties) in [
        ("nothing = 1\n", &schema["properties"]),
        ("[[paths]]\nmatch = 'x'\nnothing = 1\n", &schema["properties"]["paths"]["items"]["properties"]),
        ("[verify]\nnothing = 1\n", &schema["properties"]["verify"]["properties"]),
    ] {
        write("wdectl.toml", text);
        let told = refusal(&["check", path]);
        let mut read: Vec<&str> = told.split('`').skip(3).step_by(2).filter(|key| !key.is_empty()).collect();
        read.sort_unstable();
        let known: Vec<&str> = properties.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(read, known, "{told}");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    for settings in ["acme/wdectl.toml", "acme-broken/wdectl.toml"] {
        let path = root().join("fixtures/deployments").join(settings);
        assert!(validator.is_valid(&document(&path).unwrap()), "{settings}");
    }
    for (text, is_good) in [
        ("[rules]\nsyntax = 'off'", true),
        ("[rules]\nsyntax = 'eror'", false),
        ("[rules]\nsintax = 'off'", false),
        ("[assumptions]\nagent-may-store = true\ndone-on-live-session = 'refused'", true),
        ("[assumptions]\nagent-may-store = 'perhaps'", false),
        ("[rights]\npull-from-queue = 'Our Own Name'", true),
        ("[rights]\npull-from-que = ''", false),
        ("group-conflict = 'newest'", false),
    ] {
        assert_eq!(validator.is_valid(&toml::from_str(text).unwrap()), is_good, "{text}");
    }
}

#[test]
fn every_schema_of_the_house_is_printed() {
    let mut named: Vec<&str> = SCHEMAS.iter().map(|&(name, _)| name).collect();
    let list = answer(0, &["schema", "--list"]);
    for (name, what) in SCHEMAS {
        let text = answer(0, &["schema", name]);
        jsonschema::meta::validate(&serde_json::from_str(&text).unwrap()).unwrap();
        assert!(list.contains(what), "{list}");
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(root().join("schemas")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        files.extend(name.strip_suffix(".schema.json").map(str::to_owned));
    }
    files.extend(["deployment", "scenario", "settings"].map(str::to_owned));
    files.sort();
    named.sort_unstable();
    assert_eq!(named, files);
    assert!(refusal(&["schema", "deploymnt"]).contains("a similar value exists: 'deployment'"));
}

#[test]
fn a_catalogue_of_ones_own_is_in_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("wdectl.toml", "catalogues = ['site.toml']\n");
    write("site.toml", "[[options]]\nname = 'our.own-switch'\nkind = 'boolean'\nbasis = 'seen'\n");
    let text = answer(0, &["schema", "deployment", "-d", folder.path().to_str().unwrap()]);
    assert!(text.contains("our.own-switch"));
    assert!(!answer(0, &["schema", "deployment"]).contains("our.own-switch"));
}
