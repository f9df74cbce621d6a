//! The schema of a file of a deployment: the lists, the fields of each kind of object, and the catalogue's options.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::value::{open_words, option, privilege, scalar, template};
use crate::catalogue::{Catalogue, OptionSpec};
use crate::deployment::{FieldForm, field_forms};
use crate::lint::RULES;
use crate::names::ObjectKind;

/// The schema. Where no rule of `check` speaks of errors it allows more than it knows: other options, sections,
/// privileges and types. It refuses unknown lists and fields, wrong shapes, and values that their kind excludes.
pub(super) fn schema(catalogue: &Catalogue) -> Value {
    let mut lists = Map::new();
    let mut kinds = Map::new();
    for kind in ObjectKind::ALL {
        let about = format!("Every {} of this file.", kind.as_str().replace('-', " "));
        let list = json!({
            "description": about, "type": ["array", "null"], "items": {"$ref": format!("#/$defs/{}", kind.as_str())},
        });
        lists.insert(kind.list().to_owned(), list);
        kinds.insert(kind.as_str().to_owned(), object(kind));
    }
    let tenant = "The tenant of all objects of this file that name none.";
    lists.insert("tenant".to_owned(), described(scalar(), tenant));
    lists.insert("$schema".to_owned(), json!({"type": "string"}));
    kinds.insert("scalar".to_owned(), scalar());
    kinds.insert("privilege".to_owned(), privilege(catalogue));
    kinds.insert("options".to_owned(), options(catalogue));
    let nested = json!({"anyOf": [
        {"$ref": "#/$defs/scalar"},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/value"}},
    ]});
    kinds.insert("value".to_owned(), nested);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wdectl deployment",
        "description": "A file of a deployment of Genesys Workspace Desktop Edition, as wdectl reads it.",
        "type": ["object", "null"],
        "properties": lists,
        "additionalProperties": false,
        "$defs": kinds,
    })
}

fn object(kind: ObjectKind) -> Value {
    let fields: Map<String, Value> =
        field_forms(kind).map(|(name, form)| (name.to_owned(), field(name, form))).collect();
    let mut schema = json!({"type": "object", "properties": fields, "additionalProperties": false});
    if kind == ObjectKind::Agent {
        // A bare text is a username; what is said of fields is said of objects only.
        schema["type"] = json!(["object", "string"]);
        schema["anyOf"] = json!([{"required": ["username"]}, {"required": ["name"]}]);
    } else {
        schema["required"] = json!(["name"]);
    }
    schema
}

fn field(name: &str, form: FieldForm) -> Value {
    let list = |items: Value| json!({"type": ["array", "null"], "items": items});
    let spoken = |kind: ObjectKind| kind.as_str().replace('-', " ");
    match form {
        FieldForm::Text(words) => open_words(words),
        FieldForm::Texts if name == "privileges" => list(json!({"$ref": "#/$defs/privilege"})),
        FieldForm::Texts => list(scalar()),
        FieldForm::Any => Value::Bool(true),
        FieldForm::Flag => json!({"enum": [true, false, "true", "false"]}),
        FieldForm::Reference(kind) => described(scalar(), &format!("The name of its {}.", spoken(kind))),
        FieldForm::References(kind) => described(
            list(scalar()),
            &format!("Names, each of an {}.", spoken(kind)).replace("an role", "a role"),
        ),
        FieldForm::Members => list(json!({
            "type": "string",
            "pattern": "^([^/]+|(agent|access-group|agent-group)/.+)$",
            "description": "agent/NAME, access-group/NAME or agent-group/NAME; a bare name is an agent.",
        })),
        FieldForm::Options => json!({"$ref": "#/$defs/options"}),
        FieldForm::Allow => list(json!({
            "type": "object",
            "properties": {"rule": {"enum": rules()}, "reason": {"type": "string", "minLength": 1}},
            "required": ["rule", "reason"],
            "additionalProperties": false,
        })),
    }
}

fn rules() -> Vec<&'static str> {
    RULES.iter().filter(|rule| rule.can_be_suppressed()).map(|rule| rule.name).collect()
}

fn described(mut schema: Value, about: &str) -> Value {
    schema["description"] = json!(about);
    schema
}

/// Options by section; an option that nobody knows may be anything that is one value.
fn options(catalogue: &Catalogue) -> Value {
    let mut sections = BTreeMap::<&str, BTreeMap<&str, Vec<&OptionSpec>>>::new();
    for spec in catalogue.options() {
        sections.entry(&spec.section).or_default().entry(&spec.name).or_default().push(spec);
    }
    let sections: Map<String, Value> =
        sections.into_iter().map(|(section, specs)| (section.to_owned(), section_schema(&specs))).collect();
    json!({
        "description": "Options by section.",
        "type": ["object", "null"],
        "properties": sections,
        "additionalProperties": {
            "type": ["object", "null"], "additionalProperties": {"$ref": "#/$defs/value"},
        },
    })
}

fn section_schema(specs: &BTreeMap<&str, Vec<&OptionSpec>>) -> Value {
    let (mut exact, mut patterns) = (Map::new(), Map::new());
    for (name, specs_of_name) in specs {
        let mut forms: Vec<Value> = specs_of_name.iter().map(|spec| option(spec)).collect();
        // Nested tables flatten with dots, so a name that begins others may hold a table.
        let begins = |other: &&str| other.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
        if specs.keys().any(begins) {
            forms.push(json!({"type": "object", "additionalProperties": {"$ref": "#/$defs/value"}}));
        }
        let form = if forms.len() == 1 { forms.remove(0) } else { json!({"anyOf": forms}) };
        match &specs_of_name[0].template {
            None => _ = exact.insert((*name).to_owned(), form),
            // What has an entry of its own is judged by that.
            Some(known) if specs.keys().any(|other| other != name && known.matches(other)) => {}
            Some(_) => _ = patterns.insert(template(name), form),
        }
    }
    json!({
        "type": ["object", "null"],
        "properties": exact,
        "patternProperties": patterns,
        "additionalProperties": {"$ref": "#/$defs/value"},
    })
}
