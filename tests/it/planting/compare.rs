//! What `diff` says of two random deployments is what a comparison of everybody's full tables says.

use std::collections::{BTreeMap, BTreeSet};

use wdectl::catalogue::Catalogue;
use wdectl::deployment::{Deployment, Edit, Input, ObjectId, Relation, load};
use wdectl::diff::{Audience, Change, Difference, Only, Presence, State, What, Whole};
use wdectl::names::{ObjectKind, Side, WORKSPACE_SECTION};
use wdectl::privilege::{DependencyGraph, Privileges};
use wdectl::resolve::{GroupConflict, Resolver, Subject};
use wdectl::text::{Limits, Sources, Span, Syntax};

use super::random::Random;
use super::{clean, write};

/// Pairs of a deployment and itself after edits, and of two deployments that have only their tenants in common.
const EDITED: u64 = 80;
const STRANGERS: u64 = 15;

/// Name and tenant of an agent, then what changes for the agent: section (empty for a privilege), name, old, new.
type Fact = ((String, String), (String, String, Option<String>, Option<String>));

fn read(seed: u64, several: bool, sources: &mut Sources) -> Deployment {
    let files = write::files(&clean::deployment(seed, several));
    let inputs: Vec<Input> = files
        .iter()
        .map(|(path, text)| {
            let file = sources.add(path, text.clone().into_bytes());
            Input { file, syntax: Syntax::of(path, text).unwrap(), object: None }
        })
        .collect();
    load(sources, &inputs, Limits::default())
}

/// The same by a seed.
pub(crate) fn random_edits(seed: u64, deployment: &Deployment, at: Span) -> Vec<Edit> {
    edits(&mut Random::new(seed), deployment, at)
}

/// Random edits of a deployment: options at all levels, grants, memberships.
fn edits(random: &mut Random, deployment: &Deployment, at: Span) -> Vec<Edit> {
    const OPTIONS: [&str; 6] = [
        "chat.on-hold-queue",
        "chat.nickname",
        "chat.typing-timeout",
        "interaction.case-data.frame-color",
        "site.unknown-option",
        "applebcsession.max-text-message-size",
    ];
    const PRIVILEGES: [&str; 5] = [
        "Chat - Can Use Chat Channel",
        "Chat - Can Place On Hold",
        "Chat - Can Decline",
        "Contact - Can Use",
        "Our_Own_Key",
    ];
    let all: Vec<ObjectId> = deployment.objects().map(|(id, _)| id).collect();
    let of = |random: &mut Random, kind| random.pick(deployment.of_kind(kind));
    (0..random.among(1..=6))
        .filter_map(|_| {
            Some(match random.below(7) {
                0 | 1 => {
                    let object = random.pick(&all);
                    let value = random.pick(&["", "1", "true", "hold-l1", "4096"]).to_owned();
                    let server = deployment.level_of(object).is_none();
                    let section = if server && random.flip() { "settings" } else { WORKSPACE_SECTION };
                    let name = random.pick(&OPTIONS).to_owned();
                    Edit::SetOption { object, section: section.to_owned(), name, value, at }
                }
                2 => {
                    let object = random.pick(&all);
                    let settings = &deployment.object(object).options;
                    let setting = settings.get(random.below(settings.len().max(1)))?;
                    let (section, name) = (deployment.text(setting.section), deployment.text(setting.name));
                    Edit::UnsetOption { object, section: section.to_owned(), name: name.to_owned() }
                }
                3 => {
                    let privilege = random.pick(&PRIVILEGES).to_owned();
                    Edit::Grant { role: of(random, ObjectKind::Role), privilege, at }
                }
                4 => {
                    let privilege = random.pick(&PRIVILEGES).to_owned();
                    Edit::Revoke { role: of(random, ObjectKind::Role), privilege }
                }
                5 => {
                    let link = random.pick(deployment.links());
                    let (member, of, relation) = (link.from, link.to, link.relation);
                    Edit::RemoveMember { member, of, relation }
                }
                _ => {
                    let member = of(random, ObjectKind::Agent);
                    let (kind, relation) = random.pick(&[
                        (ObjectKind::AgentGroup, Relation::AgentGroup),
                        (ObjectKind::Role, Relation::Role),
                    ]);
                    Edit::AddMember { member, of: of(random, kind), relation, at }
                }
            })
        })
        .collect()
}

struct Judge {
    catalogue: Catalogue,
    graph: DependencyGraph,
}

fn agents(deployment: &Deployment) -> BTreeMap<(String, String), ObjectId> {
    let key = |id| {
        let object = deployment.object(id);
        (deployment.text(object.name).to_owned(), deployment.text(object.tenant).to_owned())
    };
    deployment.agents().map(|id| (key(id), id)).collect()
}

fn keys(state: State<'_, '_>, agent: ObjectId) -> BTreeSet<String> {
    let reaches = state.privileges.reaches(agent);
    let roles = reaches.iter().flat_map(|reach| &state.privileges.role(reach.role).unwrap().unmapped);
    roles.map(|key| state.deployment().text(key.spelling).to_owned()).collect()
}

/// Everything that changes for one agent, by full tables.
fn by_tables<'d>(
    old: State<'_, 'd>,
    new: State<'_, 'd>,
    before: ObjectId,
    after: ObjectId,
) -> BTreeSet<Fact> {
    let name = agents(new.deployment()).into_iter().find(|&(_, id)| id == after).unwrap().0;
    let mut tables = [(old, before), (new, after)].map(|(state, agent)| {
        let mut resolution = state.resolver.resolve(&state.resolver.steps(Subject::Agent(agent)));
        state.resolver.add_defaults(&mut resolution, None);
        resolution
    });
    let names: Vec<(&str, &str)> = tables
        .iter()
        .flat_map(|table| table.options().iter().map(|option| (option.section, option.name)))
        .collect();
    old.resolver.add_defaults(&mut tables[0], Some(&names));
    new.resolver.add_defaults(&mut tables[1], Some(&names));
    let mut facts = BTreeSet::new();
    for (section, option) in names {
        let [old, new] = tables.each_ref().map(|table| {
            let resolved = table.get(section, option).unwrap();
            table.winner(resolved).value.map(str::to_owned)
        });
        if old != new {
            facts.insert((name.clone(), (section.to_owned(), option.to_owned(), old, new)));
        }
    }
    let fact = |privilege: &str, old: bool, new: bool| {
        let word = |effective: bool| Some(if effective { "yes" } else { "no" }.to_owned());
        (name.clone(), (String::new(), privilege.to_owned(), word(old), word(new)))
    };
    for privilege in old.privileges.graph().ids() {
        let has = |state: State<'_, '_>, agent| state.privileges.effective_set(agent).contains(privilege);
        let (had, has) = (has(old, before), has(new, after));
        if had != has {
            facts.insert(fact(old.privileges.graph().name(privilege), had, has));
        }
    }
    let (had, has) = (keys(old, before), keys(new, after));
    facts.extend(had.symmetric_difference(&has).map(|key| fact(key, had.contains(key), has.contains(key))));
    facts
}

/// What a change says of each of its agents; `None` for what stands on no agent's table.
fn said(change: &Change) -> Option<(String, String, Option<String>, Option<String>)> {
    let word = |standing: &Option<String>| {
        Some(if standing.as_deref() == Some("effective") { "yes" } else { "no" }.to_owned())
    };
    match &change.what {
        What::Option { section, name, of: None } => {
            Some((section.clone(), name.clone(), change.old.clone(), change.new.clone()))
        }
        What::Privilege { name } => Some((String::new(), name.clone(), word(&change.old), word(&change.new))),
        _ => None,
    }
}

impl Judge {
    fn compare(&self, before: &Deployment, after: &Deployment) -> usize {
        let resolver = |deployment| Resolver::new(&self.catalogue, deployment, GroupConflict::LastName);
        let (old_resolver, new_resolver) = (resolver(before), resolver(after));
        let old_privileges = Privileges::new(&self.graph, before);
        let new_privileges = Privileges::new(&self.graph, after);
        let catalogue = &self.catalogue;
        let old = State { catalogue, resolver: &old_resolver, privileges: &old_privileges };
        let new = State { catalogue, resolver: &new_resolver, privileges: &new_privileges };

        assert!(Difference::of(old, old, None, 1).is_empty());
        let difference = Difference::of(old, new, None, 2);
        assert_eq!(format!("{difference:?}"), format!("{:?}", Difference::of(old, new, None, 1)));
        let (olds, news) = (agents(before), agents(after));
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        let mut noticing = 0;
        for (name, &id) in &news {
            let Some(&id_before) = olds.get(name) else { continue };
            let facts = by_tables(old, new, id_before, id);
            let mut only = Only::default();
            only.add(Side::New, [id]);
            let narrow = Difference::of(old, new, Some(&only), 1);
            assert_eq!((narrow.agents, narrow.added, narrow.removed), (1, 0, 0));
            let told = narrow.changes.iter().filter_map(said).map(|said| (name.clone(), said));
            let told: Vec<Fact> = told.collect();
            assert_eq!(told.iter().cloned().collect::<BTreeSet<_>>(), facts);
            assert_eq!(told.len(), facts.len(), "one change for each fact");
            // A server's option, too, is noticed.
            let noticed = narrow.changes.iter().any(|change| !matches!(change.what, What::Object { .. }));
            noticing += usize::from(noticed);
            for (_, fact) in facts {
                *counts.entry(fact).or_default() += 1;
            }
        }
        self.folded(&difference, before, after, counts);
        let added = news.keys().filter(|name| !olds.contains_key(*name)).count();
        let removed = olds.keys().filter(|name| !news.contains_key(*name)).count();
        assert_eq!((difference.added, difference.removed), (added, removed));
        assert_eq!(difference.noticing.agents, noticing + added + removed);
        let come = difference.changes.iter().filter(|change| change.what == What::Agents(Presence::Added));
        assert_eq!(come.map(|change| change.audience.count).sum::<usize>(), added);
        difference.changes.len()
    }

    /// Audiences hold every agent once, are called what they are, and say why.
    fn folded(
        &self,
        difference: &Difference,
        before: &Deployment,
        after: &Deployment,
        mut counts: BTreeMap<(String, String, Option<String>, Option<String>), usize>,
    ) {
        let mut named: BTreeSet<(String, String, String)> = BTreeSet::new();
        for change in &difference.changes {
            let Audience { whole, count, agents } = &change.audience;
            assert_eq!(agents.len(), (*count).min(Audience::NAMED));
            assert!(agents.is_sorted_by(|left, right| left.rsplit('/').next() <= right.rsplit('/').next()));
            if *whole == Some(Whole::Everybody) {
                assert_eq!(*count, difference.agents);
            }
            if let Some(Whole::Of(name)) = whole {
                let name = name.parse().unwrap();
                let members = |deployment: &Deployment| {
                    let group = deployment.look_up(&name).ok()?;
                    matches!(name.kind, ObjectKind::AgentGroup | ObjectKind::AccessGroup).then(|| {
                        deployment
                            .agents_in(group)
                            .filter(|&id| self.is_in_both(before, after, deployment, id))
                            .count()
                    })
                };
                let sizes = [members(before), members(after)];
                assert!(sizes.contains(&Some(*count)) || sizes == [None, None], "{change:?}");
            }
            let Some(said) = said(change) else { continue };
            assert!(!change.because.is_empty(), "{change:?}");
            for agent in agents {
                let fresh = named.insert((agent.clone(), said.0.clone(), said.1.clone()));
                assert!(fresh, "`{agent}` is in two audiences of `{}`", said.1);
            }
            let left = counts.get_mut(&said).unwrap();
            *left -= count;
        }
        assert!(counts.values().all(|&left| left == 0), "{counts:?}");
    }

    fn is_in_both(&self, before: &Deployment, after: &Deployment, of: &Deployment, id: ObjectId) -> bool {
        let object = of.object(id);
        let name = (of.text(object.name).to_owned(), of.text(object.tenant).to_owned());
        agents(before).contains_key(&name) && agents(after).contains_key(&name)
    }
}

fn judge() -> Judge {
    let catalogue = Catalogue::built_in();
    let graph = DependencyGraph::of(&catalogue);
    Judge { catalogue, graph }
}

#[test]
fn an_edit_changes_what_the_full_tables_say() {
    let judge = judge();
    let mut changes = 0;
    for seed in 0..EDITED {
        let mut sources = Sources::new();
        let before = read(seed, seed % 2 == 0, &mut sources);
        let edit = sources.add("edit", b"edit".to_vec());
        let edits = edits(&mut Random::new(seed + 1), &before, Span::new(edit, 0, 4));
        changes += judge.compare(&before, &before.apply(&edits));
    }
    assert!(changes > EDITED as usize, "only {changes} changes: the edits do too little");
}

/// Nothing changes between a deployment and itself, read twice or once.
#[test]
fn a_deployment_and_itself_do_not_differ() {
    let judge = judge();
    for seed in 0..STRANGERS {
        let (mut sources, mut others) = (Sources::new(), Sources::new());
        let several = seed % 2 == 0;
        let (once, again) = (read(seed, several, &mut sources), read(seed, several, &mut others));
        for other in [&once, &again] {
            assert_eq!(judge.compare(&once, other), 0, "seed {seed}");
        }
    }
}

#[test]
fn two_strangers_differ_as_their_full_tables_do() {
    let judge = judge();
    for seed in 0..STRANGERS {
        let (mut sources, mut others) = (Sources::new(), Sources::new());
        let before = read(seed, true, &mut sources);
        let after = read(seed + 1000, true, &mut others);
        assert!(judge.compare(&before, &after) > 0);
    }
}
