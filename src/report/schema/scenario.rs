//! The schema of a scenario file.

use serde_json::{Map, Value, json};

use super::value::{option_name, privilege, scalar, words};
use crate::catalogue::Catalogue;
use crate::chat::Reason;
use crate::dryrun::{VerbForm, verb_forms};

/// The schema. A text that begins with `$` is a name that `with` explains, and stands wherever a word can.
pub(super) fn schema(catalogue: &Catalogue) -> Value {
    let mut steps: Map<String, Value> = verb_forms().map(|form| (form.verb.to_owned(), verb(form))).collect();
    let refused = json!({
        "description": "The step must be refused, for this reason.",
        "type": "object",
        "properties": {
            "because": {"enum": Reason::ALL.map(Reason::as_str)},
            "privilege": {"$ref": "#/$defs/privilege"},
            "option": {"$ref": "#/$defs/option"},
        },
        "required": ["because"],
        "additionalProperties": false,
    });
    steps.insert("refused".to_owned(), refused);
    let step = json!({
        "description": "One verb with its fields.",
        "type": "object",
        "properties": steps,
        "additionalProperties": false,
        "minProperties": 1,
        "maxProperties": 2,
    });
    let row =
        json!({"type": "object", "additionalProperties": {"$ref": "#/$defs/scalar"}, "minProperties": 1});
    let scenario = json!({
        "type": "object",
        "properties": {
            "name": {"$ref": "#/$defs/scalar", "description": "What happens, in a sentence."},
            "tags": {"type": "array", "items": {"$ref": "#/$defs/scalar"}, "description": "Chosen with --tag."},
            "with": {
                "description": "The scenario is played once for each entry; `$agent` stands for what `agent` is there.",
                "type": "array", "items": row, "minItems": 1,
            },
            "steps": {"type": "array", "items": {"$ref": "#/$defs/step"}, "minItems": 1},
        },
        "required": ["name", "steps"],
        "additionalProperties": false,
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wdectl scenario",
        "description": "Scripted chats, as `wdectl chat run` plays them.",
        "type": "object",
        "properties": {"scenarios": {"type": "array", "items": {"$ref": "#/$defs/scenario"}, "minItems": 1}},
        "required": ["scenarios"],
        "additionalProperties": false,
        "$defs": {
            "scenario": scenario,
            "step": step,
            "scalar": scalar(),
            "privilege": privilege(catalogue),
            "option": option_name(catalogue),
        },
    })
}

fn verb(form: VerbForm) -> Value {
    if form.verb == "wait" {
        let pattern = "^(\\$.+|(?=[0-9])([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?)$";
        return json!({"description": form.meaning, "type": "string", "pattern": pattern});
    }
    let named = |&name: &&str| (name.to_owned(), field(form, name));
    let fields: Map<String, Value> = form.needs.iter().chain(form.may).map(named).collect();
    let mut schema = json!({
        "description": form.meaning, "type": "object", "properties": fields, "additionalProperties": false,
    });
    if form.is_check() {
        schema["oneOf"] = json!([{"required": ["chat"]}, {"required": ["agent"]}]);
    } else {
        schema["required"] = json!(form.needs);
    }
    schema
}

fn field(form: VerbForm, name: &str) -> Value {
    let known = form.words(name);
    match name {
        "user-data" => json!({"type": "object", "additionalProperties": {"$ref": "#/$defs/scalar"}}),
        "agents" => json!({"type": "array", "items": {"$ref": "#/$defs/scalar"}}),
        "option" => json!({"$ref": "#/$defs/option"}),
        "privilege" => json!({"$ref": "#/$defs/privilege"}),
        _ if known.is_empty() => json!({"$ref": "#/$defs/scalar"}),
        _ => {
            let variable = json!({"type": "string", "pattern": "^\\$"});
            json!({"anyOf": [{"enum": words(known.iter().copied())}, variable]})
        }
    }
}
