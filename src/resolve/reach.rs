//! The way back: from an option to the settings of it, and from a setting of the workspace section to the agents who
//! get it.

use std::ops::Range;

use super::chain::{Base, Step};
use super::resolver::{OptionId, Resolver};
use crate::deployment::{ObjectId, Setting};
use crate::names::{Level, ObjectKind, Symbol, WORKSPACE_SECTION};

/// A setting of the workspace section that competes at the level of its object.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// The option.
    pub option: OptionId,
    /// The level of the object.
    pub level: Level,
    /// The object.
    pub object: ObjectId,
    /// Its value, here for those who compare many.
    pub value: Symbol,
    /// The setting.
    pub setting: &'a Setting,
}

/// An option as it is written on an object, not disabled.
#[derive(Debug, Clone, Copy)]
pub struct Set<'a> {
    /// The object.
    pub object: ObjectId,
    /// Its value, here for those who look at many.
    pub value: Symbol,
    /// The setting.
    pub setting: &'a Setting,
}

/// Lists of things that belong to one number each, one behind the other.
#[derive(Debug)]
struct Lists<T> {
    items: Vec<T>,
    ranges: Vec<Range<u32>>,
}

impl<T: Copy> Lists<T> {
    /// Empty lists with room for so many things each. `any` stands in the room; without it there is none.
    fn with_room(counts: impl Iterator<Item = usize>, any: Option<T>) -> Self {
        let mut end = 0;
        let start_of_next = |count: usize| {
            let start = end;
            end += count as u32;
            start..start
        };
        let ranges = counts.map(start_of_next).collect();
        Self { items: any.map_or_else(Vec::new, |any| vec![any; end as usize]), ranges }
    }

    /// Puts a thing at the end of a list; its position among all.
    fn push(&mut self, list: usize, item: T) -> u32 {
        let end = &mut self.ranges[list].end;
        self.items[*end as usize] = item;
        *end += 1;
        *end - 1
    }

    fn of(&self, list: usize) -> &[T] {
        let Range { start, end } = self.ranges[list];
        &self.items[start as usize..end as usize]
    }

    fn of_mut(&mut self, list: usize) -> &mut [T] {
        let Range { start, end } = self.ranges[list];
        &mut self.items[start as usize..end as usize]
    }
}

/// Settings by option, competing settings by option and by object, and the bases that each object is a step of.
#[derive(Debug)]
pub(super) struct Reach<'a> {
    /// For each option every object that has it and does not disable it.
    settings: Lists<Set<'a>>,
    /// For each option those that compete, by object.
    placed: Lists<Placed<'a>>,
    /// For each object its options that compete, in their order, with positions in all of `placed`.
    of_object: Lists<(OptionId, u32)>,
    /// For each object positions in the resolver's bases.
    bases: Lists<u32>,
}

impl<'a> Reach<'a> {
    /// Goes through the settings once, object by object: that is how they lie in memory.
    fn new(resolver: &Resolver<'a>) -> Self {
        let deployment = resolver.deployment();
        let of_workspace: Vec<bool> =
            resolver.options().map(|(section, _)| section == WORKSPACE_SECTION).collect();
        let of_option = resolver.settings_by_option();
        let any = deployment.objects().find_map(|(id, object)| Some((id, object.options.first()?)));
        let any = any.map(|(object, setting)| Set { object, value: setting.value, setting });
        let mut settings = Lists::with_room(of_option.iter().copied(), any);
        let any = any.map(|Set { object, value, setting }| Placed {
            option: OptionId(0),
            level: Level::Default,
            object,
            value,
            setting,
        });
        let mut placed = Lists::with_room(of_option.iter().copied(), any);
        let counts = deployment.objects().map(|(_, object)| object.options.len());
        let mut of_object = Lists::with_room(counts, Some((OptionId(0), 0)));
        for (object, _) in deployment.objects() {
            let level = deployment.level_of(object).filter(|&level| level != Level::Transaction);
            for (option, setting) in resolver.settings(object).filter(|(_, setting)| !setting.disabled) {
                let value = setting.value;
                settings.push(option.index(), Set { object, value, setting });
                if let Some(level) = level
                    && of_workspace[option.index()]
                    && resolver.may_compete(option, level)
                {
                    let at = placed.push(option.index(), Placed { option, level, object, value, setting });
                    of_object.push(object.index(), (option, at));
                }
            }
            of_object.of_mut(object.index()).sort_unstable_by_key(|&(option, _)| option);
        }
        let mut steps = vec![0; deployment.object_count()];
        for &(_, object) in resolver.bases().iter().flat_map(|base| &base.steps) {
            steps[object.index()] += 1;
        }
        let mut bases = Lists::with_room(steps.into_iter(), Some(0));
        for (at, base) in resolver.bases().iter().enumerate() {
            for &(_, object) in &base.steps {
                bases.push(object.index(), at as u32);
            }
        }
        Self { settings, placed, of_object, bases }
    }
}

impl<'a> Resolver<'a> {
    fn reach(&self) -> &Reach<'a> {
        self.reach.get_or_init(|| Reach::new(self))
    }

    /// Every setting of an option that is not disabled, with its object, in the order of reading.
    #[must_use]
    pub fn settings_of_option(&self, option: OptionId) -> &[Set<'a>] {
        self.reach().settings.of(option.0 as usize)
    }

    /// Every competing setting of the workspace section, option by option; those of one option by object. The
    /// settings of transactions are not among them.
    pub fn placed(&self) -> impl Iterator<Item = &[Placed<'a>]> {
        self.option_ids().map(|option| self.placed_of(option)).filter(|placed| !placed.is_empty())
    }

    /// The competing settings of one option, by object.
    #[must_use]
    pub fn placed_of(&self, option: OptionId) -> &[Placed<'a>] {
        self.reach().placed.of(option.0 as usize)
    }

    /// The competing setting of an option on an object.
    #[must_use]
    pub fn placed_on(&self, object: ObjectId, option: OptionId) -> Option<&Placed<'a>> {
        let reach = self.reach();
        let own = reach.of_object.of(object.index());
        let found = own.binary_search_by_key(&option, |&(option, _)| option);
        found.ok().map(|at| &reach.placed.items[own[at].1 as usize])
    }

    /// The highest competing setting of an option on these steps, [`Self::winner`] for callers that ask often.
    #[must_use]
    pub fn highest(&self, steps: &[Step], option: OptionId) -> Option<&Placed<'a>> {
        steps.iter().rev().find_map(|&(_, object)| self.placed_on(object, option))
    }

    /// The bases that an application, tenant or agent group is a step of.
    pub fn bases_with(&self, object: ObjectId) -> impl Iterator<Item = &Base> {
        self.reach().bases.of(object.index()).iter().map(|&base| &self.bases()[base as usize])
    }

    /// The tenants in which the name is looked up that a setting of an object holds: the object's own; of an application
    /// without tenant, those of the agents who get the setting from it.
    #[must_use]
    pub fn tenants_of(&self, id: ObjectId, option: OptionId, setting: &Setting) -> Vec<Symbol> {
        let deployment = self.deployment();
        let object = deployment.object(id);
        if object.kind == ObjectKind::Tenant {
            return vec![object.name];
        }
        if object.tenant != Symbol::EMPTY || deployment.level_of(id) != Some(Level::Application) {
            return vec![object.tenant];
        }
        let wins = |base: &&Base| {
            let winner = self.winner(&base.steps, option);
            base.steps.contains(&(Level::Application, id))
                && winner.is_some_and(|(_, found)| std::ptr::eq(found, setting))
        };
        let agents = self.bases().iter().filter(wins).filter_map(|base| base.agents.first());
        let mut tenants: Vec<Symbol> = agents.map(|&agent| deployment.object(agent).tenant).collect();
        tenants.sort_unstable();
        tenants.dedup();
        tenants
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
