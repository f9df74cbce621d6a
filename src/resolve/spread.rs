//! Every option at once: which values stand on which level, and how many agents get each of them.

use rustc_hash::FxHashMap;

use super::chain::Base;
use super::resolution::Standing;
use super::resolver::{OptionId, Resolver, refusal};
use crate::catalogue::OptionSpec;
use crate::deployment::{ObjectId, Setting};
use crate::names::{Level, Symbol, WORKSPACE_SECTION};
use crate::text::Span;

/// One value on one level, with every object of the level that has it.
#[derive(Debug, Clone)]
pub struct Rung<'a> {
    /// The level; `None` for objects whose options are nobody's but their own, such as servers.
    pub level: Option<Level>,
    /// The value; `None` for a default that is not known.
    pub value: Option<&'a str>,
    /// The objects, in the order of reading; none for a default.
    pub objects: Vec<ObjectId>,
    /// Where the first of them has it.
    pub at: Option<Span>,
    /// Why it competes for no agent, where it does not.
    pub refused: Option<Standing>,
    /// For how many enabled agents the value wins at this level.
    pub agents: usize,
}

/// One option: its rungs, the lowest level first.
#[derive(Debug, Clone)]
pub struct Spread<'a> {
    /// The section.
    pub section: &'a str,
    /// The option.
    pub name: &'a str,
    /// What is known of it.
    pub spec: Option<&'a OptionSpec>,
    /// Its values by level; those of one level in the order of reading.
    pub rungs: Vec<Rung<'a>>,
}

impl<'a> Spread<'a> {
    /// The values that agents get, each with how many: the value of most agents first.
    #[must_use]
    pub fn values(&self) -> Vec<(Option<&'a str>, usize)> {
        let mut known: FxHashMap<Option<&'a str>, usize> = FxHashMap::default();
        for rung in self.rungs.iter().filter(|rung| rung.agents > 0) {
            *known.entry(rung.value).or_default() += rung.agents;
        }
        let mut values: Vec<(Option<&'a str>, usize)> = known.into_iter().collect();
        values.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(&right.0)));
        values
    }
}

/// What makes one rung: level, value, why it does not compete.
type Key = (Option<Level>, Symbol, Option<Standing>);

/// The rungs of one option while they are collected.
#[derive(Default)]
struct Drawn<'a> {
    at: FxHashMap<Key, usize>,
    rungs: Vec<Rung<'a>>,
}

impl<'a> Drawn<'a> {
    fn rung(&mut self, key: Key, rung: impl FnOnce() -> Rung<'a>) -> &mut Rung<'a> {
        let at = *self.at.entry(key).or_insert(self.rungs.len());
        if at == self.rungs.len() {
            self.rungs.push(rung());
        }
        &mut self.rungs[at]
    }
}

impl<'a> Resolver<'a> {
    /// Every option that some object sets, by section and name.
    #[must_use]
    pub fn spreads(&self) -> Vec<Spread<'a>> {
        let deployment = self.deployment();
        let mut drawn: Vec<Drawn<'a>> = self.option_ids().map(|_| Drawn::default()).collect();
        for (object, _) in deployment.objects() {
            for (option, setting) in self.settings(object) {
                let key = self.key(object, option, setting);
                let rung = drawn[option.index()].rung(key, || Rung {
                    level: key.0,
                    value: Some(deployment.text(setting.value)),
                    objects: Vec::new(),
                    at: Some(setting.at),
                    refused: key.2,
                    agents: 0,
                });
                rung.objects.push(object);
            }
        }
        let mut own: Vec<usize> = vec![0; drawn.len()];
        for base in self.bases() {
            own.fill(0);
            self.count_own(base, &mut drawn, &mut own);
            for option in self.option_ids() {
                let left = base.agents.len() - own[option.index()];
                self.count_shared(base, option, left, &mut drawn[option.index()]);
            }
        }
        let spreads = self.option_ids().zip(drawn).map(|(option, mut drawn)| {
            let (section, name) = self.option_name(option);
            drawn.rungs.sort_by_key(|rung| (rung.level.is_none(), rung.level));
            Spread { section, name, spec: self.spec(option), rungs: drawn.rungs }
        });
        spreads.collect()
    }

    /// Only the workspace section is overridden by objects below the application.
    fn key(&self, object: ObjectId, option: OptionId, setting: &Setting) -> Key {
        let is_workspace = self.option_name(option).0 == WORKSPACE_SECTION;
        let level = self.deployment().level_of(object);
        let level = level.filter(|&level| is_workspace || level == Level::Application);
        (level, setting.value, level.and_then(|level| refusal(self.spec(option), level, setting)))
    }

    /// Counts the agents of a base who have an option of their own, by option.
    fn count_own(&self, base: &Base, drawn: &mut [Drawn<'a>], own: &mut [usize]) {
        for &agent in &base.agents {
            for (option, setting) in self.settings(agent) {
                let key = self.key(agent, option, setting);
                if let (Some(Level::Agent), _, None) = key {
                    own[option.index()] += 1;
                    if let Some(&at) = drawn[option.index()].at.get(&key) {
                        drawn[option.index()].rungs[at].agents += 1;
                    }
                }
            }
        }
    }

    /// Counts the other agents of a base. An option outside of the workspace section has no default here: whether its
    /// agents' applications know it is not said.
    fn count_shared(&self, base: &Base, option: OptionId, agents: usize, drawn: &mut Drawn<'a>) {
        if agents == 0 {
            return;
        }
        let is_workspace = self.option_name(option).0 == WORKSPACE_SECTION;
        let winner = if is_workspace {
            self.highest(&base.steps, option).map(|placed| (placed.level, placed.setting))
        } else {
            let application = base.steps.iter().filter(|(level, _)| *level == Level::Application);
            let found =
                application.map(|step| self.winner(std::slice::from_ref(step), option)).next().flatten();
            found.map(|((level, _), setting)| (level, setting))
        };
        match winner {
            Some((level, setting)) => {
                if let Some(&at) = drawn.at.get(&(Some(level), setting.value, None)) {
                    drawn.rungs[at].agents += agents;
                }
            }
            None if is_workspace => {
                let value = self.spec(option).and_then(OptionSpec::default_text);
                let rung = drawn.rung((Some(Level::Default), Symbol::EMPTY, None), || Rung {
                    level: Some(Level::Default),
                    value,
                    objects: Vec::new(),
                    at: None,
                    refused: None,
                    agents: 0,
                });
                rung.agents += agents;
            }
            None => {}
        }
    }
}
