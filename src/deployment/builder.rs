//! Gathers objects while files are read, then settles who is who: tenants, duplicates, references, links.

use rustc_hash::FxHashMap;

use super::FieldKey;
use super::allow::{Allow, RawAllow};
use super::mention::{Mentions, Own};
use super::model::{Deployment, Field, Link, Object, ObjectId, Relation, Setting};
use super::parts::{Named, Removed};
use super::problem::Problem;
use super::settle::Finder;
use crate::names::{Interner, ObjectKind, Symbol};
use crate::text::{FileId, Span};

/// An object as it was read, before its tenant is settled.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) object: Object,
    /// Where it is written; a TOML table only has its header there.
    pub(super) text: Span,
    pub(super) tenant: Option<(Symbol, Span)>,
    /// Whether the tenant is given by its number in the Configuration Database.
    pub(super) tenant_is_number: bool,
    /// Whether the object, which stands elsewhere, is given by its number.
    pub(super) is_number: bool,
    pub(super) part: Part,
}

/// What of an object was read.
#[derive(Debug)]
pub(super) enum Part {
    /// The object itself.
    Whole,
    /// Options that belong to an object that stands elsewhere, from a file without room for a tenant.
    Options {
        /// What names the tenant where several objects have the name.
        near: Option<Symbol>,
    },
    /// That it exists; it may stand elsewhere.
    Mention,
    /// Changes to an object that stands elsewhere, in their order.
    Changes(Vec<Change>),
    /// That it is to be removed.
    Removal,
    /// Nothing: what it belongs to is not there.
    Lost,
}

/// A change that a file makes to an object.
#[derive(Debug)]
pub(super) enum Change {
    /// Adds an option that was not there.
    Add(Setting),
    /// Sets an option, whatever was there.
    Set(Setting),
    /// Takes away the option of that section and name.
    Unset(Setting),
    /// Takes away all options of a section.
    UnsetSection(Symbol),
    /// Takes away all options.
    UnsetAll,
    /// Sets a field that has one text.
    Field(Field),
    /// Adds a text to a field that has several.
    Push(Field),
    /// Takes away a field.
    Clear(FieldKey),
    /// Takes away a grant of a role.
    Revoke(Symbol),
    /// Enables or disables the object.
    Enabled(bool),
    /// Makes a person an agent or not.
    IsAgent(bool),
}

/// By what an object is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// Its name.
    Name,
    /// The employee id of a person.
    EmployeeId,
    /// Its number in the Configuration Database.
    Number,
}

/// A name that one object gives for another.
#[derive(Debug)]
pub(super) struct Reference {
    /// Position of the object that gives the name.
    pub(super) object: u32,
    pub(super) relation: Relation,
    /// Kind of the object that is named.
    pub(super) kind: ObjectKind,
    pub(super) by: By,
    pub(super) name: Symbol,
    /// Its tenant where that is known; else it is looked up from the object that names it.
    pub(super) tenant: Option<Symbol>,
    /// Where the name stands.
    pub(super) at: Span,
    /// Where the link is written, if the name stands elsewhere.
    pub(super) link: Option<Span>,
    /// Whether the named object is the member.
    pub(super) member: bool,
    /// Whether the name is known to lead nowhere.
    pub(super) missing: bool,
    /// Whether the link, written elsewhere, is to end.
    pub(super) gone: bool,
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
    pub(super) forms: Vec<(FileId, String)>,
    /// Files in a form that other tools export.
    pub(super) exported: Vec<FileId>,
    /// The one agent of whom more than the name is asked for, where there is one.
    pub(super) only_agent: Option<String>,
    /// For each name, by its symbol, of which kinds objects have been taken in, a bit for each.
    seen: Vec<u16>,
}

/// How much a [`Builder`] had of what a file in our form adds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) raws: usize,
    references: usize,
    pub(super) allows: usize,
    problems: usize,
    files: usize,
    forms: usize,
}

impl Builder {
    /// A builder that takes only one agent in as a whole, if it is said which.
    pub(super) fn for_agent(agent: Option<&str>) -> Self {
        Self { only_agent: agent.map(str::to_owned), ..Self::default() }
    }

    /// How much there is now.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            raws: self.raws.len(),
            references: self.references.len(),
            allows: self.allows.len(),
            problems: self.problems.len(),
            files: self.files.len(),
            forms: self.forms.len(),
        }
    }

    /// Forgets all objects, files and problems since; names stay.
    pub(super) fn forget_since(&mut self, mark: Mark) {
        self.raws.truncate(mark.raws);
        self.references.truncate(mark.references);
        self.allows.truncate(mark.allows);
        self.problems.truncate(mark.problems);
        self.files.truncate(mark.files);
        self.forms.truncate(mark.forms);
    }

    /// Position of the object that is read next.
    pub(super) fn next(&self) -> u32 {
        self.raws.len() as u32
    }

    pub(super) fn finish(self) -> Deployment {
        self.finish_with(None)
    }

    /// Puts the deployment together, and gathers every place of a name where that is asked for.
    pub(super) fn finish_with(mut self, mentions: Option<&mut Mentions>) -> Deployment {
        let (files, forms) = (std::mem::take(&mut self.files), std::mem::take(&mut self.forms));
        let exported = std::mem::take(&mut self.exported);
        let mut deployment = Deployment { files, forms, exported, ..Deployment::default() };
        let mut raws = std::mem::take(&mut self.raws);
        super::parts::name_tenants(&mut raws);
        self.problems.extend(super::parts::name_objects(&mut raws, &self.names));
        let texts = mentions.is_some().then(|| Own::of(&raws));
        let mut removed = Removed::of(&raws);
        let tenants = Tenants::of(&raws, &removed);
        removed.only = tenants.only;
        let mut place: Vec<Option<ObjectId>> = vec![None; raws.len()];
        let is_part: Vec<bool> = raws.iter().map(|raw| !matches!(raw.part, Part::Whole)).collect();
        // What changes objects comes after what they are made of, in whatever order the files stand.
        if is_part.contains(&true) {
            self.references.sort_by_key(|reference| is_part[reference.object as usize]);
        }
        let mut parts = Vec::new();
        deployment.objects.reserve(raws.len());
        deployment.by_name.reserve(raws.len());
        self.seen = vec![0; self.names.len()];
        for (at, raw) in raws.into_iter().enumerate() {
            match raw.part {
                Part::Whole if removed.contains(&raw) => removed.note(&raw.object),
                Part::Whole => place[at] = Some(self.take(&mut deployment, raw, &tenants)),
                Part::Options { .. } | Part::Changes(_) => parts.push((at, raw)),
                Part::Mention if !removed.contains(&raw) => parts.push((at, raw)),
                Part::Mention | Part::Removal | Part::Lost => {}
            }
        }
        parts.sort_by_key(|(_, raw)| !matches!(raw.part, Part::Mention));
        if !parts.is_empty() {
            let mut named = Named::of(&deployment);
            for (at, raw) in parts {
                place[at] = self.take_part(&mut deployment, raw, &tenants, &mut named, &removed);
            }
            super::parts::drop_repeated_texts(&mut deployment, &named);
        }
        super::parts::name_applications(&mut deployment, &mut self.names);
        super::parts::name_virtual_groups(&mut deployment, &self.names);
        let finder = Finder::of(&deployment, &self.references);
        if let (Some(mentions), Some(texts)) = (mentions, texts) {
            *mentions = Mentions::of(&deployment, &texts, &place, &self.references, &finder);
        }
        self.settle_options(&mut deployment);
        self.settle_references(&mut deployment, &place, &removed, &finder);
        deployment.allows = self
            .allows
            .into_iter()
            .map(|RawAllow { objects, allow }| {
                let objects = objects.into_iter().filter_map(|at| place[at as usize]).collect();
                Allow { objects, ..allow }
            })
            .collect();
        deployment.names = self.names;
        deployment.problems = self.problems;
        deployment
    }

    /// Takes an object in, under its tenant; a second one of the same name is merged into the first.
    pub(super) fn take(&mut self, deployment: &mut Deployment, raw: Raw, tenants: &Tenants) -> ObjectId {
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
            if self.is_seen(object.kind, object.name) {
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

    /// Whether an object of that kind and name was asked for before.
    fn is_seen(&mut self, kind: ObjectKind, name: Symbol) -> bool {
        const { assert!(ObjectKind::ALL.len() <= u16::BITS as usize) };
        if self.seen.len() <= name.index() {
            self.seen.resize(name.index() + 1, 0);
        }
        let (kinds, bit) = (&mut self.seen[name.index()], 1 << kind as u16);
        let is_seen = *kinds & bit != 0;
        *kinds |= bit;
        is_seen
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
pub(super) fn repeated(options: &[Setting]) -> Vec<(usize, usize)> {
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
        let mut known = first.fields.iter_mut();
        match known.find(|known| known.key == field.key && !field.key.is_list()) {
            Some(known) => *known = field,
            None => first.fields.push(field),
        }
    }
}

/// The tenants of the deployment.
pub(super) struct Tenants {
    names: FxHashMap<Symbol, ()>,
    pub(super) only: Option<Symbol>,
    several: bool,
}

impl Tenants {
    fn of(raws: &[Raw], removed: &Removed) -> Self {
        let is_there = |raw: &&Raw| {
            raw.object.kind == ObjectKind::Tenant
                && !matches!(raw.part, Part::Removal)
                && !removed.contains(raw)
        };
        let names: FxHashMap<Symbol, ()> =
            raws.iter().filter(is_there).map(|raw| (raw.object.name, ())).collect();
        let only = if names.len() == 1 { names.keys().next().copied() } else { None };
        Self { only, several: names.len() > 1, names }
    }
}
