//! What happened. An event holds all that applying it needs, and each one belongs to a row of the transition table.

use super::ids::{AgentId, ChatId, OverrideId, QueueId, WorkbinId};
use super::rows::RowId;
use super::world::{Owner, Place, Purpose, Role};

/// One thing that happened. Timeouts are in seconds from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// Time passed until that second.
    Passed {
        /// The new time.
        to: u32,
    },
    /// A chat was created, and its interaction submitted to a queue.
    Created {
        /// The chat.
        chat: ChatId,
        /// Whether it is asynchronous.
        asynchronous: bool,
        /// The queue.
        queue: QueueId,
        /// The transactions that its user data names.
        overriding: OverrideId,
        /// `handling-timeout` of its user data.
        handling_timeout: Option<std::num::NonZeroU32>,
    },
    /// The customer spoke.
    CustomerSpoke(ChatId),
    /// A bot spoke.
    BotSpoke(ChatId),
    /// The customer's client stopped polling.
    CustomerVanished(ChatId, u32),
    /// The customer is gone.
    CustomerLeft(ChatId),
    /// The customer is back.
    CustomerReturned(ChatId),
    /// An agent spoke; unseen if a hidden party.
    AgentSpoke(ChatId, AgentId),
    /// The idle timer starts anew.
    IdleRestarted(ChatId, u32),
    /// Something counted as activity: `GCTI_Chat_AsyncStatus` is 2, and the idle timer starts anew.
    Activity(ChatId, u32),
    /// The idle alert went out: `GCTI_Chat_AsyncStatus` of an asynchronous chat is 3.
    Alerted(ChatId, u32),
    /// The session is over. Hidden parties and a pending invitation end with it.
    Closed(ChatId),
    /// A strategy took the chat from its queue.
    Taken(ChatId, u32),
    /// Data that names transactions was attached.
    Overridden(ChatId, OverrideId),
    /// The chat is offered to an agent.
    Offered(ChatId, AgentId, u32),
    /// The agent handles the chat, as the first one.
    Handled(ChatId, AgentId, u32),
    /// An agent is asked in.
    Invited {
        /// The chat.
        chat: ChatId,
        /// Who asks.
        by: AgentId,
        /// Who is asked.
        to: AgentId,
        /// What for.
        purpose: Purpose,
        /// How long the invitation stands.
        timeout: u32,
    },
    /// The pending invitation is no more.
    Uninvited(ChatId),
    /// An agent came in, or takes part in another role from now on.
    Joined {
        /// The chat.
        chat: ChatId,
        /// Who.
        agent: AgentId,
        /// As what.
        role: Role,
        /// Who asked a consulted agent in; otherwise the agent itself.
        by: AgentId,
    },
    /// An agent took over from another one, who left.
    Transferred {
        /// The chat.
        chat: ChatId,
        /// Who left.
        from: AgentId,
        /// Who handles it now.
        to: AgentId,
    },
    /// An agent left; others stay.
    Left(ChatId, AgentId),
    /// The agent's handling-timeout starts anew.
    HandlingRestarted(ChatId, AgentId),
    /// The disposition code was set.
    DispositionSet(ChatId),
    /// An agent put the chat on hold; no agent is in it any more.
    Held(ChatId, AgentId, QueueId),
    /// An agent put the chat into a workbin; no agent is in it any more.
    Stored(ChatId, AgentId, WorkbinId, Owner),
    /// The workflow put the chat somewhere else.
    Moved(ChatId, Place),
    /// The chat lies again where it lay before; no agent is in it any more.
    Returned {
        /// The chat.
        chat: ChatId,
        /// Whether it stands where it stood in the line of its queue, or at the end.
        keeps_place: bool,
    },
    /// The interaction is stopped for good.
    Stopped(ChatId),
    /// The Chat Server of the session was lost and another one restored it.
    Restored(ChatId),
    /// The Chat Server of the session was lost, and the session with it.
    Orphaned(ChatId, u32),
    /// The remains of a lost Chat Server were cleared away.
    OrphanEnded(ChatId),
    /// An agent logged in.
    LoggedIn(AgentId),
    /// An agent is logged out.
    LoggedOut(AgentId),
    /// The secondary Interaction Server took over.
    InteractionServerSwitched,
    /// An unnamed chat came to lie ahead in the queue, or does so no more.
    Crowded(ChatId, bool),
}

impl Event {
    /// The chat it is about; none if it is about a desktop, a server or the clock.
    #[must_use]
    pub fn chat(&self) -> Option<ChatId> {
        match *self {
            Self::Created { chat, .. }
            | Self::Invited { chat, .. }
            | Self::Joined { chat, .. }
            | Self::Transferred { chat, .. }
            | Self::Returned { chat, .. }
            | Self::CustomerSpoke(chat)
            | Self::BotSpoke(chat)
            | Self::CustomerVanished(chat, _)
            | Self::CustomerLeft(chat)
            | Self::CustomerReturned(chat)
            | Self::AgentSpoke(chat, _)
            | Self::IdleRestarted(chat, _)
            | Self::Activity(chat, _)
            | Self::Alerted(chat, _)
            | Self::Closed(chat)
            | Self::Taken(chat, _)
            | Self::Overridden(chat, _)
            | Self::Offered(chat, ..)
            | Self::Handled(chat, ..)
            | Self::Uninvited(chat)
            | Self::Left(chat, _)
            | Self::HandlingRestarted(chat, _)
            | Self::DispositionSet(chat)
            | Self::Held(chat, ..)
            | Self::Stored(chat, ..)
            | Self::Moved(chat, _)
            | Self::Stopped(chat)
            | Self::Restored(chat)
            | Self::Orphaned(chat, _)
            | Self::OrphanEnded(chat)
            | Self::Crowded(chat, _) => Some(chat),
            Self::Passed { .. }
            | Self::LoggedIn(_)
            | Self::LoggedOut(_)
            | Self::InteractionServerSwitched => None,
        }
    }
}

/// An event and the row of the transition table that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Happened {
    /// The row.
    pub row: RowId,
    /// The event.
    pub event: Event,
}

const INLINE: usize = 10;

/// What one request led to, in order. Only a lost desktop with several chats needs more room than there is
/// inline.
#[derive(Debug, Clone)]
pub struct Events {
    len: u8,
    inline: [Happened; INLINE],
    more: Vec<Happened>,
}

impl Events {
    const FILLER: Happened = Happened { row: RowId::TimePasses, event: Event::Passed { to: 0 } };

    pub(super) fn new() -> Self {
        Self { len: 0, inline: [Self::FILLER; INLINE], more: Vec::new() }
    }

    pub(super) fn push(&mut self, row: RowId, event: Event) {
        match self.inline.get_mut(usize::from(self.len)) {
            Some(slot) => {
                *slot = Happened { row, event };
                self.len += 1;
            }
            None => self.more.push(Happened { row, event }),
        }
    }

    /// What happened, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Happened> {
        self.inline[..usize::from(self.len)].iter().chain(&self.more)
    }

    /// How many things happened.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::from(self.len) + self.more.len()
    }

    /// True if nothing happened: a wait until now.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl PartialEq for Events {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Events {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_beyond_the_inline_room_are_kept_in_order() {
        let mut events = Events::new();
        for to in 0..25 {
            events.push(RowId::TimePasses, Event::Passed { to });
        }
        assert_eq!(events.len(), 25);
        assert!(events.iter().zip(0..).all(|(happened, to)| happened.event == Event::Passed { to }));
    }

    #[test]
    fn other_events_are_not_the_same() {
        let of = |moments: &[u32]| {
            let mut events = Events::new();
            moments.iter().for_each(|&to| events.push(RowId::TimePasses, Event::Passed { to }));
            events
        };
        assert_eq!(of(&[1, 2]), of(&[1, 2]));
        assert_ne!(of(&[1, 2]), of(&[1, 3]));
        assert_ne!(of(&[1]), of(&[1, 2]));
    }

    #[test]
    fn an_event_with_its_row_is_small() {
        assert!(size_of::<Happened>() <= 16, "{}", size_of::<Happened>());
    }
}
