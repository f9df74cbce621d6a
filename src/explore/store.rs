//! Every state once, numbered in the order of discovery.

use std::hash::{BuildHasher, BuildHasherDefault, Hash};

use rustc_hash::FxHasher;

/// The numbered set of states: the states in order, and open addressing over their numbers.
pub(super) struct Store<S> {
    states: Vec<S>,
    /// A power of two of slots; a slot holds a state's number plus one, 0 where it is free.
    slots: Vec<u32>,
}

/// Where a state stands in a [`Store`], or would.
pub(super) enum Slot {
    /// It has this number.
    Known(u32),
    /// It is new; this slot is free for it until the next change.
    Free(usize),
}

/// The hash under which a [`Store`] files `state`. States come from local models, so it is fast, not keyed.
pub(super) fn hash<S: Hash>(state: &S) -> u32 {
    BuildHasherDefault::<FxHasher>::default().hash_one(state) as u32
}

impl<S: Eq + Hash> Store<S> {
    /// Numbers and slots are 32 bits wide.
    pub(super) const MOST: usize = (u32::MAX - 1) as usize;

    pub(super) fn new() -> Self {
        Self { states: Vec::new(), slots: vec![0; 64] }
    }

    pub(super) fn states(&self) -> &[S] {
        &self.states
    }

    pub(super) fn len(&self) -> usize {
        self.states.len()
    }

    /// Bytes in use.
    pub(super) fn bytes(&self) -> usize {
        self.bytes_of(self.len(), self.slots.len())
    }

    /// Bytes in use once one more state is added.
    pub(super) fn bytes_with_one_more(&self) -> usize {
        let states = self.len() + 1;
        let slots = if self.is_filled_by(states) { self.slots.len() * 2 } else { self.slots.len() };
        self.bytes_of(states, slots)
    }

    fn bytes_of(&self, states: usize, slots: usize) -> usize {
        states * size_of::<S>() + slots * size_of::<u32>()
    }

    /// Where `state` stands, or would.
    pub(super) fn slot(&self, hash: u32, state: &S) -> Slot {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.slots[at] {
                0 => return Slot::Free(at),
                number if self.states[number as usize - 1] == *state => return Slot::Known(number - 1),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// The number of `state`, if it was ever added.
    pub(super) fn find(&self, state: &S) -> Option<u32> {
        match self.slot(hash(state), state) {
            Slot::Known(number) => Some(number),
            Slot::Free(_) => None,
        }
    }

    /// Adds a new state at the free slot that [`Store::slot`] named for it.
    pub(super) fn add(&mut self, free: usize, state: S) {
        self.states.push(state);
        self.slots[free] = self.states.len() as u32;
        if self.is_filled_by(self.len()) {
            self.grow();
        }
    }

    /// Whether so many states leave no room for another: three quarters of the slots at most are taken.
    fn is_filled_by(&self, states: usize) -> bool {
        (states + 1) * 4 > self.slots.len() * 3
    }

    /// Doubles the slots; the old ones are freed first.
    fn grow(&mut self) {
        let slots = self.slots.len() * 2;
        self.slots = Vec::new();
        self.slots = vec![0; slots];
        for (state, number) in self.states.iter().zip(1..) {
            let mut at = hash(state) as usize & (slots - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (slots - 1);
            }
            self.slots[at] = number;
        }
    }
}
