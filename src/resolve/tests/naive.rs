//! Every answer, against a reading of the tables that takes no short cut.

use proptest::prelude::*;

use super::super::{Resolver, Standing, Subject};
use super::site::{AGENTS, COUNT, OBJECTS, OPTIONS, Said, Site, TRANSACTION, catalogue, find, read, site};
use crate::deployment::ObjectId;
use crate::names::{Level, WORKSPACE_SECTION};

/// Each value of an option: level, value, objects, why it does not compete, for how many agents it wins.
type Rung = (Option<Level>, Option<&'static str>, Vec<usize>, Option<Standing>, usize);

fn rungs(site: &Site, option: usize, in_order: &[usize]) -> Vec<Rung> {
    let is_workspace = OPTIONS[option].0 == WORKSPACE_SECTION;
    let key = |object: usize| {
        let level = OBJECTS[object].1.filter(|&level| is_workspace || level == Level::Application);
        let refused = level.and_then(|level| site.refused(object, option, level));
        (level, site.value(object, option), refused)
    };
    let mut rungs: Vec<Rung> = Vec::new();
    for &object in in_order.iter().filter(|&&object| site.value(object, option).is_some()) {
        let (level, value, refused) = key(object);
        match rungs.iter_mut().find(|rung| (rung.0, rung.1, rung.3) == (level, value, refused)) {
            Some(rung) => rung.2.push(object),
            None => rungs.push((level, value, vec![object], refused, 0)),
        }
    }
    for agent in AGENTS.filter(|&agent| site.agents_on[agent]) {
        let mut steps = site.steps(agent);
        steps.retain(|&(level, _)| is_workspace || level == Level::Application);
        let wins = site.wins(&steps, option).map(|(_, object)| key(object));
        let wins = wins.or(is_workspace.then_some((Some(Level::Default), OPTIONS[option].2, None)));
        let Some((level, value, refused)) = wins else { continue };
        match rungs.iter_mut().find(|rung| (rung.0, rung.1, rung.3) == (level, value, refused)) {
            Some(rung) => rung.4 += 1,
            None => rungs.push((level, value, Vec::new(), refused, 1)),
        }
    }
    rungs.sort_by_key(|rung| (rung.0.is_none(), rung.0));
    rungs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_answer_is_that_of_a_naive_reading(site in site()) {
        let (_sources, deployment) = read(&site.json());
        let catalogue = catalogue();
        let resolver = Resolver::new(&catalogue, &deployment, site.policy);
        let ids = OBJECTS.map(|(name, _)| find(&deployment, name));
        let number = |id: ObjectId| ids.iter().position(|&known| known == id).unwrap();
        let enabled: Vec<usize> = AGENTS.filter(|&agent| site.agents_on[agent]).collect();

        // Options, by section and name: those that some object sets.
        let set = |&option: &usize| (0..COUNT).any(|object| site.said[object][option] != Said::Nothing);
        let options: Vec<usize> = (0..4).filter(set).collect();
        let names: Vec<_> = options.iter().map(|&option| (OPTIONS[option].0, OPTIONS[option].1)).collect();
        prop_assert_eq!(resolver.options().collect::<Vec<_>>(), names.clone());
        for (at, id) in resolver.option_ids().enumerate() {
            prop_assert_eq!((id.index(), resolver.option_name(id)), (at, names[at]));
            prop_assert_eq!(resolver.option_id(names[at].0, names[at].1), Some(id));
            let default = resolver.spec(id).and_then(|spec| spec.default_text());
            prop_assert_eq!(default, OPTIONS[options[at]].2);
        }

        // Bases: whoever shares everything but the own options, in the order of reading.
        let shared = |agent: usize| site.steps(agent)[..site.steps(agent).len() - 1].to_vec();
        for agent in AGENTS {
            let base = resolver.base_of(ids[agent]);
            prop_assert_eq!(base.is_some(), site.agents_on[agent]);
            let Some(base) = base else { continue };
            prop_assert!(std::ptr::eq(base, &resolver.bases()[resolver.base_id(ids[agent]).unwrap().index()]));
            let steps: Vec<_> = base.steps.iter().map(|&(level, id)| (level, number(id))).collect();
            prop_assert_eq!(&steps, &shared(agent));
            prop_assert!(base.agents.contains(&ids[agent]));
        }
        let in_bases = resolver.bases().iter().map(|base| base.agents.len()).sum::<usize>();
        prop_assert_eq!(in_bases, enabled.len());
        for object in ids {
            let with: Vec<_> = resolver.bases_with(object).map(|base| base.agents[0]).collect();
            let expected = resolver.bases().iter().filter(|base| base.steps.iter().any(|step| step.1 == object));
            prop_assert_eq!(with, expected.map(|base| base.agents[0]).collect::<Vec<_>>());
        }

        // From a setting to those who get it.
        for (&option, id) in options.iter().zip(resolver.option_ids()) {
            let is_workspace = OPTIONS[option].0 == WORKSPACE_SECTION;
            let said = |object: &usize| matches!(site.said[*object][option], Said::Value(_));
            let mut all: Vec<ObjectId> = (0..COUNT).filter(said).map(|object| ids[object]).collect();
            all.sort_unstable();
            let settings = resolver.settings_of_option(id);
            prop_assert_eq!(settings.iter().map(|set| set.object).collect::<Vec<_>>(), all.clone());
            let competes = |object: &ObjectId| {
                let (object, Some(level)) = (number(*object), OBJECTS[number(*object)].1) else { return false };
                is_workspace && level != Level::Transaction && site.refused(object, option, level).is_none()
            };
            all.retain(competes);
            let placed = resolver.placed_of(id);
            prop_assert_eq!(placed.iter().map(|placed| placed.object).collect::<Vec<_>>(), all.clone());
            for (object, (_, level)) in ids.into_iter().zip(OBJECTS) {
                for (_, setting) in resolver.settings(object).filter(|&(of, _)| of == id) {
                    let Some(level) = level else { continue };
                    let refused = site.refused(number(object), option, level);
                    prop_assert_eq!(resolver.competes(id, level, setting), refused.is_none());
                }
                let found = resolver.placed_on(object, id).map(|placed| (placed.object, placed.option));
                prop_assert_eq!(found, all.contains(&object).then_some((object, id)));
            }
            for placed in placed {
                let object = number(placed.object);
                prop_assert_eq!(Some(placed.level), OBJECTS[object].1);
                prop_assert_eq!(Some(deployment.text(placed.value)), site.value(object, option));
                let get = |agent: &usize| site.wins(&site.steps(*agent), option) == Some((placed.level, object));
                let mut expected: Vec<_> = enabled.iter().copied().filter(get).map(|agent| ids[agent]).collect();
                expected.sort_unstable();
                prop_assert_eq!(resolver.agents_with(id, placed.setting), expected.len());
                let mut found: Vec<_> = resolver.agents_getting(placed).collect();
                found.sort_unstable();
                prop_assert_eq!(found, expected);
            }
        }
        let by_option: Vec<_> = resolver.placed().map(|placed| placed[0].option).collect();
        let expected = resolver.option_ids().filter(|&id| !resolver.placed_of(id).is_empty());
        prop_assert_eq!(by_option, expected.collect::<Vec<_>>());

        // What each agent gets, with every candidate; a transaction comes on top.
        for agent in AGENTS {
            let mut steps = resolver.steps(Subject::Agent(ids[agent]));
            let mut naive = site.steps(agent);
            prop_assert_eq!(steps.iter().map(|&(level, id)| (level, number(id))).collect::<Vec<_>>(), naive.clone());
            for (&option, id) in options.iter().zip(resolver.option_ids()) {
                let wins = site.wins(&naive, option);
                let winner = resolver.winner(&steps, id).map(|((level, id), _)| (level, number(id)));
                prop_assert_eq!(winner, wins);
                if OPTIONS[option].0 == WORKSPACE_SECTION {
                    let highest = resolver.highest(&steps, id).map(|placed| (placed.level, number(placed.object)));
                    prop_assert_eq!(highest, wins);
                    let value = wins.map_or(OPTIONS[option].2, |(_, object)| site.value(object, option));
                    prop_assert_eq!(resolver.value(&steps, OPTIONS[option].1), value);
                }
            }
            steps.push((Level::Transaction, ids[TRANSACTION]));
            naive.push((Level::Transaction, TRANSACTION));
            let resolution = resolver.resolve(&steps);
            let mut answers = resolution.options().iter();
            for &option in &options {
                let (section, name, default) = OPTIONS[option];
                let counts = |&&(level, object): &&(Level, usize)| {
                    let here = section == WORKSPACE_SECTION || level == Level::Application;
                    here && site.value(object, option).is_some()
                };
                let said: Vec<_> = naive.iter().filter(counts).collect();
                if said.is_empty() {
                    continue;
                }
                let answer = answers.next().unwrap();
                prop_assert_eq!((answer.section, answer.name), (section, name));
                let mut candidates = vec![(Level::Default, None, default, Standing::Overridden)];
                candidates.extend(said.into_iter().map(|&(level, object)| {
                    let standing = site.refused(object, option, level).unwrap_or(Standing::Overridden);
                    (level, Some(object), site.value(object, option), standing)
                }));
                candidates.iter_mut().rfind(|candidate| candidate.3 == Standing::Overridden).unwrap().3 = Standing::Wins;
                let found = resolution.candidates(answer).iter();
                let found: Vec<_> =
                    found.map(|c| (c.level, c.object.map(number), c.value, c.standing)).collect();
                prop_assert_eq!(found, candidates);
                prop_assert_eq!(resolution.winner(answer).standing, Standing::Wins);
            }
            prop_assert!(answers.next().is_none());
        }

        // All options at once.
        let mut in_order: Vec<usize> = (0..COUNT).collect();
        in_order.sort_by_key(|&object| ids[object]);
        let spreads = resolver.spreads();
        prop_assert_eq!(spreads.iter().map(|spread| (spread.section, spread.name)).collect::<Vec<_>>(), names);
        for (&option, spread) in options.iter().zip(&spreads) {
            let found: Vec<Rung> = (spread.rungs.iter())
                .map(|rung| {
                    let value = rung.value.map(|value| ["f", "p", "x", "y"].into_iter().find(|&v| v == value).unwrap());
                    (rung.level, value, rung.objects.iter().map(|&id| number(id)).collect(), rung.refused, rung.agents)
                })
                .collect();
            prop_assert_eq!(found, rungs(&site, option, &in_order));
        }
    }
}
