//! Small deployments, as tables, with a naive reading of their own.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::super::{GroupConflict, Standing};
use crate::catalogue::Catalogue;
use crate::deployment::{Deployment, Input, ObjectId, Problem, load};
use crate::names::{Level, ObjectName, WORKSPACE_SECTION};
use crate::text::{Limits, Sources, Syntax};

/// Of two options more is known than of the others: where they may stand, and a default. Two more are no options of the
/// section for everybody: a template and one of another section.
const CATALOGUE: &str = r#"
[sources]
here = "this test"

[[options]]
name = "few"
default = "f"
takes-effect = "app-restart"
levels = ["application", "agent"]
source = ["here"]

[[options]]
name = "plain"
default = "p"
levels = ["application", "tenant", "agent-group", "agent"]
routing-override = true
source = ["here"]

[[options]]
name = "of.<what>"
default = "t"
source = ["here"]

[[options]]
name = "there"
section = "elsewhere"
default = "e"
source = ["here"]
"#;

/// Section, name and default of each option, in order.
pub(super) const OPTIONS: [(&str, &str, Option<&str>); 4] = [
    (WORKSPACE_SECTION, "few", Some("f")),
    (WORKSPACE_SECTION, "plain", Some("p")),
    (WORKSPACE_SECTION, "unknown", None),
    ("log", "verbose", None),
];
const FEW: usize = 0;
const PLAIN: usize = 1;

/// Kind and level of each object; the four agents come first.
pub(super) const OBJECTS: [(&str, Option<Level>); 14] = [
    ("agent/a0", Some(Level::Agent)),
    ("agent/a1", Some(Level::Agent)),
    ("agent/a2", Some(Level::Agent)),
    ("agent/a3", Some(Level::Agent)),
    ("application/all", Some(Level::Application)),
    ("application/of-u", Some(Level::Application)),
    ("tenant/t", Some(Level::Tenant)),
    ("tenant/u", Some(Level::Tenant)),
    ("agent-group/g", Some(Level::AgentGroup)),
    ("agent-group/h", Some(Level::AgentGroup)),
    ("agent-group/v", Some(Level::VirtualAgentGroup)),
    ("transaction/x", Some(Level::Transaction)),
    ("business-attribute/b", None),
    ("application/spare", Some(Level::Application)),
];
pub(super) const COUNT: usize = OBJECTS.len();
pub(super) const AGENTS: std::ops::Range<usize> = 0..4;
const ALL: usize = 4;
const OF_U: usize = 5;
const T: usize = 6;
const U: usize = 7;
const GROUPS: std::ops::Range<usize> = 8..11;
pub(super) const TRANSACTION: usize = 11;
const ATTRIBUTE: usize = 12;
const SPARE: usize = 13;

/// What an object says of an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    Value(&'static str),
    Disabled(&'static str),
}

/// Agents a0 and a1 are in tenant t, which has no enabled application of its own; a2 is in tenant u, which has one; a3
/// of tenant t names the one that is not enabled. Groups belong to no tenant.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) said: [[Said; 4]; COUNT],
    pub(super) members: [[bool; 4]; 3],
    pub(super) groups_on: [bool; 3],
    pub(super) agents_on: [bool; 4],
    pub(super) policy: GroupConflict,
}

pub(super) fn site() -> impl Strategy<Value = Site> {
    let said = prop_oneof![
        4 => Just(Said::Nothing),
        2 => Just(Said::Value("x")),
        1 => Just(Said::Value("y")),
        1 => Just(Said::Disabled("x")),
    ];
    let mostly = || prop::bool::weighted(0.8);
    let members = prop::array::uniform3(prop::array::uniform4(any::<bool>()));
    let policies = prop::sample::select(GroupConflict::WORDS.map(|(_, policy)| policy).to_vec());
    let on = (prop::array::uniform3(mostly()), prop::array::uniform4(mostly()));
    (prop::collection::vec(prop::array::uniform4(said), COUNT), members, on, policies).prop_map(
        |(said, members, (groups_on, agents_on), policy)| Site {
            said: said.try_into().unwrap(),
            members,
            groups_on,
            agents_on,
            policy,
        },
    )
}

pub(super) fn read(deployment: &Value) -> (Sources, Deployment) {
    let mut sources = Sources::new();
    let file = sources.add("deployment.json", deployment.to_string().into_bytes());
    let input = Input { file, syntax: Syntax::Json, object: None };
    let deployment = load(&sources, &[input], Limits::default());
    let is_problem = |problem: &&Problem| !matches!(problem, Problem::TenantMissing { .. });
    assert_eq!(deployment.problems().iter().find(is_problem), None);
    (sources, deployment)
}

pub(super) fn catalogue() -> Catalogue {
    let (mut catalogue, mut sources) = (Catalogue::default(), Sources::new());
    let file = sources.add("catalogue.toml", CATALOGUE.into());
    assert!(catalogue.extend(&sources, file).is_empty());
    catalogue
}

pub(super) fn find(deployment: &Deployment, name: &str) -> ObjectId {
    deployment.look_up(&name.parse::<ObjectName>().unwrap()).unwrap()
}

impl Site {
    pub(super) fn json(&self) -> Value {
        let options = |object: usize| {
            let mut sections = Map::new();
            for ((section, name, _), said) in OPTIONS.iter().zip(self.said[object]) {
                let (name, value) = match said {
                    Said::Nothing => continue,
                    Said::Value(value) => ((*name).to_owned(), value),
                    Said::Disabled(value) => (format!("#{name}"), value),
                };
                sections.entry(*section).or_insert_with(|| json!({}))[name] = value.into();
            }
            Value::Object(sections)
        };
        let agent = |at: usize| {
            let groups: Vec<&str> =
                (0..3).filter(|&group| self.members[group][at]).map(|group| ["g", "h", "v"][group]).collect();
            let mut agent = json!({
                "username": format!("a{at}"), "tenant": if at == 2 { "u" } else { "t" },
                "enabled": self.agents_on[at], "agent-groups": groups, "options": options(at),
            });
            if at == 3 {
                agent["application"] = "spare".into();
            }
            agent
        };
        let group = |at: usize, name: &str| json!({"name": name, "enabled": self.groups_on[at], "virtual": at == 2, "options": options(8 + at)});
        json!({
            "tenants": [{"name": "t", "options": options(T)}, {"name": "u", "options": options(U)}],
            "applications": [
                {"name": "all", "options": options(ALL)},
                {"name": "of-u", "tenant": "u", "options": options(OF_U)},
                {"name": "spare", "tenant": "t", "enabled": false, "options": options(SPARE)},
            ],
            "agent-groups": [group(0, "g"), group(1, "h"), group(2, "v")],
            "transactions": [{"name": "x", "type": "list", "options": options(TRANSACTION)}],
            "business-attributes": [{"name": "b", "options": options(ATTRIBUTE)}],
            "agents": AGENTS.map(agent).collect::<Vec<_>>(),
        })
    }

    /// Application, tenant, enabled groups, agent.
    pub(super) fn steps(&self, agent: usize) -> Vec<(Level, usize)> {
        let mut groups: Vec<usize> =
            GROUPS.filter(|group| self.members[group - 8][agent] && self.groups_on[group - 8]).collect();
        if self.policy == GroupConflict::FirstName && groups.starts_with(&[8, 9]) {
            groups.swap(0, 1);
        }
        let (application, tenant) = match agent {
            2 => (OF_U, U),
            3 => (SPARE, T),
            _ => (ALL, T),
        };
        let steps = [application, tenant].into_iter().chain(groups).chain([agent]);
        steps.map(|object| (OBJECTS[object].1.unwrap(), object)).collect()
    }

    /// Why what an object says of an option does not compete at a level.
    pub(super) fn refused(&self, object: usize, option: usize, level: Level) -> Option<Standing> {
        match self.said[object][option] {
            Said::Disabled(_) => Some(Standing::Disabled),
            _ if level == Level::Transaction => {
                (option != PLAIN).then_some(Standing::NotOverridableByRouting)
            }
            _ if option == FEW && !matches!(level, Level::Application | Level::Agent) => {
                Some(Standing::NotAllowedAtLevel)
            }
            _ => None,
        }
    }

    /// The value that an object has for an option, disabled or not.
    pub(super) fn value(&self, object: usize, option: usize) -> Option<&'static str> {
        match self.said[object][option] {
            Said::Nothing => None,
            Said::Value(value) | Said::Disabled(value) => Some(value),
        }
    }

    pub(super) fn wins(&self, steps: &[(Level, usize)], option: usize) -> Option<(Level, usize)> {
        let competes = |&(level, object): &(Level, usize)| {
            self.value(object, option).is_some() && self.refused(object, option, level).is_none()
        };
        steps.iter().copied().rfind(competes)
    }
}
