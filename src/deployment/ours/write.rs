//! Writes our own form.

use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::fields::{self, FieldKey, Role};
use super::super::losses::{Loss, Losses};
use super::super::model::{Deployment, Link, ObjectId, Relation};
use super::super::outline::{Outline, Record};
use super::super::problem::Problem;
use super::quiet::Quiet;
use crate::names::{ObjectKind, Symbol};
use crate::text::{Draft, Noted, Sources, Span, Syntax, write_draft};

/// Writes what an outline has as lists of objects.
#[derive(Debug)]
pub struct OurForm<'a, 'd> {
    outline: &'a Outline<'d>,
    deployment: &'d Deployment,
    /// Where the texts are, for those who want to know where each object came from.
    sources: Option<&'a Sources>,
    syntax: Syntax,
    /// What each object names that is not there.
    dangling: FxHashMap<ObjectId, Vec<Dangling>>,
    quiet: Quiet<'d>,
    losses: RefCell<Losses>,
}

/// A name that leads nowhere.
#[derive(Debug, Clone, Copy)]
struct Dangling {
    kind: ObjectKind,
    name: Symbol,
    at: Span,
    /// Whether it is named as a member.
    member: bool,
}

type Entries = Vec<(String, Noted)>;

impl<'a, 'd> OurForm<'a, 'd> {
    /// A writer of TOML, YAML or JSON; with sources each object says in a comment where it came from.
    #[must_use]
    pub fn new(outline: &'a Outline<'d>, syntax: Syntax, sources: Option<&'a Sources>) -> Self {
        let deployment = outline.deployment();
        let mut dangling: FxHashMap<ObjectId, Vec<Dangling>> = FxHashMap::default();
        for problem in deployment.problems() {
            if let &Problem::Dangling { object, kind, name, span, member, .. } = problem {
                dangling.entry(object).or_default().push(Dangling { kind, name, at: span, member });
            }
        }
        let quiet = Quiet::of(deployment, syntax);
        Self { outline, deployment, sources, syntax, dangling, quiet, losses: RefCell::default() }
    }

    /// Everything as one document, and what could not be written.
    #[must_use]
    pub fn whole(self) -> (String, Losses) {
        (self.document(&ObjectKind::ALL), self.losses())
    }

    /// A document for each kind that there is: the name of its list, and its text; and what could not be written.
    #[must_use]
    pub fn by_kind(self) -> (Vec<(&'static str, String)>, Losses) {
        let is_there =
            |kind: &ObjectKind| self.outline.records().iter().any(|record| record.object.kind == *kind);
        let kinds = ObjectKind::ALL.into_iter().filter(is_there);
        let documents = kinds.map(|kind| (kind.list(), self.document(&[kind]))).collect();
        (documents, self.losses())
    }

    /// What could not be written, once everything has been.
    fn losses(self) -> Losses {
        let mut losses = self.losses.into_inner();
        self.quiet.unwritten(self.sources, &mut losses);
        losses
    }

    fn document(&self, kinds: &[ObjectKind]) -> String {
        let all = self.outline.records();
        let of_kinds = || all.iter().filter(|record| kinds.contains(&record.object.kind));
        let mut map = Entries::new();
        let tenant = self.tenant_of_all(of_kinds());
        if let Some(tenant) = tenant {
            map.push(("tenant".to_owned(), self.deployment.text(tenant).into()));
        }
        for &kind in kinds {
            let of_kind = of_kinds().filter(|record| record.object.kind == kind);
            let objects: Vec<Noted> = of_kind.map(|record| self.object(record, tenant.is_some())).collect();
            if !objects.is_empty() {
                map.push((kind.list().to_owned(), Draft::List(objects).into()));
            }
        }
        write_draft(self.syntax, &map).unwrap_or_default()
    }

    /// The tenant that all of these objects are in, if it is there.
    fn tenant_of_all<'r>(&self, records: impl Iterator<Item = &'r Record<'d>>) -> Option<Symbol>
    where
        'd: 'r,
    {
        let mut tenants = records.filter(|record| record.object.kind != ObjectKind::Tenant);
        let tenants = tenants.by_ref().map(|record| record.object.tenant).collect::<FxHashSet<_>>();
        let [only] = tenants.into_iter().collect::<Vec<_>>()[..] else { return None };
        (only != Symbol::EMPTY && self.deployment.find(ObjectKind::Tenant, Symbol::EMPTY, only).is_some())
            .then_some(only)
    }

    fn object(&self, record: &Record<'d>, tenant_is_said: bool) -> Noted {
        let Record { id, object, .. } = record;
        let deployment = self.deployment;
        let kind = object.kind;
        let mut map = Entries::new();
        let name = if kind == ObjectKind::Agent { "username" } else { "name" };
        map.push((name.to_owned(), deployment.text(object.name).into()));
        if kind != ObjectKind::Tenant && !tenant_is_said && self.says_tenant(record) {
            map.push(("tenant".to_owned(), deployment.text(object.tenant).into()));
        }
        let mut flag = |name: &str, is_odd: bool, value: bool| {
            if is_odd {
                map.push((name.to_owned(), Draft::Flag(value).into()));
            }
        };
        flag("mentioned", object.is_mentioned, true);
        flag("enabled", !object.enabled, false);
        flag("is-agent", !object.is_agent, false);
        flag("virtual", object.is_virtual, true);
        let mut dangling = self.dangling.get(id).cloned().unwrap_or_default();
        let mut has_options = false;
        for (name, role) in fields::of(kind) {
            has_options |= role == Role::Options;
            let value = match role {
                Role::Text(key) => self.text(record, key),
                Role::Texts(key) => self.texts(record, key),
                Role::Of(relation, of) => self.one(record, relation, of, &mut dangling),
                Role::In(relation, of) => self.targets(record, relation, of, &mut dangling),
                Role::Has(relation, of) => self.members(record, relation, &[of], &mut dangling),
                Role::Members => {
                    let kinds = [ObjectKind::Agent, ObjectKind::AccessGroup, ObjectKind::AgentGroup];
                    self.members(record, Relation::Role, &kinds, &mut dangling)
                }
                _ => None,
            };
            map.extend(value.map(|value| (name.to_owned(), value)));
        }
        let lost = dangling.into_iter().filter(|dangling| dangling.kind != ObjectKind::Tenant);
        for Dangling { kind, name, .. } in lost {
            let shown = || format!("{kind}/{} in {}", deployment.text(name), deployment.display(*id));
            self.losses.borrow_mut().note(Loss::Reference, shown);
        }
        let rules = self.quiet.on_object(*id);
        if !rules.is_empty() {
            map.push(("wdectl-allow".to_owned(), Draft::List(rules).into()));
        }
        if has_options {
            map.extend(self.options(record));
        } else {
            for pair in record.sections.iter().flat_map(|(_, pairs)| pairs) {
                self.losses
                    .borrow_mut()
                    .note(Loss::Options, || format!("{} of {}", pair.name, deployment.display(*id)));
            }
        }
        Noted { comments: self.origin(record), value: Draft::Map(map) }
    }

    /// Whether the tenant of an object would be another one if it were not written.
    fn says_tenant(&self, record: &Record<'d>) -> bool {
        let object = record.object;
        object.tenant != Symbol::EMPTY
            || self.deployment.of_kind(ObjectKind::Tenant).len() == 1
            // It would be taken for the one that is described.
            || object.is_mentioned && self.deployment.is_ambiguous(record.id)
    }

    fn text(&self, record: &Record<'d>, key: FieldKey) -> Option<Noted> {
        let field = record.object.field(key)?;
        let value = Draft::Text(self.deployment.text(field.value).to_owned());
        Some(Noted { comments: self.quiet.at(field.at), value })
    }

    fn texts(&self, record: &Record<'d>, key: FieldKey) -> Option<Noted> {
        let fields: Vec<_> = record.object.list(key).collect();
        let item = |at: Span, text: Symbol| Noted {
            comments: self.quiet.at(at),
            value: Draft::Text(self.deployment.text(text).to_owned()),
        };
        match (key, fields.as_slice()) {
            (_, []) => None,
            // These come in any shape, and are kept as one text where they are not many.
            (FieldKey::Skills | FieldKey::AgentLogins, [only]) => Some(item(only.at, only.value)),
            _ => {
                let items = fields.iter().map(|field| item(field.at, field.value));
                Some(Draft::List(items.collect()).into())
            }
        }
    }

    /// The name of the one object that this one uses. An object that is written in several places may use several, of
    /// which the first that is there counts.
    fn one(
        &self,
        record: &Record<'d>,
        relation: Relation,
        of: ObjectKind,
        dangling: &mut Vec<Dangling>,
    ) -> Option<Noted> {
        let names = self.names_of_targets(record, relation, of, dangling);
        let &(first, at) = names.first()?;
        for (more, _) in names.into_iter().filter(|&(name, _)| name != first) {
            let shown =
                || format!("{of}/{} of {}", self.deployment.text(more), self.deployment.display(record.id));
            self.losses.borrow_mut().note(Loss::Second, shown);
        }
        Some(self.name(first, at, None))
    }

    fn targets(
        &self,
        record: &Record<'d>,
        relation: Relation,
        of: ObjectKind,
        dangling: &mut Vec<Dangling>,
    ) -> Option<Noted> {
        let names = self.names_of_targets(record, relation, of, dangling).into_iter();
        let names: Vec<Noted> = names.map(|(name, at)| self.name(name, at, None)).collect();
        (!names.is_empty()).then(|| Draft::List(names).into())
    }

    fn names_of_targets(
        &self,
        record: &Record<'d>,
        relation: Relation,
        of: ObjectKind,
        dangling: &mut Vec<Dangling>,
    ) -> Vec<(Symbol, Span)> {
        let deployment = self.deployment;
        let links = deployment.targets(record.id, relation).filter(|link| self.is_on_member(link));
        let there = links.map(|link| (deployment.object(link.to).name, link.at));
        let nowhere = self.nowhere(record, dangling, |other| !other.member && other.kind == of);
        there.chain(nowhere.into_iter().map(|other| (other.name, other.at))).collect()
    }

    /// The members that do not say themselves that they are.
    fn members(
        &self,
        record: &Record<'d>,
        relation: Relation,
        kinds: &[ObjectKind],
        dangling: &mut Vec<Dangling>,
    ) -> Option<Noted> {
        let deployment = self.deployment;
        let with_kind = kinds.len() > 1;
        let mut names = Vec::new();
        for link in deployment.members(record.id, relation).filter(|link| !self.is_on_member(link)) {
            let member = deployment.object(link.from);
            let found = deployment.find(member.kind, record.object.tenant, member.name);
            if found == Some(link.from) {
                names.push(self.name(member.name, link.at, with_kind.then_some(member.kind)));
            } else {
                let shown =
                    || format!("{} in {}", deployment.display(link.from), deployment.display(link.to));
                self.losses.borrow_mut().note(Loss::Member, shown);
            }
        }
        let is_one = |other: &Dangling| other.member && kinds.contains(&other.kind);
        let nowhere = self.nowhere(record, dangling, is_one).into_iter();
        names.extend(nowhere.map(|other| self.name(other.name, other.at, with_kind.then_some(other.kind))));
        (!names.is_empty()).then(|| Draft::List(names).into())
    }

    /// Whether a membership is written on the member; else it is on what the member is in.
    fn is_on_member(&self, link: &Link) -> bool {
        let (from, to) = (self.deployment.object(link.from), self.deployment.object(link.to));
        self.outline.has(link.from) && self.deployment.find(to.kind, from.tenant, to.name) == Some(link.to)
    }

    /// Names that lead nowhere, as long as they lead nowhere where they are written; these are taken out of `dangling`.
    fn nowhere(
        &self,
        record: &Record<'d>,
        dangling: &mut Vec<Dangling>,
        is_one: impl Fn(&Dangling) -> bool,
    ) -> Vec<Dangling> {
        let stays = |other: &Dangling| {
            self.deployment.find(other.kind, record.object.tenant, other.name).is_none() && is_one(other)
        };
        let (here, rest): (Vec<_>, Vec<_>) = std::mem::take(dangling).into_iter().partition(stays);
        *dangling = rest;
        here
    }

    fn name(&self, name: Symbol, at: Span, kind: Option<ObjectKind>) -> Noted {
        let name = self.deployment.text(name);
        let text = kind.map_or_else(|| name.to_owned(), |kind| format!("{kind}/{name}"));
        Noted { comments: self.quiet.at(at), value: Draft::Text(text) }
    }

    fn options(&self, record: &Record<'d>) -> Option<(String, Noted)> {
        let section = |(section, pairs): &(&'d str, Vec<super::super::outline::Pair<'d>>)| {
            let pairs = pairs.iter().map(|pair| {
                let value = Draft::Text(pair.value.to_owned());
                (pair.written_name(), Noted { comments: self.quiet.at(pair.setting.key), value })
            });
            ((*section).to_owned(), Draft::Map(pairs.collect()).into())
        };
        let sections: Entries = record.sections.iter().map(section).collect();
        (!sections.is_empty()).then(|| ("options".to_owned(), Draft::Map(sections).into()))
    }

    /// The first place of an object in each file that has a part of it.
    fn origin(&self, record: &Record<'d>) -> Vec<String> {
        let Some(sources) = self.sources else { return Vec::new() };
        let object = record.object;
        let pairs = record.sections.iter().flat_map(|(_, pairs)| pairs).map(|pair| pair.setting.key);
        let mut places = vec![object.at];
        for place in object.fields.iter().map(|field| field.at).chain(pairs) {
            match places.iter_mut().find(|first| first.file == place.file) {
                Some(first) if first.file != object.at.file => *first = place.min(*first),
                Some(_) => {}
                None => places.push(place),
            }
        }
        let places: Vec<String> = places.into_iter().map(|place| sources.place(place)).collect();
        vec![format!("from {}", places.join(" and "))]
    }
}
