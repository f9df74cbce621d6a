//! Who can place chats into which queue or workbin, and who can take them back from there: one agent of each class asks
//! the machine, alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::classes::{Class, Classes, belongs_to_agents, belongs_to_groups, queues};
use super::model::CHAT;
use crate::behaviour::{Roster, servers};
use crate::chat::{
    AgentAction, AgentId, AgentPolicy, Chat, Command, CustomerAction, DesktopAction, EntryPoint, GroupId,
    OverrideId, Owner, Phase, Place, Policy, QueueId, Set, Small as _, SystemAction, WorkbinId, World,
    decide,
};
use crate::deployment::ObjectId;
use crate::dryrun::Setting;

/// A class whose agents can place chats somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placing {
    /// The class, by position in [`Exchange::classes`].
    pub class: usize,
    /// The transactions under which; nothing where it needs none.
    pub under: Vec<ObjectId>,
}

/// A class whose agents can take chats back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    /// The class, by position in [`Exchange::classes`].
    pub class: usize,
    /// The ways to a chat on hold in the queue, or to one in the agent's own part or group's part of the workbin.
    pub from: Vec<EntryPoint>,
    /// The ways to one in the part of the workbin that is somebody else's.
    pub from_others: Vec<EntryPoint>,
}

/// A queue or a workbin in which chats may lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The script.
    pub object: ObjectId,
    /// Whether it is a workbin.
    pub is_workbin: bool,
    /// Who places chats there by hold or by storing them.
    pub placing: Vec<Placing>,
    /// Who can take them back; queues of one tenant share what is the same for all of them.
    pub taking: Arc<Vec<Taking>>,
}

/// Who places, and who takes back.
#[derive(Debug, Clone, Default)]
pub struct Exchange {
    /// The behaviour classes.
    pub classes: Vec<Class>,
    /// Every enabled interaction queue that a tenant with agents can mean, and every workbin that some agent is shown, in
    /// the order of reading.
    pub spots: Vec<Spot>,
}

/// Works out who can place chats where, and who can take them back.
#[must_use]
pub fn exchange(setting: &Setting<'_, '_>) -> Exchange {
    let ground = &setting.ground;
    let classes = Classes::of(ground);
    let mut spots: BTreeMap<ObjectId, Spot> = BTreeMap::new();
    for (tenant, transactions) in &classes.tenants {
        let queues = queues(ground, *tenant);
        let of_tenant = || classes.list.iter().enumerate().filter(|(_, class)| class.tenant == *tenant);
        let mut workbins: Vec<ObjectId> =
            of_tenant().flat_map(|(_, class)| class.traits.workbins.iter().copied()).collect();
        workbins.sort_unstable();
        workbins.dedup();
        for (list, is_workbin) in [(&queues, false), (&workbins, true)] {
            for &object in list {
                let fresh = || Spot { object, is_workbin, placing: Vec::new(), taking: Arc::default() };
                spots.entry(object).or_insert_with(fresh);
            }
        }
        let Some(&entry) = queues.first() else { continue };
        let mut of_queues: Vec<Taking> = Vec::new();
        for (number, class) in of_tenant() {
            let alone = Alone::new(setting, class, entry, &workbins);
            for (object, under) in alone.holds(class.traits.overridden.len()) {
                if let Some(spot) = spots.get_mut(&object) {
                    let under = under.iter().filter_map(|&at| transactions.get(at).copied()).collect();
                    spot.placing.push(Placing { class: number, under });
                }
            }
            // No decision depends on which queue it is.
            let from = alone.ways(Place::Queue(alone.entry));
            if !from.is_empty() {
                of_queues.push(Taking { class: number, from, from_others: Vec::new() });
            }
            for &(object, workbin) in &alone.workbins {
                let Some(spot) = spots.get_mut(&object) else { continue };
                let (own, others) =
                    alone.owners(belongs_to_groups(ground, object), belongs_to_agents(ground, object));
                let ways = |owners: &[Owner]| {
                    let ways = owners.iter().flat_map(|&owner| alone.ways(Place::Workbin(workbin, owner)));
                    let mut ways: Vec<EntryPoint> = ways.collect();
                    ways.sort_unstable();
                    ways.dedup();
                    ways
                };
                let (from, from_others) = (ways(&own), ways(&others));
                if !from.is_empty() || !from_others.is_empty() {
                    Arc::make_mut(&mut spot.taking).push(Taking { class: number, from, from_others });
                }
                if own.iter().any(|&owner| alone.stores(workbin, owner)) {
                    spot.placing.push(Placing { class: number, under: Vec::new() });
                }
            }
        }
        let of_queues = Arc::new(of_queues);
        for queue in &queues {
            match spots.get_mut(queue) {
                Some(spot) if spot.taking.is_empty() => spot.taking = Arc::clone(&of_queues),
                // A queue without tenant is one of several tenants.
                Some(spot) => Arc::make_mut(&mut spot.taking).extend(of_queues.iter().cloned()),
                None => {}
            }
        }
    }
    Exchange { classes: classes.list, spots: spots.into_values().collect() }
}

/// One agent of a class, and nobody else but by number.
struct Alone {
    policy: Policy,
    roster: Roster,
    entry: QueueId,
    workbins: Vec<(ObjectId, WorkbinId)>,
    /// The groups that own workbins.
    groups: Vec<GroupId>,
    /// A group of somebody else.
    strange: Option<GroupId>,
}

impl Alone {
    const AGENT: AgentId = AgentId::FIRST;

    fn new(setting: &Setting<'_, '_>, class: &Class, entry: ObjectId, workbins: &[ObjectId]) -> Self {
        let ground = &setting.ground;
        let mut roster = Roster::default();
        let entry = roster.enter_queue(entry).unwrap_or(QueueId(0));
        let workbins: Vec<(ObjectId, WorkbinId)> =
            workbins.iter().filter_map(|&object| Some((object, roster.enter_workbin(object)?))).collect();
        let traits = &class.traits;
        let groups: Vec<GroupId> =
            traits.groups.iter().filter_map(|&group| roster.enter_group(group)).collect();
        let policy = AgentPolicy {
            rights: traits.rights,
            workbins: traits.workbins.iter().filter_map(|&workbin| roster.workbin(workbin)).collect(),
            groups: groups.iter().copied().collect(),
            options: traits.options.for_machine(&mut roster),
            overridden: traits.overridden.iter().map(|options| options.for_machine(&mut roster)).collect(),
        };
        let policy = Policy {
            agents: vec![policy],
            servers: servers(ground.deployment(), ground.catalogue),
            assumptions: setting.assumptions,
        };
        let strange = GroupId::new(groups.len());
        Self { policy, roster, entry, workbins, groups, strange }
    }

    /// The agent's own parts of a workbin, and those of others.
    fn owners(&self, of_groups: bool, of_agents: bool) -> (Vec<Owner>, Vec<Owner>) {
        let (mut own, mut others) = (Vec::new(), Vec::new());
        if of_groups {
            own.extend(self.groups.iter().copied().map(Owner::Group));
            others.extend(self.strange.map(Owner::Group));
        }
        if of_agents {
            own.push(Owner::Agent(Self::AGENT));
            others.extend(AgentId::new(1).map(Owner::Agent));
        }
        (own, others)
    }

    /// A chat that lies in the queue in which it started.
    fn started(&self, overriding: OverrideId) -> Option<World> {
        let mut world = World::new(1);
        let start = CustomerAction::Start {
            asynchronous: true,
            queue: self.entry,
            overriding,
            handling_timeout: None,
        };
        world.step(&self.policy, &Command::Desktop(Self::AGENT, DesktopAction::Login)).ok()?;
        world.step(&self.policy, &Command::Customer(CHAT, start)).ok()?;
        Some(world)
    }

    /// A chat that the agent has.
    fn handled(&self, overriding: OverrideId) -> Option<World> {
        let mut world = self.started(overriding)?;
        world.step(&self.policy, &Command::System(CHAT, SystemAction::Route(Some(Self::AGENT)))).ok()?;
        if world.chat(CHAT).phase != Phase::Handling {
            world.step(&self.policy, &Command::Agent(Self::AGENT, CHAT, AgentAction::Accept)).ok()?;
        }
        Some(world)
    }

    /// The queues in which the agent's holds put a chat, each with the numbers of the transactions under which; without
    /// any where it needs none.
    fn holds(&self, transactions: usize) -> Vec<(ObjectId, Vec<usize>)> {
        let hold = |number: usize| {
            let mut world = self.handled(OverrideId(u8::try_from(number).ok()?))?;
            world.step(&self.policy, &Command::Agent(Self::AGENT, CHAT, AgentAction::Hold)).ok()?;
            self.roster.queue_object(world.chat(CHAT).queue().filter(|_| world.chat(CHAT).was_held)?)
        };
        let plain = hold(0);
        let mut found: Vec<(ObjectId, Vec<usize>)> =
            plain.map(|queue| (queue, Vec::new())).into_iter().collect();
        for number in 1..=transactions {
            let Some(queue) = hold(number).filter(|queue| Some(*queue) != plain) else { continue };
            match found.iter_mut().find(|(known, _)| *known == queue) {
                Some((_, under)) => under.push(number - 1),
                None => found.push((queue, vec![number - 1])),
            }
        }
        found
    }

    /// The ways to a chat that lies there, was on hold and was handled by the agent before.
    fn ways(&self, place: Place) -> Vec<EntryPoint> {
        let Some(mut world) = self.started(OverrideId::NONE) else { return Vec::new() };
        let chat = world.chat(CHAT).clone();
        let handled = Set::EMPTY.with(Self::AGENT);
        world.set_chat(CHAT, Chat { place, was_held: true, handled, ..chat });
        let pull = |&from: &EntryPoint| {
            decide(&self.policy, &world, &Command::Agent(Self::AGENT, CHAT, AgentAction::Pull(from))).is_ok()
        };
        EntryPoint::ALL.into_iter().filter(pull).collect()
    }

    /// Whether the agent can put a chat into the workbin.
    fn stores(&self, workbin: WorkbinId, owner: Owner) -> bool {
        let store = Command::Agent(Self::AGENT, CHAT, AgentAction::Store { workbin, owner });
        self.handled(OverrideId::NONE).is_some_and(|world| decide(&self.policy, &world, &store).is_ok())
    }
}
