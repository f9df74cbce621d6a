//! Puts everything together: who is compared, what changes, in which order it is told.

use rustc_hash::{FxHashMap, FxHashSet};

use super::audience::{Audiences, named};
use super::change::{Audience, Because, Cause, Change, Moment, Noticing, Presence, State, What};
use super::people::{Pair, Person};
use super::{objects, options, privileges};
use crate::deployment::ObjectId;
use crate::names::{Review, Side, TakesEffect};

/// Whose changes are asked for: agents of either side.
#[derive(Debug, Clone, Default)]
pub struct Only {
    old: FxHashSet<ObjectId>,
    new: FxHashSet<ObjectId>,
}

impl Only {
    /// Adds agents of one side.
    pub fn add(&mut self, side: Side, agents: impl IntoIterator<Item = ObjectId>) {
        match side {
            Side::Old => self.old.extend(agents),
            Side::New => self.new.extend(agents),
        }
    }

    pub(super) fn of(&self, side: Side) -> &FxHashSet<ObjectId> {
        match side {
            Side::Old => &self.old,
            Side::New => &self.new,
        }
    }
}

/// A change whose audience has no description yet.
pub(super) struct Draft {
    pub(super) what: What,
    pub(super) people: Vec<Person>,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
    pub(super) takes_effect: Option<TakesEffect>,
    pub(super) review: Review,
    pub(super) because: Vec<Because>,
}

/// Everything that changes between two deployments.
#[derive(Debug, Clone, Default)]
pub struct Difference {
    /// The changes, those of the gravest review class first.
    pub changes: Vec<Change>,
    /// How many agents notice something.
    pub noticing: Noticing,
    /// How many agents of both sides were compared.
    pub agents: usize,
    /// How many options that some object of either side sets.
    pub options: usize,
    /// How many privileges.
    pub privileges: usize,
    /// Agents who are there only on the new side.
    pub added: usize,
    /// Agents who are there only on the old side.
    pub removed: usize,
}

impl Difference {
    /// Compares two deployments, for all agents or some, on one or two threads.
    #[must_use]
    pub fn of<'d>(old: State<'_, 'd>, new: State<'_, 'd>, only: Option<&Only>, threads: usize) -> Self {
        let mut pair = Pair::new(old, new);
        let people: Vec<Person> = match only {
            Some(only) => pair.narrow(only),
            None => (0..pair.people.len() as Person).collect(),
        };
        let (mut drafts, options) = options::drafts(&pair, &people, threads);
        drafts.extend(privileges::drafts(&pair, &people));
        drafts.extend(objects::drafts(&pair, &people));
        for draft in &mut drafts {
            draft.people.sort_unstable();
        }
        if only.is_some() {
            drafts.retain(|draft| !draft.people.is_empty());
        }
        let noticing = noticing(&pair, &drafts);
        let mut changes: Vec<Change> = Vec::with_capacity(drafts.len());
        if !drafts.is_empty() {
            let mut audiences = Audiences::new(&pair);
            changes.extend(drafts.into_iter().map(|draft| Change {
                audience: audiences.of(&draft.people),
                what: draft.what,
                old: draft.old,
                new: draft.new,
                takes_effect: draft.takes_effect,
                review: draft.review,
                because: draft.because,
            }));
        }
        changes.extend(come_and_go(&pair));
        changes.sort_by(|left, right| {
            let key = |change: &Change| {
                (std::cmp::Reverse(change.review), std::cmp::Reverse(change.audience.count))
            };
            (key(left).0.cmp(&key(right).0))
                .then_with(|| left.what.cmp(&right.what))
                .then_with(|| key(left).1.cmp(&key(right).1))
                .then_with(|| left.audience.agents.cmp(&right.audience.agents))
                .then_with(|| (&left.old, &left.new).cmp(&(&right.old, &right.new)))
        });
        Self {
            changes,
            noticing,
            agents: people.len(),
            options,
            privileges: new.privileges.graph().len(),
            added: pair.added.len(),
            removed: pair.removed.len(),
        }
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many changes are of a review class.
    #[must_use]
    pub fn reviews(&self, review: Review) -> usize {
        self.changes.iter().filter(|change| change.review == review).count()
    }

    /// The gravest review class among the changes; `None` where there are none.
    #[must_use]
    pub fn gravest(&self) -> Option<Review> {
        self.changes.iter().map(|change| change.review).max()
    }
}

/// Who notices something. That a script or a business attribute changes is noticed only through options that name it,
/// so that nobody is counted for it.
fn noticing(pair: &Pair<'_, '_>, drafts: &[Draft]) -> Noticing {
    let bit = |moment: Moment| 1_u8 << moment as u8;
    let mut moments = vec![0; pair.people.len()];
    for draft in drafts.iter().filter(|draft| !matches!(draft.what, What::Object { .. })) {
        for &person in &draft.people {
            moments[person as usize] |= bit(Moment::of(draft.takes_effect));
        }
    }
    let count = |which: u8| moments.iter().filter(|&&moments| moments & which != 0).count();
    Noticing {
        agents: count(u8::MAX) + pair.added.len() + pair.removed.len(),
        immediately: count(bit(Moment::AtOnce)),
        at_next_interaction: count(bit(Moment::NextInteraction)),
        at_restart: count(bit(Moment::Restart)),
    }
}

/// Agents who are there on one side only. Who holds a privilege of the class security is of that class.
fn come_and_go(pair: &Pair<'_, '_>) -> Vec<Change> {
    let graph = pair.new.privileges.graph();
    let graph_reviews: Vec<Review> = graph
        .ids()
        .map(|id| {
            pair.new.catalogue.privilege(graph.name(id)).map_or(Review::Behavioural, |spec| spec.review)
        })
        .collect();
    let mut changes = Vec::new();
    for (presence, side, agents) in
        [(Presence::Added, Side::New, &pair.added), (Presence::Removed, Side::Old, &pair.removed)]
    {
        let here = pair.state(side);
        let there = pair.state(side.other()).deployment();
        let mut alike: FxHashMap<(Review, &'static str), Vec<ObjectId>> = FxHashMap::default();
        for &agent in agents {
            let class = here.privileges.class_of(agent);
            let held = class.effective.iter().map(|id| graph_reviews[id.index()]).max();
            let review = if class.uncertain { Review::Security } else { held.unwrap_or_default() };
            let elsewhere = match pair.matching.counterpart(side, agent).map(|other| there.object(other)) {
                None => "absent",
                Some(person) if !person.enabled => "disabled",
                Some(_) => "no agent",
            };
            alike.entry((review, elsewhere)).or_default().push(agent);
        }
        for ((review, elsewhere), agents) in alike {
            let first = agents[0];
            let place = |side: Side, id| Because {
                side,
                cause: Cause::Present(id),
                at: Some(pair.state(side).deployment().object(id).at),
            };
            let mut because = vec![place(side, first)];
            because.extend(pair.matching.counterpart(side, first).map(|other| place(side.other(), other)));
            because.sort_by_key(|because| because.side);
            let (old, new) = match presence {
                Presence::Added => (elsewhere, "agent"),
                Presence::Removed => ("agent", elsewhere),
            };
            let audience: Audience = named(here.deployment(), None, agents.len(), agents.iter().copied());
            changes.push(Change {
                what: What::Agents(presence),
                audience,
                old: Some(old.to_owned()),
                new: Some(new.to_owned()),
                takes_effect: None,
                review: review.max(Review::Behavioural),
                because,
            });
        }
    }
    changes
}
