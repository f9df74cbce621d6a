//! Which privilege depends on which.

use rustc_hash::FxHashMap;

use super::set::{PrivilegeId, PrivilegeSet};
use crate::catalogue::Catalogue;
use crate::names::nearest;

/// All that the graph must be told about a privilege.
#[derive(Debug, Clone, Default)]
pub struct PrivilegeEntry<'a> {
    /// The display name.
    pub name: &'a str,
    /// Other spellings, such as the internal keys of exported roles.
    pub aliases: Vec<&'a str>,
    /// The names of the privileges without which it has no effect.
    pub depends_on: Vec<&'a str>,
}

/// A name that is no privilege.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no privilege `{name}`{}", .nearest.as_ref().map_or_else(
    || "; `wdectl privilege list` shows all".to_owned(),
    |near| format!("; did you mean `{near}`?"),
))]
pub struct UnknownPrivilege {
    /// The name.
    pub name: String,
    /// What was probably meant.
    pub nearest: Option<String>,
}

/// The privileges there are, sorted by name, and what each depends on.
///
/// A name that occurs only as a dependency is in the graph too: a role that grants it satisfies the dependency.
/// Effectiveness is the *least* reading of "granted, and every privilege it depends on is
/// effective": a privilege on a cycle waits for itself, so it is never effective, nor is one that depends on it.
#[derive(Debug, Clone, Default)]
pub struct DependencyGraph {
    names: Vec<String>,
    /// Names and aliases.
    by_name: FxHashMap<String, PrivilegeId>,
    dependencies: Vec<Vec<PrivilegeId>>,
    dependents: Vec<Vec<PrivilegeId>>,
    /// Direct and indirect dependencies; a privilege is among its own only on a cycle.
    closure: Vec<PrivilegeSet>,
    /// Privileges that are on a cycle or depend on one.
    never: PrivilegeSet,
}

impl DependencyGraph {
    /// The graph of some privileges. A name counts before an alias, and of equal aliases the first.
    #[must_use]
    pub fn new<'a>(entries: impl IntoIterator<Item = PrivilegeEntry<'a>>) -> Self {
        let entries: Vec<_> = entries.into_iter().collect();
        let dependency_names = entries.iter().flat_map(|entry| &entry.depends_on);
        let mut names: Vec<&str> =
            entries.iter().map(|entry| entry.name).chain(dependency_names.copied()).collect();
        names.sort_unstable();
        names.dedup();
        let place = |name: &str| names.binary_search(&name).ok().map(PrivilegeId::new);

        let mut graph = Self {
            names: names.iter().map(|&name| name.to_owned()).collect(),
            by_name: FxHashMap::default(),
            dependencies: vec![Vec::new(); names.len()],
            dependents: vec![Vec::new(); names.len()],
            closure: Vec::new(),
            never: PrivilegeSet::default(),
        };
        for id in graph.ids() {
            graph.by_name.insert(graph.name(id).to_owned(), id);
        }
        for entry in &entries {
            let Some(id) = place(entry.name) else { continue };
            for alias in &entry.aliases {
                graph.by_name.entry((*alias).to_owned()).or_insert(id);
            }
            graph.dependencies[id.index()].extend(entry.depends_on.iter().filter_map(|name| place(name)));
        }
        for id in graph.ids() {
            let dependencies = &mut graph.dependencies[id.index()];
            dependencies.sort_unstable();
            dependencies.dedup();
            for dependency in &graph.dependencies[id.index()] {
                graph.dependents[dependency.index()].push(id);
            }
        }
        graph.closure = graph.ids().map(|id| graph.reach(id)).collect();
        graph.find_never_effective();
        graph
    }

    fn reach(&self, id: PrivilegeId) -> PrivilegeSet {
        let mut reached = PrivilegeSet::empty(self.len());
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            open.extend(self.dependencies(next).iter().filter(|&&dependency| reached.insert(dependency)));
        }
        reached
    }

    fn find_never_effective(&mut self) {
        let on_cycle = |id: PrivilegeId| self.needs(id).contains(id);
        let mut never = PrivilegeSet::empty(self.len());
        for id in self.ids().filter(|&id| self.needs(id).iter().any(on_cycle)) {
            never.insert(id);
        }
        self.never = never;
    }

    /// Every privilege, by name.
    pub fn ids(&self) -> impl Iterator<Item = PrivilegeId> + use<> {
        (0..self.names.len()).map(PrivilegeId::new)
    }

    /// Number of privileges.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The display name.
    #[must_use]
    pub fn name(&self, privilege: PrivilegeId) -> &str {
        &self.names[privilege.index()]
    }

    /// The graph of all privileges of a catalogue.
    #[must_use]
    pub fn of(catalogue: &Catalogue) -> Self {
        Self::new(catalogue.privileges().iter().map(|spec| PrivilegeEntry {
            name: &spec.name,
            aliases: spec.aliases.iter().map(String::as_str).collect(),
            depends_on: spec.dependencies().collect(),
        }))
    }

    /// The privilege that a configuration means by a name or an alias, letter by letter.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<PrivilegeId> {
        self.by_name.get(name).copied()
    }

    /// The privilege that a person means by a name or an alias; letter case is ignored.
    ///
    /// # Errors
    ///
    /// When there is no such privilege, with the nearest name.
    pub fn look_up(&self, name: &str) -> Result<PrivilegeId, UnknownPrivilege> {
        let mut known: Vec<(&str, PrivilegeId)> =
            self.by_name.iter().map(|(known, &id)| (known.as_str(), id)).collect();
        known.sort_unstable();
        let same_but_for_case = || known.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        self.find(name).or_else(|| Some(same_but_for_case()?.1)).ok_or_else(|| UnknownPrivilege {
            name: name.to_owned(),
            nearest: nearest(name, known.iter().map(|&(known, _)| known)).map(str::to_owned),
        })
    }

    /// What a privilege depends on directly, by name.
    #[must_use]
    pub fn dependencies(&self, privilege: PrivilegeId) -> &[PrivilegeId] {
        &self.dependencies[privilege.index()]
    }

    /// What depends on a privilege directly, by name.
    #[must_use]
    pub fn dependents(&self, privilege: PrivilegeId) -> &[PrivilegeId] {
        &self.dependents[privilege.index()]
    }

    /// Every dependency: first the privilege, then what it depends on directly.
    pub fn edges(&self) -> impl Iterator<Item = (PrivilegeId, PrivilegeId)> + '_ {
        self.ids().flat_map(|id| self.dependencies(id).iter().map(move |&dependency| (id, dependency)))
    }

    /// What a privilege depends on directly or indirectly; the privilege itself only where it is on a cycle.
    #[must_use]
    pub fn needs(&self, privilege: PrivilegeId) -> &PrivilegeSet {
        &self.closure[privilege.index()]
    }

    /// Whether a privilege can never be effective, because it is on a cycle or depends on one.
    #[must_use]
    pub fn is_never_effective(&self, privilege: PrivilegeId) -> bool {
        self.never.contains(privilege)
    }

    /// What of some granted privileges has effect.
    #[must_use]
    pub fn effective(&self, granted: &PrivilegeSet) -> PrivilegeSet {
        let mut effective = granted.clone();
        for id in granted.iter() {
            if self.is_never_effective(id) || !self.needs(id).is_subset(granted) {
                effective.remove(id);
            }
        }
        effective
    }
}
