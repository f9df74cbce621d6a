//! Between whom an event happens: the arrows of a sequence diagram.

use super::scenario::{Step, Verb};
use super::words::Names;
use crate::chat::{ChatId, Command, Event, World};

/// Somebody or something in a sequence diagram.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// The customer of a chat, by the chat's name.
    Customer(String),
    /// Chat Server, which has the sessions.
    ChatServer,
    /// An interaction queue or a workbin: `queue chat-hold`.
    Place(String),
    /// An agent's desktop, by username.
    Agent(String),
    /// What is outside: the workflow, the administrator, the clock.
    System,
}

/// From whom to whom; the same one twice where something happens to one alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ends {
    /// Where the arrow begins.
    pub from: Who,
    /// Where it ends.
    pub to: Who,
}

impl Ends {
    fn alone(who: Who) -> Self {
        Self { from: who.clone(), to: who }
    }
}

impl Names<'_> {
    fn customer(self, chat: ChatId) -> Who {
        Who::Customer(self.chat_name(chat))
    }

    /// Where the chat lies, or lay before somebody took it.
    fn lies(self, world: &World, chat: ChatId) -> Who {
        Who::Place(self.place(world.chat(chat).place))
    }

    /// Who takes part in an event. `world` is the world after it.
    pub(super) fn ends(self, event: &Event, world: &World) -> Ends {
        let agent = |agent| Who::Agent(self.agent(agent));
        let (from, to) = match *event {
            Event::Passed { .. } | Event::InteractionServerSwitched => return Ends::alone(Who::System),
            Event::LoggedIn(who) | Event::LoggedOut(who) | Event::HandlingRestarted(_, who) => {
                return Ends::alone(agent(who));
            }
            Event::IdleRestarted(..)
            | Event::Activity(..)
            | Event::Alerted(..)
            | Event::Closed(_)
            | Event::BotSpoke(_)
            | Event::Restored(_)
            | Event::Orphaned(..)
            | Event::OrphanEnded(_) => return Ends::alone(Who::ChatServer),
            Event::Taken(chat, _)
            | Event::Overridden(chat, _)
            | Event::Crowded(chat, _)
            | Event::DispositionSet(chat)
            | Event::Uninvited(chat)
            | Event::Stopped(chat) => return Ends::alone(self.lies(world, chat)),
            Event::Created { chat, .. } => (self.customer(chat), self.lies(world, chat)),
            Event::CustomerSpoke(chat)
            | Event::CustomerVanished(chat, _)
            | Event::CustomerLeft(chat)
            | Event::CustomerReturned(chat) => (self.customer(chat), Who::ChatServer),
            Event::AgentSpoke(_, who) | Event::Left(_, who) => (agent(who), Who::ChatServer),
            Event::Joined { agent: who, .. } => (agent(who), Who::ChatServer),
            Event::Offered(chat, who, _) | Event::Handled(chat, who, _) => {
                (self.lies(world, chat), agent(who))
            }
            Event::Invited { by, to, .. } => (agent(by), agent(to)),
            Event::Transferred { from, to, .. } => (agent(from), agent(to)),
            Event::Held(chat, who, _) | Event::Stored(chat, who, ..) => (agent(who), self.lies(world, chat)),
            Event::Moved(chat, _) | Event::Returned { chat, .. } => (Who::System, self.lies(world, chat)),
        };
        Ends { from, to }
    }

    /// Who asks what a step asks.
    pub(super) fn asks(self, step: &Step) -> Who {
        match step.verb {
            Verb::Press(agent, ..)
            | Verb::Restart(agent)
            | Verb::Ask(Command::Agent(agent, ..) | Command::Desktop(agent, _)) => {
                Who::Agent(self.agent(agent))
            }
            Verb::Ask(Command::Customer(chat, _)) => self.customer(chat),
            _ => Who::System,
        }
    }
}
