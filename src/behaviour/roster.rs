//! The objects that take part, as the machine's small numbers and back.

use crate::chat::{AgentId, GroupId, MOST, Owner, QueueId, Small, WorkbinId};
use crate::deployment::{Deployment, ObjectId};
use crate::names::ObjectKind;

/// Who and what takes part. An object gets its number when it is first entered and keeps it; objects of two tenants
/// are two objects, whatever their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster {
    agents: Vec<ObjectId>,
    queues: Vec<ObjectId>,
    workbins: Vec<ObjectId>,
    groups: Vec<ObjectId>,
}

fn enter<T: Small>(list: &mut Vec<ObjectId>, object: ObjectId) -> Option<T> {
    let at = list.iter().position(|&known| known == object).unwrap_or(list.len());
    if at == list.len() {
        if at == MOST {
            return None;
        }
        list.push(object);
    }
    T::new(at)
}

fn find<T: Small>(list: &[ObjectId], object: ObjectId) -> Option<T> {
    T::new(list.iter().position(|&known| known == object)?)
}

impl Roster {
    /// The number of an agent; `None` where there are [`MOST`] others.
    pub fn enter_agent(&mut self, agent: ObjectId) -> Option<AgentId> {
        enter(&mut self.agents, agent)
    }

    /// The number of a workbin; `None` where there are [`MOST`] others.
    pub fn enter_workbin(&mut self, workbin: ObjectId) -> Option<WorkbinId> {
        enter(&mut self.workbins, workbin)
    }

    /// The number of an agent group; `None` where there are [`MOST`] others.
    pub fn enter_group(&mut self, group: ObjectId) -> Option<GroupId> {
        enter(&mut self.groups, group)
    }

    /// The owner that an agent or an agent group is; `None` where there are [`MOST`] others, and for other objects.
    pub fn enter_owner(&mut self, deployment: &Deployment, owner: ObjectId) -> Option<Owner> {
        match deployment.object(owner).kind {
            ObjectKind::Agent => self.enter_agent(owner).map(Owner::Agent),
            ObjectKind::AgentGroup => self.enter_group(owner).map(Owner::Group),
            _ => None,
        }
    }

    /// The number of an interaction queue; `None` where there are 65,536 others.
    pub fn enter_queue(&mut self, queue: ObjectId) -> Option<QueueId> {
        let at = self.queues.iter().position(|&known| known == queue).unwrap_or(self.queues.len());
        let id = u16::try_from(at).ok().map(QueueId)?;
        if at == self.queues.len() {
            self.queues.push(queue);
        }
        Some(id)
    }

    /// The number of a workbin that was entered.
    #[must_use]
    pub fn workbin(&self, workbin: ObjectId) -> Option<WorkbinId> {
        find(&self.workbins, workbin)
    }

    /// The number of an agent group that was entered.
    #[must_use]
    pub fn group(&self, group: ObjectId) -> Option<GroupId> {
        find(&self.groups, group)
    }

    /// Every agent, by number.
    #[must_use]
    pub fn agents(&self) -> &[ObjectId] {
        &self.agents
    }

    /// The object of an agent's number.
    #[must_use]
    pub fn agent_object(&self, agent: AgentId) -> Option<ObjectId> {
        self.agents.get(agent.index()).copied()
    }

    /// The object of a queue's number.
    #[must_use]
    pub fn queue_object(&self, queue: QueueId) -> Option<ObjectId> {
        self.queues.get(usize::from(queue.0)).copied()
    }

    /// The object of a workbin's number.
    #[must_use]
    pub fn workbin_object(&self, workbin: WorkbinId) -> Option<ObjectId> {
        self.workbins.get(workbin.index()).copied()
    }

    /// The object of a workbin's owner.
    #[must_use]
    pub fn owner_object(&self, owner: Owner) -> Option<ObjectId> {
        match owner {
            Owner::Agent(agent) => self.agent_object(agent),
            Owner::Group(group) => self.groups.get(group.index()).copied(),
        }
    }
}
