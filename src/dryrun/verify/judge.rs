//! Explores one scene and judges every property of it. What is found speaks of numbers only, so that it holds of every
//! scene that is the same but for names.

use rustc_hash::FxHashMap;

use super::model::{CHAT, ChatModel, Move, Scope, State};
use super::property::PropertyId;
use super::questions::{asked, is_handled, lost_hold, question, rights_of};
use super::scene::Scene;
use crate::chat::{AgentAction, AgentId, Command, OverrideId, Phase, Right, Rights, Set, SystemAction};
use crate::explore::{Cause, Explored, Limit, Model, Unfinished, Verdict};

/// What is known of one property in one scene.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Proved,
    /// Which property does not hold (after a failure another than the one that is judged), and the commands that lead to
    /// a state in which it does not.
    Refuted(PropertyId, Vec<Command>),
    Unknown(Unfinished),
}

/// One property judged, and what was visited for it.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) property: PropertyId,
    pub(super) found: Found,
    pub(super) states: usize,
    pub(super) transitions: u64,
}

/// What exploring a scene came to.
#[derive(Debug, Clone, Default)]
pub(super) struct Findings {
    pub(super) judged: Vec<Judged>,
    pub(super) states: usize,
    pub(super) transitions: u64,
    /// The rights that let somebody do something somewhere; nothing where that was not asked or not finished.
    pub(super) used: Option<Rights>,
    /// Who can put a chat on hold under which override; likewise.
    pub(super) holds: Option<Vec<(AgentId, OverrideId)>>,
    /// What grew too large, where those two are not known.
    pub(super) unfinished: Option<Unfinished>,
}

/// The properties that are judged once more after a failure.
const AFTER_A_FAILURE: [PropertyId; 4] = [
    PropertyId::ChatCanBeDone,
    PropertyId::HeldChatCanBeRetrieved,
    PropertyId::OwnHoldCanBeResumed,
    PropertyId::HoldQueueExists,
];

type Visit<'m, 's> = Explored<'m, ChatModel<'s>>;

/// Explores a scene as far as the wanted properties need it. `granted` are the rights that a privilege gives somebody.
pub(super) fn judge(scene: &Scene, wanted: &[PropertyId], granted: Rights, limit: &Limit) -> Findings {
    let mut judge = Judge { scene, limit, findings: Findings::default() };
    judge.all(wanted, granted);
    judge.findings
}

struct Judge<'s> {
    scene: &'s Scene,
    limit: &'s Limit,
    findings: Findings,
}

/// Every agent, one in the chat at a time.
pub(super) fn alone(scene: &Scene) -> Scope {
    Scope { agents: scene.everyone(), company: 1, hubs: Set::EMPTY, failures: false, wide: false }
}

/// The graph of a visit that came to its end: asked several questions, it costs the machine nothing more.
struct Graph {
    /// By number of the state: whether a proof may count on the step, and where it leads.
    steps: Vec<Vec<(bool, u32)>>,
}

impl Graph {
    fn of(explored: &Visit<'_, '_>) -> Self {
        let (model, states) = (explored.model(), explored.states());
        let numbers: FxHashMap<State, u32> = states.iter().copied().zip(0..).collect();
        let mut found = Vec::new();
        let steps = states.iter().map(|state| {
            found.clear();
            model.successors(state, &mut found);
            let known = found.iter().filter_map(|&(step, next)| {
                numbers.get(&model.canonical(next)).map(|&number| (step.counts, number))
            });
            known.collect()
        });
        Self { steps: steps.collect() }
    }
}

impl Graph {
    /// Whether from the end of a story some agent can still come to handle the chat: only then company can help.
    fn comes_to(&self, explored: &Visit<'_, '_>, commands: &[Command], scene: &Scene) -> bool {
        let model = explored.model();
        let mut at = model.initial()[0];
        for command in commands {
            let mut steps = Vec::new();
            model.successors(&at, &mut steps);
            let Some((_, next)) = steps.into_iter().find(|(step, _)| step.command == *command) else {
                return true;
            };
            at = next;
        }
        let end = model.canonical(at);
        let states = explored.states();
        let Some(number) = states.iter().position(|state| *state == end) else { return true };
        let (mut seen, mut ahead) = (vec![false; states.len()], vec![number as u32]);
        while let Some(number) = ahead.pop() {
            if std::mem::replace(&mut seen[number as usize], true) {
                continue;
            }
            if is_handled(scene, &states[number as usize].unpacked()) {
                return true;
            }
            ahead.extend(
                self.steps[number as usize].iter().filter(|(counts, _)| *counts).map(|&(_, next)| next),
            );
        }
        false
    }
}

impl Model for Graph {
    type State = u32;
    type Command = bool;

    fn initial(&self) -> Vec<u32> {
        vec![0]
    }

    fn successors(&self, state: &u32, steps: &mut Vec<(bool, u32)>) {
        steps.extend_from_slice(&self.steps[*state as usize]);
    }
}

impl<'s> Judge<'s> {
    fn visit<'m>(&mut self, model: &'m ChatModel<'s>) -> (Visit<'m, 's>, Option<Graph>) {
        let explored = Explored::visit(model, self.limit);
        self.findings.states += explored.states().len();
        self.findings.transitions += explored.transitions();
        let graph = explored.unfinished().is_none().then(|| Graph::of(&explored));
        (explored, graph)
    }

    fn all(&mut self, wanted: &[PropertyId], granted: Rights) {
        let crash = wanted.contains(&PropertyId::SurvivesCrash);
        let model = ChatModel { scene: self.scene, scope: Scope { failures: crash, ..alone(self.scene) } };
        let (explored, graph) = self.visit(&model);
        let visited = (explored.states().len(), explored.transitions());
        let mut refuted = Vec::new();
        for property in PropertyId::all() {
            let is_wanted = wanted.contains(&property);
            let is_needed = is_wanted || crash && AFTER_A_FAILURE.contains(&property);
            if !is_needed {
                continue;
            }
            let Some(found) = self.found(&explored, graph.as_ref(), property, false) else { continue };
            if matches!(found, Found::Refuted(..)) {
                refuted.push(property);
            }
            if is_wanted {
                self.add(property, found, visited);
            }
        }
        if crash {
            let found = self.after_a_failure(&explored, graph.as_ref(), &refuted);
            self.add(PropertyId::SurvivesCrash, found, visited);
        }
        self.findings.unfinished = explored.unfinished();
        if explored.unfinished().is_some() {
            return;
        }
        if wanted.contains(&PropertyId::NoDeadPrivilege) {
            let mut used = used_rights(&explored, self.scene, granted, Rights::NONE);
            for right in granted.iter() {
                if !used.contains(right) {
                    used = self.used_in_company(right, used, granted);
                }
            }
            self.findings.used = Some(used);
        }
        if wanted.contains(&PropertyId::NoDeadQueue) {
            self.findings.holds = Some(holds(&explored));
        }
    }

    fn add(&mut self, property: PropertyId, found: Found, (states, transitions): (usize, u64)) {
        self.findings.judged.push(Judged { property, found, states, transitions });
    }

    /// The first of the properties that hold without a failure and not after one.
    fn after_a_failure(
        &mut self,
        explored: &Visit<'_, 's>,
        graph: Option<&Graph>,
        refuted: &[PropertyId],
    ) -> Found {
        let mut outcome = Found::Proved;
        for property in AFTER_A_FAILURE.into_iter().filter(|property| !refuted.contains(property)) {
            match (self.found(explored, graph, property, true), &outcome) {
                (Some(found @ Found::Refuted(..)), _) => return found,
                (Some(found @ Found::Unknown(_)), Found::Proved) => outcome = found,
                _ => {}
            }
        }
        outcome
    }

    /// What a visit says of a property; where an agent could still be brought in by another, what a visit with company
    /// says.
    fn found(
        &mut self,
        explored: &Visit<'_, 's>,
        graph: Option<&Graph>,
        property: PropertyId,
        failed: bool,
    ) -> Option<Found> {
        let found = self.judged(explored, graph, property, failed)?;
        let helps = matches!(property, PropertyId::ChatCanBeDone | PropertyId::AsyncChatCanBeReleased);
        let Found::Refuted(_, commands) = &found else { return Some(found) };
        let stays = |graph: &Graph| !graph.comes_to(explored, commands, self.scene);
        if !helps || graph.is_some_and(stays) {
            return Some(found);
        }
        let with_twins = |agents: Set<AgentId>| {
            agents.iter().filter_map(|agent| self.scene.twin(agent)).fold(agents, Set::with)
        };
        let named: Set<AgentId> = commands.iter().filter_map(agent_of).collect();
        let (named, able) = (with_twins(named), with_twins(self.scene.able));
        let few = Set::from_bits(named.bits() | able.bits());
        let everyone = self.scene.everyone();
        Some(match self.in_company(few, able, property, failed) {
            Found::Proved if few != everyone => self.in_company(everyone, able, property, failed),
            other => other,
        })
    }

    /// The same question where two agents may be in the chat together, one of them of those who can do most.
    fn in_company(
        &mut self,
        agents: Set<AgentId>,
        hubs: Set<AgentId>,
        property: PropertyId,
        failed: bool,
    ) -> Found {
        let scope = Scope { agents, company: 2, hubs, failures: failed, wide: false };
        let model = ChatModel { scene: self.scene, scope };
        let (explored, graph) = self.visit(&model);
        self.judged(&explored, graph.as_ref(), property, failed).unwrap_or(Found::Proved)
    }

    /// What a visit says of a property: by its graph where it came to its end.
    fn judged(
        &self,
        explored: &Visit<'_, 's>,
        graph: Option<&Graph>,
        property: PropertyId,
        failed: bool,
    ) -> Option<Found> {
        let asked = asked(property)?;
        let states = explored.states();
        let lost = match graph {
            Some(graph) => {
                let state = |&number: &u32| states[number as usize];
                let question = question(self.scene, &asked, failed, state, |&counts: &bool| counts);
                match Explored::visit(graph, &Limit { states: usize::MAX, ..*self.limit }).judge(&question) {
                    Verdict::Proved => return Some(Found::Proved),
                    Verdict::Unknown { reason } => return Some(Found::Unknown(reason)),
                    Verdict::Refuted { trace } => explored.trace_to(*trace.last() as usize),
                }
            }
            None => {
                let question =
                    question(self.scene, &asked, failed, |&state: &State| state, |step: &Move| step.counts);
                match explored.judge(&question) {
                    Verdict::Proved => return Some(Found::Proved),
                    Verdict::Unknown { reason } => return Some(Found::Unknown(reason)),
                    Verdict::Refuted { trace } => Some(trace),
                }
            }
        };
        let Some(trace) = lost else {
            let cause = Cause::Inconsistent;
            return Some(Found::Unknown(Unfinished { cause, states: states.len(), waiting: 0, depth: 0 }));
        };
        let mut commands: Vec<Command> = trace.steps.iter().map(|(step, _)| step.command).collect();
        if property == PropertyId::OwnHoldCanBeResumed {
            commands.extend(lost_hold(self.scene, &trace.last().unpacked()).into_iter().flatten());
        }
        Some(Found::Refuted(property, commands))
    }

    /// Whether a right lets an agent who has it do something in company with another.
    fn used_in_company(&mut self, right: Right, used: Rights, granted: Rights) -> Rights {
        let policy = &self.scene.policy;
        let chatting: Vec<AgentId> =
            self.scene.everyone().iter().filter(|&agent| policy.allows(agent, Right::UseChat)).collect();
        let Some(holder) = chatting.iter().copied().find(|&agent| policy.allows(agent, right)) else {
            return used;
        };
        let Some(other) = chatting.iter().copied().find(|&agent| agent != holder) else { return used };
        let agents = Set::EMPTY.with(holder).with(other);
        let scope = Scope { agents, company: 2, hubs: agents, failures: false, wide: false };
        let model = ChatModel { scene: self.scene, scope };
        let explored = Explored::visit(&model, self.limit);
        self.findings.states += explored.states().len();
        self.findings.transitions += explored.transitions();
        used_rights(&explored, self.scene, granted, used)
    }
}

fn agent_of(command: &Command) -> Option<AgentId> {
    match *command {
        Command::Agent(agent, ..) | Command::Press(agent, ..) | Command::Desktop(agent, _) => Some(agent),
        Command::System(_, SystemAction::Route(to)) => to,
        Command::System(_, SystemAction::Move(crate::chat::Place::Workbin(_, owner))) => match owner {
            crate::chat::Owner::Agent(agent) => Some(agent),
            crate::chat::Owner::Group(_) => None,
        },
        _ => None,
    }
}

/// Which of the granted rights some command that is carried out in a visited state needs, beside those known already.
fn used_rights(explored: &Visit<'_, '_>, scene: &Scene, granted: Rights, known: Rights) -> Rights {
    let wide = ChatModel { scene, scope: Scope { wide: true, ..explored.model().scope } };
    let mut used = known;
    let mut steps = Vec::new();
    for state in explored.states() {
        if granted.iter().all(|right| used.contains(right)) {
            break;
        }
        steps.clear();
        wide.successors(state, &mut steps);
        let world = state.unpacked();
        for (step, _) in &steps {
            used = rights_of(scene, &world, &step.command).into_iter().fold(used, Rights::with);
        }
    }
    used
}

/// Who puts a chat on hold in some visited state, under which override.
fn holds(explored: &Visit<'_, '_>) -> Vec<(AgentId, OverrideId)> {
    let model = explored.model();
    let mut found = Vec::new();
    for state in explored.states() {
        let world = state.unpacked();
        let chat = world.chat(CHAT);
        if chat.phase != Phase::Handling || !chat.asynchronous || !chat.is_online() {
            continue;
        }
        for agent in chat.parties.visible().iter() {
            let hold = Command::Agent(agent, CHAT, AgentAction::Hold);
            let is_new = !found.contains(&(agent, chat.overriding));
            let mut after = world.clone();
            if is_new && after.step(&model.scene.policy, &hold).is_ok() && after.chat(CHAT).was_held {
                found.push((agent, chat.overriding));
            }
        }
    }
    found
}
