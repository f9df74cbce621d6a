//! What can be explored, and the story that leads to a state.

use std::hash::Hash;

/// A finite machine: where it may start, and what may happen next.
///
/// Every method is a pure function of its arguments: the explorer asks about a state more than once and relies on
/// equal answers in equal order.
pub trait Model: Sync {
    /// One configuration of the machine. It is kept once for each reachable state: pack it small and inline.
    type State: Clone + Eq + Hash + Send + Sync;
    /// What leads from one state to the next.
    type Command: Clone;

    /// The states in which the machine may start, in the order in which traces prefer them.
    fn initial(&self) -> Vec<Self::State>;

    /// Adds to `steps`, which comes empty, every command that is possible in `state` with the state it leads to.
    /// Of two equally short traces the one whose commands come first here is told.
    fn successors(&self, state: &Self::State, steps: &mut Vec<(Self::Command, Self::State)>);

    /// The one state that stands for all that differ from `state` only by exchanging interchangeable parts.
    ///
    /// Sound when the exchange is a symmetry: interchangeable states have interchangeable successors, and neither a
    /// property nor its choice of commands tells them apart. Without symmetry, the state itself.
    fn canonical(&self, state: Self::State) -> Self::State {
        state
    }
}

/// A run of a [`Model`]: a state in which it may start, then each command with the state it led to.
///
/// The states are those of a real run, never stand-ins from [`Model::canonical`], so the commands can be replayed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Trace<C, S> {
    /// Where the run starts.
    pub start: S,
    /// What happened, in order.
    pub steps: Vec<(C, S)>,
}

impl<C, S> Trace<C, S> {
    /// The state in which the run ends.
    #[must_use]
    pub fn last(&self) -> &S {
        self.steps.last().map_or(&self.start, |(_, state)| state)
    }
}
