//! Exploring the plain way: whole worlds in a hash map, every agent by name, every request that there is.

use std::collections::BTreeSet;

use super::graph::Graph;
use crate::behaviour::{Desk, DeskOptions, Hold, Roster, policy};
use crate::chat::{
    AgentAction, AgentId, AgentPolicy, Assumption, Chat, ChatId, Command, CustomerAction, DesktopAction,
    EntryPoint, HoldQueue, Monitoring, OverrideId, Owner, Phase, Place, Policy, QueueId, Right, RowId, Small,
    Steps, SystemAction, Timer, TimerKind, WorkbinId, World, decide,
};
use crate::deployment::{FieldKey, ObjectId};
use crate::dryrun::Setting;
use crate::dryrun::verify::PropertyId;
use crate::names::{ObjectKind, ScriptType};

pub(super) const C: ChatId = ChatId(0);

pub(super) struct Plain {
    pub(super) policy: Policy,
    pub(super) agents: Vec<AgentId>,
    /// Of each agent the pairs of functions that one key calls.
    clashes: Vec<Vec<(AgentAction, AgentAction)>>,
    pub(super) places: Vec<Place>,
    entries: Vec<QueueId>,
    /// The queue of that name, else the first in which chats start.
    pub(super) greet: QueueId,
    overrides: Vec<OverrideId>,
    asks_disposition: bool,
}

impl Plain {
    pub(super) fn new(setting: &Setting<'_, '_>) -> Self {
        Self::of(setting, |_| true)
    }

    /// Of the objects of one tenant.
    pub(super) fn of(setting: &Setting<'_, '_>, is_in: impl Fn(&ObjectId) -> bool) -> Self {
        let ground = &setting.ground;
        let deployment = ground.deployment();
        let of_kind = |kind| deployment.of_kind(kind).iter().copied().filter(&is_in);
        let mut roster = Roster::default();
        let agents: Vec<ObjectId> = deployment.agents().filter(&is_in).collect();
        let ids: Vec<AgentId> = agents.iter().map(|&agent| roster.enter_agent(agent).unwrap()).collect();
        for group in of_kind(ObjectKind::AgentGroup) {
            roster.enter_group(group);
        }
        let mut bins: Vec<(WorkbinId, bool)> = Vec::new();
        for script in of_kind(ObjectKind::Script) {
            if deployment.script_type(script) == Some(ScriptType::InteractionWorkbin) {
                let owner = deployment.object(script).field(FieldKey::Owner).unwrap();
                let of_groups = deployment.text(owner.value) == "agent-group";
                bins.push((roster.enter_workbin(script).unwrap(), of_groups));
            }
        }
        let mut policy = policy(ground, &mut roster, setting.assumptions);
        let transactions: Vec<ObjectId> = of_kind(ObjectKind::Transaction).collect();
        let mut hold = Vec::new();
        for (&agent, policy) in agents.iter().zip(&mut policy.agents) {
            let mut options = |named: &[ObjectId]| {
                let options = DeskOptions::of(ground, agent, &ground.steps(agent, named));
                if let Hold::Queue(queue) = options.hold {
                    hold.push(queue);
                }
                options.for_machine(&mut roster)
            };
            options(&[]);
            let finds = !Desk::of(ground, agent).override_key.is_empty();
            let named = transactions.iter().map(|one| if finds { std::slice::from_ref(one) } else { &[] });
            policy.overridden = named.map(options).collect();
        }
        let queues = of_kind(ObjectKind::Script).filter(|&script| {
            deployment.script_type(script) == Some(ScriptType::InteractionQueue) && !hold.contains(&script)
        });
        let entries: Vec<QueueId> = queues.map(|queue| roster.enter_queue(queue).unwrap()).collect();
        let greet = deployment.look_up_kind(ObjectKind::Script, "greet").ok();
        let greet = greet.map_or(entries[0], |queue| roster.enter_queue(queue).unwrap());
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
        let clashes = |&agent: &ObjectId| {
            let keys = Desk::of(ground, agent).keymap;
            let keys = keys.bindings();
            let pairs = keys.iter().enumerate().flat_map(|(at, one)| {
                let same = keys[..at].iter().filter(|other| other.shortcut == one.shortcut);
                same.map(|other| (one.action, other.action))
            });
            pairs.collect()
        };
        let clashes = agents.iter().map(clashes).collect();
        let overrides = (0..=transactions.len()).map(|number| OverrideId(number as u8)).collect();
        let asks = |agent: &AgentPolicy| {
            let mut options = agent.overridden.iter().chain([&agent.options]);
            options.any(|options| options.disposition_mandatory)
        };
        let asks_disposition = policy.agents.iter().any(asks);
        Self { policy, agents: ids, clashes, places, entries, greet, overrides, asks_disposition }
    }

    pub(super) fn commands(&self, world: &World) -> Vec<Command> {
        let chat = world.chat(C);
        let mut all = Vec::new();
        if chat.phase == Phase::Absent {
            for &queue in &self.entries {
                for &overriding in &self.overrides {
                    for asynchronous in [true, false] {
                        let start =
                            CustomerAction::Start { asynchronous, queue, overriding, handling_timeout: None };
                        all.push(Command::Customer(C, start));
                    }
                }
            }
            return all;
        }
        let customer = [CustomerAction::Leave, CustomerAction::Message, CustomerAction::Return];
        all.extend(customer.map(|action| Command::Customer(C, action)));
        for &agent in &self.agents {
            let desktop = [DesktopAction::Login, DesktopAction::Logout];
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
            if self.asks_disposition {
                actions.push(AgentAction::SetDisposition);
            }
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
            for from in [EntryPoint::MyQueues, EntryPoint::ContactHistory, EntryPoint::Search] {
                all.push(Command::System(C, SystemAction::PullAhead(agent, from)));
            }
        }
        all.extend([SystemAction::Take, SystemAction::Crowd].map(|action| Command::System(C, action)));
        all.extend(self.places.iter().map(|&place| Command::System(C, SystemAction::Move(place))));
        all.extend(chat.timers().map(|(kind, _)| Command::Fire(Timer { chat: C, kind })));
        all
    }

    fn failures(&self) -> Vec<Command> {
        let crashes = self.agents.iter().map(|&agent| Command::Desktop(agent, DesktopAction::Crash));
        crashes.chain([Command::System(C, SystemAction::LoseChatServer)]).collect()
    }

    /// Where a command leads, unless it is refused.
    pub(super) fn after(&self, world: &World, command: &Command) -> Option<World> {
        let events = decide(&self.policy, world, command).ok()?;
        let mut next = world.clone();
        next.apply_all(&events);
        next.forget_time();
        Some(next)
    }

    /// What a proof counts on, in other words than the model's.
    pub(super) fn counts(&self, command: &Command, chat: &Chat) -> bool {
        let routed = self.policy.assumptions.holds(Assumption::WorkflowRoutesHeldChats);
        match command {
            Command::Customer(..) | Command::Desktop(_, DesktopAction::Crash) => false,
            Command::System(
                _,
                SystemAction::Move(_) | SystemAction::Crowd | SystemAction::LoseChatServer,
            ) => false,
            Command::System(_, SystemAction::Route(_) | SystemAction::Take) => routed || !chat.was_held,
            Command::Fire(timer) => !matches!(timer.kind, TimerKind::IdleAlert | TimerKind::IdleClose),
            _ => true,
        }
    }

    /// Whether a state breaks a property that is about single states.
    pub(super) fn breaks(&self, property: PropertyId, world: &World) -> bool {
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
                let can = |action| decide(&self.policy, world, &Command::Agent(agent, C, action)).is_ok();
                self.clashes[agent.index()].iter().any(|&(one, other)| can(one) && can(other))
            }),
        }
    }

    /// Whether a chat has come to where a property says that it can always come.
    pub(super) fn is_goal(&self, property: PropertyId, chat: &Chat) -> bool {
        let may = |agent| self.policy.allows(agent, Right::ReleaseAsync);
        match property {
            PropertyId::ChatCanBeDone => chat.phase == Phase::Stopped,
            PropertyId::AsyncChatCanBeReleased => {
                chat.asynchronous && chat.is_online() && chat.parties.visible().iter().any(may)
            }
            _ => chat.phase == Phase::Handling,
        }
    }

    /// Whether a property speaks of a chat.
    pub(super) fn is_asked(&self, property: PropertyId, chat: &Chat) -> bool {
        match property {
            PropertyId::ChatCanBeDone => chat.phase != Phase::Absent,
            PropertyId::AsyncChatCanBeReleased => chat.asynchronous && chat.is_online(),
            PropertyId::HeldChatCanBeRetrieved => chat.was_held && chat.queue().is_some(),
            _ => chat.workbin().is_some(),
        }
    }
}

pub(super) fn is_login(command: &Command) -> bool {
    matches!(command, Command::Desktop(_, DesktopAction::Login))
}

/// Everything that can happen: each world with whether the one failure has happened.
pub(super) struct Visited {
    plain: Plain,
    graph: Graph<(World, bool), Command>,
    far: Vec<usize>,
}

impl Visited {
    /// Nothing where there are more states than `most`.
    pub(super) fn new(setting: &Setting<'_, '_>, failures: bool, most: usize) -> Option<Self> {
        let plain = Plain::new(setting);
        let graph = Graph::of((World::new(1), false), most, |(world, failed)| {
            let mut out = Vec::new();
            let mut add = |commands: Vec<Command>, failed| {
                for command in commands {
                    out.extend(plain.after(world, &command).map(|next| ((next, failed), command)));
                }
            };
            add(plain.commands(world), *failed);
            if failures && !failed {
                add(plain.failures(), true);
            }
            out
        })?;
        let far = graph.distances(is_login);
        Some(Self { plain, graph, far })
    }

    /// The number of steps to the nearest state that breaks a property, logins not counted; nothing where none does.
    /// Asked of states in which the failure has happened, or of those in which it has not.
    pub(super) fn verdict(&self, property: PropertyId, failed: bool) -> Option<usize> {
        let nodes = &self.graph.nodes;
        let asked = |at: usize| nodes[at].1 == failed;
        let nearest = |broken: &[bool]| {
            (0..nodes.len()).filter(|&at| broken[at] && asked(at)).map(|at| self.far[at]).min()
        };
        match property {
            PropertyId::HoldQueueExists | PropertyId::NoShortcutClash => {
                let breaks = nodes.iter().map(|(world, _)| self.plain.breaks(property, world));
                nearest(&breaks.collect::<Vec<_>>())
            }
            PropertyId::OwnHoldCanBeResumed => {
                self.plain.agents.iter().filter_map(|&agent| nearest(&self.own(agent))).min()
            }
            _ => nearest(&self.lost(property)),
        }
    }

    /// Every row of the machine that fires.
    pub(super) fn rows(&self) -> BTreeSet<RowId> {
        let mut rows = BTreeSet::new();
        for ((world, _), edges) in self.graph.nodes.iter().zip(&self.graph.edges) {
            for (_, command) in edges {
                let events = decide(&self.plain.policy, world, command).unwrap();
                rows.extend(events.iter().map(|happened| happened.row));
            }
        }
        rows
    }

    fn chat(&self, at: usize) -> &Chat {
        self.graph.nodes[at].0.chat(C)
    }

    fn lost(&self, property: PropertyId) -> Vec<bool> {
        let goal = |at: usize| self.plain.is_goal(property, self.chat(at));
        let from = |at: usize| self.plain.is_asked(property, self.chat(at));
        self.graph.out_of_reach(goal, |at, command| self.plain.counts(command, self.chat(at)), from)
    }

    /// The states in which a chat lies where `agent` put it on hold, and that agent can never pull it, whoever pulls
    /// what lies ahead.
    fn own(&self, agent: AgentId) -> Vec<bool> {
        let held = |at: usize| self.chat(at).holder == Some(agent) && self.chat(at).queue().is_some();
        let pulls = |command: &Command| matches!(command, Command::Agent(other, _, AgentAction::Pull(_)) if *other == agent);
        let goal = |at: usize| held(at) && self.graph.edges[at].iter().any(|(_, command)| pulls(command));
        let counts = |at: usize, command: &Command| match command {
            Command::Desktop(_, DesktopAction::Login) | Command::System(_, SystemAction::PullAhead(..)) => {
                true
            }
            _ => self.plain.counts(command, self.chat(at)) && pulls(command),
        };
        self.graph.out_of_reach(goal, counts, held)
    }
}
