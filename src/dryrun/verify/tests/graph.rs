//! A graph that was explored the plain way: every edge kept, everything asked by walking it.

use std::collections::VecDeque;
use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Nodes by number, 0 the start; of each node what leads where.
pub(super) struct Graph<N, C> {
    pub(super) nodes: Vec<N>,
    pub(super) edges: Vec<Vec<(usize, C)>>,
    /// Of each node the edges that lead there, as node and position.
    back: Vec<Vec<(usize, usize)>>,
}

impl<N: Clone + Eq + Hash, C> Graph<N, C> {
    /// Visits everything; nothing where there are more than `most` nodes.
    pub(super) fn of(start: N, most: usize, mut out: impl FnMut(&N) -> Vec<(N, C)>) -> Option<Self> {
        let mut number = FxHashMap::from_iter([(start.clone(), 0)]);
        let (mut nodes, mut edges) = (vec![start], Vec::new());
        while edges.len() < nodes.len() {
            let found = out(&nodes[edges.len()]).into_iter().map(|(next, command)| {
                let to = *number.entry(next.clone()).or_insert_with(|| {
                    nodes.push(next);
                    nodes.len() - 1
                });
                (to, command)
            });
            edges.push(found.collect::<Vec<_>>());
            if nodes.len() > most {
                return None;
            }
        }
        let mut back = vec![Vec::new(); nodes.len()];
        for (from, out) in edges.iter().enumerate() {
            for (at, &(to, _)) in out.iter().enumerate() {
                back[to].push((from, at));
            }
        }
        Some(Self { nodes, edges, back })
    }

    /// Steps from the start; those that are free are not counted.
    pub(super) fn distances(&self, is_free: impl Fn(&C) -> bool) -> Vec<usize> {
        let mut far = vec![usize::MAX; self.nodes.len()];
        let mut queue = VecDeque::from([(0, 0)]);
        while let Some((at, steps)) = queue.pop_front() {
            if far[at] <= steps {
                continue;
            }
            far[at] = steps;
            for (to, command) in &self.edges[at] {
                if is_free(command) {
                    queue.push_front((*to, steps));
                } else {
                    queue.push_back((*to, steps + 1));
                }
            }
        }
        far
    }

    /// A way from the start to a node, for messages.
    pub(super) fn way(&self, to: usize) -> Vec<&C> {
        let mut from: Vec<Option<(usize, usize)>> = vec![None; self.nodes.len()];
        let mut queue = VecDeque::from([0]);
        while let Some(at) = queue.pop_front() {
            for (edge, &(next, _)) in self.edges[at].iter().enumerate() {
                if next != 0 && from[next].is_none() {
                    from[next] = Some((at, edge));
                    queue.push_back(next);
                }
            }
        }
        let mut way = Vec::new();
        let mut at = to;
        while let Some((before, edge)) = from[at] {
            way.push(&self.edges[before][edge].1);
            at = before;
        }
        way.reverse();
        way
    }

    /// The nodes asked about from which no goal can be reached by edges that count.
    pub(super) fn out_of_reach(
        &self,
        goal: impl Fn(usize) -> bool,
        counts: impl Fn(usize, &C) -> bool,
        from: impl Fn(usize) -> bool,
    ) -> Vec<bool> {
        let mut reaches: Vec<bool> = (0..self.nodes.len()).map(goal).collect();
        let mut news: Vec<usize> = (0..self.nodes.len()).filter(|&at| reaches[at]).collect();
        while let Some(to) = news.pop() {
            for &(at, edge) in &self.back[to] {
                if !reaches[at] && counts(at, &self.edges[at][edge].1) {
                    reaches[at] = true;
                    news.push(at);
                }
            }
        }
        (0..self.nodes.len()).map(|at| from(at) && !reaches[at]).collect()
    }
}
