//! Verdicts against an explorer without any of the reductions, over random tiny deployments.

mod naive;
mod paths;
mod random;
mod two;

use super::{Outcome, PropertyId, Question, verify};
use crate::behaviour::{Ground, RightsMap};
use crate::catalogue::Catalogue;
use crate::chat::Assumptions;
use crate::deployment::{Input, load};
use crate::dryrun::Setting;
use crate::privilege::{DependencyGraph, Privileges};
use crate::resolve::{GroupConflict, Resolver};
use crate::text::{Limits, Sources, Syntax};

/// Asks something of a deployment in memory.
fn ask<R>(text: &str, assumptions: &[(&str, &str)], asks: impl FnOnce(&Setting<'_, '_>) -> R) -> R {
    let mut sources = Sources::new();
    let file = sources.add("site.yaml", text.as_bytes().to_vec());
    let deployment = load(&sources, &[Input { file, syntax: Syntax::Yaml, object: None }], Limits::default());
    assert_eq!(deployment.problems().len(), 0, "{text}");
    let catalogue = Catalogue::built_in();
    let graph = DependencyGraph::of(&catalogue);
    let resolver = Resolver::new(&catalogue, &deployment, GroupConflict::default());
    let privileges = Privileges::new(&graph, &deployment);
    let mut rights = RightsMap::default();
    rights.set("monitor-chat", "Chat - Can Monitor").unwrap();
    let ground =
        Ground { catalogue: &catalogue, resolver: &resolver, privileges: &privileges, rights: &rights };
    let mut all = Assumptions::default();
    for (name, value) in assumptions {
        all.set(name, value).unwrap();
    }
    asks(&Setting { ground, assumptions: all })
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

/// Every verdict is that of an explorer which knows no classes, no folding, no packing, which logs agents in and out,
/// counts on nothing but the machine, and lets as many agents into a chat as there are.
#[test]
fn an_explorer_without_reductions_agrees_on_every_verdict() {
    let (mut compared, mut refuted) = (0, 0);
    for seed in 0..60 {
        let site = random::site(seed);
        let assumptions: Vec<(&str, &str)> = site.assumptions.clone();
        ask(&site.text, &assumptions, |setting| {
            let Some(plain) = naive::verdicts(setting, &COMPARED) else { return };
            compared += 1;
            let question = Question { properties: COMPARED.to_vec(), ..Question::default() };
            let report = verify(setting, &question);
            for (property, steps) in COMPARED.into_iter().zip(plain) {
                let ours = report.properties.iter().find(|one| one.property == property).unwrap();
                let told =
                    || format!("seed {seed}, {}\n{assumptions:?}\n{}", property.spec().name, site.text);
                match steps {
                    None => assert_eq!(ours.outcome, Outcome::Proved, "{}", told()),
                    Some(steps) => {
                        refuted += 1;
                        assert_eq!(ours.outcome, Outcome::Refuted, "{}", told());
                        let length = ours.counterexamples[0].length;
                        assert!(length <= steps, "{length} steps, not {steps}: {}", told());
                    }
                }
            }
        });
    }
    assert!(compared >= 40 && refuted >= 60, "{compared} compared, {refuted} refuted");
}
