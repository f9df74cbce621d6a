//! Two machines in lockstep: the same commands, as long as both carry them out.

use super::super::model::{CHAT, ChatModel, State};
use crate::chat::{AgentId, Command, DesktopAction, Trigger, decide};
use crate::explore::{Explored, Limit, Model, Unfinished};
use crate::names::Side;

/// Both sides as one machine; what only one carries out leads nowhere, and is the difference that is looked for.
pub(super) struct Lockstep<'s> {
    pub(super) old: ChatModel<'s>,
    pub(super) new: ChatModel<'s>,
}

impl Lockstep<'_> {
    /// What some side asks, in a fixed order, each with whether the old and the new side carry it out.
    fn asked(&self, (old, new): &(State, State)) -> Vec<(Command, bool, bool)> {
        let worlds = (old.unpacked(), new.unpacked());
        let mut commands = self.old.asked(&worlds.0, old.failed);
        for command in self.new.asked(&worlds.1, new.failed) {
            if !commands.contains(&command) {
                commands.push(command);
            }
        }
        let answered = |command| {
            let old = decide(&self.old.scene.policy, &worlds.0, &command).is_ok();
            (command, old, decide(&self.new.scene.policy, &worlds.1, &command).is_ok())
        };
        commands.into_iter().map(answered).collect()
    }
}

impl Model for Lockstep<'_> {
    type State = (State, State);
    type Command = Command;

    fn initial(&self) -> Vec<Self::State> {
        self.old.initial().into_iter().zip(self.new.initial()).collect()
    }

    fn successors(&self, state: &Self::State, steps: &mut Vec<(Command, Self::State)>) {
        let both = self.asked(state).into_iter().filter(|&(_, old, new)| old && new);
        for (command, ..) in both {
            if let (Some(old), Some(new)) =
                (self.old.after(&state.0, &command), self.new.after(&state.1, &command))
            {
                steps.push((command, (old, new)));
            }
        }
    }
}

/// Commands that are carried out on one side, the last of them not on the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Apart {
    /// The side that carries them out.
    pub(super) under: Side,
    pub(super) commands: Vec<Command>,
}

/// What a comparison found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The shortest of each kind, shortest first.
    pub(super) apart: Vec<Apart>,
    pub(super) states: usize,
    pub(super) unfinished: Option<Unfinished>,
}

/// What makes two differences one: side, verb, and whether the chat lay in a workbin.
type Kind = (Side, Trigger, bool);

/// What an agent can do on one side and cannot on the other, after whatever both sides allow. What others do or what
/// happens by itself counts only where the agent notices nothing else.
pub(super) fn compare(lockstep: &Lockstep<'_>, agent: AgentId, limit: &Limit) -> Found {
    let explored = Explored::visit(lockstep, limit);
    let mut own: Vec<(Kind, usize, Command)> = Vec::new();
    let mut others: Vec<(Kind, usize, Command)> = Vec::new();
    for (number, state) in explored.states().iter().enumerate() {
        let in_workbin = state.0.unpacked().chat(CHAT).workbin().is_some();
        for (command, old, new) in lockstep.asked(state) {
            let under = match (old, new) {
                (true, false) => Side::Old,
                (false, true) => Side::New,
                _ => continue,
            };
            let kind = (under, command.trigger(), in_workbin);
            let list = match command {
                Command::Agent(who, ..) if who == agent => &mut own,
                Command::Agent(..) | Command::Desktop(_, DesktopAction::Login | DesktopAction::Logout) => {
                    continue;
                }
                _ => &mut others,
            };
            if !list.iter().any(|(known, ..)| *known == kind) {
                list.push((kind, number, command));
            }
        }
    }
    let apart = if own.is_empty() { others } else { own };
    let told = |((under, ..), number, last): (Kind, usize, Command)| {
        let trace = explored.trace_to(number)?;
        let commands = trace.steps.iter().map(|(command, _)| *command).chain([last]);
        Some(Apart { under, commands: commands.collect() })
    };
    Found {
        apart: apart.into_iter().filter_map(told).collect(),
        states: explored.states().len(),
        unfinished: explored.unfinished(),
    }
}
