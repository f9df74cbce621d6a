//! Writes the changes that make one deployment of another.
//!
//! What the schema says of an action stands at a list as a whole, and so it is written: an object that changes has an
//! element for what goes, one for what changes, and one for what is new.

use std::collections::BTreeSet;

use super::super::fields::FieldKey;
use super::super::losses::{Loss, Losses};
use super::super::model::{Deployment, Relation};
use super::super::outline::{Outline, Record};
use super::compare::{Before, Earlier, compare, find, role};
use super::ids::{Key, key};
use super::words;
use super::write::{Writer, has_condition, link, pairs, single_fields};
use crate::names::ObjectKind;
use crate::text::{Markup, is_xml};

/// The changes between two deployments, as a document.
#[derive(Debug)]
pub struct Changes {
    /// The document.
    pub text: String,
    /// How many objects are created.
    pub created: usize,
    /// How many change.
    pub changed: usize,
    /// How many are removed.
    pub removed: usize,
    /// How many secrets differ and are left out.
    pub withheld: usize,
    /// What the form cannot say.
    pub losses: Losses,
}

/// A document that makes `new` of `old`: applied to the files of `old` it gives the objects of `new`.
#[must_use]
pub fn write_cfgdata_changes<'d>(old: &Outline<'d>, new: &Outline<'d>, with_roles: bool) -> Changes {
    let mut writer = Writer::new(new.deployment(), with_roles);
    let before = Before::of(old);
    let after: BTreeSet<Key> = new.records().iter().map(|record| key(new.deployment(), record.id)).collect();
    let is_same_role = |record: &Record<'_>| {
        let earlier = before.records.get(&key(new.deployment(), record.id));
        record.object.kind == ObjectKind::Role
            && earlier
                .is_some_and(|earlier| role(old.deployment(), earlier) == role(new.deployment(), record))
    };
    let records = new.records().iter().filter(|record| !is_same_role(record));
    let mut records: Vec<&Record<'_>> = records.filter(|record| writer.takes(record)).collect();
    records.sort_by_key(|record| words::rank(record.object.kind));
    let is_new = |record: &Record<'_>| {
        !record.object.is_mentioned && !before.records.contains_key(&key(new.deployment(), record.id))
    };
    for record in records.iter().filter(|record| is_new(record)) {
        writer.ids.describe(key(new.deployment(), record.id));
    }
    let (mut created, mut updated) = (Vec::new(), Vec::new());
    let (mut new_objects, mut changed, mut withheld) = (0, 0, 0);
    for record in &records {
        let earlier = before.records.get(&key(new.deployment(), record.id)).copied();
        withheld += record
            .hidden
            .iter()
            .filter(|setting| !before.has_hidden(earlier, new.deployment(), setting))
            .count();
        if is_new(record) {
            created.extend(writer.object(record));
            new_objects += 1;
            continue;
        }
        if earlier.is_none() {
            writer.ids.of(new.deployment(), record.id);
        }
        let values = writer.new_values(earlier.map(|record| (old.deployment(), record)), record);
        let elements = writer.changes(earlier.map(|record| (old.deployment(), record)), record);
        changed += usize::from(!values.is_empty() || !elements.is_empty());
        created.extend(values);
        updated.extend(elements);
    }
    let mut gone: Vec<&Record<'_>> = old
        .records()
        .iter()
        .filter(|record| !after.contains(&key(old.deployment(), record.id)))
        .filter(|record| {
            !record.object.is_mentioned && (with_roles || record.object.kind != ObjectKind::Role)
        })
        .collect();
    // What needs others goes before them.
    gone.sort_by_key(|record| std::cmp::Reverse(words::rank(record.object.kind)));
    let removed: Vec<Markup> =
        gone.iter().filter_map(|record| writer.removal(old.deployment(), record)).collect();
    let count = removed.len();
    let (text, losses) =
        writer.document([("CfgCreate", created), ("CfgUpdate", updated), ("CfgRemove", removed)]);
    Changes { text, created: new_objects, changed, removed: count, withheld, losses }
}

impl<'d> Writer<'d> {
    /// The elements that change an object that is there; without one as it was, everything of it is set.
    pub(super) fn changes(&mut self, earlier: Option<Earlier<'_, 'd>>, record: &Record<'d>) -> Vec<Markup> {
        let (deployment, object) = (self.deployment, record.object);
        let kind = object.kind;
        let own = key(deployment, record.id);
        let [mut gone, mut changed, mut new] = [(); 3].map(|()| Markup::new(format!("Cfg{}Update", own.0)));
        if earlier.is_some_and(|(_, earlier)| earlier.object.is_mentioned != object.is_mentioned) {
            let shown =
                || format!("whether more than the name is known of {}", deployment.display(record.id));
            self.losses.note(Loss::Change, shown);
        }
        self.fields(earlier, record, &mut gone, &mut changed);
        let (enabled, is_agent) =
            earlier.map_or((true, true), |(_, e)| (e.object.enabled, e.object.is_agent));
        if enabled != object.enabled {
            changed.attributes.push(("state", if object.enabled { "1" } else { "2" }.to_owned()));
        }
        if kind == ObjectKind::Agent && is_agent != object.is_agent {
            changed.attributes.push(("isAgent", if object.is_agent { "2" } else { "1" }.to_owned()));
        }
        let was_virtual = earlier.is_some_and(|(_, earlier)| earlier.object.is_virtual);
        let knows = has_condition(deployment, record)
            || earlier.is_some_and(|(deployment, earlier)| has_condition(deployment, earlier));
        if was_virtual != object.is_virtual && !knows {
            self.losses.note(Loss::Condition, || deployment.display(record.id));
        }
        let member_list = words::member_list(kind);
        let [left, joined] = self.memberships(earlier, record);
        if !left.is_empty() {
            gone.children.push(Markup::new(member_list).with("action", "delete").holding(left));
        }
        if !joined.is_empty() {
            new.children.push(Markup::new(member_list).with("action", "add").holding(joined));
        }
        let container = if kind == ObjectKind::Application { "options" } else { "userProperties" };
        let [less, other, more] = match kind {
            ObjectKind::Role => self.grants(earlier, record),
            ObjectKind::AccessGroup | ObjectKind::Script => {
                if earlier.is_none_or(|(_, earlier)| pairs(earlier).len() != pairs(record).len()) {
                    self.note_options(record);
                }
                [(); 3].map(|()| Vec::new())
            }
            _ => {
                let options = compare(earlier, deployment, record);
                [options.gone, options.changed, options.new].map(|pairs| self.options(record, &pairs))
            }
        };
        for (element, sections, action) in
            [(&mut gone, less, "delete"), (&mut changed, other, "change"), (&mut new, more, "add")]
        {
            if !sections.is_empty() {
                element.children.push(Markup::new(container).with("action", action).holding(sections));
            }
        }
        let is_something = |element: &Markup| !element.attributes.is_empty() || !element.children.is_empty();
        let elements: Vec<Markup> = [gone, changed, new].into_iter().filter(is_something).collect();
        if elements.is_empty() {
            return elements;
        }
        let id = self.ids.of(deployment, record.id);
        let target = |mut element: Markup| {
            element.attributes.insert(0, ("DBIDref", id.clone()));
            element
        };
        elements.into_iter().map(target).collect()
    }

    /// Fields that have another text, and those that are gone.
    fn fields(
        &mut self,
        earlier: Option<Earlier<'_, 'd>>,
        record: &Record<'d>,
        gone: &mut Markup,
        changed: &mut Markup,
    ) {
        let deployment = self.deployment;
        let before = earlier.map(|(old, earlier)| single_fields(old, earlier)).unwrap_or_default();
        let after = single_fields(deployment, record);
        for &(key, text) in &after {
            let was = before.iter().find(|&&(other, _)| other == key).map(|&(_, text)| text);
            if was == Some(text) || (key == FieldKey::Dbid && earlier.is_none()) {
                continue;
            }
            if key == FieldKey::Dbid {
                self.losses.note(Loss::Number, || format!("`{key}` of {}", deployment.display(record.id)));
            } else if let Some(attribute) = self.attribute(record, key, text) {
                changed.attributes.push(attribute);
            }
        }
        for (key, _) in before.iter().filter(|(key, _)| !after.iter().any(|(other, _)| other == key)) {
            match words::attribute(record.object.kind, *key) {
                Some(name) if *key != FieldKey::Dbid => {
                    gone.children.push(Markup::new(name).with("action", "delete"));
                }
                _ => {
                    self.losses.note(Loss::Change, || format!("`{key}` of {}", deployment.display(record.id)))
                }
            }
        }
        for key in [FieldKey::Skills, FieldKey::AgentLogins] {
            let texts = |deployment: &Deployment, record: &Record<'_>| {
                let texts: Vec<String> =
                    record.object.list(key).map(|field| deployment.text(field.value).to_owned()).collect();
                texts.join(", ")
            };
            let was = earlier.map(|(old, earlier)| texts(old, earlier)).unwrap_or_default();
            if was != texts(deployment, record) {
                self.losses.note(Loss::Change, || format!("`{key}` of {}", deployment.display(record.id)));
            }
        }
    }

    /// The links to members that leave, and to those that join.
    fn memberships(&mut self, earlier: Option<Earlier<'_, 'd>>, record: &Record<'d>) -> [Vec<Markup>; 2] {
        let deployment = self.deployment;
        let kind = record.object.kind;
        let uses = |deployment: &Deployment, id| -> BTreeSet<Key> {
            deployment.targets(id, Relation::Application).map(|link| key(deployment, link.to)).collect()
        };
        let used = earlier.map(|(old, earlier)| uses(old, earlier.id)).unwrap_or_default();
        if used != uses(deployment, record.id) {
            self.losses
                .note(Loss::Membership, || format!("application of {}", deployment.display(record.id)));
        }
        let own = self.members(record.id);
        let after: BTreeSet<Key> = own.iter().map(|&member| key(deployment, member)).collect();
        let Some((old, earlier)) = earlier else {
            return [Vec::new(), own.into_iter().map(|member| self.member(kind, member)).collect()];
        };
        // What it was a member of is asked of a writer of its own: its losses are those of what was.
        let was = Writer::new(old, self.with_roles).members(earlier.id);
        let before: BTreeSet<Key> = was.iter().map(|&member| key(old, member)).collect();
        let mut left = Vec::new();
        for member in was.into_iter().filter(|&member| !after.contains(&key(old, member))) {
            let (of, key) = (old.object(member).kind, key(old, member));
            match find(deployment, of, &key) {
                Some(member) => left.push(self.member(kind, member)),
                // Whoever is removed leaves by that, unless another one without tenant would take that place.
                None if find(deployment, of, &(key.0, String::new(), key.2.clone())).is_some() => {
                    let id = self.ids.named(key, None);
                    left.push(link(kind, of, id));
                }
                None => {}
            }
        }
        let joined = own.into_iter().filter(|&member| !before.contains(&key(deployment, member)));
        let joined: Vec<_> = joined.collect();
        [left, joined.into_iter().map(|member| self.member(kind, member)).collect()]
    }

    /// The privileges of a role that go and come.
    fn grants(&mut self, earlier: Option<Earlier<'_, 'd>>, record: &Record<'d>) -> [Vec<Markup>; 3] {
        let deployment = self.deployment;
        let after: Vec<&str> =
            record.object.list(FieldKey::Privileges).map(|field| deployment.text(field.value)).collect();
        let before: Vec<&str> = earlier
            .map(|(old, earlier)| {
                earlier.object.list(FieldKey::Privileges).map(|field| old.text(field.value)).collect()
            })
            .unwrap_or_default();
        let gone: BTreeSet<&str> =
            before.iter().filter(|name| !after.contains(name) && is_xml(name)).copied().collect();
        let pair = |name: &str| Markup::new("str_pair").with("key", name).with("value", "true");
        let mut less = Vec::new();
        if !gone.is_empty() {
            let section = Markup::new("list_pair").with("key", crate::names::WORKSPACE_SECTION);
            less.push(section.holding(gone.into_iter().map(pair)));
        }
        let new: BTreeSet<&str> = after.into_iter().filter(|name| !before.contains(name)).collect();
        [less, Vec::new(), self.privileges(record, new.into_iter().collect())]
    }

    /// The values that a business attribute has more than it had; notes those it has no more.
    fn new_values(&mut self, earlier: Option<Earlier<'_, 'd>>, record: &Record<'d>) -> Vec<Markup> {
        let deployment = self.deployment;
        let after: Vec<&str> =
            record.object.list(FieldKey::Values).map(|field| deployment.text(field.value)).collect();
        let before: Vec<&str> = earlier
            .map(|(old, earlier)| earlier.object.list(FieldKey::Values).map(|f| old.text(f.value)).collect())
            .unwrap_or_default();
        for value in before.iter().filter(|value| !after.contains(value)) {
            let shown = || format!("removal of the value `{value}` of {}", deployment.display(record.id));
            self.losses.note(Loss::Change, shown);
        }
        let new: Vec<&str> = after.into_iter().filter(|value| !before.contains(value)).collect();
        if new.is_empty() {
            return Vec::new();
        }
        let id = self.ids.of(deployment, record.id);
        let start = before.len();
        new.into_iter()
            .enumerate()
            .filter_map(|(at, value)| self.value(record, &id, start + at, value))
            .collect()
    }

    /// An element that removes an object.
    fn removal(&mut self, old: &Deployment, record: &Record<'_>) -> Option<Markup> {
        let object = record.object;
        let shown = || format!("removal of {}", old.display(record.id));
        let own = key(old, record.id);
        if !is_xml(&own.1) || !is_xml(&own.2) {
            self.losses.note(Loss::Characters, || format!("{:?}", shown()));
            return None;
        }
        // Without a tenant, the objects of that name in all tenants would be removed.
        let count = |deployment: &Deployment| {
            let name = deployment.symbol(&own.2);
            let all = deployment.of_kind(object.kind).iter();
            all.filter(|&&id| Some(deployment.object(id).name) == name).count()
        };
        let is_one_of_several = || count(old) > 1 || count(self.deployment) > 0;
        if own.1.is_empty() && object.kind != ObjectKind::Tenant && is_one_of_several() {
            self.losses.note(Loss::Change, shown);
            return None;
        }
        let number = object.field(FieldKey::Dbid).map(|field| old.text(field.value).to_owned());
        let id = self.ids.fresh(own.0);
        Some(self.ids.element(own, id, number.as_deref()))
    }
}
