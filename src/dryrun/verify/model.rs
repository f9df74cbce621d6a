//! The chat machine as an explorer's model: the same `decide` and `apply` that scenarios run through, one chat, and
//! time reduced to which timer runs out next.

use super::scene::Scene;
use crate::chat::{
    AgentAction, AgentId, Assumption, Chat, ChatId, Command, CustomerAction, DesktopAction, EntryPoint,
    Events, Monitoring, Notice, Owner, Packed, Phase, Place, Role, Set, Small, Steps, SystemAction, Timer,
    TimerKind, World, decide,
};
use crate::explore::Model;

/// The chat that is explored.
pub(super) const CHAT: ChatId = ChatId(0);

/// How much is explored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    /// Who takes part.
    pub(super) agents: Set<AgentId>,
    /// How many agents may be in the chat at a time, invited ones included.
    pub(super) company: usize,
    /// Two agents are in the chat together only if one of them is among these.
    pub(super) hubs: Set<AgentId>,
    /// Whether one desktop crashes, or a Chat Server is lost, at some moment.
    pub(super) failures: bool,
    /// Also everything that never decides a verdict: messages, notices, a strategy that looks for a target, every
    /// view by which an agent comes to a chat.
    pub(super) wide: bool,
}

/// A world without clock, and whether the one failure has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct State {
    pub(super) world: Packed<1>,
    pub(super) failed: bool,
}

impl State {
    pub(super) fn unpacked(&self) -> World {
        let mut world = World::new(1);
        world.unpack(&self.world);
        world
    }
}

/// A request, and whether a proof may count on it: on what agents can do and on timers that bring a chat back, not on
/// customers, on idle timers or on failures; on routing only before the first hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Move {
    pub(super) command: Command,
    pub(super) counts: bool,
}

pub(super) struct ChatModel<'s> {
    pub(super) scene: &'s Scene,
    pub(super) scope: Scope,
}

impl Model for ChatModel<'_> {
    type State = State;
    type Command = Move;

    fn initial(&self) -> Vec<State> {
        let mut world = World::new(1);
        world.forget_unasked(&self.scene.folding);
        vec![State { world: world.pack(), failed: false }]
    }

    fn successors(&self, state: &State, steps: &mut Vec<(Move, State)>) {
        let mut world = state.unpacked();
        let commands = self.asked(&world, state.failed);
        let was_held = world.chat(CHAT).was_held;
        for command in commands {
            let Ok(events) = decide(&self.scene.policy, &world, &command) else { continue };
            let next = self.carried_out(&mut world, state, &command, &events);
            steps.push((Move { command, counts: self.counts(&command, was_held) }, next));
        }
    }

    /// Of two agents of one profile, the first stands for whichever of them is named.
    fn canonical(&self, state: State) -> State {
        let mut world = state.unpacked();
        let named = world.chat(CHAT).concerned();
        let is_second = named.bits() & !self.scene.firsts.bits();
        if is_second == 0 {
            return state;
        }
        let mut both = Vec::new();
        for &(first, second) in &self.scene.twins {
            match (named.contains(first), named.contains(second)) {
                (false, true) => exchange(&mut world, first, second),
                (true, true) => both.push((first, second)),
                _ => {}
            }
        }
        let mut least: Packed<1> = world.pack();
        for choice in 1..1_usize << both.len() {
            let mut other = world.clone();
            for (at, &(first, second)) in both.iter().enumerate() {
                if choice >> at & 1 == 1 {
                    exchange(&mut other, first, second);
                }
            }
            least = least.min(other.pack());
        }
        State { world: least, ..state }
    }
}

/// Two agents change places.
pub(super) fn exchange(world: &mut World, one: AgentId, other: AgentId) {
    world.rename_agents(|agent| match agent {
        _ if agent == one => other,
        _ if agent == other => one,
        same => same,
    });
}

pub(super) fn is_failure(command: &Command) -> bool {
    matches!(
        command,
        Command::Desktop(_, DesktopAction::Crash) | Command::System(_, SystemAction::LoseChatServer)
    )
}

impl ChatModel<'_> {
    /// What is asked of the machine in a world; whether it is allowed, the machine decides.
    pub(super) fn asked(&self, world: &World, failed: bool) -> Vec<Command> {
        let mut commands = Vec::with_capacity(64);
        Asking { model: self, world, chat: world.chat(CHAT), failed, out: &mut commands }.all();
        commands
    }

    /// Where a command leads; nothing where it is refused.
    pub(super) fn after(&self, state: &State, command: &Command) -> Option<State> {
        let mut world = state.unpacked();
        let events = decide(&self.scene.policy, &world, command).ok()?;
        Some(self.carried_out(&mut world, state, command, &events))
    }

    /// Where what a command comes to leads. `world` is that of the state, and is so again afterwards.
    pub(super) fn carried_out(
        &self,
        world: &mut World,
        state: &State,
        command: &Command,
        events: &Events,
    ) -> State {
        world.apply_all(events);
        world.forget_unasked(&self.scene.folding);
        let next = State { world: world.pack(), failed: state.failed || is_failure(command) };
        world.unpack(&state.world);
        next
    }

    fn counts(&self, command: &Command, was_held: bool) -> bool {
        match command {
            Command::Agent(..) | Command::Press(..) => true,
            Command::Desktop(_, action) => *action != DesktopAction::Crash,
            Command::System(_, SystemAction::PullAhead(..)) => true,
            Command::System(_, SystemAction::Route(_) | SystemAction::Take) => {
                !was_held || self.scene.policy.assumptions.holds(Assumption::WorkflowRoutesHeldChats)
            }
            Command::Fire(timer) => {
                !matches!(timer.kind, TimerKind::IdleAlert | TimerKind::IdleClose | TimerKind::FlexDisconnect)
            }
            _ => false,
        }
    }
}

/// Puts together what may be asked of a world; whether it is allowed, the machine decides.
struct Asking<'a> {
    model: &'a ChatModel<'a>,
    world: &'a World,
    chat: &'a Chat,
    failed: bool,
    out: &'a mut Vec<Command>,
}

impl Asking<'_> {
    fn agent(&mut self, agent: AgentId, action: AgentAction) {
        self.out.push(Command::Agent(agent, CHAT, action));
    }

    fn system(&mut self, action: SystemAction) {
        self.out.push(Command::System(CHAT, action));
    }

    fn all(mut self) {
        match self.chat.phase {
            Phase::Absent => return self.start(),
            Phase::Stopped => return,
            Phase::Lying => self.lying(),
            Phase::Routing => self.route(),
            Phase::Offered(agent) => {
                self.agent(agent, AgentAction::Accept);
                self.agent(agent, AgentAction::Decline);
                self.out.push(Command::Desktop(agent, DesktopAction::Logout));
            }
            Phase::Handling => self.handling(),
        }
        self.timers();
        self.customer();
        if self.model.scope.failures && !self.failed {
            self.failure();
        }
    }

    fn start(&mut self) {
        for start in &self.model.scene.starts {
            self.out.push(Command::Customer(CHAT, start.action()));
        }
    }

    /// Who may come to a chat that lies there. Of a queue, one agent of each profile; of a workbin, its owner and the
    /// agents who can do most: whatever another one can do there, one of these can.
    fn takers(&self) -> Set<AgentId> {
        let scene = self.model.scene;
        let able = match self.chat.place {
            Place::Queue(_) => scene.firsts,
            Place::Workbin(_, Owner::Group(_)) => scene.able,
            Place::Workbin(_, Owner::Agent(owner)) => {
                let twin = scene.twin(owner);
                twin.into_iter().fold(scene.able.with(owner), Set::with)
            }
        };
        Set::from_bits(able.bits() & self.model.scope.agents.bits())
    }

    fn lying(&mut self) {
        let scene = self.model.scene;
        let takers = self.takers();
        for agent in takers.iter() {
            self.pull(agent);
        }
        if let Place::Queue(_) = self.chat.place {
            self.route();
            if !self.chat.behind {
                self.system(SystemAction::Crowd);
            } else {
                self.pull_ahead(takers);
            }
            for &place in &scene.places {
                self.system(SystemAction::Move(place));
            }
            if self.model.scope.wide {
                self.system(SystemAction::Take);
                self.system(SystemAction::Move(self.chat.place));
            }
        }
    }

    fn route(&mut self) {
        for agent in self.takers().iter() {
            self.system(SystemAction::Route(Some(agent)));
        }
    }

    /// The first view by which an agent may pull it: all lead to the same.
    fn pull(&mut self, agent: AgentId) {
        for from in EntryPoint::ALL {
            let command = Command::Agent(agent, CHAT, AgentAction::Pull(from));
            if decide(&self.model.scene.policy, self.world, &command).is_ok() {
                self.out.push(command);
                if !self.model.scope.wide {
                    return;
                }
            }
        }
    }

    /// The first agent who may pull the chat ahead: it does not matter who.
    fn pull_ahead(&mut self, takers: Set<AgentId>) {
        for agent in takers.iter() {
            for from in [EntryPoint::MyQueues, EntryPoint::ContactHistory, EntryPoint::Search] {
                let command = Command::System(CHAT, SystemAction::PullAhead(agent, from));
                if decide(&self.model.scene.policy, self.world, &command).is_ok() {
                    self.out.push(command);
                    return;
                }
            }
        }
    }

    fn handling(&mut self) {
        let scene = self.model.scene;
        for party in &self.chat.parties {
            let agent = party.agent;
            if !self.world.logged_in().contains(agent) {
                self.out.push(Command::Desktop(agent, DesktopAction::Login));
                continue;
            }
            self.out.push(Command::Desktop(agent, DesktopAction::Logout));
            self.agent(agent, AgentAction::Leave);
            if self.model.scope.wide || self.model.scope.company > 2 {
                self.agent(agent, AgentAction::Say);
            }
            if self.model.scope.wide {
                self.agent(agent, AgentAction::Notice(Notice::PushUrl));
            }
            if !party.role.visible() {
                continue;
            }
            self.agent(agent, AgentAction::Hold);
            self.agent(agent, AgentAction::Release);
            self.agent(agent, AgentAction::Done);
            if !self.chat.disposition && (scene.asks_disposition || self.model.scope.wide) {
                self.agent(agent, AgentAction::SetDisposition);
            }
            for &(of, workbin, owner) in &scene.stores {
                if of == agent {
                    self.agent(agent, AgentAction::Store { workbin, owner });
                }
            }
        }
        if self.model.scope.company > 1 {
            self.company();
        }
    }

    fn company(&mut self) {
        let invited = self.chat.invitation.map(|invitation| invitation.to);
        let mut engaged: Set<AgentId> = self.chat.parties.iter().map(|party| party.agent).collect();
        if let Some(to) = invited {
            engaged = engaged.with(to);
            self.agent(to, AgentAction::Accept);
            self.agent(to, AgentAction::Decline);
            if self.chat.parties.of(to).is_none() {
                self.out.push(Command::Desktop(to, DesktopAction::Logout));
            }
        }
        for party in &self.chat.parties {
            match party.role {
                Role::Consulting => {
                    self.agent(party.by, AgentAction::Transfer(Some(party.agent), Steps::Two));
                    self.agent(party.by, AgentAction::Conference(Some(party.agent), Steps::Two));
                }
                Role::Handling => {}
                Role::BargedIn | Role::Silent | Role::Coaching => {
                    self.agent(party.agent, AgentAction::Monitor(Monitoring::Silent));
                    self.agent(party.agent, AgentAction::Monitor(Monitoring::Coaching));
                    self.agent(party.agent, AgentAction::Monitor(Monitoring::BargeIn));
                }
            }
        }
        if engaged.len() >= self.model.scope.company {
            return;
        }
        let hubs = self.model.scope.hubs;
        let has_hub = engaged.iter().any(|agent| hubs.contains(agent));
        for other in self.model.scope.agents.iter() {
            if engaged.contains(other) || !has_hub && !hubs.contains(other) {
                continue;
            }
            for by in self.chat.parties.visible().iter() {
                self.agent(by, AgentAction::Transfer(Some(other), Steps::One));
                self.agent(by, AgentAction::Conference(Some(other), Steps::One));
                self.agent(by, AgentAction::Consult(Some(other)));
            }
            self.agent(other, AgentAction::Monitor(Monitoring::Silent));
            self.agent(other, AgentAction::Monitor(Monitoring::Coaching));
            self.agent(other, AgentAction::Monitor(Monitoring::BargeIn));
            self.pull(other);
        }
    }

    fn timers(&mut self) {
        for (kind, _) in self.chat.timers() {
            self.out.push(Command::Fire(Timer { chat: CHAT, kind }));
        }
    }

    /// What the customer does, as far as it changes what others can do.
    fn customer(&mut self) {
        let survives = self.chat.asynchronous
            && self.model.scene.policy.assumptions.holds(Assumption::AsyncSurvivesCustomerLeaving);
        if self.model.scope.wide {
            let all = [
                CustomerAction::Message,
                CustomerAction::Notice(Notice::PushUrl),
                CustomerAction::Vanish,
                CustomerAction::Leave,
                CustomerAction::Return,
            ];
            self.out.extend(all.map(|action| Command::Customer(CHAT, action)));
            self.system(SystemAction::BotMessage);
            self.out.push(Command::LoseInteractionServer);
        } else if !survives {
            self.out.push(Command::Customer(CHAT, CustomerAction::Leave));
        }
    }

    fn failure(&mut self) {
        let engaged = self.chat.parties.iter().map(|party| party.agent);
        let crashes = engaged.map(|agent| Command::Desktop(agent, DesktopAction::Crash));
        self.out.extend(crashes);
        if let Phase::Offered(agent) = self.chat.phase {
            self.out.push(Command::Desktop(agent, DesktopAction::Crash));
        }
        self.system(SystemAction::LoseChatServer);
    }
}

/// Every agent with a number below this one.
pub(super) fn first_agents(count: usize) -> Set<AgentId> {
    (0..count).filter_map(AgentId::new).collect()
}
