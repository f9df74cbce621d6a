//! What the tests of the native forms share: expected outputs beside fixtures, deployments as lists of objects, and
//! what is found in twins of one deployment.
//!
//! `fixtures/native/NAME.expected` holds what `wdectl` says of `fixtures/native/NAME`. With `WDECTL_BLESS=1` in the
//! environment the tests write it; read it before you commit it.

pub(crate) mod write;

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

use super::commands::root;

pub(crate) fn expect(folder: &str, file: &str, found: &str) {
    let path = root().join("fixtures/native").join(folder).join(file);
    if std::env::var_os("WDECTL_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(&path).unwrap(), "{}", path.display());
}

/// The files of a deployment in our form, as `wdectl` would find them.
pub(crate) fn files_of(folder: &Path, found: &mut Vec<PathBuf>) {
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

pub(crate) fn load_texts(texts: &[(String, Vec<u8>)]) -> (Sources, Deployment) {
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

pub(crate) fn load_folder(folder: &str) -> Deployment {
    let mut files = Vec::new();
    files_of(&root().join(folder), &mut files);
    let read = |path: PathBuf| (path.to_str().unwrap().to_owned(), std::fs::read(&path).unwrap());
    load_texts(&files.into_iter().map(read).collect::<Vec<_>>()).1
}

/// A deployment as lists of objects, without what CfgData has no room for.
pub(crate) fn lists(deployment: &Deployment) -> Value {
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

/// Files with their texts.
pub(crate) type Texts = Vec<(String, Vec<u8>)>;

/// What a finding says, and the text that it stands at.
pub(crate) type Judged = Vec<(String, String)>;

/// Rule, severity, message, object and option of each finding with the text it stands at, sorted. What is not read of a
/// form, another form has not got.
pub(crate) fn judged(texts: &[(String, Vec<u8>)]) -> Judged {
    let (sources, deployment) = load_texts(texts);
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
    let found = check(&context, &Levels::default(), None, 1).findings;
    let mut found: Judged = found.iter().filter(|finding| finding.rule != "not-read").map(told).collect();
    found.sort();
    found
}

/// Panics unless both have the same findings at the same texts, save that a place in `native` may be one that stands
/// for a name.
pub(crate) fn assert_alike(ours: &Judged, native: &Judged, stands_for_a_name: impl Fn(&str) -> bool) {
    let lacks = |some: &Judged, other: &Judged| -> Vec<String> {
        let is_lacking = |(what, _): &&(String, String)| !other.iter().any(|(known, _)| known == what);
        some.iter().filter(is_lacking).map(|(what, _)| what.clone()).collect()
    };
    assert_eq!((lacks(ours, native), lacks(native, ours)), (vec![], vec![]));
    assert_eq!(ours.len(), native.len());
    for ((what, own), (_, place)) in ours.iter().zip(native) {
        // What a form escapes stands escaped.
        let is_escaped = place.contains(['&', '\\']) || own.contains(['\n', '\\']);
        assert!(own == place || is_escaped || stands_for_a_name(place), "{what}: {own:?} is not {place:?}");
    }
}
