//! What no decision asks: worlds that differ in nothing else behave alike, so that an explorer keeps one for all.

use super::ids::{AgentId, QueueId, Set};
use super::policy::{Policy, Right, StopAbandoned};
use super::world::{AsyncStatus, Chat, Owner, Phase, Place, World};

/// What has to be kept although most decisions do not ask it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folding {
    /// Every agent of the world.
    pub everyone: Set<AgentId>,
    /// The agents to whom nothing but My History may show a chat that lies elsewhere.
    pub remembering: Set<AgentId>,
    /// Stands for whoever handled a chat, where it matters that somebody did; takes part in nothing.
    pub somebody: Option<AgentId>,
}

impl Folding {
    /// What decisions under this policy ask. `nobody` is an agent who takes part in nothing.
    #[must_use]
    pub fn of(policy: &Policy, everyone: Set<AgentId>, nobody: AgentId) -> Self {
        let only_history = |&agent: &AgentId| {
            policy.allows(agent, Right::ViewMyHistory)
                && !policy.allows(agent, Right::ViewContactHistory)
                && !policy.allows(agent, Right::ViewSearch)
        };
        Self {
            everyone,
            remembering: everyone.iter().filter(only_history).collect(),
            somebody: (policy.servers.stop_abandoned == StopAbandoned::NoAnswer).then_some(nobody),
        }
    }
}

impl World {
    /// Forgets what no decision asks: the clock, `GCTI_Chat_AsyncStatus`, which queue it is (all queues are alike;
    /// meant for a world of one chat), who put the chat on hold, everything about a chat that is marked done; who
    /// handled it, save what `folding` keeps. Agents whom the chat does not concern are logged in: they can log in and
    /// out whenever they like.
    pub fn forget_unasked(&mut self, folding: &Folding) {
        self.forget_time();
        let mut concerned = Set::EMPTY;
        for chat in &mut self.chats {
            chat.forget_unasked(folding);
            concerned = chat.parties.iter().map(|party| party.agent).fold(concerned, Set::with);
        }
        let free = folding.everyone.bits() & !concerned.bits();
        self.logged_in = Set::from_bits(self.logged_in.bits() & concerned.bits() | free);
    }
}

impl Chat {
    fn forget_unasked(&mut self, folding: &Folding) {
        if self.phase == Phase::Stopped {
            *self = Self { phase: Phase::Stopped, ..Self::ABSENT };
            return;
        }
        self.status = AsyncStatus::Unset;
        self.holder = None;
        if let Place::Queue(_) = self.place {
            self.place = Place::Queue(QueueId(0));
        }
        let remembered = Set::from_bits(self.handled.bits() & folding.remembering.bits());
        self.handled = match folding.somebody {
            Some(somebody) if !self.handled.is_empty() => remembered.with(somebody),
            _ => remembered,
        };
    }
}

impl Chat {
    /// The agents who are named in the state of the chat: its parties, who is offered or asked, the owner of the
    /// workbin where it lies, its history.
    #[must_use]
    pub fn concerned(&self) -> Set<AgentId> {
        let parties = self.parties.iter().flat_map(|party| [party.agent, party.by]);
        let offered = match self.phase {
            Phase::Offered(agent) => Some(agent),
            _ => None,
        };
        let owner = match self.place {
            Place::Workbin(_, Owner::Agent(owner)) => Some(owner),
            _ => None,
        };
        let asked = self.invitation.map(|invitation| invitation.to);
        let named = [offered, owner, asked, self.holder].into_iter().flatten();
        parties.chain(named).fold(self.handled, Set::with)
    }
}
