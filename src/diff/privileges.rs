//! Effective privileges. Agents whom the same roles and groups reach are compared once.

use rustc_hash::FxHashMap;

use super::change::{Because, Cause, State, What};
use super::difference::Draft;
use super::people::{Pair, Person};
use crate::deployment::{Deployment, Link, ObjectId, Relation};
use crate::names::{ObjectKind, Review, Side};
use crate::privilege::{PrivilegeId, Reach, Standing};
use crate::text::Span;

/// What a role may grant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Wanted {
    Privilege(PrivilegeId),
    /// A key that is the name of no known privilege.
    Key(String),
}

/// What is there on the side where the privilege has effect, and is not on the other. Objects are those of the first
/// side.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
    /// The role grants it.
    Grant { role: ObjectId, wanted: Wanted },
    /// The group is a member of the role.
    Carried { group: ObjectId, role: ObjectId },
    /// The agent is a member of the role or in the group.
    Joined { object: ObjectId },
    /// The role or group is there, and enabled.
    Present { object: ObjectId },
}

/// What makes two agents' changes one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    wanted: Wanted,
    /// The side on which the privilege has effect.
    with: Side,
    /// How it stands on the other side.
    without: &'static str,
    parts: Vec<Part>,
}

/// The word for how a privilege stands.
fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Effective => "effective",
        Standing::Inert => "inert",
        Standing::No => "not-granted",
        Standing::Unknown => "unknown",
    }
}

/// The changed privileges of some persons.
pub(super) fn drafts(pair: &Pair<'_, '_>, people: &[Person]) -> Vec<Draft> {
    let (old, new) = (Doors::new(pair.old.deployment()), Doors::new(pair.new.deployment()));
    let (mut olds, mut news) = (Sets::default(), Sets::default());
    let mut alike: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    let mut groups: Vec<Vec<Person>> = Vec::new();
    for &person in people {
        let (before, after) = pair.people[person as usize];
        let key = (olds.number(old.of(before)), news.number(new.of(after)));
        let group = *alike.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(person);
    }
    let mut at: FxHashMap<Key, usize> = FxHashMap::default();
    let mut entries: Vec<(Key, Vec<Person>)> = Vec::new();
    for group in groups {
        for key in changes(pair, group[0]) {
            let entry = *at.entry(key.clone()).or_insert_with(|| {
                entries.push((key, Vec::new()));
                entries.len() - 1
            });
            entries[entry].1.extend(&group);
        }
    }
    entries.into_iter().map(|(key, people)| draft(pair, key, people)).collect()
}

/// The roles, and the groups that are members of one: only these bring privileges.
struct Doors<'d> {
    deployment: &'d Deployment,
    is_door: Vec<bool>,
}

impl<'d> Doors<'d> {
    fn new(deployment: &'d Deployment) -> Self {
        let is_door = |(id, object): (ObjectId, &crate::deployment::Object)| match object.kind {
            ObjectKind::Role => true,
            ObjectKind::AgentGroup | ObjectKind::AccessGroup => {
                deployment.targets(id, Relation::Role).next().is_some()
            }
            _ => false,
        };
        Self { deployment, is_door: deployment.objects().map(is_door).collect() }
    }

    /// Those through which an agent gets privileges.
    fn of(&self, agent: ObjectId) -> impl Iterator<Item = ObjectId> {
        self.deployment.links_from(agent).iter().map(|link| link.to).filter(|to| self.is_door[to.index()])
    }
}

/// A number for each distinct set.
#[derive(Default)]
struct Sets {
    numbers: FxHashMap<Vec<ObjectId>, u32>,
    scratch: Vec<ObjectId>,
}

impl Sets {
    fn number(&mut self, set: impl Iterator<Item = ObjectId>) -> u32 {
        self.scratch.clear();
        self.scratch.extend(set);
        if let Some(&number) = self.numbers.get(&self.scratch) {
            return number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(self.scratch.clone(), number);
        number
    }
}

/// What changes for a person, and for all whom the same roles and groups reach.
fn changes(pair: &Pair<'_, '_>, person: Person) -> Vec<Key> {
    let mut keys = Vec::new();
    let (old, new) = pair.people[person as usize];
    let (before, after) = (pair.old.privileges.class_of(old), pair.new.privileges.class_of(new));
    for with in [Side::Old, Side::New] {
        let (more, less) = match with {
            Side::Old => (&before.effective, &after.effective),
            Side::New => (&after.effective, &before.effective),
        };
        if more != less {
            for privilege in more.without(less).iter() {
                let without = pair.state(with.other());
                let standing = without.privileges.standing(pair.on(with.other(), person), privilege);
                keys.push(key(pair, person, with, Wanted::Privilege(privilege), word(standing)));
            }
        }
    }
    if before.uncertain || after.uncertain {
        let (before, after) = (role_keys(pair.old, old), role_keys(pair.new, new));
        for (with, more, less) in [(Side::Old, &before, &after), (Side::New, &after, &before)] {
            for name in more.iter().filter(|name| !less.contains(name)) {
                keys.push(key(pair, person, with, Wanted::Key((*name).to_owned()), word(Standing::No)));
            }
        }
    }
    keys
}

/// The keys of an agent's roles that map to nothing, each once.
fn role_keys<'d>(state: State<'_, 'd>, agent: ObjectId) -> Vec<&'d str> {
    let reaches = state.privileges.reaches(agent);
    let roles = reaches.iter().filter_map(|reach| state.privileges.role(reach.role));
    let mut keys: Vec<&str> = roles
        .flat_map(|role| role.unmapped.iter().map(|unmapped| state.deployment().text(unmapped.spelling)))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn key(pair: &Pair<'_, '_>, person: Person, with: Side, wanted: Wanted, without: &'static str) -> Key {
    let parts = parts(pair, person, with, &wanted).into_iter().map(|(part, _)| part).collect();
    Key { wanted, with, without, parts }
}

/// Where a role grants something.
fn grant(state: State<'_, '_>, role: ObjectId, wanted: &Wanted) -> Option<Span> {
    let grants = state.privileges.role(role)?;
    match wanted {
        Wanted::Privilege(privilege) => grants.grant(*privilege).map(|grant| grant.at),
        Wanted::Key(key) => {
            let is_it = |spelling| state.deployment().text(spelling) == key;
            grants.unmapped.iter().find(|unmapped| is_it(unmapped.spelling)).map(|unmapped| unmapped.at)
        }
    }
}

/// What is there on the side `with` and not on the other, each with its place: of all the ways by which the privilege,
/// or one that it depends on and that is not granted on the other side, comes.
fn parts(pair: &Pair<'_, '_>, person: Person, with: Side, wanted: &Wanted) -> Vec<(Part, Span)> {
    let (here, there) = (pair.state(with), pair.state(with.other()));
    let agent = pair.on(with, person);
    let mut missing = vec![wanted.clone()];
    if let Wanted::Privilege(privilege) = *wanted {
        let graph = here.privileges.graph();
        let granted = &there.privileges.class_of(pair.on(with.other(), person)).granted;
        missing.extend(graph.needs(privilege).iter().map(Wanted::Privilege));
        missing.retain(|wanted| matches!(wanted, Wanted::Privilege(id) if !granted.contains(*id)));
    }
    let mut parts: Vec<(Part, Span)> = Vec::new();
    for wanted in &missing {
        for reach in here.privileges.reaches(agent) {
            if let Some(at) = grant(here, reach.role, wanted) {
                let part = part(pair, person, with, wanted, &reach, at);
                if !parts.contains(&part) {
                    parts.push(part);
                }
            }
        }
    }
    parts
}

/// What of one way is missing on the other side.
fn part(
    pair: &Pair<'_, '_>,
    person: Person,
    with: Side,
    wanted: &Wanted,
    reach: &Reach,
    grant_at: Span,
) -> (Part, Span) {
    let (here, there) = (pair.state(with).deployment(), pair.state(with.other()));
    let present = |object: ObjectId| (Part::Present { object }, here.object(object).at);
    let counterpart = |object| {
        let other = pair.matching.counterpart(with, object);
        other.filter(|&other| there.deployment().object(other).enabled)
    };
    let Some(role) = counterpart(reach.role) else { return present(reach.role) };
    if grant(there, role, wanted).is_none() {
        return (Part::Grant { role: reach.role, wanted: wanted.clone() }, grant_at);
    }
    let Some(through) = reach.through else {
        return (Part::Joined { object: reach.role }, reach.member);
    };
    let Some(group) = counterpart(through.group) else { return present(through.group) };
    let agent = pair.on(with.other(), person);
    let belongs = |link: &Link| link.to == group && link.relation != Relation::Role;
    if there.deployment().links_from(agent).iter().any(belongs) {
        (Part::Carried { group: through.group, role: reach.role }, through.at)
    } else {
        (Part::Joined { object: through.group }, reach.member)
    }
}

fn draft(pair: &Pair<'_, '_>, key: Key, people: Vec<Person>) -> Draft {
    let Key { wanted, with, without, .. } = key;
    let person = people[0];
    let mut because = Vec::new();
    for (part, at) in parts(pair, person, with, &wanted) {
        let (cause, object, lacks): (Cause, ObjectId, fn(ObjectId) -> Cause) = match part {
            Part::Grant { role, wanted } => {
                (Cause::Grants { role, privilege: name(pair, &wanted) }, role, Cause::Lacks)
            }
            Part::Carried { group, role } => {
                (Cause::Member { member: group, of: role }, role, Cause::LacksMember)
            }
            Part::Joined { object } => {
                (Cause::Member { member: pair.on(with, person), of: object }, object, Cause::LacksMember)
            }
            Part::Present { object } => (Cause::Present(object), object, Cause::Lacks),
        };
        because.push(Because { side: with, cause, at: Some(at) });
        if let Some(other) = pair.matching.counterpart(with, object) {
            let at = Some(pair.state(with.other()).deployment().object(other).at);
            let lacks = Because { side: with.other(), cause: lacks(other), at };
            if !because.contains(&lacks) {
                because.push(lacks);
            }
        }
    }
    because.sort_by_key(|because| because.side);
    let (old, new) = match with {
        Side::Old => ("effective", without),
        Side::New => (without, "effective"),
    };
    let name = name(pair, &wanted);
    let review = match wanted {
        Wanted::Privilege(_) => {
            pair.new.catalogue.privilege(&name).map_or(Review::Behavioural, |spec| spec.review)
        }
        // It may grant anything.
        Wanted::Key(_) => Review::Security,
    };
    Draft {
        what: What::Privilege { name },
        people,
        old: Some(old.to_owned()),
        new: Some(new.to_owned()),
        takes_effect: None,
        review,
        because,
    }
}

fn name(pair: &Pair<'_, '_>, wanted: &Wanted) -> String {
    match wanted {
        Wanted::Privilege(id) => pair.new.privileges.graph().name(*id).to_owned(),
        Wanted::Key(key) => key.clone(),
    }
}
