//! Scripts: the customer, the servers' timers, and what fails. After each request stand the rows that it fires.

use super::super::*;
use super::stage::*;
use AgentAction::{Accept, Done, Hold, Leave, Release, Say, SetDisposition};

const NEVER_AGAIN: u32 = 1_000_000;

#[test]
fn chat_messages_do_not_keep_the_interaction_but_requests_do() {
    let mut stage = Stage::handled(true);
    stage.waits(10_000, "");
    stage.does(does(0, Say), "agent-message activity-restarts-idle");
    stage.waits(10_800, "10800 handling-timeout leave-restarts-idle");
    assert_eq!((stage.state().as_str(), stage.chat().queue()), ("alive queued", Some(GREET)));

    let mut stage = Stage::handled(true);
    stage.waits(10_000, "");
    stage.does(does(0, SetDisposition), "disposition-set request-restarts-handling");
    stage.waits(20_799, "");
    stage.waits(20_800, "20800 handling-timeout leave-restarts-idle");
}

#[test]
fn user_data_comes_before_the_option_and_a_changed_option_leaves_handled_chats_alone() {
    let mut stage = Stage::handled(true);
    stage.policy.servers.handling_timeout = 60;
    stage.does(does(0, SetDisposition), "disposition-set request-restarts-handling");
    stage.waits(10_800, "10800 handling-timeout leave-restarts-idle");
    stage.does(pull(0, EntryPoint::MyQueues), "pull-from-queue join-restarts-idle");
    stage.waits(10_860, "10860 handling-timeout leave-restarts-idle");

    let mut stage = Stage::empty();
    stage.does(login(0), "login");
    let own = CustomerAction::Start {
        asynchronous: true,
        queue: GREET,
        overriding: OverrideId::NONE,
        handling_timeout: Some(120),
    };
    stage.does(customer(own), "start-async start-arms-idle");
    stage.does(pull(0, EntryPoint::MyQueues), "pull-from-queue join-restarts-idle");
    stage.waits(120, "120 handling-timeout leave-restarts-idle");
}

#[test]
fn in_a_conference_handling_timeout_takes_one_agent_at_a_time() {
    let mut stage = Stage::handled(true);
    stage.is_done(does(0, AgentAction::Conference(Some(agent(1)), Steps::One)));
    stage.waits(10, "");
    stage.does(does(1, Accept), "conference-accepted join-restarts-idle");
    stage.waits(
        10_810,
        "10800 handling-timeout-in-conference leave-restarts-idle; 10810 handling-timeout leave-restarts-idle",
    );
}

#[test]
fn timers_of_one_moment_fire_by_chat_and_kind() {
    let mut stage = Stage::empty();
    stage.does(login(0), "login");
    stage.is_done(start(C2, true));
    stage.is_done(start(C, true));
    stage.policy.servers.delivering_timeout = 86_400;
    stage.is_done(route(0));
    let mut order = Vec::new();
    let seen = |world: &World, events: &Events| {
        let fired = events.iter().filter(|happened| happened.row != RowId::TimePasses);
        order.extend(fired.map(|happened| (world.now(), happened.event.chat(), happened.row)));
    };
    stage.world.wait(&stage.policy, 86_400, seen).unwrap();
    let at = |chat, row| (86_400, Some(chat), row);
    let (revoked, idle) = (at(C, RowId::DeliveringTimeout), at(C, RowId::IdleAlert));
    assert_eq!(order, [revoked, idle, at(C2, RowId::IdleAlert)]);
    assert!(decide(&stage.policy, &stage.world, &Command::Tick { to: 86_400 }).unwrap().is_empty());
    stage.refuses(Command::Tick { to: 86_399 }, Wrong::MomentPassed);
}

#[test]
fn a_customer_who_leaves_ends_an_ordinary_chat_and_not_an_asynchronous_one() {
    let mut stage = Stage::handled(false);
    stage.does(customer(CustomerAction::Leave), "customer-leaves customer-leaving-closes-ordinary");
    assert_eq!(stage.state(), "over handling 0");
    let mut stage = Stage::held();
    stage.does(customer(CustomerAction::Leave), "customer-leaves");
    assert_eq!((stage.state().as_str(), stage.chat().customer), ("alive queued", Customer::Gone));
    stage.refuses(customer(CustomerAction::Message), Wrong::CustomerAbsent);
    stage.refuses(customer(CustomerAction::Leave), Wrong::CustomerAbsent);
    stage.does(customer(CustomerAction::Return), "customer-returns return-restarts-idle");
    assert_eq!(stage.chat().status, AsyncStatus::Activity);
    stage.refuses(customer(CustomerAction::Return), Wrong::CustomerPresent);
    let mut stage = Stage::held().assuming("async-survives-customer-leaving", "false");
    stage.does(customer(CustomerAction::Leave), "customer-leaves customer-leaving-closes-async");
    let mut stage = Stage::held().assuming("return-is-activity", "false");
    stage.does(customer(CustomerAction::Vanish), "customer-vanishes");
    stage.does(customer(CustomerAction::Return), "customer-returns");
}

#[test]
fn a_silent_client_is_given_up_after_flex_disconnect_timeout() {
    let mut stage = Stage::started(true);
    stage.does(customer(CustomerAction::Vanish), "customer-vanishes");
    stage.waits(44, "");
    stage.does(customer(CustomerAction::Return), "customer-returns return-restarts-idle");
    stage.does(customer(CustomerAction::Vanish), "customer-vanishes");
    stage.waits(89, "89 flex-disconnect");
    assert_eq!(stage.state(), "alive queued");
    let mut stage = Stage::started(false);
    stage.does(customer(CustomerAction::Vanish), "customer-vanishes");
    stage.waits(NEVER_AGAIN, "45 flex-disconnect customer-leaving-closes-ordinary");
}

#[test]
fn only_what_all_see_and_no_bot_says_is_activity() {
    let mut stage = Stage::handled(true);
    stage.does(system(SystemAction::BotMessage), "bot-message");
    stage.does(customer(CustomerAction::Notice(Notice::TypingStarted)), "customer-notice");
    let uploaded = "customer-notice activity-restarts-idle";
    stage.does(customer(CustomerAction::Notice(Notice::FileUploaded)), uploaded);
    stage.does(does(0, AgentAction::Notice(Notice::PushUrl)), "agent-notice activity-restarts-idle");
    stage.does(does(0, AgentAction::Notice(Notice::Nickname)), "agent-notice");
    stage.policy.servers.async_idle_notices = Notices::All;
    stage.does(does(0, AgentAction::Notice(Notice::Nickname)), "agent-notice activity-restarts-idle");
}

#[test]
fn inactivity_control_watches_an_ordinary_chat_while_an_agent_is_in_it() {
    let mut stage = Stage::empty();
    stage.policy.servers.inactivity = Some(Inactivity { alert: 255, close: 45, notices: Notices::Major });
    stage.does(login(0), "login");
    stage.does(start(C, false), "start-ordinary");
    stage.waits(1_000, "");
    stage.does(customer(CustomerAction::Message), "customer-message");
    stage.does(pull(0, EntryPoint::MyQueues), "pull-from-queue join-restarts-idle");
    stage.waits(1_256, "1255 inactivity-alert");
    assert_eq!((stage.chat().session, stage.chat().status), (Session::Alerted, AsyncStatus::Unset));
    stage.does(customer(CustomerAction::Message), "customer-message activity-restarts-inactivity");
    stage.waits(2_000, "1511 inactivity-alert; 1556 inactivity-close");
    assert_eq!(stage.state(), "over handling 0");
}

#[test]
fn a_finished_session_stops_the_interaction_as_the_option_says() {
    let closed = "customer-leaves customer-leaving-closes-ordinary";
    let stopped = "customer-leaves customer-leaving-closes-ordinary stop-abandoned";
    let handled = |option| {
        let mut stage = Stage::handled(false);
        stage.policy.servers.stop_abandoned = option;
        stage
    };
    let waiting = |option| {
        let mut stage = Stage::started(false);
        stage.policy.servers.stop_abandoned = option;
        stage
    };
    for (option, with_agent, without) in [
        (StopAbandoned::Never, closed, closed),
        (StopAbandoned::Always, stopped, stopped),
        (StopAbandoned::NoAgents, closed, stopped),
        (StopAbandoned::NoAnswer, closed, stopped),
    ] {
        handled(option).does(customer(CustomerAction::Leave), with_agent);
        waiting(option).does(customer(CustomerAction::Leave), without);
    }
    let mut stage = handled(StopAbandoned::NoAnswer);
    stage.does(crash(0), "crash last-agent-leaving-closes last-party-lost");
    let mut stage = handled(StopAbandoned::NoAgents);
    stage.does(crash(0), "crash last-agent-leaving-closes stop-abandoned");
    let mut stage = handled(StopAbandoned::Always);
    stage.does(does(0, Release), "release-ordinary stop-abandoned");

    let mut stage = Stage::started(true);
    stage.policy.servers.stop_abandoned = StopAbandoned::NoAgents;
    stage.policy.servers.handling_timeout = NEVER_AGAIN;
    let mut waiting = stage.world.clone();
    stage.does(pull(0, EntryPoint::MyQueues), "pull-from-queue join-restarts-idle");
    stage.waits(90_000, "86400 idle-alert; 90000 idle-close");
    std::mem::swap(&mut stage.world, &mut waiting);
    stage.waits(90_000, "86400 idle-alert; 90000 idle-close stop-abandoned");
}

#[test]
fn a_lost_desktop_gives_its_chats_back() {
    let mut stage = Stage::handled(true);
    stage.does(crash(0), "crash last-party-lost leave-restarts-idle");
    assert_eq!((stage.state().as_str(), stage.chat().queue()), ("alive queued", Some(GREET)));
    stage.refuses(does(0, Say), Refusal::NotLoggedIn);
    stage.does(login(0), "login");
    stage.does(pull(0, EntryPoint::MyHistory), "pull-from-queue join-restarts-idle");
    stage.does(does(1, AgentAction::Monitor(Monitoring::BargeIn)), "monitor-barging-in join-restarts-idle");
    let logout = Command::Desktop(agent(0), DesktopAction::Logout);
    stage.does(logout, "logout party-lost leave-restarts-idle");
    assert_eq!(stage.state(), "alive handling 1");

    let mut stage = Stage::handled(true).assuming("crash-returns-interaction", "false");
    stage.does(crash(0), "crash");
    assert_eq!(stage.state(), "alive handling 0");
    stage.waits(10_800, "10800 handling-timeout leave-restarts-idle");
}

#[test]
fn an_agent_who_crashes_with_many_chats_gives_all_of_them_back() {
    let mut stage = Stage::empty();
    stage.does(login(0), "login");
    for number in 0..20 {
        stage.is_done(start(ChatId(number), true));
        stage.is_done(Command::Agent(agent(0), ChatId(number), AgentAction::Pull(EntryPoint::MyQueues)));
    }
    let lost = " last-party-lost leave-restarts-idle".repeat(20);
    stage.does(crash(0), &format!("crash{lost}"));
    assert!(stage.world.chats().iter().all(Chat::is_dormant));
}

#[test]
fn a_lost_chat_server_is_taken_over_or_leaves_an_orphan() {
    let mut stage = Stage::handled(true);
    stage.policy.servers.sessions_are_restored = true;
    stage.does(system(SystemAction::LoseChatServer), "session-restored");
    assert_eq!(stage.state(), "alive handling 0");
    stage.policy.servers.sessions_are_restored = false;
    stage.does(system(SystemAction::LoseChatServer), "session-lost");
    assert_eq!(stage.state(), "over handling 0");
    stage.refuses(does(0, Hold), Wrong::SessionOver);
    stage.does(does(0, Done), "done-on-orphan");
    assert_eq!(stage.state(), "over queued");
    stage.does(route(1), "route");
    stage.does(does(1, Accept), "accept");
    stage.waits(3_600, "3600 orphan-ends");
    stage.does(does(1, Done), "done");
    stage.refuses(system(SystemAction::LoseChatServer), Wrong::SessionOver);
    stage.does(Command::LoseInteractionServer, "interaction-server-switches");
}

#[test]
fn the_second_of_two_pullers_is_refused_or_joins() {
    let mut stage = Stage::held();
    stage.does(pull(1, EntryPoint::MyQueues), "pull-from-queue join-restarts-idle");
    stage.refuses(pull(2, EntryPoint::MyQueues), Refusal::NotVisible(EntryPoint::MyQueues));
    stage.refuses(pull(2, EntryPoint::Search), Wrong::TakenByAnother);
    let mut stage = Stage::held().assuming("second-puller-refused", "false");
    stage.does(pull(1, EntryPoint::MyQueues), "pull-from-queue join-restarts-idle");
    stage.does(pull(2, EntryPoint::Search), "second-puller-joins join-restarts-idle");
    stage.refuses(pull(2, EntryPoint::Search), Wrong::AlreadyParty);
    assert_eq!(stage.state(), "alive handling 1 2");
}

#[test]
fn an_ordinary_conference_goes_on_when_one_agent_releases() {
    let mut stage = Stage::handled(false);
    stage.is_done(does(0, AgentAction::Conference(Some(agent(1)), Steps::One)));
    stage.does(does(1, Accept), "conference-accepted");
    stage.does(does(0, Release), "release-in-conference");
    assert_eq!(stage.state(), "alive handling 1");
    stage.refuses(does(1, Leave), Wrong::NotInConference);
    stage.waits(NEVER_AGAIN, "10800 last-agent-leaving-closes handling-timeout");
    assert_eq!(stage.state(), "over queued");
}

#[test]
fn a_hold_without_queue_is_refused_or_returns_the_chat() {
    let mut stage = Stage::handled(true);
    stage.policy.agents[0].options.hold_queue = HoldQueue::Unset;
    stage.refuses(does(0, Hold), Refusal::MissingOption(OptionKey::OnHoldQueue));
    stage.policy.agents[0].options.hold_queue = HoldQueue::Missing;
    stage.refuses(does(0, Hold), Refusal::MissingQueue(OptionKey::OnHoldQueue));
    let mut stage = stage.assuming("hold-with-empty-queue", "returns");
    stage.does(does(0, Hold), "hold-returns leave-restarts-idle");
    assert_eq!(stage.chat().queue(), Some(GREET));
}

#[test]
fn without_a_clock_any_running_timer_may_fire_next() {
    let mut stage = Stage::handled(true);
    stage.does(does(0, one_step(1)), "one-step-transfer request-restarts-handling");
    let running: Vec<_> = stage.chat().timers().map(|(kind, _)| kind).collect();
    assert_eq!(running, [TimerKind::Invitation, TimerKind::Handling(agent(0)), TimerKind::IdleAlert]);
    stage.waits(5, "");
    let mut later = stage.world.clone();
    stage.world.forget_time();
    later.step(&stage.policy, &Command::Tick { to: 9 }).unwrap();
    assert_ne!(later, stage.world);
    later.forget_time();
    assert_eq!(later, stage.world);
    let fire = |kind| Command::Fire(Timer { chat: C, kind });
    stage.does(fire(TimerKind::IdleAlert), "idle-alert");
    stage.does(fire(TimerKind::Handling(agent(0))), "handling-timeout leave-restarts-idle");
    stage.refuses(fire(TimerKind::Invitation), Wrong::TimerNotRunning);
}
