//! Who is in a chat: a short list, always in the order of the agents' numbers, so that equal companies are equal.

use super::ids::{AgentId, Set};
use super::world::{Party, Role};

/// How many agents one chat can have, hidden ones included.
pub const MOST_PARTIES: usize = 6;

/// The parties of a chat.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parties {
    len: u8,
    /// Beyond `len` all are [`Parties::FILLER`].
    list: [Party; MOST_PARTIES],
}

impl std::fmt::Debug for Parties {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Parties {
    const FILLER: Party =
        Party { agent: AgentId::FIRST, role: Role::Handling, by: AgentId::FIRST, due: super::world::NEVER };

    /// Nobody.
    pub const NONE: Self = Self { len: 0, list: [Self::FILLER; MOST_PARTIES] };

    /// Every party, by the agents' numbers.
    pub fn iter(&self) -> std::slice::Iter<'_, Party> {
        self.list[..usize::from(self.len)].iter()
    }

    /// The agent's part, if the agent has one.
    #[must_use]
    pub fn of(&self, agent: AgentId) -> Option<&Party> {
        self.iter().find(|party| party.agent == agent)
    }

    /// The agents whom the customer sees: those who handle the interaction.
    #[must_use]
    pub fn visible(&self) -> Set<AgentId> {
        self.iter().filter(|party| party.role.visible()).map(|party| party.agent).collect()
    }

    /// True if nobody can come in any more.
    #[must_use]
    pub fn is_full(&self) -> bool {
        usize::from(self.len) == MOST_PARTIES
    }

    /// Puts a party in, in place of the part that the agent had. One more than [`MOST_PARTIES`] is not taken.
    pub(super) fn put(&mut self, party: Party) {
        self.remove(party.agent);
        let end = usize::from(self.len);
        if end < MOST_PARTIES {
            let at = self.iter().take_while(|other| other.agent < party.agent).count();
            self.list.copy_within(at..end, at + 1);
            self.list[at] = party;
            self.len += 1;
        }
    }

    pub(super) fn remove(&mut self, agent: AgentId) {
        self.keep(|party| party.agent != agent);
    }

    /// Keeps those parties that `stays` is true of.
    pub(super) fn keep(&mut self, stays: impl Fn(&Party) -> bool) {
        let mut kept = 0;
        for at in 0..usize::from(self.len) {
            if stays(&self.list[at]) {
                self.list[kept] = self.list[at];
                kept += 1;
            }
        }
        self.list[kept..usize::from(self.len)].fill(Self::FILLER);
        self.len = kept as u8;
    }

    pub(super) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Party> {
        self.list[..usize::from(self.len)].iter_mut()
    }
}

impl<'p> IntoIterator for &'p Parties {
    type Item = &'p Party;
    type IntoIter = std::slice::Iter<'p, Party>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::super::ids::Small;
    use super::*;

    fn party(index: usize, role: Role) -> Party {
        let agent = AgentId::new(index).unwrap();
        Party { agent, role, by: agent, due: 7 }
    }

    #[test]
    fn equal_companies_are_equal_however_they_came_together() {
        let (mut left, mut right) = (Parties::NONE, Parties::NONE);
        for index in [3, 1, 2, 9] {
            left.put(party(index, Role::Handling));
        }
        left.remove(party(9, Role::Handling).agent);
        left.put(party(1, Role::Silent));
        for index in [2, 3] {
            right.put(party(index, Role::Handling));
        }
        right.put(party(1, Role::Silent));
        assert_eq!(left, right);
        assert_eq!(left.visible().iter().map(Small::index).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(left.iter().map(|party| party.agent.index()).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn a_full_chat_takes_nobody() {
        let mut parties = Parties::NONE;
        for index in 0..MOST_PARTIES + 1 {
            parties.put(party(index, Role::Handling));
        }
        assert!(parties.is_full() && parties.iter().count() == MOST_PARTIES);
    }
}
