//! The rules that weigh levels against each other, compared on random deployments with the plain definition: resolve
//! for each agent, or take the setting away and resolve again.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use wdectl::behaviour::RightsMap;
use wdectl::catalogue::Catalogue;
use wdectl::deployment::{Deployment, Edit, Input, ObjectId, Setting, load};
use wdectl::diagnostic::Diagnostic;
use wdectl::lint::{Context, Levels, check};
use wdectl::names::{Level, ObjectKind, WORKSPACE_SECTION};
use wdectl::privilege::DependencyGraph;
use wdectl::resolve::{GroupConflict, Resolver, Step, Subject};
use wdectl::text::{Limits, Sources, Span, Syntax};

/// One with a documented default (empty), two without.
const OPTIONS: [&str; 3] = ["chat.on-hold-queue", "chat.typing-timeout", "chat.nickname"];

/// Which value each option has on an object: 0 for none.
type Values = [u8; 3];

fn options(values: Values) -> Value {
    let set = OPTIONS.iter().zip(values).filter(|&(_, value)| value > 0);
    let map: Map<String, Value> =
        set.map(|(name, value)| ((*name).to_owned(), json!(["", "20", "30"][value as usize - 1]))).collect();
    json!({ WORKSPACE_SECTION: map })
}

/// A deployment of one tenant, two applications, four groups (one virtual) and some agents.
fn deployment() -> impl Strategy<Value = Value> {
    let values = || prop::array::uniform3(prop_oneof![2 => Just(0_u8), 1 => 1_u8..4]);
    let agent = (values(), 0_u8..16, any::<bool>(), prop::bool::weighted(0.85));
    (values(), values(), values(), prop::array::uniform4(values()), prop::collection::vec(agent, 1..7)).prop_map(
        |(first, second, tenant, groups, agents)| {
            let name = |group: usize| format!("G{group}");
            let agents: Vec<Value> = agents
                .into_iter()
                .enumerate()
                .map(|(at, (own, member, application, enabled))| {
                    let groups: Vec<String> = (0..4).filter(|bit| member >> bit & 1 == 1).map(name).collect();
                    json!({
                        "username": format!("a{at}"), "enabled": enabled, "agent-groups": groups,
                        "application": if application { "A1" } else { "A2" }, "options": options(own),
                    })
                })
                .collect();
            let groups: Vec<Value> = groups
                .into_iter()
                .enumerate()
                .map(|(at, own)| json!({"name": name(at), "virtual": at == 2, "options": options(own)}))
                .collect();
            json!({
                "tenants": [{"name": "T", "options": options(tenant)}],
                "applications": [{"name": "A1", "options": options(first)}, {"name": "A2", "options": options(second)}],
                "agent-groups": groups, "agents": agents,
            })
        },
    )
}

/// What an agent gets for an option: from which object, and which value.
fn gets<'a>(resolver: &Resolver<'a>, agent: ObjectId, option: &str) -> (Option<Step>, Option<&'a str>) {
    let steps = resolver.steps(Subject::Agent(agent));
    let set = resolver.option_id(WORKSPACE_SECTION, option).and_then(|id| resolver.winner(&steps, id));
    (set.map(|(step, _)| step), resolver.value(&steps, option))
}

/// Whether another object of the level that an agent's value comes from has another value.
fn disagree(resolver: &Resolver<'_>, agent: ObjectId, option: &str) -> bool {
    let (Some((level, _)), value) = gets(resolver, agent, option) else { return false };
    let deployment = resolver.deployment();
    resolver.steps(Subject::Agent(agent)).into_iter().filter(|&(other, _)| other == level).any(
        |(_, object)| {
            let mut settings = deployment.object(object).options.iter();
            let own = settings.find(|setting| deployment.text(setting.name) == option);
            own.is_some_and(|own| Some(deployment.text(own.value)) != value)
        },
    )
}

/// Every setting with its object and its option's name.
fn settings(deployment: &Deployment) -> impl Iterator<Item = (ObjectId, &'static str, &Setting)> {
    deployment.objects().flat_map(move |(id, object)| {
        object.options.iter().map(move |setting| {
            let name = OPTIONS.into_iter().find(|name| *name == deployment.text(setting.name));
            (id, name.expect("one of ours"), setting)
        })
    })
}

struct Judged {
    found: Vec<Diagnostic>,
}

impl Judged {
    /// The places that a rule calls wrong: the first place of each finding, and others with these words.
    fn places(&self, rule: &str, others: impl Fn(&str) -> bool) -> BTreeSet<Span> {
        let of_rule = self.found.iter().filter(|finding| finding.rule == rule);
        let labels = of_rule.flat_map(|finding| {
            let related = finding.related.iter().filter(|label| others(&label.text));
            finding.primary.iter().chain(related)
        });
        labels.map(|label| label.span).collect()
    }
}

fn compare(text: &str) {
    let mut sources = Sources::new();
    let file = sources.add("a.json", text.as_bytes().to_vec());
    let input = Input { file, syntax: Syntax::Json, object: None };
    let deployment = load(&sources, &[input], Limits::default());
    assert!(deployment.problems().is_empty(), "{:?}", deployment.problems());
    let catalogue = Catalogue::built_in();
    let resolver = || Resolver::new(&catalogue, &deployment, GroupConflict::LastName);
    let (graph, rights) = (DependencyGraph::of(&catalogue), RightsMap::default());
    let context = Context::new(&sources, &catalogue, resolver(), &graph, &rights);
    let judged = Judged { found: check(&context, &Levels::default(), None, 2).findings };
    let resolver = resolver();
    let agents: Vec<ObjectId> = deployment.agents().collect();

    let (mut shadowed, mut redundant) = (BTreeSet::new(), BTreeSet::new());
    for (object, name, setting) in settings(&deployment) {
        let kind = deployment.object(object).kind;
        let from_here =
            |agent: &ObjectId| gets(&resolver, *agent, name).0.is_some_and(|(_, from)| from == object);
        let getting: BTreeSet<ObjectId> = agents.iter().copied().filter(from_here).collect();
        let id = resolver.option_id(WORKSPACE_SECTION, name).unwrap();
        let placed = resolver.placed_on(object, id).unwrap();
        assert_eq!(resolver.agents_getting(placed).collect::<BTreeSet<_>>(), getting, "{name} of {object:?}");
        assert_eq!(resolver.agents_with(id, setting), getting.len());

        let value = deployment.text(setting.value);
        let reached = |agent: &&ObjectId| {
            resolver.steps(Subject::Agent(**agent)).iter().any(|&(_, step)| step == object)
        };
        let mut reached = agents.iter().filter(reached).peekable();
        if kind != ObjectKind::Agent
            && reached.peek().is_some()
            && reached.all(|&agent| gets(&resolver, agent, name).1 != Some(value))
        {
            shadowed.insert(setting.at);
        }

        if kind != ObjectKind::Application && !getting.is_empty() {
            let edit =
                Edit::UnsetOption { object, section: WORKSPACE_SECTION.to_owned(), name: name.to_owned() };
            let without = deployment.apply(&[edit]);
            let without = Resolver::new(&catalogue, &without, GroupConflict::LastName);
            let same = |&agent: &ObjectId| gets(&without, agent, name).1 == gets(&resolver, agent, name).1;
            let settles = |&agent: &ObjectId| disagree(&without, agent, name);
            if agents.iter().all(same) && !getting.iter().any(settles) {
                redundant.insert(setting.at);
            }
        }
    }
    assert_eq!(judged.places("shadowed-everywhere", |_| false), shadowed);
    let agent_place = |label: &str| label.starts_with("agent/");
    assert_eq!(judged.places("redundant-override", agent_place), redundant);

    let mut conflicts = BTreeSet::new();
    for &agent in &agents {
        for name in OPTIONS {
            let (from, _) = gets(&resolver, agent, name);
            let of_group =
                from.is_some_and(|(level, _)| matches!(level, Level::AgentGroup | Level::VirtualAgentGroup));
            if of_group && disagree(&resolver, agent, name) {
                conflicts.insert((name.to_owned(), deployment.bare(agent)));
            }
        }
    }
    let found = judged.found.iter().filter(|finding| finding.rule == "conflicting-group-options");
    let told: Vec<(String, String)> = found
        .flat_map(|finding| {
            let affected = finding.affected.clone().unwrap().agents;
            affected.into_iter().map(|agent| (finding.option.clone().unwrap(), agent))
        })
        .collect();
    assert_eq!(told.len(), conflicts.len(), "each agent and option once");
    assert_eq!(told.into_iter().collect::<BTreeSet<_>>(), conflicts);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn rules_agree_with_resolving_for_each_agent(deployment in deployment()) {
        compare(&serde_json::to_string_pretty(&deployment).unwrap());
    }
}
