//! From a state back to where its story starts, then forward again as a real run.

use super::model::{Model, Trace};
use super::visit::Explored;

impl<M: Model> Explored<'_, M> {
    /// A shortest run to the state with this number (its position in [`Explored::states`]).
    ///
    /// Under symmetry the run ends in a state that `state` stands for. `None` when there is no such state, or when
    /// the model is at odds with itself: [`Model::canonical`] is no symmetry, or an answer changed.
    #[must_use]
    pub fn trace_to(&self, number: usize) -> Option<Trace<M::Command, M::State>> {
        let mut path = vec![number as u32];
        let mut at = number as u32;
        while *self.parents.get(at as usize)? != at {
            at = self.parents[at as usize];
            path.push(at);
        }
        let mut path = path.into_iter().rev();
        let stands_for = |number: u32, state: &M::State| {
            self.model.canonical(state.clone()) == self.store.states()[number as usize]
        };

        let root = path.next()?;
        let start = self.model.initial().into_iter().find(|state| stands_for(root, state))?;
        let mut trace = Trace { start, steps: Vec::new() };
        for number in path {
            let mut steps = Vec::new();
            self.model.successors(trace.last(), &mut steps);
            trace.steps.push(steps.into_iter().find(|(_, state)| stands_for(number, state))?);
        }
        Some(trace)
    }
}
