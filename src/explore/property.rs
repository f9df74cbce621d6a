//! What is asked of all reachable states, and the answer.

use super::model::{Model, Trace};
use super::reach;
use super::visit::{Cause, Explored, Limit, Unfinished};

type Test<'a, T> = Box<dyn Fn(&T) -> bool + 'a>;

/// A claim about every reachable state of a [`Model`].
///
/// Under [`Model::canonical`] a test sees only the states that stand for others, so it must not tell apart what they
/// stand for.
pub enum Property<'a, M: Model> {
    /// The test holds in every reachable state.
    Always(Test<'a, M::State>),
    /// From every reachable state some way still leads to a goal.
    CanStillReach(CanStillReach<'a, M>),
}

impl<'a, M: Model> Property<'a, M> {
    /// `test` holds in every reachable state.
    pub fn always(test: impl Fn(&M::State) -> bool + 'a) -> Self {
        Self::Always(Box::new(test))
    }
}

/// From every reachable state there still is a way to a goal: it need not be taken, but it is never lost.
///
/// This is weaker than "the goal comes about in the end", which no machine with a cycle can promise.
pub struct CanStillReach<'a, M: Model> {
    pub(super) goal: Test<'a, M::State>,
    pub(super) from: Test<'a, M::State>,
    pub(super) counting_on: Test<'a, M::Command>,
}

impl<'a, M: Model> CanStillReach<'a, M> {
    /// From every reachable state, by whatever commands, a state that passes `goal` can be reached.
    pub fn new(goal: impl Fn(&M::State) -> bool + 'a) -> Self {
        Self { goal: Box::new(goal), from: Box::new(|_| true), counting_on: Box::new(|_| true) }
    }

    /// Asks it only of the states that pass `from`; the way may lead through any.
    #[must_use]
    pub fn from(self, from: impl Fn(&M::State) -> bool + 'a) -> Self {
        Self { from: Box::new(from), ..self }
    }

    /// Only commands that pass `counting_on` make up a way: the helpful ones, not those of the environment. What can
    /// happen before is not restricted.
    #[must_use]
    pub fn counting_on(self, counting_on: impl Fn(&M::Command) -> bool + 'a) -> Self {
        Self { counting_on: Box::new(counting_on), ..self }
    }
}

impl<'a, M: Model> From<CanStillReach<'a, M>> for Property<'a, M> {
    fn from(property: CanStillReach<'a, M>) -> Self {
        Self::CanStillReach(property)
    }
}

/// What is known of a [`Property`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Verdict<C, S> {
    /// It holds: every reachable state was visited.
    Proved,
    /// It does not hold in the state in which `trace` ends.
    Refuted {
        /// A shortest run to such a state; where not every state was visited and the property is
        /// [`Property::CanStillReach`], a run to the nearest state of which it is certain.
        trace: Trace<C, S>,
    },
    /// Neither is known.
    Unknown {
        /// What grew too large.
        reason: Unfinished,
    },
}

/// The answer of [`check`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report<C, S> {
    /// One verdict for each property, in their order.
    pub verdicts: Vec<Verdict<C, S>>,
    /// Number of states visited, symmetric ones counted once.
    pub states: usize,
    /// Number of transitions from states visited in full, equal ones counted each time.
    pub transitions: u64,
}

/// Explores `model` once and judges every property.
///
/// The visit ends early when nothing is left to learn: every property is a [`Property::Always`] that was refuted.
pub fn check<M: Model>(
    model: &M,
    properties: &[Property<'_, M>],
    limit: &Limit,
) -> Report<M::Command, M::State> {
    let mut broken = vec![None; properties.len()];
    let mut number = 0;
    let explored = Explored::visit_until(model, limit, |state| {
        for (property, broken) in properties.iter().zip(&mut broken) {
            if matches!(property, Property::Always(test) if broken.is_none() && !test(state)) {
                *broken = Some(number);
            }
        }
        number += 1;
        !broken.is_empty() && broken.iter().all(Option::is_some)
    });
    let verdicts = properties.iter().zip(broken).map(|(property, broken)| match property {
        Property::Always(_) => explored.conclude(broken),
        Property::CanStillReach(_) => explored.judge(property),
    });
    Report {
        verdicts: verdicts.collect(),
        states: explored.states().len(),
        transitions: explored.transitions(),
    }
}

impl<M: Model> Explored<'_, M> {
    /// Judges one property by the states that were visited.
    ///
    /// A [`Property::CanStillReach`] asks the model for the successors of every state once more.
    #[must_use]
    pub fn judge(&self, property: &Property<'_, M>) -> Verdict<M::Command, M::State> {
        match property {
            Property::Always(test) => self.conclude(self.states().iter().position(|state| !test(state))),
            Property::CanStillReach(property) => match reach::first_lost(self, property) {
                Ok(broken) => self.conclude(broken),
                Err(cause) => Verdict::Unknown { reason: self.unfinished_because(cause) },
            },
        }
    }

    /// The verdict on a property that is broken in the state with this number, or in none that was visited.
    fn conclude(&self, broken: Option<usize>) -> Verdict<M::Command, M::State> {
        let Some(number) = broken else {
            return self.unfinished().map_or(Verdict::Proved, |reason| Verdict::Unknown { reason });
        };
        match self.trace_to(number) {
            Some(trace) => Verdict::Refuted { trace },
            None => Verdict::Unknown { reason: self.unfinished_because(Cause::Inconsistent) },
        }
    }
}
