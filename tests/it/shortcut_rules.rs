//! The rules about key combinations, compared on random deployments with the plain definition: look at the keys of
//! each agent. And the mistakes planted in Acme's broken twin.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use wdectl::behaviour::{Keymap, RightsMap};
use wdectl::catalogue::Catalogue;
use wdectl::deployment::{Input, load};
use wdectl::diagnostic::Diagnostic;
use wdectl::lint::{Context, Levels, check};
use wdectl::names::WORKSPACE_SECTION;
use wdectl::privilege::{DependencyGraph, Privileges, Standing};
use wdectl::resolve::{GroupConflict, Resolver, Subject};
use wdectl::shortcut::{Verdict, parse};
use wdectl::text::{Limits, Sources, Span, Syntax};

use super::commands::answer;

const HOLD: &str = "keyboard.shortcut.interaction.chat.hold";
/// The last has a default: see [`SITE`].
const OPTIONS: [&str; 4] = [
    HOLD,
    "keyboard.shortcut.interaction.chat.release",
    "keyboard.hotkey.answer",
    "keyboard.shortcut.interaction.chat.done",
];
const SITE: &str = "[[options]]\nname = \"keyboard.shortcut.interaction.chat.done\"\nkind = \"key-combination\"\n\
                    default = \"Ctrl+Shift+A\"\nbasis = \"seen\"\n";
const VALUES: [&str; 6] = ["", "Ctrl+Shift+A", "shift+ctrl+a", "Ctrl+Shift+B", "Control+Shift+B", "Ctrl++"];
const PRIVILEGES: [&str; 3] =
    ["Chat - Can Use Chat Channel", "Chat - Can Place On Hold", "a key that no catalogue knows"];

/// Which value each option has on an object: 0 for none.
type Keys = [u8; 4];

fn options(keys: Keys) -> Value {
    let set = OPTIONS.iter().zip(keys).filter(|&(_, value)| value > 0);
    let map: Map<String, Value> =
        set.map(|(name, value)| ((*name).to_owned(), json!(VALUES[value as usize - 1]))).collect();
    json!({ WORKSPACE_SECTION: map })
}

/// The names of the bits that are set.
fn chosen<'n>(bits: u8, names: &[&'n str]) -> Vec<&'n str> {
    names.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, &name)| name).collect()
}

fn deployment() -> impl Strategy<Value = Value> {
    let keys = || prop::array::uniform4(prop_oneof![3 => Just(0_u8), 2 => 1..=VALUES.len() as u8]);
    let agent = (keys(), 0_u8..8, 0_u8..8, any::<bool>(), prop::bool::weighted(0.85));
    let roles = prop::array::uniform3(0_u8..8);
    (keys(), keys(), keys(), prop::array::uniform3(keys()), roles, prop::collection::vec(agent, 1..7)).prop_map(
        |(first, second, tenant, groups, roles, agents)| {
            let agents: Vec<Value> = agents
                .into_iter()
                .enumerate()
                .map(|(at, (own, groups, roles, application, enabled))| {
                    json!({
                        "username": format!("a{at}"), "enabled": enabled,
                        "agent-groups": chosen(groups, &["G0", "G1", "G2"]), "roles": chosen(roles, &["R0", "R1", "R2"]),
                        "application": if application { "A1" } else { "A2" }, "options": options(own),
                    })
                })
                .collect();
            let groups: Vec<Value> = groups
                .into_iter()
                .enumerate()
                .map(|(at, own)| json!({"name": format!("G{at}"), "virtual": at == 2, "options": options(own)}))
                .collect();
            let roles: Vec<Value> = roles
                .into_iter()
                .enumerate()
                .map(|(at, own)| json!({"name": format!("R{at}"), "privileges": chosen(own, &PRIVILEGES)}))
                .collect();
            json!({
                "tenants": [{"name": "T", "options": options(tenant)}],
                "applications": [{"name": "A1", "options": options(first)}, {"name": "A2", "options": options(second)}],
                "agent-groups": groups, "roles": roles, "agents": agents,
            })
        },
    )
}

/// One side of a clash: the option, and where its value stands; nowhere for a default.
type Side = (String, Option<Span>);

/// The agents of each clash, by keys and the two sides.
type Clashes = BTreeMap<(String, BTreeSet<Side>), BTreeSet<String>>;

/// The agents for whom a finding says that it counts, no more than it counts.
fn affected(finding: &Diagnostic) -> BTreeSet<String> {
    let affected = finding.affected.clone().unwrap();
    assert_eq!(affected.count, affected.agents.len(), "each agent once");
    affected.agents.into_iter().collect()
}

fn clash_of(finding: &Diagnostic) -> ((String, BTreeSet<Side>), BTreeSet<String>) {
    let words: Vec<&str> = finding.message.split('`').collect();
    let [_, keys, _, first, _, second, _] = words[..] else { panic!("{}", finding.message) };
    let first = (first.to_owned(), finding.primary.as_ref().map(|label| label.span));
    let second = (second.to_owned(), finding.related.first().map(|label| label.span));
    ((keys.to_owned(), [first, second].into()), affected(finding))
}

fn compare(text: &str) {
    let mut sources = Sources::new();
    let site = sources.add("site.toml", SITE.as_bytes().to_vec());
    let mut catalogue = Catalogue::built_in();
    assert!(catalogue.extend(&sources, site).is_empty());
    let file = sources.add("a.json", text.as_bytes().to_vec());
    let deployment = load(&sources, &[Input { file, syntax: Syntax::Json, object: None }], Limits::default());
    assert!(deployment.problems().is_empty(), "{:?}", deployment.problems());
    let resolver = || Resolver::new(&catalogue, &deployment, GroupConflict::LastName);
    let (graph, rights) = (DependencyGraph::of(&catalogue), RightsMap::default());
    let context = Context::new(&sources, &catalogue, resolver(), &graph, &rights);
    let found = check(&context, &Levels::default(), None, 2).findings;
    let of_rule = |rule: &'static str| found.iter().filter(move |finding| finding.rule == rule);
    let (resolver, privileges) = (resolver(), Privileges::new(&graph, &deployment));
    let hold = graph.find("Chat - Can Place On Hold").unwrap();

    let (mut clashes, mut idle) = (Clashes::new(), BTreeMap::<Span, BTreeSet<String>>::new());
    for agent in deployment.agents() {
        let name = deployment.bare(agent);
        let keymap = Keymap::new(&resolver, &catalogue, Subject::Agent(agent));
        let bindings = keymap.bindings();
        for (at, one) in bindings.iter().enumerate() {
            let Some(keys) = one.judgement.shortcut else { continue };
            let place = one.winner.setting.map(|setting| setting.at);
            for other in &bindings[at + 1..] {
                let other_place = other.winner.setting.map(|setting| setting.at);
                if other.judgement.shortcut == Some(keys) && (place.is_some() || other_place.is_some()) {
                    let sides = [(one.option.to_owned(), place), (other.option.to_owned(), other_place)];
                    clashes.entry((keys.to_string(), sides.into())).or_default().insert(name.clone());
                }
            }
            let may = privileges.standing(agent, hold);
            if one.option == HOLD && matches!(may, Standing::No | Standing::Inert) {
                idle.entry(place.unwrap()).or_default().insert(name.clone());
            }
        }
    }
    let told: Vec<_> = of_rule("shortcut-clash").map(clash_of).collect();
    assert_eq!(told.len(), clashes.len(), "{told:?}\n{clashes:?}");
    assert_eq!(told.into_iter().collect::<Clashes>(), clashes);
    let told = of_rule("shortcut-without-privilege")
        .map(|finding| (finding.primary.as_ref().unwrap().span, affected(finding)));
    assert_eq!(told.collect::<BTreeMap<_, _>>(), idle);

    for (rule, verdict) in
        [("invalid-shortcut", Verdict::Invalid), ("undocumented-shortcut", Verdict::OutsideDocumentedGrammar)]
    {
        let settings = deployment.objects().flat_map(|(_, object)| &object.options);
        let bad = settings.filter(|setting| parse(deployment.text(setting.value)).verdict == verdict);
        let expected: BTreeSet<u32> = bad.map(|setting| setting.at.end).collect();
        let told: Vec<Span> = of_rule(rule).map(|finding| finding.primary.as_ref().unwrap().span).collect();
        assert_eq!(told.len(), expected.len());
        // The part at fault lies inside its value.
        assert!(told.iter().all(|span| expected.range(span.end..span.end + 20).next().is_some()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn rules_agree_with_the_keys_of_each_agent(deployment in deployment()) {
        compare(&serde_json::to_string_pretty(&deployment).unwrap());
    }
}

/// `FILE:LINE rule` for the findings of the rules about key combinations.
fn planted(path: &str) -> Vec<String> {
    let rules = "altgr-shortcut,invalid-shortcut,shortcut-clash,shortcut-shadows-platform,shortcut-without-privilege,\
                 undocumented-shortcut";
    let text = answer(0, &["check", path, "--select", rules, "--fail-on", "never", "--format", "json"]);
    let report: Value = serde_json::from_str(&text).unwrap();
    let place = |location: &Value| {
        let file = location["file"].as_str().unwrap().strip_prefix(path).unwrap();
        format!("{}:{}", file.trim_start_matches('/'), location["line"])
    };
    let findings = report["diagnostics"].as_array().unwrap().iter();
    findings
        .map(|finding| {
            let related = finding["related"].as_array().unwrap().iter();
            let places: Vec<String> =
                related.map(|related| format!(" with {}", place(&related["location"]))).collect();
            let rule = finding["rule"].as_str().unwrap();
            format!("{} {rule}{}", place(&finding["location"]), places.concat())
        })
        .collect()
}

#[test]
fn every_planted_mistake_is_found_once_and_the_clean_twin_is_clean() {
    assert_eq!(
        planted("fixtures/deployments/acme-broken"),
        [
            "agents/acme-service.yaml:14 invalid-shortcut",
            "agents/acme-service.yaml:36 undocumented-shortcut",
            "agents/acme-service.yaml:47 shortcut-clash with application/WDE_Main.cfg:25",
            "agents/acme-service.yaml:58 shortcut-shadows-platform",
            "agents/acme-service.yaml:69 altgr-shortcut",
            "agents/acmebank-branches.yaml:13 shortcut-without-privilege",
        ]
    );
    assert_eq!(planted("fixtures/deployments/acme"), [""; 0]);
}
