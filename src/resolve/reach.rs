//! The way back: from an option to the settings of it, and from a setting of the workspace section to the agents who
//! get it.

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

/// Lists of things that belong to one number each, one behind the other.
#[derive(Debug)]
struct Lists<T> {
    items: Vec<T>,
    /// Where each list starts in `items`, and where the last one ends.
    start: Vec<u32>,
}

impl<T: Copy> Lists<T> {
    /// Sorts pairs of a list's number and an item into `count` lists; the order inside each is kept.
    fn new<I: Iterator<Item = (usize, T)>>(count: usize, pairs: impl Fn() -> I) -> Self {
        let mut start = vec![0_u32; count + 1];
        for (list, _) in pairs() {
            start[list + 1] += 1;
        }
        for list in 0..count {
            start[list + 1] += start[list];
        }
        let mut next = start.clone();
        let mut items: Vec<T> = match pairs().next() {
            Some((_, any)) => vec![any; start[count] as usize],
            None => Vec::new(),
        };
        for (list, item) in pairs() {
            items[next[list] as usize] = item;
            next[list] += 1;
        }
        Self { items, start }
    }

    fn of(&self, list: usize) -> &[T] {
        &self.items[self.start[list] as usize..self.start[list + 1] as usize]
    }
}

/// Settings by option, competing settings by option and by object, and the bases that each object is a step of.
#[derive(Debug)]
pub(super) struct Reach<'a> {
    /// For each option every object that has it.
    settings: Lists<(ObjectId, &'a Setting)>,
    /// For each option those that compete, by object.
    placed: Lists<Placed<'a>>,
    /// For each object its options that compete, in their order, with positions in all of `placed`.
    of_object: Lists<(OptionId, u32)>,
    /// For each object positions in the resolver's bases.
    bases: Lists<u32>,
}

impl<'a> Reach<'a> {
    fn new(resolver: &Resolver<'a>) -> Self {
        let deployment = resolver.deployment();
        let (options, objects) = (resolver.option_ids().count(), deployment.object_count());
        let settings = Lists::new(options, || {
            deployment.objects().flat_map(|(object, _)| {
                let settings = resolver.settings(object);
                settings.map(move |(option, setting)| (option.0 as usize, (object, setting)))
            })
        });
        let levels: Vec<Option<Level>> = deployment
            .objects()
            .map(|(id, _)| deployment.level_of(id).filter(|&level| level != Level::Transaction))
            .collect();
        let mut placed = Vec::with_capacity(settings.items.len());
        for option in resolver.option_ids() {
            if resolver.option_name(option).0 != WORKSPACE_SECTION {
                continue;
            }
            for &(object, setting) in settings.of(option.0 as usize) {
                if let Some(level) = levels[object.index()]
                    && resolver.competes(option, level, setting)
                {
                    placed.push((
                        option.0 as usize,
                        Placed { option, level, object, value: setting.value, setting },
                    ));
                }
            }
        }
        let placed = Lists::new(options, || placed.iter().copied());
        let of_object = Lists::new(objects, || {
            let positions = placed.items.iter().enumerate();
            positions.map(|(at, placed)| (placed.object.index(), (placed.option, at as u32)))
        });
        let bases = Lists::new(objects, || {
            let bases = resolver.bases().iter().enumerate();
            bases
                .flat_map(|(at, base)| base.steps.iter().map(move |&(_, object)| (object.index(), at as u32)))
        });
        Self { settings, placed, of_object, bases }
    }
}

impl<'a> Resolver<'a> {
    fn reach(&self) -> &Reach<'a> {
        self.reach.get_or_init(|| Reach::new(self))
    }

    /// Every setting of an option with its object, in the order of reading.
    #[must_use]
    pub fn settings_of_option(&self, option: OptionId) -> &[(ObjectId, &'a Setting)] {
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
