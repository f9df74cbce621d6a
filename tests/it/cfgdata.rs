//! CfgData XML as people have it: fixtures in both dialects, twins of deployments in our own form, damaged files.
//!
//! `fixtures/native/NAME.expected` holds what `wdectl` says of `fixtures/native/NAME`. With `WDECTL_BLESS=1` in the
//! environment the test writes it; read it before you commit it.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use wdectl::behaviour::RightsMap;
use wdectl::catalogue::Catalogue;
use wdectl::deployment::{Deployment, FieldKey, Input, Object, Relation, load};
use wdectl::diagnostic::Diagnostic;
use wdectl::lint::{Context, Levels, check};
use wdectl::names::ObjectKind;
use wdectl::privilege::DependencyGraph;
use wdectl::resolve::{GroupConflict, Resolver};
use wdectl::text::{Limits, Sources, Syntax};

use super::commands::{answer, out, root, wdectl};

#[path = "../../examples/generate/cfgdata.rs"]
mod writer;

fn expect(folder: &str, file: &str, found: &str) {
    let path = root().join("fixtures/native").join(folder).join(file);
    if std::env::var_os("WDECTL_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(&path).unwrap(), "{}", path.display());
}

#[test]
fn fixtures_are_told_at_their_lines() {
    for (folder, status) in [("cfgdata-wizard", 1), ("cfgdata-broken", 1), ("cfgdata-latin", 0)] {
        let path = format!("fixtures/native/{folder}");
        let found = answer(status, &["check", &path, "--color", "never"]);
        expect(&format!("{folder}.expected"), "check.txt", &found);
    }
}

#[test]
fn created_changed_and_removed_objects_are_what_the_files_say() {
    let show = |object: &str| answer(0, &["show", "-d", "fixtures/native/cfgdata-wizard", object]);
    let objects = [
        "application/WDE_Main",
        "application/ChatServer_Main",
        "tenant/Acme",
        "agent/ana.ruiz",
        "agent/bob.lee",
        "agent/kim.boss",
        "agent-group/Chat-L2",
        "access-group/Chat Agents",
        "role/Chat",
        "script/my-chats",
        "transaction/Retention",
        "business-attribute/AcmeCaseData",
    ];
    let shown: Vec<String> = objects.into_iter().map(show).collect();
    expect("cfgdata-wizard.expected", "show.txt", &shown.join("\n"));
    let gone = wdectl(&["show", "-d", "fixtures/native/cfgdata-wizard", "agent/paul.gone"]);
    assert_eq!(gone.status.code(), Some(2));
    let text = answer(0, &["list", "-d", "fixtures/native/cfgdata-latin", "agents"]);
    assert!(text.contains("jörg") && text.contains("Müller"), "{text}");
}

#[test]
fn the_form_of_each_file_is_shown_with_its_reason() {
    let text = answer(0, &["check", "fixtures/native/cfgdata-latin", "--show-files"]);
    assert_eq!(text, "XML   fixtures/native/cfgdata-latin/export.xml  CfgData, by its root element\n");
}

#[test]
fn a_file_that_is_too_large_is_told_and_not_read() {
    let args = ["check", "fixtures/native/cfgdata-wizard", "--max-file-size", "4KiB", "--format", "concise"];
    let output = wdectl(&args);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr.clone()).unwrap();
    let path = "fixtures/native/cfgdata-wizard/1-create.xml";
    assert_eq!(
        told,
        format!("error: `{path}` is larger than 4096 bytes and was not read (--max-file-size)\n")
    );
    assert!(!out(&output).contains("1-create.xml"));
    let output = wdectl(&["check", "fixtures/native/cfgdata-wizard", "--max-file-size", "2GiB"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_comment_keeps_a_finding_quiet() {
    let text = "<CfgData><CfgCreate>\n<CfgTenant id='T' name='Acme'/>\n\
                <!-- wdectl: allow(not-read) the host is no matter of desktops -->\n<CfgHost id='H'/>\n\
                </CfgCreate></CfgData>";
    let (_, deployment) = load_texts(&[("a.xml".into(), text.as_bytes().to_vec())]);
    let [allow] = deployment.allows() else { panic!("{:?}", deployment.allows()) };
    assert_eq!(allow.rules[0].0, "not-read");
    assert_eq!(allow.reason, "the host is no matter of desktops");
    let covered = |at: usize| allow.places.iter().any(|place| place.range().contains(&at));
    assert!(covered(text.find("CfgHost").unwrap()) && !covered(text.find("CfgTenant").unwrap()));
}

/// The files of a deployment in our form, as `wdectl` would find them.
fn files_of(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "scenarios" {
            files_of(&path, found);
        } else if path.is_file() && !name.starts_with('.') && name != "wdectl.toml" {
            found.push(path);
        }
    }
}

fn load_texts(texts: &[(String, Vec<u8>)]) -> (Sources, Deployment) {
    let mut sources = Sources::new();
    let inputs: Vec<Input> = texts
        .iter()
        .map(|(path, bytes)| {
            let file = sources.add(path, bytes.clone());
            let syntax = Syntax::of(path, sources.get(file).text()).unwrap();
            Input { file, syntax, object: None }
        })
        .collect();
    let deployment = load(&sources, &inputs, Limits::default());
    (sources, deployment)
}

fn load_folder(folder: &str) -> Deployment {
    let mut files = Vec::new();
    files_of(&root().join(folder), &mut files);
    let read = |path: PathBuf| (path.to_str().unwrap().to_owned(), std::fs::read(&path).unwrap());
    load_texts(&files.into_iter().map(read).collect::<Vec<_>>()).1
}

/// A deployment as lists of objects, without what CfgData has no room for.
fn lists(deployment: &Deployment) -> Value {
    let mut lists = Map::new();
    for (id, object) in deployment.objects() {
        let text = |symbol| Value::from(deployment.text(symbol));
        let mut fields = Map::new();
        let name = if object.kind == ObjectKind::Agent { "username" } else { "name" };
        fields.insert(name.into(), text(object.name));
        if !deployment.text(object.tenant).is_empty() {
            fields.insert("tenant".into(), text(object.tenant));
        }
        if !object.enabled {
            fields.insert("enabled".into(), false.into());
        }
        if !object.is_agent {
            fields.insert("is-agent".into(), false.into());
        }
        if object.is_virtual {
            fields.insert("virtual".into(), true.into());
        }
        add_fields(deployment, object, &mut fields);
        for (list, relation) in [
            ("agent-groups", Relation::AgentGroup),
            ("access-groups", Relation::AccessGroup),
            ("roles", Relation::Role),
        ] {
            let names: Vec<Value> =
                deployment.targets(id, relation).map(|link| text(deployment.object(link.to).name)).collect();
            if !names.is_empty() && object.kind == ObjectKind::Agent {
                fields.insert(list.into(), names.into());
            }
        }
        let groups: Vec<Value> = deployment
            .members(id, Relation::Role)
            .map(|link| deployment.object(link.from))
            .filter(|member| member.kind != ObjectKind::Agent)
            .map(|member| format!("{}/{}", member.kind, deployment.text(member.name)).into())
            .collect();
        if !groups.is_empty() {
            fields.insert("members".into(), groups.into());
        }
        let list = lists.entry(object.kind.list()).or_insert_with(|| json!([]));
        list.as_array_mut().unwrap().push(fields.into());
    }
    lists.into()
}

fn add_fields(deployment: &Deployment, object: &Object, fields: &mut Map<String, Value>) {
    for field in &object.fields {
        let value = Value::from(deployment.text(field.value));
        match field.key {
            FieldKey::Privileges | FieldKey::Values => {
                let list = fields.entry(field.key.as_str()).or_insert_with(|| json!([]));
                list.as_array_mut().unwrap().push(value);
            }
            FieldKey::Type
            | FieldKey::Version
            | FieldKey::EmployeeId
            | FieldKey::FirstName
            | FieldKey::LastName
            | FieldKey::Dbid
            | FieldKey::Description => {
                fields.insert(field.key.as_str().into(), value);
            }
            _ => {}
        }
    }
    let mut sections = Map::new();
    for setting in &object.options {
        let section = deployment.text(setting.section).to_owned();
        let mark = if setting.disabled { "#" } else { "" };
        let options = sections.entry(section).or_insert_with(|| json!({}));
        options[format!("{mark}{}", deployment.text(setting.name))] = deployment.text(setting.value).into();
    }
    if !sections.is_empty() {
        fields.insert("options".into(), sections.into());
    }
}

/// Rule, severity, message, object and option of each finding with the text it stands at, sorted.
fn judged(path: &str, text: &str) -> Vec<(String, String)> {
    let (sources, deployment) = load_texts(&[(path.to_owned(), text.as_bytes().to_vec())]);
    let catalogue = Catalogue::built_in();
    let graph = DependencyGraph::of(&catalogue);
    let resolver = Resolver::new(&catalogue, &deployment, GroupConflict::LastName);
    let rights = RightsMap::default();
    let context = Context::new(&sources, &catalogue, resolver, &graph, &rights);
    let told = |finding: &Diagnostic| {
        let Diagnostic { rule, severity, message, object, option, .. } = finding;
        let what = format!("{severity}[{rule}] {message} | {object:?} {option:?}");
        let place = finding.primary.as_ref().map(|label| sources.slice(label.span)).unwrap_or_default();
        (what, place.trim_matches(['"', '\'']).to_owned())
    };
    let mut found: Vec<_> = check(&context, &Levels::default(), None, 1).findings.iter().map(told).collect();
    found.sort();
    found
}

/// The same content in our form and as CfgData, in both dialects, has the same findings at the same values.
fn twins(folder: &str) -> usize {
    let lists = lists(&load_folder(folder));
    let ours = judged("twin.yaml", &serde_yaml::to_string(&lists).unwrap());
    for namespace in [true, false] {
        let xml = writer::document(&lists, &Value::Null, namespace);
        assert!(roxmltree::Document::parse(&xml).is_ok());
        let native = judged("twin.xml", &xml);
        let what =
            |found: &[(String, String)]| found.iter().map(|(what, _)| what.clone()).collect::<Vec<_>>();
        assert_eq!(what(&ours), what(&native));
        for ((what, own), (_, place)) in ours.iter().zip(&native) {
            // A membership stands at an id, and what XML escapes stands escaped.
            let is_id = (2..6).contains(&place.len()) && place[1..].bytes().all(|byte| byte.is_ascii_digit());
            let same = own == place || is_id || place.contains('&') || own.contains('\n');
            assert!(same, "{what}: {own:?} is not {place:?}");
        }
    }
    ours.len()
}

#[test]
fn the_twin_of_acme_is_judged_alike() {
    assert!(twins("fixtures/deployments/acme") < 10);
}

#[test]
fn the_twin_of_broken_acme_is_judged_alike() {
    assert!(twins("fixtures/deployments/acme-broken") > 40);
}

#[test]
fn a_file_cut_short_anywhere_is_read_up_to_there() {
    let text = std::fs::read(root().join("fixtures/native/cfgdata-wizard/1-create.xml")).unwrap();
    let mut before = 0;
    for length in 0..=text.len() {
        let (_, deployment) = load_texts(&[("a.xml".to_owned(), text[..length].to_vec())]);
        let count = deployment.object_count();
        assert!(count >= before, "{length}: {count} objects, {before} before");
        before = count;
    }
    assert_eq!(before, 16);
}

#[test]
fn a_number_names_an_object_where_no_id_does() {
    let text = "<CfgData><CfgCreate><CfgTenant id='T' name='Acme' DBID='101'/>\
                <CfgPerson id='P' name='ana' DBID='7' tenantDBID='101'/>\
                <CfgAgentGroup id='G' name='L2' tenantDBID='101'><agentDBIDs><CfgGroupAgent linkDBID='7'/></agentDBIDs>\
                </CfgAgentGroup></CfgCreate></CfgData>";
    let person = "<CfgData><CfgCreate><CfgPerson id='P' name='bob' tenantDBID='101'/>\
                  <CfgPerson id='Q' name='eve' tenantDBID='999'/></CfgCreate></CfgData>";
    let (_, deployment) = load_texts(&[
        ("a.xml".into(), person.as_bytes().to_vec()),
        ("b.xml".into(), text.as_bytes().to_vec()),
    ]);
    let group = deployment.look_up_kind(ObjectKind::AgentGroup, "L2").unwrap();
    assert_eq!(
        deployment.agents_in(group).map(|agent| deployment.display(agent)).collect::<Vec<_>>(),
        ["agent/ana"]
    );
    let bob = deployment.look_up_kind(ObjectKind::Agent, "bob").unwrap();
    assert_eq!(deployment.text(deployment.object(bob).tenant), "Acme");
    let problems: Vec<String> = deployment.problems().iter().map(|problem| format!("{problem:?}")).collect();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("Dangling") && problems[0].contains("Tenant"), "{problems:?}");
}
