//! Differential: thousands of random graphs against an explorer that is too simple to be wrong.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proptest::prelude::*;

use super::graphs::Graph;
use super::{CanStillReach, Limit, Property, Trace, Verdict, check};

/// Each state within reach of `from` by the commands counted on, with its distance.
fn distances(graph: &Graph, from: &[u8], counted: impl Fn(char) -> bool) -> BTreeMap<u8, usize> {
    let mut distances: BTreeMap<u8, usize> = from.iter().map(|&state| (state, 0)).collect();
    let mut queue: VecDeque<u8> = from.iter().copied().collect();
    while let Some(state) = queue.pop_front() {
        for &(_, _, to) in graph.edges.iter().filter(|&&(at, by, _)| at == state && counted(by)) {
            if !distances.contains_key(&to) {
                distances.insert(to, distances[&state] + 1);
                queue.push_back(to);
            }
        }
    }
    distances
}

/// What is asked of a graph; commands are `a` to `d`.
#[derive(Debug, Clone)]
struct Question {
    graph: Graph,
    safe: BTreeSet<u8>,
    goal: BTreeSet<u8>,
    from: BTreeSet<u8>,
    counted: BTreeSet<char>,
}

impl Question {
    fn properties(&self) -> [Property<'_, Graph>; 2] {
        let reach = CanStillReach::new(|state| self.goal.contains(state))
            .from(|state| self.from.contains(state))
            .counting_on(|command| self.counted.contains(command));
        [Property::always(|state| self.safe.contains(state)), reach.into()]
    }

    /// The states in which each of the properties does not hold, with their distances.
    fn broken(&self) -> [BTreeMap<u8, usize>; 2] {
        let mut reachable = distances(&self.graph, &self.graph.initial, |_| true);
        let mut lost = reachable.clone();
        reachable.retain(|state, _| !self.safe.contains(state));
        lost.retain(|state, _| {
            let ahead = distances(&self.graph, &[*state], |command| self.counted.contains(&command));
            self.from.contains(state) && !ahead.keys().any(|state| self.goal.contains(state))
        });
        [reachable, lost]
    }
}

fn questions(most: u8) -> impl Strategy<Value = Question> {
    let states = move |size| prop::collection::btree_set(0..most, size);
    let edges = prop::collection::vec((0..most, prop::char::range('a', 'd'), 0..most), 0..3 * most as usize);
    let graphs = (prop::collection::vec(0..most, 0..3), edges);
    (
        graphs.prop_map(|(initial, edges)| Graph { initial, edges }),
        states(most as usize / 2..=most as usize),
        states(0..=2),
        states(0..=most as usize),
        prop::collection::btree_set(prop::char::range('a', 'd'), 1..=4),
    )
        .prop_map(|(graph, safe, goal, from, counted)| Question { graph, safe, goal, from, counted })
}

fn replays(graph: &Graph, trace: &Trace<char, u8>) -> bool {
    let mut at = trace.start;
    graph.initial.contains(&at)
        && trace.steps.iter().all(|&(by, to)| {
            let from = std::mem::replace(&mut at, to);
            graph.edges.contains(&(from, by, to))
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn agrees_with_the_naive_explorer(question in questions(14)) {
        let report = check(&question.graph, &question.properties(), &Limit::default());
        let reachable = distances(&question.graph, &question.graph.initial, |_| true);
        prop_assert_eq!(report.states, reachable.len());
        let within = question.graph.edges.iter().filter(|(from, ..)| reachable.contains_key(from));
        prop_assert_eq!(report.transitions, within.count() as u64);
        for (verdict, broken) in report.verdicts.iter().zip(question.broken()) {
            match verdict {
                Verdict::Proved => prop_assert!(broken.is_empty(), "{:?}", broken),
                Verdict::Refuted { trace } => {
                    prop_assert!(broken.contains_key(trace.last()));
                    prop_assert_eq!(Some(&trace.steps.len()), broken.values().min());
                    prop_assert!(replays(&question.graph, trace));
                }
                Verdict::Unknown { .. } => prop_assert!(false, "{:?}", verdict),
            }
        }
    }

    #[test]
    fn under_a_limit_it_claims_only_what_is_so(question in questions(14), most in 0..14_usize) {
        let report = check(&question.graph, &question.properties(), &Limit { states: most, ..Limit::default() });
        let reachable = distances(&question.graph, &question.graph.initial, |_| true);
        prop_assert_eq!(report.states, most.min(reachable.len()));
        for (verdict, broken) in report.verdicts.iter().zip(question.broken()) {
            match verdict {
                Verdict::Proved => prop_assert!(most >= reachable.len() && broken.is_empty()),
                Verdict::Refuted { trace } => {
                    prop_assert!(broken.contains_key(trace.last()));
                    prop_assert!(replays(&question.graph, trace));
                }
                Verdict::Unknown { reason } => {
                    prop_assert!(most < reachable.len());
                    prop_assert_eq!(reason.states, most);
                }
            }
        }
    }

    #[test]
    fn every_trace_is_a_shortest_one(question in questions(20)) {
        let reachable = distances(&question.graph, &question.graph.initial, |_| true);
        let explored = super::Explored::visit(&question.graph, &Limit::default());
        for (number, state) in explored.states().iter().enumerate() {
            let trace = explored.trace_to(number).unwrap();
            prop_assert_eq!(trace.last(), state);
            prop_assert_eq!(trace.steps.len(), reachable[state]);
            prop_assert!(replays(&question.graph, &trace));
        }
    }
}

#[test]
fn the_questions_are_worth_asking() {
    // A guard against a generator that drifts into answering everything alike.
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut refuted = [0; 2];
    let mut longest = 0;
    for _ in 0..1000 {
        let question = questions(14).new_tree(&mut runner).unwrap().current();
        for (count, broken) in refuted.iter_mut().zip(question.broken()) {
            *count += usize::from(!broken.is_empty());
            longest = longest.max(broken.values().min().copied().unwrap_or(0));
        }
    }
    assert!(refuted.iter().all(|count| (100..900).contains(count)), "{refuted:?}");
    assert!(longest >= 3, "{longest}");
}
