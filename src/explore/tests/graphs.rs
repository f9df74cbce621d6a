//! Small graphs with results worked out by hand.

use std::num::NonZeroUsize;

use super::{CanStillReach, Cause, Explored, Limit, Model, Property, Trace, Unfinished, Verdict, check};

/// States are numbers; `edges` lists (from, command, to).
#[derive(Debug, Clone)]
pub(super) struct Graph {
    pub(super) initial: Vec<u8>,
    pub(super) edges: Vec<(u8, char, u8)>,
}

impl Model for Graph {
    type State = u8;
    type Command = char;

    fn initial(&self) -> Vec<u8> {
        self.initial.clone()
    }

    fn successors(&self, &state: &u8, steps: &mut Vec<(char, u8)>) {
        let from_here = self.edges.iter().filter(|(from, ..)| *from == state);
        steps.extend(from_here.map(|&(_, command, to)| (command, to)));
    }
}

fn graph(initial: &[u8], edges: &[(u8, char, u8)]) -> Graph {
    Graph { initial: initial.to_vec(), edges: edges.to_vec() }
}

fn judge(graph: &Graph, property: impl Into<Property<'static, Graph>>) -> Verdict<char, u8> {
    check(graph, &[property.into()], &Limit::default()).verdicts.remove(0)
}

fn refuted(start: u8, steps: &[(char, u8)]) -> Verdict<char, u8> {
    Verdict::Refuted { trace: Trace { start, steps: steps.to_vec() } }
}

/// 0 -a-> 1 -b-> 2 -c-> 0, 0 -d-> 2, and 9 is out of reach.
fn ring() -> Graph {
    graph(&[0], &[(0, 'a', 1), (0, 'd', 2), (1, 'b', 2), (2, 'c', 0), (9, 'z', 0)])
}

#[test]
fn visits_what_is_reachable_in_breadth_first_order() {
    let ring = ring();
    let explored = Explored::visit(&ring, &Limit::default());
    assert_eq!(explored.states(), [0, 1, 2]);
    assert_eq!(explored.transitions(), 4);
    assert_eq!(explored.unfinished(), None);
    assert_eq!(explored.trace_to(2), Some(Trace { start: 0, steps: vec![('d', 2)] }));
    assert_eq!(explored.trace_to(3), None);
}

#[test]
fn a_model_that_cannot_start_proves_everything() {
    let nothing = graph(&[], &[(0, 'a', 1)]);
    assert_eq!(judge(&nothing, Property::always(|_| false)), Verdict::Proved);
    assert_eq!(judge(&nothing, CanStillReach::new(|_| false)), Verdict::Proved);
}

#[test]
fn an_invariant_is_refuted_by_the_shortest_way_to_break_it() {
    assert_eq!(judge(&ring(), Property::always(|&state| state < 9)), Verdict::Proved);
    assert_eq!(judge(&ring(), Property::always(|&state| state != 2)), refuted(0, &[('d', 2)]));
    assert_eq!(judge(&ring(), Property::always(|&state| state != 0)), refuted(0, &[]));
}

#[test]
fn of_equally_short_traces_the_first_start_and_the_first_command_win() {
    let two = graph(&[4, 3], &[(3, 'x', 5), (4, 'y', 5), (4, 'z', 5)]);
    assert_eq!(judge(&two, Property::always(|&state| state != 5)), refuted(4, &[('y', 5)]));
}

#[test]
fn the_visit_ends_when_every_invariant_is_refuted() {
    let endless = (0..200).map(|from| (from, 'n', from + 1)).collect();
    let chain = Graph { initial: vec![0], edges: endless };
    let broken = || Property::always(|&state| state != 3);
    let report = check(&chain, &[broken(), Property::always(|&state| state != 1)], &Limit::default());
    assert_eq!(report.states, 4);
    assert_eq!(report.verdicts[0], refuted(0, &[('n', 1), ('n', 2), ('n', 3)]));
    assert_eq!(report.verdicts[1], refuted(0, &[('n', 1)]));
    let report = check(&chain, &[broken(), Property::always(|_| true)], &Limit::default());
    assert_eq!((report.states, report.transitions), (201, 200));
    assert_eq!(report.verdicts[1], Verdict::Proved);
    assert_eq!(check(&chain, &[], &Limit::default()).states, 201);
}

#[test]
fn a_cycle_does_not_lose_a_goal_that_it_can_leave_for() {
    // 0 <-> 1, 1 -> 2: a run may stay in the cycle for ever, yet the goal is never lost.
    let cycle = graph(&[0], &[(0, 'a', 1), (1, 'b', 0), (1, 'g', 2)]);
    assert_eq!(judge(&cycle, CanStillReach::new(|&state| state == 2)), Verdict::Proved);
}

/// 0 -> 1 -> 2 the goal; 1 -> 3 <-> 4 is a cycle without a way out; 0 -> 5 -> 4.
fn sink() -> Graph {
    graph(&[0], &[(0, 'a', 1), (0, 'f', 5), (1, 'g', 2), (1, 'b', 3), (3, 'c', 4), (4, 'd', 3), (5, 'h', 4)])
}

#[test]
fn a_cycle_without_a_way_out_is_told_by_the_nearest_lost_state() {
    assert_eq!(judge(&sink(), CanStillReach::new(|&state| state == 2)), refuted(0, &[('f', 5)]));
    assert_eq!(judge(&sink(), CanStillReach::new(|&state| state == 4 || state == 2)), Verdict::Proved);
}

#[test]
fn it_is_asked_only_of_the_states_named() {
    let from = |named: u8| CanStillReach::new(|&state| state == 2).from(move |&state| state == named);
    assert_eq!(judge(&sink(), from(3)), refuted(0, &[('a', 1), ('b', 3)]));
    assert_eq!(judge(&sink(), from(1)), Verdict::Proved);
}

#[test]
fn only_the_commands_counted_on_make_up_a_way() {
    // The environment `e` leads to 1; from there the way back is by the environment alone.
    let weather = graph(&[0], &[(0, 'e', 1), (1, 'e', 0), (0, 'g', 2), (2, 'g', 0)]);
    let goal = || CanStillReach::new(|&state| state == 2);
    assert_eq!(judge(&weather, goal()), Verdict::Proved);
    assert_eq!(judge(&weather, goal().counting_on(|&command| command == 'g')), refuted(0, &[('e', 1)]));
}

#[test]
fn a_limit_is_never_a_proof() {
    let limit = |states| Limit { states, ..Limit::default() };
    let unfinished = |states, waiting, depth| Unfinished { cause: Cause::States, states, waiting, depth };
    let safe = || Property::always(|&state| state < 9);
    let reach = || CanStillReach::new(|&state| state == 0).into();
    for (most, reason) in [(0, unfinished(0, 0, 0)), (1, unfinished(1, 1, 0)), (2, unfinished(2, 2, 1))] {
        let report = check(&ring(), &[safe(), reach()], &limit(most));
        assert_eq!(report.verdicts, [Verdict::Unknown { reason }, Verdict::Unknown { reason }]);
        assert_eq!(report.transitions, 0);
    }
    assert_eq!(check(&ring(), &[safe(), reach()], &limit(3)).verdicts, [Verdict::Proved, Verdict::Proved]);
    let message = "too many states: 2 states found down to depth 1, 2 of them unvisited";
    assert_eq!(unfinished(2, 2, 1).to_string(), message);
}

#[test]
fn what_is_refuted_within_a_limit_stays_refuted() {
    // 1 is lost whatever lies behind the unvisited 2.
    let mut edges = vec![(0, 'a', 1), (0, 'b', 2), (1, 's', 1)];
    edges.extend((2..100).map(|from| (from, 'n', from + 1)));
    let limit = Limit { states: 50, ..Limit::default() };
    let graph = Graph { initial: vec![0], edges };
    let report = check(&graph, &[CanStillReach::new(|&state| state == 100).into()], &limit);
    assert_eq!(report.verdicts, [refuted(0, &[('a', 1)])]);
}

#[test]
fn memory_is_a_limit_too() {
    let chain = Graph { initial: vec![0], edges: (0..200).map(|from| (from, 'n', from + 1)).collect() };
    // Five bytes a state and 64 slots of four bytes, which hold 48 states.
    let stops_at = |bytes, states| {
        let limit = Limit { bytes, ..Limit::default() };
        let report = check(&chain, &[Property::always(|_| true)], &limit);
        let reason = Unfinished { cause: Cause::Bytes, states, waiting: 1, depth: states - 1 };
        assert_eq!(report.verdicts, [Verdict::Unknown { reason }]);
    };
    stops_at(64 * 4 + 20 * 5, 20);
    stops_at(64 * 4 + 21 * 5 - 1, 20);
    // The state that fills the slots doubles them.
    stops_at(64 * 4 + 47 * 5, 47);
    stops_at(128 * 4 + 48 * 5 - 1, 47);
    stops_at(128 * 4 + 48 * 5, 48);

    // Judging what can still be reached keeps a byte for each state and, as each of these is lost because the one
    // behind it is, four bytes for a region of one.
    let judged = |bytes| {
        let limit = Limit { bytes, ..Limit::default() };
        let lost = CanStillReach::new(|_| false).into();
        check(&chain, &[Property::always(|_| true), lost], &limit).verdicts
    };
    let enough = 512 * 4 + 201 * 5 + 201 + 4;
    let reason = Unfinished { cause: Cause::Bytes, states: 201, waiting: 0, depth: 200 };
    assert_eq!(judged(enough - 1), [Verdict::Proved, Verdict::Unknown { reason }]);
    assert_eq!(judged(enough), [Verdict::Proved, refuted(0, &[])]);

    // Where all lie in one region, each has its number there and a pair for the way in.
    let ring = Graph { initial: vec![0], edges: (0..5).map(|from| (from, 'n', (from + 1) % 5)).collect() };
    let judged = |bytes| {
        let limit = Limit { bytes, ..Limit::default() };
        check(&ring, &[CanStillReach::new(|_| false).into()], &limit).verdicts
    };
    let enough = 64 * 4 + 5 * 5 + 5 + 5 * 4 + 5 * 8;
    let reason = Unfinished { cause: Cause::Bytes, states: 5, waiting: 0, depth: 4 };
    assert_eq!(judged(enough - 1), [Verdict::Unknown { reason }]);
    assert_eq!(judged(enough), [refuted(0, &[])]);
}

/// Claims that 1 and 2 are interchangeable, though only 1 has a successor.
struct NoSymmetry;

impl Model for NoSymmetry {
    type State = u8;
    type Command = ();

    fn initial(&self) -> Vec<u8> {
        vec![0]
    }

    fn successors(&self, &state: &u8, steps: &mut Vec<((), u8)>) {
        match state {
            0 => steps.push(((), 2)),
            1 => steps.push(((), 3)),
            _ => {}
        }
    }

    fn canonical(&self, state: u8) -> u8 {
        if state == 2 { 1 } else { state }
    }
}

#[test]
fn no_story_is_told_that_did_not_happen() {
    let report = check(&NoSymmetry, &[Property::always(|&state| state != 3)], &Limit::default());
    let [Verdict::Unknown { reason }] = &report.verdicts[..] else { panic!("{report:?}") };
    assert_eq!(reason.cause, Cause::Inconsistent);
}

#[test]
fn more_threads_than_states_do_no_harm() {
    let limit = Limit { threads: NonZeroUsize::new(64).unwrap(), ..Limit::default() };
    assert_eq!(Explored::visit(&ring(), &limit).states(), [0, 1, 2]);
}
