//! Gathers objects while files are read, then settles who is who: tenants, duplicates, references, links.

use rustc_hash::{FxHashMap, FxHashSet};

use super::allow::{Allow, RawAllow};
use super::model::{Deployment, Link, Object, ObjectId, Relation, Setting};
use super::problem::Problem;
use crate::names::{Interner, ObjectKind, Symbol};
use crate::text::{FileId, Span};

/// An object as it was read, before its tenant is settled.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) object: Object,
    /// Where it is written; a TOML table only has its header there.
    pub(super) text: Span,
    pub(super) tenant: Option<(Symbol, Span)>,
    /// A CFG file's options: they belong to an object that stands elsewhere.
    pub(super) adds: Option<FileId>,
}

/// A name that one object gives for another.
#[derive(Debug)]
pub(super) struct Reference {
    /// Position of the object that gives the name.
    pub(super) object: u32,
    pub(super) relation: Relation,
    /// Kind of the object that is named.
    pub(super) kind: ObjectKind,
    pub(super) name: Symbol,
    pub(super) at: Span,
    /// Whether the named object is the member.
    pub(super) member: bool,
}

/// A deployment under construction.
#[derive(Debug, Default)]
pub(super) struct Builder {
    pub(super) names: Interner,
    pub(super) raws: Vec<Raw>,
    pub(super) references: Vec<Reference>,
    pub(super) allows: Vec<RawAllow>,
    pub(super) problems: Vec<Problem>,
    pub(super) files: Vec<FileId>,
    /// Kinds and names of the objects taken in.
    seen: FxHashSet<(ObjectKind, Symbol)>,
}

impl Builder {
    /// Position of the object that is read next.
    pub(super) fn next(&self) -> u32 {
        self.raws.len() as u32
    }

    pub(super) fn finish(mut self) -> Deployment {
        let mut deployment = Deployment { files: std::mem::take(&mut self.files), ..Deployment::default() };
        let raws = std::mem::take(&mut self.raws);
        let tenants = Tenants::of(&raws);
        let mut place = vec![ObjectId(0); raws.len()];
        let (added, whole): (Vec<_>, Vec<_>) =
            raws.into_iter().enumerate().partition(|(_, raw)| raw.adds.is_some());
        for (at, raw) in whole {
            place[at] = self.take(&mut deployment, raw, &tenants);
        }
        for (at, raw) in added {
            place[at] = self.take_options(&mut deployment, raw);
        }
        self.settle_options(&mut deployment);
        self.settle_references(&mut deployment, &place);
        deployment.allows = self
            .allows
            .into_iter()
            .map(|RawAllow { objects, allow }| {
                let objects = objects.into_iter().map(|at| place[at as usize]).collect();
                Allow { objects, ..allow }
            })
            .collect();
        deployment.names = self.names;
        deployment.problems = self.problems;
        deployment
    }

    /// Takes an object in, under its tenant; a second one of the same name is merged into the first.
    fn take(&mut self, deployment: &mut Deployment, raw: Raw, tenants: &Tenants) -> ObjectId {
        let Raw { mut object, tenant, .. } = raw;
        if let Some((tenant, _)) = tenant {
            object.tenant = tenant;
        } else if object.kind != ObjectKind::Tenant {
            object.tenant = tenants.only.unwrap_or_default();
        }
        let lacks_tenant = tenant.is_none()
            && tenants.several
            && !matches!(object.kind, ObjectKind::Tenant | ObjectKind::Application);
        let identity = (object.kind, object.tenant, object.name);
        let id = ObjectId(deployment.objects.len() as u32);
        let known = *deployment.by_name.entry(identity).or_insert(id);
        if known == id {
            if !self.seen.insert((object.kind, object.name)) {
                deployment.ambiguous.insert((object.kind, object.name));
            }
            deployment.by_kind[object.kind as usize].push(id);
            deployment.objects.push(object);
            if lacks_tenant {
                self.problems.push(Problem::TenantMissing { object: id });
            }
        } else {
            let first = &mut deployment.objects[known.index()];
            self.problems.push(Problem::DuplicateObject { object: known, first: first.at, again: object.at });
            merge(first, object);
        }
        if let Some((name, span)) = tenant
            && name != Symbol::EMPTY
            && !tenants.names.contains_key(&name)
        {
            self.problems.push(Problem::Dangling {
                object: known,
                kind: ObjectKind::Tenant,
                name,
                span,
                member: false,
                elsewhere: None,
            });
        }
        known
    }

    /// Adds a CFG file's options to the object without tenant, else to the only one of that kind and name, else
    /// to a new one.
    fn take_options(&mut self, deployment: &mut Deployment, raw: Raw) -> ObjectId {
        let Raw { object, adds, .. } = raw;
        let (kind, name) = (object.kind, object.name);
        let candidates: Vec<ObjectId> = match deployment.by_name.get(&(kind, Symbol::EMPTY, name)) {
            Some(&id) => vec![id],
            None => deployment.by_kind[kind as usize]
                .iter()
                .copied()
                .filter(|id| deployment.objects[id.index()].name == name)
                .collect(),
        };
        match candidates.as_slice() {
            [id] => {
                deployment.objects[id.index()].options.extend(object.options);
                *id
            }
            [] => {
                let id = ObjectId(deployment.objects.len() as u32);
                deployment.by_name.insert((kind, Symbol::EMPTY, name), id);
                deployment.by_kind[kind as usize].push(id);
                deployment.objects.push(object);
                id
            }
            [first, ..] => {
                if let Some(file) = adds {
                    let object = format!("{kind}/{}", self.names.text(name));
                    let first = *first;
                    self.problems.push(Problem::Ambiguous { file, object, candidates });
                    return first;
                }
                *first
            }
        }
    }

    /// Leaves each option once on an object: the last one counts.
    fn settle_options(&mut self, deployment: &mut Deployment) {
        for (at, object) in deployment.objects.iter_mut().enumerate() {
            let repeated = repeated(&object.options);
            for &(first, again) in &repeated {
                let (first, again) = (&object.options[first], &object.options[again]);
                self.problems.push(Problem::DuplicateKey {
                    object: Some(ObjectId(at as u32)),
                    key: self.names.text(again.name).to_owned(),
                    option: true,
                    first: first.key,
                    again: again.key,
                    same: first.value == again.value,
                });
            }
            let mut position = 0;
            object.options.retain(|_| {
                position += 1;
                !repeated.iter().any(|&(first, _)| first == position - 1)
            });
        }
    }

    fn settle_references(&mut self, deployment: &mut Deployment, place: &[ObjectId]) {
        let mut links = Vec::with_capacity(self.references.len());
        for reference in &self.references {
            let object = place[reference.object as usize];
            let tenant = deployment.objects[object.index()].tenant;
            let Some(named) = deployment.find(reference.kind, tenant, reference.name) else {
                let elsewhere = deployment.by_kind[reference.kind as usize]
                    .iter()
                    .copied()
                    .find(|id| deployment.objects[id.index()].name == reference.name);
                self.problems.push(Problem::Dangling {
                    object,
                    kind: reference.kind,
                    name: reference.name,
                    span: reference.at,
                    member: reference.member,
                    elsewhere,
                });
                continue;
            };
            let (from, to) = if reference.member { (named, object) } else { (object, named) };
            links.push(Link { from, to, relation: reference.relation, at: reference.at });
        }
        deployment.link(links);
    }
}

impl Deployment {
    /// Takes links over: each pair once, at its first place, and findable from both sides.
    pub(super) fn link(&mut self, mut links: Vec<Link>) {
        let by_member = |link: &Link| (link.from, link.relation, link.to);
        if !links.is_sorted_by_key(by_member) {
            links.sort_by_key(by_member);
        }
        links.dedup_by_key(|link| by_member(link));
        let objects = self.objects.len();
        self.links_from = starts(objects, links.iter().map(|link| link.from));
        self.links_to_start = starts(objects, links.iter().map(|link| link.to));
        // Links come by member, so that each target's are by member, too, unless it has them by several relations.
        let mut next = self.links_to_start.clone();
        let mut to = vec![0; links.len()];
        for (at, link) in links.iter().enumerate() {
            let place = &mut next[link.to.index()];
            to[*place as usize] = at as u32;
            *place += 1;
        }
        for range in self.links_to_start.windows(2) {
            let of_target = &mut to[range[0] as usize..range[1] as usize];
            let by_relation = |&at: &u32| links[at as usize].relation;
            if !of_target.is_sorted_by_key(by_relation) {
                of_target.sort_by_key(by_relation);
            }
        }
        self.links_to = to;
        self.links = links;
    }
}

/// Where each object's run starts in a list that is sorted by object.
fn starts(objects: usize, of: impl Iterator<Item = ObjectId>) -> Vec<u32> {
    let mut counts = vec![0u32; objects + 1];
    for id in of {
        counts[id.index() + 1] += 1;
    }
    for at in 1..counts.len() {
        counts[at] += counts[at - 1];
    }
    counts
}

/// Pairs of positions at which the same option stands, each with the next one.
fn repeated(options: &[Setting]) -> Vec<(usize, usize)> {
    let same = |a: &Setting, b: &Setting| (a.section, a.name, a.disabled) == (b.section, b.name, b.disabled);
    if options.len() <= 16 {
        return (0..options.len())
            .filter_map(|first| {
                let again = (first + 1..options.len()).find(|&at| same(&options[first], &options[at]))?;
                Some((first, again))
            })
            .collect();
    }
    let mut last = FxHashMap::default();
    let mut pairs = Vec::new();
    for (at, setting) in options.iter().enumerate() {
        if let Some(first) = last.insert((setting.section, setting.name, setting.disabled), at) {
            pairs.push((first, at));
        }
    }
    pairs
}

fn merge(first: &mut Object, again: Object) {
    first.enabled &= again.enabled;
    first.is_agent &= again.is_agent;
    first.is_virtual |= again.is_virtual;
    first.options.extend(again.options);
    for field in again.fields {
        let single = !matches!(
            field.key,
            super::FieldKey::Privileges
                | super::FieldKey::Values
                | super::FieldKey::Skills
                | super::FieldKey::AgentLogins
        );
        match first.fields.iter_mut().find(|known| single && known.key == field.key) {
            Some(known) => *known = field,
            None => first.fields.push(field),
        }
    }
}

/// The tenants of the deployment.
struct Tenants {
    names: FxHashMap<Symbol, ()>,
    only: Option<Symbol>,
    several: bool,
}

impl Tenants {
    fn of(raws: &[Raw]) -> Self {
        let names: FxHashMap<Symbol, ()> = raws
            .iter()
            .filter(|raw| raw.object.kind == ObjectKind::Tenant)
            .map(|raw| (raw.object.name, ()))
            .collect();
        let only = if names.len() == 1 { names.keys().next().copied() } else { None };
        Self { only, several: names.len() > 1, names }
    }
}
