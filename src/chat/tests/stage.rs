//! A world on which tests act, and what must hold of every step of every world.

use super::super::*;
use super::law::{state, stepped};

pub(super) const C: ChatId = ChatId(0);
pub(super) const C2: ChatId = ChatId(1);
pub(super) const GREET: QueueId = QueueId(0);
pub(super) const HELD: QueueId = QueueId(7);

pub(super) fn agent(index: usize) -> AgentId {
    AgentId::new(index).unwrap()
}

pub(super) fn workbin(index: usize) -> WorkbinId {
    WorkbinId::new(index).unwrap()
}

pub(super) fn group(index: usize) -> GroupId {
    GroupId::new(index).unwrap()
}

/// Agents 0 to 3 may do everything, see workbins 0 and 1, hold in queue 7; 0 and 1 are in group 0.
pub(super) fn policy() -> Policy {
    let agents = (0..4)
        .map(|index| AgentPolicy {
            rights: Rights::ALL,
            workbins: [workbin(0), workbin(1)].into_iter().collect(),
            groups: (index < 2).then(|| group(0)).into_iter().collect(),
            options: InteractionOptions { hold_queue: HoldQueue::Queue(HELD), ..Default::default() },
            overridden: Vec::new(),
        })
        .collect();
    Policy { agents, ..Policy::default() }
}

pub(super) fn start(chat: ChatId, asynchronous: bool) -> Command {
    let action = CustomerAction::Start {
        asynchronous,
        queue: GREET,
        overriding: OverrideId::NONE,
        handling_timeout: None,
    };
    Command::Customer(chat, action)
}

pub(super) fn customer(action: CustomerAction) -> Command {
    Command::Customer(C, action)
}

pub(super) fn system(action: SystemAction) -> Command {
    Command::System(C, action)
}

pub(super) fn does(index: usize, action: AgentAction) -> Command {
    Command::Agent(agent(index), C, action)
}

pub(super) fn pull(index: usize, from: EntryPoint) -> Command {
    does(index, AgentAction::Pull(from))
}

pub(super) fn route(index: usize) -> Command {
    system(SystemAction::Route(Some(agent(index))))
}

pub(super) fn login(index: usize) -> Command {
    Command::Desktop(agent(index), DesktopAction::Login)
}

pub(super) fn crash(index: usize) -> Command {
    Command::Desktop(agent(index), DesktopAction::Crash)
}

pub(super) fn one_step(to: usize) -> AgentAction {
    AgentAction::Transfer(Some(agent(to)), Steps::One)
}

/// Acts step by step, and checks each step.
pub(super) struct Stage {
    pub(super) policy: Policy,
    pub(super) world: World,
}

impl Stage {
    /// Nobody is logged in.
    pub(super) fn empty() -> Self {
        Self { policy: policy(), world: World::new(2) }
    }

    /// Agents 0 to 3 are logged in, chat [`C`] was started.
    pub(super) fn started(asynchronous: bool) -> Self {
        let mut stage = Self::empty();
        for index in 0..4 {
            stage.does(login(index), "login");
        }
        stage.is_done(start(C, asynchronous));
        stage
    }

    /// And agent 0 handles it.
    pub(super) fn handled(asynchronous: bool) -> Self {
        let mut stage = Self::started(asynchronous);
        stage.is_done(route(0));
        stage.is_done(does(0, AgentAction::Accept));
        stage
    }

    /// And agent 0 has put it on hold.
    pub(super) fn held() -> Self {
        let mut stage = Self::handled(true);
        stage.does(does(0, AgentAction::Hold), "hold leave-restarts-idle");
        stage
    }

    pub(super) fn assuming(mut self, name: &str, value: &str) -> Self {
        self.policy.assumptions.set(name, value).unwrap();
        self
    }

    /// Not refused.
    pub(super) fn is_done(&mut self, command: Command) {
        let names = self.tried(&command).unwrap();
        assert!(!names.is_empty());
    }

    /// Not refused, and exactly these rows fire.
    pub(super) fn does(&mut self, command: Command, rows: &str) {
        let names = self.tried(&command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"));
        assert_eq!(names, rows, "{command:?}");
    }

    /// Refused for exactly that reason.
    pub(super) fn refuses(&mut self, command: Command, refusal: impl Into<Refusal>) {
        let before = self.world.clone();
        assert_eq!(self.tried(&command), Err(refusal.into()), "{command:?}");
        assert_eq!(self.world, before);
    }

    /// Waits until then, and exactly these rows fire, each with its moment: `86400 idle-alert`.
    pub(super) fn waits(&mut self, to: u32, expected: &str) {
        let mut fired = Vec::new();
        loop {
            let names = self.tried(&Command::Tick { to }).unwrap();
            let rows = names.trim_start_matches("time-passes").trim();
            match rows {
                "" if names.is_empty() => break,
                "" => {}
                _ => fired.push(format!("{} {rows}", self.world.now())),
            }
        }
        assert_eq!(fired.join("; "), expected);
    }

    fn tried(&mut self, command: &Command) -> Result<String, Refusal> {
        let events = stepped(&self.policy, &mut self.world, command)?;
        Ok(events.iter().map(|happened| happened.row.row().name).collect::<Vec<_>>().join(" "))
    }

    pub(super) fn chat(&self) -> &Chat {
        self.world.chat(C)
    }

    /// Session, phase and whoever the customer sees: `alive handling 0 2`.
    pub(super) fn state(&self) -> String {
        let chat = self.chat();
        let states =
            [Plane::Session, Plane::Interaction].map(|plane| state(&self.world, C, None, plane).as_str());
        let agents = chat.parties.visible().iter().map(|agent| format!(" {}", agent.index()));
        format!("{}{}", states.join(" "), agents.collect::<String>())
    }
}
