//! Parts of objects that stand elsewhere: options alone, mentions, changes, removals.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::FieldKey;
use super::builder::{Builder, By, Change, Part, Raw, Reference, Tenants};
use super::model::{Deployment, Object, ObjectId, Setting};
use super::native::UNKNOWN_TYPE;
use super::problem::Problem;
use crate::names::{Interner, ObjectKind, Symbol, WORKSPACE_SECTION};
use crate::text::{Span, SyntaxError};

/// The objects that files remove.
#[derive(Debug, Default)]
pub(super) struct Removed {
    /// With a tenant where one is named.
    objects: FxHashSet<(ObjectKind, Option<Symbol>, Symbol)>,
    names: FxHashSet<(ObjectKind, Symbol)>,
    /// The only tenant there is.
    pub(super) only: Option<Symbol>,
    /// Employee ids and numbers of the objects that went.
    ids: FxHashSet<(ObjectKind, FieldKey, Symbol)>,
}

impl Removed {
    pub(super) fn of(raws: &[Raw]) -> Self {
        let mut removed = Self::default();
        for raw in raws.iter().filter(|raw| matches!(raw.part, Part::Removal)) {
            let (kind, name) = (raw.object.kind, raw.object.name);
            removed.objects.insert((kind, raw.tenant.map(|(tenant, _)| tenant), name));
            removed.names.insert((kind, name));
        }
        removed
    }

    /// Whether an object is removed; one that names no tenant is in the only one.
    pub(super) fn contains(&self, raw: &Raw) -> bool {
        let (kind, name) = (raw.object.kind, raw.object.name);
        if self.names.is_empty() || !self.names(kind, name) {
            return false;
        }
        let tenant = raw.tenant.map(|(tenant, _)| tenant).or(self.only);
        self.objects.contains(&(kind, None, name))
            || tenant.is_some_and(|tenant| self.objects.contains(&(kind, Some(tenant), name)))
    }

    /// Notes by what else an object that is removed may be named.
    pub(super) fn note(&mut self, object: &Object) {
        let ids =
            object.fields.iter().filter(|field| matches!(field.key, FieldKey::EmployeeId | FieldKey::Dbid));
        self.ids.extend(ids.map(|field| (object.kind, field.key, field.value)));
    }

    /// Whether some object of that kind and name is removed.
    fn names(&self, kind: ObjectKind, name: Symbol) -> bool {
        self.names.contains(&(kind, name))
    }

    /// Whether a reference names an object that is removed.
    pub(super) fn is_meant(&self, reference: &Reference) -> bool {
        let Reference { kind, name, .. } = *reference;
        match reference.by {
            By::Name => self.names(kind, name),
            By::EmployeeId => self.ids.contains(&(kind, FieldKey::EmployeeId, name)),
            By::Number => self.ids.contains(&(kind, FieldKey::Dbid, name)),
        }
    }
}

/// Objects by kind and name, in whatever tenant.
#[derive(Debug, Default)]
pub(super) struct Named {
    objects: FxHashMap<(ObjectKind, Symbol), Vec<ObjectId>>,
    /// Those that parts gave texts to.
    given: BTreeSet<ObjectId>,
}

impl Named {
    pub(super) fn of(deployment: &Deployment) -> Self {
        let mut named = Self::default();
        for (id, object) in deployment.objects() {
            named.add(object, id);
        }
        named
    }

    fn add(&mut self, object: &Object, id: ObjectId) {
        self.objects.entry((object.kind, object.name)).or_default().push(id);
    }

    /// The objects that a part may belong to.
    fn candidates(&self, deployment: &Deployment, names: &Interner, raw: &Raw) -> Vec<ObjectId> {
        let (kind, name) = (raw.object.kind, raw.object.name);
        let of = |tenant, name| deployment.by_name.get(&(kind, tenant, name)).copied();
        if let Some((tenant, _)) = raw.tenant {
            return of(tenant, name).into_iter().collect();
        }
        // The folder of an options file may name the tenant.
        let near = if let Part::Options { near } = raw.part { near } else { None };
        if let Some(id) = near.and_then(|tenant| of(tenant, name)).or_else(|| of(Symbol::EMPTY, name)) {
            return vec![id];
        }
        match self.objects.get(&(kind, name)) {
            Some(found) => found.clone(),
            None if !matches!(raw.part, Part::Options { .. }) => Vec::new(),
            // What was said of an options file may be `tenant/name`.
            None => {
                let parts = names.text(name).split_once('/');
                let parts = parts.and_then(|(tenant, name)| Some((names.find(tenant)?, names.find(name)?)));
                parts.and_then(|(tenant, name)| of(tenant, name)).into_iter().collect()
            }
        }
    }
}

/// Names the tenants that are given by number, in whatever file the tenant itself stands.
pub(super) fn name_tenants(raws: &mut [Raw]) {
    if !raws.iter().any(|raw| raw.tenant_is_number) {
        return;
    }
    let tenants = raws.iter().filter(|raw| raw.object.kind == ObjectKind::Tenant);
    let names: FxHashMap<Symbol, Symbol> =
        tenants.filter_map(|raw| Some((raw.object.field(FieldKey::Dbid)?.value, raw.object.name))).collect();
    for raw in raws.iter_mut().filter(|raw| raw.tenant_is_number) {
        if let Some((tenant, _)) = &mut raw.tenant {
            *tenant = names.get(tenant).copied().unwrap_or(*tenant);
        }
    }
}

/// A name, and a tenant with its place.
type Identity = (Symbol, Option<(Symbol, Span)>);

/// Names the objects that are given by number, in whatever file they themselves stand; a part of one that stands in none
/// is a problem.
pub(super) fn name_objects(raws: &mut [Raw], names: &Interner) -> Vec<Problem> {
    if !raws.iter().any(|raw| raw.is_number) {
        return Vec::new();
    }
    let wholes = raws.iter().filter(|raw| matches!(raw.part, Part::Whole));
    let known: FxHashMap<(ObjectKind, Symbol), Identity> = wholes
        .filter_map(|raw| {
            let number = raw.object.field(FieldKey::Dbid)?.value;
            Some(((raw.object.kind, number), (raw.object.name, raw.tenant)))
        })
        .collect();
    let mut problems = Vec::new();
    for raw in raws.iter_mut().filter(|raw| raw.is_number) {
        let object = &mut raw.object;
        if let Some(&(name, tenant)) = known.get(&(object.kind, object.name)) {
            (object.name, raw.tenant) = (name, tenant);
            continue;
        }
        let message = format!("there is no {} with DBID {}", object.kind.words(), names.text(object.name));
        problems.push(Problem::Syntax(SyntaxError { span: object.at, message, help: None }));
        raw.part = Part::Lost;
    }
    problems
}

/// Leaves each text of a field once on objects that parts gave texts to.
pub(super) fn drop_repeated_texts(deployment: &mut Deployment, named: &Named) {
    for id in &named.given {
        let mut seen = FxHashSet::default();
        deployment.objects[id.index()].fields.retain(|field| seen.insert((field.key, field.value)));
    }
}

/// The section and option of an agent group's annex that make it a virtual one (inferred from how groups are made).
pub const VIRTUAL: (&str, &str) = ("virtual", "script");

/// An agent group whose annex has the condition of a virtual one is one.
pub(super) fn name_virtual_groups(deployment: &mut Deployment, names: &Interner) {
    let (Some(section), Some(name)) = (names.find(VIRTUAL.0), names.find(VIRTUAL.1)) else { return };
    for &id in &deployment.by_kind[ObjectKind::AgentGroup as usize] {
        let object = &mut deployment.objects[id.index()];
        object.is_virtual |= object.setting(section, name).is_some();
    }
}

/// An application of unknown type that came to a section of the workspace is a workspace application.
pub(super) fn name_applications(deployment: &mut Deployment, names: &mut Interner) {
    let (section, unknown) = (names.intern(WORKSPACE_SECTION), names.intern(UNKNOWN_TYPE));
    for &id in &deployment.by_kind[ObjectKind::Application as usize] {
        let object = &mut deployment.objects[id.index()];
        if object.options.iter().any(|setting| setting.section == section) {
            object.fields.retain(|field| field.key != FieldKey::Type || field.value != unknown);
        }
    }
}

impl Builder {
    /// Takes in a part of an object: by its tenant where that is named, else the object without tenant, else the only
    /// one of that kind and name; where there is none, the part makes one. Nothing where there are several.
    pub(super) fn take_part(
        &mut self,
        deployment: &mut Deployment,
        raw: Raw,
        tenants: &Tenants,
        named: &mut Named,
        removed: &Removed,
    ) -> Option<ObjectId> {
        let candidates = named.candidates(deployment, &self.names, &raw);
        if let [_, _, ..] = candidates.as_slice() {
            if !matches!(raw.part, Part::Mention) {
                let object = format!("{}/{}", raw.object.kind, self.names.text(raw.object.name));
                let at = raw.object.at;
                let span = if let Part::Options { .. } = raw.part { Span::new(at.file, 0, 0) } else { at };
                self.problems.push(Problem::Ambiguous { span, object, candidates });
            }
            return None;
        }
        let (id, is_new) = match candidates.first() {
            Some(&id) => (id, false),
            // What is removed does not come back by what changes it.
            None if removed.contains(&raw) => return None,
            None if raw.tenant.is_none() && removed.names(raw.object.kind, raw.object.name) => return None,
            None => {
                let id = self.found(deployment, &raw, tenants);
                named.add(&raw.object, id);
                (id, true)
            }
        };
        let object = &mut deployment.objects[id.index()];
        match raw.part {
            Part::Options { .. } => object.options.extend(raw.object.options),
            Part::Changes(changes) => {
                if changes.iter().any(|change| matches!(change, Change::Push(_))) {
                    named.given.insert(id);
                }
                changes.into_iter().for_each(|change| object.change(change));
            }
            Part::Mention => {
                if is_new {
                    object.fields = raw.object.fields;
                    object.is_mentioned = true;
                }
                object.options.extend(raw.object.options);
            }
            Part::Whole | Part::Removal | Part::Lost => {}
        }
        Some(id)
    }

    /// A new object for a part that belongs to none.
    fn found(&mut self, deployment: &mut Deployment, raw: &Raw, tenants: &Tenants) -> ObjectId {
        let whole = Raw {
            object: Object { fields: Vec::new(), options: Vec::new(), ..raw.object.clone() },
            text: raw.text,
            tenant: raw.tenant,
            tenant_is_number: false,
            is_number: false,
            part: Part::Whole,
        };
        if let Part::Options { .. } = raw.part {
            let id = ObjectId(deployment.objects.len() as u32);
            deployment.by_name.insert((whole.object.kind, Symbol::EMPTY, whole.object.name), id);
            deployment.by_kind[whole.object.kind as usize].push(id);
            deployment.objects.push(whole.object);
            return id;
        }
        self.take(deployment, whole, tenants)
    }
}

impl Object {
    fn change(&mut self, change: Change) {
        let is = |new: Setting| {
            move |old: &Setting| {
                (old.section, old.name, old.disabled) == (new.section, new.name, new.disabled)
            }
        };
        match change {
            Change::Add(setting) => self.options.push(setting),
            Change::Set(setting) => {
                self.options.retain(|old| !is(setting)(old));
                self.options.push(setting);
            }
            Change::Unset(setting) => self.options.retain(|old| !is(setting)(old)),
            Change::UnsetSection(section) => self.options.retain(|old| old.section != section),
            Change::UnsetAll => self.options.clear(),
            Change::Field(field) => {
                self.fields.retain(|old| old.key != field.key);
                self.fields.push(field);
            }
            Change::Push(field) => self.fields.push(field),
            Change::Clear(key) => self.fields.retain(|old| old.key != key),
            Change::Revoke(privilege) => {
                self.fields.retain(|old| old.key != FieldKey::Privileges || old.value != privilege)
            }
            Change::Enabled(enabled) => self.enabled = enabled,
            Change::IsAgent(is_agent) => self.is_agent = is_agent,
        }
    }
}
