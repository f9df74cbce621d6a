use serde_json::json;

use super::super::{DependencyGraph, PrivilegeEntry, Privileges, Standing};
use super::support::{CHANNEL, HOLD, RELEASE, RELEASE_ASYNC, agent, chat, names, object, read, set_names};

#[test]
fn grants_add_up_over_roles_and_what_lacks_its_gate_is_inert() {
    let (_, deployment) = read(&json!({
        "agents": [{"username": "ana", "roles": ["Base", "Hold"]}, {"username": "ben", "roles": ["Hold"]}, {"username": "cem"}],
        "roles": [{"name": "Base", "privileges": [CHANNEL]}, {"name": "Hold", "privileges": [HOLD, RELEASE_ASYNC]}],
    }));
    let graph = chat();
    let privileges = Privileges::new(&graph, &deployment);
    let of = |name| privileges.held(agent(&deployment, name));
    let ana = of("ana");
    assert_eq!(names(&graph, ana.effective), [HOLD, RELEASE_ASYNC, CHANNEL]);
    assert_eq!(ana.inert, []);
    let ben = of("ben");
    assert_eq!(ben.effective, []);
    let inert: Vec<_> = ben
        .inert
        .iter()
        .map(|inert| (graph.name(inert.privilege), names(&graph, inert.missing.clone())))
        .collect();
    assert_eq!(inert, [(HOLD, vec![CHANNEL]), (RELEASE_ASYNC, vec![CHANNEL])]);
    let cem = of("cem");
    assert_eq!((cem.effective, cem.inert, cem.grants, cem.uncertain), (vec![], vec![], vec![], false));
    let standing =
        |name, privilege| privileges.standing(agent(&deployment, name), graph.find(privilege).unwrap());
    assert_eq!(standing("ana", HOLD), Standing::Effective);
    assert_eq!(standing("ben", HOLD), Standing::Inert);
    assert_eq!(standing("ben", RELEASE), Standing::No);
    assert_eq!(privileges.classes().map(|class| class.agents.len()).collect::<Vec<_>>(), [1, 1, 1]);
}

#[test]
fn disabled_roles_and_groups_give_nothing_and_disabled_people_hold_nothing() {
    let (_, deployment) = read(&json!({
        "agents": [
            {"username": "off-role", "roles": ["Off"]},
            {"username": "off-group", "access-groups": ["Closed"], "agent-groups": ["Dissolved"]},
            {"username": "group-of-off-role", "access-groups": ["Open"]},
            {"username": "gone", "enabled": false, "roles": ["On"]},
            {"username": "clerk", "is-agent": false, "roles": ["On"]},
            {"username": "here", "roles": ["On"]},
        ],
        "access-groups": [{"name": "Closed", "enabled": false, "roles": ["On"]}, {"name": "Open", "roles": ["Off"]}],
        "agent-groups": [{"name": "Dissolved", "enabled": false, "roles": ["On"]}],
        "roles": [{"name": "On", "privileges": [CHANNEL]}, {"name": "Off", "enabled": false, "privileges": [CHANNEL]}],
    }));
    let graph = chat();
    let privileges = Privileges::new(&graph, &deployment);
    for name in ["off-role", "off-group", "group-of-off-role", "gone", "clerk"] {
        let id = agent(&deployment, name);
        assert!(privileges.effective_set(id).is_empty(), "{name}");
        assert_eq!(privileges.reaches(id), [], "{name}");
    }
    assert_eq!(set_names(&graph, privileges.effective_set(agent(&deployment, "here"))), [CHANNEL]);
    let reached = |name| privileges.reached_by(object(&deployment, name));
    assert_eq!(reached("role/On"), [agent(&deployment, "here")]);
    assert_eq!(reached("role/Off"), []);
    let off = privileges.role(object(&deployment, "role/Off")).unwrap();
    assert_eq!(set_names(&graph, &off.granted), [CHANNEL], "what a disabled role says is still known");
}

#[test]
fn an_alias_grants_and_a_key_that_maps_to_nothing_makes_its_members_uncertain() {
    let (sources, deployment) = read(&json!({
        "agents": [
            {"username": "ana", "roles": ["Keys"]},
            {"username": "ben", "access-groups": ["Odd"]},
            {"username": "cem", "roles": ["Gone"]},
        ],
        "access-groups": [{"name": "Odd", "roles": ["Odd"]}],
        "roles": [
            {"name": "Keys", "privileges": ["key.chat.use", CHANNEL]},
            {"name": "Odd", "privileges": [HOLD, "key.nobody.knows"]},
            {"name": "Gone", "enabled": false, "privileges": ["key.nobody.knows"]},
        ],
    }));
    let graph = DependencyGraph::new([
        PrivilegeEntry { name: CHANNEL, aliases: vec!["key.chat.use"], depends_on: vec![] },
        PrivilegeEntry { name: HOLD, aliases: vec![], depends_on: vec![CHANNEL] },
    ]);
    let privileges = Privileges::new(&graph, &deployment);
    let (channel, hold) = (graph.find(CHANNEL).unwrap(), graph.find(HOLD).unwrap());
    let keys = privileges.role(object(&deployment, "role/Keys")).unwrap();
    assert_eq!(keys.grants.iter().map(|grant| grant.privilege).collect::<Vec<_>>(), [channel, channel]);
    assert_eq!(sources.slice(keys.grants[0].at), "key.chat.use");
    let odd = privileges.role(object(&deployment, "role/Odd")).unwrap();
    assert_eq!(
        odd.unmapped.iter().map(|key| deployment.text(key.spelling)).collect::<Vec<_>>(),
        ["key.nobody.knows"]
    );
    assert_eq!(sources.slice(odd.unmapped[0].at), "key.nobody.knows");

    let standing = |name, privilege| privileges.standing(agent(&deployment, name), privilege);
    assert_eq!((standing("ana", channel), standing("ana", hold)), (Standing::Effective, Standing::No));
    assert_eq!((standing("ben", channel), standing("ben", hold)), (Standing::Unknown, Standing::Unknown));
    assert_eq!(standing("cem", channel), Standing::No, "a disabled role is no reason to doubt");
    assert!(privileges.held(agent(&deployment, "ben")).uncertain);
    let who = privileges.who_can(channel);
    assert_eq!(who.agents.iter().map(|holder| holder.agent).collect::<Vec<_>>(), [agent(&deployment, "ana")]);
    assert_eq!(who.uncertain, [agent(&deployment, "ben")]);
}

#[test]
fn the_matrix_shows_roles_alone_and_agents_by_class() {
    let member = |name: &str, roles: &[&str]| json!({"username": name, "roles": roles});
    let (_, deployment) = read(&json!({
        "agents": [
            member("zoe", &["Base", "Hold"]), member("max", &["Hold"]), member("eva", &["Hold", "Base"]),
            member("ida", &["Hold", "Base"]), member("kim", &["Base", "Hold"]), member("ali", &["Base"]),
        ],
        "roles": [
            {"name": "Hold", "privileges": [HOLD]}, {"name": "Base", "privileges": [CHANNEL]},
            {"name": "Odd", "privileges": ["key"]},
        ],
    }));
    let graph = chat();
    let privileges = Privileges::new(&graph, &deployment);
    let matrix = privileges.matrix();
    assert_eq!(names(&graph, matrix.privileges.clone()), [HOLD, CHANNEL]);
    let roles: Vec<_> = matrix
        .roles
        .iter()
        .map(|row| {
            let cells: Vec<_> = matrix.privileges.iter().map(|&privilege| row.standing(privilege)).collect();
            (deployment.bare(row.role.role), row.agents, cells)
        })
        .collect();
    assert_eq!(
        roles,
        [
            ("Base".to_owned(), 5, vec![Standing::No, Standing::Effective]),
            ("Hold".to_owned(), 5, vec![Standing::Inert, Standing::No]),
            ("Odd".to_owned(), 0, vec![Standing::Unknown, Standing::Unknown]),
        ]
    );
    let agents: Vec<_> = matrix
        .agents
        .iter()
        .map(|row| {
            let cells: Vec<_> = matrix.privileges.iter().map(|&privilege| row.standing(privilege)).collect();
            let first: Vec<_> = row.first.iter().map(|&id| deployment.bare(id)).collect();
            (row.class.agents.len(), first.join(" "), cells)
        })
        .collect();
    assert_eq!(
        agents,
        [
            (4, "eva ida kim".to_owned(), vec![Standing::Effective, Standing::Effective]),
            (1, "ali".to_owned(), vec![Standing::No, Standing::Effective]),
            (1, "max".to_owned(), vec![Standing::Inert, Standing::No]),
        ]
    );
}
