//! The schema of `wdectl.toml`.

use serde_json::{Map, Value, json};

use super::value::{privilege, words};
use crate::behaviour::RightsMap;
use crate::catalogue::Catalogue;
use crate::chat::{ASSUMPTIONS, Right};
use crate::lint::{RULES, Rule};
use crate::resolve::GroupConflict;

/// The schema, with every rule, right and assumption.
pub(super) fn schema(catalogue: &Catalogue) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wdectl.toml",
        "description": "Settings of wdectl, in the folder of a deployment or above.",
        "type": "object",
        "properties": {
            "group-conflict": {
                "description": "Which agent group counts where two groups of one agent disagree.",
                "enum": GroupConflict::WORDS.map(|(word, _)| word),
                "default": GroupConflict::WORDS[0].0,
            },
            "catalogues": texts("Files with options and privileges of your own, from this file's folder."),
            "exclude": texts("Globs of files that are no part of the deployment, from this file's folder."),
            "baseline": {"description": "The file with findings that are known.", "type": "string"},
            "rules": rules("How badly a rule's findings are taken.", RULES),
            "paths": {
                "description": "Levels for some files; of several entries the later counts.",
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "match": {"description": "A glob, from this file's folder.", "type": "string"},
                        "rules": {"$ref": "#/properties/rules"},
                    },
                    "required": ["match"],
                    "additionalProperties": false,
                },
            },
            "rights": rights(catalogue),
            "assumptions": assumptions(),
            "verify": {
                "description": "How `wdectl chat verify` explores.",
                "type": "object",
                "properties": {
                    "entry-queues": texts("Interaction queues in which chats start; else all that no hold option names."),
                },
                "additionalProperties": false,
            },
        },
        "additionalProperties": false,
        "$defs": {"privilege": privilege(catalogue)},
    })
}

fn texts(about: &str) -> Value {
    json!({"description": about, "type": "array", "items": {"type": "string"}})
}

fn table(about: &str, properties: Map<String, Value>) -> Value {
    json!({"description": about, "type": "object", "properties": properties, "additionalProperties": false})
}

fn rules(about: &str, rules: &[&Rule]) -> Value {
    let level = |rule: &&Rule| {
        let severity = rule.severity.as_str();
        let level = json!({
            "description": rule.summary, "enum": ["error", "warning", "info", "off"], "default": severity,
        });
        (rule.name.to_owned(), level)
    };
    table(about, rules.iter().map(level).collect())
}

fn rights(catalogue: &Catalogue) -> Value {
    let built_in = RightsMap::default();
    let right = |right: Right| {
        let default = built_in.privilege(right).unwrap_or_default();
        // Names that the catalogue does not know are a mistake of the deployment, not of this file.
        let known = catalogue.privilege(default).map_or("", |privilege| privilege.description.as_str());
        let mut schema = json!({"$ref": "#/$defs/privilege", "default": default});
        if !known.is_empty() {
            schema["description"] = json!(known);
        }
        (right.as_str().to_owned(), schema)
    };
    table(
        "The privilege behind each right; an empty one makes it everybody's.",
        Right::ALL.into_iter().map(right).collect(),
    )
}

fn assumptions() -> Value {
    let switch = |spec: &crate::chat::AssumptionSpec| {
        let schema = json!({
            "description": spec.doc, "enum": words(spec.values.iter().copied()), "default": spec.default_value(),
        });
        (spec.name.to_owned(), schema)
    };
    table(
        "What is assumed where the product's behaviour is not documented.",
        ASSUMPTIONS.iter().map(switch).collect(),
    )
}
