//! Each refusal reason, what stands in it, and which of several comes first.

use super::super::*;
use super::stage::*;
use AgentAction::{Accept, Decline, Done, Hold, Release, Say, SetDisposition};

/// Each right, and a request that needs it from an agent who otherwise could.
#[test]
fn every_right_is_asked_where_it_counts() {
    let held_by = |place| {
        let mut stage = Stage::held();
        stage.does(system(SystemAction::Move(place)), "move-to-workbin");
        stage
    };
    let own = || held_by(Place::Workbin(workbin(0), Owner::Agent(agent(0))));
    let offered = || {
        let mut stage = Stage::started(true);
        stage.is_done(route(0));
        stage
    };
    let consulting = || {
        let mut stage = Stage::handled(true);
        stage.is_done(does(0, AgentAction::Consult(Some(agent(1)))));
        stage.is_done(does(1, Accept));
        stage
    };
    let strict = |stage: Stage| stage.assuming("views-need-no-privilege", "false");
    let other = Some(agent(1));
    let cases = [
        (Right::UseChat, offered(), does(0, Accept)),
        (Right::Decline, offered(), does(0, Decline)),
        (Right::PlaceOnHold, Stage::handled(true), does(0, Hold)),
        (
            Right::PlaceOnHold,
            Stage::held().assuming("rejoin-needs-place-on-hold", "true"),
            pull(0, EntryPoint::Search),
        ),
        (Right::Release, Stage::handled(false), does(0, Release)),
        (Right::ReleaseAsync, Stage::handled(true), does(0, Release)),
        (Right::OneStepTransfer, Stage::handled(true), does(0, one_step(1))),
        (Right::TwoStepTransfer, consulting(), does(0, AgentAction::Transfer(other, Steps::Two))),
        (Right::OneStepConference, Stage::handled(true), does(0, AgentAction::Conference(other, Steps::One))),
        (Right::TwoStepConference, consulting(), does(0, AgentAction::Conference(other, Steps::Two))),
        (Right::PullFromQueue, Stage::held(), pull(0, EntryPoint::MyQueues)),
        (Right::PullFromWorkbin, own(), pull(0, EntryPoint::Workbin)),
        (
            Right::PullFromSharedWorkbin,
            held_by(Place::Workbin(workbin(1), Owner::Group(group(0)))),
            pull(0, EntryPoint::GroupWorkbin),
        ),
        (
            Right::PullFromOthersWorkbin,
            held_by(Place::Workbin(workbin(0), Owner::Agent(agent(3)))),
            pull(0, EntryPoint::MyHistory),
        ),
        (Right::ViewMyQueues, strict(Stage::held()), pull(0, EntryPoint::MyQueues)),
        (Right::ViewMyHistory, strict(Stage::held()), pull(0, EntryPoint::MyHistory)),
        (Right::ViewContactHistory, strict(Stage::held()), pull(0, EntryPoint::ContactHistory)),
        (Right::ViewSearch, strict(Stage::held()), pull(0, EntryPoint::Search)),
        (
            Right::StoreInWorkbin,
            strict(Stage::handled(true)).assuming("agent-may-store", "true"),
            does(0, AgentAction::Store { workbin: workbin(0), owner: Owner::Agent(agent(0)) }),
        ),
        (Right::MonitorChat, strict(handled_by_another()), does(0, AgentAction::Monitor(Monitoring::Silent))),
    ];
    let asked: std::collections::BTreeSet<Right> = cases.iter().map(|&(right, ..)| right).collect();
    assert_eq!(asked.into_iter().collect::<Vec<_>>(), Right::ALL);
    for (right, mut stage, command) in cases {
        stage.policy.agents[0].rights = Rights::ALL.without(right);
        stage.refuses(command, Refusal::MissingPrivilege(right));
        stage.policy.agents[0].rights = Rights::ALL;
        stage.is_done(command);
    }
}

fn handled_by_another() -> Stage {
    let mut stage = Stage::started(true);
    stage.is_done(pull(1, EntryPoint::MyQueues));
    stage
}

#[test]
fn a_chat_that_never_was_on_hold_is_not_rejoined() {
    for asynchronous in [true, false] {
        let mut stage = Stage::started(asynchronous).assuming("rejoin-needs-place-on-hold", "true");
        stage.policy.agents[0].rights = Rights::ALL.without(Right::PlaceOnHold);
        stage.is_done(pull(0, EntryPoint::MyQueues));
    }
}

#[test]
fn either_two_step_privilege_lets_an_agent_consult() {
    let consult = does(0, AgentAction::Consult(Some(agent(1))));
    let without_both = Rights::ALL.without(Right::TwoStepTransfer).without(Right::TwoStepConference);
    for (rights, refused) in [
        (Rights::ALL.without(Right::TwoStepTransfer), false),
        (Rights::ALL.without(Right::TwoStepConference), false),
        (without_both, true),
    ] {
        let mut stage = Stage::handled(true);
        stage.policy.agents[0].rights = rights;
        if refused {
            stage.refuses(consult, Refusal::MissingPrivilege(Right::TwoStepTransfer));
        } else {
            stage.is_done(consult);
        }
    }
}

/// What is wrong is put right one by one, in the order of the reasons.
#[test]
fn of_several_reasons_the_first_in_order_is_told() {
    let mut stage = Stage::handled(true);
    stage.is_done(crash(1));
    stage.policy.agents[1] = AgentPolicy::default();
    stage.refuses(does(1, Hold), Refusal::NotLoggedIn);
    stage.is_done(login(1));
    stage.refuses(does(1, Hold), Refusal::NotYours);
    stage.is_done(does(0, AgentAction::Consult(Some(agent(1)))));
    stage.refuses(does(1, Accept), Refusal::MissingPrivilege(Right::UseChat));
    stage.policy.agents[1].rights = Rights::NONE.with(Right::UseChat);
    stage.is_done(does(1, Accept));
    stage.refuses(does(1, Hold), Wrong::Hidden);
    stage.is_done(does(0, AgentAction::Transfer(Some(agent(1)), Steps::Two)));
    stage.refuses(does(1, Hold), Refusal::MissingPrivilege(Right::PlaceOnHold));
    stage.policy.agents[1].rights = Rights::NONE.with(Right::UseChat).with(Right::PlaceOnHold);
    stage.refuses(does(1, Hold), Refusal::MissingOption(OptionKey::OnHoldQueue));
    stage.policy.agents[1].options.hold_queue = HoldQueue::Missing;
    stage.refuses(does(1, Hold), Refusal::MissingQueue(OptionKey::OnHoldQueue));
    stage.policy.agents[1].options.hold_queue = HoldQueue::Queue(HELD);
    stage.is_done(does(1, Hold));
}

#[test]
fn a_pull_is_refused_by_place_then_state_then_right_then_order() {
    let mut stage = Stage::started(true);
    stage.is_done(start(C2, true));
    let second = |from| Command::Agent(agent(0), C2, AgentAction::Pull(from));
    stage.policy.agents[0].rights = Rights::NONE;
    stage.refuses(second(EntryPoint::MyHistory), Refusal::NotVisible(EntryPoint::MyHistory));
    stage.refuses(second(EntryPoint::MyQueues), Refusal::MissingPrivilege(Right::UseChat));
    stage.policy.agents[0].rights = Rights::NONE.with(Right::UseChat);
    stage.refuses(second(EntryPoint::MyQueues), Refusal::MissingPrivilege(Right::PullFromQueue));
    stage.policy.agents[0].rights = Rights::NONE.with(Right::UseChat).with(Right::PullFromQueue);
    stage.refuses(second(EntryPoint::MyQueues), Refusal::NotFirstInQueue(GREET));
    stage.is_done(Command::System(C2, SystemAction::Route(Some(agent(1)))));
    stage.refuses(second(EntryPoint::Search), Wrong::TakenByAnother);
}

#[test]
fn a_mandatory_disposition_is_asked_for_before_done() {
    let mut stage = Stage::handled(true);
    stage.policy.agents[0].options.disposition_mandatory = true;
    stage.refuses(does(0, Done), Refusal::MissingDisposition);
    stage.does(does(0, SetDisposition), "disposition-set request-restarts-handling");
    stage.does(does(0, Done), "done-closes-session done");
}

#[test]
fn agents_do_not_store_unless_that_is_assumed() {
    let mut stage = Stage::handled(true);
    let store = AgentAction::Store { workbin: workbin(0), owner: Owner::Agent(agent(0)) };
    stage.refuses(does(0, store), Wrong::StoringNotOffered);
    assert_eq!(Refusal::from(Wrong::StoringNotOffered).assumption(), Some(Assumption::AgentMayStore));
    stage.assuming("agent-may-store", "true").is_done(does(0, store));
}

#[test]
fn a_full_chat_takes_nobody_but_who_takes_over() {
    let mut stage = Stage::handled(true);
    let rest: Vec<_> = (4..MOST_PARTIES + 2).collect();
    let all = stage.policy.agents[0].clone();
    stage.policy.agents.resize(MOST_PARTIES + 2, all);
    for &index in &rest {
        stage.does(login(index), "login");
    }
    let newcomer = MOST_PARTIES + 1;
    let conference = AgentAction::Conference(Some(agent(newcomer)), Steps::One);
    stage.is_done(does(0, conference));
    for index in 1..MOST_PARTIES {
        stage.is_done(does(index, AgentAction::Monitor(Monitoring::Silent)));
    }
    stage.refuses(does(newcomer, Accept), Wrong::TooManyParties);
    stage.refuses(does(MOST_PARTIES, AgentAction::Monitor(Monitoring::Silent)), Wrong::TooManyParties);
    stage.is_done(does(newcomer, Decline));
    stage.refuses(does(0, conference), Wrong::TooManyParties);
    stage.is_done(does(0, one_step(newcomer)));
    stage.does(does(newcomer, Accept), "transfer-accepted join-restarts-idle");
}

#[test]
fn nothing_can_be_done_to_a_chat_that_was_not_started() {
    let mut stage = Stage::empty();
    stage.is_done(login(0));
    stage.refuses(customer(CustomerAction::Message), Wrong::NotStarted);
    stage.refuses(system(SystemAction::Take), Wrong::NotStarted);
    stage.refuses(does(0, Say), Refusal::NotYours);
    stage.refuses(pull(0, EntryPoint::Search), Refusal::NotVisible(EntryPoint::Search));
    stage.is_done(start(C, true));
    stage.refuses(start(C, true), Wrong::AlreadyStarted);
    stage.refuses(login(0), Wrong::AlreadyLoggedIn);
    stage.refuses(route(1), Refusal::UnknownTarget(Target::Agent));
    stage.refuses(system(SystemAction::Route(None)), Refusal::UnknownTarget(Target::Agent));
    stage.refuses(system(SystemAction::PullAhead(agent(0), EntryPoint::Search)), Wrong::NothingAhead);
    stage.is_done(route(0));
    stage.refuses(system(SystemAction::Take), Wrong::NotInQueue);
    stage.refuses(system(SystemAction::Move(Place::Queue(HELD))), Wrong::NotInQueue);
}
