//! The chat model that other model checkers were measured on, small enough for a test.

use proptest::prelude::*;

use super::super::chats::{Chats, Command};
use super::{CanStillReach, Explored, Limit, Model, Property, Trace, Verdict, check};

const SAFE: Chats = Chats { agents: 3, chats: 5, capacity: 5, trap: false, folded: false };

fn judge(model: &Chats) -> (usize, u64, Vec<Verdict<Command, u64>>) {
    let done = CanStillReach::new(|&state| model.all_done(state));
    let properties = [Property::always(|&state| model.no_dead_end(state)), done.into()];
    let report = check(model, &properties, &Limit::default());
    (report.states, report.transitions, report.verdicts)
}

fn replays(model: &Chats, trace: &Trace<Command, u64>) -> bool {
    let mut at = trace.start;
    model.initial().contains(&at)
        && trace.steps.iter().all(|step| {
            let mut steps = Vec::new();
            model.successors(&at, &mut steps);
            at = step.1;
            steps.contains(step)
        })
}

#[test]
fn every_chat_can_be_done() {
    // Six states for each chat; on average two commands for each: (2 × 3 + 3 × 2 + 0) / 6.
    let proved = vec![Verdict::Proved, Verdict::Proved];
    assert_eq!(judge(&SAFE), (6_usize.pow(5), 10 * 6_u64.pow(5), proved.clone()));
    // Multisets of 5 out of 6, and of 8 out of 6.
    assert_eq!(judge(&Chats { folded: true, ..SAFE }).0, 252);
    let eight = Chats { chats: 8, capacity: 8, folded: true, ..SAFE };
    let (states, _, verdicts) = judge(&eight);
    assert_eq!((states, verdicts), (1287, proved));
}

#[test]
fn the_planted_trap_is_found_where_it_is_sprung() {
    let trap = Chats { trap: true, ..SAFE };
    let (states, _, verdicts) = judge(&trap);
    assert_eq!(states, 7_usize.pow(5));
    let lost = Trace {
        start: 0,
        steps: vec![(Command::Accept { chat: 0, agent: 3 }, 3), (Command::Hold { chat: 0 }, 6)],
    };
    assert_eq!(verdicts[1], Verdict::Refuted { trace: lost });
    // A state counts as a dead end only when every other chat is done too: two commands for each chat.
    let Verdict::Refuted { trace } = &verdicts[0] else { panic!("{verdicts:?}") };
    assert_eq!(trace.steps.len(), 10);
    assert!(replays(&trap, trace) && trap.chats(*trace.last()).any(|chat| chat == trap.trapped()));
}

#[test]
fn helpful_commands_alone_decide_whether_a_goal_is_lost() {
    // Without an agent who puts chats on hold, one on hold is still accepted and done; without accepting it is not.
    let done = || CanStillReach::new(|&state| SAFE.all_done(state));
    let no_hold = done().counting_on(|command| !matches!(command, Command::Hold { .. }));
    let no_accept = done().from(|&state| SAFE.chats(state).all(|chat| chat != super::super::chats::NEW));
    let no_accept = no_accept.counting_on(|command| !matches!(command, Command::Accept { .. }));
    let verdicts = check(&SAFE, &[no_hold.into(), no_accept.into()], &Limit::default()).verdicts;
    assert_eq!(verdicts[0], Verdict::Proved);
    let Verdict::Refuted { trace } = &verdicts[1] else { panic!("{verdicts:?}") };
    assert_eq!(trace.steps.len(), 6, "five chats accepted, one of them on hold");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Folding interchangeable chats changes the number of states and nothing else.
    #[test]
    fn folding_keeps_verdicts_and_lengths(
        agents in 1..4_u8, chats in 1..5_u8, capacity in 1..4_u8, trap in any::<bool>(),
    ) {
        let plain = Chats { agents, chats, capacity, trap, folded: false };
        let folded = Chats { folded: true, ..plain };
        let ((all, _, verdicts), (few, _, folded_verdicts)) = (judge(&plain), judge(&folded));
        let visited = Explored::visit(&plain, &Limit::default());
        let classes: std::collections::BTreeSet<u64> =
            visited.states().iter().map(|&state| folded.canonical(state)).collect();
        prop_assert!(few <= all);
        prop_assert_eq!(few, classes.len());
        for pair in verdicts.iter().zip(&folded_verdicts) {
            match pair {
                (Verdict::Proved, Verdict::Proved) => {}
                (Verdict::Refuted { trace: long }, Verdict::Refuted { trace: short }) => {
                    prop_assert_eq!(long.steps.len(), short.steps.len());
                    prop_assert!(replays(&plain, short), "{:?}", short);
                }
                _ => prop_assert!(false, "{:?}", pair),
            }
        }
    }
}
