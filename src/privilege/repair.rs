//! Why an agent may not do something, and every smallest change that would allow it.

use super::audience::{Audience, NewGrant};
use super::graph::DependencyGraph;
use super::holding::{Privileges, Standing};
use super::path::by_name;
use super::search::Search;
use super::set::{PrivilegeId, PrivilegeSet};
use crate::deployment::{Edit, ObjectId, Relation};
use crate::names::{ObjectKind, Symbol};
use crate::text::Span;

/// One change of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// A role grants a privilege.
    Grant {
        /// The role.
        role: ObjectId,
        /// The privilege.
        privilege: PrivilegeId,
    },
    /// An agent becomes a member of a role or an access group.
    AddMember {
        /// The role or the access group.
        object: ObjectId,
        /// Whether it is a role or an access group that the agent joins.
        relation: Relation,
        /// The agent.
        member: ObjectId,
    },
}

impl Change {
    /// The change as an edit of a deployment; `at` stands for the new text's place.
    #[must_use]
    pub fn edit(self, graph: &DependencyGraph, at: Span) -> Edit {
        match self {
            Self::Grant { role, privilege } => {
                Edit::Grant { role, privilege: graph.name(privilege).to_owned(), at }
            }
            Self::AddMember { object, relation, member } => {
                Edit::AddMember { member, of: object, relation, at }
            }
        }
    }
}

/// Changes that together make a privilege effective, none of which could be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The changes: grants by role and privilege, then memberships by name.
    pub changes: Vec<Change>,
    /// Number of other agents whose effective privileges would change too.
    pub also_affects: usize,
}

/// Whether an agent may do something, and if not, why not and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyNot {
    /// The agent.
    pub agent: ObjectId,
    /// The privilege.
    pub privilege: PrivilegeId,
    /// How the privilege stands with the agent.
    pub standing: Standing,
    /// What is not granted of the privilege and of all that it depends on, by name.
    pub missing: Vec<PrivilegeId>,
    /// The repairs: fewest changes first, then fewest other agents, then by name. None where the privilege is
    /// effective, where it can never be (it is on a cycle or depends on one), and for somebody who is no enabled agent.
    pub repairs: Vec<Repair>,
    /// Whether these are all the repairs there are; see [`Privileges::why_not`].
    pub complete: bool,
}

/// Repairs before they are sorted into an answer.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) repairs: Vec<Repair>,
    pub(super) incomplete: bool,
}

impl Privileges<'_> {
    /// Most repairs that are listed; the first ones by their order.
    pub const REPAIRS: usize = 1000;

    /// Whether an agent may do something, and if not, every smallest set of changes that would allow it: sets of which
    /// no part would do.
    ///
    /// The changes tried are a grant in a role that the agent has, and joining a role or an access group of the
    /// agent's tenant (or of none). Joining an agent group is not among them: that would also change routing and
    /// options. An agent whom no role reaches, where no roles give the privilege either, is offered to join one
    /// role or access group and to grant the rest in one role that this brings.
    ///
    /// The list is cut at [`Self::REPAIRS`]. Where a privilege needs so many others that the search would take long,
    /// the repairs of few changes are listed, and those that grant everything in one role; where more than 64 roles
    /// reach the agent, grants are tried in the first 64 by name. [`WhyNot::complete`] tells whether that happened.
    #[must_use]
    pub fn why_not(&self, agent: ObjectId, privilege: PrivilegeId) -> WhyNot {
        let class = self.class_of(agent);
        let mut needed = self.graph.needs(privilege).clone();
        needed.insert(privilege);
        let missing = needed.without(&class.granted);
        let standing = self.standing(agent, privilege);
        let hopeless = self.graph.is_never_effective(privilege) || !self.deployment.is_subject(agent);
        let mut found = Found::default();
        if standing != Standing::Effective && !hopeless {
            found = Search::new(self, agent, &missing).run();
            if found.repairs.is_empty() {
                self.first_roles(agent, &missing, &mut found);
            }
        }
        let missing = missing.iter().collect();
        WhyNot { agent, privilege, standing, missing, repairs: found.repairs, complete: !found.incomplete }
    }

    /// The enabled roles that reach an agent, each once, by name.
    pub(super) fn roles_of(&self, agent: ObjectId) -> Vec<ObjectId> {
        let mut roles: Vec<ObjectId> = self.reaches(agent).iter().map(|reach| reach.role).collect();
        roles.dedup();
        roles
    }

    /// The enabled roles and access groups that an agent could join, by name, each with the enabled roles that it
    /// brings.
    pub(super) fn joinable(&self, agent: ObjectId) -> Vec<(ObjectId, Relation, Vec<ObjectId>)> {
        let deployment = self.deployment;
        let home = deployment.object(agent).tenant;
        let mut joinable = Vec::new();
        for (kind, relation) in
            [(ObjectKind::Role, Relation::Role), (ObjectKind::AccessGroup, Relation::AccessGroup)]
        {
            for &id in deployment.of_kind(kind) {
                let object = deployment.object(id);
                let near = object.tenant == home || object.tenant == Symbol::EMPTY || home == Symbol::EMPTY;
                let joined = deployment.targets(agent, relation).any(|link| link.to == id);
                if !near || joined || !object.enabled {
                    continue;
                }
                let brings = if kind == ObjectKind::Role {
                    vec![id]
                } else {
                    let carried = deployment.targets(id, Relation::Role).map(|link| link.to);
                    carried.filter(|&role| deployment.object(role).enabled).collect()
                };
                joinable.push((id, relation, brings));
            }
        }
        joinable.sort_by_key(|&(id, ..)| by_name(deployment, id));
        joinable
    }

    /// What roles grant together.
    pub(super) fn granted_by(&self, roles: &[ObjectId]) -> PrivilegeSet {
        let mut granted = PrivilegeSet::empty(self.graph.len());
        for role in roles.iter().filter_map(|&role| self.role(role)) {
            granted.add_all(&role.granted);
        }
        granted
    }

    /// For an agent without roles: joining something, and granting what is still missing in a role that it brings.
    fn first_roles(&self, agent: ObjectId, missing: &PrivilegeSet, found: &mut Found) {
        let repairs = &mut found.repairs;
        for (object, relation, brings) in self.joinable(agent) {
            let rest = missing.without(&self.granted_by(&brings));
            for role in brings {
                let mut audience = Audience::new(self, agent, &[role]);
                let grants: Vec<_> = rest.iter().map(|privilege| NewGrant { role: 0, privilege }).collect();
                let also_affects = audience.changed_by(&grants);
                let mut changes: Vec<_> =
                    rest.iter().map(|privilege| Change::Grant { role, privilege }).collect();
                changes.push(Change::AddMember { object, relation, member: agent });
                repairs.push(Repair { changes, also_affects });
            }
        }
        repairs.sort_by_cached_key(|repair| {
            let names = repair.changes.iter().map(|change| self.change_name(*change));
            (repair.changes.len(), repair.also_affects, names.collect::<Vec<_>>())
        });
        found.incomplete |= repairs.len() > Self::REPAIRS;
        repairs.truncate(Self::REPAIRS);
    }

    fn change_name(&self, change: Change) -> (bool, (&str, ObjectKind, &str), Option<PrivilegeId>) {
        match change {
            Change::Grant { role, privilege } => (false, by_name(self.deployment, role), Some(privilege)),
            Change::AddMember { object, .. } => (true, by_name(self.deployment, object), None),
        }
    }
}
