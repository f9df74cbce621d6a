//! What becomes possible and impossible: each pair of classes once, pairs that are the same but for names together.

use super::super::driver::too_large;
use super::super::model::{ChatModel, Scope};
use super::super::scene::Scene;
use super::super::story::tell;
use super::cast::{Cast, Seat, cast, entry};
use super::lockstep::{Apart, Found, Lockstep, compare as compare_both};
use super::report::Behaviour;
use super::sides::{Pair, Sides};
use crate::behaviour::Ground;
use crate::chat::{AgentId, Command, Refusal, Right, decide};
use crate::deployment::ObjectId;
use crate::explore::{Limit, Model as _};
use crate::names::Side;

/// What all comparisons came to.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) behaviours: Vec<Behaviour>,
    pub(super) unknown: Vec<String>,
    pub(super) states: usize,
}

/// Scenes that differ, what was found, and whom it holds of.
struct Known {
    cast: Cast,
    found: Found,
    agents: Vec<(ObjectId, ObjectId)>,
}

/// Compares every pair of classes.
pub(super) fn compare(sides: &Sides<'_, '_, '_>) -> Compared {
    let (mut compared, mut known) = (Compared::default(), Vec::new());
    for pair in &sides.pairs {
        compare_pair(sides, pair, &mut known, &mut compared);
    }
    for mut known in known {
        let name = |agent: ObjectId| sides.new.deployment().bare(agent);
        known.agents.sort_by_cached_key(|&(_, agent)| name(agent));
        let group = sides.group(&known.agents);
        for apart in &known.found.apart {
            let told = told(sides, &known.cast, apart);
            compared.behaviours.push(Behaviour { group: group.clone(), ..told });
        }
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

fn compare_pair(sides: &Sides<'_, '_, '_>, pair: &Pair, known: &mut Vec<Known>, compared: &mut Compared) {
    let tenant = sides.old.classes.list[pair.classes.0].tenant;
    let text = sides.old.deployment().text(tenant);
    let name =
        if text.is_empty() { "the agents without tenant".to_owned() } else { format!("tenant `{text}`") };
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
        compared.behaviours.push(lone_workbin(sides, pair, under, workbin));
    }
    if cast.old.is_like(&cast.new) {
        return;
    }
    let alike = |known: &&mut Known| {
        known.cast.old.is_like(&cast.old)
            && known.cast.new.is_like(&cast.new)
            && seats.len() == known.cast.old.profiles.len()
    };
    if let Some(known) = known.iter_mut().find(alike) {
        known.agents.extend(&pair.agents);
        return;
    }
    let found = explore(&cast, &sides.question.limit);
    compared.states += found.states;
    compared.unknown.extend(found.unfinished.map(|reason| too_large(&name, &reason)));
    known.push(Known { cast, found, agents: pair.agents.clone() });
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
    let lockstep = Lockstep { old: model(&cast.old, failures), new: model(&cast.new, failures) };
    compare_both(&lockstep, AgentId::FIRST, limit)
}

/// The difference as a story of the side on which it is possible.
fn told(sides: &Sides<'_, '_, '_>, cast: &Cast, apart: &Apart) -> Behaviour {
    let (here, there) = match apart.under {
        Side::Old => (&cast.old, &cast.new),
        Side::New => (&cast.new, &cast.old),
    };
    let ground = &sides.half(apart.under).setting.ground;
    let last = apart.commands.last();
    let verb = last.map_or("", |command| command.trigger().as_str());
    let who =
        here.profiles.first().map_or_else(String::new, |profile| ground.deployment().bare(profile.first));
    let title = format!("only in the {} deployment: {verb} by {who}", apart.under.as_str());
    let refused = refusal(&sides.half(apart.under.other()).setting.ground, there, &apart.commands);
    let blank = Behaviour {
        under: apart.under,
        group: sides.group(&[]),
        verb,
        step: String::new(),
        refused,
        steps: Vec::new(),
        length: apart.commands.len(),
        scenario: None,
        notes: Vec::new(),
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
fn lone_workbin(sides: &Sides<'_, '_, '_>, pair: &Pair, under: Side, workbin: ObjectId) -> Behaviour {
    let name = sides.half(under).deployment().display(workbin);
    Behaviour {
        under,
        group: sides.group(&pair.agents),
        verb: "pull",
        step: String::new(),
        refused: format!("{name} is not there"),
        steps: Vec::new(),
        length: 0,
        scenario: None,
        notes: vec![format!("{name} is shown to these agents in the {} deployment only", under.as_str())],
    }
}
