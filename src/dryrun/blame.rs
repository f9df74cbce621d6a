//! Why a step failed: what is wrong, the places of the configuration that are the cause, and what to do.

use super::player::{Player, Wrong};
use super::scenario::{Check, ExpectedRefusal, Field, Step, Verb, When};
use crate::behaviour::{ChatKeys, DeskOptions, Ground, Why, why};
use crate::chat::{AgentId, ChatId, Command, Reason, Refusal, World};
use crate::diagnostic::{Diagnostic, Label};
use crate::text::Span;

impl Player<'_, '_, '_> {
    /// What is not as a check expects.
    pub(super) fn unmet(&self, step: &Step, check: &Check, found: &[String]) -> Wrong {
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
            let held_elsewhere = facts.iter().any(|fact| fact.field == Field::Queue);
            if let Some(holder) = self.world.chat(*chat).holder.filter(|_| held_elsewhere) {
                diagnostic = self.with_hold_queue(diagnostic, holder, *chat);
            }
        }
        Box::new(self.with_state(diagnostic, step, &self.world))
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

    /// What must never be is the case now.
    pub(super) fn must_never_be(&self, step: &Step, place: Span) -> Wrong {
        let now = self.world.now();
        let diagnostic = Diagnostic::new(format!("what must never be is the case at second {now}"))
            .at(step.at, "here")
            .and_at(place, "must never be from here on");
        Box::new(self.with_state(diagnostic, step, &self.world))
    }

    /// Every `eventually` that has not come true, with its place.
    pub(super) fn never_came_true(&self) -> impl Iterator<Item = (Span, Wrong)> {
        let missing =
            self.watched.iter().filter(|watched| watched.when == When::Eventually && !watched.came_true);
        missing.map(|watched| {
            let mut diagnostic =
                Diagnostic::new("what must be the case at last never was").at(watched.at, "never came true");
            for state in self.states(check_chat(&watched.check), &self.world) {
                diagnostic = diagnostic.note(format!("at the end: {state}"));
            }
            (watched.at, Box::new(diagnostic))
        })
    }

    fn states(&self, chat: Option<ChatId>, world: &World) -> Vec<String> {
        let all = (0..self.stage.chats.len()).map(|number| ChatId(number as u16));
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

    /// Why the last step was refused, as if nothing had been expected of it. A refusal changes nothing, so that the
    /// world is still the one in which it happened.
    pub(super) fn explained(&self, step: &Step, refusal: Refusal) -> Wrong {
        let step = Step { refused: None, ..step.clone() };
        let (_, agent) = self.command(&step);
        self.refused(&step, agent, refusal, &self.world)
    }

    /// A step was refused that must not be, or for another reason.
    pub(super) fn refused(
        &self,
        step: &Step,
        agent: Option<AgentId>,
        refusal: Refusal,
        before: &World,
    ) -> Wrong {
        let reason = refusal.reason().as_str();
        let words = self.names().refusal(refusal, self.setting.ground.rights);
        let mut diagnostic = match &step.refused {
            Some(expected) => {
                let because = expected.because.as_str();
                let named = expected.privilege.as_ref().or(expected.option.as_ref());
                let message = match named.filter(|_| because == reason) {
                    Some(named) => format!("refused with `{reason}`, but not for `{named}`: {words}"),
                    None => format!("refused for another reason: `{reason}`, not `{because}`: {words}"),
                };
                Diagnostic::new(message)
                    .at(step.at, "this step")
                    .and_at(expected.at, "the reason that is expected")
            }
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
    fn as_asked<R>(&self, agent: AgentId, reason: Reason, ask: impl FnOnce(&Ground<'_, '_>) -> R) -> R {
        match reason {
            Reason::MissingOption | Reason::MissingQueue => self.stage.as_seen(agent, DeskOptions::HOLD, ask),
            Reason::MissingDisposition => self.stage.as_seen(agent, DeskOptions::DISPOSITION, ask),
            Reason::NotBound => self.stage.as_seen(agent, ChatKeys::HOLD, ask),
            _ => self.stage.at_login(agent, ask),
        }
    }

    /// A step that had to be refused was carried out: what allowed it.
    pub(super) fn not_refused(
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
