//! What a deployment says, without places and without the order of its files.

use std::collections::{BTreeMap, BTreeSet};

use wdectl::deployment::{Deployment, FieldKey, Input, Object, Problem, load};
use wdectl::names::ObjectKind;
use wdectl::text::{Limits, Sources, Syntax};

/// Objects by kind, tenant and name, each with what is said of it.
pub(super) type Model = BTreeMap<(String, String, String), Said>;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) flags: BTreeSet<&'static str>,
    pub(super) fields: BTreeMap<String, String>,
    /// By section and name, with a `#` where it is disabled.
    pub(super) options: BTreeMap<(String, String), String>,
    /// Relation, kind, tenant and name of what it is a member of or uses.
    pub(super) links: BTreeSet<(String, String, String, String)>,
    /// What it names that is not there.
    pub(super) dangling: BTreeSet<(String, String, bool)>,
    /// Rules that are kept quiet for it, with the reason.
    pub(super) quiet: BTreeSet<(String, String)>,
}

pub(super) fn model(deployment: &Deployment) -> Model {
    let mut model = Model::new();
    for (id, object) in deployment.objects() {
        let mut said = Said { fields: fields(deployment, object), ..Said::default() };
        for (flag, is_set) in [
            ("disabled", !object.enabled),
            ("no agent", !object.is_agent),
            ("virtual", object.is_virtual),
            ("mentioned", object.is_mentioned),
        ] {
            if is_set {
                said.flags.insert(flag);
            }
        }
        for setting in &object.options {
            let mark = if setting.disabled { "#" } else { "" };
            let name = format!("{mark}{}", deployment.text(setting.name));
            let key = (deployment.text(setting.section).to_owned(), name);
            said.options.insert(key, deployment.text(setting.value).to_owned());
        }
        for link in deployment.links_from(id) {
            let (kind, tenant, name) = key(deployment, deployment.object(link.to));
            said.links.insert((format!("{:?}", link.relation), kind, tenant, name));
        }
        for problem in deployment.problems() {
            if let &Problem::Dangling { object, kind, name, member, .. } = problem
                && object == id
            {
                said.dangling.insert((kind.to_string(), deployment.text(name).to_owned(), member));
            }
        }
        for allow in deployment.allows().iter().filter(|allow| allow.objects.contains(&id)) {
            let rules = allow.rules.iter().map(|(rule, _)| (rule.clone(), allow.reason.clone()));
            said.quiet.extend(rules);
        }
        model.insert(key(deployment, object), said);
    }
    model
}

fn key(deployment: &Deployment, object: &Object) -> (String, String, String) {
    let text = |symbol| deployment.text(symbol).to_owned();
    (object.kind.to_string(), text(object.tenant), text(object.name))
}

fn fields(deployment: &Deployment, object: &Object) -> BTreeMap<String, String> {
    let mut fields: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for field in &object.fields {
        let texts = fields.entry(field.key.to_string()).or_default();
        let is_list = matches!(
            field.key,
            FieldKey::Privileges | FieldKey::Values | FieldKey::Skills | FieldKey::AgentLogins
        );
        // Of a field that is written twice on one object the first is the one that is looked at.
        if is_list || texts.is_empty() {
            texts.push(deployment.text(field.value));
        }
    }
    let mut fields: BTreeMap<String, String> =
        fields.into_iter().map(|(key, texts)| (key, texts.join(", "))).collect();
    // An application of which no type is said is a workspace.
    if object.kind == ObjectKind::Application {
        fields.entry("type".to_owned()).or_insert_with(|| "workspace".to_owned());
    }
    fields
}

/// Reads files as `wdectl` would.
pub(super) fn read(files: &[(String, String)]) -> (Sources, Deployment) {
    let mut sources = Sources::new();
    let inputs: Vec<Input> = files
        .iter()
        .map(|(path, text)| {
            let file = sources.add(path, text.clone().into_bytes());
            let syntax = Syntax::of(path, text).unwrap();
            Input { file, syntax, object: None }
        })
        .collect();
    let deployment = load(&sources, &inputs, Limits::default());
    (sources, deployment)
}

/// Panics unless two deployments say the same; tells only of objects that differ.
pub(super) fn same(found: &Model, expected: &Model, text: &str) {
    let keys: BTreeSet<_> = found.keys().chain(expected.keys()).collect();
    let differ: Vec<_> = keys
        .into_iter()
        .filter(|key| found.get(*key) != expected.get(*key))
        .map(|key| (key, found.get(key), expected.get(key)))
        .collect();
    assert!(differ.is_empty(), "found, expected: {differ:#?}\n{text}");
}
