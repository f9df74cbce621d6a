//! Two deployments, and what of one is what of the other.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::classes::Classes;
use super::super::driver::Question;
use super::report::Group;
use crate::deployment::{Deployment, ObjectId};
use crate::dryrun::Setting;
use crate::names::{ObjectKind, Side};

/// One of the two deployments with its classes.
pub(super) struct Half<'a, 'g, 'd> {
    pub(super) setting: &'a Setting<'g, 'd>,
    pub(super) classes: Classes,
}

impl<'d> Half<'_, '_, 'd> {
    pub(super) fn deployment(&self) -> &'d Deployment {
        self.setting.ground.deployment()
    }
}

/// The agents who have one class before and one class after.
pub(super) struct Pair {
    /// Their classes, old and new.
    pub(super) classes: (usize, usize),
    /// They, as objects of the old and the new side, by name.
    pub(super) agents: Vec<(ObjectId, ObjectId)>,
}

/// Both deployments, matched.
pub(super) struct Sides<'a, 'g, 'd> {
    pub(super) old: Half<'a, 'g, 'd>,
    pub(super) new: Half<'a, 'g, 'd>,
    pub(super) question: &'a Question,
    /// Agents on both sides.
    pub(super) pairs: Vec<Pair>,
    /// Agents who are only on the old side, each with the class.
    pub(super) gone: Vec<(ObjectId, usize)>,
}

impl<'a, 'g, 'd> Sides<'a, 'g, 'd> {
    pub(super) fn new(old: &'a Setting<'g, 'd>, new: &'a Setting<'g, 'd>, question: &'a Question) -> Self {
        let (old_classes, old_members) = Classes::with_members(&old.ground);
        let (new_classes, new_members) = Classes::with_members(&new.ground);
        let new_class: FxHashMap<ObjectId, usize> = new_members.into_iter().collect();
        let (here, there) = (old.ground.deployment(), new.ground.deployment());
        let mut pairs: BTreeMap<(usize, usize), Vec<(ObjectId, ObjectId)>> = BTreeMap::new();
        let mut gone = Vec::new();
        for (agent, class) in old_members {
            let found = counterpart(here, there, agent);
            match found.and_then(|found| Some((found, *new_class.get(&found)?))) {
                Some((found, other)) => pairs.entry((class, other)).or_default().push((agent, found)),
                None => gone.push((agent, class)),
            }
        }
        let name = |agent: ObjectId| here.text(here.object(agent).name);
        for agents in pairs.values_mut() {
            agents.sort_by_key(|&(agent, _)| (name(agent), agent));
        }
        gone.sort_by_key(|&(agent, class)| (class, name(agent), agent));
        Self {
            old: Half { setting: old, classes: old_classes },
            new: Half { setting: new, classes: new_classes },
            question,
            pairs: pairs.into_iter().map(|(classes, agents)| Pair { classes, agents }).collect(),
            gone,
        }
    }

    pub(super) fn half(&self, under: Side) -> &Half<'a, 'g, 'd> {
        match under {
            Side::Old => &self.old,
            Side::New => &self.new,
        }
    }

    /// The object of the new side that is the same as one of the old side, where it is enabled.
    pub(super) fn to_new(&self, object: ObjectId) -> Option<ObjectId> {
        counterpart(self.old.deployment(), self.new.deployment(), object)
    }

    /// The object of the old side that is the same as one of the new side, where it is enabled.
    pub(super) fn to_old(&self, object: ObjectId) -> Option<ObjectId> {
        counterpart(self.new.deployment(), self.old.deployment(), object)
    }

    /// Agents by name.
    pub(super) fn group(&self, agents: &[(ObjectId, ObjectId)]) -> Group {
        let deployment = self.new.deployment();
        let named = agents.iter().take(Group::NAMED).map(|&(_, agent)| deployment.bare(agent));
        Group { count: agents.len(), agents: named.collect() }
    }
}

/// The enabled object of another deployment with the same kind, tenant and name; of scripts, the same type, too.
fn counterpart(from: &Deployment, to: &Deployment, id: ObjectId) -> Option<ObjectId> {
    let object = from.object(id);
    let tenant = to.symbol(from.text(object.tenant))?;
    let found = to.find(object.kind, tenant, to.symbol(from.text(object.name))?)?;
    let same_type = object.kind != ObjectKind::Script || from.script_type(id) == to.script_type(found);
    let that = to.object(found);
    (that.tenant == tenant && that.enabled && same_type).then_some(found)
}
