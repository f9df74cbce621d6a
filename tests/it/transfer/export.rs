//! What is exported is read as what it was exported from, but for what the form has no place for.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::Value;
use wdectl::deployment::{
    Deployment, Loss, Lost, OurForm, Outline, write_cfg_files, write_cfgdata, write_cfgdata_changes,
};
use wdectl::names::ObjectKind;
use wdectl::text::{Span, Syntax};

use super::super::planting::{clean_files, random_edits};
use super::model::{Model, Said, model, read, same};
use super::wild::{deployments, tame};

fn all(deployment: &Deployment) -> Outline<'_> {
    Outline::of(deployment, |_| true)
}

fn is_xml(text: &str) -> bool {
    text.chars().all(|next| {
        matches!(next, '\t' | '\n' | '\r') || (next >= ' ' && !('\u{FFFE}'..='\u{FFFF}').contains(&next))
    })
}

/// The condition of a virtual group.
fn condition() -> (String, String) {
    ("virtual".to_owned(), "script".to_owned())
}

/// What CfgData has a place for.
fn held_by_cfgdata(before: Model) -> Model {
    let held = |(key, said): ((String, String, String), Said)| {
        let (kind, tenant, name) = &key;
        if !is_xml(tenant) || !is_xml(name) {
            return None;
        }
        let Said { mut flags, mut fields, mut options, mut links, .. } = said;
        let is_named_only = flags.contains("mentioned");
        if !options.contains_key(&condition()) {
            flags.remove("virtual");
        }
        if matches!(kind.as_str(), "role" | "script" | "access-group") {
            options.clear();
        }
        options.retain(|(section, name), value| is_xml(section) && is_xml(name) && is_xml(value));
        links.retain(|(relation, _, tenant, name)| {
            relation != "Application" && is_xml(tenant) && is_xml(name)
        });
        for list in ["values", "privileges"] {
            if let Some(texts) = fields.get_mut(list) {
                *texts = texts
                    .split(", ")
                    .filter(|text| is_xml(text) && !(list == "privileges" && text.starts_with('#')))
                    .collect::<Vec<_>>()
                    .join(", ");
            }
        }
        fields.retain(|key, value| {
            let can_be_set = !is_named_only || !matches!(key.as_str(), "skills" | "agent-logins");
            let is_list = matches!(key.as_str(), "values" | "privileges");
            !matches!(key.as_str(), "media" | "owner")
                && is_xml(value)
                && can_be_set
                && !(is_list && value.is_empty())
        });
        if kind == "application" && options.keys().any(|(section, _)| section == "interaction-workspace") {
            fields.insert("type".to_owned(), "workspace".to_owned());
        }
        if let Some(values) = fields.get_mut("values") {
            let mut seen = BTreeSet::new();
            *values = values.split(", ").filter(|value| seen.insert(*value)).collect::<Vec<_>>().join(", ");
        }
        Some((key, Said { flags, fields, options, links, ..Said::default() }))
    };
    before.into_iter().filter_map(held).collect()
}

/// Without what is no matter here: suppressions, references that lead nowhere.
fn bare(mut model: Model) -> Model {
    for said in model.values_mut() {
        said.quiet.clear();
        said.dangling.clear();
    }
    model
}

/// An XML document that others read, too.
fn well_formed(text: &str) {
    roxmltree::Document::parse(text).unwrap();
    let mut reader = quick_xml::Reader::from_str(text);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    // Every id is there once, and every reference leads to one.
    let document = roxmltree::Document::parse(text).unwrap();
    let mut ids = BTreeSet::new();
    for id in document.descendants().filter_map(|node| node.attribute("id")) {
        assert!(ids.insert(id), "{id} twice in {text}");
    }
    for node in document.descendants() {
        for attribute in node.attributes() {
            let name = attribute.name();
            let is_reference =
                name == "DBIDref" || name.ends_with("DBID") && name != "DBID" && name != "tenantDBID";
            assert!(
                !is_reference || ids.contains(attribute.value()),
                "{name}={:?} in {text}",
                attribute.value()
            );
        }
    }
}

fn through_cfgdata(deployment: &Deployment) {
    let (text, _) = write_cfgdata(&all(deployment), true);
    well_formed(&text);
    let (_, again) = read(&[("a.xml".to_owned(), text.clone())]);
    same(&bare(model(&again)), &held_by_cfgdata(model(deployment)), &text);
    let (_, losses) = write_cfgdata(&all(&again), true);
    assert!(losses.is_empty(), "what was written once is written whole: {losses:?}");
    let without_roles = write_cfgdata(&all(deployment), false).0;
    assert!(!without_roles.contains("CfgRole"));
}

/// Without its options.
fn stripped(document: &Value) -> Value {
    let mut document = document.clone();
    for objects in document.as_object_mut().unwrap().values_mut() {
        for object in objects.as_array_mut().into_iter().flatten() {
            object.as_object_mut().unwrap().remove("options");
        }
    }
    document
}

/// What a CFG file has a place for.
fn held_by_cfg(mut before: Model) -> Model {
    let commands = |next: char| next.is_control() && next != '\t';
    let plain = |text: &str| !text.is_empty() && text.trim_ascii() == text && !text.contains(commands);
    for said in before.values_mut() {
        said.options.retain(|(section, name), value| {
            let is_name = match name.strip_prefix('#') {
                Some(bare) => !bare.is_empty() && !bare.contains([' ', '\t', '#']),
                None => true,
            };
            let is_name = is_name && plain(name) && !name.contains('=') && !name.starts_with([';', '[']);
            plain(section) && is_name && !value.contains(commands)
        });
    }
    before
}

fn through_cfg(document: &Value, deployment: &Deployment) {
    let outline = all(deployment);
    let (files, _) = write_cfg_files(&outline);
    let mut texts = vec![("a.json".to_owned(), stripped(document).to_string())];
    texts.extend(files.into_iter().map(|file| (format!("export/{}", file.path), file.text)));
    let (_, again) = read(&texts);
    let again = bare(model(&again));
    // Of two names that differ in letter case only, the second file needs --as; those are left out here.
    let mut spellings: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for (kind, _, name) in again.keys() {
        spellings.entry((kind.clone(), name.to_lowercase())).or_default().insert(name.clone());
    }
    let told_apart = |model: Model| -> Model {
        let is_single = |(kind, _, name): &(String, String, String)| {
            spellings.get(&(kind.clone(), name.to_lowercase())).is_none_or(|names| names.len() == 1)
                && !name.contains('~')
        };
        model.into_iter().filter(|(key, _)| is_single(key)).collect()
    };
    let expected = bare(held_by_cfg(model(deployment)));
    same(&told_apart(again), &told_apart(expected), &format!("{texts:?}"));
}

/// As an update can make it: what stays in the files of the old one does.
fn changed(old: &Model, new: Model) -> Model {
    let mut new = held_by_cfgdata(new);
    for (key, said) in &mut new {
        said.fields.remove("dbid");
        said.flags.remove("virtual");
        said.flags.remove("mentioned");
        said.fields.remove("skills");
        said.fields.remove("agent-logins");
        let values = said.fields.remove("values").unwrap_or_default();
        let mut all: Vec<&str> = values.split(", ").filter(|value| !value.is_empty()).collect();
        let before =
            old.get(key).and_then(|said| said.fields.get("values")).map(String::as_str).unwrap_or_default();
        all.extend(before.split(", ").filter(|value| !value.is_empty()));
        all.sort_unstable();
        all.dedup();
        said.fields.insert("values".to_owned(), all.join(", "));
        if let Some(privileges) = said.fields.get_mut("privileges") {
            let mut all: Vec<&str> = privileges.split(", ").collect();
            all.sort_unstable();
            all.dedup();
            *privileges = all.join(", ");
        }
    }
    new
}

fn through_changes(old_files: &[(String, String)], new: &Deployment) -> (usize, usize) {
    let (_, old) = read(old_files);
    let changes = write_cfgdata_changes(&all(&old), &all(new), true);
    well_formed(&changes.text);
    let mut files = old_files.to_vec();
    files.push(("~change.xml".to_owned(), changes.text.clone()));
    let (_, after) = read(&files);
    // Removing an object without tenant would remove those of its name in all tenants.
    let is_stuck = |lost: &Lost| {
        lost.first.iter().any(|lost| lost.starts_with("removal of ") && !lost.contains("value"))
    };
    if changes.losses.iter().any(|(why, lost)| why == Loss::Change && is_stuck(lost)) {
        return (changes.created + changes.removed, changes.changed);
    }
    let before = model(&old);
    let expected = changed(&before, model(new));
    let mut found = changed(&before, bare(model(&after)));
    // What was only named is not removed.
    let is_only_named = |(kind, _, name): &(String, String, String)| {
        let mut same = before.iter().filter(|(other, _)| (&other.0, &other.2) == (kind, name));
        same.any(|(_, said)| said.flags.contains("mentioned"))
    };
    found.retain(|key, _| expected.contains_key(key) || !is_only_named(key));
    same(&found, &expected, &changes.text);
    // Once it is made, nothing is left to change.
    let again = write_cfgdata_changes(&all(&after), &all(new), true);
    assert_eq!((again.created, again.removed), (0, 0), "{}", again.text);
    (changes.created + changes.removed, changes.changed)
}

#[test]
fn random_deployments_come_back_from_every_form() {
    for seed in 0..60 {
        let (_, deployment) = read(&clean_files(seed, seed % 2 == 0));
        through_cfgdata(&deployment);
        let outline = all(&deployment);
        let (text, _) = OurForm::new(&outline, Syntax::Json, None).whole();
        let document: Value = serde_json::from_str(&text).unwrap();
        through_cfg(&document, &deployment);
    }
}

/// Who loses the tenant is removed and created; the one without tenant must not take the place in a role.
#[test]
fn a_member_that_becomes_another_object_of_that_name_leaves() {
    let role =
        |members: &str| format!(r#""roles": [{{"name": "Chat", "tenant": "Acme", "members": [{members}]}}]"#);
    let old = format!(
        r#"{{"tenants": [{{"name": "Acme"}}], "agents": [{{"username": "ana", "tenant": "Acme"}}], {}}}"#,
        role(r#""agent/ana""#)
    );
    let new = format!(
        r#"{{"tenants": [{{"name": "Acme"}}, {{"name": "Bank"}}], "agents": [{{"username": "ana"}}], {}}}"#,
        role("")
    );
    let (_, old) = read(&[("a.json".to_owned(), old)]);
    let (_, new) = read(&[("b.json".to_owned(), new)]);
    through_changes(&[("a.xml".to_owned(), write_cfgdata(&all(&old), true).0)], &new);
}

#[test]
fn an_update_makes_an_edited_deployment_of_the_one_before() {
    let mut changed = 0;
    for seed in 0..80 {
        let files = clean_files(seed, seed % 2 == 0);
        let (mut sources, old) = read(&files);
        let edit = sources.add("edit", b"edit".to_vec());
        let new = old.apply(&random_edits(seed + 1, &old, Span::new(edit, 0, 4)));
        let (made, other) = through_changes(&files, &new);
        assert_eq!(made, 0, "edits make and remove no objects");
        changed += other;
        assert_eq!(through_changes(&files, &old), (0, 0), "nothing changes");
    }
    assert!(changed > 80, "only {changed} objects changed: the edits do too little");
}

#[test]
fn an_update_makes_any_deployment_of_any_other() {
    for seed in 0..30 {
        let (_, new) = read(&clean_files(seed + 1000, true));
        // A CFG file names no tenant: it would go with an object of that name to another one.
        let (_, old) = read(&clean_files(seed, true));
        let (old, _) = OurForm::new(&all(&old), Syntax::Yaml, None).whole();
        let (made, _) = through_changes(&[("old.yaml".to_owned(), old)], &new);
        assert!(made > 0);
    }
}

#[test]
fn no_object_has_two_elements_for_one_action() {
    let (_, old) = read(&clean_files(7, true));
    let (_, new) = read(&clean_files(8, true));
    let changes = write_cfgdata_changes(&all(&old), &all(&new), true);
    let document = roxmltree::Document::parse(&changes.text).unwrap();
    let mut seen = BTreeSet::new();
    for element in document.descendants().filter(|node| node.attribute("DBIDref").is_some()) {
        let actions: BTreeSet<&str> =
            element.children().filter_map(|child| child.attribute("action")).collect();
        assert!(actions.len() <= 1, "an element has one action");
        let action = actions.into_iter().next().unwrap_or("change");
        assert!(seen.insert((element.attribute("DBIDref").unwrap(), action)));
    }
    assert!(new.of_kind(ObjectKind::Agent).len() > 1 && !seen.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wild_deployments_come_back_from_every_form(document in deployments()) {
        let (_, deployment) = read(&[("a.json".to_owned(), document.to_string())]);
        through_cfg(&document, &deployment);
        let (_, deployment) = read(&[("a.json".to_owned(), tame(document).to_string())]);
        through_cfgdata(&deployment);
    }

    #[test]
    fn an_update_makes_one_wild_deployment_of_another(old in deployments(), new in deployments()) {
        // A name that leads nowhere in the old one would lead somewhere where the new one has it.
        let (_, old) = read(&[("a.json".to_owned(), tame(old).to_string())]);
        let old = vec![("a.xml".to_owned(), write_cfgdata(&all(&old), true).0)];
        // Nor can a text that XML has no characters for come to the place of another one.
        let (_, new) = read(&[("b.json".to_owned(), tame(new).to_string())]);
        let (_, new) = read(&[("b.xml".to_owned(), write_cfgdata(&all(&new), true).0)]);
        through_changes(&old, &new);
    }
}
