//! One entry of a catalogue file, laid over what is known already.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::names::{ApplicationType, Basis, Level, ObjectKind, Review, ScriptType, TakesEffect};
use crate::text::Kind;

use super::fields::{Fields, items};
use super::{
    CatalogueError, Charset, Fact, OptionDependency, OptionSpec, PrivilegeSpec, Product, Unit, ValueKind,
};

/// The fields that narrow a kind of value down.
const NARROWING: [&str; 10] = [
    "min",
    "max",
    "unit",
    "values",
    "legacy-values",
    "items",
    "other-items",
    "codes",
    "charset",
    "script-type",
];

/// The fields of an option.
pub(super) const OPTION_FIELDS: [&str; 43] = [
    "name",
    "section",
    "section-basis",
    "application-type",
    "product",
    "group",
    "description",
    "kind",
    "kind-basis",
    "min",
    "max",
    "unit",
    "values",
    "legacy-values",
    "items",
    "other-items",
    "codes",
    "charset",
    "script-type",
    "default",
    "default-basis",
    "levels",
    "object",
    "takes-effect",
    "takes-effect-basis",
    "routing-override",
    "routing-override-basis",
    "introduced",
    "introduced-basis",
    "restricted-since",
    "modified",
    "depends-on",
    "needs-privileges",
    "related-privileges",
    "related-privileges-basis",
    "related-options",
    "former-names",
    "attached-data",
    "examples",
    "review",
    "secret",
    "basis",
    "source",
];

/// The fields of a privilege.
pub(super) const PRIVILEGE_FIELDS: [&str; 13] = [
    "name",
    "group",
    "description",
    "gate",
    "depends-on",
    "depends-on-basis",
    "introduced",
    "introduced-basis",
    "modified",
    "aliases",
    "review",
    "basis",
    "source",
];

/// The short names of sources with what they stand for.
pub(super) type SourceNames = BTreeMap<String, String>;

/// Puts a field in its place if the entry has it.
fn put<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}

fn basis(fields: &mut Fields<'_, '_>, key: &str) -> Option<Basis> {
    fields.word(key, &Basis::ALL, Basis::as_str)
}

/// Puts a fact in its place. Its basis is that of its own field, else that of the entry.
fn put_fact<T>(
    fields: &mut Fields<'_, '_>,
    slot: &mut Option<Fact<T>>,
    value: Option<T>,
    basis_key: &str,
    entry: Basis,
) {
    let own = basis(fields, basis_key);
    match (value, slot, own) {
        (Some(value), slot, own) => *slot = Some(Fact { value, basis: own.unwrap_or(entry) }),
        (None, Some(fact), Some(own)) => fact.basis = own,
        (None, None, Some(_)) => {
            let key = basis_key.trim_end_matches("-basis");
            let mistake =
                CatalogueError::new(fields.place(basis_key), format!("`{basis_key}` without `{key}`"));
            fields.mistake(mistake.help(format!("add `{key}`, or take this out")));
        }
        (None, _, None) => {}
    }
}

/// The basis of an entry: its own, else what it was, but nobody overrides what is unverified without having seen it.
fn entry_basis(fields: &mut Fields<'_, '_>, before: Basis) -> (Basis, Basis) {
    let own = basis(fields, "basis");
    let kept = if before == Basis::Unverified { Basis::Seen } else { before };
    (own.unwrap_or(kept), own.unwrap_or(Basis::Seen))
}

/// The sources of an entry, all of which must be known.
fn sources(fields: &mut Fields<'_, '_>, known: &SourceNames) -> Option<Vec<String>> {
    let texts = fields.texts_at("source")?;
    for (text, span) in texts.iter().filter(|(text, _)| !known.contains_key(*text)) {
        let mistake = CatalogueError::new(*span, format!("unknown source `{text}`"));
        let help = "describe it in the table `[sources]`";
        fields.mistake(mistake.near(text, known.keys().map(String::as_str), help));
    }
    Some(texts.into_iter().map(|(text, _)| text.to_owned()).collect())
}

/// Lays the fields of an entry over an option.
pub(super) fn apply_option(fields: &mut Fields<'_, '_>, spec: &mut OptionSpec, known: &SourceNames) {
    let (own, facts) = entry_basis(fields, spec.basis);
    spec.basis = own;
    put(&mut spec.section_basis, basis(fields, "section-basis").map(Some));
    put(&mut spec.product, fields.word("product", &Product::ALL, Product::as_str));
    put(&mut spec.group, fields.text("group"));
    put(&mut spec.description, fields.text("description"));
    apply_kind(fields, spec, facts);
    let value = fields.text("default");
    put_fact(fields, &mut spec.default, value, "default-basis", facts);
    let levels = fields.words("levels", &Level::ALL[1..6], Level::as_str);
    put(&mut spec.levels, levels.map(Some));
    put(&mut spec.object, fields.word("object", &ObjectKind::ALL, ObjectKind::as_str).map(Some));
    let value = fields.word("takes-effect", &TakesEffect::ALL, TakesEffect::as_str);
    put_fact(fields, &mut spec.takes_effect, value, "takes-effect-basis", facts);
    let value = fields.flag("routing-override");
    put_fact(fields, &mut spec.routing_override, value, "routing-override-basis", facts);
    let value = fields.text("introduced");
    put_fact(fields, &mut spec.introduced, value, "introduced-basis", facts);
    put(&mut spec.restricted_since, fields.text("restricted-since").map(Some));
    put(&mut spec.modified, fields.texts("modified"));
    put(&mut spec.depends_on, dependencies(fields));
    put(&mut spec.needs_privileges, fields.texts("needs-privileges"));
    let value = fields.texts("related-privileges");
    put_fact(fields, &mut spec.related_privileges, value, "related-privileges-basis", facts);
    put(&mut spec.related_options, fields.texts("related-options"));
    put(&mut spec.former_names, fields.texts("former-names"));
    put(&mut spec.attached_data, fields.texts("attached-data"));
    put(&mut spec.examples, fields.texts("examples"));
    put(&mut spec.review, review(fields).map(Some));
    put(&mut spec.secret, fields.flag("secret").map(Some));
    put(&mut spec.sources, sources(fields, known));
    check_default(fields, spec);
}

/// A default that is no value of its kind is a slip in the file.
fn check_default(fields: &mut Fields<'_, '_>, spec: &OptionSpec) {
    let (Some(kind), Some(default)) = (&spec.kind, &spec.default) else { return };
    let wrong = kind.value.judge(&default.value).into_iter().find(|error| error.severity == Severity::Error);
    if let Some(wrong) = wrong {
        let message =
            format!("the default `{}` is no value of kind `{}`", default.value, kind.value.as_str());
        fields.mistake(CatalogueError::new(fields.place("default"), message).help(wrong.message));
    }
}

/// `kind` and the fields that narrow it down; these may also change a kind that is known already.
fn apply_kind(fields: &mut Fields<'_, '_>, spec: &mut OptionSpec, facts: Basis) {
    let kind = fields.text_at("kind").and_then(|(word, range)| {
        let kind = ValueKind::from_word(word);
        if kind.is_none() {
            let mistake = CatalogueError::new(range, format!("`{word}` is no kind of value"));
            let all = format!("the kinds are `{}`", ValueKind::WORDS.join("`, `"));
            fields.mistake(mistake.near(word, ValueKind::WORDS, all));
        }
        kind
    });
    put_fact(fields, &mut spec.kind, kind, "kind-basis", facts);
    for key in NARROWING.into_iter().filter(|key| fields.has(key)).collect::<Vec<_>>() {
        let fits = match spec.kind.as_mut() {
            Some(kind) => narrow(fields, &mut kind.value, key),
            None => false,
        };
        if !fits {
            let kind = spec.kind.as_ref().map_or("nothing known", |kind| kind.value.as_str());
            let mistake = CatalogueError::new(
                fields.place(key),
                format!("`{key}` says nothing about a value of kind `{kind}`"),
            );
            fields.mistake(mistake.help(format!("take it out, or set `kind` to {}", kinds_with(key))));
        }
    }
    if let Some(Fact { value: ValueKind::Enumeration { values, legacy }, .. }) = &spec.kind {
        if values.is_empty() {
            fields.mistake(
                CatalogueError::new(fields.place("kind"), "an enumeration without words")
                    .help("add `values`"),
            );
        }
        for (old, today) in legacy.iter().filter(|(_, today)| !values.contains(today)) {
            let message = format!("`{today}`, today's word for `{old}`, is none of `values`");
            fields.mistake(CatalogueError::new(fields.place("legacy-values"), message));
        }
    }
}

fn kinds_with(key: &str) -> &'static str {
    match key {
        "min" | "max" | "unit" => "`integer`",
        "values" | "legacy-values" => "`enumeration`",
        "items" | "other-items" => "`list`",
        "codes" => "`list`, `field-code-text` or `directory`",
        "charset" => "`text`, `business-attribute` or `attached-data-key`",
        _ => "`script`",
    }
}

/// Narrows a kind down by one field; false if the field says nothing about it.
fn narrow(fields: &mut Fields<'_, '_>, kind: &mut ValueKind, key: &str) -> bool {
    match (key, kind) {
        ("min", ValueKind::Integer { min, .. }) => put(min, fields.integer(key).map(Some)),
        ("max", ValueKind::Integer { max, .. }) => put(max, fields.integer(key).map(Some)),
        ("unit", ValueKind::Integer { unit, .. }) => {
            put(unit, fields.word(key, &Unit::ALL, Unit::as_str).map(Some));
        }
        ("values", ValueKind::Enumeration { values, .. }) => put(values, fields.texts(key)),
        ("legacy-values", ValueKind::Enumeration { legacy, .. }) => put(legacy, pairs(fields, key)),
        ("items", ValueKind::List { items, .. }) => put(items, fields.texts(key)),
        ("other-items", ValueKind::List { other_items, .. }) => put(other_items, fields.flag(key)),
        (
            "codes",
            ValueKind::List { codes, .. }
            | ValueKind::FieldCodeText { codes }
            | ValueKind::Directory { codes },
        ) => put(codes, fields.texts(key)),
        (
            "charset",
            ValueKind::Text { charset }
            | ValueKind::BusinessAttribute { charset }
            | ValueKind::AttachedDataKey { charset },
        ) => put(charset, characters(fields, key).map(Some)),
        ("script-type", ValueKind::Script(script)) => {
            put(script, fields.word(key, &ScriptType::ALL, ScriptType::as_str));
        }
        _ => return false,
    }
    true
}

fn characters(fields: &mut Fields<'_, '_>, key: &str) -> Option<Charset> {
    let (text, range) = fields.text_at(key)?;
    let charset = Charset::parse(text);
    if charset.is_none() {
        let mistake = CatalogueError::new(range, format!("`{text}` is no set of characters"));
        fields.mistake(mistake.help("write ranges and single characters, as in `A-Za-z0-9_ `"));
    }
    charset
}

/// A table of texts.
fn pairs(fields: &mut Fields<'_, '_>, key: &str) -> Option<Vec<(String, String)>> {
    let value = fields.get(key)?;
    if value.kind() != Kind::Map {
        let message = format!("`{key}` is a table, as in `{{ old = \"new\" }}`");
        fields.mistake(CatalogueError::new(value.span(), message));
        return None;
    }
    let texts = Fields::any(value, fields.mistakes).all_texts();
    Some(texts.into_iter().map(|(old, today, _)| (old.to_owned(), today.to_owned())).collect())
}

fn dependencies(fields: &mut Fields<'_, '_>) -> Option<Vec<OptionDependency>> {
    const EXAMPLE: &str = "`[{ option = \"...\", value = \"...\" }]`";
    let mut dependencies = Vec::new();
    for item in items("depends-on", fields.get("depends-on")?, EXAMPLE, fields.mistakes)? {
        if item.kind() != Kind::Map {
            let mistake = CatalogueError::new(item.span(), "a dependency of an option is a table");
            fields.mistake(mistake.help(format!("write {EXAMPLE}")));
            continue;
        }
        let mut inner = Fields::new(item, &["option", "value"], fields.mistakes);
        match inner.text("option") {
            Some(option) => dependencies.push(OptionDependency { option, value: inner.text("value") }),
            None if inner.has("option") => {}
            None => inner.mistake(CatalogueError::new(item.span(), "a dependency without `option`")),
        }
    }
    Some(dependencies)
}

/// Lays the fields of an entry over a privilege, save its aliases.
pub(super) fn apply_privilege(fields: &mut Fields<'_, '_>, spec: &mut PrivilegeSpec, known: &SourceNames) {
    let (own, facts) = entry_basis(fields, spec.basis);
    spec.basis = own;
    put(&mut spec.group, fields.text("group"));
    put(&mut spec.description, fields.text("description"));
    put(&mut spec.gate, fields.flag("gate"));
    let value = fields.texts("depends-on");
    put_fact(fields, &mut spec.depends_on, value, "depends-on-basis", facts);
    let value = fields.text("introduced");
    put_fact(fields, &mut spec.introduced, value, "introduced-basis", facts);
    put(&mut spec.modified, fields.texts("modified"));
    put(&mut spec.review, review(fields));
    put(&mut spec.sources, sources(fields, known));
}

fn review(fields: &mut Fields<'_, '_>) -> Option<Review> {
    fields.word("review", &Review::ALL, Review::as_str)
}

/// The type of the application and the section by which an entry names its option.
pub(super) fn application(fields: &mut Fields<'_, '_>) -> Option<ApplicationType> {
    fields.word("application-type", &ApplicationType::ALL, ApplicationType::as_str)
}
