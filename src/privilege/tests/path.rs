use proptest::prelude::*;
use serde_json::json;

use super::super::{Privileges, Via};
use super::model::{Model, model};
use super::support::{CHANNEL, HOLD, agent, chat, names, read};
use crate::deployment::Deployment;

fn shown(deployment: &Deployment, via: &Via) -> String {
    via.objects().map(|id| deployment.display(id)).collect::<Vec<_>>().join(" via ")
}

#[test]
fn a_role_comes_directly_through_access_groups_and_through_agent_groups() {
    let (sources, deployment) = read(&json!({
        "agents": [{"username": "ana", "access-groups": ["L2"], "roles": ["Chat-L2"]}, {"username": "ben"}],
        "access-groups": [{"name": "L2", "roles": ["Chat-L2", "Base"]}],
        "agent-groups": [{"name": "Night", "agents": ["ana", "ben"]}],
        "roles": [
            {"name": "Chat-L2", "privileges": [HOLD, CHANNEL, HOLD], "members": ["agent-group/Night"]},
            {"name": "Base", "privileges": [CHANNEL]},
        ],
    }));
    let graph = chat();
    let privileges = Privileges::new(&graph, &deployment);
    let held = privileges.held(agent(&deployment, "ana"));
    let grants: Vec<_> = held
        .grants
        .iter()
        .map(|(id, ways)| {
            (graph.name(*id), ways.iter().map(|via| shown(&deployment, via)).collect::<Vec<_>>())
        })
        .collect();
    let l2 = ["role/Chat-L2", "role/Chat-L2 via access-group/L2", "role/Chat-L2 via agent-group/Night"];
    let base = "role/Base via access-group/L2";
    assert_eq!(
        grants,
        [
            (HOLD, l2.map(str::to_owned).to_vec()),
            (CHANNEL, [base].iter().chain(&l2).map(|&way| way.to_owned()).collect())
        ]
    );

    let ways = privileges.ways(agent(&deployment, "ana"), graph.find(HOLD).unwrap());
    assert_eq!(ways, held.grants[0].1);
    let places: Vec<_> = ways
        .iter()
        .map(|via| {
            let through = via.reach.through.map(|through| sources.slice(through.at));
            (sources.slice(via.reach.member), through, sources.slice(via.grant))
        })
        .collect();
    assert_eq!(
        places,
        [("Chat-L2", None, HOLD), ("L2", Some("Chat-L2"), HOLD), ("ana", Some("Night"), HOLD)]
    );
    let text = sources.get(ways[0].grant.file).text();
    assert_eq!(ways[0].grant.start as usize, text.find(HOLD).unwrap(), "of two grants the first is shown");

    let who = privileges.who_can(graph.find(CHANNEL).unwrap());
    let who: Vec<_> =
        who.agents.iter().map(|holder| (deployment.bare(holder.agent), holder.via.len())).collect();
    assert_eq!(who, [("ana".to_owned(), 4), ("ben".to_owned(), 1)]);
}

#[test]
fn agents_are_listed_by_name_whatever_their_class() {
    let (_, deployment) = read(&json!({
        "agents": [
            {"username": "zoe", "roles": ["Base"]}, {"username": "ana", "roles": ["Base", "Hold"]},
            {"username": "eva", "roles": ["Base"]}, {"username": "ben", "roles": ["Hold"]},
        ],
        "roles": [{"name": "Base", "privileges": [CHANNEL]}, {"name": "Hold", "privileges": [HOLD]}],
    }));
    let graph = chat();
    let privileges = Privileges::new(&graph, &deployment);
    let who = |name| {
        let who = privileges.who_can(graph.find(name).unwrap());
        who.agents.iter().map(|holder| deployment.bare(holder.agent)).collect::<Vec<_>>()
    };
    assert_eq!(who(CHANNEL), ["ana", "eva", "zoe"]);
    assert_eq!(who(HOLD), ["ana"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn holdings_and_ways_are_those_of_a_naive_reading(model in model()) {
        let (_sources, deployment) = read(&model.json());
        let graph = model.graph();
        let privileges = Privileges::new(&graph, &deployment);
        for (at, name) in Model::AGENTS.iter().enumerate() {
            let id = agent(&deployment, name);
            let held = privileges.held(id);
            let granted = model.granted(at);
            prop_assert_eq!(names(&graph, held.grants.iter().map(|&(id, _)| id)), granted.clone());
            let effective: Vec<_> = granted.iter().copied().filter(|name| model.is_effective(&granted, name)).collect();
            prop_assert_eq!(names(&graph, held.effective.clone()), effective.clone());
            for inert in &held.inert {
                let missing = model.needs(graph.name(inert.privilege)).into_iter().filter(|name| !effective.contains(name));
                prop_assert_eq!(names(&graph, inert.missing.clone()), missing.collect::<Vec<_>>());
            }
            prop_assert_eq!(held.effective.len() + held.inert.len(), granted.len());
            for (privilege, ways) in &held.grants {
                let mut expected = model.ways(at, graph.name(*privilege));
                let mut found: Vec<_> = ways.iter().map(|via| shown(&deployment, via)).collect();
                expected.sort();
                found.sort();
                prop_assert_eq!(found, expected);
            }
            for &role in deployment.of_kind(crate::names::ObjectKind::Role) {
                let reaches = privileges.reaches(id).iter().any(|reach| reach.role == role);
                prop_assert_eq!(privileges.reached_by(role).contains(&id), reaches);
            }
        }
    }
}
