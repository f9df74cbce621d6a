//! Small numbers for agents, chats, queues, workbins and groups. Names live with the driver, which maps them.

use std::marker::PhantomData;

/// How many agents, workbins or groups one world can tell apart: one bit each.
pub const MOST: usize = 64;

/// An identifier below [`MOST`], which a [`Set`] can hold.
pub trait Small: Copy {
    /// The identifier of that number; none from [`MOST`] on.
    fn new(index: usize) -> Option<Self>;
    /// Its number, from 0.
    fn index(self) -> usize;
}

/// An agent of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgentId(u8);

impl AgentId {
    /// The agent with number 0.
    pub const FIRST: Self = Self(0);
}

/// A workbin: a Script of type Interaction Workbin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkbinId(u8);

/// What shares a workbin: an agent group, and likewise a place or a place group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(u8);

/// A chat of the world: a session and its interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChatId(pub u16);

/// An interaction queue: a Script of type Interaction Queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueueId(pub u16);

/// Which transactions the attached data of an interaction names, as a routing strategy put them there: a number
/// for each distinct list of transactions, 0 for none ("Overriding Options by Using a Routing Strategy").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct OverrideId(pub u8);

impl OverrideId {
    /// No transaction is named.
    pub const NONE: Self = Self(0);
}

fn small(index: usize) -> Option<u8> {
    u8::try_from(index).ok().filter(|_| index < MOST)
}

impl Small for AgentId {
    fn new(index: usize) -> Option<Self> {
        small(index).map(Self)
    }

    fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl Small for WorkbinId {
    fn new(index: usize) -> Option<Self> {
        small(index).map(Self)
    }

    fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl Small for GroupId {
    fn new(index: usize) -> Option<Self> {
        small(index).map(Self)
    }

    fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A set of small identifiers: one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Set<T> {
    bits: u64,
    of: PhantomData<T>,
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<T> Set<T> {
    /// The empty set.
    pub const EMPTY: Self = Self { bits: 0, of: PhantomData };

    /// True if nothing is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// How many are in it.
    #[must_use]
    pub fn len(self) -> usize {
        self.bits.count_ones() as usize
    }

    /// One bit for each member, the lowest for number 0.
    #[must_use]
    pub fn bits(self) -> u64 {
        self.bits
    }

    /// The set of the members with these bits.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        Self { bits, of: PhantomData }
    }
}

impl<T: Small> Set<T> {
    /// True if `member` is in it.
    #[must_use]
    pub fn contains(self, member: T) -> bool {
        self.bits >> member.index() & 1 == 1
    }

    /// The set with `member`.
    #[must_use]
    pub fn with(self, member: T) -> Self {
        Self::from_bits(self.bits | 1 << member.index())
    }

    /// The set without `member`.
    #[must_use]
    pub fn without(self, member: T) -> Self {
        Self::from_bits(self.bits & !(1 << member.index()))
    }

    /// The members, lowest number first.
    pub fn iter(self) -> impl Iterator<Item = T> {
        let mut bits = self.bits;
        std::iter::from_fn(move || {
            let index = bits.trailing_zeros() as usize;
            let member = T::new(index)?;
            bits &= bits - 1;
            Some(member)
        })
    }
}

impl<T: Small> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        members.into_iter().fold(Self::EMPTY, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_keeps_what_was_put_in() {
        let agents: Vec<AgentId> = [0, 5, 63].into_iter().filter_map(AgentId::new).collect();
        let set: Set<AgentId> = agents.iter().copied().collect();
        assert_eq!((set.iter().collect::<Vec<_>>(), set.len()), (agents.clone(), 3));
        assert!(!set.without(agents[1]).contains(agents[1]));
        assert_eq!(Set::<AgentId>::EMPTY.iter().count(), 0);
        assert_eq!(AgentId::new(MOST), None);
    }
}
