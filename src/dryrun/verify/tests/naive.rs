//! Exploring the plain way: whole worlds in a hash map, every agent by name, every request that there is.

use rustc_hash::FxHashMap;

use crate::behaviour::{Desk, Hold, Roster, policy};
use crate::chat::{
    AgentAction, AgentId, Assumption, Chat, ChatId, Command, CustomerAction, DesktopAction, EntryPoint,
    HoldQueue, Monitoring, OverrideId, Owner, Phase, Place, Policy, QueueId, Right, Small, Steps,
    SystemAction, Timer, TimerKind, WorkbinId, World,
};
use crate::deployment::{FieldKey, ObjectId};
use crate::dryrun::Setting;
use crate::dryrun::verify::PropertyId;
use crate::names::{ObjectKind, ScriptType};

const C: ChatId = ChatId(0);
/// A site with more states than this is left out.
const MOST: usize = 6_000;

struct Plain {
    policy: Policy,
    agents: Vec<AgentId>,
    clash: Vec<bool>,
    places: Vec<Place>,
    entries: Vec<QueueId>,
}

impl Plain {
    fn new(setting: &Setting<'_, '_>) -> Self {
        let ground = &setting.ground;
        let deployment = ground.deployment();
        let mut roster = Roster::default();
        let agents: Vec<ObjectId> = deployment.agents().collect();
        let ids: Vec<AgentId> = agents.iter().map(|&agent| roster.enter_agent(agent).unwrap()).collect();
        for &group in deployment.of_kind(ObjectKind::AgentGroup) {
            roster.enter_group(group);
        }
        let mut bins: Vec<(WorkbinId, bool)> = Vec::new();
        for &script in deployment.of_kind(ObjectKind::Script) {
            if deployment.script_type(script) == Some(ScriptType::InteractionWorkbin) {
                let owner = deployment.object(script).field(FieldKey::Owner).unwrap();
                let of_groups = deployment.text(owner.value) == "agent-group";
                bins.push((roster.enter_workbin(script).unwrap(), of_groups));
            }
        }
        let policy = policy(ground, &mut roster, setting.assumptions);
        let mut hold = Vec::new();
        for &agent in &agents {
            let options = crate::behaviour::DeskOptions::of(ground, agent, &ground.steps(agent, &[]));
            if let Hold::Queue(queue) = options.hold {
                hold.push(queue);
            }
        }
        let queues = deployment.of_kind(ObjectKind::Script).iter().copied().filter(|&script| {
            deployment.script_type(script) == Some(ScriptType::InteractionQueue) && !hold.contains(&script)
        });
        let entries = queues.map(|queue| roster.enter_queue(queue).unwrap()).collect();
        let mut places = Vec::new();
        for &agent in &ids {
            let seen = policy.agent(agent);
            for &(bin, of_groups) in bins.iter().filter(|(bin, _)| seen.workbins.contains(*bin)) {
                if of_groups {
                    places.extend(seen.groups.iter().map(|group| Place::Workbin(bin, Owner::Group(group))));
                } else {
                    places.push(Place::Workbin(bin, Owner::Agent(agent)));
                }
            }
        }
        let clashes = |&agent: &ObjectId| match Desk::of(ground, agent).keymap.bindings() {
            [one, other] => one.shortcut == other.shortcut,
            _ => false,
        };
        let clash = agents.iter().map(clashes).collect();
        Self { policy, agents: ids, clash, places, entries }
    }

    fn commands(&self, world: &World) -> Vec<Command> {
        let chat = world.chat(C);
        let mut all = Vec::new();
        if chat.phase == Phase::Absent {
            for &queue in &self.entries {
                for asynchronous in [true, false] {
                    let overriding = OverrideId::NONE;
                    let start =
                        CustomerAction::Start { asynchronous, queue, overriding, handling_timeout: None };
                    all.push(Command::Customer(C, start));
                }
            }
            return all;
        }
        let customer = [CustomerAction::Leave, CustomerAction::Message, CustomerAction::Return];
        all.extend(customer.map(|action| Command::Customer(C, action)));
        for &agent in &self.agents {
            let desktop = [DesktopAction::Login, DesktopAction::Logout, DesktopAction::Crash];
            all.extend(desktop.map(|action| Command::Desktop(agent, action)));
            let mut actions = vec![
                AgentAction::Accept,
                AgentAction::Decline,
                AgentAction::Hold,
                AgentAction::Release,
                AgentAction::Done,
                AgentAction::Leave,
                AgentAction::Monitor(Monitoring::Silent),
                AgentAction::Monitor(Monitoring::Coaching),
                AgentAction::Monitor(Monitoring::BargeIn),
            ];
            actions.extend(EntryPoint::ALL.map(AgentAction::Pull));
            for &to in &self.agents {
                for steps in [Steps::One, Steps::Two] {
                    actions.push(AgentAction::Transfer(Some(to), steps));
                    actions.push(AgentAction::Conference(Some(to), steps));
                }
                actions.push(AgentAction::Consult(Some(to)));
            }
            for &place in &self.places {
                let Place::Workbin(workbin, owner) = place else { continue };
                actions.push(AgentAction::Store { workbin, owner });
            }
            all.extend(actions.into_iter().map(|action| Command::Agent(agent, C, action)));
            all.push(Command::System(C, SystemAction::Route(Some(agent))));
            for from in [EntryPoint::MyQueues, EntryPoint::ContactHistory] {
                all.push(Command::System(C, SystemAction::PullAhead(agent, from)));
            }
        }
        all.extend([SystemAction::Take, SystemAction::Crowd].map(|action| Command::System(C, action)));
        all.extend(self.places.iter().map(|&place| Command::System(C, SystemAction::Move(place))));
        all.extend(chat.timers().map(|(kind, _)| Command::Fire(Timer { chat: C, kind })));
        all
    }

    /// What a proof counts on, in other words than the model's.
    fn counts(&self, command: &Command, chat: &Chat) -> bool {
        let routed = self.policy.assumptions.holds(Assumption::WorkflowRoutesHeldChats);
        match command {
            Command::Customer(..) | Command::Desktop(_, DesktopAction::Crash) => false,
            Command::System(_, SystemAction::Move(_) | SystemAction::Crowd) => false,
            Command::System(_, SystemAction::Route(_) | SystemAction::Take) => routed || !chat.was_held,
            Command::Fire(timer) => !matches!(timer.kind, TimerKind::IdleAlert | TimerKind::IdleClose),
            _ => true,
        }
    }

    /// Whether a state breaks a property that is about single states.
    fn breaks(&self, property: PropertyId, world: &World) -> bool {
        let chat = world.chat(C);
        let there =
            |agent: &AgentId| world.logged_in().contains(*agent) && chat.parties.visible().contains(*agent);
        let live = chat.phase == Phase::Handling && chat.is_online() && chat.asynchronous;
        match property {
            PropertyId::HoldQueueExists => self.agents.iter().filter(|agent| there(agent)).any(|&agent| {
                let options = self.policy.agent(agent).options(chat.overriding);
                live && self.policy.allows(agent, Right::PlaceOnHold)
                    && self.policy.allows(agent, Right::UseChat)
                    && !matches!(options.hold_queue, HoldQueue::Queue(_))
            }),
            _ => self.agents.iter().filter(|agent| there(agent)).any(|&agent| {
                let can =
                    |action| world.clone().step(&self.policy, &Command::Agent(agent, C, action)).is_ok();
                self.clash[agent.index()] && can(AgentAction::Hold) && can(AgentAction::Release)
            }),
        }
    }
}

fn is_login(command: &Command) -> bool {
    matches!(command, Command::Desktop(_, DesktopAction::Login))
}

/// Of each property the number of steps to the nearest state that breaks it, logins not counted; nothing where none
/// does. Nothing at all where the site is too large.
pub(super) fn verdicts(setting: &Setting<'_, '_>, properties: &[PropertyId]) -> Option<Vec<Option<usize>>> {
    let plain = Plain::new(setting);
    let mut number: FxHashMap<World, usize> = FxHashMap::default();
    let mut worlds: Vec<World> = Vec::new();
    let mut edges: Vec<Vec<(usize, Command)>> = Vec::new();
    let start = World::new(1);
    number.insert(start.clone(), 0);
    worlds.push(start);
    let mut at = 0;
    while at < worlds.len() {
        let mut out = Vec::new();
        for command in plain.commands(&worlds[at]) {
            let mut next = worlds[at].clone();
            if next.step(&plain.policy, &command).is_err() {
                continue;
            }
            next.forget_time();
            let to = *number.entry(next.clone()).or_insert_with(|| {
                worlds.push(next);
                worlds.len() - 1
            });
            out.push((to, command));
        }
        edges.push(out);
        at += 1;
        if worlds.len() > MOST {
            return None;
        }
    }
    let far = distances(&edges);
    let nearest = |broken: &[bool]| (0..worlds.len()).filter(|&at| broken[at]).map(|at| far[at]).min();
    Some(
        properties
            .iter()
            .map(|&property| match property {
                PropertyId::HoldQueueExists | PropertyId::NoShortcutClash => {
                    let broken: Vec<bool> =
                        worlds.iter().map(|world| plain.breaks(property, world)).collect();
                    nearest(&broken)
                }
                PropertyId::OwnHoldCanBeResumed => {
                    let of_agent = plain
                        .agents
                        .iter()
                        .filter_map(|&agent| nearest(&own(&plain, &worlds, &edges, agent)));
                    of_agent.min()
                }
                _ => nearest(&lost(&plain, &worlds, &edges, property)),
            })
            .collect(),
    )
}

/// Steps from the start, logins not counted.
fn distances(edges: &[Vec<(usize, Command)>]) -> Vec<usize> {
    let mut far = vec![usize::MAX; edges.len()];
    let mut queue = std::collections::VecDeque::from([(0, 0)]);
    while let Some((at, steps)) = queue.pop_front() {
        if far[at] <= steps {
            continue;
        }
        far[at] = steps;
        for (to, command) in &edges[at] {
            if is_login(command) { queue.push_front((*to, steps)) } else { queue.push_back((*to, steps + 1)) }
        }
    }
    far
}

/// The states from which, by these edges, no goal can be reached; only those asked about.
fn out_of_reach(
    edges: &[Vec<(usize, Command)>],
    goal: impl Fn(usize) -> bool,
    counts: impl Fn(usize, &Command) -> bool,
    from: impl Fn(usize) -> bool,
) -> Vec<bool> {
    let mut reaches: Vec<bool> = (0..edges.len()).map(goal).collect();
    loop {
        let mut changed = false;
        for at in (0..edges.len()).rev() {
            if !reaches[at] && edges[at].iter().any(|(to, command)| reaches[*to] && counts(at, command)) {
                (reaches[at], changed) = (true, true);
            }
        }
        if !changed {
            return (0..edges.len()).map(|at| from(at) && !reaches[at]).collect();
        }
    }
}

fn lost(plain: &Plain, worlds: &[World], edges: &[Vec<(usize, Command)>], property: PropertyId) -> Vec<bool> {
    let chat = |at: usize| worlds[at].chat(C);
    let goal = |at: usize| match property {
        PropertyId::ChatCanBeDone => chat(at).phase == Phase::Stopped,
        PropertyId::AsyncChatCanBeReleased => {
            let may = |agent| plain.policy.allows(agent, Right::ReleaseAsync);
            chat(at).asynchronous && chat(at).is_online() && chat(at).parties.visible().iter().any(may)
        }
        _ => chat(at).phase == Phase::Handling,
    };
    let from = |at: usize| match property {
        PropertyId::ChatCanBeDone => chat(at).phase != Phase::Absent,
        PropertyId::AsyncChatCanBeReleased => chat(at).asynchronous && chat(at).is_online(),
        PropertyId::HeldChatCanBeRetrieved => chat(at).was_held && chat(at).queue().is_some(),
        _ => chat(at).workbin().is_some(),
    };
    out_of_reach(edges, goal, |at, command| plain.counts(command, chat(at)), from)
}

/// The states in which a chat lies where `agent` put it on hold, and that agent can never pull it, whoever pulls what
/// lies ahead.
fn own(plain: &Plain, worlds: &[World], edges: &[Vec<(usize, Command)>], agent: AgentId) -> Vec<bool> {
    let held = |at: usize| {
        let chat = worlds[at].chat(C);
        chat.holder == Some(agent) && chat.queue().is_some()
    };
    let pulls = |command: &Command| matches!(command, Command::Agent(other, _, AgentAction::Pull(_)) if *other == agent);
    let goal = |at: usize| held(at) && edges[at].iter().any(|(_, command)| pulls(command));
    let counts = |at: usize, command: &Command| match command {
        Command::Desktop(_, DesktopAction::Login) | Command::System(_, SystemAction::PullAhead(..)) => true,
        _ => plain.counts(command, worlds[at].chat(C)) && pulls(command),
    };
    out_of_reach(edges, goal, counts, held)
}
