//! Backward reachability: which states have lost every way to a goal.
//!
//! Keeping the predecessors of all states would cost far more than the states. Instead the states are taken from the
//! last found to the first, and each undecided one opens a *region*: itself and what is undecided ahead of it. A
//! state with a decided way to the goal is decided on sight; only inside a region are predecessors kept, and at its
//! end everything in it is decided. So every state is visited once, and regions are small where goals lie ahead.

use super::model::Model;
use super::property::CanStillReach;
use super::visit::{Cause, Explored};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Undecided,
    InRegion,
    Reaches,
    Lost,
}

/// A search for the states of one visit that cannot reach a goal.
struct Search<'a, M: Model> {
    explored: &'a Explored<'a, M>,
    property: &'a CanStillReach<'a, M>,
    standing: Vec<Standing>,
    region: Vec<u32>,
    /// (successor, predecessor) inside the region.
    edges: Vec<(u32, u32)>,
    /// States of the region found to reach the goal whose predecessors have not been told.
    news: Vec<u32>,
    steps: Vec<(M::Command, M::State)>,
}

/// The first visited state in which `property` applies and from which its goal is out of reach, if there is one.
///
/// What was not visited counts as reaching the goal: a state that is named is lost whatever else the model does.
pub(super) fn first_lost<M: Model>(
    explored: &Explored<'_, M>,
    property: &CanStillReach<'_, M>,
) -> Result<Option<usize>, Cause> {
    let mut standing = vec![Standing::Reaches; explored.store.len()];
    for number in explored.expanded() {
        if !(property.goal)(&explored.states()[number]) {
            standing[number] = Standing::Undecided;
        }
    }
    let mut search = Search {
        explored,
        property,
        standing,
        region: Vec::new(),
        edges: Vec::new(),
        news: Vec::new(),
        steps: Vec::new(),
    };
    for number in explored.expanded().rev() {
        if search.standing[number] == Standing::Undecided {
            search.decide_region(number as u32)?;
        }
    }
    let lost = |&number: &usize| {
        search.standing[number] == Standing::Lost && (property.from)(&explored.states()[number])
    };
    Ok(explored.expanded().find(lost))
}

impl<M: Model> Search<'_, M> {
    /// Decides `first` and everything undecided that lies ahead of it.
    fn decide_region(&mut self, first: u32) -> Result<(), Cause> {
        self.region.push(first);
        self.standing[first as usize] = Standing::InRegion;
        let mut visited = 0;
        while let Some(&number) = self.region.get(visited) {
            visited += 1;
            self.visit(number)?;
        }
        self.edges.sort_unstable();
        while let Some(number) = self.news.pop() {
            let from = self.edges.partition_point(|&(successor, _)| successor < number);
            for &(_, predecessor) in
                self.edges[from..].iter().take_while(|&&(successor, _)| successor == number)
            {
                if self.standing[predecessor as usize] == Standing::InRegion {
                    self.standing[predecessor as usize] = Standing::Reaches;
                    self.news.push(predecessor);
                }
            }
        }
        self.edges.clear();
        for number in self.region.drain(..) {
            if self.standing[number as usize] == Standing::InRegion {
                self.standing[number as usize] = Standing::Lost;
            }
        }
        Ok(())
    }

    /// Looks one command ahead of a state of the region.
    fn visit(&mut self, number: u32) -> Result<(), Cause> {
        let Explored { model, store, .. } = self.explored;
        let (edges, region) = (self.edges.len(), self.region.len());
        self.steps.clear();
        model.successors(&store.states()[number as usize], &mut self.steps);
        for (command, state) in self.steps.drain(..) {
            if !(self.property.counting_on)(&command) {
                continue;
            }
            let successor = store.find(&model.canonical(state)).ok_or(Cause::Inconsistent)?;
            match self.standing[successor as usize] {
                Standing::Lost => {}
                Standing::InRegion => self.edges.push((successor, number)),
                Standing::Undecided => {
                    self.standing[successor as usize] = Standing::InRegion;
                    self.edges.push((successor, number));
                    self.region.push(successor);
                }
                Standing::Reaches => {
                    self.standing[number as usize] = Standing::Reaches;
                    self.news.push(number);
                    self.edges.truncate(edges);
                    for later in self.region.drain(region..) {
                        self.standing[later as usize] = Standing::Undecided;
                    }
                    return Ok(());
                }
            }
        }
        let kept = self.standing.len() + size_of_val(&*self.edges) + size_of_val(&*self.region);
        if self.explored.bytes() + kept > self.explored.limit.bytes {
            return Err(Cause::Bytes);
        }
        Ok(())
    }
}
