//! What a request leads to: the entry, and what all sides share.

use super::command::Command;
use super::event::{Event, Events};
use super::ids::{AgentId, ChatId};
use super::policy::{Policy, Right};
use super::refusal::{Refusal, Wrong};
use super::rows::RowId;
use super::world::{Chat, Phase, World};

/// What happens if `command` is asked of `world`, or why nothing does. The world itself does not change: apply
/// the events to it. The same arguments always give the same answer.
///
/// # Errors
/// The first reason, in the order of [`Refusal`], why it is refused.
pub fn decide(policy: &Policy, world: &World, command: &Command) -> Result<Events, Refusal> {
    let mut decision = Decision { policy, world, events: Events::new() };
    match *command {
        Command::Customer(chat, action) => decision.customer(chat, action)?,
        Command::Agent(agent, chat, action) | Command::Press(agent, chat, Some(action)) => {
            decision.agent(agent, chat, action)?;
        }
        Command::Press(agent, chat, None) => return Err(decision.unbound(agent, chat)),
        Command::Desktop(agent, action) => decision.desktop(agent, action)?,
        Command::System(chat, action) => decision.system(chat, action)?,
        Command::LoseInteractionServer => {
            decision.push(RowId::InteractionServerSwitches, Event::InteractionServerSwitched);
        }
        Command::Fire(timer) => decision.fire(timer)?,
        Command::Tick { to } => decision.tick(to)?,
    }
    Ok(decision.events)
}

impl World {
    /// Decides, and carries out what was decided. A refusal changes nothing.
    ///
    /// # Errors
    /// As [`decide`].
    pub fn step(&mut self, policy: &Policy, command: &Command) -> Result<Events, Refusal> {
        let events = decide(policy, self, command)?;
        self.apply_all(&events);
        Ok(events)
    }

    /// Lets time pass until that second and every timer fire that is due by then, one at a time; `seen` is shown
    /// the world after each of them and what happened.
    ///
    /// # Errors
    /// The moment has passed.
    pub fn wait(
        &mut self,
        policy: &Policy,
        to: u32,
        mut seen: impl FnMut(&Self, &Events),
    ) -> Result<(), Refusal> {
        loop {
            let events = self.step(policy, &Command::Tick { to })?;
            if events.is_empty() {
                return Ok(());
            }
            seen(self, &events);
        }
    }
}

/// A decision in the making.
pub(super) struct Decision<'a> {
    pub(super) policy: &'a Policy,
    pub(super) world: &'a World,
    pub(super) events: Events,
}

impl<'a> Decision<'a> {
    pub(super) fn push(&mut self, row: RowId, event: Event) {
        self.events.push(row, event);
    }

    pub(super) fn logged_in(&self, agent: AgentId) -> Result<(), Refusal> {
        if self.world.logged_in().contains(agent) { Ok(()) } else { Err(Refusal::NotLoggedIn) }
    }

    pub(super) fn need(&self, agent: AgentId, right: Right) -> Result<(), Refusal> {
        if self.policy.allows(agent, right) { Ok(()) } else { Err(Refusal::MissingPrivilege(right)) }
    }

    pub(super) fn started(&self, chat: ChatId) -> Result<&'a Chat, Refusal> {
        let chat = self.world.chat(chat);
        if chat.phase == Phase::Absent { Err(Wrong::NotStarted.into()) } else { Ok(chat) }
    }

    /// The chat, if its session runs.
    pub(super) fn online(&self, chat: ChatId) -> Result<&'a Chat, Refusal> {
        let chat = self.started(chat)?;
        if chat.is_online() { Ok(chat) } else { Err(Wrong::SessionOver.into()) }
    }

    /// A key that is bound to nothing, pressed in the window of a chat.
    fn unbound(&self, agent: AgentId, chat: ChatId) -> Refusal {
        let chat = self.world.chat(chat);
        if !self.world.logged_in().contains(agent) {
            Refusal::NotLoggedIn
        } else if chat.parties.of(agent).is_none() && !chat.is_offered_to(agent) {
            Refusal::NotYours
        } else {
            Refusal::NotBound
        }
    }
}
