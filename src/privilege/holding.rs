//! Which roles grant what, and which agents therefore hold the same privileges.

use rustc_hash::FxHashMap;

use super::graph::DependencyGraph;
use super::set::{PrivilegeId, PrivilegeSet};
use crate::deployment::{Deployment, FieldKey, ObjectId, Relation};
use crate::names::{ObjectKind, Symbol};
use crate::text::Span;

/// One grant of a privilege as it is written in a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// The privilege.
    pub privilege: PrivilegeId,
    /// How it is written: its name or an alias.
    pub spelling: Symbol,
    /// Where.
    pub at: Span,
}

/// A role key that is the name or alias of no privilege: it may grant anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unmapped {
    /// The key as it is written.
    pub spelling: Symbol,
    /// Where.
    pub at: Span,
}

/// What a role grants, enabled or not.
#[derive(Debug, Clone)]
pub struct RoleGrants {
    /// The role.
    pub role: ObjectId,
    /// Its grants in the order of the file; a privilege granted twice is here twice.
    pub grants: Vec<Grant>,
    /// Its keys that map to nothing, in the order of the file.
    pub unmapped: Vec<Unmapped>,
    /// The privileges it grants.
    pub granted: PrivilegeSet,
    /// Those that have effect for an agent who has this role only.
    pub effective: PrivilegeSet,
}

impl RoleGrants {
    /// The first grant of a privilege.
    #[must_use]
    pub fn grant(&self, privilege: PrivilegeId) -> Option<&Grant> {
        self.grants.iter().find(|grant| grant.privilege == privilege)
    }
}

/// Agents who are granted the same privileges with the same certainty.
#[derive(Debug, Clone)]
pub struct Class {
    /// What their roles grant together.
    pub granted: PrivilegeSet,
    /// What of that has effect.
    pub effective: PrivilegeSet,
    /// Whether one of their roles has keys that map to nothing, so that they may be granted more than is known.
    pub uncertain: bool,
    /// The agents, in the order of reading.
    pub agents: Vec<ObjectId>,
}

/// How a privilege stands with an agent, a class or a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Granted, and so is everything it depends on.
    Effective,
    /// Granted without something it depends on: no effect.
    Inert,
    /// Not granted.
    No,
    /// Not effective by what is known, but a role key that maps to nothing may grant what is missing.
    Unknown,
}

impl Standing {
    pub(super) fn of(
        privilege: PrivilegeId,
        granted: &PrivilegeSet,
        effective: &PrivilegeSet,
        uncertain: bool,
    ) -> Self {
        if effective.contains(privilege) {
            Self::Effective
        } else if uncertain {
            Self::Unknown
        } else if granted.contains(privilege) {
            Self::Inert
        } else {
            Self::No
        }
    }
}

/// What every agent of a deployment may do.
///
/// Disabled roles and groups give nothing. Only enabled agents hold privileges; for anybody else the answers are
/// those of somebody without roles.
#[derive(Debug)]
pub struct Privileges<'d> {
    pub(super) graph: &'d DependencyGraph,
    pub(super) deployment: &'d Deployment,
    /// Sorted by role.
    roles: Vec<RoleGrants>,
    /// By object; 0, the class without privileges, for all that are no enabled agents.
    class_of: Vec<u32>,
    classes: Vec<Class>,
}

/// What a role or a group gives to its members.
#[derive(Debug, Clone)]
struct Gift {
    granted: PrivilegeSet,
    uncertain: bool,
}

impl<'d> Privileges<'d> {
    /// Works out who holds what. Agents with equal grants are worked out once.
    #[must_use]
    pub fn new(graph: &'d DependencyGraph, deployment: &'d Deployment) -> Self {
        let roles: Vec<RoleGrants> = deployment
            .of_kind(ObjectKind::Role)
            .iter()
            .map(|&role| read_role(graph, deployment, role))
            .collect();
        let mut privileges = Self { graph, deployment, roles, class_of: Vec::new(), classes: Vec::new() };
        privileges.class_agents();
        privileges
    }

    fn class_agents(&mut self) {
        let deployment = self.deployment;
        let nothing = Gift { granted: PrivilegeSet::empty(self.graph.len()), uncertain: false };
        let (gifts, gift_of) = self.gifts(&nothing);
        let mut known: FxHashMap<(PrivilegeSet, bool), u32> = FxHashMap::default();
        self.class_of = vec![0; deployment.object_count()];
        self.classes = vec![self.class(&nothing)];
        known.insert((nothing.granted.clone(), false), 0);
        let mut key = (nothing.granted, false);
        for agent in deployment.agents() {
            key.0.clear();
            key.1 = false;
            for link in deployment.links_from(agent) {
                let gift = gift_of[link.to.index()];
                if gift != 0 {
                    key.0.add_all(&gifts[gift as usize].granted);
                    key.1 |= gifts[gift as usize].uncertain;
                }
            }
            let class = known.get(&key).copied().unwrap_or_else(|| {
                let class = self.classes.len() as u32;
                self.classes.push(self.class(&Gift { granted: key.0.clone(), uncertain: key.1 }));
                known.insert(key.clone(), class);
                class
            });
            self.class_of[agent.index()] = class;
            self.classes[class as usize].agents.push(agent);
        }
    }

    /// What roles and groups give, and by object which of these gifts is its own; 0 gives nothing.
    fn gifts(&self, nothing: &Gift) -> (Vec<Gift>, Vec<u32>) {
        let deployment = self.deployment;
        let mut gifts = vec![nothing.clone()];
        let mut gift_of = vec![0; deployment.object_count()];
        for grants in self.roles.iter().filter(|grants| deployment.object(grants.role).enabled) {
            gift_of[grants.role.index()] = gifts.len() as u32;
            let uncertain = !grants.unmapped.is_empty();
            gifts.push(Gift { granted: grants.granted.clone(), uncertain });
        }
        let groups = [ObjectKind::AccessGroup, ObjectKind::AgentGroup];
        for &group in groups.into_iter().flat_map(|kind| deployment.of_kind(kind)) {
            if !deployment.object(group).enabled {
                continue;
            }
            let mut gift = nothing.clone();
            for link in deployment.targets(group, Relation::Role) {
                let role = &gifts[gift_of[link.to.index()] as usize];
                gift.granted.add_all(&role.granted);
                gift.uncertain |= role.uncertain;
            }
            if gift.uncertain || !gift.granted.is_empty() {
                gift_of[group.index()] = gifts.len() as u32;
                gifts.push(gift);
            }
        }
        (gifts, gift_of)
    }

    fn class(&self, gift: &Gift) -> Class {
        Class {
            granted: gift.granted.clone(),
            effective: self.graph.effective(&gift.granted),
            uncertain: gift.uncertain,
            agents: Vec::new(),
        }
    }

    /// The privileges there are.
    #[must_use]
    pub fn graph(&self) -> &'d DependencyGraph {
        self.graph
    }

    /// What every role grants, in the order of reading.
    #[must_use]
    pub fn roles(&self) -> &[RoleGrants] {
        &self.roles
    }

    /// What one role grants; `None` where the object is no role.
    #[must_use]
    pub fn role(&self, role: ObjectId) -> Option<&RoleGrants> {
        self.roles.binary_search_by_key(&role, |grants| grants.role).ok().map(|at| &self.roles[at])
    }

    /// The classes of agents, each with at least one agent, in the order of their first agents.
    pub fn classes(&self) -> impl Iterator<Item = &Class> {
        let mut classes: Vec<&Class> = self.classes.iter().filter(|class| !class.agents.is_empty()).collect();
        classes.sort_by_key(|class| class.agents[0]);
        classes.into_iter()
    }

    /// The number of an agent's class; agents of one class have equal numbers.
    pub(super) fn class_index(&self, agent: ObjectId) -> u32 {
        self.class_of[agent.index()]
    }

    pub(super) fn class_at(&self, index: u32) -> &Class {
        &self.classes[index as usize]
    }

    /// The class of an agent.
    #[must_use]
    pub fn class_of(&self, agent: ObjectId) -> &Class {
        self.class_at(self.class_index(agent))
    }

    /// What an agent may really do.
    #[must_use]
    pub fn effective_set(&self, agent: ObjectId) -> &PrivilegeSet {
        &self.class_of(agent).effective
    }

    /// How a privilege stands with an agent.
    #[must_use]
    pub fn standing(&self, agent: ObjectId, privilege: PrivilegeId) -> Standing {
        let class = self.class_of(agent);
        Standing::of(privilege, &class.granted, &class.effective, class.uncertain)
    }
}

fn read_role(graph: &DependencyGraph, deployment: &Deployment, role: ObjectId) -> RoleGrants {
    let mut granted = PrivilegeSet::empty(graph.len());
    let (mut grants, mut unmapped) = (Vec::new(), Vec::new());
    for field in deployment.object(role).list(FieldKey::Privileges) {
        let (spelling, at) = (field.value, field.at);
        match graph.find(deployment.text(spelling)) {
            Some(privilege) => {
                granted.insert(privilege);
                grants.push(Grant { privilege, spelling, at });
            }
            None => unmapped.push(Unmapped { spelling, at }),
        }
    }
    let effective = graph.effective(&granted);
    RoleGrants { role, grants, unmapped, granted, effective }
}
