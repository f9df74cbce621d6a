//! Minimal repairs: the fewest changes after which a refuted property holds, each set verified once more on the
//! deployment as it would be.
//!
//! A set grows by what its own counterexample blames: whatever else is changed, that story stays possible until one of
//! these changes is made.

use rustc_hash::FxHashMap;

use super::cause::{Blame, Looker};
use super::classes::{Class, Classes, queues};
use super::driver::{Question, explorable, hold_queues};
use super::judge::{Found, judge};
use super::property::PropertyId;
use super::scene::Scene;
use super::story::tell;
use crate::behaviour::{Desk, DeskOptions, Keymap};
use crate::chat::{AgentAction, AgentId, Command, Right};
use crate::deployment::{Deployment, Edit, ObjectId};
use crate::dryrun::Setting;
use crate::explore::smallest_sets;
use crate::names::{Symbol, WORKSPACE_SECTION, nearest};
use crate::resolve::Subject;
use crate::shortcut::{Shortcut, free};

/// Changes that together make a property hold, none of which could be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The changes, in the order in which the stories blame what they do away with.
    pub edits: Vec<Edit>,
}

/// What was found of repairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repairs {
    /// None were looked for.
    NotAsked,
    /// The repairs of the fewest changes, at least one; all of those that were tried.
    Found(Vec<Repair>),
    /// No set of so many changes, or fewer, of those that were tried makes the property hold.
    NoneOf(usize),
}

impl Repairs {
    /// The repairs; none where none were looked for or found.
    #[must_use]
    pub fn found(&self) -> &[Repair] {
        match self {
            Self::Found(repairs) => repairs,
            Self::NotAsked | Self::NoneOf(_) => &[],
        }
    }
}

/// How many agents of a story are asked what they lack.
const AGENTS: usize = 4;
/// How many of the smallest repairs of one missing privilege are tried.
const WAYS: usize = 4;
/// How many values of one option are tried.
const VALUES: usize = 3;
/// How many changes are tried against one story.
const CHANGES: usize = 8;
/// How many times a deployment is verified for the repairs of one counterexample.
const QUESTIONS: usize = 64;

/// The repairs of the fewest changes for a property that does not hold in a tenant.
pub(super) fn repairs(
    setting: &Setting<'_, '_>,
    question: &Question,
    property: PropertyId,
    tenant: Symbol,
) -> Repairs {
    if question.repairs == 0 {
        return Repairs::NotAsked;
    }
    Search { setting, question, property, tenant, pool: Vec::new(), known: FxHashMap::default() }.run()
}

/// What verifying an edited deployment came to: the numbers of the changes to try next, none where it is not known.
#[derive(Debug, Clone)]
enum Tried {
    Holds,
    Blames(Vec<usize>),
}

struct Search<'a, 'g, 'd> {
    setting: &'a Setting<'g, 'd>,
    question: &'a Question,
    property: PropertyId,
    tenant: Symbol,
    /// Every change that some story blames.
    pool: Vec<Edit>,
    /// By the numbers of the changes, ascending.
    known: FxHashMap<Vec<usize>, Tried>,
}

impl Search<'_, '_, '_> {
    fn run(mut self) -> Repairs {
        // Each set in the order in which it grew.
        let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
        for _ in 0..self.question.repairs {
            let mut larger: Vec<Vec<usize>> = Vec::new();
            for set in &sets {
                let Tried::Blames(changes) = self.tried(set) else { continue };
                for change in changes.into_iter().filter(|change| !set.contains(change)) {
                    let grown: Vec<usize> = set.iter().copied().chain([change]).collect();
                    if !larger.iter().any(|other| sorted(other) == sorted(&grown)) {
                        larger.push(grown);
                    }
                }
            }
            let mut found: Vec<Vec<usize>> = Vec::new();
            for set in &larger {
                if matches!(self.tried(set), Tried::Holds) {
                    self.smallest_parts(set, &mut found);
                }
            }
            if !found.is_empty() {
                let fewest = found.iter().map(Vec::len).min().unwrap_or_default();
                let smallest = found.iter().filter(|set| set.len() == fewest);
                let edits = |set: &Vec<usize>| set.iter().map(|&at| self.pool[at].clone()).collect();
                let mut repairs: Vec<Repair> = smallest.map(|set| Repair { edits: edits(set) }).collect();
                // A membership brings whatever else the role gives.
                let joins = |edit: &&Edit| matches!(edit, Edit::AddMember { .. });
                repairs.sort_by_key(|repair| repair.edits.iter().filter(joins).count());
                return Repairs::Found(repairs);
            }
            sets = larger;
        }
        Repairs::NoneOf(self.question.repairs)
    }

    /// A part of a set that was found may do alone, though no story blamed it first.
    fn smallest_parts(&mut self, set: &[usize], found: &mut Vec<Vec<usize>>) {
        let parts = smallest_sets(set.len(), set.len(), |numbers| {
            let part: Vec<usize> = numbers.iter().map(|&at| set[at]).collect();
            matches!(self.tried(&part), Tried::Holds)
        });
        for part in parts {
            let part: Vec<usize> = part.into_iter().map(|at| set[at]).collect();
            if !found.iter().any(|other| sorted(other) == sorted(&part)) {
                found.push(part);
            }
        }
    }

    fn tried(&mut self, set: &[usize]) -> Tried {
        let key = sorted(set);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let tried =
            if self.known.len() < QUESTIONS { self.verified(&key) } else { Tried::Blames(Vec::new()) };
        self.known.insert(key, tried.clone());
        tried
    }

    /// Verifies the property of the tenant on the deployment after some changes.
    fn verified(&mut self, set: &[usize]) -> Tried {
        let edits: Vec<Edit> = set.iter().map(|&at| self.pool[at].clone()).collect();
        let changed = (!edits.is_empty()).then(|| self.setting.ground.deployment().apply(&edits));
        let asked = match &changed {
            None => refutes(self.setting, self.question, self.property, self.tenant),
            Some(changed) => self
                .setting
                .on(changed, |setting| refutes(setting, self.question, self.property, self.tenant)),
        };
        match asked {
            Asked::Holds => Tried::Holds,
            Asked::NotKnown => Tried::Blames(Vec::new()),
            Asked::Refuted(changes) => {
                Tried::Blames(changes.into_iter().map(|edit| self.number(edit)).collect())
            }
        }
    }

    fn number(&mut self, edit: Edit) -> usize {
        let known = self.pool.iter().position(|known| *known == edit);
        known.unwrap_or_else(|| {
            self.pool.push(edit);
            self.pool.len() - 1
        })
    }
}

fn sorted(set: &[usize]) -> Vec<usize> {
    let mut set = set.to_vec();
    set.sort_unstable();
    set
}

enum Asked {
    Holds,
    NotKnown,
    /// The changes that may do something about the shortest story.
    Refuted(Vec<Edit>),
}

/// Whether the property holds in the tenant, and if not, what could be changed.
fn refutes(setting: &Setting<'_, '_>, question: &Question, property: PropertyId, tenant: Symbol) -> Asked {
    let classes = Classes::of(&setting.ground);
    let Some((_, transactions)) = classes.tenants.iter().find(|(known, _)| *known == tenant) else {
        return Asked::NotKnown;
    };
    let Ok(explorable) = explorable(setting, question, &classes, tenant, transactions) else {
        return Asked::NotKnown;
    };
    let mut shortest: Option<(&Scene, PropertyId, Vec<Command>)> = None;
    for scene in &explorable.scenes {
        let granted = scene.granted(&setting.ground);
        for judged in judge(scene, &[property], granted, &question.limit).judged {
            match judged.found {
                Found::Proved => {}
                Found::Unknown(_) => return Asked::NotKnown,
                Found::Refuted(which, commands) => {
                    if shortest.as_ref().is_none_or(|(.., known)| commands.len() < known.len()) {
                        shortest = Some((scene, which, commands));
                    }
                }
            }
        }
    }
    let Some((scene, which, commands)) = shortest else { return Asked::Holds };
    let Ok(story) = tell(&setting.ground, scene, "", &commands) else { return Asked::NotKnown };
    let looker = Looker { ground: &setting.ground, scene, world: &story.world, commands: &commands };
    let Some(blame) = looker.blame(which) else { return Asked::NotKnown };
    let of_tenant: Vec<&Class> = explorable.of_tenant.iter().map(|&at| &classes.list[at]).collect();
    let mut changes = Changes { looker: &looker, found: Vec::new() };
    match blame {
        Blame::Lacking(missing) => changes.rights(&missing),
        Blame::NoQueue(agent) => {
            if let Some(agent) = scene.roster.agent_object(agent) {
                changes.hold_queue(agent, &of_tenant);
            }
        }
        Blame::Clash(agent, one, other) => {
            if let Some(agent) = scene.roster.agent_object(agent) {
                changes.keys(agent, one, other);
            }
        }
    }
    changes.found.truncate(CHANGES);
    Asked::Refuted(changes.found)
}

/// Puts together what could be changed.
struct Changes<'a, 'g, 'd> {
    looker: &'a Looker<'a, 'g, 'd>,
    found: Vec<Edit>,
}

impl Changes<'_, '_, '_> {
    fn add(&mut self, edit: Edit) {
        if !self.found.contains(&edit) {
            self.found.push(edit);
        }
    }

    fn deployment(&self) -> &Deployment {
        self.looker.ground.deployment()
    }

    /// The changes of the smallest sets that would give the first agents what they lack.
    fn rights(&mut self, missing: &[(AgentId, Right)]) {
        let ground = self.looker.ground;
        let (privileges, graph) = (ground.privileges, ground.privileges.graph());
        for &(agent, right) in missing.iter().take(AGENTS) {
            let agent = self.looker.scene.roster.agent_object(agent);
            let Some((agent, id)) = agent.zip(ground.rights.id(right, graph)) else { continue };
            let at = self.deployment().object(agent).at;
            for repair in privileges.why_not(agent, id).repairs.iter().take(WAYS) {
                for change in &repair.changes {
                    self.add(change.edit(graph, at));
                }
            }
        }
    }

    /// Where the value in force stands: the queue that was probably meant, those that others have, or no value there.
    fn hold_queue(&mut self, agent: ObjectId, of_tenant: &[&Class]) {
        let ground = self.looker.ground;
        let deployment = ground.deployment();
        let answer = ground.option(&self.looker.steps(agent), DeskOptions::HOLD);
        let Some(object) = answer.object.or_else(|| deployment.application_of(agent)) else { return };
        let mut held: Vec<(usize, ObjectId)> = Vec::new();
        for class in of_tenant {
            let Some(queue) = hold_queues(class).next() else { continue };
            match held.iter_mut().find(|(_, known)| *known == queue) {
                Some((agents, _)) => *agents += class.agents,
                None => held.push((class.agents, queue)),
            }
        }
        held.sort_by_key(|&(agents, queue)| (std::cmp::Reverse(agents), queue));
        let all = queues(ground, deployment.object(agent).tenant);
        let name = |queue: ObjectId| deployment.text(deployment.object(queue).name);
        let meant = answer.value.and_then(|value| nearest(value, all.iter().map(|&queue| name(queue))));
        let mut values: Vec<&str> = meant.into_iter().collect();
        let others: Vec<ObjectId> = held.into_iter().map(|(_, queue)| queue).collect();
        for value in if others.is_empty() { all.clone() } else { others }.into_iter().map(name) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        for value in values.into_iter().take(VALUES) {
            self.add(set(deployment, object, DeskOptions::HOLD, value));
        }
        if answer.object.is_some() {
            self.add(unset(object, DeskOptions::HOLD));
        }
    }

    /// Other keys for one of two functions, or no value where the one in force stands.
    fn keys(&mut self, agent: ObjectId, one: AgentAction, other: AgentAction) {
        let ground = self.looker.ground;
        let deployment = ground.deployment();
        let desk = Desk::of(ground, agent);
        let keymap = Keymap::new(ground.resolver, ground.catalogue, Subject::Agent(agent));
        let in_use: Vec<Shortcut> = keymap.shortcuts().collect();
        let taken = |keys| in_use.contains(&keys);
        let steps = self.looker.steps(agent);
        for action in [other, one] {
            let bindings = desk.keymap.bindings().iter();
            for binding in bindings.filter(|binding| binding.action == action) {
                let Some(object) = ground.option(&steps, binding.option).object else { continue };
                self.add(unset(object, binding.option));
                if let Some(keys) = free(action.trigger().as_str(), taken).next() {
                    self.add(set(deployment, object, binding.option, &keys.to_string()));
                }
            }
        }
    }
}

fn set(deployment: &Deployment, object: ObjectId, option: &str, value: &str) -> Edit {
    Edit::SetOption {
        object,
        section: WORKSPACE_SECTION.to_owned(),
        name: option.to_owned(),
        value: value.to_owned(),
        at: deployment.object(object).at,
    }
}

fn unset(object: ObjectId, option: &str) -> Edit {
    Edit::UnsetOption { object, section: WORKSPACE_SECTION.to_owned(), name: option.to_owned() }
}
