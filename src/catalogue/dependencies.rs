//! Dependencies that lead nowhere, or back to where they began. The built-in catalogue has none; files that extend it
//! may.

use std::collections::VecDeque;

use super::Catalogue;

/// What is wrong with a dependency. Where an entry stands is its `declared`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DependencyProblem {
    /// A privilege depends on one that is not in the catalogue.
    UnknownPrivilege {
        /// The privilege.
        privilege: String,
        /// What it depends on.
        depends_on: String,
        /// The name that was probably meant.
        nearest: Option<String>,
    },
    /// Privileges that depend on each other in a ring: each on the next, the last on the first.
    PrivilegeCycle {
        /// Their names, from the one that stands first in the catalogue.
        privileges: Vec<String>,
    },
    /// An option depends on one that is not in the catalogue.
    UnknownOption {
        /// Its section.
        section: String,
        /// The option.
        option: String,
        /// What it depends on.
        depends_on: String,
        /// The name that was probably meant.
        nearest: Option<String>,
    },
    /// An option needs a privilege that is not in the catalogue.
    UnknownPrivilegeOfOption {
        /// Its section.
        section: String,
        /// The option.
        option: String,
        /// The privilege.
        privilege: String,
        /// The name that was probably meant.
        nearest: Option<String>,
    },
    /// Options that depend on each other in a ring.
    OptionCycle {
        /// Their section.
        section: String,
        /// Their names, from the one that stands first in the catalogue.
        options: Vec<String>,
    },
}

impl Catalogue {
    /// Every dependency of privileges and options that cannot be met, in the order of the catalogue.
    #[must_use]
    pub fn dependency_problems(&self) -> Vec<DependencyProblem> {
        let mut problems = Vec::new();
        self.privilege_problems(&mut problems);
        self.option_problems(&mut problems);
        problems
    }

    fn privilege_problems(&self, problems: &mut Vec<DependencyProblem>) {
        let specs = self.privileges();
        for spec in specs {
            for name in spec.dependencies().filter(|name| self.privilege_index(name).is_none()) {
                problems.push(DependencyProblem::UnknownPrivilege {
                    privilege: spec.name.clone(),
                    depends_on: name.to_owned(),
                    nearest: self.nearest_privilege(name).map(str::to_owned),
                });
            }
        }
        let next: Vec<Vec<usize>> = specs
            .iter()
            .map(|spec| spec.dependencies().filter_map(|name| self.privilege_index(name)).collect())
            .collect();
        for ring in rings(&next) {
            let privileges = ring.into_iter().map(|at| specs[at].name.clone()).collect();
            problems.push(DependencyProblem::PrivilegeCycle { privileges });
        }
    }

    fn option_problems(&self, problems: &mut Vec<DependencyProblem>) {
        let specs = self.options();
        let mut next = Vec::with_capacity(specs.len());
        for spec in specs {
            let mut known = Vec::new();
            let application = Some(spec.application);
            for dependency in &spec.depends_on {
                let name = &dependency.option;
                match self.option_index(&spec.section, spec.application, name) {
                    Some(at) => known.push(at),
                    None if self.option(&spec.section, application, name).is_some() => {}
                    None => problems.push(DependencyProblem::UnknownOption {
                        section: spec.section.clone(),
                        option: spec.name.clone(),
                        depends_on: name.clone(),
                        nearest: self.nearest_option(&spec.section, application, name),
                    }),
                }
            }
            for name in spec.needs_privileges.iter().filter(|name| self.privilege_index(name).is_none()) {
                problems.push(DependencyProblem::UnknownPrivilegeOfOption {
                    section: spec.section.clone(),
                    option: spec.name.clone(),
                    privilege: name.clone(),
                    nearest: self.nearest_privilege(name).map(str::to_owned),
                });
            }
            next.push(known);
        }
        for ring in rings(&next) {
            problems.push(DependencyProblem::OptionCycle {
                section: specs[ring[0]].section.clone(),
                options: ring.into_iter().map(|at| specs[at].name.clone()).collect(),
            });
        }
    }
}

/// For each node that is on a ring, unless a ring before has it already, a shortest one through it.
fn rings(next: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut told = vec![false; next.len()];
    let mut rings = Vec::new();
    for start in 0..next.len() {
        if told[start] {
            continue;
        }
        if let Some(ring) = ring_through(start, next) {
            for &at in &ring {
                told[at] = true;
            }
            rings.push(ring);
        }
    }
    rings
}

fn ring_through(start: usize, next: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut came_from: Vec<Option<usize>> = vec![None; next.len()];
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for &to in &next[at] {
            if to == start {
                let mut ring: Vec<usize> = std::iter::successors(Some(at), |&at| came_from[at]).collect();
                ring.reverse();
                return Some(ring);
            }
            if came_from[to].is_none() {
                came_from[to] = Some(at);
                queue.push_back(to);
            }
        }
    }
    None
}
