//! Every built-in entry, field by field, against a transcript of the facts made apart from it.

use serde_json::{Map, Value, json};
use wdectl::catalogue::{Catalogue, Fact, OptionSpec, PrivilegeSpec, ValueKind};
use wdectl::names::{Basis, Level, ObjectKind};

fn facts(list: &str) -> Vec<Map<String, Value>> {
    let document: Value =
        serde_json::from_str(include_str!("../../../fixtures/catalogue/facts.json")).unwrap();
    document[list].as_array().unwrap().iter().map(|entry| entry.as_object().unwrap().clone()).collect()
}

/// An entry in the form of the transcript: absent fields left out, a basis only where it differs from the entry's.
struct Entry {
    fields: Map<String, Value>,
    basis: Basis,
}

impl Entry {
    fn new(name: &str, basis: Basis, sources: &[String]) -> Self {
        let mut fields = Map::new();
        fields.insert("name".into(), name.into());
        fields.insert("basis".into(), basis.as_str().into());
        fields.insert("source".into(), json!(sources));
        Self { fields, basis }
    }

    fn put(&mut self, key: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.fields.insert(key.into(), value);
        }
    }

    fn list(&mut self, key: &str, items: &[String]) {
        self.put(key, (!items.is_empty()).then(|| json!(items)));
    }

    fn fact<T>(&mut self, key: &str, fact: Option<&Fact<T>>, value: impl FnOnce(&T) -> Value) {
        let Some(fact) = fact else { return };
        self.put(key, Some(value(&fact.value)));
        self.basis_of(key, fact.basis);
    }

    fn basis_of(&mut self, key: &str, basis: Basis) {
        if basis != self.basis {
            self.put(&format!("{key}_basis"), Some(basis.as_str().into()));
        }
    }
}

/// `codes` of a list are the transcript's `codes` too, and a script carries its type in its kind.
fn put_kind(entry: &mut Entry, kind: &ValueKind) {
    match kind {
        ValueKind::Script(script) => entry.put("kind", Some(format!("script:{script}").into())),
        kind => entry.put("kind", Some(kind.as_str().into())),
    }
    match kind {
        ValueKind::Integer { min, max, unit } => {
            entry.put("min", min.map(Into::into));
            entry.put("max", max.map(Into::into));
            entry.put("unit", unit.map(|unit| unit.as_str().into()));
        }
        ValueKind::Enumeration { values, legacy } => {
            entry.list("values", values);
            let legacy: Map<String, Value> =
                legacy.iter().map(|(old, today)| (old.clone(), today.as_str().into())).collect();
            entry.put("legacy_values", (!legacy.is_empty()).then(|| legacy.into()));
        }
        ValueKind::List { items, other_items, codes } => {
            entry.list("items", items);
            entry.put("other_items", other_items.then_some(true.into()));
            entry.list("codes", codes);
        }
        ValueKind::FieldCodeText { codes } | ValueKind::Directory { codes } => entry.list("codes", codes),
        ValueKind::Text { charset: Some(set) } | ValueKind::BusinessAttribute { charset: Some(set) } => {
            assert_eq!(set.words(), "A-Z, a-z, 0-9, `_` and blank");
            entry.put("charset", Some("key-charset".into()));
        }
        _ => {}
    }
}

fn option(spec: &OptionSpec) -> Map<String, Value> {
    let mut entry = Entry::new(&spec.name, spec.basis, &spec.sources);
    entry.put("section", Some(spec.section.as_str().into()));
    entry.basis_of("section", spec.section_basis.unwrap_or(spec.basis));
    entry.put("application_type", Some(spec.application.as_str().into()));
    entry.put("group", Some(spec.group.as_str().into()));
    if let Some(kind) = &spec.kind {
        put_kind(&mut entry, &kind.value);
        entry.basis_of("kind", kind.basis);
    }
    entry.fact("default", spec.default.as_ref(), |value| value.as_str().into());
    let levels = |levels: &Vec<Level>| levels.iter().map(|level| level.as_str()).collect::<Vec<_>>();
    entry.put("levels", spec.levels.as_ref().map(|all| json!(levels(all))));
    entry.put("object", spec.object.map(ObjectKind::as_str).map(Into::into));
    entry.fact("takes_effect", spec.takes_effect.as_ref(), |value| value.as_str().into());
    entry.fact("routing_override", spec.routing_override.as_ref(), |&value| value.into());
    entry.fact("introduced", spec.introduced.as_ref(), |value| value.as_str().into());
    entry.put("restricted_since", spec.restricted_since.as_deref().map(Into::into));
    entry.list("modified", &spec.modified);
    let dependencies: Vec<String> = spec
        .depends_on
        .iter()
        .map(|on| on.value.as_ref().map_or(on.option.clone(), |value| format!("{} = {value}", on.option)))
        .collect();
    entry.list("depends_on", &dependencies);
    entry.list("needs_privileges", &spec.needs_privileges);
    entry.fact("related_privileges", spec.related_privileges.as_ref(), |value| json!(value));
    entry.list("related_options", &spec.related_options);
    entry.list("former_names", &spec.former_names);
    entry.list("attached_data", &spec.attached_data);
    entry.list("examples", &spec.examples);
    entry.fields
}

fn privilege(spec: &PrivilegeSpec) -> Map<String, Value> {
    let mut entry = Entry::new(&spec.name, spec.basis, &spec.sources);
    entry.put("group", Some(spec.group.as_str().into()));
    entry.put("gate", spec.gate.then_some(true.into()));
    entry.fact("depends_on", spec.depends_on.as_ref(), |value| json!(value));
    entry.fact("introduced", spec.introduced.as_ref(), |value| value.as_str().into());
    entry.list("modified", &spec.modified);
    entry.list("aliases", &spec.aliases);
    entry.fields
}

/// What both say must be equal; only the group may be ours alone.
fn compare(mut ours: Map<String, Value>, theirs: &Map<String, Value>) {
    if !theirs.contains_key("group") {
        assert!(ours.remove("group").is_some_and(|group| group != ""), "{theirs:?}");
    }
    assert_eq!(Value::Object(ours), Value::Object(theirs.clone()));
}

#[test]
fn every_option_says_what_the_facts_say_and_nothing_else() {
    let catalogue = Catalogue::built_in();
    let theirs = facts("options");
    for entry in &theirs {
        let (section, application) = (entry["section"].as_str().unwrap(), &entry["application_type"]);
        let ours = catalogue.options().iter().find(|spec| {
            spec.name == entry["name"].as_str().unwrap()
                && spec.section == section
                && spec.application.as_str() == application
        });
        compare(option(ours.unwrap_or_else(|| panic!("{} is missing", entry["name"]))), entry);
    }
    assert_eq!(catalogue.options().len(), theirs.len());
}

#[test]
fn every_privilege_says_what_the_facts_say_and_nothing_else() {
    let catalogue = Catalogue::built_in();
    let theirs = facts("privileges");
    for entry in &theirs {
        let ours = catalogue.privilege(entry["name"].as_str().unwrap());
        compare(privilege(ours.unwrap_or_else(|| panic!("{} is missing", entry["name"]))), entry);
    }
    assert_eq!(catalogue.privileges().len(), theirs.len());
}

#[test]
fn every_entry_is_described_in_a_sentence_and_has_a_source_unless_it_is_unverified() {
    let catalogue = Catalogue::built_in();
    let entries = catalogue
        .options()
        .iter()
        .map(|spec| (&spec.name, &spec.description, &spec.sources, spec.basis))
        .chain(catalogue.privileges().iter().map(|s| (&s.name, &s.description, &s.sources, s.basis)));
    for (name, description, sources, basis) in entries {
        assert!(description.len() > 10 && description.ends_with('.'), "{name}");
        assert_eq!(sources.is_empty(), basis == Basis::Unverified, "{name}");
        assert!(sources.iter().all(|short| catalogue.source(short).is_some()), "{name}");
    }
}

#[test]
fn every_default_and_example_is_a_value_of_its_kind() {
    let catalogue = Catalogue::built_in();
    let mut judged = 0;
    for spec in catalogue.options() {
        let Some(kind) = &spec.kind else { continue };
        let values = spec.default.iter().map(|fact| &fact.value).chain(&spec.examples);
        for value in values {
            assert_eq!(kind.value.judge(value), [], "{} = {value}", spec.name);
            judged += 1;
        }
    }
    assert!(judged > 60, "{judged}");
}
