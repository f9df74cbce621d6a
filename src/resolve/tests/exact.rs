//! Answers worked out by hand.

use std::sync::Arc;

use serde_json::json;

use super::super::{GroupConflict, Resolution, Resolver, Standing, Subject};
use super::site::{catalogue, find, read};
use crate::deployment::ObjectId;
use crate::names::{Level, TakesEffect};

#[test]
fn an_agent_group_has_the_options_of_its_tenant_and_the_only_application() {
    let (_sources, deployment) = read(&json!({
        "tenants": [{"name": "t"}, {"name": "u"}],
        "applications": [
            {"name": "one", "tenant": "t"}, {"name": "off", "tenant": "t", "enabled": false},
            {"name": "left", "tenant": "u"}, {"name": "right", "tenant": "u"},
        ],
        "agent-groups": [
            {"name": "g", "tenant": "t"}, {"name": "h", "tenant": "u", "virtual": true},
            {"name": "off", "tenant": "u", "enabled": false},
        ],
    }));
    let catalogue = catalogue();
    let resolver = Resolver::new(&catalogue, &deployment, GroupConflict::Error);
    assert_eq!(resolver.policy(), GroupConflict::Error);
    let steps = |group| {
        let steps = resolver.steps(Subject::AgentGroup(find(&deployment, group)));
        steps.into_iter().map(|(level, id)| (level, deployment.bare(id))).collect::<Vec<_>>()
    };
    let step = |level, name: &str| (level, name.to_owned());
    let of_g = [step(Level::Application, "one"), step(Level::Tenant, "t"), step(Level::AgentGroup, "g")];
    assert_eq!(steps("agent-group/g"), of_g);
    assert_eq!(steps("agent-group/h"), [step(Level::Tenant, "u"), step(Level::VirtualAgentGroup, "h")]);
    assert_eq!(steps("agent-group/u/off"), [step(Level::Tenant, "u")]);
}

#[test]
fn groups_that_disagree_come_by_name_and_the_policy_says_which_is_last() {
    let group = |name: &str| json!({"name": name, "agents": ["ana"]});
    let (_sources, deployment) = read(&json!({
        "agent-groups": [group("b"), group("a"), group("c")], "agents": [{"username": "ana"}],
    }));
    let catalogue = catalogue();
    for (policy, expected) in [
        (GroupConflict::LastName, ["a", "b", "c"]),
        (GroupConflict::FirstName, ["c", "b", "a"]),
        (GroupConflict::Error, ["a", "b", "c"]),
    ] {
        let resolver = Resolver::new(&catalogue, &deployment, policy);
        let steps = resolver.steps(Subject::Agent(find(&deployment, "agent/ana")));
        let groups = steps.iter().filter(|step| step.0 == Level::AgentGroup);
        assert_eq!(groups.map(|step| deployment.bare(step.1)).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn defaults_are_added_by_section_and_name_and_change_nothing_that_is_set() {
    let (_sources, deployment) = read(&json!({
        "applications": [{"name": "w", "options": {"interaction-workspace": {"plain": "x"}, "log": {"verbose": "y"}}}],
        "agents": [{"username": "ana"}],
    }));
    let catalogue = catalogue();
    let resolver = Resolver::new(&catalogue, &deployment, GroupConflict::default());
    let steps = resolver.steps(Subject::Agent(find(&deployment, "agent/ana")));
    let shown = |resolution: &Resolution<'_>| {
        let value = |option| resolution.winner(option).value.unwrap_or("?").to_owned();
        let options = resolution.options().iter();
        options.map(|option| format!("{} {}", option.name, value(option))).collect::<Vec<_>>()
    };
    let mut resolution = resolver.resolve(&steps);
    assert_eq!(shown(&resolution), ["plain x", "verbose y"]);
    resolver.add_defaults(&mut resolution, None);
    assert_eq!(shown(&resolution), ["few f", "plain x", "verbose y"]);
    let few = resolution.get("interaction-workspace", "few").unwrap();
    assert_eq!(resolution.candidates(few).len(), 1);
    assert_eq!(few.takes_effect(), Some(TakesEffect::AppRestart));
    assert_eq!(
        (resolution.winner(few).level, resolution.winner(few).standing),
        (Level::Default, Standing::Wins)
    );

    // Into the same memory, as if it were new.
    resolver.resolve_into(&steps[..0], &mut resolution);
    assert!(resolution.options().is_empty());
    let named = [("log", "verbose"), ("interaction-workspace", "few")];
    resolver.add_defaults(&mut resolution, Some(&named));
    assert_eq!(shown(&resolution), ["few f", "verbose ?"]);
    resolution.retain(|section, _| section == "log");
    assert_eq!(shown(&resolution), ["verbose ?"]);
}

#[test]
fn a_name_is_looked_up_in_the_tenants_of_those_who_get_it() {
    let plain = |value: &str| json!({"interaction-workspace": {"plain": value}});
    let (_sources, deployment) = read(&json!({
        "tenants": [{"name": "t"}, {"name": "u"}, {"name": "v", "options": plain("of v")}],
        "applications": [
            {"name": "all", "options": plain("of all")}, {"name": "other", "options": plain("of all")},
            {"name": "of-t", "tenant": "t", "options": plain("of t")},
        ],
        "agent-groups": [{"name": "g", "options": plain("of g")}],
        "agents": [
            {"username": "a", "tenant": "u", "application": "all"}, {"username": "b", "tenant": "t", "application": "all"},
            {"username": "c", "tenant": "u", "application": "all", "agent-groups": ["g"]},
            {"username": "d", "tenant": "t", "application": "all"}, {"username": "e", "tenant": "v", "application": "all"},
            {"username": "f", "tenant": "t", "application": "of-t"}, {"username": "h", "tenant": "u", "application": "other"},
        ],
    }));
    let catalogue = catalogue();
    let resolver = Resolver::new(&catalogue, &deployment, GroupConflict::default());
    let option = resolver.option_id("interaction-workspace", "plain").unwrap();
    let tenants = |object: ObjectId| {
        let placed = resolver.placed_on(object, option).unwrap();
        let tenants = resolver.tenants_of(object, option, placed.setting);
        let mut names: Vec<_> = tenants.into_iter().map(|name| deployment.text(name)).collect();
        names.sort_unstable();
        names
    };
    for (object, expected) in [
        ("application/all", &["t", "u"][..]),
        ("application/other", &["u"]),
        ("application/of-t", &["t"]),
        ("tenant/v", &["v"]),
        ("agent-group/g", &[""]),
    ] {
        assert_eq!(tenants(find(&deployment, object)), expected, "{object}");
    }
}

#[test]
fn a_secret_is_compared_as_it_is_and_shown_hidden() {
    let (_sources, mut deployment) = read(&json!({
        "applications": [{"name": "w", "options": {"interaction-workspace": {"my.password": "hunter2"}}}],
        "agents": [{"username": "ana"}],
    }));
    let catalogue = catalogue();
    let hidden = deployment.hide_secrets(&Arc::new(catalogue.secret_names()));
    assert_eq!(hidden.len(), 1);
    let resolver = Resolver::new(&catalogue, &deployment, GroupConflict::default());
    let steps = resolver.steps(Subject::Agent(find(&deployment, "agent/ana")));
    assert_eq!(resolver.true_value(&steps, "my.password"), Some("hunter2"));
    assert_eq!(resolver.value(&steps, "my.password"), Some("(secret)"));
    assert_eq!(resolver.true_value(&steps, "plain"), Some("p"));
    assert_eq!(resolver.true_value(&steps, "unknown"), None);
}

#[test]
fn the_value_of_most_agents_comes_first() {
    let (_sources, deployment) = read(&json!({
        "agents": [
            {"username": "a"}, {"username": "b", "options": {"interaction-workspace": {"plain": "y"}}},
            {"username": "c", "options": {"interaction-workspace": {"plain": "x"}}}, {"username": "d"},
            {"username": "e", "options": {"interaction-workspace": {"#plain": "z"}}},
        ],
        "business-attributes": [{"name": "n", "options": {"interaction-workspace": {"plain": "w"}}}],
    }));
    let catalogue = catalogue();
    let resolver = Resolver::new(&catalogue, &deployment, GroupConflict::default());
    let [spread] = &resolver.spreads()[..] else { panic!("one option") };
    assert_eq!(spread.values(), [(Some("p"), 3), (Some("x"), 1), (Some("y"), 1)]);
}

#[test]
fn standings_are_written_as_they_are_serialised() {
    for standing in [
        Standing::Wins,
        Standing::Overridden,
        Standing::NotAllowedAtLevel,
        Standing::NotOverridableByRouting,
        Standing::Disabled,
    ] {
        assert_eq!(json!(standing), json!(standing.as_str()));
        assert_eq!(format!("{standing:>27}").trim_start(), standing.as_str());
    }
}
