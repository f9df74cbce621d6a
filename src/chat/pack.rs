//! Worlds without a clock as a few words each: for explorers, which keep one for every state that they reach.

use super::ids::{AgentId, GroupId, OverrideId, QueueId, Set, Small, WorkbinId};
use super::parties::{MOST_PARTIES, Parties};
use super::world::{
    AsyncStatus, Chat, Customer, Invitation, NEVER, Owner, Party, Phase, Place, Purpose, Role, Session, World,
};

/// A world of up to `N` chats (at most 255) without its moments. Equal packed worlds behave alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Packed<const N: usize> {
    /// The agents who are logged in, a bit each.
    pub logged_in: u64,
    /// The chats, by number.
    pub chats: [[u64; WORDS]; N],
}

/// The words of a packed chat.
pub const WORDS: usize = 4;

impl World {
    /// The world without its moments. Chats beyond `N` are left out.
    #[must_use]
    pub fn pack<const N: usize>(&self) -> Packed<N> {
        let mut chats = [[0; WORDS]; N];
        for (words, chat) in chats.iter_mut().zip(&self.chats) {
            let ahead = |other: &&Chat| other.is_ranked() && other.arrival < chat.arrival;
            let rank = if chat.is_ranked() { self.chats.iter().filter(ahead).count() + 1 } else { 0 };
            *words = chat.pack(rank as u64);
        }
        Packed { logged_in: self.logged_in.bits(), chats }
    }

    /// Becomes the packed world; every timer that runs is due now.
    pub fn unpack<const N: usize>(&mut self, packed: &Packed<N>) {
        self.now = 0;
        self.logged_in = Set::from_bits(packed.logged_in);
        self.chats.clear();
        self.chats.extend(packed.chats.iter().map(|&words| Chat::unpack(words)));
        self.line = self.chats.iter().map(|chat| chat.arrival).max().unwrap_or(0);
    }
}

impl Chat {
    fn pack(&self, rank: u64) -> [u64; WORDS] {
        let mut bits = Bits::default();
        let (phase, offered) = match self.phase {
            Phase::Absent => (0, None),
            Phase::Lying => (1, None),
            Phase::Routing => (2, None),
            Phase::Offered(agent) => (3, Some(agent)),
            Phase::Handling => (4, None),
            Phase::Stopped => (5, None),
        };
        bits.put(phase, 3);
        bits.put_agent(offered);
        match self.place {
            Place::Queue(queue) => {
                bits.put(0, 1);
                bits.put(u64::from(queue.0), 16);
            }
            Place::Workbin(workbin, owner) => {
                let (kind, number) = match owner {
                    Owner::Agent(agent) => (0, agent.index()),
                    Owner::Group(group) => (1, group.index()),
                };
                bits.put(1, 1);
                bits.put(workbin.index() as u64, 7);
                bits.put(kind, 1);
                bits.put(number as u64, 8);
            }
        }
        bits.put(rank, 8);
        bits.put(self.session as u64, 2);
        bits.put(self.customer as u64, 2);
        bits.put(self.status as u64, 2);
        bits.put(u64::from(self.overriding.0), 8);
        bits.put_agent(self.holder);
        let flags = [
            self.behind,
            self.asynchronous,
            self.was_held,
            self.disposition,
            self.idle_due != NEVER,
            self.orphan_due != NEVER,
        ];
        flags.into_iter().for_each(|flag| bits.put(u64::from(flag), 1));
        bits.put_agent(self.invitation.map(|invitation| invitation.by));
        bits.put_agent(self.invitation.map(|invitation| invitation.to));
        bits.put(self.invitation.map_or(0, |invitation| invitation.purpose as u64), 2);
        // The last fields: those who are not there leave zeros.
        for party in self.parties.iter() {
            bits.put_agent(Some(party.agent));
            bits.put(party.role as u64, 3);
            bits.put_agent(Some(party.by));
        }
        let [first, second, third, _] = bits.words;
        [first, second, third, self.handled.bits()]
    }

    fn unpack(words: [u64; WORDS]) -> Self {
        let mut bits = Bits { words, at: 0 };
        let phase = bits.take(3);
        let offered = bits.take_agent();
        let phase = match (phase, offered) {
            (1, _) => Phase::Lying,
            (2, _) => Phase::Routing,
            (3, Some(agent)) => Phase::Offered(agent),
            (4, _) => Phase::Handling,
            (5, _) => Phase::Stopped,
            _ => Phase::Absent,
        };
        let place =
            if bits.take(1) == 0 { Place::Queue(QueueId(bits.take(16) as u16)) } else { bits.take_workbin() };
        let mut chat = Self {
            phase,
            place,
            arrival: bits.take(8) as u32,
            session: [Session::Alive, Session::Alerted, Session::Over, Session::Over][bits.take(2) as usize],
            customer: [Customer::Present, Customer::Silent, Customer::Gone, Customer::Gone]
                [bits.take(2) as usize],
            status: [AsyncStatus::Unset, AsyncStatus::Activity, AsyncStatus::Idle, AsyncStatus::Unset]
                [bits.take(2) as usize],
            overriding: OverrideId(bits.take(8) as u8),
            holder: bits.take_agent(),
            behind: bits.take(1) == 1,
            asynchronous: bits.take(1) == 1,
            was_held: bits.take(1) == 1,
            disposition: bits.take(1) == 1,
            idle_due: bits.take_due(),
            orphan_due: bits.take_due(),
            handled: Set::from_bits(words[WORDS - 1]),
            ..Self::ABSENT
        };
        chat.invitation = bits.take_invitation();
        chat.parties = bits.take_parties();
        chat.offer_due = if matches!(phase, Phase::Offered(_) | Phase::Routing) { 0 } else { NEVER };
        chat.customer_due = if chat.customer == Customer::Silent { 0 } else { NEVER };
        chat
    }
}

/// Words filled from the lowest bit on; no field crosses two words.
#[derive(Default)]
struct Bits {
    words: [u64; WORDS],
    at: u32,
}

impl Bits {
    fn place(&mut self, width: u32) -> (usize, u32) {
        if self.at % 64 + width > 64 {
            self.at = self.at.next_multiple_of(64);
        }
        let place = ((self.at / 64) as usize, self.at % 64);
        self.at += width;
        place
    }

    fn put(&mut self, value: u64, width: u32) {
        let (word, shift) = self.place(width);
        self.words[word] |= value << shift;
    }

    fn take(&mut self, width: u32) -> u64 {
        let (word, shift) = self.place(width);
        self.words[word] >> shift & ((1 << width) - 1)
    }

    /// One more than the number, so that 0 is nobody.
    fn put_agent(&mut self, agent: Option<AgentId>) {
        self.put(agent.map_or(0, |agent| agent.index() as u64 + 1), 7);
    }

    fn take_agent(&mut self) -> Option<AgentId> {
        (self.take(7) as usize).checked_sub(1).and_then(AgentId::new)
    }

    fn take_due(&mut self) -> u32 {
        if self.take(1) == 1 { 0 } else { NEVER }
    }

    fn take_workbin(&mut self) -> Place {
        let (workbin, kind, number) = (self.take(7) as usize, self.take(1), self.take(8) as usize);
        let owner = if kind == 0 {
            AgentId::new(number).map(Owner::Agent)
        } else {
            GroupId::new(number).map(Owner::Group)
        };
        match (WorkbinId::new(workbin), owner) {
            (Some(workbin), Some(owner)) => Place::Workbin(workbin, owner),
            _ => Chat::ABSENT.place,
        }
    }

    fn take_invitation(&mut self) -> Option<Invitation> {
        let (by, to) = (self.take_agent(), self.take_agent());
        let purposes = [Purpose::Transfer, Purpose::Conference, Purpose::Consult, Purpose::Consult];
        let purpose = purposes[self.take(2) as usize];
        by.zip(to).map(|(by, to)| Invitation { by, to, purpose, due: 0 })
    }

    fn take_parties(&mut self) -> Parties {
        let mut parties = Parties::NONE;
        for _ in 0..MOST_PARTIES {
            let Some(agent) = self.take_agent() else { break };
            let role = match self.take(3) {
                0 => Role::Handling,
                1 => Role::BargedIn,
                2 => Role::Consulting,
                3 => Role::Silent,
                _ => Role::Coaching,
            };
            if let Some(by) = self.take_agent() {
                parties.put(Party { agent, role, by, due: if role.visible() { 0 } else { NEVER } });
            }
        }
        parties
    }
}
