//! The options of the desktop's ladder. What agents of equal bases share is compared once.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use super::change::{Because, Cause, State, What};
use super::difference::Draft;
use super::people::{Pair, Person};
use crate::catalogue::OptionSpec;
use crate::deployment::{Deployment, ObjectId, Relation, Setting};
use crate::names::{Level, ObjectKind, Review, Side, Symbol, WORKSPACE_SECTION};
use crate::resolve::{Base, BaseId, OptionId, Step};
use crate::text::Span;
use crate::threads::at_once;

/// An option that some object of either side sets.
struct Column<'d> {
    section: &'d str,
    name: &'d str,
    spec: Option<&'d OptionSpec>,
}

/// The options of both sides, by section, then name, and where each side's stand among them.
struct Columns<'d> {
    columns: Vec<Column<'d>>,
    of_old: Vec<u32>,
    of_new: Vec<u32>,
}

impl<'d> Columns<'d> {
    fn new(pair: &Pair<'_, 'd>) -> Self {
        let (old, new) = (pair.old.resolver, pair.new.resolver);
        let mut columns = Vec::new();
        let (mut of_old, mut of_new) = (Vec::new(), Vec::new());
        let (mut olds, mut news) = (old.option_ids().peekable(), new.option_ids().peekable());
        loop {
            let (left, right) =
                (olds.peek().map(|&id| old.option_name(id)), news.peek().map(|&id| new.option_name(id)));
            let Some(next) = left.into_iter().chain(right).min() else { break };
            let at = columns.len() as u32;
            let mut spec = None;
            if left == Some(next) {
                spec = olds.next().and_then(|id| old.spec(id));
                of_old.push(at);
            }
            if right == Some(next) {
                spec = news.next().and_then(|id| new.spec(id));
                of_new.push(at);
            }
            columns.push(Column { section: next.0, name: next.1, spec });
        }
        Self { columns, of_old, of_new }
    }
}

/// What wins on the steps of one base.
struct Ladder<'p, 's, 'd> {
    state: State<'s, 'd>,
    /// The column of each of this side's options.
    of: &'p [u32],
    /// Of each of this side's options whether it counts on an agent.
    agents_may: Vec<bool>,
    steps: Vec<Step>,
    won: Vec<Option<(ObjectId, &'d Setting)>>,
    /// The columns that have a winner.
    set: Vec<u32>,
}

impl<'p, 's, 'd> Ladder<'p, 's, 'd> {
    fn new(state: State<'s, 'd>, of: &'p [u32], columns: usize) -> Self {
        let resolver = state.resolver;
        let may = |option| {
            resolver.option_name(option).0 == WORKSPACE_SECTION && resolver.may_compete(option, Level::Agent)
        };
        let agents_may = resolver.option_ids().map(may).collect();
        Self { state, of, agents_may, steps: Vec::new(), won: vec![None; columns], set: Vec::new() }
    }

    fn stand_on(&mut self, base: &Base) {
        for at in self.set.drain(..) {
            self.won[at as usize] = None;
        }
        self.steps.clone_from(&base.steps);
        for &(level, object) in self.steps.iter().rev() {
            for (option, setting) in self.state.resolver.settings(object) {
                let at = self.of[option.index()];
                if self.won[at as usize].is_none() && self.counts(option, level, setting) {
                    self.won[at as usize] = Some((object, setting));
                    self.set.push(at);
                }
            }
        }
    }

    /// Whether a setting competes; of an application those of all sections do, lower down those of the desktop's own.
    fn counts(&self, option: OptionId, level: Level, setting: &Setting) -> bool {
        let resolver = self.state.resolver;
        (level == Level::Application || resolver.option_name(option).0 == WORKSPACE_SECTION)
            && resolver.competes(option, level, setting)
    }

    /// An agent's own competing settings, each with its column.
    fn own(&self, agent: ObjectId) -> impl Iterator<Item = (u32, &'d Setting)> {
        let settings = self.state.resolver.settings(agent);
        let own = settings.filter(|&(option, setting)| !setting.disabled && self.agents_may[option.index()]);
        own.map(|(option, setting)| (self.of[option.index()], setting))
    }

    fn deployment(&self) -> &'d Deployment {
        self.state.deployment()
    }
}

/// From where an agent gets a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Origin {
    Default,
    /// From the agent's own settings.
    Own,
    Object {
        object: ObjectId,
        /// Where its setting stands.
        at: Span,
        /// Whether the object's options reach the agent on this side only.
        only_here: bool,
    },
}

/// What an agent gets on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Half {
    value: Option<Symbol>,
    origin: Origin,
}

/// What makes two agents' changes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    column: u32,
    old: Half,
    new: Half,
}

/// Changes with the persons who share them.
#[derive(Default)]
struct Fold {
    at: FxHashMap<Key, usize>,
    entries: Vec<(Key, Vec<Person>)>,
}

impl Fold {
    fn entry(&mut self, key: Key) -> usize {
        *self.at.entry(key).or_insert_with(|| {
            self.entries.push((key, Vec::new()));
            self.entries.len() - 1
        })
    }
}

struct Comparison<'p, 's, 'd> {
    pair: &'p Pair<'s, 'd>,
    columns: &'p [Column<'d>],
    /// For each value of the old side the value of the new one that was last found to be the same.
    same: Vec<Cell<Option<Symbol>>>,
    old: Ladder<'p, 's, 'd>,
    new: Ladder<'p, 's, 'd>,
}

/// The changed options of some persons, and how many options were compared; on one or two threads.
pub(super) fn drafts(pair: &Pair<'_, '_>, people: &[Person], threads: usize) -> (Vec<Draft>, usize) {
    let columns = Columns::new(pair);
    let groups = groups(pair, people);
    // As many persons in each half.
    let mut before = 0;
    let in_second_half = |group: &Vec<Person>| {
        before += group.len();
        before * 2 > people.len()
    };
    let half = groups.iter().position(in_second_half).unwrap_or(groups.len());
    let (first, second) = groups.split_at(half);
    let mut comparison = Comparison::new(pair, &columns);
    let (mut fold, other) =
        at_once(threads, || Comparison::new(pair, &columns).fold(first), || comparison.fold(second));
    for (key, people) in other.entries {
        let entry = fold.entry(key);
        fold.entries[entry].1.extend(people);
    }
    // A change that everybody's own settings cover reaches nobody.
    let entries = fold.entries.into_iter().filter(|(_, people)| !people.is_empty());
    let drafts = entries.map(|(key, people)| comparison.draft(key, people)).collect();
    (drafts, columns.columns.len())
}

/// The persons who share their bases on both sides.
fn groups(pair: &Pair<'_, '_>, people: &[Person]) -> Vec<Vec<Person>> {
    let mut alike: FxHashMap<(Option<BaseId>, Option<BaseId>), usize> = FxHashMap::default();
    let mut groups: Vec<Vec<Person>> = Vec::new();
    for &person in people {
        let bases = (
            pair.old.resolver.base_id(pair.on(Side::Old, person)),
            pair.new.resolver.base_id(pair.on(Side::New, person)),
        );
        let group = *alike.entry(bases).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(person);
    }
    groups
}

impl<'p, 's, 'd> Comparison<'p, 's, 'd> {
    fn new(pair: &'p Pair<'s, 'd>, columns: &'p Columns<'d>) -> Self {
        let Columns { columns, of_old, of_new } = columns;
        Self {
            pair,
            columns,
            same: vec![Cell::default(); pair.old.deployment().symbol_count()],
            old: Ladder::new(pair.old, of_old, columns.len()),
            new: Ladder::new(pair.new, of_new, columns.len()),
        }
    }

    fn fold(&mut self, groups: &[Vec<Person>]) -> Fold {
        let mut fold = Fold::default();
        for group in groups {
            self.compare(group, &mut fold);
        }
        fold
    }

    /// Compares persons who share their bases.
    fn compare(&mut self, group: &[Person], fold: &mut Fold) {
        let (old, new) = self.pair.people[group[0] as usize];
        if let (Some(before), Some(after)) =
            (self.pair.old.resolver.base_of(old), self.pair.new.resolver.base_of(new))
        {
            self.old.stand_on(before);
            self.new.stand_on(after);
        }
        let mut shared: Vec<(u32, usize)> = Vec::new();
        let set_anew = self.new.set.iter().filter(|&&at| self.old.won[at as usize].is_none());
        for &column in self.old.set.iter().chain(set_anew) {
            if let Some(key) = self.key(column, None, None) {
                shared.push((column, fold.entry(key)));
            }
        }
        let mut own: Vec<(u32, Option<&Setting>, Option<&Setting>)> = Vec::new();
        for &person in group {
            own.clear();
            own.extend(
                self.old.own(self.pair.on(Side::Old, person)).map(|(at, setting)| (at, Some(setting), None)),
            );
            for (at, setting) in self.new.own(self.pair.on(Side::New, person)) {
                match own.iter_mut().find(|(own, ..)| *own == at) {
                    Some((_, _, after)) => *after = Some(setting),
                    None => own.push((at, None, Some(setting))),
                }
            }
            for &(column, entry) in &shared {
                if own.iter().all(|&(own, ..)| own != column) {
                    fold.entries[entry].1.push(person);
                }
            }
            for &(column, before, after) in &own {
                if let Some(key) = self.key(column, before, after) {
                    let entry = fold.entry(key);
                    fold.entries[entry].1.push(person);
                }
            }
        }
    }

    /// The change of an option on the present ladders, under own settings if there are any; `None` where the value
    /// stays.
    fn key(&self, column: u32, own_old: Option<&Setting>, own_new: Option<&Setting>) -> Option<Key> {
        let (old, new) = (self.half(Side::Old, column, own_old), self.half(Side::New, column, own_new));
        let known = old.value.and_then(|value| self.same.get(value.index())).filter(|_| new.value.is_some());
        if known.is_some_and(|known| known.get() == new.value) {
            return None;
        }
        let default = || self.columns[column as usize].spec.and_then(OptionSpec::default_text);
        let text = |half: Half, deployment: &'d Deployment| match half.value {
            Some(value) => Some(deployment.true_text(value)),
            None => default(),
        };
        let same = text(old, self.old.deployment()) == text(new, self.new.deployment());
        if let (true, Some(known)) = (same, known) {
            known.set(new.value);
        }
        (!same).then_some(Key { column, old, new })
    }

    fn half(&self, side: Side, column: u32, own: Option<&Setting>) -> Half {
        let (here, there) = match side {
            Side::Old => (&self.old, &self.new),
            Side::New => (&self.new, &self.old),
        };
        if let Some(own) = own {
            return Half { value: Some(own.value), origin: Origin::Own };
        }
        let Some((object, setting)) = here.won[column as usize] else {
            return Half { value: None, origin: Origin::Default };
        };
        let only_here = !there
            .steps
            .iter()
            .any(|&(_, other)| self.pair.matching.counterpart(side, object) == Some(other));
        Half { value: Some(setting.value), origin: Origin::Object { object, at: setting.at, only_here } }
    }

    fn draft(&self, key: Key, people: Vec<Person>) -> Draft {
        let Column { section, name, spec } = self.columns[key.column as usize];
        let mut because = Vec::new();
        self.because(Side::Old, key.old, key.column, people[0], &mut because);
        self.because(Side::New, key.new, key.column, people[0], &mut because);
        because.sort_by_key(|because| because.side);
        let value = |half: Half, deployment: &'d Deployment| {
            let text = match half.value {
                Some(value) => deployment.text(value),
                None => spec.and_then(OptionSpec::default_text)?,
            };
            Some(text.to_owned())
        };
        Draft {
            what: What::Option { name: name.to_owned(), section: section.to_owned(), of: None },
            people,
            old: value(key.old, self.old.deployment()),
            new: value(key.new, self.new.deployment()),
            takes_effect: spec.and_then(|spec| spec.takes_effect.as_ref()).map(|fact| fact.value),
            review: spec.map_or(Review::Behavioural, OptionSpec::review),
            because,
        }
    }

    /// Why a person has what one side gives.
    fn because(&self, side: Side, half: Half, column: u32, person: Person, because: &mut Vec<Because>) {
        let (pair, state) = (self.pair, self.pair.state(side));
        let deployment = state.deployment();
        let agent = pair.on(side, person);
        let mut add = |cause, at| because.push(Because { side, cause, at });
        match half.origin {
            Origin::Default => add(Cause::Default, None),
            Origin::Own => {
                let ladder = match side {
                    Side::Old => &self.old,
                    Side::New => &self.new,
                };
                let own = ladder.own(agent).find(|&(at, _)| at == column);
                add(Cause::Sets(agent), own.map(|(_, setting)| setting.at));
            }
            Origin::Object { object, only_here, at } => {
                add(Cause::Sets(object), Some(at));
                let relation = match deployment.object(object).kind {
                    ObjectKind::AgentGroup => Relation::AgentGroup,
                    _ => Relation::Application,
                };
                let link = deployment.targets(agent, relation).find(|link| link.to == object);
                if let (true, Some(link), Some(other)) =
                    (only_here, link, pair.matching.counterpart(side, object))
                {
                    let there = pair.state(side.other()).deployment();
                    if there.object(other).enabled {
                        add(Cause::Member { member: agent, of: object }, Some(link.at));
                    } else {
                        let at = there.object(other).at;
                        because.push(Because {
                            side: side.other(),
                            cause: Cause::Lacks(other),
                            at: Some(at),
                        });
                    }
                }
            }
        }
    }
}
