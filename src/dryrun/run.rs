//! Plays a scenario: folds its steps through the machine, checks what it expects, keeps the transcript.

use super::scenario::{Check, ExpectedRefusal, Scenario, Server, Step, Verb, When};
use super::stage::{Setting, Stage};
use super::transcript::{Entry, Refused};
use super::words::Names;
use crate::behaviour::{DeskOptions, Why, why};
use crate::chat::{
    AgentAction, AgentId, ChatId, Command, CustomerAction, DesktopAction, Event, Events, Reason, Refusal,
    SystemAction, World, decide,
};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::names::Symbol;
use crate::text::Span;

/// How a scenario ended.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What was asked and what happened.
    pub transcript: Vec<Entry>,
    /// The step that failed; none if the scenario passed.
    pub failure: Option<Failure>,
}

/// A failed step.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Where the step stands.
    pub at: Span,
    /// What is wrong, the places of the configuration that are the cause, and what to do.
    pub diagnostic: Diagnostic,
}

/// A scenario being played.
pub(super) struct Player<'s, 'g, 'd> {
    setting: &'s Setting<'g, 'd>,
    scenario: &'s Scenario,
    pub(super) stage: Stage<'s, 'g, 'd>,
    pub(super) world: World,
    transcript: Vec<Entry>,
    /// The checks `never` and `eventually`, each with its place, and whether it came true.
    watched: Vec<(When, &'s Check, Span, bool)>,
}

/// Plays a scenario. The same arguments always give the same outcome.
#[must_use]
pub fn run(setting: &Setting<'_, '_>, scenario: &Scenario) -> Outcome {
    let mut player = Player {
        setting,
        scenario,
        stage: Stage::new(setting, scenario),
        world: World::new(scenario.chats.len()),
        transcript: Vec::new(),
        watched: Vec::new(),
    };
    let failed = scenario.steps.iter().find_map(|step| player.step(step).err().map(|found| (step.at, found)));
    let failed = failed.or_else(|| player.never_came_true());
    let failure = failed.map(|(at, mut diagnostic)| {
        (diagnostic.rule, diagnostic.severity) = ("scenario-failed", Severity::Error);
        Failure { at, diagnostic: *diagnostic }
    });
    Outcome { transcript: player.transcript, failure }
}

/// What went wrong; boxed, because it rarely happens.
type Wrong = Box<Diagnostic>;

impl<'s> Player<'s, '_, '_> {
    pub(super) fn names(&self) -> Names<'_> {
        Names {
            deployment: self.setting.ground.deployment(),
            scenario: self.scenario,
            roster: &self.stage.roster,
        }
    }

    fn step(&mut self, step: &'s Step) -> Result<(), Wrong> {
        match &step.verb {
            Verb::Check(when, check) => return self.check(step, *when, check),
            Verb::Change(edit) => {
                self.stage.change(edit);
                self.record(step, Vec::new(), None);
                return Ok(());
            }
            Verb::Wait(seconds) => return self.wait(step, *seconds),
            Verb::Lose(Server::Chat) => return self.lose_chat_server(step),
            _ => {}
        }
        let (command, agent) = self.command(step);
        let before = self.world.clone();
        match command.map(|command| self.decided(&command)).transpose() {
            Ok(events) => {
                let mut texts = Vec::new();
                if let Some(events) = &events {
                    self.world.apply_all(events);
                    texts = self.texts(events);
                }
                self.record(step, texts, None);
                self.takes_note(step, command);
                if let Some(expected) = &step.refused {
                    return Err(self.not_refused(step, expected, agent, &before));
                }
                self.watch(step)
            }
            Err(refusal) => {
                self.record(step, Vec::new(), Some(refusal));
                let is_expected = step.refused.as_ref().is_some_and(|expected| self.is(refusal, expected));
                if is_expected { Ok(()) } else { Err(self.refused(step, agent, refusal, &before)) }
            }
        }
    }

    /// What the machine is asked, and the agent who asks; a restart of a desktop that nobody uses asks nothing.
    fn command(&self, step: &Step) -> (Option<Command>, Option<AgentId>) {
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
    fn decided(&self, command: &Command) -> Result<Events, Refusal> {
        if let Command::Agent(agent, chat, AgentAction::Pull(from)) = *command
            && self.world.logged_in().contains(agent)
        {
            let deployment = self.setting.ground.deployment();
            let own = self.stage.roster.agent_object(agent).map(|agent| deployment.object(agent).tenant);
            let other = self.scenario.chats[usize::from(chat.0)].tenant;
            if own.is_some_and(|own| own != other && own != Symbol::EMPTY && other != Symbol::EMPTY) {
                return Err(Refusal::NotVisible(from));
            }
        }
        decide(&self.stage.policy, &self.world, command)
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

    fn texts(&self, events: &Events) -> Vec<String> {
        let shown = events.iter().filter(|happened| !matches!(happened.event, Event::Passed { .. }));
        shown.map(|happened| self.names().event(&happened.event, &self.world)).collect()
    }

    fn record(&mut self, step: &Step, events: Vec<String>, refusal: Option<Refusal>) {
        let refusal = refusal.map(|refusal| Refused {
            because: refusal.reason().as_str(),
            message: self.names().refusal(refusal, self.setting.ground.rights),
        });
        self.transcript.push(Entry { at: self.world.now(), command: step.text.clone(), events, refusal });
    }

    /// Lets time pass, one timer at a time, and looks after each of them.
    fn wait(&mut self, step: &'s Step, seconds: u32) -> Result<(), Wrong> {
        let to = self.world.now().saturating_add(seconds);
        loop {
            let before = self.world.clone();
            let events = match decide(&self.stage.policy, &self.world, &Command::Tick { to }) {
                Ok(events) => events,
                Err(refusal) => return Err(self.refused(step, None, refusal, &before)),
            };
            if events.is_empty() {
                break;
            }
            self.world.apply_all(&events);
            let texts = self.texts(&events);
            if !texts.is_empty() {
                self.record(step, texts, None);
            }
            self.watch(step)?;
        }
        if self.transcript.last().is_none_or(|last| last.command != step.text || last.at != to) {
            self.record(step, Vec::new(), None);
        }
        Ok(())
    }

    /// Every session that runs is lost, or restored elsewhere.
    fn lose_chat_server(&mut self, step: &'s Step) -> Result<(), Wrong> {
        let mut texts = Vec::new();
        for number in 0..self.scenario.chats.len() {
            let chat = ChatId(number as u16);
            if !self.world.chat(chat).is_online() {
                continue;
            }
            let command = Command::System(chat, SystemAction::LoseChatServer);
            let before = self.world.clone();
            match decide(&self.stage.policy, &self.world, &command) {
                Ok(events) => {
                    self.world.apply_all(&events);
                    texts.extend(self.texts(&events));
                }
                Err(refusal) => return Err(self.refused(step, None, refusal, &before)),
            }
        }
        self.record(step, texts, None);
        self.watch(step)
    }

    fn check(&mut self, step: &'s Step, when: When, check: &'s Check) -> Result<(), Wrong> {
        if when != When::Now {
            self.watched.push((when, check, step.at, false));
            return self.watch(step);
        }
        let found = self.mismatches(check);
        if found.is_empty() {
            return Ok(());
        }
        let mut diagnostic = Diagnostic::new(format!("expected otherwise: {}", found.join("; ")))
            .at(step.at, "this is not so");
        if let Check::Agent(agent, _, Some((name, _))) = check
            && let Some(object) = self.stage.roster.agent_object(*agent)
        {
            let at =
                self.stage.as_seen(*agent, name, |ground| ground.option(&ground.steps(object, &[]), name).at);
            diagnostic.related.extend(at.map(|span| Label { span, text: "the value in force".to_owned() }));
        }
        if let Check::Chat(chat, facts) = check {
            let held_elsewhere = facts.iter().any(|fact| fact.field == super::scenario::Field::Queue);
            if let Some(holder) = self.world.chat(*chat).holder.filter(|_| held_elsewhere) {
                diagnostic = self.with_hold_queue(diagnostic, holder, *chat);
            }
        }
        Err(Box::new(self.with_state(diagnostic, step, &self.world)))
    }

    /// Where the hold queue of the agent who put the chat there is configured.
    fn with_hold_queue(&self, diagnostic: Diagnostic, holder: AgentId, chat: ChatId) -> Diagnostic {
        let Some(object) = self.stage.roster.agent_object(holder) else { return diagnostic };
        let answer = self.stage.as_seen(holder, DeskOptions::HOLD, |ground| {
            let steps = ground.steps(object, &self.stage.transactions(ground, holder, chat));
            let answer = ground.option(&steps, DeskOptions::HOLD);
            answer.at.map(|at| (at, answer.object.map(|object| ground.deployment().display(object))))
        });
        match answer {
            Some((at, Some(object))) => {
                let text = format!("{} gets this hold queue from {object}", self.names().agent(holder));
                diagnostic.and_at(at, text)
            }
            _ => diagnostic,
        }
    }

    /// Looks whether a `never` came true, and which `eventually` did.
    fn watch(&mut self, step: &Step) -> Result<(), Wrong> {
        for at in 0..self.watched.len() {
            let (when, check, place, came_true) = self.watched[at];
            if came_true || !self.mismatches(check).is_empty() {
                continue;
            }
            self.watched[at].3 = true;
            if when == When::Never {
                let now = self.world.now();
                let diagnostic = Diagnostic::new(format!("what must never be is the case at second {now}"))
                    .at(step.at, "here")
                    .and_at(place, "must never be from here on");
                return Err(Box::new(self.with_state(diagnostic, step, &self.world)));
            }
        }
        Ok(())
    }

    fn never_came_true(&self) -> Option<(Span, Wrong)> {
        let found = self.watched.iter().find(|(when, .., came_true)| *when == When::Eventually && !came_true);
        found.map(|&(_, check, at, _)| {
            let mut diagnostic =
                Diagnostic::new("what must be the case at last never was").at(at, "never came true");
            for state in self.states(check_chat(check), &self.world) {
                diagnostic = diagnostic.note(format!("at the end: {state}"));
            }
            (at, Box::new(diagnostic))
        })
    }

    fn states(&self, chat: Option<ChatId>, world: &World) -> Vec<String> {
        let all = (0..self.scenario.chats.len()).map(|number| ChatId(number as u16));
        all.filter(|&id| chat.is_none_or(|chat| chat == id)).map(|id| self.names().state(world, id)).collect()
    }

    fn with_state(&self, mut diagnostic: Diagnostic, step: &Step, world: &World) -> Diagnostic {
        let chat = match &step.verb {
            Verb::Ask(Command::Agent(_, chat, _) | Command::Customer(chat, _) | Command::System(chat, _))
            | Verb::Press(_, chat, _) => Some(*chat),
            Verb::Check(_, check) => check_chat(check),
            _ => None,
        };
        for state in self.states(chat, world) {
            diagnostic = diagnostic.note(format!("before: {state}"));
        }
        diagnostic
    }

    /// Whether a refusal is the one that a step expects.
    fn is(&self, refusal: Refusal, expected: &ExpectedRefusal) -> bool {
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

    fn refused(&self, step: &Step, agent: Option<AgentId>, refusal: Refusal, before: &World) -> Wrong {
        let reason = refusal.reason().as_str();
        let words = self.names().refusal(refusal, self.setting.ground.rights);
        let mut diagnostic = match &step.refused {
            Some(expected) => Diagnostic::new(format!(
                "refused for another reason: `{reason}`, not `{}`: {words}",
                expected.because.as_str()
            ))
            .at(step.at, "this step")
            .and_at(expected.at, "the reason that is expected"),
            None => Diagnostic::new(format!("refused: {words} (`{reason}`)")).at(step.at, "this step"),
        };
        if let Some(assumption) = refusal.assumption() {
            let value = self.setting.assumptions.value(assumption);
            diagnostic = diagnostic.note(format!("assumed: {} = {value}", assumption.spec().name));
        }
        let why = agent.map(|agent| self.why(step, agent, refusal)).unwrap_or_default();
        diagnostic.related.extend(why.places);
        diagnostic.notes.extend(why.notes);
        diagnostic.help = why.help;
        Box::new(self.with_state(diagnostic, step, before))
    }

    fn why(&self, step: &Step, agent: AgentId, refusal: Refusal) -> Why {
        let Some(object) = self.stage.roster.agent_object(agent) else { return Why::default() };
        let chat = match step.verb {
            Verb::Ask(Command::Agent(_, chat, _)) | Verb::Press(_, chat, _) => Some(chat),
            _ => None,
        };
        self.as_asked(agent, refusal.reason(), |ground| {
            let named = chat.map(|chat| self.stage.transactions(ground, agent, chat)).unwrap_or_default();
            why(ground, object, &ground.steps(object, &named), refusal)
        })
    }

    /// Asks the configuration that decided: privileges as of the login, options as of their moment.
    fn as_asked<R>(
        &self,
        agent: AgentId,
        reason: Reason,
        ask: impl FnOnce(&crate::behaviour::Ground<'_, '_>) -> R,
    ) -> R {
        match reason {
            Reason::MissingOption | Reason::MissingQueue => self.stage.as_seen(agent, DeskOptions::HOLD, ask),
            Reason::MissingDisposition => self.stage.as_seen(agent, DeskOptions::DISPOSITION, ask),
            Reason::NotBound => self.stage.as_seen(agent, "keyboard.shortcut.interaction.chat.hold", ask),
            _ => self.stage.at_login(agent, ask),
        }
    }

    /// A step that had to be refused was carried out: what allowed it.
    fn not_refused(
        &self,
        step: &Step,
        expected: &ExpectedRefusal,
        agent: Option<AgentId>,
        before: &World,
    ) -> Wrong {
        let reason = expected.because.as_str();
        let mut diagnostic = Diagnostic::new(format!("carried out, though it must be refused (`{reason}`)"))
            .at(step.at, "this step")
            .and_at(expected.at, "expected here");
        let object = agent.and_then(|agent| Some((agent, self.stage.roster.agent_object(agent)?)));
        if let Some((agent, object)) = object {
            let places = self.as_asked(agent, expected.because, |ground| {
                let label = |span, text: String| Label { span, text };
                let graph = ground.privileges.graph();
                let granted = expected.privilege.as_ref().and_then(|name| graph.find(name));
                match (expected.because, granted) {
                    (_, Some(id)) => {
                        let ways = ground.privileges.ways(object, id);
                        let granted =
                            |way: &crate::privilege::Via| label(way.grant, "granted here".to_owned());
                        ways.iter().map(granted).collect()
                    }
                    (Reason::MissingOption | Reason::MissingQueue, None) => {
                        let answer = ground.option(&ground.steps(object, &[]), DeskOptions::HOLD);
                        answer.at.into_iter().map(|at| label(at, "the hold queue".to_owned())).collect()
                    }
                    _ => Vec::new(),
                }
            });
            diagnostic.related.extend(places);
        }
        Box::new(self.with_state(diagnostic, step, before))
    }
}

fn check_chat(check: &Check) -> Option<ChatId> {
    match check {
        Check::Chat(chat, _) => Some(*chat),
        Check::Agent(..) => None,
    }
}
