//! Scripts: hold and the ways back, conferences, supervision. After each request stand the rows that it fires.

use super::super::*;
use super::stage::*;
use AgentAction::{Accept, Decline, Done, Hold, Leave, Release, Say, SetDisposition};

#[test]
fn an_untouched_chat_on_hold_lives_for_25_hours() {
    let mut stage = Stage::held();
    assert_eq!((stage.state().as_str(), stage.chat().queue()), ("alive queued", Some(HELD)));
    assert!(stage.chat().is_dormant() && stage.chat().holder == Some(agent(0)));
    stage.waits(86_399, "");
    stage.waits(86_400, "86400 idle-alert");
    assert_eq!((stage.chat().status, stage.chat().check_at), (AsyncStatus::Idle, 86_400));
    stage.waits(200_000, "90000 idle-close");
    assert_eq!((stage.state().as_str(), stage.chat().is_online()), ("over queued", false));
    stage.does(pull(1, EntryPoint::MyQueues), "pull-from-queue");
    stage.refuses(does(1, Say), Wrong::SessionOver);
    stage.does(does(1, Done), "done");
}

#[test]
fn activity_after_the_alert_starts_the_day_anew() {
    let mut stage = Stage::held();
    stage.waits(90_000 - 1, "86400 idle-alert");
    stage.does(customer(CustomerAction::Message), "customer-message activity-restarts-idle");
    assert_eq!((stage.chat().status, stage.chat().check_at), (AsyncStatus::Activity, 89_999));
    stage.waits(89_999 + 86_400, "176399 idle-alert");
}

#[test]
fn a_held_chat_is_resumed_by_another_agent_until_it_is_done() {
    let mut stage = Stage::held();
    stage.does(pull(2, EntryPoint::MyQueues), "pull-from-queue join-restarts-idle");
    assert_eq!(stage.state(), "alive handling 2");
    stage.does(does(2, Say), "agent-message activity-restarts-idle");
    stage.does(does(2, Hold), "hold leave-restarts-idle");
    stage.does(pull(0, EntryPoint::MyHistory), "pull-from-queue join-restarts-idle");
    stage.does(does(0, Release), "release-async");
    assert_eq!(stage.state(), "over handling 0");
    stage.does(does(0, Done), "done");
    assert_eq!(stage.state(), "over stopped");
    stage.refuses(pull(0, EntryPoint::MyHistory), Wrong::MarkedDone);
    stage.refuses(pull(0, EntryPoint::MyQueues), Refusal::NotVisible(EntryPoint::MyQueues));
}

#[test]
fn a_key_does_what_it_is_bound_to() {
    let mut stage = Stage::handled(true);
    stage.refuses(Command::Press(agent(0), C, None), Refusal::NotBound);
    stage.refuses(Command::Press(agent(1), C, None), Refusal::NotYours);
    stage.does(Command::Press(agent(0), C, Some(Hold)), "hold leave-restarts-idle");
}

#[test]
fn an_offer_is_accepted_declined_or_revoked_and_goes_back_to_its_queue() {
    let mut stage = Stage::started(true);
    stage.does(route(0), "route");
    stage.refuses(does(1, Accept), Refusal::NotOffered);
    stage.does(does(0, Decline), "decline");
    assert_eq!((stage.state().as_str(), stage.chat().queue()), ("alive queued", Some(GREET)));
    stage.does(system(SystemAction::Take), "take");
    stage.refuses(pull(1, EntryPoint::MyQueues), Refusal::NotVisible(EntryPoint::MyQueues));
    stage.does(route(0), "route");
    stage.waits(30, "30 delivering-timeout");
    stage.does(route(0), "route");
    stage.does(crash(0), "crash offered-agent-lost");
    stage.does(system(SystemAction::Take), "take");
    stage.waits(30 + 720 * 60, "43230 routing-timeout");
    stage.policy.agents[1].options.auto_answer = true;
    stage.does(route(1), "route auto-answer join-restarts-idle");
    assert_eq!(stage.state(), "alive handling 1");
}

#[test]
fn a_declined_chat_keeps_its_place_in_line_or_goes_to_the_end() {
    for (value, rows) in [("true", "pull-from-queue join-restarts-idle"), ("false", "")] {
        let mut stage = Stage::started(true).assuming("returned-chat-keeps-its-place", value);
        stage.does(start(C2, true), "start-async start-arms-idle");
        stage.does(route(0), "route");
        stage.does(does(0, Decline), "decline");
        if rows.is_empty() {
            stage.refuses(pull(1, EntryPoint::MyQueues), Refusal::NotFirstInQueue(GREET));
            stage.does(pull(1, EntryPoint::Search), "pull-from-queue join-restarts-idle");
        } else {
            stage.does(pull(1, EntryPoint::MyQueues), rows);
        }
    }
}

#[test]
fn a_queue_gives_its_first_chat_and_a_workbin_any() {
    let mut stage = Stage::started(true);
    stage.does(start(C2, true), "start-async start-arms-idle");
    let second = |from| Command::Agent(agent(0), C2, AgentAction::Pull(from));
    stage.refuses(second(EntryPoint::MyQueues), Refusal::NotFirstInQueue(GREET));
    let place = Place::Workbin(workbin(0), Owner::Agent(agent(0)));
    for chat in [C, C2] {
        stage.does(Command::System(chat, SystemAction::Move(place)), "move-to-workbin");
    }
    stage.does(second(EntryPoint::Workbin), "pull-from-workbin join-restarts-idle");
}

#[test]
fn an_unnamed_chat_ahead_blocks_the_queue_until_somebody_pulls_it() {
    let mut stage = Stage::held();
    stage.does(system(SystemAction::Crowd), "ahead-arrives");
    stage.refuses(pull(1, EntryPoint::MyQueues), Refusal::NotFirstInQueue(HELD));
    stage.does(system(SystemAction::PullAhead(agent(1), EntryPoint::MyQueues)), "ahead-pulled");
    stage.does(pull(1, EntryPoint::MyQueues), "pull-from-queue join-restarts-idle");
}

#[test]
fn a_workbin_is_the_agents_own_or_shared_or_somebody_elses() {
    let mut stage = Stage::handled(true).assuming("agent-may-store", "true");
    let store = |index, owner| does(index, AgentAction::Store { workbin: workbin(0), owner });
    stage.does(store(0, Owner::Agent(agent(0))), "store leave-restarts-idle");
    assert_eq!(stage.chat().workbin(), Some((workbin(0), Owner::Agent(agent(0)))));
    stage.refuses(pull(1, EntryPoint::Workbin), Refusal::NotVisible(EntryPoint::Workbin));
    stage.refuses(pull(1, EntryPoint::MyHistory), Refusal::NotVisible(EntryPoint::MyHistory));
    stage.does(pull(1, EntryPoint::ContactHistory), "pull-from-others-workbin join-restarts-idle");
    stage.does(store(1, Owner::Group(group(0))), "store leave-restarts-idle");
    stage.refuses(pull(2, EntryPoint::GroupWorkbin), Refusal::NotVisible(EntryPoint::GroupWorkbin));
    stage.does(pull(0, EntryPoint::GroupWorkbin), "pull-from-shared-workbin join-restarts-idle");
    stage.refuses(store(0, Owner::Agent(agent(1))), Refusal::UnknownTarget(Target::Workbin));
    stage.does(store(0, Owner::Agent(agent(0))), "store leave-restarts-idle");
    stage.does(pull(0, EntryPoint::Workbin), "pull-from-workbin join-restarts-idle");
}

#[test]
fn an_ordinary_chat_is_released_and_done_but_not_held() {
    let mut stage = Stage::handled(false);
    stage.refuses(does(0, Hold), Wrong::NotAsynchronous);
    stage.does(does(0, Say), "agent-message");
    stage.does(does(0, SetDisposition), "disposition-set request-restarts-handling");
    stage.does(does(0, Release), "release-ordinary");
    assert_eq!(stage.state(), "over handling 0");
    stage.does(does(0, Done), "done");
}

#[test]
fn done_on_a_live_session_closes_it_or_is_refused_or_needs_the_release_privilege() {
    let mut stage = Stage::handled(true);
    stage.does(does(0, Done), "done-closes-session done");
    let mut stage = Stage::handled(true).assuming("done-on-live-session", "refused");
    stage.refuses(does(0, Done), Wrong::SessionAlive);
    let mut stage = Stage::handled(true).assuming("done-on-live-session", "needs-release-async");
    stage.policy.agents[0].rights = Rights::ALL.without(Right::ReleaseAsync);
    stage.refuses(does(0, Done), Refusal::MissingPrivilege(Right::ReleaseAsync));
    stage.policy.agents[0].rights = Rights::ALL;
    stage.does(does(0, Done), "done-closes-session done");
}

#[test]
fn one_step_transfer_and_conference_wait_for_the_other_agent() {
    let mut stage = Stage::handled(true);
    stage.does(does(0, one_step(1)), "one-step-transfer request-restarts-handling");
    stage.refuses(does(0, AgentAction::Consult(Some(agent(2)))), Wrong::InvitationPending);
    stage.does(does(1, Decline), "invitation-declined");
    stage.does(does(0, one_step(1)), "one-step-transfer request-restarts-handling");
    stage.waits(30, "30 invitation-timeout");
    assert_eq!(stage.state(), "alive handling 0");
    stage.does(does(0, one_step(1)), "one-step-transfer request-restarts-handling");
    stage.does(crash(1), "crash invited-agent-lost");
    stage.refuses(does(0, one_step(1)), Refusal::UnknownTarget(Target::Agent));
    stage.does(does(0, one_step(2)), "one-step-transfer request-restarts-handling");
    stage.does(does(2, Accept), "transfer-accepted join-restarts-idle");
    assert_eq!(stage.state(), "alive handling 2");
    let conference = AgentAction::Conference(Some(agent(3)), Steps::One);
    stage.does(does(2, conference), "one-step-conference request-restarts-handling");
    stage.does(does(3, Accept), "conference-accepted join-restarts-idle");
    assert_eq!(stage.state(), "alive handling 2 3");
    stage.refuses(does(2, Done), Wrong::InConference);
    stage.does(does(2, Hold), "hold-in-conference leave-restarts-idle");
    assert_eq!(stage.state(), "alive handling 3");
    stage.refuses(does(3, Leave), Wrong::NotInConference);
    stage.does(does(3, Hold), "hold leave-restarts-idle");
    assert_eq!(stage.state(), "alive queued");
}

#[test]
fn a_consultation_is_hidden_until_it_becomes_a_transfer_or_a_conference() {
    let mut stage = Stage::handled(true);
    let consult = |to: usize| does(0, AgentAction::Consult(Some(agent(to))));
    let two_step = |to: usize| AgentAction::Transfer(Some(agent(to)), Steps::Two);
    stage.refuses(does(0, two_step(1)), Wrong::NoConsultation);
    stage.does(consult(1), "consult request-restarts-handling");
    stage.does(does(1, Accept), "consult-accepted");
    assert_eq!(stage.state(), "alive handling 0");
    stage.does(does(1, Say), "hidden-message");
    stage.refuses(does(1, Hold), Wrong::Hidden);
    stage.does(does(1, Leave), "leave-consultation");
    stage.does(consult(1), "consult request-restarts-handling");
    stage.does(does(1, Accept), "consult-accepted");
    let conference = AgentAction::Conference(Some(agent(1)), Steps::Two);
    stage.does(does(0, conference), "two-step-conference join-restarts-idle request-restarts-handling");
    assert_eq!(stage.state(), "alive handling 0 1");
    stage.does(consult(2), "consult request-restarts-handling");
    stage.does(does(2, Accept), "consult-accepted");
    stage.refuses(does(1, two_step(2)), Wrong::NoConsultation);
    stage.does(does(0, two_step(2)), "two-step-transfer join-restarts-idle");
    assert_eq!(stage.state(), "alive handling 1 2");
    stage.does(does(2, AgentAction::Consult(Some(agent(3)))), "consult request-restarts-handling");
    stage.does(does(3, Accept), "consult-accepted");
    stage.does(does(2, one_step(0)), "one-step-transfer request-restarts-handling");
    stage.does(does(2, Leave), "leave-conference invitation-withdrawn consultation-ends leave-restarts-idle");
    assert_eq!(stage.state(), "alive handling 1");
}

#[test]
fn hidden_parties_do_not_count_when_the_last_agent_holds() {
    let mut stage = Stage::handled(true);
    stage.does(does(0, AgentAction::Consult(Some(agent(1)))), "consult request-restarts-handling");
    stage.does(does(1, Accept), "consult-accepted");
    stage.does(does(2, AgentAction::Monitor(Monitoring::Silent)), "monitor-silently");
    stage.does(does(0, Hold), "hold leave-restarts-idle");
    assert_eq!((stage.state().as_str(), stage.chat().parties), ("alive queued", Parties::NONE));
}

#[test]
fn a_supervisor_moves_between_silent_coaching_and_barge_in() {
    let mut stage = Stage::handled(true);
    let monitor = |index, mode| does(index, AgentAction::Monitor(mode));
    stage.refuses(monitor(0, Monitoring::Silent), Wrong::AlreadyParty);
    stage.does(monitor(1, Monitoring::Silent), "monitor-silently");
    stage.refuses(does(1, Say), Wrong::SilentCannotSpeak);
    stage.refuses(monitor(1, Monitoring::Silent), Wrong::NoSuchMove);
    stage.does(monitor(1, Monitoring::Coaching), "start-coaching");
    stage.does(does(1, Say), "hidden-message");
    stage.does(monitor(1, Monitoring::Silent), "back-to-silent");
    stage.does(monitor(1, Monitoring::BargeIn), "barge-in join-restarts-idle");
    assert_eq!(stage.state(), "alive handling 0 1");
    stage.does(does(1, Say), "agent-message activity-restarts-idle");
    stage.refuses(monitor(1, Monitoring::Coaching), Wrong::NoSuchMove);
    stage.does(monitor(1, Monitoring::Silent), "back-to-silent leave-restarts-idle");
    stage.does(does(1, Leave), "leave-monitoring");
    stage.does(monitor(2, Monitoring::Coaching), "monitor-coaching");
    stage.does(monitor(3, Monitoring::BargeIn), "monitor-barging-in join-restarts-idle");
    stage.does(does(0, Leave), "leave-conference leave-restarts-idle");
    stage.refuses(monitor(3, Monitoring::Silent), Wrong::NotInConference);
    stage.does(crash(2), "crash hidden-party-lost");
    stage.does(does(3, Hold), "hold leave-restarts-idle");
    stage.refuses(monitor(1, Monitoring::Silent), Wrong::NotHandled);
}

#[test]
fn an_override_changes_what_this_interaction_sees() {
    let mut stage = Stage::started(true);
    stage.policy.agents[0].overridden =
        vec![InteractionOptions { hold_queue: HoldQueue::Queue(QueueId(9)), ..Default::default() }];
    stage.does(system(SystemAction::Override(OverrideId(1))), "override");
    stage.is_done(route(0));
    stage.is_done(does(0, Accept));
    stage.does(does(0, Hold), "hold leave-restarts-idle");
    assert_eq!(stage.chat().queue(), Some(QueueId(9)));
    stage.does(system(SystemAction::Move(Place::Queue(GREET))), "move-to-queue");
    assert_eq!((stage.chat().queue(), stage.chat().was_held), (Some(GREET), true));
}
