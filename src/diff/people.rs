//! The agents of both sides.

use super::change::State;
use super::difference::Only;
use super::matching::Matching;
use crate::deployment::ObjectId;
use crate::names::Side;

/// An agent of both sides, by position in [`Pair::people`].
pub(super) type Person = u32;

/// Both sides, put beside each other.
pub(super) struct Pair<'s, 'd> {
    pub(super) old: State<'s, 'd>,
    pub(super) new: State<'s, 'd>,
    pub(super) matching: Matching,
    /// The agents that are enabled on both sides, in the order of the new one.
    pub(super) people: Vec<(ObjectId, ObjectId)>,
    /// The enabled agents of the old side that are none on the new one.
    pub(super) removed: Vec<ObjectId>,
    /// The enabled agents of the new side that were none on the old one.
    pub(super) added: Vec<ObjectId>,
}

impl<'s, 'd> Pair<'s, 'd> {
    pub(super) fn new(old: State<'s, 'd>, new: State<'s, 'd>) -> Self {
        let matching = Matching::new(old.deployment(), new.deployment());
        let (mut people, mut added) = (Vec::new(), Vec::new());
        for agent in new.deployment().agents() {
            match matching.counterpart(Side::New, agent) {
                Some(before) if old.deployment().is_subject(before) => people.push((before, agent)),
                _ => added.push(agent),
            }
        }
        let stays = |&agent: &ObjectId| {
            matching.counterpart(Side::Old, agent).is_some_and(|after| new.deployment().is_subject(after))
        };
        let removed = old.deployment().agents().filter(|agent| !stays(agent)).collect();
        Self { old, new, matching, people, removed, added }
    }

    /// The persons that an [`Only`] leaves, and nobody else who comes or goes.
    pub(super) fn narrow(&mut self, only: &Only) -> Vec<Person> {
        let (old, new) = (only.of(Side::Old), only.of(Side::New));
        self.removed.retain(|agent| old.contains(agent));
        self.added.retain(|agent| new.contains(agent));
        let kept = |(_, (before, after)): &(usize, &(ObjectId, ObjectId))| {
            old.contains(before) || new.contains(after)
        };
        self.people.iter().enumerate().filter(kept).map(|(at, _)| at as Person).collect()
    }

    pub(super) fn state(&self, side: Side) -> State<'s, 'd> {
        match side {
            Side::Old => self.old,
            Side::New => self.new,
        }
    }

    /// A person's object on a side.
    pub(super) fn on(&self, side: Side, person: Person) -> ObjectId {
        let (old, new) = self.people[person as usize];
        match side {
            Side::Old => old,
            Side::New => new,
        }
    }
}
