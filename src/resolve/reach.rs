//! The way back: from a setting of the workspace section to the agents who get it.

use super::chain::{Base, Step};
use super::resolver::{OptionId, Resolver};
use crate::deployment::{ObjectId, Setting};
use crate::names::{Level, WORKSPACE_SECTION};

/// A setting of the workspace section that competes at the level of its object.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// The option.
    pub option: OptionId,
    /// The level of the object.
    pub level: Level,
    /// The object.
    pub object: ObjectId,
    /// The setting.
    pub setting: &'a Setting,
}

/// Every competing setting by option and object, and the bases that each object is a step of.
#[derive(Debug)]
pub(super) struct Reach<'a> {
    placed: Vec<Placed<'a>>,
    /// Positions in the resolver's bases, object by object.
    bases: Vec<u32>,
    /// Where an object's bases start in `bases`; one more than objects.
    start: Vec<u32>,
}

impl<'a> Reach<'a> {
    fn new(resolver: &Resolver<'a>) -> Self {
        let deployment = resolver.deployment();
        let mut placed = Vec::new();
        if let Some(section) = deployment.symbol(WORKSPACE_SECTION) {
            for (object, _) in deployment.objects() {
                let level = deployment.level_of(object).filter(|&level| level != Level::Transaction);
                let Some(level) = level else { continue };
                let competing = resolver.settings(object).filter(|&(option, setting)| {
                    setting.section == section && resolver.competes(option, level, setting)
                });
                placed.extend(competing.map(|(option, setting)| Placed { option, level, object, setting }));
            }
        }
        placed.sort_by_key(|placed| (placed.option, placed.object));
        let mut start = vec![0_u32; deployment.object_count() + 1];
        let steps = || resolver.bases().iter().map(|base| base.steps.iter());
        for &(_, object) in steps().flatten() {
            start[object.index() + 1] += 1;
        }
        for at in 1..start.len() {
            start[at] += start[at - 1];
        }
        let mut next = start.clone();
        let mut bases = vec![0; start.last().copied().unwrap_or(0) as usize];
        for (base, steps) in steps().enumerate() {
            for &(_, object) in steps {
                bases[next[object.index()] as usize] = base as u32;
                next[object.index()] += 1;
            }
        }
        Self { placed, bases, start }
    }
}

impl<'a> Resolver<'a> {
    fn reach(&self) -> &Reach<'a> {
        self.reach.get_or_init(|| Reach::new(self))
    }

    /// Every competing setting of the workspace section, option by option; those of one option by object. The
    /// settings of transactions are not among them.
    pub fn placed(&self) -> impl Iterator<Item = &[Placed<'a>]> {
        self.reach().placed.chunk_by(|left, right| left.option == right.option)
    }

    /// The competing settings of one option, by object.
    #[must_use]
    pub fn placed_of(&self, option: OptionId) -> &[Placed<'a>] {
        let all = &self.reach().placed;
        let start = all.partition_point(|placed| placed.option < option);
        let length = all[start..].partition_point(|placed| placed.option == option);
        &all[start..start + length]
    }

    /// The competing setting of an option on an object.
    #[must_use]
    pub fn placed_on(&self, object: ObjectId, option: OptionId) -> Option<&Placed<'a>> {
        let all = &self.reach().placed;
        let found = all.binary_search_by_key(&(option, object), |placed| (placed.option, placed.object));
        found.ok().map(|at| &all[at])
    }

    /// The highest competing setting of an option on these steps, [`Self::winner`] for callers that ask often.
    #[must_use]
    pub fn highest(&self, steps: &[Step], option: OptionId) -> Option<&Placed<'a>> {
        steps.iter().rev().find_map(|&(_, object)| self.placed_on(object, option))
    }

    /// The bases that an application, tenant or agent group is a step of.
    pub fn bases_with(&self, object: ObjectId) -> impl Iterator<Item = &Base> {
        let reach = self.reach();
        let range = reach.start[object.index()] as usize..reach.start[object.index() + 1] as usize;
        reach.bases[range].iter().map(|&base| &self.bases()[base as usize])
    }

    /// The enabled agents of a base who have no competing setting of an option of their own.
    pub fn without_own(&self, base: &Base, option: OptionId) -> impl Iterator<Item = ObjectId> {
        base.agents.iter().copied().filter(move |&agent| self.placed_on(agent, option).is_none())
    }

    /// The enabled agents for whom a setting wins.
    pub fn agents_getting(&self, placed: &Placed<'a>) -> impl Iterator<Item = ObjectId> {
        let Placed { option, object, .. } = *placed;
        let own = (placed.level == Level::Agent && self.base_of(object).is_some()).then_some(object);
        let wins = move |base: &&Base| {
            self.highest(&base.steps, option).is_some_and(|highest| highest.object == object)
        };
        let through = self.bases_with(object).filter(wins);
        own.into_iter().chain(through.flat_map(move |base| self.without_own(base, option)))
    }
}
