//! An interactive dry run: a line in, data out. A session holds the steps that were taken and what became of them;
//! it prints nothing and opens no file. At every moment it is where `run` would be after the same steps.

mod complete;
mod help;
mod line;
mod reply;
mod save;
mod state;

use std::borrow::Cow;
use std::rc::Rc;

use super::player::{Done, Player};
use super::read::{Cast, as_shown, read_step};
use super::scenario::{ExpectedRefusal, Step, Verb};
use super::stage::Setting;
use super::transcript::Entry;
use crate::behaviour::Roster;
use crate::chat::Refusal;
use crate::deployment::Edit;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{TakesEffect, WORKSPACE_SECTION};
use crate::text::{self, Limits, Sources, Syntax};
use line::{Command, StepLine, Typed};

pub use help::{Help, HelpRow};
pub use reply::{Answer, Mistake, Moved, Reply, Saved, Stepped};
pub use state::{AgentState, Change, ChatState, Held, Part, Pull, Running, State};

/// A dry run that goes on line by line.
pub struct Session<'s, 'g, 'd> {
    setting: &'s Setting<'g, 'd>,
    player: Player<'s, 'g, 'd>,
    /// The steps that were taken, refused ones too.
    taken: Vec<Taken>,
    /// The steps that were taken back, the next one to take again last.
    undone: Vec<Taken>,
    /// Who took part when the last line was read.
    cast: Rc<Cast>,
    /// Lines so far.
    lines: u32,
    /// Why the last refused step was refused.
    refusal: Option<Diagnostic>,
}

/// A step that was taken. A refused one expects its refusal from then on, so that it can be taken again and saved.
struct Taken {
    step: Step,
    /// Who takes part from here on.
    cast: Rc<Cast>,
}

impl<'s, 'g, 'd> Session<'s, 'g, 'd> {
    /// A session at second 0, with nobody logged in and no chat.
    #[must_use]
    pub fn new(setting: &'s Setting<'g, 'd>) -> Self {
        Self {
            setting,
            player: Player::new(setting),
            taken: Vec::new(),
            undone: Vec::new(),
            cast: Rc::new(Cast { roster: Roster::default(), chats: Vec::new() }),
            lines: 0,
            refusal: None,
        }
    }

    /// The virtual time in seconds.
    #[must_use]
    pub fn now(&self) -> u32 {
        self.player.world.now()
    }

    /// What was asked and what happened, as `run` keeps it.
    #[must_use]
    pub fn transcript(&self) -> &[Entry] {
        &self.player.transcript
    }

    /// What must be the case at last and never was; each of them has failed when the session ends.
    #[must_use]
    pub fn unfulfilled(&self) -> Vec<Diagnostic> {
        self.player.never_came_true().map(|(_, wrong)| failed(*wrong)).collect()
    }

    /// Takes a line. Steps are kept in `sources` under the name `line N`, so that places in them can be shown.
    pub fn line(&mut self, sources: &mut Sources, input: &str) -> Reply {
        self.lines += 1;
        let answer = match line::typed(input) {
            Ok(Typed::Nothing) => Answer::Nothing,
            Ok(Typed::Step(line)) => self.step(sources, input, &line),
            Ok(Typed::Command(command)) => {
                let answer = self.command(sources, command);
                answer.unwrap_or_else(|message| {
                    let (from, to) = line::trimmed(input);
                    Answer::Mistakes(vec![Mistake { message, from, to }])
                })
            }
            Err(mistake) => Answer::Mistakes(vec![mistake]),
        };
        let input = self.shown(input).into_owned();
        Reply { line: self.lines, input, at: self.now(), answer }
    }

    /// A line as it may be shown, and kept.
    #[must_use]
    pub fn shown<'t>(&self, input: &'t str) -> Cow<'t, str> {
        match self.setting.ground.deployment().secret_names() {
            Some(names) if line::is_as_in_a_file(input) => names.mask(input),
            Some(names) => names.mask_words(input),
            None => input.into(),
        }
    }

    fn command(&mut self, sources: &Sources, command: Command<'_>) -> Result<Answer, String> {
        Ok(match command {
            Command::Back(steps) => Answer::Back(self.back(steps)?),
            Command::Redo(steps) => Answer::Redo(self.redo(steps)?),
            Command::Why => {
                let refusal = self.refusal.clone().map(Box::new);
                Answer::Why(refusal.ok_or("nothing was refused so far")?)
            }
            Command::State => Answer::State(self.state()),
            Command::Agents => Answer::Agents(self.agents()),
            Command::Save { file, overwrites } => Answer::Save(self.save(sources, file, overwrites)?),
            Command::Help(verb) => Answer::Help(help::help(verb)?),
            Command::Quit => Answer::Quit,
        })
    }

    fn step(&mut self, sources: &mut Sources, input: &str, line: &StepLine) -> Answer {
        let id = sources.add(format!("line {}", self.lines), line.text.clone().into_bytes());
        let parsed = text::read(sources, id, Syntax::Yaml, Limits::default());
        let cast = Cast { roster: self.player.stage.roster.clone(), chats: self.player.stage.chats.clone() };
        match read_step(&self.setting.ground, &parsed, cast, self.now()) {
            Ok((step, cast)) => {
                if cast != *self.cast {
                    self.cast = Rc::new(cast);
                }
                Answer::Step(self.take(step))
            }
            Err(mistakes) => {
                let mistake = |mistake: Diagnostic| {
                    let mistake = as_shown(mistake, sources);
                    let at = mistake.primary.map_or(0..0, |label| label.span.range());
                    let (from, to) = line.typed(at, input);
                    Mistake { message: mistake.message, from, to }
                };
                let mut mistakes: Vec<Mistake> = mistakes.into_iter().map(mistake).collect();
                mistakes.sort_by_key(|mistake| mistake.from);
                Answer::Mistakes(mistakes)
            }
        }
    }

    /// Takes a step that was not taken before.
    fn take(&mut self, mut step: Step) -> Stepped {
        self.player.admit(&self.cast.roster, &self.cast.chats);
        let (before, entries) = (self.player.world.clone(), self.player.transcript.len());
        let Done { refusal, wrong } = self.player.step(&step);
        let expected = step.refused.take();
        let mut stepped = Stepped { step: step.text.clone(), ..Stepped::default() };
        if let Some(refusal) = refusal {
            let mut why = self.player.explained(&step, refusal);
            why.message = self.player.names().refusal(refusal, self.setting.ground.rights);
            (why.rule, why.severity) = (refusal.reason().as_str(), Severity::Error);
            self.refusal = Some(*why);
            step.refused = Some(self.expected(&step, refusal));
        }
        // A step fails if it expects something; one that is only refused is an answer.
        let fails = refusal.is_none() || expected.is_some();
        stepped.failures.extend(wrong.filter(|_| fails).map(|wrong| failed(*wrong)));
        let is_unmet = !stepped.failures.is_empty() && matches!(step.verb, Verb::Check(..));
        match &step.verb {
            Verb::Check(when, _) => stepped.check = Some(*when),
            Verb::Change(edit) => stepped.takes_effect = Some(self.takes_effect(edit)),
            _ => {}
        }
        let violations = self.player.violations.drain(..).map(|violation| failed(*violation.wrong));
        stepped.failures.extend(violations);
        stepped.refused = refusal.map(|refusal| refusal.reason().as_str());
        stepped.entries = self.player.transcript[entries..].to_vec();
        stepped.changes = self.changes(&before);
        // What does not hold would make the saved scenario fail.
        if !is_unmet {
            self.taken.push(Taken { step, cast: Rc::clone(&self.cast) });
            self.undone.clear();
        }
        stepped
    }

    /// When a change counts.
    fn takes_effect(&self, edit: &Edit) -> &'static str {
        match edit {
            Edit::SetOption { section, name, .. } if section == WORKSPACE_SECTION => {
                self.setting.ground.takes_effect(name).words()
            }
            Edit::SetOption { .. } | Edit::UnsetOption { .. } => TakesEffect::Immediately.words(),
            _ => "at the next login",
        }
    }

    /// What a step that was refused must say to be refused again.
    fn expected(&self, step: &Step, refusal: Refusal) -> ExpectedRefusal {
        let ground = &self.setting.ground;
        let graph = ground.privileges.graph();
        let (mut privilege, mut option) = (None, None);
        match refusal {
            Refusal::MissingPrivilege(right) => {
                privilege = ground.rights.id(right, graph).map(|id| graph.name(id).to_owned());
            }
            Refusal::MissingOption(key) | Refusal::MissingQueue(key) => {
                option = Some(key.as_str().to_owned());
            }
            _ => {}
        }
        ExpectedRefusal { because: refusal.reason(), privilege, option, at: step.at }
    }

    /// Takes the last steps back: everything is played anew without them.
    fn back(&mut self, steps: usize) -> Result<Moved, String> {
        let kept =
            self.taken.len().checked_sub(steps).ok_or_else(|| too_many(steps, &self.taken, "taken"))?;
        let before = std::mem::replace(&mut self.player, Player::new(self.setting));
        let back = self.taken.split_off(kept);
        for taken in &self.taken {
            self.player.admit(&taken.cast.roster, &taken.cast.chats);
            self.player.step(&taken.step);
        }
        self.player.violations.clear();
        let texts = back.iter().rev().map(|taken| taken.step.text.clone()).collect();
        self.undone.extend(back.into_iter().rev());
        let changes = state::changes(&before, &self.player);
        Ok(Moved { steps: texts, changes })
    }

    /// Takes steps again that were taken back.
    fn redo(&mut self, steps: usize) -> Result<Moved, String> {
        let kept = self
            .undone
            .len()
            .checked_sub(steps)
            .ok_or_else(|| too_many(steps, &self.undone, "taken back"))?;
        let before = self.player.world.clone();
        let mut texts = Vec::new();
        for taken in self.undone.split_off(kept).into_iter().rev() {
            self.player.admit(&taken.cast.roster, &taken.cast.chats);
            self.player.step(&taken.step);
            texts.push(taken.step.text.clone());
            self.taken.push(taken);
        }
        self.player.violations.clear();
        Ok(Moved { steps: texts, changes: self.changes(&before) })
    }
}

fn too_many(steps: usize, there: &[Taken], what: &str) -> String {
    match (steps, there.len()) {
        (_, 0) => format!("no step was {what}"),
        (steps, 1) => format!("one step was {what}, not {steps}"),
        (steps, there) => format!("{there} steps were {what}, not {steps}"),
    }
}

fn failed(mut diagnostic: Diagnostic) -> Diagnostic {
    (diagnostic.rule, diagnostic.severity) = ("check-failed", Severity::Error);
    diagnostic
}
