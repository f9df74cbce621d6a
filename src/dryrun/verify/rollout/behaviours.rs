//! What becomes possible and impossible: each pair of classes once, pairs that are the same but for names together.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::super::driver::{tenant_name, too_large};
use super::super::model::{ChatModel, Scope};
use super::super::scene::Scene;
use super::super::story::tell;
use super::cast::{Cast, Seat, cast, entry};
use super::lockstep::{Apart, Found, Lockstep, compare as compare_both};
use super::report::Behaviour;
use super::sides::{Pair, Sides};
use crate::behaviour::Ground;
use crate::chat::{AgentId, Command, Refusal, Right, Small as _, decide};
use crate::deployment::ObjectId;
use crate::explore::{Limit, Model as _};
use crate::names::Side;
use crate::threads::beside;

/// What all comparisons came to.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) behaviours: Vec<Behaviour>,
    pub(super) unknown: Vec<String>,
    pub(super) states: usize,
}

/// Agents, each as the object of the old and of the new side.
type Agents = Vec<(ObjectId, ObjectId)>;

/// Scenes that differ, what was found, and whom it holds of.
struct Known {
    cast: Cast,
    found: Found,
    tenant: String,
    agents: Agents,
}

/// What makes the differences of several classes one: side, verb, whether the chat lay in a workbin, and why the other
/// side refuses.
type Same = (Side, &'static str, bool, String);

/// One difference and everybody whom it reaches; told of the first whose way is shortest.
struct Shared {
    same: Same,
    agents: Agents,
    told: Story,
}

/// How a difference is told.
#[derive(Clone, Copy)]
enum Story {
    /// Which of the known scenes, and which of the differences found there.
    Found(usize, usize),
    /// A workbin that is not there on the other side.
    Lone(ObjectId),
}

/// Everything that was found.
#[derive(Default)]
struct Findings {
    known: Vec<Known>,
    lone: Vec<(Side, ObjectId, Agents)>,
}

/// Compares every pair of classes.
pub(super) fn compare(sides: &Sides<'_, '_, '_>) -> Compared {
    let (mut compared, mut findings) = (Compared::default(), Findings::default());
    for pair in &sides.pairs {
        compare_pair(sides, pair, &mut findings, &mut compared);
    }
    explore_all(&mut findings.known, &sides.question.limit);
    for Known { found, tenant, .. } in &findings.known {
        compared.states += found.states;
        compared.unknown.extend(found.unfinished.map(|reason| too_large(tenant, &reason)));
    }
    for mut shared in shared(sides, &findings) {
        let name = |agent: ObjectId| sides.new.deployment().bare(agent);
        shared.agents.sort_by_cached_key(|&(_, agent)| name(agent));
        let told = match shared.told {
            Story::Found(known, apart) => {
                let Known { cast, found, .. } = &findings.known[known];
                told(sides, cast, &found.apart[apart])
            }
            Story::Lone(workbin) => lone_workbin(sides, shared.same.0, workbin),
        };
        let (_, _, _, refused) = shared.same;
        compared.behaviours.push(Behaviour { group: sides.group(&shared.agents), refused, ..told });
    }
    compared.behaviours.sort_by(|one, other| {
        (&one.group, one.under, one.length, one.verb).cmp(&(
            &other.group,
            other.under,
            other.length,
            other.verb,
        ))
    });
    compared
}

/// The same difference of several classes is one.
fn shared(sides: &Sides<'_, '_, '_>, findings: &Findings) -> Vec<Shared> {
    let mut all: Vec<Shared> = Vec::new();
    let length = |told: Story| match told {
        Story::Found(known, apart) => findings.known[known].found.apart[apart].commands.len(),
        Story::Lone(_) => 0,
    };
    let mut add = |same: Same, agents: &[(ObjectId, ObjectId)], told: Story| match all
        .iter_mut()
        .find(|shared| shared.same == same)
    {
        Some(shared) => {
            shared.agents.extend(agents);
            if length(told) < length(shared.told) {
                shared.told = told;
            }
        }
        None => all.push(Shared { same, agents: agents.to_vec(), told }),
    };
    for (under, workbin, agents) in &findings.lone {
        let refused = format!("{} is not there", sides.half(*under).deployment().display(*workbin));
        add((*under, "pull", true, refused), agents, Story::Lone(*workbin));
    }
    for (number, Known { cast, found, agents, .. }) in findings.known.iter().enumerate() {
        for (at, apart) in found.apart.iter().enumerate() {
            let verb = apart.commands.last().map_or("", |command| command.trigger().as_str());
            let there = match apart.under {
                Side::Old => &cast.new,
                Side::New => &cast.old,
            };
            let ground = &sides.half(apart.under.other()).setting.ground;
            let refused = refusal(ground, there, &apart.commands);
            add((apart.under, verb, apart.in_workbin, refused), agents, Story::Found(number, at));
        }
    }
    all
}

fn compare_pair(sides: &Sides<'_, '_, '_>, pair: &Pair, findings: &mut Findings, compared: &mut Compared) {
    let tenant = sides.old.classes.list[pair.classes.0].tenant;
    let name = tenant_name(sides.old.deployment(), tenant);
    let mut seats: Vec<Seat> =
        pair.agents.iter().take(2).map(|&agents| Seat { agents, classes: pair.classes }).collect();
    seats.extend(colleague(sides, pair).filter(|_| seats.len() == 1));
    let Some(entry) = entry(sides, tenant) else {
        let reason = format!("{name}: no interaction queue is on both sides, so no chat can start on both");
        if !compared.unknown.contains(&reason) {
            compared.unknown.push(reason);
        }
        return;
    };
    let cast = cast(sides, entry, &seats);
    if cast.is_cut {
        compared
            .unknown
            .push(format!("{name}: more workbins, groups or transactions than can be told apart"));
    }
    for &(under, workbin) in &cast.lone_workbins {
        match findings.lone.iter_mut().find(|(side, known, _)| (*side, *known) == (under, workbin)) {
            Some((_, _, agents)) => agents.extend(&pair.agents),
            None => findings.lone.push((under, workbin, pair.agents.clone())),
        }
    }
    if cast.shape.is_equal() {
        return;
    }
    let agents = pair.agents.clone();
    match findings.known.iter_mut().find(|known| known.cast.shape == cast.shape) {
        Some(known) => known.agents.extend(agents),
        None => findings.known.push(Known { cast, found: Found::default(), tenant: name, agents }),
    }
}

/// Compares what is known, on several threads; which one compares what does not show.
fn explore_all(known: &mut [Known], limit: &Limit) {
    let threads = limit.threads.get().min(known.len());
    let limit = Limit { threads: NonZeroUsize::MIN, ..*limit };
    let shares: Vec<Mutex<&mut Known>> = known.iter_mut().map(Mutex::new).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(share) = shares.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut known = share.lock().unwrap_or_else(PoisonError::into_inner);
            known.found = explore(&known.cast, &limit);
        }
    };
    beside(threads.saturating_sub(1), work, work);
}

/// Somebody to transfer chats to, for an agent who is alone of the kind: one who uses chats on both sides.
fn colleague(sides: &Sides<'_, '_, '_>, pair: &Pair) -> Option<Seat> {
    let class = |of: usize| &sides.old.classes.list[of];
    let chats = |other: &&Pair| {
        let new = &sides.new.classes.list[other.classes.1];
        [class(other.classes.0), new].iter().all(|class| class.traits.rights.contains(Right::UseChat))
    };
    let others = sides.pairs.iter().filter(|other| {
        other.classes != pair.classes && class(other.classes.0).tenant == class(pair.classes.0).tenant
    });
    let found = others.clone().find(chats).or_else(|| others.clone().next())?;
    Some(Seat { agents: *found.agents.first()?, classes: found.classes })
}

/// One agent or two; failures only where the sides differ in what follows a lost Chat Server.
fn model(scene: &Scene, failures: bool) -> ChatModel<'_> {
    let everyone = scene.everyone();
    let company = everyone.len().min(2);
    ChatModel { scene, scope: Scope { agents: everyone, company, hubs: everyone, failures, wide: true } }
}

fn explore(cast: &Cast, limit: &Limit) -> Found {
    let restores = |scene: &Scene| scene.policy.servers.sessions_are_restored;
    let failures = restores(&cast.old) != restores(&cast.new);
    compare_both(&Lockstep::new(model(&cast.old, failures), model(&cast.new, failures)), limit)
}

/// The difference as a story of the side on which it is possible.
fn told(sides: &Sides<'_, '_, '_>, cast: &Cast, apart: &Apart) -> Behaviour {
    let here = match apart.under {
        Side::Old => &cast.old,
        Side::New => &cast.new,
    };
    let ground = &sides.half(apart.under).setting.ground;
    let last = apart.commands.last();
    let verb = last.map_or("", |command| command.trigger().as_str());
    let agent = match last {
        Some(&Command::Agent(agent, ..)) => agent,
        _ => AgentId::FIRST,
    };
    let profile = here.profiles.get(agent.index());
    let who = profile.map_or_else(String::new, |profile| ground.deployment().bare(profile.first));
    let title = format!("only in the {} deployment: {verb} by {who}", apart.under.as_str());
    let blank = Behaviour {
        length: apart.commands.len(),
        in_workbin: apart.in_workbin,
        ..blank(sides, apart.under, verb)
    };
    match tell(ground, here, &title, &apart.commands) {
        Ok(story) => Behaviour {
            step: story.steps.last().map(|told| told.step.clone()).unwrap_or_default(),
            steps: story.steps,
            scenario: Some(story.scenario),
            ..blank
        },
        Err(reason) => Behaviour { notes: vec![format!("the story cannot be told: {reason}")], ..blank },
    }
}

/// Why the last command is refused on the side that refuses it.
fn refusal(ground: &Ground<'_, '_>, scene: &Scene, commands: &[Command]) -> String {
    let model = model(scene, true);
    let Some((last, before)) = commands.split_last() else { return String::new() };
    let mut at = model.initial().into_iter().next();
    for command in before {
        at = at.and_then(|state| model.after(&state, command));
    }
    match at.map(|state| decide(&scene.policy, &state.unpacked(), last)) {
        Some(Err(refusal)) => match refusal {
            Refusal::MissingPrivilege(right) => match ground.rights.privilege(right) {
                Some(name) => format!("{} `{name}`", refusal.reason().as_str()),
                None => refusal.reason().as_str().to_owned(),
            },
            _ => refusal.reason().as_str().to_owned(),
        },
        _ => String::new(),
    }
}

/// A workbin that agents see on one side and that is not there on the other.
fn lone_workbin(sides: &Sides<'_, '_, '_>, under: Side, workbin: ObjectId) -> Behaviour {
    let name = sides.half(under).deployment().display(workbin);
    let note = format!("{name} is shown to these agents in the {} deployment only", under.as_str());
    Behaviour { notes: vec![note], in_workbin: true, ..blank(sides, under, "pull") }
}

/// A difference of which nothing is told yet.
fn blank(sides: &Sides<'_, '_, '_>, under: Side, verb: &'static str) -> Behaviour {
    Behaviour {
        under,
        group: sides.group(&[]),
        verb,
        in_workbin: false,
        step: String::new(),
        refused: String::new(),
        steps: Vec::new(),
        length: 0,
        scenario: None,
        notes: Vec::new(),
    }
}
