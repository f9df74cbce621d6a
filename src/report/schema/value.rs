//! What an editor may know about values: of options, and of privileges.

use serde_json::{Map, Value, json};

use crate::catalogue::{Catalogue, OptionSpec, ValueKind};
use crate::names::option_label;

/// Anything that is read as a text: `true` and `30` are texts, as they stand.
pub(super) fn scalar() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

/// These words, as texts and as what YAML and TOML take them for without quotes.
pub(super) fn words<'w>(words: impl IntoIterator<Item = &'w str>) -> Vec<Value> {
    let mut all = Vec::new();
    for word in words {
        match (word, word.parse::<i64>()) {
            ("true", _) => all.push(json!(true)),
            ("false", _) => all.push(json!(false)),
            (_, Ok(number)) if number.to_string() == word => all.push(json!(number)),
            _ => {}
        }
        all.push(json!(word));
    }
    all
}

/// One of these words, or another text, which is kept.
pub(super) fn open_words(known: &[&str]) -> Value {
    if known.is_empty() { scalar() } else { json!({"anyOf": [{"enum": known}, scalar()]}) }
}

/// The name of a privilege: those that the catalogue knows, each with what it allows, or another one.
pub(super) fn privilege(catalogue: &Catalogue) -> Value {
    let known = |name: &str, about: &str| json!({"const": name, "description": about});
    let mut forms: Vec<Value> = catalogue
        .privileges()
        .iter()
        .map(|privilege| {
            let needs: Vec<&str> = privilege.dependencies().collect();
            let needs =
                if needs.is_empty() { String::new() } else { format!(" It needs {}.", needs.join(", ")) };
            let about = format!("{}{needs} Basis: {}.", privilege.description, privilege.basis.as_str());
            known(&privilege.name, about.trim())
        })
        .collect();
    forms.push(json!({"type": "string"}));
    json!({"anyOf": forms})
}

/// The name of an option as scenarios write it: those of the catalogue, or another one.
pub(super) fn option_name(catalogue: &Catalogue) -> Value {
    let plain = catalogue.options().iter().filter(|option| option.template.is_none());
    let name = |option: &OptionSpec| option_label(&option.section, &option.name);
    let mut forms: Vec<Value> =
        plain.map(|option| json!({"const": name(option), "description": option.description})).collect();
    forms.push(json!({"type": "string"}));
    json!({"anyOf": forms})
}

/// What an option can be, with what is known about it.
pub(super) fn option(spec: &OptionSpec) -> Value {
    let mut schema = match spec.judged_kind() {
        Some(kind) => of_kind(kind),
        None => object(scalar()),
    };
    if let Some(default) = spec.default_text() {
        // A default may be a word that nothing else may be.
        if !spec.judged_kind().is_none_or(|kind| kind.judge(default).is_empty()) {
            schema = object(json!({"anyOf": [schema, {"enum": words([default])}]}));
        }
        schema.insert("default".to_owned(), json!(default));
    }
    if !spec.examples.is_empty() {
        schema.insert("examples".to_owned(), json!(spec.examples));
    }
    schema.insert("description".to_owned(), json!(about(spec)));
    Value::Object(schema)
}

fn about(spec: &OptionSpec) -> String {
    let mut about = spec.description.clone();
    let mut add = |text: String| {
        if !about.is_empty() {
            about.push('\n');
        }
        about.push_str(&text);
    };
    if let Some(kind) = &spec.kind {
        let more = match &kind.value {
            ValueKind::Integer { unit: Some(unit), .. } => format!(", in {}", unit.as_str()),
            ValueKind::List { items, .. } if !items.is_empty() => format!(" of {}", items.join(", ")),
            _ => String::new(),
        };
        add(format!("Value: {}{more}.", kind.value.as_str()));
    }
    match spec.default_text() {
        Some("") => add("Default: empty.".to_owned()),
        Some(default) => add(format!("Default: {default}.")),
        None => {}
    }
    if let Some(fact) = &spec.takes_effect {
        add(format!("A change takes effect {}.", fact.value.words()));
    }
    if let Some(levels) = &spec.levels {
        let levels: Vec<&str> = levels.iter().map(|level| level.as_str()).collect();
        add(format!("Levels: {}.", levels.join(", ")));
    }
    add(format!("Basis: {}.", spec.basis.as_str()));
    about
}

fn of_kind(kind: &ValueKind) -> Map<String, Value> {
    object(match kind {
        ValueKind::Boolean => json!({"enum": words(["true", "false"])}),
        ValueKind::Enumeration { values, legacy } => {
            let old = legacy.iter().map(|(old, _)| old.as_str());
            json!({"enum": words(values.iter().map(String::as_str).chain(old))})
        }
        ValueKind::Integer { min, max, .. } => {
            let mut schema = object(json!({"type": ["integer", "string"], "pattern": "^[+-]?[0-9]+$"}));
            for (key, bound) in [("minimum", min), ("maximum", max)] {
                if let Some(bound) = bound {
                    schema.insert(key.to_owned(), json!(bound));
                }
            }
            Value::Object(schema)
        }
        ValueKind::List { items, other_items: false, codes } if codes.is_empty() && !items.is_empty() => {
            let item = items.iter().map(|item| escaped(item)).collect::<Vec<_>>().join("|");
            json!({"type": ["string", "number", "boolean"], "pattern": format!("^((\\s*({item})\\s*,)*\\s*({item})\\s*)?$")})
        }
        ValueKind::Colour => json!({"type": "string", "pattern": "^(#[0-9A-Fa-f]{8})?$"}),
        ValueKind::Thresholds => {
            json!({"type": "string", "pattern": "^(\\s*[0-9]+\\s*,\\s*[0-9]+\\s*)?$"})
        }
        _ => scalar(),
    })
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The names of a template as a pattern: a placeholder stands for one part of a name, at the end for all that is left.
pub(super) fn template(name: &str) -> String {
    let mut pattern = String::from("^");
    let mut rest = name;
    while let Some((before, behind)) = rest.split_once('<') {
        pattern.push_str(&escaped(before));
        rest = behind.split_once('>').map_or("", |(_, rest)| rest);
        pattern.push_str(if rest.is_empty() { ".+" } else { "[^.]+" });
    }
    pattern + &escaped(rest) + "$"
}

/// A text as a part of a pattern that every dialect of patterns reads.
fn escaped(text: &str) -> String {
    let mut pattern = String::new();
    for letter in text.chars() {
        if "\\^$.|?*+()[]{}/".contains(letter) {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_stands_there_with_quotes_and_without() {
        assert_eq!(words(["true", "1", "x"]), [json!(true), json!("true"), json!(1), json!("1"), json!("x")]);
    }

    #[test]
    fn a_template_is_a_pattern() {
        assert_eq!(template("workbin.<media-type>.<nickname>"), "^workbin\\.[^.]+\\..+$");
        assert_eq!(template("<media-type>.ringing-bell"), "^[^.]+\\.ringing-bell$");
    }
}
