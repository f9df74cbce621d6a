//! The state: three machines kept apart, because the interesting failures are disagreements between them. Each
//! chat has a [`Session`] (Chat Server), an interaction ([`Phase`] and [`Place`], Interaction Server) and the
//! desktops that take part in it ([`Party`]). An agent's windows are the chats the agent is a party of.

use super::ids::{AgentId, ChatId, GroupId, OverrideId, QueueId, Set, WorkbinId};
use super::parties::Parties;

/// The moment of a timer that does not run.
pub(super) const NEVER: u32 = u32::MAX;

/// A chat session, as Chat Server keeps it. `IsOnline` is 0 exactly while it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Session {
    /// It runs, with or without an agent (dormant).
    Alive,
    /// It runs, and its idle alert went out.
    Alerted,
    /// It is closed for good.
    Over,
}

/// How far the interaction is, as Interaction Server keeps it. Where it lies, or lay last, says [`Chat::place`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// The chat was not started.
    Absent,
    /// It lies in its place: a queue or a workbin.
    Lying,
    /// A strategy has it.
    Routing,
    /// It is offered to an agent.
    Offered(AgentId),
    /// Agents handle it.
    Handling,
    /// It was marked done.
    Stopped,
}

/// Whose a workbin is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// One agent.
    Agent(AgentId),
    /// An agent group, a place or a place group.
    Group(GroupId),
}

/// Where an interaction can lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// An interaction queue, from which My Interaction Queues gives only the first chat.
    Queue(QueueId),
    /// The workbin of an owner, from which any chat can be taken.
    Workbin(WorkbinId, Owner),
}

/// The customer's side of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Customer {
    /// The client is connected.
    Present,
    /// The client stopped polling; flex-disconnect-timeout runs.
    Silent,
    /// The customer left, or the client was given up.
    Gone,
}

/// What an agent is in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Handles the chat, alone or in a conference.
    Handling,
    /// A supervisor who barged in: all see them. Inferred: they take part like a conference member.
    BargedIn,
    /// Is consulted; the customer does not see them.
    Consulting,
    /// A supervisor who watches unseen.
    Silent,
    /// A supervisor whom only the agent hears.
    Coaching,
}

impl Role {
    /// True if the customer sees this party. Only such parties handle the interaction.
    #[must_use]
    pub fn visible(self) -> bool {
        matches!(self, Self::Handling | Self::BargedIn)
    }
}

/// An agent in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Party {
    /// Who.
    pub agent: AgentId,
    /// As what.
    pub role: Role,
    /// Who asked a consulted agent in; otherwise the agent itself.
    pub by: AgentId,
    /// When handling-timeout takes the chat from a visible party.
    pub due: u32,
}

/// Why an agent is asked in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// To take over.
    Transfer,
    /// To join.
    Conference,
    /// To be consulted.
    Consult,
}

/// A pending invitation of an agent by an agent who handles the chat. There is at most one for each chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Invitation {
    /// Who asks.
    pub by: AgentId,
    /// Who is asked.
    pub to: AgentId,
    /// What for.
    pub purpose: Purpose,
    /// When delivering-timeout withdraws it.
    pub due: u32,
}

/// `GCTI_Chat_AsyncStatus`. The values 0 and 1 are not documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AsyncStatus {
    /// Not set.
    Unset,
    /// 2: activity.
    Activity,
    /// 3: async-idle-alert ran out.
    Idle,
}

/// One chat. All moments are virtual seconds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chat {
    /// The interaction.
    pub phase: Phase,
    /// Where it lies, or lay before it was routed, offered or handled ("former location").
    pub place: Place,
    /// Its position in the line of its queue: smaller numbers come first.
    pub arrival: u32,
    /// Whether an unnamed chat lies ahead of it in its queue (exploration only).
    pub behind: bool,
    /// The session.
    pub session: Session,
    /// Created with `GCTI_Chat_AsyncMode=true`; never changes.
    pub asynchronous: bool,
    /// The customer.
    pub customer: Customer,
    /// `GCTI_Chat_AsyncStatus`.
    pub status: AsyncStatus,
    /// `GCTI_Chat_AsyncCheckAt`: when the status was last set.
    pub check_at: u32,
    /// Everyone in the chat.
    pub parties: Parties,
    /// Everyone who ever handled it: My History.
    pub handled: Set<AgentId>,
    /// Who is being asked in.
    pub invitation: Option<Invitation>,
    /// Who put it on hold, until somebody handles it again.
    pub holder: Option<AgentId>,
    /// Whether it ever was on hold or in a workbin.
    pub was_held: bool,
    /// Whether a disposition code is set.
    pub disposition: bool,
    /// Which transactions the attached data names.
    pub overriding: OverrideId,
    /// `handling-timeout` of this interaction in seconds: fixed when it is first handled, so that a changed
    /// option does not touch it; before, that of its user data, or 0.
    pub handling: u32,
    /// Whether user data named `handling-timeout`.
    pub own_handling: bool,
    /// When delivering-timeout or routing-timeout ends an offer or a routing.
    pub offer_due: u32,
    /// When the idle timer runs out: the alert's while alive, the close's while alerted.
    pub idle_due: u32,
    /// When flex-disconnect-timeout gives a silent client up.
    pub customer_due: u32,
    /// Until when a chat whose Chat Server was lost routes again after Mark Done.
    pub orphan_due: u32,
}

impl Chat {
    /// A chat that was not started.
    pub const ABSENT: Self = Self {
        phase: Phase::Absent,
        place: Place::Queue(QueueId(0)),
        arrival: 0,
        behind: false,
        session: Session::Over,
        asynchronous: false,
        customer: Customer::Gone,
        status: AsyncStatus::Unset,
        check_at: 0,
        parties: Parties::NONE,
        handled: Set::EMPTY,
        invitation: None,
        holder: None,
        was_held: false,
        disposition: false,
        overriding: OverrideId::NONE,
        handling: 0,
        own_handling: false,
        offer_due: NEVER,
        idle_due: NEVER,
        customer_due: NEVER,
        orphan_due: NEVER,
    };

    /// True while the session runs: the interaction property `IsOnline`.
    #[must_use]
    pub fn is_online(&self) -> bool {
        self.session != Session::Over
    }

    /// True while the session runs without any agent.
    #[must_use]
    pub fn is_dormant(&self) -> bool {
        self.is_online() && self.parties.visible().is_empty()
    }

    /// True if its Chat Server was lost and Mark Done would let it route again.
    #[must_use]
    pub fn is_orphan(&self) -> bool {
        self.orphan_due != NEVER
    }

    /// True if the agent can accept or decline: an offer, or an invitation.
    #[must_use]
    pub fn is_offered_to(&self, agent: AgentId) -> bool {
        self.phase == Phase::Offered(agent)
            || self.invitation.is_some_and(|invitation| invitation.to == agent)
    }

    /// True while its position in line can still count.
    pub(super) fn is_ranked(&self) -> bool {
        !matches!(self.phase, Phase::Absent | Phase::Stopped)
    }

    /// The queue it lies in.
    #[must_use]
    pub fn queue(&self) -> Option<QueueId> {
        match (self.phase, self.place) {
            (Phase::Lying, Place::Queue(queue)) => Some(queue),
            _ => None,
        }
    }

    /// The workbin it lies in, and whose that is.
    #[must_use]
    pub fn workbin(&self) -> Option<(WorkbinId, Owner)> {
        match (self.phase, self.place) {
            (Phase::Lying, Place::Workbin(workbin, owner)) => Some((workbin, owner)),
            _ => None,
        }
    }
}

/// All chats and all desktops at one moment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct World {
    pub(super) now: u32,
    pub(super) logged_in: Set<AgentId>,
    /// The next position at the end of a line.
    pub(super) line: u32,
    pub(super) chats: Vec<Chat>,
}

static ABSENT: Chat = Chat::ABSENT;

impl World {
    /// A world at time 0 with nobody logged in and room for so many chats. More can be started; each of them
    /// makes room for itself.
    #[must_use]
    pub fn new(chats: usize) -> Self {
        Self { chats: vec![Chat::ABSENT; chats], ..Self::default() }
    }

    /// The virtual time in seconds.
    #[must_use]
    pub fn now(&self) -> u32 {
        self.now
    }

    /// The agents who are logged in.
    #[must_use]
    pub fn logged_in(&self) -> Set<AgentId> {
        self.logged_in
    }

    /// One chat; its phase is [`Phase::Absent`] if it was not started.
    #[must_use]
    pub fn chat(&self, chat: ChatId) -> &Chat {
        self.chats.get(usize::from(chat.0)).unwrap_or(&ABSENT)
    }

    /// Every chat that there is room for, by number.
    #[must_use]
    pub fn chats(&self) -> &[Chat] {
        &self.chats
    }

    /// True if the chat lies in a queue, and none lies ahead of it there.
    #[must_use]
    pub fn is_first(&self, chat: ChatId) -> bool {
        let this = self.chat(chat);
        let queue = this.queue();
        queue.is_some()
            && !this.behind
            && !self.chats.iter().any(|other| other.arrival < this.arrival && other.queue() == queue)
    }

    /// Gives every agent another number: the one that `to` says. Of a one-to-one `to`, a policy in which the
    /// agents it exchanges are equal cannot tell the worlds apart.
    pub fn rename_agents(&mut self, to: impl Fn(AgentId) -> AgentId) {
        self.logged_in = self.logged_in.iter().map(&to).collect();
        for chat in &mut self.chats {
            if let Phase::Offered(agent) = chat.phase {
                chat.phase = Phase::Offered(to(agent));
            }
            if let Place::Workbin(workbin, Owner::Agent(agent)) = chat.place {
                chat.place = Place::Workbin(workbin, Owner::Agent(to(agent)));
            }
            let parties = std::mem::replace(&mut chat.parties, Parties::NONE);
            for party in &parties {
                chat.parties.put(Party { agent: to(party.agent), by: to(party.by), ..*party });
            }
            chat.handled = chat.handled.iter().map(&to).collect();
            chat.holder = chat.holder.map(&to);
            chat.invitation = chat.invitation.map(|invitation| Invitation {
                by: to(invitation.by),
                to: to(invitation.to),
                ..invitation
            });
        }
    }

    /// Makes a chat what it is said to be: for explorers that start in the middle of a story.
    pub fn set_chat(&mut self, id: ChatId, chat: Chat) {
        self.line = self.line.max(chat.arrival);
        *self.chat_mut(id) = chat;
    }

    pub(super) fn chat_mut(&mut self, chat: ChatId) -> &mut Chat {
        let at = usize::from(chat.0);
        if at >= self.chats.len() {
            self.chats.resize(at + 1, Chat::ABSENT);
        }
        &mut self.chats[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_is_two_cache_lines() {
        assert!(size_of::<Chat>() <= 128, "{}", size_of::<Chat>());
        assert_eq!(size_of::<Party>(), 8);
    }
}
