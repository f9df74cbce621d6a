use super::{Desk, DeskOptions, Ground, Hold, RightsMap, Roster, policy, servers, why};
use crate::catalogue::Catalogue;
use crate::chat::{
    AgentAction, Assumptions, EntryPoint, HoldQueue, Kinship, MOST, Notices, OptionKey, Owner, Refusal,
    Right, Servers, StopAbandoned,
};
use crate::deployment::{Deployment, Input, ObjectId, load};
use crate::names::{ObjectKind, TakesEffect};
use crate::privilege::{DependencyGraph, Privileges};
use crate::resolve::{GroupConflict, Resolver};
use crate::shortcut::parse;
use crate::text::{Limits, Sources, Syntax};

const SITE: &str = "
tenants: [{name: A, options: {interaction-workspace: {chat.on-hold-queue: hold}}}, {name: B}]
applications:
  - name: WDE
    options:
      interaction-workspace:
        workbin.chat.mine: mine
        workbin.chat.desk: desk
        workbin.email.desk: other
        keyboard.shortcut.interaction.chat.hold: alt + CTRL + v
scripts:
  - {name: hold, type: interaction-queue, tenant: A}
  - {name: hold, type: interaction-queue, tenant: B}
  - {name: closed, type: interaction-queue, tenant: A, enabled: false}
  - {name: mine, type: interaction-workbin, tenant: A, owner: agent}
  - {name: desk, type: interaction-workbin, tenant: A, owner: agent-group}
  - {name: other, type: interaction-workbin, tenant: A}
agent-groups: [{name: G, tenant: A, agents: [ana]}, {name: H, tenant: A, enabled: false, agents: [ana]}]
transactions:
  - name: T
    type: list
    tenant: A
    options: {interaction-workspace: {chat.on-hold-queue: closed, interaction.disposition.is-mandatory: 'True'}}
roles:
  - {name: R, tenant: A, privileges: [Chat - Can Use Chat Channel, Chat - Can Place On Hold], members: [ana]}
  - {name: S, tenant: B, privileges: [Chat - Can Place On Hold], members: [bob]}
agents:
  - {username: ana, tenant: A}
  - {username: bob, tenant: B, options: {interaction-workspace: {chat.on-hold-queue: closed}}}
  - {username: cy, tenant: B}
";

fn read(text: &str) -> (Sources, Deployment) {
    let mut sources = Sources::new();
    let file = sources.add("site.yaml", text.as_bytes().to_vec());
    let input = Input { file, syntax: Syntax::Yaml, object: None };
    let deployment = load(&sources, &[input], Limits::default());
    (sources, deployment)
}

fn ask<R>(deployment: &Deployment, ask: impl FnOnce(&Ground<'_, '_>) -> R) -> R {
    let catalogue = Catalogue::built_in();
    let graph = DependencyGraph::of(&catalogue);
    let resolver = Resolver::new(&catalogue, deployment, GroupConflict::default());
    let privileges = Privileges::new(&graph, deployment);
    let rights = RightsMap::default();
    ask(&Ground { catalogue: &catalogue, resolver: &resolver, privileges: &privileges, rights: &rights })
}

fn object(deployment: &Deployment, kind: ObjectKind, name: &str) -> ObjectId {
    deployment.look_up_kind(kind, name).unwrap()
}

#[test]
fn the_hold_queue_is_a_queue_of_the_agents_own_tenant() {
    let (_, site) = read(SITE);
    let agent = |name| object(&site, ObjectKind::Agent, name);
    ask(&site, |ground| {
        let hold = |agent: ObjectId, with: &[ObjectId]| {
            DeskOptions::of(ground, agent, &ground.steps(agent, with)).hold
        };
        let script = |name| object(&site, ObjectKind::Script, name);
        assert_eq!(hold(agent("ana"), &[]), Hold::Queue(script("A/hold")));
        // A queue of another tenant, and one that is disabled.
        assert_eq!(hold(agent("bob"), &[]), Hold::Missing);
        assert_eq!(hold(agent("cy"), &[]), Hold::Unset);
        let transactions = ground.transactions(agent("ana"), "nobody, T");
        assert_eq!(transactions, [object(&site, ObjectKind::Transaction, "T")]);
        assert_eq!(hold(agent("ana"), &transactions), Hold::Missing);
        let options = DeskOptions::of(ground, agent("ana"), &ground.steps(agent("ana"), &transactions));
        assert!(options.disposition_mandatory);
        assert_eq!(ground.transactions(agent("bob"), "T"), []);
    });
}

#[test]
fn a_desk_shows_the_workbins_for_chats_and_knows_its_keys() {
    let (_, site) = read(SITE);
    ask(&site, |ground| {
        let ana = Desk::of(ground, object(&site, ObjectKind::Agent, "ana"));
        let scripts = ["desk", "mine"].map(|name| object(&site, ObjectKind::Script, name));
        assert_eq!(ana.workbins, scripts);
        assert_eq!(ana.groups, [object(&site, ObjectKind::AgentGroup, "G")]);
        assert_eq!(ana.override_key, "IW_OverrideOptions");
        let keys = |text: &str| parse(text).shortcut.unwrap();
        assert_eq!(ana.keymap.action(keys("Ctrl+Alt+V")), Some(AgentAction::Hold));
        assert_eq!(ana.keymap.action(keys("Ctrl+Alt+W")), None);
        // The scripts are none of this tenant.
        assert!(Desk::of(ground, object(&site, ObjectKind::Agent, "cy")).workbins.is_empty());
        assert_eq!(ground.takes_effect(DeskOptions::HOLD), TakesEffect::NextHold);
        assert_eq!(ground.takes_effect("never.heard.of"), TakesEffect::AppRestart);
    });
}

#[test]
fn a_policy_has_numbers_for_those_who_take_part() {
    let (_, site) = read(SITE);
    let mut roster = Roster::default();
    let ana = roster.enter_agent(object(&site, ObjectKind::Agent, "ana")).unwrap();
    let bob = roster.enter_agent(object(&site, ObjectKind::Agent, "bob")).unwrap();
    let desk = roster.enter_workbin(object(&site, ObjectKind::Script, "desk")).unwrap();
    let group = roster.enter_owner(&site, object(&site, ObjectKind::AgentGroup, "G")).unwrap();
    assert_eq!(roster.enter_agent(roster.agents()[0]), Some(ana));
    let policy = ask(&site, |ground| policy(ground, &mut roster, Assumptions::default()));
    let agent = policy.agent(ana);
    assert!(agent.rights.contains(Right::PlaceOnHold) && !agent.rights.contains(Right::Release));
    assert!(agent.workbins.contains(desk));
    assert_eq!(agent.kinship(ana, group), Kinship::Shared);
    assert_eq!(agent.kinship(ana, Owner::Agent(bob)), Kinship::Others);
    let HoldQueue::Queue(queue) = agent.options.hold_queue else { panic!("{:?}", agent.options) };
    assert_eq!(roster.queue_object(queue), Some(object(&site, ObjectKind::Script, "A/hold")));
    // Granted without the channel it depends on.
    assert!(!policy.agent(bob).rights.contains(Right::PlaceOnHold));
    assert_eq!(policy.agent(bob).options.hold_queue, HoldQueue::Missing);
}

#[test]
fn a_roster_is_full_at_some_time() {
    let agents: Vec<String> = (0..=MOST).map(|at| format!("a{at}")).collect();
    let (_, site) = read(&format!("agents: [{}]\n", agents.join(", ")));
    let mut roster = Roster::default();
    let entered: Vec<bool> = site.agents().map(|agent| roster.enter_agent(agent).is_some()).collect();
    assert_eq!(entered.iter().filter(|&&entered| entered).count(), MOST);
    assert!(!entered[MOST]);
}

#[test]
fn servers_have_their_own_units_and_the_catalogues_defaults() {
    let catalogue = Catalogue::built_in();
    assert_eq!(servers(&read("agents: [a]\n").1, &catalogue), Servers::default());
    let (_, site) = read(
        "applications:
  - {name: off, type: interaction-server, enabled: false, options: {settings: {handling-timeout: 9}}}
  - name: ixn
    type: interaction-server
    options: {settings: {delivering-timeout: 20, handling-timeout: 240, routing-timeout: soon}}
  - name: chat
    type: chat-server
    options:
      settings: {async-idle-alert: 3600, stop-abandoned-interaction: noanswer, async-idle-notices: typing}
      inactivity-control: {enabled: true, timeout-alert: 60, timeout-close: 30, timeout-alert2: 10}
",
    );
    let found = servers(&site, &catalogue);
    assert_eq!((found.delivering_timeout, found.handling_timeout), (20, 240 * 60));
    assert_eq!(found.routing_timeout, Servers::default().routing_timeout);
    assert_eq!((found.async_idle_alert, found.async_idle_close), (3_600, 3_600));
    assert_eq!((found.stop_abandoned, found.async_idle_notices), (StopAbandoned::NoAnswer, Notices::Typing));
    let inactivity = found.inactivity.unwrap();
    assert_eq!((inactivity.alert, inactivity.close, inactivity.notices), (60, 40, Notices::Major));
    assert!(!found.sessions_are_restored);
    let two = "applications:
  - {name: one, type: chat-server, options: {settings: {session-restoration-mode: simple}}}
  - {name: two, type: chat-server}
";
    assert!(servers(&read(two).1, &catalogue).sessions_are_restored);
}

#[test]
fn a_refusal_leads_to_the_line_that_is_the_cause() {
    let (sources, site) = read(SITE);
    let told = |name: &str, refusal: Refusal| {
        ask(&site, |ground| {
            let agent = object(&site, ObjectKind::Agent, name);
            let why = why(ground, agent, &ground.steps(agent, &[]), refusal);
            let places = why.places.iter();
            let places = places.map(|label| format!("{} {}", sources.slice(label.span), label.text));
            (places.collect::<Vec<_>>(), why.help.unwrap_or_default())
        })
    };
    let (places, help) = told("ana", Refusal::MissingPrivilege(Right::Release));
    assert_eq!(places, ["R does not grant `Chat - Can Release`"]);
    assert_eq!(help, "grant `Chat - Can Release` in role/R");
    let (places, help) = told("bob", Refusal::MissingPrivilege(Right::PlaceOnHold));
    assert_eq!(
        places,
        [
            "Chat - Can Place On Hold granted, without effect: `Chat - Can Use Chat Channel` is not granted to agent/bob",
            "S does not grant `Chat - Can Use Chat Channel`"
        ]
    );
    assert_eq!(help, "grant `Chat - Can Use Chat Channel` in role/S");
    let (places, help) = told("bob", Refusal::MissingQueue(OptionKey::OnHoldQueue));
    assert_eq!(places, ["closed `closed` is no interaction queue of the tenant"]);
    assert_eq!(help, "the queues of the tenant are `hold`");
    let (places, help) = told("cy", Refusal::MissingOption(OptionKey::OnHoldQueue));
    assert_eq!(places, ["cy `chat.on-hold-queue` is empty"]);
    assert_eq!(help, "set `chat.on-hold-queue` to an interaction queue of the tenant: `hold`");
    let (places, _) = told("ana", Refusal::NotBound);
    assert_eq!(places, ["alt + CTRL + v `keyboard.shortcut.interaction.chat.hold` is `alt + CTRL + v`"]);
    let (places, _) = told("ana", Refusal::NotVisible(EntryPoint::Workbin));
    assert_eq!(
        places,
        ["desk shows the workbin `desk` of each agent-group", "mine shows the workbin `mine` of each agent"]
    );
    assert_eq!(told("ana", Refusal::NotYours), (vec![], String::new()));
}
