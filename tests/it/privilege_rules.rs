//! The rules about privileges, compared on random deployments with the plain definition: look at each agent alone.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use wdectl::behaviour::RightsMap;
use wdectl::catalogue::Catalogue;
use wdectl::deployment::{Input, load};
use wdectl::diagnostic::Diagnostic;
use wdectl::lint::{Context, Levels, check};
use wdectl::names::WORKSPACE_SECTION;
use wdectl::privilege::DependencyGraph;
use wdectl::resolve::{GroupConflict, Resolver};
use wdectl::text::{Limits, Sources, Syntax};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::built_in);

const PRIVILEGES: [&str; 8] = [
    "Chat - Can Use Chat Channel",
    "Chat - Can Place On Hold",
    "Chat - Can Release",
    "Chat - Can Release Async",
    "Contact - Can Pull From Queue",
    "Team Lead - Agent Status Enabled Remote Actions",
    "Chat - Can Use Emojis",
    "InteractionWorkspace.Some.canUse",
];
const USE: u8 = 0;
const HOLD: u8 = 1;
const RELEASE: u8 = 2;
const ASYNC: u8 = 3;
const PULL: u8 = 4;
const LEAD: u8 = 5;
const EMOJIS: u8 = 6;
const UNKNOWN: u8 = 7;

/// Releases with the privileges that came later.
const RELEASES: [(&str, &[u8]); 3] =
    [("8.5.112.08", &[HOLD, ASYNC, LEAD, EMOJIS]), ("8.5.120.05", &[HOLD, ASYNC, LEAD]), ("8.5.150.06", &[])];
const HOLD_QUEUE: &str = "chat.on-hold-queue";
const REMOTE_ACTIONS: &str = "teamlead.agent-status.enabled-remote-actions";

/// How an option is written on an object: not at all, empty, or with a value.
type Written = Option<bool>;

#[derive(Debug, Clone)]
struct Role {
    enabled: bool,
    grants: Vec<u8>,
}

#[derive(Debug, Clone)]
struct Application {
    release: usize,
    hold_queue: Written,
    remote_actions: Written,
}

#[derive(Debug, Clone)]
struct Agent {
    enabled: bool,
    /// Roles by bit, of which those of the own tenant count.
    roles: u8,
    access_group: bool,
    application: usize,
    hold_queue: Written,
    remote_actions: Written,
}

/// Roles, agents and access groups belong to the tenant that is their position modulo two; an access group carries roles.
#[derive(Debug, Clone)]
struct Plan {
    roles: [Role; 4],
    access_groups: [u8; 2],
    applications: [Application; 2],
    agents: Vec<Agent>,
}

fn plan() -> impl Strategy<Value = Plan> {
    let written = || prop_oneof![4 => Just(None), 1 => Just(Some(false)), 2 => Just(Some(true))];
    let grant = prop_oneof![9 => 0..UNKNOWN, 1 => Just(UNKNOWN)];
    let role = (prop::bool::weighted(0.9), prop::collection::vec(grant, 0..6))
        .prop_map(|(enabled, grants)| Role { enabled, grants });
    let application =
        (0..RELEASES.len(), written(), written()).prop_map(|(release, hold_queue, remote_actions)| {
            Application { release, hold_queue, remote_actions }
        });
    let agent = (prop::bool::weighted(0.9), 0_u8..16, any::<bool>(), 0_usize..2, written(), written())
        .prop_map(|(enabled, roles, access_group, application, hold_queue, remote_actions)| Agent {
            enabled,
            roles,
            access_group,
            application,
            hold_queue,
            remote_actions,
        });
    (
        prop::array::uniform4(role),
        prop::array::uniform2(0_u8..16),
        prop::array::uniform2(application),
        prop::collection::vec(agent, 1..12),
    )
        .prop_map(|(roles, access_groups, applications, agents)| Plan {
            roles,
            access_groups,
            applications,
            agents,
        })
}

fn options(hold_queue: Written, remote_actions: Written) -> Value {
    let mut options = json!({});
    for (name, written, value) in
        [(HOLD_QUEUE, hold_queue, "hold"), (REMOTE_ACTIONS, remote_actions, "Ready")]
    {
        if let Some(full) = written {
            options[name] = json!(if full { value } else { "" });
        }
    }
    json!({ WORKSPACE_SECTION: options })
}

impl Plan {
    /// The roles of a tenant among some bits.
    fn of_tenant(bits: u8, tenant: usize) -> impl Iterator<Item = usize> {
        (0..4).filter(move |role| bits >> role & 1 == 1 && role % 2 == tenant)
    }

    fn document(&self) -> String {
        let tenant = |at: usize| format!("T{}", at % 2);
        let names = |bits: u8, at: usize| -> Vec<String> {
            Self::of_tenant(bits, at % 2).map(|role| format!("R{role}")).collect()
        };
        let roles = self.roles.iter().enumerate().map(|(at, role)| {
            let grants: Vec<&str> = role.grants.iter().map(|&grant| PRIVILEGES[grant as usize]).collect();
            json!({"name": format!("R{at}"), "tenant": tenant(at), "enabled": role.enabled, "privileges": grants})
        });
        let access_groups = self.access_groups.iter().enumerate().map(
            |(at, &roles)| json!({"name": format!("A{at}"), "tenant": tenant(at), "roles": names(roles, at)}),
        );
        let applications = self.applications.iter().enumerate().map(|(at, own)| {
            let options = options(own.hold_queue, own.remote_actions);
            json!({"name": format!("W{at}"), "version": RELEASES[own.release].0, "options": options})
        });
        let agents = self.agents.iter().enumerate().map(|(at, agent)| {
            let groups = if agent.access_group { vec![format!("A{}", at % 2)] } else { Vec::new() };
            json!({
                "username": format!("a{at:02}"), "tenant": tenant(at), "enabled": agent.enabled,
                "roles": names(agent.roles, at), "access-groups": groups,
                "application": format!("W{}", agent.application),
                "options": options(agent.hold_queue, agent.remote_actions),
            })
        });
        json!({
            "tenants": [{"name": "T0"}, {"name": "T1"}],
            "roles": roles.collect::<Vec<_>>(), "access-groups": access_groups.collect::<Vec<_>>(),
            "applications": applications.collect::<Vec<_>>(), "agents": agents.collect::<Vec<_>>(),
        })
        .to_string()
    }

    /// Every person with the roles, disabled ones too, that reach the person.
    fn people(&self) -> Vec<Person<'_>> {
        let people = self.agents.iter().enumerate().map(|(at, agent)| {
            let carried = if agent.access_group { self.access_groups[at % 2] } else { 0 };
            let roles: Vec<usize> = Self::of_tenant(agent.roles | carried, at % 2).collect();
            let enabled = roles.iter().filter(|&&role| self.roles[role].enabled);
            let granted = enabled.flat_map(|&role| self.roles[role].grants.iter().copied()).collect();
            Person { name: format!("a{at:02}"), tenant: at % 2, agent, roles, granted }
        });
        people.collect()
    }
}

struct Person<'p> {
    name: String,
    tenant: usize,
    agent: &'p Agent,
    roles: Vec<usize>,
    granted: BTreeSet<u8>,
}

impl Person<'_> {
    fn may(&self, privilege: u8) -> bool {
        let gated = [HOLD, RELEASE, ASYNC, EMOJIS].contains(&privilege);
        self.granted.contains(&privilege) && (!gated || self.granted.contains(&USE))
    }

    fn may_hold(&self) -> bool {
        self.may(USE) && self.may(HOLD)
    }

    fn is_certain(&self) -> bool {
        !self.granted.contains(&UNKNOWN)
    }
}

/// A finding for one agent: rule, object (left out where the rule may choose it), what else tells findings apart, agent.
type Blame = (&'static str, String, String, String);

fn blame(rule: &'static str, object: &str, what: &str, person: &Person<'_>) -> Blame {
    (rule, object.to_owned(), what.to_owned(), person.name.clone())
}

/// What the rules must find, agent by agent.
fn expected(plan: &Plan) -> BTreeSet<Blame> {
    let all = plan.people();
    let people: Vec<&Person<'_>> = all.iter().filter(|person| person.agent.enabled).collect();
    let mut found = BTreeSet::new();
    for person in &people {
        let tenant = || people.iter().filter(|other| other.tenant == person.tenant);
        for &role in person.roles.iter().filter(|&&role| plan.roles[role].enabled) {
            let object = format!("role/R{role}");
            for &grant in plan.roles[role].grants.iter().filter(|&&grant| grant != UNKNOWN) {
                let name = PRIVILEGES[grant as usize];
                if person.is_certain() && !person.may(grant) {
                    found.insert(blame("inert-privilege", &object, name, person));
                }
                let application = person.agent.application;
                if RELEASES[plan.applications[application].release].1.contains(&grant) {
                    let what = format!("{name} W{application}");
                    found.insert(blame("privilege-newer-than-application", &object, &what, person));
                }
            }
        }
        if person.may_hold() && person.is_certain() && !person.may(PULL) {
            found.insert(blame("hold-without-return", "", "", person));
        }
        let pair = person.may(USE) && person.may(RELEASE) != person.may(ASYNC) && person.is_certain();
        if pair && tenant().any(|other| other.may_hold()) {
            let has = PRIVILEGES[if person.may(RELEASE) { RELEASE } else { ASYNC } as usize];
            found.insert(blame("release-pair-mismatch", "", has, person));
        }
        let ends = |other: &&&Person<'_>| {
            !other.is_certain() || other.may(USE) && other.may(ASYNC) && other.may(PULL)
        };
        if person.may_hold() && !tenant().any(|other| ends(&other)) {
            found.insert(blame("async-release-missing", "", "", person));
        }
        let application = &plan.applications[person.agent.application];
        let (own, shared) = (person.agent.hold_queue, application.hold_queue);
        if person.may_hold() && own.or(shared) != Some(true) {
            let object = match own {
                Some(_) => format!("agent/{}", person.name),
                None => format!("application/W{}", person.agent.application),
            };
            found.insert(blame("missing-hold-queue", &object, "", person));
        }
        if !person.roles.iter().any(|&role| plan.roles[role].enabled) {
            found.insert(blame("agent-without-role", "", "", person));
        }
        let lacks = |other: &Person<'_>| other.is_certain() && !other.may(LEAD);
        if person.agent.remote_actions == Some(true) && lacks(person) {
            found.insert(blame("option-needs-privilege", &format!("agent/{}", person.name), "", person));
        }
        let mut users = people.iter().filter(|other| {
            other.agent.application == person.agent.application && other.agent.remote_actions.is_none()
        });
        if application.remote_actions == Some(true)
            && person.agent.remote_actions.is_none()
            && users.all(|other| lacks(other))
        {
            let object = format!("application/W{}", person.agent.application);
            found.insert(blame("option-needs-privilege", &object, "", person));
        }
    }
    found
}

const RULES: [&str; 8] = [
    "agent-without-role",
    "async-release-missing",
    "hold-without-return",
    "inert-privilege",
    "missing-hold-queue",
    "option-needs-privilege",
    "privilege-newer-than-application",
    "release-pair-mismatch",
];

/// What the rules have found, agent by agent; an agent who is blamed twice for the same is an error.
fn blamed(found: &[Diagnostic]) -> BTreeSet<Blame> {
    let mut blames = BTreeSet::new();
    for finding in found {
        let Some(&rule) = RULES.iter().find(|&&rule| rule == finding.rule) else { continue };
        let quoted: Vec<&str> = finding.message.split('`').skip(1).step_by(2).collect();
        let (object, what) = match rule {
            "inert-privilege" => (true, quoted[0].to_owned()),
            "privilege-newer-than-application" => (true, format!("{} {}", quoted[0], quoted[1])),
            "release-pair-mismatch" => (false, quoted[0].to_owned()),
            "missing-hold-queue" | "option-needs-privilege" => (true, String::new()),
            _ => (false, String::new()),
        };
        assert!(finding.primary.is_some(), "{finding:?}");
        let object = finding.object.clone().filter(|_| object).unwrap_or_default();
        let affected = finding.affected.as_ref().unwrap();
        assert_eq!(affected.count, affected.agents.len());
        for agent in &affected.agents {
            let new = blames.insert((rule, object.clone(), what.clone(), agent.clone()));
            assert!(new, "{agent} twice: {finding:?}");
        }
    }
    blames
}

/// Objects and numbers of findings of a rule that speaks of roles.
fn roles_of<'f>(found: &'f [Diagnostic], rule: &str) -> Vec<&'f str> {
    let mut roles: Vec<&str> = found
        .iter()
        .filter(|finding| finding.rule == rule)
        .filter_map(|finding| finding.object.as_deref())
        .collect();
    roles.sort_unstable();
    roles
}

fn compare(plan: &Plan) {
    let text = plan.document();
    let mut sources = Sources::new();
    let file = sources.add("a.json", text.into_bytes());
    let input = Input { file, syntax: Syntax::Json, object: None };
    let deployment = load(&sources, &[input], Limits::default());
    assert!(deployment.problems().is_empty(), "{:?}", deployment.problems());
    let (catalogue, rights) = (&*CATALOGUE, RightsMap::default());
    let graph = DependencyGraph::of(catalogue);
    let resolver = Resolver::new(catalogue, &deployment, GroupConflict::LastName);
    let context = Context::new(&sources, catalogue, resolver, &graph, &rights);
    let found = check(&context, &Levels::default(), None, 1).findings;
    assert_eq!(blamed(&found), expected(plan));

    let mut twice = Vec::new();
    let (mut unknown, mut lonely) = (Vec::new(), Vec::new());
    let people = plan.people();
    for (at, role) in plan.roles.iter().enumerate() {
        let known: Vec<u8> = role.grants.iter().copied().filter(|&grant| grant != UNKNOWN).collect();
        let distinct: BTreeSet<u8> = known.iter().copied().collect();
        twice.extend((distinct.len()..known.len()).map(|_| format!("role/R{at}")));
        unknown.extend(role.grants.contains(&UNKNOWN).then(|| format!("role/R{at}")));
        let has_it = |person: &Person<'_>| person.agent.enabled && person.roles.contains(&at);
        lonely.extend((role.enabled && !people.iter().any(has_it)).then(|| format!("role/R{at}")));
    }
    assert_eq!(roles_of(&found, "duplicate-grant"), twice);
    assert_eq!(roles_of(&found, "unknown-privilege"), unknown);
    assert_eq!(roles_of(&found, "role-without-members"), lonely);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn rules_blame_whom_the_definition_blames(plan in plan()) {
        compare(&plan);
    }
}

#[test]
fn the_broken_twin_is_told_its_privilege_mistakes_once_each() {
    let text =
        super::commands::answer(1, &["check", "fixtures/deployments/acme-broken", "--format", "concise"]);
    let mut told: Vec<&str> = text
        .lines()
        .filter(|line| {
            let rule = line.split(['[', ']']).nth(1).unwrap_or_default();
            RULES.contains(&rule)
                || [
                    "duplicate-grant",
                    "unknown-privilege",
                    "role-without-members",
                    "role-assigned-to-agent-group",
                ]
                .contains(&rule)
        })
        .filter_map(|line| line.strip_prefix("fixtures/deployments/acme-broken/")?.split("] ").next())
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "agents/acmebank-branches.yaml:15:15: warning[agent-without-role",
            "groups/acme.yaml:25:9: warning[option-needs-privilege",
            "groups/acmebank.yaml:21:30: error[missing-hold-queue",
            "labs.yaml:18:9: error[async-release-missing",
            "roles/acme.yaml:33:9: warning[duplicate-grant",
            "roles/acme.yaml:48:9: warning[unknown-privilege",
            "roles/acme.yaml:51:11: warning[role-without-members",
            "roles/acmebank.yaml:50:27: info[role-assigned-to-agent-group",
            "roles/acmebank.yaml:59:9: error[inert-privilege",
            "roles/acmebank.yaml:65:9: warning[privilege-newer-than-application",
            "roles/acmebank.yaml:71:9: warning[hold-without-return",
            "roles/acmebank.yaml:80:9: warning[release-pair-mismatch",
        ]
    );
}
