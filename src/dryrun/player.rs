//! Does one step after another: asks the machine, carries out what it says, checks, keeps the transcript. Scenarios
//! and sessions share it.

use super::coverage::Usage;
use super::scenario::{Chat, Check, ExpectedRefusal, Server, Step, Verb, When};
use super::stage::{Setting, Stage};
use super::transcript::{Entry, Told};
use super::words::Names;
use crate::behaviour::Roster;
use crate::chat::{
    AgentAction, AgentId, ChatId, Command, CustomerAction, DesktopAction, Events, Refusal, SystemAction,
    World, decide,
};
use crate::diagnostic::Diagnostic;
use crate::names::Symbol;
use crate::text::Span;

/// Whoever takes the steps.
pub(super) struct Player<'s, 'g, 'd> {
    pub(super) setting: &'s Setting<'g, 'd>,
    pub(super) stage: Stage<'s, 'g, 'd>,
    pub(super) world: World,
    pub(super) transcript: Vec<Entry>,
    /// The checks `never` and `eventually`, in the order of their steps.
    pub(super) watched: Vec<Watched>,
    /// What must never be and was, in order.
    pub(super) violations: Vec<Violation>,
    /// What was used so far; none where nobody asks.
    pub(super) usage: Option<Usage>,
}

/// A check that looks at every moment from its step on.
pub(super) struct Watched {
    pub(super) when: When,
    pub(super) check: Check,
    pub(super) at: Span,
    pub(super) came_true: bool,
}

/// A `never` that came true.
pub(super) struct Violation {
    /// How long the transcript was at that moment.
    pub(super) transcript: usize,
    pub(super) wrong: Wrong,
}

/// What became of a step.
#[derive(Default)]
pub(super) struct Done {
    /// The machine refused it.
    pub(super) refusal: Option<Refusal>,
    /// The step failed: it was refused, or not refused, against what it expects, or its check does not hold.
    pub(super) wrong: Option<Wrong>,
}

/// What went wrong; boxed, because it rarely happens.
pub(super) type Wrong = Box<Diagnostic>;

impl<'s, 'g, 'd> Player<'s, 'g, 'd> {
    /// At the beginning, with nobody there.
    pub(super) fn new(setting: &'s Setting<'g, 'd>) -> Self {
        Self {
            setting,
            stage: Stage::new(setting),
            world: World::new(0),
            transcript: Vec::new(),
            watched: Vec::new(),
            violations: Vec::new(),
            usage: None,
        }
    }

    /// Lets more agents and chats take part; those who do already keep their numbers.
    pub(super) fn admit(&mut self, roster: &Roster, chats: &[Chat]) {
        self.stage.admit(roster, chats);
    }

    pub(super) fn names(&self) -> Names<'_> {
        Names {
            deployment: self.setting.ground.deployment(),
            chats: &self.stage.chats,
            roster: &self.stage.roster,
        }
    }

    /// Does a step; all who are named in it were admitted.
    pub(super) fn step(&mut self, step: &Step) -> Done {
        let wrong = match &step.verb {
            Verb::Check(when, check) => self.check(step, *when, check),
            Verb::Change(edit) => {
                self.stage.change(edit);
                self.record(step, Told::default(), None);
                Ok(())
            }
            Verb::Wait(seconds) => self.wait(step, *seconds),
            Verb::Lose(Server::Chat) => self.lose_chat_server(step),
            _ => return self.ask(step),
        };
        Done { refusal: None, wrong: wrong.err() }
    }

    fn ask(&mut self, step: &Step) -> Done {
        let (command, agent) = self.command(step);
        let before = self.world.clone();
        match command.map(|command| self.asked(&command)).transpose() {
            Ok(events) => {
                let mut texts = Told::default();
                if let Some(events) = &events {
                    self.world.apply_all(events);
                    texts = self.texts(events);
                }
                self.record(step, texts, None);
                self.takes_note(step, command);
                self.watch(step);
                let expected = step.refused.as_ref();
                Done {
                    refusal: None,
                    wrong: expected.map(|expected| self.not_refused(step, expected, agent, &before)),
                }
            }
            Err(refusal) => {
                self.record(step, Told::default(), Some(refusal));
                let is_expected = step.refused.as_ref().is_some_and(|expected| self.is(refusal, expected));
                let wrong = (!is_expected).then(|| self.refused(step, agent, refusal, &before));
                Done { refusal: Some(refusal), wrong }
            }
        }
    }

    /// What the machine is asked, and the agent who asks; a restart of a desktop that nobody uses asks nothing.
    pub(super) fn command(&self, step: &Step) -> (Option<Command>, Option<AgentId>) {
        match step.verb {
            Verb::Ask(command) => {
                let agent = match command {
                    Command::Agent(agent, ..) | Command::Desktop(agent, _) => Some(agent),
                    _ => None,
                };
                (Some(command), agent)
            }
            Verb::Press(agent, chat, keys) => {
                let action = self.stage.desk(agent).keymap.action(keys);
                (Some(Command::Press(agent, chat, action)), Some(agent))
            }
            Verb::Restart(agent) => {
                let is_in = self.world.logged_in().contains(agent);
                let logout = Command::Desktop(agent, DesktopAction::Logout);
                (is_in.then_some(logout), Some(agent))
            }
            _ => (Some(Command::LoseInteractionServer), None),
        }
    }

    /// Asks the machine. It knows no tenants: a chat of another one is nowhere to be seen.
    pub(super) fn decided(&self, command: &Command) -> Result<Events, Refusal> {
        if let Command::Agent(agent, chat, AgentAction::Pull(from)) = *command
            && self.world.logged_in().contains(agent)
        {
            let deployment = self.setting.ground.deployment();
            let own = self.stage.roster.agent_object(agent).map(|agent| deployment.object(agent).tenant);
            let other = self.stage.chats[usize::from(chat.0)].tenant;
            if own.is_some_and(|own| own != other && own != Symbol::EMPTY && other != Symbol::EMPTY) {
                return Err(Refusal::NotVisible(from));
            }
        }
        decide(&self.stage.policy, &self.world, command)
    }

    /// Asks the machine, and notes what it used for its answer.
    fn asked(&mut self, command: &Command) -> Result<Events, Refusal> {
        let said = self.decided(command);
        self.observe(command, &said);
        said
    }

    /// What the stage must know about a request that was carried out.
    fn takes_note(&mut self, step: &Step, command: Option<Command>) {
        match (&step.verb, command) {
            (Verb::Restart(agent), _) => self.stage.closes(*agent),
            (_, Some(Command::Desktop(agent, DesktopAction::Login))) => self.stage.logs_in(agent),
            (_, Some(Command::Desktop(agent, DesktopAction::Crash))) => self.stage.closes(agent),
            (_, Some(Command::Customer(chat, CustomerAction::Start { .. }))) => self.stage.starts(chat),
            _ => {}
        }
    }

    /// Lets time pass, one timer at a time, and looks after each of them.
    fn wait(&mut self, step: &Step, seconds: u32) -> Result<(), Wrong> {
        let to = self.world.now().saturating_add(seconds);
        loop {
            let before = self.world.clone();
            let events = match self.asked(&Command::Tick { to }) {
                Ok(events) => events,
                Err(refusal) => return Err(self.refused(step, None, refusal, &before)),
            };
            if events.is_empty() {
                break;
            }
            self.world.apply_all(&events);
            let texts = self.texts(&events);
            if !texts.events.is_empty() {
                self.record(step, texts, None);
            }
            self.watch(step);
        }
        if self.transcript.last().is_none_or(|last| last.command != step.text || last.at != to) {
            self.record(step, Told::default(), None);
        }
        Ok(())
    }

    /// Every session that runs is lost, or restored elsewhere.
    fn lose_chat_server(&mut self, step: &Step) -> Result<(), Wrong> {
        let mut texts = Told::default();
        for number in 0..self.stage.chats.len() {
            let chat = ChatId(number as u16);
            if !self.world.chat(chat).is_online() {
                continue;
            }
            let command = Command::System(chat, SystemAction::LoseChatServer);
            let before = self.world.clone();
            match self.asked(&command) {
                Ok(events) => {
                    self.world.apply_all(&events);
                    let more = self.texts(&events);
                    texts.events.extend(more.events);
                    texts.ends.extend(more.ends);
                }
                Err(refusal) => return Err(self.refused(step, None, refusal, &before)),
            }
        }
        self.record(step, texts, None);
        self.watch(step);
        Ok(())
    }

    fn check(&mut self, step: &Step, when: When, check: &Check) -> Result<(), Wrong> {
        if when != When::Now {
            self.watched.push(Watched { when, check: check.clone(), at: step.at, came_true: false });
            self.watch(step);
            return Ok(());
        }
        let found = self.mismatches(check);
        if found.is_empty() {
            return Ok(());
        }
        Err(self.unmet(step, check, &found))
    }

    /// Looks whether a `never` came true, and which `eventually` did.
    fn watch(&mut self, step: &Step) {
        for at in 0..self.watched.len() {
            let watched = &self.watched[at];
            if watched.came_true || !self.mismatches(&watched.check).is_empty() {
                continue;
            }
            if watched.when == When::Never {
                let wrong = self.must_never_be(step, watched.at);
                self.violations.push(Violation { transcript: self.transcript.len(), wrong });
            }
            self.watched[at].came_true = true;
        }
    }

    /// Whether a refusal is the one that a step expects.
    pub(super) fn is(&self, refusal: Refusal, expected: &ExpectedRefusal) -> bool {
        let rights = self.setting.ground.rights;
        let graph = self.setting.ground.privileges.graph();
        let same_privilege = |wanted: &String| match refusal {
            Refusal::MissingPrivilege(right) => {
                rights.id(right, graph).is_some_and(|id| graph.name(id) == wanted)
            }
            _ => false,
        };
        let same_option = |wanted: &String| match refusal {
            Refusal::MissingOption(option) | Refusal::MissingQueue(option) => option.as_str() == wanted,
            _ => false,
        };
        refusal.reason() == expected.because
            && expected.privilege.as_ref().is_none_or(same_privilege)
            && expected.option.as_ref().is_none_or(same_option)
    }
}
