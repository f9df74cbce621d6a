//! Explores one scene and judges every property of it. What is found speaks of numbers only, so that it holds of every
//! scene that is the same but for names.

use super::model::{CHAT, ChatModel, Move, Scope, State};
use super::property::PropertyId;
use super::questions::{lost_hold, question, rights_of};
use super::scene::Scene;
use crate::chat::{AgentAction, AgentId, Command, OverrideId, Phase, Right, Rights, Set, SystemAction};
use crate::explore::{Explored, Limit, Model as _, Unfinished, Verdict};

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
    let refuted = judge.without_failures(wanted, granted);
    if wanted.contains(&PropertyId::SurvivesCrash) {
        judge.after_a_failure(&refuted);
    }
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

impl<'s> Judge<'s> {
    fn count(&mut self, explored: &Visit<'_, '_>) {
        self.findings.states += explored.states().len();
        self.findings.transitions += explored.transitions();
    }

    fn add(&mut self, property: PropertyId, found: Found, explored: &Visit<'_, '_>) {
        let (states, transitions) = (explored.states().len(), explored.transitions());
        self.findings.judged.push(Judged { property, found, states, transitions });
    }

    /// Returns those of the properties that matter after a failure which do not hold without one.
    fn without_failures(&mut self, wanted: &[PropertyId], granted: Rights) -> Vec<PropertyId> {
        let model = ChatModel { scene: self.scene, scope: alone(self.scene) };
        let explored = Explored::visit(&model, self.limit);
        self.count(&explored);
        let crash = wanted.contains(&PropertyId::SurvivesCrash);
        let mut refuted = Vec::new();
        for property in PropertyId::all() {
            let is_wanted = wanted.contains(&property);
            if !is_wanted && !(crash && AFTER_A_FAILURE.contains(&property)) {
                continue;
            }
            let Some(found) = self.found(&explored, property, false) else { continue };
            if matches!(found, Found::Refuted(..)) {
                refuted.push(property);
            }
            if is_wanted {
                self.add(property, found, &explored);
            }
        }
        self.findings.unfinished = explored.unfinished();
        if explored.unfinished().is_some() {
            return refuted;
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
        refuted
    }

    fn after_a_failure(&mut self, refuted: &[PropertyId]) {
        let scope = Scope { failures: true, ..alone(self.scene) };
        let model = ChatModel { scene: self.scene, scope };
        let explored = Explored::visit(&model, self.limit);
        self.count(&explored);
        let mut outcome = Found::Proved;
        for property in AFTER_A_FAILURE.into_iter().filter(|property| !refuted.contains(property)) {
            match (self.found(&explored, property, true), &outcome) {
                (Some(found @ Found::Refuted(..)), _) => {
                    outcome = found;
                    break;
                }
                (Some(found @ Found::Unknown(_)), Found::Proved) => outcome = found,
                _ => {}
            }
        }
        self.add(PropertyId::SurvivesCrash, outcome, &explored);
    }

    /// What a visit says of a property; where an agent could still be brought in by another, what a visit with company
    /// says.
    fn found(&mut self, explored: &Visit<'_, 's>, property: PropertyId, failures: bool) -> Option<Found> {
        let found = told(explored.judge(&question(self.scene, property, failures)?), property, self.scene);
        let helps = matches!(property, PropertyId::ChatCanBeDone | PropertyId::AsyncChatCanBeReleased);
        let Found::Refuted(_, commands) = &found else { return Some(found) };
        if !helps {
            return Some(found);
        }
        let with_twins = |agents: Set<AgentId>| {
            agents.iter().filter_map(|agent| self.scene.twin(agent)).fold(agents, Set::with)
        };
        let named: Set<AgentId> = commands.iter().filter_map(agent_of).collect();
        let (named, able) = (with_twins(named), with_twins(self.scene.able));
        let few = Set::from_bits(named.bits() | able.bits());
        let everyone = self.scene.everyone();
        Some(match self.in_company(few, able, property, failures) {
            Found::Proved if few != everyone => self.in_company(everyone, able, property, failures),
            other => other,
        })
    }

    /// The same question where two agents may be in the chat together, one of them of those who can do most.
    fn in_company(
        &mut self,
        agents: Set<AgentId>,
        hubs: Set<AgentId>,
        property: PropertyId,
        failures: bool,
    ) -> Found {
        let model =
            ChatModel { scene: self.scene, scope: Scope { agents, company: 2, hubs, failures, wide: false } };
        let explored = Explored::visit(&model, self.limit);
        self.count(&explored);
        match question(self.scene, property, failures) {
            Some(question) => told(explored.judge(&question), property, self.scene),
            None => Found::Proved,
        }
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
        self.count(&explored);
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

/// A verdict as commands; a lost hold is told to its end.
fn told(verdict: Verdict<Move, State>, property: PropertyId, scene: &Scene) -> Found {
    match verdict {
        Verdict::Proved => Found::Proved,
        Verdict::Unknown { reason } => Found::Unknown(reason),
        Verdict::Refuted { trace } => {
            let mut commands: Vec<Command> = trace.steps.iter().map(|(step, _)| step.command).collect();
            if property == PropertyId::OwnHoldCanBeResumed {
                commands.extend(lost_hold(scene, &trace.last().unpacked()).into_iter().flatten());
            }
            Found::Refuted(property, commands)
        }
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
