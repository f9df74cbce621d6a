//! Who is meant by each name, which of two values counts, which members belong to what.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::FieldKey;
use super::builder::{Builder, By, Reference, repeated};
use super::model::{Deployment, Link, ObjectId};
use super::parts::Removed;
use super::problem::Problem;
use crate::names::{ObjectKind, Symbol};

/// Finds objects by what they are named by; each table is made when the first name asks for it.
#[derive(Debug, Default)]
pub(super) struct Finder {
    /// By tenant and employee id.
    employees: FxHashMap<(Symbol, Symbol), ObjectId>,
    /// By kind and number.
    numbers: FxHashMap<(ObjectKind, Symbol), ObjectId>,
    /// The first object of each kind and name, in whatever tenant.
    names: OnceCell<FxHashMap<(ObjectKind, Symbol), ObjectId>>,
}

impl Finder {
    /// The tables that these references need.
    pub(super) fn of(deployment: &Deployment, references: &[Reference]) -> Self {
        let mut finder = Self::default();
        let asks = |by: By| references.iter().any(|reference| reference.by == by);
        let fields = |key: FieldKey| {
            deployment.objects().filter_map(move |(id, object)| Some((id, object, object.field(key)?.value)))
        };
        if asks(By::EmployeeId) {
            for (id, object, employee) in fields(FieldKey::EmployeeId) {
                finder.employees.entry((object.tenant, employee)).or_insert(id);
            }
        }
        if asks(By::Number) {
            for (id, object, number) in fields(FieldKey::Dbid) {
                finder.numbers.entry((object.kind, number)).or_insert(id);
            }
        }
        finder
    }

    /// The object that a reference from `tenant` means.
    pub(super) fn find(
        &self,
        deployment: &Deployment,
        tenant: Symbol,
        reference: &Reference,
    ) -> Option<ObjectId> {
        let Reference { kind, name, .. } = *reference;
        match reference.by {
            By::Name => match reference.tenant {
                None => deployment.find(kind, tenant, name),
                // An object without tenant may have come to the only one there is.
                Some(Symbol::EMPTY) => {
                    let without = deployment.find(kind, Symbol::EMPTY, name);
                    without.or_else(|| deployment.find(kind, tenant, name))
                }
                Some(own) => deployment.find(kind, own, name),
            },
            By::EmployeeId => {
                let of = |tenant| self.employees.get(&(tenant, name)).copied();
                of(tenant).or_else(|| of(Symbol::EMPTY))
            }
            By::Number => self.numbers.get(&(kind, name)).copied(),
        }
    }

    /// An object of that kind and name in whatever tenant.
    fn elsewhere(&self, deployment: &Deployment, reference: &Reference) -> Option<ObjectId> {
        let names = self.names.get_or_init(|| {
            let mut names = FxHashMap::default();
            for (id, object) in deployment.objects() {
                names.entry((object.kind, object.name)).or_insert(id);
            }
            names
        });
        let is_name = reference.by == By::Name;
        is_name.then(|| names.get(&(reference.kind, reference.name)).copied())?
    }
}

impl Builder {
    /// Leaves each option once on an object: the last one counts.
    pub(super) fn settle_options(&mut self, deployment: &mut Deployment) {
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
            if repeated.is_empty() {
                continue;
            }
            let replaced: FxHashSet<usize> = repeated.iter().map(|&(first, _)| first).collect();
            let mut position = 0;
            object.options.retain(|_| {
                position += 1;
                !replaced.contains(&(position - 1))
            });
        }
    }

    pub(super) fn settle_references(
        &mut self,
        deployment: &mut Deployment,
        place: &[Option<ObjectId>],
        removed: &Removed,
        finder: &Finder,
    ) {
        let mut links = Vec::with_capacity(self.references.len());
        // Each link that ends, with the number of links written before that.
        let mut ended = FxHashMap::default();
        for reference in &self.references {
            let Some(object) = place[reference.object as usize] else { continue };
            let tenant = deployment.objects[object.index()].tenant;
            let found = finder.find(deployment, tenant, reference);
            let Some(named) = found.filter(|_| !reference.missing) else {
                if removed.is_meant(reference) {
                    continue;
                }
                let elsewhere = finder.elsewhere(deployment, reference);
                let name = match reference.by {
                    By::Number => {
                        let shown = format!("DBID {}", self.names.text(reference.name));
                        self.names.intern(&shown)
                    }
                    By::Name | By::EmployeeId => reference.name,
                };
                self.problems.push(Problem::Dangling {
                    object,
                    kind: reference.kind,
                    name,
                    span: reference.at,
                    member: reference.member,
                    elsewhere,
                });
                continue;
            };
            let (from, to) = if reference.member { (named, object) } else { (object, named) };
            if reference.gone {
                ended.insert((from, to, reference.relation), links.len());
            } else {
                let at = reference.link.unwrap_or(reference.at);
                links.push(Link { from, to, relation: reference.relation, at });
            }
        }
        if !ended.is_empty() {
            let mut at = 0;
            links.retain(|link| {
                at += 1;
                ended.get(&(link.from, link.to, link.relation)).is_none_or(|&before| at > before)
            });
        }
        deployment.link(links);
    }
}
