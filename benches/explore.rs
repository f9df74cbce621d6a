//! Exploring the chat model that other model checkers were measured on: time and peak of allocated memory.

use divan::{AllocProfiler, Bencher};
use wdectl::explore::{
    CanStillReach, Limit, Model, Property, Report, Verdict, check, smallest_sets_monotone,
};

#[path = "explore/chats.rs"]
mod chats;
use chats::Chats;

#[global_allocator]
static ALLOCATED: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

const EIGHT: Chats = Chats { agents: 3, chats: 8, capacity: 8, trap: false, folded: false };

fn limit(threads: usize) -> Limit {
    Limit { threads: threads.try_into().unwrap_or(std::num::NonZeroUsize::MIN), ..Limit::default() }
}

fn proved<M: Model>(report: &Report<M::Command, M::State>, states: usize) {
    assert_eq!(report.states, states);
    assert!(report.verdicts.iter().all(|verdict| matches!(verdict, Verdict::Proved)));
}

/// Eight chats told apart: 1,679,616 states.
#[divan::bench(args = [1, 2], sample_count = 5)]
fn no_dead_end(bencher: Bencher<'_, '_>, threads: usize) {
    bencher.counter(divan::counter::ItemsCount::new(1_679_616_u32)).bench(|| {
        let report = check(&EIGHT, &[Property::always(|&state| EIGHT.no_dead_end(state))], &limit(threads));
        proved::<Chats>(&report, 1_679_616);
    });
}

/// The same states, and from each of them every chat can still be done.
#[divan::bench(args = [1, 2], sample_count = 5)]
fn all_can_still_be_done(bencher: Bencher<'_, '_>, threads: usize) {
    bencher.counter(divan::counter::ItemsCount::new(1_679_616_u32)).bench(|| {
        let property = CanStillReach::new(|&state| EIGHT.all_done(state)).into();
        proved::<Chats>(&check(&EIGHT, &[property], &limit(threads)), 1_679_616);
    });
}

/// Eight chats that are interchangeable: 1,287 states.
#[divan::bench]
fn folded(bencher: Bencher<'_, '_>) {
    let model = Chats { folded: true, ..EIGHT };
    bencher.bench(|| {
        let property = CanStillReach::new(|&state| model.all_done(state)).into();
        proved::<Chats>(&check(&model, &[property], &limit(1)), 1287);
    });
}

/// Seven chats and an agent whose chats on hold are lost: the shortest trace to a dead end.
#[divan::bench(args = [false, true], sample_count = 5)]
fn dead_end(bencher: Bencher<'_, '_>, folded: bool) {
    let model = Chats { chats: 7, capacity: 7, trap: true, folded, ..EIGHT };
    bencher.bench(|| {
        let report = check(&model, &[Property::always(|&state| model.no_dead_end(state))], &limit(1));
        assert!(matches!(&report.verdicts[..], [Verdict::Refuted { trace }] if trace.steps.len() == 14));
    });
}

/// Forty edits, two of which are needed together with any one of three others.
#[divan::bench]
fn smallest_repairs() -> Vec<Vec<usize>> {
    smallest_sets_monotone(40, 3, |edits| {
        edits.contains(&5) && edits.contains(&17) && edits.iter().any(|edit| [3, 21, 38].contains(edit))
    })
}
