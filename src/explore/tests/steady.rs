//! The number of threads changes nothing.

use std::num::NonZeroUsize;

use super::super::chats::Chats;
use super::{CanStillReach, Explored, Limit, Model, Property, check};

/// A graph without structure: three successors for each of `count` states, some equal.
struct Scrambled {
    count: u32,
}

impl Model for Scrambled {
    type State = u32;
    type Command = u8;

    fn initial(&self) -> Vec<u32> {
        vec![1, 0, 1]
    }

    fn successors(&self, &state: &u32, steps: &mut Vec<(u8, u32)>) {
        let next = |turn: u8| (u64::from(state) * 2_654_435_761 + u64::from(turn) * 40_503) >> (turn % 3);
        steps.extend((0..3).map(|turn| (turn, (next(turn) % u64::from(self.count)) as u32)));
    }
}

/// Visits with one thread and with several; returns how many states there were.
fn same_on_any_number<M: Model>(model: &M, limit: Limit) -> usize
where
    M::State: std::fmt::Debug,
    M::Command: std::fmt::Debug + PartialEq,
{
    let alone = Explored::visit(model, &limit);
    for threads in [2, 3, 4] {
        let shared = Explored::visit(model, &Limit { threads: NonZeroUsize::new(threads).unwrap(), ..limit });
        assert_eq!(alone.states(), shared.states());
        assert_eq!(alone.transitions(), shared.transitions());
        assert_eq!(alone.unfinished(), shared.unfinished());
        for state in (0..alone.states().len()).step_by(499) {
            assert_eq!(alone.trace_to(state), shared.trace_to(state));
        }
    }
    alone.states().len()
}

const CHATS: Chats = Chats { agents: 3, chats: 5, capacity: 2, trap: true, folded: false };

#[test]
fn a_whole_visit() {
    assert!(same_on_any_number(&Scrambled { count: 20_000 }, Limit::default()) > 12_000);
    assert!(same_on_any_number(&CHATS, Limit::default()) > 12_000);
    same_on_any_number(&Chats { chats: 6, folded: true, ..CHATS }, Limit::default());
}

#[test]
fn a_visit_that_is_cut_short() {
    // Cut in the middle of a shared round, in the middle of a state's successors.
    for states in [1, 5000, 7321, 7322, 7323, 12_000] {
        let limit = Limit { states, ..Limit::default() };
        assert_eq!(same_on_any_number(&Scrambled { count: 20_000 }, limit), states);
        assert_eq!(same_on_any_number(&CHATS, limit), states);
    }
    assert!(same_on_any_number(&CHATS, Limit { bytes: 200_000, ..Limit::default() }) < 12_000);
}

#[test]
fn verdicts_and_traces() {
    let properties = || {
        let done = CanStillReach::new(|&state| CHATS.all_done(state));
        [Property::always(|&state| CHATS.no_dead_end(state)), done.into()]
    };
    let alone = check(&CHATS, &properties(), &Limit::default());
    for threads in [2, 4] {
        let limit = Limit { threads: NonZeroUsize::new(threads).unwrap(), ..Limit::default() };
        assert_eq!(check(&CHATS, &properties(), &limit), alone);
    }
}
