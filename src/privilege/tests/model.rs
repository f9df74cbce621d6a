//! Small random deployments, as tables, with a naive reading of their own.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{DependencyGraph, PrivilegeEntry};

const PRIVILEGES: [&str; 5] = ["p0", "p1", "p2", "p3", "p4"];
const ROLES: [&str; 4] = ["r0", "r1", "r2", "r3"];
const ACCESS_GROUPS: [&str; 2] = ["x0", "x1"];
const AGENT_GROUPS: [&str; 2] = ["g0", "g1"];

/// Every set is a bit mask over the names above; every `on` tells which objects are enabled.
#[derive(Debug, Clone)]
pub(super) struct Model {
    depends_on: [u8; 5],
    grants: [u8; 4],
    roles_on: u8,
    access_groups: [(u8, u8); 2],
    agent_groups: [(u8, u8); 2],
    groups_on: u8,
    roles_of_agent: [u8; 4],
}

/// Deployments with a few cycles, some disabled objects, and members by all three ways.
pub(super) fn model() -> impl Strategy<Value = Model> {
    let depends_on = prop::array::uniform5(
        prop_oneof![3 => Just(0u8), 2 => (0u32..5).prop_map(|at| 1 << at), 1 => 0u8..32],
    );
    // A few grants in each role: dense roles leave little to repair.
    let grants = prop::array::uniform4((0u8..32, 0u8..32).prop_map(|(a, b)| a & b));
    let on = prop_oneof![2 => Just(15u8), 1 => 0u8..16];
    let groups = || prop::array::uniform2((0u8..16, (0u8..16, 0u8..16).prop_map(|(a, b)| a & b)));
    let roles_of_agent = prop::array::uniform4((0u8..16, 0u8..16, 0u8..16).prop_map(|(a, b, c)| a & b & c));
    (depends_on, grants, on.clone(), groups(), groups(), on, roles_of_agent).prop_map(
        |(depends_on, grants, roles_on, access_groups, agent_groups, groups_on, roles_of_agent)| Model {
            depends_on,
            grants,
            roles_on,
            access_groups,
            agent_groups,
            groups_on,
            roles_of_agent,
        },
    )
}

fn pick<'n>(names: &[&'n str], bits: u8) -> Vec<&'n str> {
    names.iter().enumerate().filter(|&(at, _)| bits & (1 << at) != 0).map(|(_, &name)| name).collect()
}

impl Model {
    pub(super) const AGENTS: [&'static str; 4] = ["a0", "a1", "a2", "a3"];

    pub(super) fn graph(&self) -> DependencyGraph {
        DependencyGraph::new(PRIVILEGES.iter().zip(self.depends_on).map(|(&name, bits)| PrivilegeEntry {
            name,
            aliases: Vec::new(),
            depends_on: pick(&PRIVILEGES, bits),
        }))
    }

    pub(super) fn json(&self) -> Value {
        let group = |name: &str, at: usize, roles: u8, agents: u8| {
            let enabled = self.groups_on & (1 << at) != 0;
            json!({"name": name, "enabled": enabled, "roles": pick(&ROLES, roles), "agents": pick(&Self::AGENTS, agents)})
        };
        let groups = |names: [&str; 2], first: usize, groups: [(u8, u8); 2]| -> Vec<Value> {
            (0..2).map(|at| group(names[at], first + at, groups[at].0, groups[at].1)).collect()
        };
        let role = |at: usize| {
            let enabled = self.roles_on & (1 << at) != 0;
            json!({"name": ROLES[at], "enabled": enabled, "privileges": pick(&PRIVILEGES, self.grants[at])})
        };
        let agent =
            |at: usize| json!({"username": Self::AGENTS[at], "roles": pick(&ROLES, self.roles_of_agent[at])});
        json!({
            "agents": (0..4).map(agent).collect::<Vec<_>>(),
            "access-groups": groups(ACCESS_GROUPS, 0, self.access_groups),
            "agent-groups": groups(AGENT_GROUPS, 2, self.agent_groups),
            "roles": (0..4).map(role).collect::<Vec<_>>(),
        })
    }

    /// Each way by which an agent has an enabled role: the role, and what follows it.
    fn roles(&self, agent: usize) -> Vec<(usize, String)> {
        let mut ways = Vec::new();
        let groups = self.access_groups.iter().chain(&self.agent_groups).enumerate();
        let group_names = ["access-group/x0", "access-group/x1", "agent-group/g0", "agent-group/g1"];
        for role in (0..4).filter(|role| self.roles_on & (1 << role) != 0) {
            if self.roles_of_agent[agent] & (1 << role) != 0 {
                ways.push((role, String::new()));
            }
            for (at, &(roles, agents)) in groups.clone() {
                if self.groups_on & (1 << at) != 0 && roles & (1 << role) != 0 && agents & (1 << agent) != 0 {
                    ways.push((role, format!(" via {}", group_names[at])));
                }
            }
        }
        ways
    }

    pub(super) fn granted(&self, agent: usize) -> Vec<&'static str> {
        pick(&PRIVILEGES, self.roles(agent).iter().fold(0, |bits, &(role, _)| bits | self.grants[role]))
    }

    pub(super) fn ways(&self, agent: usize, privilege: &str) -> Vec<String> {
        let grants = |role: usize| pick(&PRIVILEGES, self.grants[role]).contains(&privilege);
        let ways = self.roles(agent).into_iter().filter(|&(role, _)| grants(role));
        ways.map(|(role, through)| format!("role/{}{through}", ROLES[role])).collect()
    }

    fn dependencies(&self, privilege: &str) -> Vec<&'static str> {
        let at = PRIVILEGES.iter().position(|&name| name == privilege).unwrap();
        pick(&PRIVILEGES, self.depends_on[at])
    }

    /// All direct and indirect dependencies.
    pub(super) fn needs(&self, privilege: &str) -> Vec<&'static str> {
        let mut needs = self.dependencies(privilege);
        for _ in 0..PRIVILEGES.len() {
            let further: Vec<_> = needs.iter().flat_map(|name| self.dependencies(name)).collect();
            needs.extend(further);
            needs.sort_unstable();
            needs.dedup();
        }
        needs
    }

    /// Granted, with all its needs, and no need is its own need.
    pub(super) fn is_effective(&self, granted: &[&str], privilege: &str) -> bool {
        let all = |name: &str| granted.contains(&name) && !self.needs(name).contains(&name);
        all(privilege) && self.needs(privilege).into_iter().all(all)
    }
}
