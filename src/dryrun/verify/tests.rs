//! Verdicts against an explorer without any of the reductions, over random tiny deployments.

mod acme;
mod apart;
mod graph;
mod naive;
mod paths;
mod random;
mod shortest;
mod two;

use super::{Outcome, PropertyId, Question, Report, cover, verify};
use crate::behaviour::{Ground, RightsMap};
use crate::catalogue::Catalogue;
use crate::chat::{Assumptions, RowId};
use crate::deployment::{Input, load};
use crate::dryrun::{Reachable, Setting, Usage};
use crate::privilege::{DependencyGraph, Privileges};
use crate::resolve::{GroupConflict, Resolver};
use crate::text::{Limits, Sources, Syntax};

/// Asks something of a deployment in memory.
fn ask<R>(text: &str, assumptions: &[(&str, &str)], asks: impl FnOnce(&Setting<'_, '_>) -> R) -> R {
    ask_both([text, text], assumptions, |setting, _| asks(setting))
}

/// Asks something of two deployments.
fn ask_both<R>(
    texts: [&str; 2],
    assumptions: &[(&str, &str)],
    asks: impl for<'g, 'd> FnOnce(&Setting<'g, 'd>, &Setting<'g, 'd>) -> R,
) -> R {
    let deployments = texts.map(|text| {
        let mut sources = Sources::new();
        let file = sources.add("site.yaml", text.as_bytes().to_vec());
        let input = Input { file, syntax: Syntax::Yaml, object: None };
        let deployment = load(&sources, &[input], Limits::default());
        assert_eq!(deployment.problems().len(), 0, "{text}");
        deployment
    });
    let catalogue = Catalogue::built_in();
    let graph = DependencyGraph::of(&catalogue);
    let resolvers = deployments
        .each_ref()
        .map(|deployment| Resolver::new(&catalogue, deployment, GroupConflict::default()));
    let privileges = deployments.each_ref().map(|deployment| Privileges::new(&graph, deployment));
    let mut rights = RightsMap::default();
    for (right, privilege) in [
        ("monitor-chat", "Chat - Can Monitor"),
        ("view-my-history", "Contact - Can Use Contact My History"),
        ("view-contact-history", "Contact - Can Use Contact History"),
        ("view-search", "Contact - Can Use Contact History"),
    ] {
        rights.set(right, privilege).unwrap();
    }
    let mut all = Assumptions::default();
    for (name, value) in assumptions {
        all.set(name, value).unwrap();
    }
    let setting = |at: usize| Setting {
        ground: Ground {
            catalogue: &catalogue,
            resolver: &resolvers[at],
            privileges: &privileges[at],
            rights: &rights,
        },
        assumptions: all,
    };
    asks(&setting(0), &setting(1))
}

/// A number from the environment: by hand thousands of cases are tried, in the gate a part.
#[expect(clippy::disallowed_methods, reason = "see there")]
fn asked_for(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |text| text.parse().unwrap())
}

/// How many random cases are tried: so many, or `WDECTL_CASES`, from the case of number `WDECTL_FROM` on.
fn cases(usual: usize) -> std::ops::Range<usize> {
    let from = asked_for("WDECTL_FROM", 0);
    from..from + asked_for("WDECTL_CASES", usual)
}

/// How many states the plain way may visit: so many, or `WDECTL_STATES`. What has more is left out.
fn most(usual: usize) -> usize {
    asked_for("WDECTL_STATES", usual)
}

/// What was counted, seen with `--nocapture`.
fn counted(text: String) -> String {
    eprintln!("{text}");
    text
}

const COMPARED: [PropertyId; 7] = [
    PropertyId::ChatCanBeDone,
    PropertyId::HeldChatCanBeRetrieved,
    PropertyId::OwnHoldCanBeResumed,
    PropertyId::HoldQueueExists,
    PropertyId::AsyncChatCanBeReleased,
    PropertyId::WorkbinChatCanBeRetrieved,
    PropertyId::NoShortcutClash,
];

/// Those of [`COMPARED`] that are to survive a failure.
const SURVIVING: usize = 4;

fn outcome(report: &Report, property: PropertyId) -> (Outcome, usize) {
    let found = report.properties.iter().find(|one| one.property == property).unwrap();
    (found.outcome, found.counterexamples.first().map_or(0, |found| found.length))
}

/// Every verdict is that of an explorer which knows no classes, no folding, no packing, which logs agents in and out,
/// counts on nothing but the machine, and lets as many agents into a chat as there are. Sites with too many states for
/// it are left out.
#[test]
fn an_explorer_without_reductions_agrees_on_every_verdict() {
    let all = cases(250);
    let (count, mut compared, mut refuted) = (all.end - all.start, 0, 0);
    for seed in all {
        let site = random::site(seed as u64);
        ask(&site.text, &site.assumptions, |setting| {
            let Some(plain) = naive::Visited::new(setting, false, most(2_000)) else { return };
            compared += 1;
            let report = verify(setting, &Question { properties: COMPARED.to_vec(), ..Question::default() });
            for property in COMPARED {
                let told = || {
                    format!("seed {seed}, {}\n{:?}\n{}", property.spec().name, site.assumptions, site.text)
                };
                let ours = outcome(&report, property);
                match plain.verdict(property, false) {
                    None => assert_eq!(ours, (Outcome::Proved, 0), "{}", told()),
                    Some(steps) => {
                        refuted += 1;
                        assert_eq!(ours.0, Outcome::Refuted, "{}", told());
                        assert!(ours.1 <= steps, "{} steps, not {steps}: {}", ours.1, told());
                    }
                }
            }
        });
    }
    let text = counted(format!("{compared} of {count} sites compared, {refuted} verdicts refuted"));
    assert!(compared > count / 3 && refuted > count / 2, "{text}");
}

/// The same with one failure at any moment. Nothing that holds without one is ever lost by one: a desktop that is gone
/// does what its agent's logout does, and a session that is over asks less of whoever marks the chat done.
#[test]
fn what_holds_survives_a_crash_in_an_explorer_without_reductions_too() {
    let all = cases(24);
    let (count, mut compared, mut holding) = (all.end - all.start, 0, 0);
    for seed in all {
        let site = random::site(seed as u64);
        ask(&site.text, &site.assumptions, |setting| {
            let Some(plain) = naive::Visited::new(setting, true, most(4_000)) else { return };
            compared += 1;
            let properties = vec![PropertyId::SurvivesCrash];
            let report = verify(setting, &Question { properties, ..Question::default() });
            let told = || format!("seed {seed}\n{:?}\n{}", site.assumptions, site.text);
            for &property in &COMPARED[..SURVIVING] {
                if plain.verdict(property, false).is_none() {
                    holding += 1;
                    assert_eq!(plain.verdict(property, true), None, "{} {}", property.spec().name, told());
                }
            }
            assert_eq!(outcome(&report, PropertyId::SurvivesCrash), (Outcome::Proved, 0), "{}", told());
        });
    }
    let text =
        counted(format!("{compared} of {count} sites compared, {holding} properties hold and survive"));
    assert!(compared > count / 6 && holding > count / 3, "{text}");
}

/// Whatever happens in an explorer without reductions is a transition that coverage counts, or that no scenario can tell.
#[test]
fn coverage_leaves_out_no_transition_that_happens() {
    let all = cases(24);
    let (count, mut compared, mut left_out) = (all.end - all.start, 0, 0);
    for seed in all {
        let site = random::site(seed as u64);
        ask(&site.text, &site.assumptions, |setting| {
            let Some(plain) = naive::Visited::new(setting, false, most(1_500)) else { return };
            let question = Question::default();
            let (bound, usage) = (Reachable::upper_bound(setting), Usage::default());
            let (covered, exact) =
                (cover(setting, &question), bound.clone().explored(setting, &question, &usage));
            assert_eq!((covered.is_whole, exact.open.len()), (true, 0), "{}", site.text);
            compared += 1;
            left_out += bound.rows.len() - exact.rows.len();
            let untold = |row: &RowId| covered.untold.contains(&row.row().name);
            let missing: Vec<&str> = plain
                .rows()
                .into_iter()
                .filter(|row| bound.rows.contains(row) && !exact.rows.contains(row) && !untold(row))
                .map(|row| row.row().name)
                .collect();
            assert!(missing.is_empty(), "seed {seed}: {missing:?}\n{}", site.text);
        });
    }
    let text = counted(format!("{compared} of {count} sites compared, {left_out} transitions left out"));
    assert!(compared > count / 6 && left_out > count / 6, "{text}");
}
