//! The visit itself: breadth-first, in rounds that threads may share.
//!
//! A round takes the next states in order, asks the model for their successors and looks each up in the store as it
//! was before the round: that half can be shared among threads. What was not found is then added in order by one
//! thread. So numbers, parents and counts are those of a plain breadth-first search, whatever the rounds.

use std::fmt;
use std::num::NonZeroUsize;
use std::ops::Range;

use super::model::Model;
use super::store::{self, Slot, Store};

/// States of a round on one thread: few enough that what they lead to stays in the cache.
const ALONE: usize = 256;
/// Fewest states for each thread that are worth starting threads.
const SHARE_LEAST: usize = 512;
/// Most states for each thread in a shared round: what two states of one round both lead to is found twice.
const SHARE_MOST: usize = 4096;

/// How far to go before giving up, and on how many threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Most states to keep.
    pub states: usize,
    /// Most bytes for the states, their index and, while judging, their predecessors. What a state keeps on the heap
    /// is not counted.
    pub bytes: usize,
    /// Threads to use; they change the time taken, nothing else.
    pub threads: NonZeroUsize,
}

impl Default for Limit {
    /// Ten million states in one gigabyte, on one thread.
    fn default() -> Self {
        Self { states: 10_000_000, bytes: 1 << 30, threads: NonZeroUsize::MIN }
    }
}

/// Why not every state was visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// [`Limit::states`] were found, and one more.
    States,
    /// [`Limit::bytes`] would not have been enough.
    Bytes,
    /// The caller had seen enough.
    Stopped,
    /// The model is at odds with itself: [`Model::canonical`] is no symmetry, or equal questions got unequal answers.
    Inconsistent,
}

/// What had grown when the explorer gave up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Unfinished {
    /// Why.
    pub cause: Cause,
    /// States found.
    pub states: usize,
    /// States found whose successors were not all visited.
    pub waiting: usize,
    /// Commands to the farthest state found.
    pub depth: usize,
}

impl fmt::Display for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cause = match self.cause {
            Cause::States => "too many states",
            Cause::Bytes => "too much memory",
            Cause::Stopped => "stopped early",
            Cause::Inconsistent => "the model contradicts itself",
        };
        let Self { states, waiting, depth, .. } = self;
        write!(f, "{cause}: {states} states found down to depth {depth}, {waiting} of them unvisited")
    }
}

/// The states of a model that were visited, in breadth-first order.
pub struct Explored<'m, M: Model> {
    pub(super) model: &'m M,
    pub(super) store: Store<M::State>,
    /// For each state the one from which it was first found; a state in which the model starts is its own.
    pub(super) parents: Vec<u32>,
    pub(super) limit: Limit,
    /// The successors of this many states, the first ones, are all in the store.
    expanded: usize,
    transitions: u64,
    cause: Option<Cause>,
}

/// A state that was not in the store when its round began.
struct Fresh<S> {
    parent: u32,
    hash: u32,
    state: S,
}

/// One thread's share of a round; kept from round to round for its buffers.
struct Share<S> {
    fresh: Vec<Fresh<S>>,
    /// Transitions from each state of the share.
    degrees: Vec<u32>,
}

impl<'m, M: Model> Explored<'m, M> {
    /// Visits every state of `model` within `limit`.
    #[must_use]
    pub fn visit(model: &'m M, limit: &Limit) -> Self {
        Self::visit_until(model, limit, |_| false)
    }

    /// Like [`Explored::visit`], but `enough` is shown each state as it is found and may end the visit.
    #[must_use]
    pub fn visit_until(model: &'m M, limit: &Limit, mut enough: impl FnMut(&M::State) -> bool) -> Self {
        let mut explored = Self {
            model,
            store: Store::new(),
            parents: Vec::new(),
            limit: *limit,
            expanded: 0,
            transitions: 0,
            cause: None,
        };
        for state in model.initial() {
            let state = model.canonical(state);
            let parent = explored.store.len() as u32;
            explored.cause = explored.add(Fresh { parent, hash: store::hash(&state), state }, &mut enough);
            if explored.cause.is_some() {
                return explored;
            }
        }
        let mut shares: Vec<Share<M::State>> = Vec::new();
        shares.resize_with(limit.threads.get(), || Share { fresh: Vec::new(), degrees: Vec::new() });
        while explored.cause.is_none() && explored.expanded < explored.store.len() {
            explored.round(&mut shares, &mut enough);
        }
        explored
    }

    /// The states, those of [`Model::canonical`], nearest first.
    #[must_use]
    pub fn states(&self) -> &[M::State] {
        self.store.states()
    }

    /// The model whose states these are.
    #[must_use]
    pub fn model(&self) -> &'m M {
        self.model
    }

    /// Number of transitions from visited states, equal ones counted each time.
    #[must_use]
    pub fn transitions(&self) -> u64 {
        self.transitions
    }

    /// What had grown when the explorer gave up; nothing when every state was visited.
    #[must_use]
    pub fn unfinished(&self) -> Option<Unfinished> {
        self.cause.map(|cause| self.unfinished_because(cause))
    }

    pub(super) fn unfinished_because(&self, cause: Cause) -> Unfinished {
        let mut depth = 0;
        let mut at = self.store.len().saturating_sub(1);
        while let Some(&parent) = self.parents.get(at).filter(|&&parent| parent as usize != at) {
            at = parent as usize;
            depth += 1;
        }
        Unfinished { cause, states: self.store.len(), waiting: self.store.len() - self.expanded, depth }
    }

    /// The states whose successors are all known.
    pub(super) fn expanded(&self) -> Range<usize> {
        0..self.expanded
    }

    /// Bytes of what is kept of the visit.
    pub(super) fn bytes(&self) -> usize {
        self.store.bytes() + size_of_val(&*self.parents)
    }

    /// What they are once one more state is added.
    fn bytes_with_one_more(&self) -> usize {
        self.store.bytes_with_one_more() + size_of_val(&*self.parents) + size_of::<u32>()
    }

    /// Visits the next states: shared when they are many, then added in order.
    fn round(&mut self, shares: &mut [Share<M::State>], enough: &mut impl FnMut(&M::State) -> bool) {
        let waiting = self.expanded..self.store.len();
        let shares = if waiting.len() < shares.len() * SHARE_LEAST { &mut shares[..1] } else { shares };
        let each =
            if let [_] = shares { ALONE } else { waiting.len().div_ceil(shares.len()).min(SHARE_MOST) };
        let mut from = waiting.start;
        let mut parts = shares.iter_mut().map(|share| {
            let part = from..waiting.end.min(from + each);
            from = part.end;
            (share, part)
        });
        let (model, store) = (self.model, &self.store);
        if let Some((own, part)) = parts.next() {
            std::thread::scope(|scope| {
                for (share, part) in parts {
                    scope.spawn(move || share.fill(model, store, part));
                }
                own.fill(model, store, part);
            });
        }
        for share in shares {
            self.merge(share, enough);
            if self.cause.is_some() {
                break;
            }
        }
    }

    /// Adds what a share found; on a limit, only the states visited in full are counted.
    fn merge(&mut self, share: &mut Share<M::State>, enough: &mut impl FnMut(&M::State) -> bool) {
        let first = self.expanded;
        let mut visited = share.degrees.len();
        for fresh in share.fresh.drain(..) {
            let parent = fresh.parent as usize;
            self.cause = self.add(fresh, enough);
            if self.cause.is_some() {
                visited = parent - first;
                break;
            }
        }
        self.expanded += visited;
        self.transitions += share.degrees[..visited].iter().map(|&degree| u64::from(degree)).sum::<u64>();
    }

    /// Adds one state unless it is known; says why the visit must end, if it must.
    fn add(&mut self, fresh: Fresh<M::State>, enough: &mut impl FnMut(&M::State) -> bool) -> Option<Cause> {
        let Slot::Free(free) = self.store.slot(fresh.hash, &fresh.state) else { return None };
        if self.store.len() >= self.limit.states.min(Store::<M::State>::MOST) {
            return Some(Cause::States);
        }
        if self.bytes_with_one_more() > self.limit.bytes {
            return Some(Cause::Bytes);
        }
        let stop = enough(&fresh.state);
        self.store.add(free, fresh.state);
        self.parents.push(fresh.parent);
        stop.then_some(Cause::Stopped)
    }
}

impl<S: Clone + Eq + std::hash::Hash> Share<S> {
    /// Visits the states of `part`, keeping what `store` does not know.
    fn fill<M: Model<State = S>>(&mut self, model: &M, store: &Store<S>, part: Range<usize>) {
        self.degrees.clear();
        self.fresh.clear();
        let mut steps = Vec::new();
        for (parent, state) in part.clone().zip(&store.states()[part]) {
            model.successors(state, &mut steps);
            self.degrees.push(steps.len() as u32);
            for (_, state) in steps.drain(..) {
                let state = model.canonical(state);
                let hash = store::hash(&state);
                if let Slot::Free(_) = store.slot(hash, &state) {
                    self.fresh.push(Fresh { parent: parent as u32, hash, state });
                }
            }
        }
    }
}
