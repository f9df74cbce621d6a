use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::super::{Change, DependencyGraph, PrivilegeEntry, PrivilegeId, Privileges, WhyNot};
use super::model::{Model, model};
use super::support::{CHANNEL, HOLD, agent, chat, graph, names, read};
use crate::deployment::{Deployment, Edit, ObjectId, Relation};
use crate::names::ObjectKind;
use crate::text::Sources;

fn shown(deployment: &Deployment, graph: &DependencyGraph, answer: &WhyNot) -> Vec<(String, usize)> {
    let change = |change: &Change| match *change {
        Change::Grant { role, privilege } => {
            format!("{} in {}", graph.name(privilege), deployment.display(role))
        }
        Change::AddMember { object, .. } => format!("join {}", deployment.display(object)),
    };
    let repairs = answer.repairs.iter();
    repairs
        .map(|repair| (repair.changes.iter().map(change).collect::<Vec<_>>().join(", "), repair.also_affects))
        .collect()
}

fn own(repairs: &[(&str, usize)]) -> Vec<(String, usize)> {
    repairs.iter().map(|&(changes, others)| (changes.to_owned(), others)).collect()
}

#[test]
fn every_smallest_change_is_offered_with_the_number_of_others_it_changes() {
    let (_sources, deployment) = read(&json!({
        "tenants": [{"name": "Acme"}, {"name": "Other"}],
        "agents": [
            {"username": "ana", "tenant": "Acme", "roles": ["Hold"]},
            {"username": "ben", "tenant": "Acme", "roles": ["Hold"]},
            {"username": "cem", "tenant": "Acme", "roles": ["Hold", "Base"]},
            {"username": "dan", "tenant": "Acme", "roles": ["View"]},
        ],
        "access-groups": [{"name": "L1", "tenant": "Acme", "roles": ["Base"]}],
        "roles": [
            {"name": "Base", "tenant": "Acme", "privileges": [CHANNEL]},
            {"name": "Hold", "tenant": "Acme", "privileges": [HOLD]},
            {"name": "View", "tenant": "Acme", "privileges": []},
            {"name": "Off", "tenant": "Acme", "enabled": false, "privileges": [CHANNEL]},
            {"name": "Foreign", "tenant": "Other", "privileges": [CHANNEL]},
        ],
    }));
    let graph = chat();
    let privileges = Privileges::new(&graph, &deployment);
    let why_not =
        |name, privilege: &str| privileges.why_not(agent(&deployment, name), graph.find(privilege).unwrap());

    let ana = why_not("ana", HOLD);
    assert!(ana.complete);
    assert_eq!(names(&graph, ana.missing.clone()), [CHANNEL]);
    let channel_in_hold = format!("{CHANNEL} in role/Hold");
    assert_eq!(
        shown(&deployment, &graph, &ana),
        own(&[("join role/Base", 0), ("join access-group/L1", 0), (&channel_in_hold, 1)])
    );
    let dan = why_not("dan", HOLD);
    let hold_in_view = format!("{HOLD} in role/View");
    let channel_in_view = format!("{CHANNEL} in role/View");
    assert_eq!(
        shown(&deployment, &graph, &dan),
        own(&[
            ("join role/Base, join role/Hold", 0),
            ("join role/Hold, join access-group/L1", 0),
            (&format!("{hold_in_view}, join role/Base"), 0),
            (&format!("{hold_in_view}, join access-group/L1"), 0),
            (&format!("{hold_in_view}, {channel_in_view}"), 0),
            (&format!("{channel_in_view}, join role/Hold"), 0),
        ])
    );
    let cem = why_not("cem", HOLD);
    assert_eq!((cem.missing, cem.repairs, cem.complete), (vec![], vec![], true));
}

#[test]
fn of_as_many_changes_those_that_change_fewest_others_come_first() {
    let (_sources, deployment) = read(&json!({
        "agents": [{"username": "ana", "roles": ["own"]}, {"username": "ben", "roles": ["own"]}],
        "roles": [
            {"name": "own", "privileges": ["all"]},
            {"name": "left", "privileges": ["a", "b"]}, {"name": "right", "privileges": ["b", "c"]},
        ],
    }));
    let graph = graph(&[("all", &["a", "b", "c"]), ("a", &[]), ("b", &[]), ("c", &[])]);
    let privileges = Privileges::new(&graph, &deployment);
    let answer = privileges.why_not(agent(&deployment, "ana"), graph.find("all").unwrap());
    assert_eq!(
        shown(&deployment, &graph, &answer),
        own(&[
            ("join role/left, join role/right", 0),
            ("a in role/own, join role/right", 1),
            ("c in role/own, join role/left", 1),
            ("a in role/own, b in role/own, c in role/own", 1),
        ])
    );
}

#[test]
fn who_has_no_role_is_offered_a_first_one() {
    let (_sources, deployment) = read(&json!({
        "agents": [{"username": "ana"}, {"username": "ben", "roles": ["Base"]}],
        "access-groups": [{"name": "L1", "roles": ["Base", "View"]}],
        "roles": [{"name": "Base", "privileges": [CHANNEL]}, {"name": "View", "privileges": []}],
    }));
    let graph = chat();
    let privileges = Privileges::new(&graph, &deployment);
    let ana = privileges.why_not(agent(&deployment, "ana"), graph.find(HOLD).unwrap());
    let all = |changes: &[&str]| {
        changes
            .iter()
            .map(|change| change.replace("HOLD", HOLD).replace("CHANNEL", CHANNEL))
            .collect::<Vec<_>>()
    };
    let found = shown(&deployment, &graph, &ana);
    assert_eq!(
        found.iter().map(|(changes, _)| changes.clone()).collect::<Vec<_>>(),
        all(&[
            "HOLD in role/View, join access-group/L1",
            "HOLD in role/Base, join role/Base",
            "HOLD in role/Base, join access-group/L1",
            "HOLD in role/View, CHANNEL in role/View, join role/View",
        ])
    );
    assert_eq!(found.iter().map(|&(_, others)| others).collect::<Vec<_>>(), [0, 1, 1, 0]);
    let ana = privileges.why_not(agent(&deployment, "ana"), graph.find(CHANNEL).unwrap());
    assert_eq!(shown(&deployment, &graph, &ana), own(&[("join role/Base", 0), ("join access-group/L1", 0)]));
}

#[test]
fn a_privilege_on_a_cycle_has_no_repair() {
    let (_sources, deployment) = read(&json!({
        "agents": [{"username": "ana", "roles": ["All"]}, {"username": "out", "enabled": false}],
        "roles": [{"name": "All", "privileges": ["a", "b"]}, {"name": "More", "privileges": ["on a"]}],
    }));
    let graph = graph(&[("a", &["b"]), ("b", &["a"]), ("on a", &["a"]), ("free", &[])]);
    let privileges = Privileges::new(&graph, &deployment);
    let why_not =
        |name, privilege| privileges.why_not(agent(&deployment, name), graph.find(privilege).unwrap());
    assert_eq!(why_not("ana", "a").repairs, []);
    assert_eq!(why_not("ana", "on a").repairs, []);
    assert_eq!(why_not("ana", "free").repairs.len(), 1);
    assert_eq!(why_not("out", "free").repairs, [], "a disabled person holds nothing whatever is changed");
}

#[test]
fn a_long_list_is_cut_behind_its_first_repairs() {
    let roles: Vec<_> = (0..1500)
        .map(|at| json!({"name": format!("r{at:04}"), "privileges": [if at % 2 == 0 { "a" } else { "b" }]}))
        .collect();
    let others =
        [json!({"name": "own", "privileges": []}), json!({"name": "both", "privileges": ["a", "b"]})];
    let (_sources, deployment) = read(&json!({
        "agents": [{"username": "ana", "roles": ["own"]}],
        "roles": roles.into_iter().chain(others).collect::<Vec<_>>(),
    }));
    let graph = graph(&[("a", &["b"]), ("b", &[])]);
    let privileges = Privileges::new(&graph, &deployment);
    let answer = privileges.why_not(agent(&deployment, "ana"), graph.find("a").unwrap());
    let found: Vec<_> = shown(&deployment, &graph, &answer).into_iter().map(|(changes, _)| changes).collect();
    let mut expected = Vec::new();
    for even in (0..1500).step_by(2) {
        for odd in (1..1500).step_by(2) {
            let (first, second) = (even.min(odd), even.max(odd));
            expected.push(format!("join role/r{first:04}, join role/r{second:04}"));
        }
    }
    expected.sort();
    expected.insert(0, "join role/both".to_owned());
    expected.truncate(1000);
    assert!(!answer.complete);
    assert_eq!(found, expected);
}

#[test]
fn a_list_is_complete_up_to_its_limit_and_not_beyond() {
    // Where the roles give the privilege, and where each would have to be joined and to grant it.
    let lists = [(1000, true), (1001, false)]
        .map(|(count, complete)| [(count, complete, json!(["a"])), (count, complete, json!([]))]);
    for (count, complete, grants) in lists.into_iter().flatten() {
        let role = |at: usize| json!({"name": format!("r{at:04}"), "privileges": grants});
        let (_sources, deployment) = read(&json!({
            "agents": [{"username": "ana"}],
            "roles": (0..count).map(role).collect::<Vec<_>>(),
        }));
        let graph = graph(&[("a", &[])]);
        let privileges = Privileges::new(&graph, &deployment);
        let answer = privileges.why_not(agent(&deployment, "ana"), graph.find("a").unwrap());
        assert_eq!((answer.repairs.len(), answer.complete), (1000, complete));
    }
}

#[test]
fn a_list_of_as_many_as_its_limit_is_not_complete_if_others_change_more() {
    let role = |at: usize| json!({"name": format!("r{at:04}"), "privileges": ["a"]});
    let own = [json!({"name": "own", "privileges": []})];
    let (_sources, deployment) = read(&json!({
        "agents": [{"username": "ana", "roles": ["own"]}, {"username": "ben", "roles": ["own"]}],
        "roles": (0..1000).map(role).chain(own).collect::<Vec<_>>(),
    }));
    let graph = graph(&[("a", &[])]);
    let privileges = Privileges::new(&graph, &deployment);
    let answer = privileges.why_not(agent(&deployment, "ana"), graph.find("a").unwrap());
    assert!(!answer.complete && answer.repairs.iter().all(|repair| repair.also_affects == 0));
    assert_eq!(answer.repairs.len(), 1000);
}

#[test]
fn a_deep_chain_is_answered_with_grants_in_one_role_at_least() {
    // Of more than 64 that are missing only these grants are looked for.
    for (depth, expected, without_role) in [
        (40, &[2, 40, 40][..], (vec![2], true)),
        (64, &[2, 64, 64], (vec![2], true)),
        (65, &[65, 65], (vec![21, 46, 66, 66], false)),
    ] {
        let chain: Vec<String> = (0..depth).map(|at| format!("p{at:02}")).collect();
        let graph = DependencyGraph::new(chain.iter().enumerate().map(|(at, name)| PrivilegeEntry {
            name,
            aliases: vec![],
            depends_on: chain.get(at + 1).map(String::as_str).into_iter().collect(),
        }));
        let (_sources, deployment) = read(&json!({
            "agents": [{"username": "ana", "roles": ["one", "two"]}, {"username": "ben"}],
            "roles": [
                {"name": "one", "privileges": []}, {"name": "two", "privileges": []},
                {"name": "half", "privileges": &chain[..20]}, {"name": "rest", "privileges": &chain[20..]},
            ],
        }));
        let privileges = Privileges::new(&graph, &deployment);
        let why_not = |name| {
            let answer = privileges.why_not(agent(&deployment, name), graph.find("p00").unwrap());
            let sizes: Vec<_> = answer.repairs.iter().map(|repair| repair.changes.len()).collect();
            (sizes, answer.complete)
        };
        assert_eq!(why_not("ana"), (expected.to_vec(), false));
        assert_eq!(why_not("ben"), without_role);
    }
}

/// Tries every set of up to three changes by making them and looking again.
struct ByTrying<'t> {
    sources: &'t Sources,
    deployment: &'t Deployment,
    graph: &'t DependencyGraph,
    agent: ObjectId,
    privilege: PrivilegeId,
}

impl ByTrying<'_> {
    fn candidates(&self) -> Vec<Edit> {
        let before = Privileges::new(self.graph, self.deployment);
        let at = self.deployment.object(self.agent).at;
        assert!(!self.sources.slice(at).is_empty());
        let mut edits = Vec::new();
        let roles: BTreeSet<_> = before.reaches(self.agent).iter().map(|reach| reach.role).collect();
        for role in roles {
            for privilege in self.graph.ids() {
                edits.push(Edit::Grant { role, privilege: self.graph.name(privilege).to_owned(), at });
            }
        }
        for (kind, relation) in
            [(ObjectKind::Role, Relation::Role), (ObjectKind::AccessGroup, Relation::AccessGroup)]
        {
            for &of in self.deployment.of_kind(kind) {
                edits.push(Edit::AddMember { member: self.agent, of, relation, at });
            }
        }
        edits
    }

    /// Each set that works and of which no part works, with the number of other agents it changes.
    fn repairs(&self) -> Vec<(BTreeSet<String>, usize)> {
        let candidates = self.candidates();
        let before = Privileges::new(self.graph, self.deployment);
        let mut working: Vec<(Vec<usize>, usize)> = Vec::new();
        let count = candidates.len();
        for size in 1..=3 {
            for chosen in subsets(count, size) {
                if working.iter().any(|(smaller, _)| smaller.iter().all(|at| chosen.contains(at))) {
                    continue;
                }
                let edits: Vec<Edit> = chosen.iter().map(|&at| candidates[at].clone()).collect();
                let changed = self.deployment.apply(&edits);
                let after = Privileges::new(self.graph, &changed);
                if after.effective_set(self.agent).contains(self.privilege) {
                    let differs = |&other: &ObjectId| {
                        other != self.agent && after.effective_set(other) != before.effective_set(other)
                    };
                    working.push((chosen, self.deployment.agents().filter(differs).count()));
                }
            }
        }
        let text = |at: &usize| format!("{:?}", candidates[*at]);
        working.into_iter().map(|(chosen, others)| (chosen.iter().map(text).collect(), others)).collect()
    }
}

fn subsets(count: usize, size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let longer = |smaller: Vec<usize>| {
        let from = smaller.last().map_or(0, |last| last + 1);
        (from..count).map(move |at| smaller.iter().copied().chain([at]).collect())
    };
    subsets(count, size - 1).into_iter().flat_map(longer).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn repairs_are_those_found_by_trying_all_sets_of_up_to_three_changes(model in model(), who in 0usize..4, what in 0usize..5) {
        let (sources, deployment) = read(&model.json());
        let graph = model.graph();
        let privileges = Privileges::new(&graph, &deployment);
        let (agent, privilege) = (agent(&deployment, Model::AGENTS[who]), graph.ids().nth(what).unwrap());
        let answer = privileges.why_not(agent, privilege);
        prop_assert!(answer.complete);
        let order: Vec<_> = answer.repairs.iter().map(|repair| (repair.changes.len(), repair.also_affects)).collect();
        prop_assert!(order.is_sorted());

        let at = deployment.object(agent).at;
        for repair in &answer.repairs {
            let edits: Vec<Edit> = repair.changes.iter().map(|change| change.edit(&graph, at)).collect();
            let works = |edits: &[Edit]| {
                let changed = deployment.apply(edits);
                Privileges::new(&graph, &changed).effective_set(agent).contains(privilege)
            };
            prop_assert!(works(&edits));
            for left_out in 0..edits.len() {
                let mut fewer = edits.clone();
                fewer.remove(left_out);
                prop_assert!(!works(&fewer));
            }
        }
        if privileges.effective_set(agent).contains(privilege) {
            prop_assert_eq!(answer.repairs, []);
            return Ok(());
        }
        let mut found: Vec<(BTreeSet<String>, usize)> = answer.repairs.iter()
            .filter(|repair| repair.changes.len() <= 3)
            .map(|repair| {
                let edits = repair.changes.iter().map(|change| format!("{:?}", change.edit(&graph, at)));
                (edits.collect(), repair.also_affects)
            })
            .collect();
        let mut expected = ByTrying { sources: &sources, deployment: &deployment, graph: &graph, agent, privilege }.repairs();
        if expected.is_empty() && privileges.reaches(agent).is_empty() {
            return Ok(());
        }
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected);
    }
}
