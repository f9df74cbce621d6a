//! The same agents before and after, as two scenes in which equal numbers mean equal things.

use super::super::classes::{Traits, belongs_to_agents, belongs_to_groups, queues};
use super::super::driver::{hold_queues, is_named};
use super::super::scene::{Profile, Scene, Start, kind};
use super::shape::Shape;
use super::sides::{Half, Sides};
use crate::behaviour::{DeskOptions, Roster, servers};
use crate::chat::{AgentPolicy, InteractionOptions, OverrideId, Policy, QueueId, Set};
use crate::deployment::{ObjectId, Relation};
use crate::names::{Side, Symbol};

/// An agent with the classes before and after.
#[derive(Clone, Copy)]
pub(super) struct Seat {
    pub(super) agents: (ObjectId, ObjectId),
    pub(super) classes: (usize, usize),
}

impl Seat {
    fn under(&self, under: Side) -> (ObjectId, usize) {
        match under {
            Side::Old => (self.agents.0, self.classes.0),
            Side::New => (self.agents.1, self.classes.1),
        }
    }
}

/// Both scenes, and what has no place in them.
pub(super) struct Cast {
    pub(super) old: Scene,
    pub(super) new: Scene,
    pub(super) shape: Shape,
    /// Workbins that are shown on one side, and are not there on the other.
    pub(super) lone_workbins: Vec<(Side, ObjectId)>,
    /// More workbins, groups or transactions than can be told apart.
    pub(super) is_cut: bool,
}

/// Objects that both sides have, old and new.
type Matched = Vec<(ObjectId, ObjectId)>;

/// A queue in which chats start on both sides: one that no hold option names, where there is one.
pub(super) fn entry(sides: &Sides<'_, '_, '_>, tenant: Symbol) -> Option<(ObjectId, ObjectId)> {
    let ground = &sides.old.setting.ground;
    let both: Matched =
        queues(ground, tenant).into_iter().filter_map(|old| Some((old, sides.to_new(old)?))).collect();
    let holds = |half: &Half<'_, '_, '_>, queue: ObjectId| {
        half.classes.list.iter().any(|class| hold_queues(class).any(|named| named == queue))
    };
    let is_entry = |&&(old, new): &&(ObjectId, ObjectId)| match &sides.question.entry_queues {
        None => !holds(&sides.old, old) && !holds(&sides.new, new),
        Some(named) => named.iter().any(|name| is_named(ground, old, name)),
    };
    both.iter().find(is_entry).or(both.first()).copied()
}

/// Puts agents on both stages.
pub(super) fn cast(sides: &Sides<'_, '_, '_>, entry: (ObjectId, ObjectId), seats: &[Seat]) -> Cast {
    let (workbins, lone_workbins) = matched(sides, seats, |traits| &traits.workbins);
    let (groups, _) = matched(sides, seats, |traits| &traits.groups);
    let overrides = overrides(sides, seats);
    let mut is_cut = overrides.len() > usize::from(u8::MAX);
    let mut build = |under: Side| {
        let half = sides.half(under);
        let pick = |&(old, new): &(ObjectId, ObjectId)| if under == Side::Old { old } else { new };
        let mut roster = Roster::default();
        roster.enter_queue(pick(&entry));
        for seat in seats {
            roster.enter_agent(seat.under(under).0);
        }
        for pair in &groups {
            is_cut |= roster.enter_group(pick(pair)).is_none();
        }
        for pair in &workbins {
            is_cut |= roster.enter_workbin(pick(pair)).is_none();
        }
        let profiles: Vec<Profile> =
            seats.iter().map(|seat| profile(half, &mut roster, seat.under(under), &overrides)).collect();
        let ground = &half.setting.ground;
        let agents = profiles.iter().map(|profile| profile.policy.clone()).collect();
        let servers = servers(half.deployment(), ground.catalogue);
        let policy = Policy { agents, servers, assumptions: half.setting.assumptions };
        let owned: Vec<_> = workbins
            .iter()
            .map(pick)
            .filter(|&workbin| belongs_to_groups(ground, workbin) || belongs_to_agents(ground, workbin))
            .filter_map(|workbin| Some((roster.workbin(workbin)?, belongs_to_groups(ground, workbin))))
            .collect();
        let count = profiles.len();
        let mut scene = Scene::of(policy, profiles, count, Vec::new(), roster);
        scene.attached =
            std::iter::once(Vec::new()).chain(overrides.iter().map(|pair| vec![pair.clone()])).collect();
        scene.transactions = vec![None; scene.attached.len()];
        scene.put_into_workbins(&owned);
        scene
    };
    let (mut old, mut new) = (build(Side::Old), build(Side::New));
    let starts = starts(&old, &new);
    (old.starts, new.starts) = (starts.clone(), starts);
    share_memory(&mut old, &mut new);
    let shape = Shape::fold(&mut old, &mut new);
    Cast { old, new, shape, lone_workbins, is_cut }
}

/// What one side has to remember of a chat the other remembers, too: what one forgets would be a difference.
fn share_memory(old: &mut Scene, new: &mut Scene) {
    let (left, right) = (&mut old.folding, &mut new.folding);
    let remembering = Set::from_bits(left.remembering.bits() | right.remembering.bits());
    let somebody = left.somebody.or(right.somebody);
    for folding in [left, right] {
        (folding.remembering, folding.somebody) = (remembering, somebody);
    }
}

/// What both sides have of what the agents' options speak of, and the workbins that only one side has.
fn matched(
    sides: &Sides<'_, '_, '_>,
    seats: &[Seat],
    of: impl Fn(&Traits) -> &Vec<ObjectId>,
) -> (Matched, Vec<(Side, ObjectId)>) {
    let (mut both, mut lone): (Matched, Vec<(Side, ObjectId)>) = (Vec::new(), Vec::new());
    for seat in seats {
        for under in [Side::Old, Side::New] {
            for &object in of(&sides.half(under).classes.list[seat.under(under).1].traits) {
                let pair = match under {
                    Side::Old => sides.to_new(object).map(|new| (object, new)),
                    Side::New => sides.to_old(object).map(|old| (old, object)),
                };
                match pair {
                    Some(pair) if !both.contains(&pair) => both.push(pair),
                    None if !lone.contains(&(under, object)) => lone.push((under, object)),
                    _ => {}
                }
            }
        }
    }
    (both, lone)
}

/// Keys of user data with names of transactions that change what the machine asks on some side.
fn overrides(sides: &Sides<'_, '_, '_>, seats: &[Seat]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for under in [Side::Old, Side::New] {
        let half = sides.half(under);
        for class in seats.iter().map(|seat| &half.classes.list[seat.under(under).1]) {
            let key = &class.traits.override_key;
            for name in transactions(half, class.tenant).filter(|_| !key.is_empty()) {
                let pair = (key.clone(), name.to_owned());
                if !found.contains(&pair) {
                    found.push(pair);
                }
            }
        }
    }
    found
}

/// The names of the transactions that a class's options are known under.
fn transactions<'d>(half: &Half<'_, '_, 'd>, tenant: Symbol) -> impl Iterator<Item = &'d str> {
    let deployment = half.deployment();
    let listed = half.classes.tenants.iter().find(|(known, _)| *known == tenant);
    let listed: Vec<ObjectId> = listed.map(|(_, listed)| listed.clone()).unwrap_or_default();
    listed.into_iter().map(move |id| deployment.text(deployment.object(id).name))
}

fn profile(
    half: &Half<'_, '_, '_>,
    roster: &mut Roster,
    (agent, class): (ObjectId, usize),
    overrides: &[(String, String)],
) -> Profile {
    let (deployment, tenant) = (half.deployment(), half.classes.list[class].tenant);
    let traits = &half.classes.list[class].traits;
    let named: Vec<&str> = transactions(half, tenant).collect();
    let under = |(key, name): &(String, String)| -> DeskOptions {
        let at = named.iter().position(|known| known == name).filter(|_| traits.override_key == *key);
        at.and_then(|at| traits.overridden.get(at)).copied().unwrap_or(traits.options)
    };
    let groups = deployment.targets(agent, Relation::AgentGroup).map(|link| link.to);
    let policy = AgentPolicy {
        rights: traits.rights,
        workbins: traits.workbins.iter().filter_map(|&workbin| roster.workbin(workbin)).collect(),
        groups: groups
            .filter(|&group| deployment.object(group).enabled)
            .filter_map(|group| roster.group(group))
            .collect(),
        options: traits.options.for_machine(roster),
        overridden: overrides.iter().map(|pair| under(pair).for_machine(roster)).collect(),
    };
    Profile { policy, other: None, clashes: Vec::new(), first: agent, classes: vec![class] }
}

/// Every start that is not like an earlier one on both sides.
fn starts(old: &Scene, new: &Scene) -> Vec<Start> {
    let column = |number: usize| -> Vec<(u8, bool, bool)> {
        let options =
            |policy: &AgentPolicy| -> InteractionOptions { *policy.options(OverrideId(number as u8)) };
        let agents = old.policy.agents.iter().chain(&new.policy.agents);
        agents.map(|policy| kind(&options(policy))).collect()
    };
    let mut kept: Vec<usize> = Vec::new();
    for number in 0..old.attached.len().min(usize::from(u8::MAX) + 1) {
        if !kept.iter().any(|&other| column(other) == column(number)) {
            kept.push(number);
        }
    }
    let every = |asynchronous| {
        let of = move |number: usize| OverrideId(number as u8);
        kept.iter().map(move |&number| Start { asynchronous, queue: QueueId(0), overriding: of(number) })
    };
    every(true).chain(every(false)).collect()
}
