//! By which ways a privilege comes to an agent, and to which agents.

use super::holding::Privileges;
use super::set::PrivilegeId;
use crate::deployment::{Deployment, Link, ObjectId, Relation};
use crate::names::ObjectKind;
use crate::text::Span;

/// The group through which a role reaches an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Through {
    /// The access group or agent group. The configuration layer gives roles to persons and access groups only;
    /// that an agent group carries one is how the desktop's guide words it.
    pub group: ObjectId,
    /// Where it is written that the group has the role.
    pub at: Span,
}

/// One way by which a role reaches an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// The role.
    pub role: ObjectId,
    /// The group in between; `None` where the agent has the role itself.
    pub through: Option<Through>,
    /// Where the agent's own membership is written: in the group if there is one, else in the role.
    pub member: Span,
}

/// One way by which a privilege reaches an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Via {
    /// How the role reaches the agent.
    pub reach: Reach,
    /// Where the role grants the privilege, first if it does so twice.
    pub grant: Span,
}

impl Via {
    /// The objects on the way, from the role on, the agent left out.
    pub fn objects(&self) -> impl Iterator<Item = ObjectId> {
        std::iter::once(self.reach.role).chain(self.reach.through.map(|through| through.group))
    }
}

/// A privilege that is granted and has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inert {
    /// The privilege.
    pub privilege: PrivilegeId,
    /// All that it depends on, directly or not, and that is not effective; by name. On a cycle the privilege itself
    /// is among them.
    pub missing: Vec<PrivilegeId>,
}

/// All that an agent holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The agent.
    pub agent: ObjectId,
    /// What the agent may really do, by name.
    pub effective: Vec<PrivilegeId>,
    /// What is granted without effect, by name.
    pub inert: Vec<Inert>,
    /// The ways by which each granted privilege comes, by name; the ways are sorted by role, the direct one first.
    pub grants: Vec<(PrivilegeId, Vec<Via>)>,
    /// Whether a role of the agent has keys that map to nothing: then more may be granted, and what is inert may
    /// have effect.
    pub uncertain: bool,
}

/// An agent who may do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The agent.
    pub agent: ObjectId,
    /// By which ways the privilege comes.
    pub via: Vec<Via>,
}

/// Who may do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhoCan {
    /// The agents for whom the privilege is effective, by name.
    pub agents: Vec<Holder>,
    /// The agents for whom it is not effective by what is known, though keys in their roles map to nothing; by name.
    pub uncertain: Vec<ObjectId>,
}

/// What objects are sorted by where people read them.
pub(super) fn by_name(deployment: &Deployment, id: ObjectId) -> (&str, ObjectKind, &str) {
    let object = deployment.object(id);
    (deployment.text(object.name), object.kind, deployment.text(object.tenant))
}

impl Privileges<'_> {
    /// The ways by which enabled roles reach an agent, sorted by role, the direct way first.
    #[must_use]
    pub fn reaches(&self, agent: ObjectId) -> Vec<Reach> {
        let deployment = self.deployment;
        let enabled = |link: &&Link| deployment.object(link.to).enabled;
        let mut reaches = Vec::new();
        if !deployment.is_subject(agent) {
            return reaches;
        }
        for link in deployment.links_from(agent).iter().filter(enabled) {
            match link.relation {
                Relation::Role => reaches.push(Reach { role: link.to, through: None, member: link.at }),
                Relation::AccessGroup | Relation::AgentGroup => {
                    for carried in deployment.targets(link.to, Relation::Role).filter(enabled) {
                        let through = Some(Through { group: link.to, at: carried.at });
                        reaches.push(Reach { role: carried.to, through, member: link.at });
                    }
                }
                Relation::Application => {}
            }
        }
        let name = |id| by_name(deployment, id);
        reaches.sort_by_key(|reach| (name(reach.role), reach.through.map(|through| name(through.group))));
        reaches
    }

    /// The enabled agents whom an enabled role reaches, in the order of reading.
    #[must_use]
    pub fn reached_by(&self, role: ObjectId) -> Vec<ObjectId> {
        let deployment = self.deployment;
        if !deployment.object(role).enabled {
            return Vec::new();
        }
        let mut agents = Vec::new();
        for link in deployment.members(role, Relation::Role) {
            let member = deployment.object(link.from);
            let relation = match member.kind {
                ObjectKind::AccessGroup if member.enabled => Relation::AccessGroup,
                ObjectKind::AgentGroup if member.enabled => Relation::AgentGroup,
                ObjectKind::Agent => {
                    agents.push(link.from);
                    continue;
                }
                _ => continue,
            };
            agents.extend(deployment.members(link.from, relation).map(|link| link.from));
        }
        agents.retain(|&agent| deployment.is_subject(agent));
        agents.sort_unstable();
        agents.dedup();
        agents
    }

    /// All that an agent holds, and how it came by it.
    #[must_use]
    pub fn held(&self, agent: ObjectId) -> Held {
        let class = self.class_of(agent);
        let inert = class.granted.without(&class.effective);
        let mut grants: Vec<(PrivilegeId, Vec<Via>)> =
            class.granted.iter().map(|id| (id, Vec::new())).collect();
        for reach in self.reaches(agent) {
            let Some(role) = self.role(reach.role) else { continue };
            for privilege in role.granted.iter() {
                let at = grants.binary_search_by_key(&privilege, |&(id, _)| id);
                if let (Ok(at), Some(grant)) = (at, role.grant(privilege)) {
                    grants[at].1.push(Via { reach, grant: grant.at });
                }
            }
        }
        Held {
            agent,
            effective: class.effective.iter().collect(),
            inert: inert.iter().map(|id| Inert { privilege: id, missing: self.missing(agent, id) }).collect(),
            grants,
            uncertain: class.uncertain,
        }
    }

    /// All that a privilege depends on, directly or not, and that is not effective for an agent; by name.
    #[must_use]
    pub fn missing(&self, agent: ObjectId, privilege: PrivilegeId) -> Vec<PrivilegeId> {
        self.graph.needs(privilege).without(self.effective_set(agent)).iter().collect()
    }

    /// The ways by which a privilege comes to an agent, effective or not, sorted by role, the direct one first.
    #[must_use]
    pub fn ways(&self, agent: ObjectId, privilege: PrivilegeId) -> Vec<Via> {
        let via = |reach: Reach| {
            let grant = self.role(reach.role)?.grant(privilege)?.at;
            Some(Via { reach, grant })
        };
        self.reaches(agent).into_iter().filter_map(via).collect()
    }

    /// The agents for whom a privilege is effective.
    #[must_use]
    pub fn who_can(&self, privilege: PrivilegeId) -> WhoCan {
        let (mut can, mut uncertain) = (Vec::new(), Vec::new());
        for class in self.classes() {
            if class.effective.contains(privilege) {
                can.extend(&class.agents);
            } else if class.uncertain {
                uncertain.extend(&class.agents);
            }
        }
        for agents in [&mut can, &mut uncertain] {
            agents.sort_by_key(|&agent| by_name(self.deployment, agent));
        }
        let holder = |agent| Holder { agent, via: self.ways(agent, privilege) };
        WhoCan { agents: can.into_iter().map(holder).collect(), uncertain }
    }
}
