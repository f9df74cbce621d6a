//! Who may do what with chats, and by which grants.

use super::context::Context;
use crate::chat::{Right, Rights};
use crate::deployment::ObjectId;
use crate::privilege::{Grant, PrivilegeId, RoleGrants};

/// The rights of every agent.
#[derive(Debug)]
pub(super) struct Holders {
    /// By object; nothing for all that are no enabled agents.
    rights: Vec<Rights>,
}

/// A grant with agents who are blamed on it.
#[derive(Debug)]
pub(super) struct Blamed<'c> {
    pub(super) role: &'c RoleGrants,
    pub(super) grant: &'c Grant,
    pub(super) agents: Vec<ObjectId>,
}

impl Holders {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let mut rights = vec![Rights::NONE; context.deployment.object_count()];
        for class in context.privileges().classes() {
            let of_class = context.rights.of(&class.effective, context.graph());
            for agent in &class.agents {
                rights[agent.index()] = of_class;
            }
        }
        Self { rights }
    }

    /// The rights of an agent.
    pub(super) fn of(&self, agent: ObjectId) -> Rights {
        self.rights[agent.index()]
    }

    /// Whether an agent may place chats on hold.
    pub(super) fn may_hold(&self, agent: ObjectId) -> bool {
        let rights = self.of(agent);
        rights.contains(Right::UseChat) && rights.contains(Right::PlaceOnHold)
    }

    /// Whether an agent may take a chat back from some place where it can lie.
    pub(super) fn may_pull(&self, agent: ObjectId) -> bool {
        let rights = self.of(agent);
        PULL.into_iter().any(|right| rights.contains(right))
    }
}

/// The rights to take a chat out of the places where it can lie.
pub(super) const PULL: [Right; 4] = [
    Right::PullFromQueue,
    Right::PullFromWorkbin,
    Right::PullFromSharedWorkbin,
    Right::PullFromOthersWorkbin,
];

/// The grants by which a privilege comes to some agents, in the order of reading. Each agent is blamed on the first one
/// only, so that one cause is told once.
pub(super) fn blamed<'c>(
    context: &'c Context<'_>,
    privilege: PrivilegeId,
    is_meant: impl Fn(ObjectId) -> bool,
) -> Vec<Blamed<'c>> {
    let privileges = context.privileges();
    let mut meant = vec![false; context.deployment.object_count()];
    let mut some = false;
    for agent in context.deployment.agents().filter(|&agent| is_meant(agent)) {
        meant[agent.index()] = true;
        some = true;
    }
    let mut found = Vec::new();
    if !some {
        return found;
    }
    for role in privileges.roles() {
        let Some(grant) = role.grant(privilege) else { continue };
        let mut agents = privileges.reached_by(role.role);
        agents.retain(|agent| std::mem::take(&mut meant[agent.index()]));
        if !agents.is_empty() {
            found.push(Blamed { role, grant, agents });
        }
    }
    found
}
