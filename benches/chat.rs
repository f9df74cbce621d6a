//! Requests a second through `decide` and `apply`, with every privilege and option check on.

use divan::Bencher;
use divan::counter::ItemsCount;
use wdectl::chat::{
    AgentAction, AgentId, AgentPolicy, ChatId, Command, CustomerAction, DesktopAction, EntryPoint, HoldQueue,
    InteractionOptions, OverrideId, Policy, QueueId, Rights, Small, SystemAction, World, decide,
};

fn main() {
    divan::main();
}

const CHATS: u16 = 64;

fn agents() -> Vec<AgentId> {
    (0..8).filter_map(AgentId::new).collect()
}

fn policy() -> Policy {
    let options = InteractionOptions {
        hold_queue: HoldQueue::Queue(QueueId(1)),
        disposition_mandatory: true,
        auto_answer: false,
    };
    let agent = AgentPolicy { rights: Rights::ALL, options, ..AgentPolicy::default() };
    Policy { agents: vec![agent; agents().len()], ..Policy::default() }
}

/// Agents log in, and each chat is held, resumed by another agent, and done; some clicks on the way are refused.
fn a_day() -> Vec<Command> {
    let agents = agents();
    let mut day: Vec<_> = agents.iter().map(|&agent| Command::Desktop(agent, DesktopAction::Login)).collect();
    for number in 0..CHATS {
        let chat = ChatId(number);
        let [first, second, third] =
            [0, 1, 2].map(|more| agents[(usize::from(number) + more) % agents.len()]);
        let customer = |action| Command::Customer(chat, action);
        let does = |agent, action| Command::Agent(agent, chat, action);
        let start = CustomerAction::Start {
            asynchronous: true,
            queue: QueueId(0),
            overriding: OverrideId::NONE,
            handling_timeout: None,
        };
        day.extend([
            customer(start),
            Command::System(chat, SystemAction::Route(Some(first))),
            does(second, AgentAction::Accept),
            does(first, AgentAction::Accept),
            does(first, AgentAction::Say),
            customer(CustomerAction::Message),
            does(first, AgentAction::Say),
            does(third, AgentAction::Pull(EntryPoint::Search)),
            does(first, AgentAction::Hold),
            customer(CustomerAction::Message),
            does(third, AgentAction::Pull(EntryPoint::MyHistory)),
            does(second, AgentAction::Pull(EntryPoint::MyQueues)),
            does(second, AgentAction::Say),
            does(second, AgentAction::Done),
            does(second, AgentAction::SetDisposition),
            does(second, AgentAction::Release),
            does(second, AgentAction::Done),
            does(second, AgentAction::Say),
        ]);
    }
    day
}

/// One request after the other, as a scenario runs.
#[divan::bench]
fn a_day_of_chats(bencher: Bencher) {
    let (policy, day) = (policy(), a_day());
    bencher
        .counter(ItemsCount::new(day.len()))
        .with_inputs(|| World::new(usize::from(CHATS)))
        .bench_local_refs(|world| {
            let mut happened = 0;
            for command in &day {
                if let Ok(events) = decide(&policy, world, command) {
                    world.apply_all(&events);
                    happened += events.len();
                }
            }
            happened
        });
}

/// Requests that the machine refuses.
#[divan::bench]
fn refusals(bencher: Bencher) {
    let (policy, day, world) = (policy(), a_day(), World::new(usize::from(CHATS)));
    bencher
        .counter(ItemsCount::new(day.len()))
        .bench_local(|| day.iter().filter(|command| decide(&policy, &world, command).is_err()).count());
}

/// A copy of a world with one chat, without its clock, as an explorer makes them.
#[divan::bench]
fn copy_and_forget_time(bencher: Bencher) {
    let (policy, day) = (policy(), a_day());
    let mut world = World::new(1);
    for command in day.iter().take(18) {
        let _refused = world.step(&policy, command);
    }
    let mut copy = world.clone();
    bencher.counter(ItemsCount::new(1usize)).bench_local(|| {
        copy.clone_from(&world);
        copy.forget_time();
        divan::black_box(&copy);
    });
}
