//! The shortest description of a set of agents, and the first of them by name.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::change::{Audience, Whole};
use super::people::{Pair, Person};
use crate::deployment::{Deployment, ObjectId, Relation};
use crate::names::{Level, ObjectKind, Side};

/// Describes sets of persons.
pub(super) struct Audiences<'p, 's, 'd> {
    pair: &'p Pair<'s, 'd>,
    /// The person of each object of the new side.
    person: FxHashMap<ObjectId, Person>,
    /// All persons of each tenant and application that was asked for, by side.
    by_tenant: [FxHashMap<ObjectId, Vec<Person>>; 2],
    by_application: [FxHashMap<ObjectId, Vec<Person>>; 2],
    /// All persons of each group and role that was asked for.
    members: FxHashMap<(Side, ObjectId), Vec<Person>>,
    known: BTreeMap<(Option<Side>, Option<ObjectId>), Audience>,
}

impl<'p, 's, 'd> Audiences<'p, 's, 'd> {
    pub(super) fn new(pair: &'p Pair<'s, 'd>) -> Self {
        let mut by_tenant = [FxHashMap::default(), FxHashMap::default()];
        let mut by_application = [FxHashMap::default(), FxHashMap::default()];
        let mut person = FxHashMap::default();
        for (at, &(old, new)) in pair.people.iter().enumerate() {
            let at = at as Person;
            person.insert(new, at);
            for (side, agent) in [(Side::Old, old), (Side::New, new)] {
                if let Some(tenant) = pair.state(side).deployment().tenant_of(agent) {
                    by_tenant[side as usize].entry(tenant).or_insert_with(Vec::new).push(at);
                }
                if let Some(application) = application(pair, side, agent) {
                    by_application[side as usize].entry(application).or_insert_with(Vec::new).push(at);
                }
            }
        }
        let (members, known) = (FxHashMap::default(), BTreeMap::new());
        Self { pair, person, by_tenant, by_application, members, known }
    }

    /// The audience that some persons are, who stand in their order.
    pub(super) fn of(&mut self, people: &[Person]) -> Audience {
        let Some(&first) = people.first() else {
            return Audience { whole: None, count: 0, agents: Vec::new() };
        };
        if people.len() == self.pair.people.len() {
            return self.known(None, None, people, || Whole::Everybody);
        }
        for side in [Side::New, Side::Old] {
            for object in self.candidates(side, first) {
                if self.members(side, object) == people {
                    let deployment = self.pair.state(side).deployment();
                    return self
                        .known(Some(side), Some(object), people, || Whole::Of(deployment.display(object)));
                }
            }
        }
        let agents = people.iter().map(|&person| self.pair.on(Side::New, person));
        named(self.pair.new.deployment(), None, people.len(), agents)
    }

    fn known(
        &mut self,
        side: Option<Side>,
        object: Option<ObjectId>,
        people: &[Person],
        whole: impl FnOnce() -> Whole,
    ) -> Audience {
        let pair = self.pair;
        let known = self.known.entry((side, object)).or_insert_with(|| {
            let agents = people.iter().map(|&person| pair.on(Side::New, person));
            named(pair.new.deployment(), Some(whole()), people.len(), agents)
        });
        known.clone()
    }

    /// What an agent belongs to, the most usual description first.
    fn candidates(&self, side: Side, person: Person) -> Vec<ObjectId> {
        let deployment = self.pair.state(side).deployment();
        let agent = self.pair.on(side, person);
        let mut candidates: Vec<ObjectId> = deployment.tenant_of(agent).into_iter().collect();
        for relation in [Relation::AgentGroup, Relation::AccessGroup] {
            candidates.extend(deployment.targets(agent, relation).map(|link| link.to));
        }
        candidates.extend(self.pair.state(side).privileges.reaches(agent).iter().map(|reach| reach.role));
        candidates.extend(application(self.pair, side, agent));
        candidates
    }

    fn members(&mut self, side: Side, object: ObjectId) -> &[Person] {
        let state = self.pair.state(side);
        let deployment = state.deployment();
        let of =
            |lists: &'_ [FxHashMap<ObjectId, Vec<Person>>; 2]| lists[side as usize].contains_key(&object);
        match deployment.object(object).kind {
            ObjectKind::Tenant if of(&self.by_tenant) => return &self.by_tenant[side as usize][&object],
            ObjectKind::Application if of(&self.by_application) => {
                return &self.by_application[side as usize][&object];
            }
            _ => {}
        }
        let (pair, person) = (self.pair, &self.person);
        self.members.entry((side, object)).or_insert_with(|| {
            let agents = match deployment.object(object).kind {
                ObjectKind::Role => state.privileges.reached_by(object),
                _ => deployment.agents_in(object).collect(),
            };
            let on_new = |agent| match side {
                Side::New => Some(agent),
                Side::Old => pair.matching.counterpart(Side::Old, agent),
            };
            let mut people: Vec<Person> =
                agents.into_iter().filter_map(|agent| person.get(&on_new(agent)?).copied()).collect();
            people.sort_unstable();
            people
        })
    }
}

/// The application whose options reach an agent.
fn application(pair: &Pair<'_, '_>, side: Side, agent: ObjectId) -> Option<ObjectId> {
    let base = pair.state(side).resolver.base_of(agent)?;
    base.steps.iter().find(|&&(level, _)| level == Level::Application).map(|&(_, object)| object)
}

/// An audience of so many agents of one deployment, the first of them named.
pub(super) fn named(
    deployment: &Deployment,
    whole: Option<Whole>,
    count: usize,
    agents: impl Iterator<Item = ObjectId>,
) -> Audience {
    let key = |agent: ObjectId| {
        let object = deployment.object(agent);
        (deployment.text(object.name), deployment.text(object.tenant), agent)
    };
    // Those who come first so far, the last of them to be driven out next.
    let mut first = std::collections::BinaryHeap::new();
    for agent in agents {
        first.push(key(agent));
        if first.len() > Audience::NAMED {
            first.pop();
        }
    }
    let agents = first.into_sorted_vec().into_iter().map(|(.., agent)| deployment.bare(agent)).collect();
    Audience { whole, count, agents }
}
