//! Which answers of the configuration a request used. The machine keeps no record of what it asks, and need not: an
//! answer was used if the same request comes out otherwise with another answer.

use super::servers::SERVER_OPTIONS;
use crate::chat::{
    AgentAction, AgentId, AgentPolicy, ChatId, Command, Events, HoldQueue, InteractionOptions, OverrideId,
    Policy, Refusal, Right, Small as _, SystemAction, WorkbinId, World, decide,
};

/// One answer that the machine gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// That the agent has a right.
    Right(AgentId, Right),
    /// `chat.on-hold-queue` of the agent in the chat.
    HoldQueue(AgentId, ChatId),
    /// `interaction.disposition.is-mandatory`.
    Disposition(AgentId, ChatId),
    /// `chat.auto-answer`.
    AutoAccept(AgentId, ChatId),
    /// That an option shows the workbin to the agent.
    Workbin(AgentId, WorkbinId),
    /// That the keys which the agent pressed do something.
    Key(AgentId),
    /// A server's option, by its place in the table.
    Server(usize),
}

/// What the machine said to a request.
type Said = Result<Events, Refusal>;

/// The answers without which `command` would not have come out as `said`. The policy is as before when this returns.
pub(super) fn used(policy: &mut Policy, world: &World, command: &Command, said: &Said) -> Vec<Answer> {
    let mut found = Vec::new();
    let differs = |policy: &Policy| decide(policy, world, command) != *said;
    if differs(policy) {
        // It was refused before the machine was asked: the chat is another tenant's.
        return found;
    }
    if let Some((agent, chat)) = asker(command) {
        rights(policy, agent, command, &differs, &mut found);
        options(policy, agent, (chat, world.chat(chat).overriding), &differs, &mut found);
        if let Command::Press(_, _, Some(_)) = command
            && decide(policy, world, &Command::Press(agent, chat, None)) != *said
        {
            found.push(Answer::Key(agent));
        }
    }
    for (number, option) in SERVER_OPTIONS.iter().enumerate() {
        let servers = policy.servers;
        (option.another)(&mut policy.servers);
        if differs(policy) {
            found.push(Answer::Server(number));
        }
        policy.servers = servers;
    }
    found
}

/// Whose rights and options a request asks, and in which chat.
fn asker(command: &Command) -> Option<(AgentId, ChatId)> {
    match *command {
        Command::Agent(agent, chat, _) | Command::Press(agent, chat, _) => Some((agent, chat)),
        Command::System(chat, SystemAction::Route(agent)) => Some((agent?, chat)),
        _ => None,
    }
}

fn agent_of(policy: &mut Policy, agent: AgentId) -> Option<&mut AgentPolicy> {
    policy.agents.get_mut(agent.index())
}

/// Looks whether the request comes out otherwise after a change of the agent's policy, which is then taken back.
fn matters(
    policy: &mut Policy,
    agent: AgentId,
    differs: &dyn Fn(&Policy) -> bool,
    change: impl FnOnce(&mut AgentPolicy),
) -> bool {
    let Some(now) = agent_of(policy, agent) else { return false };
    let before = now.clone();
    change(now);
    let matters = differs(policy);
    if let Some(now) = agent_of(policy, agent) {
        *now = before;
    }
    matters
}

fn rights(
    policy: &mut Policy,
    agent: AgentId,
    command: &Command,
    differs: &dyn Fn(&Policy) -> bool,
    found: &mut Vec<Answer>,
) {
    let held = policy.agent(agent).rights;
    for right in held.iter() {
        if matters(policy, agent, differs, |agent| agent.rights = held.without(right)) {
            found.push(Answer::Right(agent, right));
        }
    }
    // Of the two rights to consult either will do: neither matters alone where the agent has both.
    let either = [Right::TwoStepTransfer, Right::TwoStepConference];
    if matches!(command, Command::Agent(_, _, AgentAction::Consult(_)))
        && either.iter().all(|&right| held.contains(right))
        && matters(policy, agent, differs, |agent| {
            agent.rights = either.into_iter().fold(held, |held, right| held.without(right));
        })
    {
        found.extend(either.map(|right| Answer::Right(agent, right)));
    }
}

fn options(
    policy: &mut Policy,
    agent: AgentId,
    (chat, overriding): (ChatId, OverrideId),
    differs: &dyn Fn(&Policy) -> bool,
    found: &mut Vec<Answer>,
) {
    fn in_force(agent: &mut AgentPolicy, overriding: OverrideId) -> &mut InteractionOptions {
        let at = usize::from(overriding.0).checked_sub(1);
        match at.and_then(|at| agent.overridden.get_mut(at)) {
            Some(options) => options,
            None => &mut agent.options,
        }
    }
    let another_queue = |agent: &mut AgentPolicy| {
        let queue = &mut in_force(agent, overriding).hold_queue;
        *queue = if *queue == HoldQueue::Unset { HoldQueue::Missing } else { HoldQueue::Unset };
    };
    if matters(policy, agent, differs, another_queue) {
        found.push(Answer::HoldQueue(agent, chat));
    }
    if matters(policy, agent, differs, |agent| in_force(agent, overriding).disposition_mandatory ^= true) {
        found.push(Answer::Disposition(agent, chat));
    }
    if matters(policy, agent, differs, |agent| in_force(agent, overriding).auto_answer ^= true) {
        found.push(Answer::AutoAccept(agent, chat));
    }
    let shown = policy.agent(agent).workbins;
    for workbin in shown.iter() {
        if matters(policy, agent, differs, |agent| agent.workbins = shown.without(workbin)) {
            found.push(Answer::Workbin(agent, workbin));
        }
    }
}
