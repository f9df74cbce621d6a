//! The cheap bound against what random requests really do, and the answers that single requests use.

use super::answers::{Answer, used};
use super::facts::Facts;
use super::servers::SERVER_OPTIONS;
use super::tally::{Coverage, Tally};
use crate::chat::{
    ASSUMPTIONS, AgentAction, AgentId, AgentPolicy, Assumptions, ChatId, Command, CustomerAction,
    DesktopAction, EntryPoint, GroupId, HoldQueue, Inactivity, InteractionOptions, Monitoring, Notices,
    OverrideId, Owner, Place, Policy, QueueId, Right, Rights, Servers, Small, Steps, StopAbandoned,
    SystemAction, WorkbinId, World, decide,
};

/// Xorshift: the same walk everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % end
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn agent(&mut self, policy: &Policy) -> AgentId {
        AgentId::new(self.below(policy.agents.len())).unwrap()
    }
}

fn options(dice: &mut Dice) -> InteractionOptions {
    let queues = [HoldQueue::Unset, HoldQueue::Missing, HoldQueue::Queue(QueueId(1))];
    InteractionOptions {
        hold_queue: dice.of(&queues),
        disposition_mandatory: dice.coin(),
        auto_answer: dice.below(4) == 0,
    }
}

/// A policy in which many things are the same for all, so that the bound has something to leave out.
fn policy(dice: &mut Dice) -> Policy {
    let mut assumptions = Assumptions::default();
    for spec in &ASSUMPTIONS {
        if dice.below(3) == 0 {
            assumptions.set(spec.name, dice.of(spec.values)).unwrap();
        }
    }
    let nobody_has: Vec<Right> = Right::ALL.into_iter().filter(|_| dice.below(4) == 0).collect();
    let (shared, shows_workbins) = (options(dice), dice.coin());
    let agents = (0..1 + dice.below(4)).map(|_| {
        let has = |dice: &mut Dice, right| !nobody_has.contains(&right) && dice.below(5) > 0;
        AgentPolicy {
            rights: Right::ALL
                .into_iter()
                .fold(Rights::NONE, |all, right| if has(dice, right) { all.with(right) } else { all }),
            workbins: WorkbinId::new(0).filter(|_| shows_workbins).into_iter().collect(),
            groups: GroupId::new(0).filter(|_| dice.coin()).into_iter().collect(),
            options: shared,
            overridden: if dice.below(4) == 0 { vec![options(dice)] } else { Vec::new() },
        }
    });
    let agents = agents.collect();
    let servers = Servers {
        inactivity: dice.coin().then_some(Inactivity { alert: 255, close: 45, notices: Notices::Typing }),
        stop_abandoned: dice.of(&[StopAbandoned::Never, StopAbandoned::NoAgents, StopAbandoned::Always]),
        sessions_are_restored: dice.coin(),
        ..Servers::default()
    };
    Policy { agents, servers, assumptions }
}

/// A request that a step of a scenario can be.
fn request(dice: &mut Dice, policy: &Policy, world: &World) -> Command {
    let (chat, who, to) = (ChatId(dice.below(2) as u16), dice.agent(policy), Some(dice.agent(policy)));
    let workbin = WorkbinId::new(0).unwrap();
    let owner = if dice.coin() { Owner::Agent(who) } else { Owner::Group(GroupId::new(0).unwrap()) };
    let steps = dice.of(&[Steps::One, Steps::Two]);
    let start = CustomerAction::Start {
        asynchronous: dice.below(3) > 0,
        queue: QueueId(0),
        overriding: OverrideId(dice.below(2) as u8),
        handling_timeout: None,
    };
    let from = dice.of(&EntryPoint::ALL);
    let monitoring = dice.of(&[Monitoring::Silent, Monitoring::Coaching, Monitoring::BargeIn]);
    let action = dice.of(&[
        AgentAction::Accept,
        AgentAction::Accept,
        AgentAction::Decline,
        AgentAction::Say,
        AgentAction::Hold,
        AgentAction::Release,
        AgentAction::Done,
        AgentAction::Leave,
        AgentAction::Pull(from),
        AgentAction::Pull(from),
        AgentAction::Store { workbin, owner },
        AgentAction::Transfer(to, steps),
        AgentAction::Conference(to, steps),
        AgentAction::Consult(to),
        AgentAction::Monitor(monitoring),
        AgentAction::SetDisposition,
    ]);
    let place = if dice.coin() { Place::Queue(QueueId(0)) } else { Place::Workbin(workbin, owner) };
    match dice.below(32) {
        0..=15 => Command::Agent(who, chat, action),
        16 => Command::Press(who, chat, dice.coin().then_some(AgentAction::Hold)),
        17..=19 => Command::Desktop(who, DesktopAction::Login),
        20 => Command::Desktop(who, dice.of(&[DesktopAction::Logout, DesktopAction::Crash])),
        21..=24 => Command::System(chat, SystemAction::Route(to)),
        25 => Command::System(chat, dice.of(&[SystemAction::Move(place), SystemAction::LoseChatServer])),
        26 => Command::LoseInteractionServer,
        27..=29 => {
            let more = [CustomerAction::Message, CustomerAction::Leave, CustomerAction::Return];
            Command::Customer(chat, if dice.coin() { start } else { dice.of(&more) })
        }
        _ => Command::Tick { to: world.now() + dice.of(&[20, 40, 300, 4_000, 90_000]) },
    }
}

fn facts(policy: &Policy) -> Facts {
    let mut facts = Facts::new(policy.assumptions, policy.servers);
    policy.agents.iter().for_each(|agent| facts.add(agent));
    (facts.queue, facts.workbin, facts.group) = (true, true, true);
    (facts.chat_server, facts.interaction_server) = (true, true);
    facts
}

#[test]
fn whatever_a_step_leads_to_is_within_the_bound() {
    let (mut left_out, mut fired) = (0, 0);
    for seed in 1..1_500_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let policy = policy(&mut dice);
        let facts = facts(&policy);
        left_out += crate::chat::rows().filter(|row| !facts.allow(row.id)).count();
        let mut world = World::new(2);
        for _ in 0..150 {
            let command = request(&mut dice, &policy, &world);
            match world.step(&policy, &command) {
                Ok(events) => {
                    for happened in events.iter() {
                        let name = happened.row.row().name;
                        assert!(facts.allow(happened.row), "{name} after {command:?} under {policy:?}");
                        fired += 1;
                    }
                }
                Err(refusal) => {
                    let reason = refusal.reason();
                    assert!(facts.refuse(reason), "{reason:?} of {command:?} under {policy:?}");
                }
            }
        }
    }
    assert!(left_out > 20_000 && fired > 50_000, "{left_out} left out, {fired} fired");
}

#[test]
fn looking_for_the_answers_leaves_the_policy_as_it_is() {
    for seed in 1..60_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let mut policy = policy(&mut dice);
        let before = policy.clone();
        let mut world = World::new(2);
        for _ in 0..60 {
            let command = request(&mut dice, &policy, &world);
            let said = decide(&policy, &world, &command);
            used(&mut policy, &world, &command, &said);
            assert_eq!(policy, before);
            said.iter().for_each(|events| world.apply_all(events));
        }
    }
}

/// An able agent in an asynchronous chat, and what one more request uses.
fn uses(rights: Rights, more: &[AgentAction]) -> Vec<Answer> {
    let options = InteractionOptions { hold_queue: HoldQueue::Queue(QueueId(1)), ..Default::default() };
    let agent = AgentPolicy { rights, options, ..AgentPolicy::default() };
    let mut policy = Policy { agents: vec![agent.clone(), agent], ..Policy::default() };
    let mut world = World::new(1);
    let [ana, ben] = [0, 1].map(|number| AgentId::new(number).unwrap());
    let start = CustomerAction::Start {
        asynchronous: true,
        queue: QueueId(0),
        overriding: OverrideId::NONE,
        handling_timeout: None,
    };
    let mut commands = vec![
        Command::Desktop(ana, DesktopAction::Login),
        Command::Desktop(ben, DesktopAction::Login),
        Command::Customer(ChatId(0), start),
    ];
    commands.extend(more.iter().map(|&action| Command::Agent(ana, ChatId(0), action)));
    let last = commands.pop().unwrap();
    commands.iter().for_each(|command| drop(world.step(&policy, command).unwrap()));
    let said = decide(&policy, &world, &last);
    used(&mut policy, &world, &last, &said)
}

fn server(name: &str) -> Answer {
    Answer::Server(SERVER_OPTIONS.iter().position(|option| option.name == name).unwrap())
}

#[test]
fn a_request_uses_the_answers_that_matter_to_it() {
    let [ana, ben] = [0, 1].map(|number| AgentId::new(number).unwrap());
    let right = |right| Answer::Right(ana, right);
    let pull = AgentAction::Pull(EntryPoint::MyQueues);
    let pulled = vec![
        right(Right::UseChat),
        right(Right::PullFromQueue),
        server("handling-timeout"),
        server("async-idle-alert"),
    ];
    assert_eq!(uses(Rights::ALL, &[pull]), pulled);
    let held = vec![
        right(Right::UseChat),
        right(Right::PlaceOnHold),
        Answer::HoldQueue(ana, ChatId(0)),
        server("async-idle-alert"),
    ];
    assert_eq!(uses(Rights::ALL, &[pull, AgentAction::Hold]), held);
    // What is refused for want of a right uses those that were there.
    let refused = uses(Rights::ALL.without(Right::PlaceOnHold), &[pull, AgentAction::Hold]);
    assert_eq!(refused, [right(Right::UseChat)]);
    // Either right will do to consult.
    let consult = AgentAction::Consult(Some(ben));
    let both = uses(Rights::ALL, &[pull, consult]);
    let two_step = [right(Right::TwoStepTransfer), right(Right::TwoStepConference)];
    assert_eq!(both[..3], [vec![right(Right::UseChat)], two_step.to_vec()].concat());
    let one = uses(Rights::ALL.without(Right::TwoStepTransfer), &[pull, consult]);
    assert_eq!(one[..2], [right(Right::UseChat), right(Right::TwoStepConference)]);
    // Mark Done asks whether a disposition code is mandatory.
    assert!(uses(Rights::ALL, &[pull, AgentAction::Done]).contains(&Answer::Disposition(ana, ChatId(0))));
}

#[test]
fn percents_are_rounded_down() {
    let tally = |covered, total| Tally { covered, total, missing: Vec::new() };
    let coverage = |covered, total| Coverage { transitions: tally(covered, total), ..Coverage::default() };
    for (covered, total, percent) in [(0, 0, 100), (0, 3, 0), (2, 3, 66), (199, 200, 99), (200, 200, 100)] {
        assert_eq!(coverage(covered, total).percent(), percent, "{covered}/{total}");
    }
}
