//! What is forgotten for an explorer, what is kept, and who is concerned.

use super::super::*;
use super::stage::*;
use AgentAction::{Conference, Done, Release, Store};

const NOBODY: usize = 9;

fn everyone() -> Set<AgentId> {
    (0..4).map(agent).collect()
}

fn forgotten(stage: &Stage, folding: &Folding) -> World {
    let mut world = stage.world.clone();
    world.forget_unasked(folding);
    world
}

#[test]
fn who_has_nothing_but_the_history_is_remembered() {
    let mut policy = policy();
    let history = Rights::NONE.with(Right::ViewMyHistory);
    policy.agents[0].rights = history;
    policy.agents[1].rights = history.with(Right::ViewContactHistory);
    policy.agents[2].rights = history.with(Right::ViewSearch);
    policy.agents[3].rights = Rights::NONE;
    // As long as views need no privilege everybody has the others.
    let folding = Folding::of(&policy, everyone(), agent(NOBODY));
    assert_eq!(folding.remembering, Set::EMPTY);
    policy.assumptions.set("views-need-no-privilege", "false").unwrap();
    let folding = Folding::of(&policy, everyone(), agent(NOBODY));
    assert_eq!(folding.remembering, Set::EMPTY.with(agent(0)));
    assert_eq!((folding.everyone, folding.somebody), (everyone(), None));
    policy.servers.stop_abandoned = StopAbandoned::NoAnswer;
    assert_eq!(Folding::of(&policy, everyone(), agent(NOBODY)).somebody, Some(agent(NOBODY)));
}

#[test]
fn those_whom_the_chat_does_not_concern_are_logged_in() {
    let mut stage = Stage::handled(true);
    stage.is_done(Command::Desktop(agent(2), DesktopAction::Logout));
    let folding = Folding::of(&stage.policy, everyone(), agent(NOBODY));
    assert_eq!(forgotten(&stage, &folding).logged_in, everyone());
}

#[test]
fn who_is_in_the_chat_stays_logged_out() {
    let mut stage = Stage::handled(true).assuming("crash-returns-interaction", "false");
    stage.does(crash(0), "crash");
    let folding = Folding::of(&stage.policy, everyone(), agent(NOBODY));
    assert_eq!(forgotten(&stage, &folding).logged_in, everyone().without(agent(0)));
}

#[test]
fn of_those_who_handled_a_chat_only_the_remembering_stay() {
    let mut stage = Stage::held();
    let none = Folding { everyone: everyone(), remembering: Set::EMPTY, somebody: None };
    let other = Folding { remembering: Set::EMPTY.with(agent(1)), ..none };
    let own = Folding { remembering: Set::EMPTY.with(agent(0)), ..none };
    let somebody = Folding { somebody: Some(agent(NOBODY)), ..none };
    let handled = |stage: &Stage, folding: &Folding| forgotten(stage, folding).chat(C).handled;
    assert_eq!(stage.chat().handled, Set::EMPTY.with(agent(0)));
    assert_eq!(handled(&stage, &none), Set::EMPTY);
    assert_eq!(handled(&stage, &other), Set::EMPTY);
    assert_eq!(handled(&stage, &own), Set::EMPTY.with(agent(0)));
    assert_eq!(handled(&stage, &somebody), Set::EMPTY.with(agent(NOBODY)));
    let chat = forgotten(&stage, &none).chat(C).clone();
    assert_eq!((chat.holder, chat.place), (None, Place::Queue(QueueId(0))));
    stage = Stage::started(true);
    assert_eq!(handled(&stage, &somebody), Set::EMPTY, "nobody handled it");
}

#[test]
fn of_a_chat_that_is_marked_done_nothing_stays() {
    let mut stage = Stage::handled(true);
    stage.is_done(does(0, Release));
    stage.is_done(does(0, Done));
    let folding = Folding::of(&stage.policy, everyone(), agent(NOBODY));
    let chat = forgotten(&stage, &folding).chat(C).clone();
    assert_eq!(chat.phase, Phase::Stopped);
    assert_eq!((chat.handled, chat.parties.iter().count()), (Set::EMPTY, 0));
}

#[test]
fn the_owner_of_the_workbin_and_who_is_offered_the_chat_are_concerned() {
    let mut stage = Stage::started(true);
    let place = |owner| Place::Workbin(workbin(0), owner);
    let mut chat = stage.chat().clone();
    assert_eq!(chat.concerned(), Set::EMPTY);
    chat.place = place(Owner::Agent(agent(3)));
    assert_eq!(chat.concerned(), Set::EMPTY.with(agent(3)));
    stage.world.set_chat(C, chat.clone());
    assert_eq!(*stage.chat(), chat);
    chat.place = place(Owner::Group(group(0)));
    assert_eq!(chat.concerned(), Set::EMPTY);
    chat.phase = Phase::Offered(agent(2));
    assert_eq!(chat.concerned(), Set::EMPTY.with(agent(2)));
    // A chat that is handled by somebody is not without agents.
    assert!(stage.chat().is_dormant() && !Stage::handled(true).chat().is_dormant());
}

#[test]
fn a_chat_is_not_stored_while_others_are_in_it() {
    let mut stage = Stage::handled(true).assuming("agent-may-store", "true");
    let store = does(0, Store { workbin: workbin(0), owner: Owner::Agent(agent(0)) });
    stage.is_done(does(0, Conference(Some(agent(1)), Steps::One)));
    stage.is_done(does(1, AgentAction::Accept));
    stage.refuses(store, Wrong::InConference);
    stage.is_done(does(1, AgentAction::Leave));
    stage.does(store, "store leave-restarts-idle");
}

/// A timeout as long as the clock is no timeout that never comes.
#[test]
fn the_longest_timeouts_come() {
    let mut stage = Stage::empty();
    let servers = &mut stage.policy.servers;
    (servers.routing_timeout, servers.delivering_timeout, servers.handling_timeout) =
        (u32::MAX, u32::MAX, u32::MAX);
    (servers.async_idle_alert, servers.async_idle_close) = (u32::MAX, u32::MAX);
    stage.is_done(login(0));
    stage.is_done(start(C, true));
    let due = |stage: &Stage| stage.world.next_timer().map(|(due, _)| due);
    assert_eq!(due(&stage), Some(u32::MAX - 1));
    stage.is_done(route(0));
    assert_eq!(due(&stage), Some(u32::MAX - 1));
    stage.is_done(does(0, AgentAction::Accept));
    let latest = u32::MAX - 1;
    let both = [(TimerKind::Handling(agent(0)), latest), (TimerKind::IdleAlert, latest)];
    assert_eq!(stage.chat().timers().collect::<Vec<_>>(), both);
}

#[test]
fn servers_without_moments_keep_everything_else() {
    let inactivity = Inactivity { alert: 5, close: 6, notices: Notices::default() };
    let servers = Servers {
        delivering_timeout: 1,
        async_idle_close: 2,
        inactivity: Some(inactivity),
        stop_abandoned: StopAbandoned::NoAnswer,
        sessions_are_restored: true,
        ..Servers::default()
    };
    let expected = Servers {
        inactivity: Some(Inactivity { alert: 0, close: 0, ..inactivity }),
        stop_abandoned: StopAbandoned::NoAnswer,
        sessions_are_restored: true,
        ..Servers::default()
    };
    assert_eq!(servers.without_moments(), expected);
}
