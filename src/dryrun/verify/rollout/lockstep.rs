//! Two machines in lockstep: the same commands, as long as both carry them out.

use super::super::model::{CHAT, ChatModel, State, exchange};
use crate::chat::{AgentId, Command, DesktopAction, Set, Small as _, SystemAction, Trigger, World, decide};
use crate::explore::{Explored, Limit, Model, Unfinished};
use crate::names::Side;

/// Both sides as one machine; what only one carries out leads nowhere, and is the difference that is looked for.
pub(super) struct Lockstep<'s> {
    pub(super) old: ChatModel<'s>,
    pub(super) new: ChatModel<'s>,
    /// Two agents who may do the same as each other, before and after: whatever one can come to, the other can.
    twins: Option<(AgentId, AgentId)>,
}

impl<'s> Lockstep<'s> {
    pub(super) fn new(old: ChatModel<'s>, new: ChatModel<'s>) -> Self {
        let are_alike = |model: &ChatModel<'_>| match model.scene.policy.agents.as_slice() {
            [first, second] => first == second,
            _ => false,
        };
        let both = AgentId::new(0).zip(AgentId::new(1));
        let twins = both.filter(|_| are_alike(&old) && are_alike(&new));
        Self { old, new, twins }
    }

    /// Whether what this agent does is what the comparison is about: it is the first, or just like the first.
    fn is_asked_about(&self, agent: AgentId) -> bool {
        agent == AgentId::FIRST || self.twins.is_some_and(|(_, second)| agent == second)
    }

    /// What some side asks, in a fixed order.
    fn asked(&self, failed: (bool, bool), old: &World, new: &World) -> Vec<Command> {
        let mut commands = self.old.asked(old, failed.0);
        let asked = commands.len();
        for (at, command) in self.new.asked(new, failed.1).into_iter().enumerate() {
            // Both sides nearly always ask the same, in the same order.
            let is_known = commands[..asked].get(at) == Some(&command) || commands.contains(&command);
            if !is_known {
                commands.push(command);
            }
        }
        commands
    }

    /// What some side asks and only one carries out, with the side that does.
    fn apart(&self, (old, new): &(State, State)) -> Vec<(Command, Side)> {
        let worlds = (old.unpacked(), new.unpacked());
        let allows = |model: &ChatModel<'_>, world: &World, command: &Command| {
            decide(&model.scene.policy, world, command).is_ok()
        };
        let apart = |command: Command| {
            let there = allows(&self.new, &worlds.1, &command);
            match (allows(&self.old, &worlds.0, &command), there) {
                (true, false) => Some((command, Side::Old)),
                (false, true) => Some((command, Side::New)),
                _ => None,
            }
        };
        let asked = self.asked((old.failed, new.failed), &worlds.0, &worlds.1);
        asked.into_iter().filter_map(apart).collect()
    }
}

impl Model for Lockstep<'_> {
    type State = (State, State);
    type Command = Command;

    fn initial(&self) -> Vec<Self::State> {
        self.old.initial().into_iter().zip(self.new.initial()).collect()
    }

    fn successors(&self, state: &Self::State, steps: &mut Vec<(Command, Self::State)>) {
        let (mut old, mut new) = (state.0.unpacked(), state.1.unpacked());
        for command in self.asked((state.0.failed, state.1.failed), &old, &new) {
            let Ok(here) = decide(&self.old.scene.policy, &old, &command) else { continue };
            let Ok(there) = decide(&self.new.scene.policy, &new, &command) else { continue };
            let next = (
                self.old.carried_out(&mut old, &state.0, &command, &here),
                self.new.carried_out(&mut new, &state.1, &command, &there),
            );
            steps.push((command, next));
        }
    }

    /// Of two agents who may do the same, the first stands for whichever of them is named.
    fn canonical(&self, state: Self::State) -> Self::State {
        let Some((first, second)) = self.twins else { return state };
        let (mut old, mut new) = (state.0.unpacked(), state.1.unpacked());
        let named: Set<AgentId> =
            old.chat(CHAT).concerned().iter().chain(new.chat(CHAT).concerned().iter()).collect();
        if !named.contains(second) {
            return state;
        }
        exchange(&mut old, first, second);
        exchange(&mut new, first, second);
        let other = (old.pack(), new.pack());
        if !named.contains(first) || other < (state.0.world, state.1.world) {
            return (State { world: other.0, ..state.0 }, State { world: other.1, ..state.1 });
        }
        state
    }
}

/// Commands that are carried out on one side, the last of them not on the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Apart {
    /// The side that carries them out.
    pub(super) under: Side,
    /// Whether the chat lies in a workbin before the last.
    pub(super) in_workbin: bool,
    pub(super) commands: Vec<Command>,
}

/// What a comparison found.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// The shortest of each kind, shortest first.
    pub(super) apart: Vec<Apart>,
    pub(super) states: usize,
    pub(super) unfinished: Option<Unfinished>,
}

/// What makes two differences one: side, verb, and whether the chat lay in a workbin.
type Kind = (Side, Trigger, bool);
/// The first state in which a difference is seen.
type Seen = (Kind, usize);

fn in_workbin(state: &(State, State)) -> bool {
    state.0.unpacked().chat(CHAT).workbin().is_some()
}

/// What the first agent can do on one side and cannot on the other, after whatever both sides allow. What others do or
/// what happens by itself counts only where the agent notices nothing else.
pub(super) fn compare(lockstep: &Lockstep<'_>, limit: &Limit) -> Found {
    let explored = Explored::visit(lockstep, limit);
    let is_own =
        |command: &Command| matches!(*command, Command::Agent(who, ..) if lockstep.is_asked_about(who));
    let (mut own, mut others): (Vec<Seen>, Vec<Seen>) = (Vec::new(), Vec::new());
    for (number, state) in explored.states().iter().enumerate() {
        for (command, under) in lockstep.apart(state) {
            let list = match command {
                _ if is_own(&command) => &mut own,
                // What becomes of the unnamed chat ahead is what agents can do with a chat in a queue.
                Command::Agent(..)
                | Command::System(_, SystemAction::PullAhead(..))
                | Command::Desktop(_, DesktopAction::Login | DesktopAction::Logout) => continue,
                _ => &mut others,
            };
            let kind = (under, command.trigger(), in_workbin(state));
            if !list.iter().any(|(known, _)| *known == kind) {
                list.push((kind, number));
            }
        }
    }
    let of_agent = !own.is_empty();
    let told = |((under, trigger, in_workbin), number): Seen| {
        let trace = explored.trace_to(number)?;
        let is_meant = |&(command, side): &(Command, Side)| {
            side == under && command.trigger() == trigger && is_own(&command) == of_agent
        };
        let (last, _) = lockstep.apart(trace.last()).into_iter().find(is_meant)?;
        let commands = trace.steps.iter().map(|(command, _)| *command).chain([last]).collect();
        Some(Apart { under, in_workbin, commands })
    };
    Found {
        apart: if of_agent { own } else { others }.into_iter().filter_map(told).collect(),
        states: explored.states().len(),
        unfinished: explored.unfinished(),
    }
}
