//! What an explorer relies on: a run without clock can do whatever a run with a clock does, packed worlds are
//! worlds, and agents who are allowed the same are interchangeable.

use super::super::*;
use super::random::{AGENTS, Dice, agent_policy, random_policy, request};
use super::stage::agent;

fn forgetful(world: &World) -> World {
    let mut world = world.clone();
    world.forget_time();
    world
}

/// What an explorer does in the place of a request: a wait is a timer that fires, or nothing.
fn abstracted(world: &World, command: Command) -> Option<Command> {
    match command {
        Command::Tick { to } if to >= world.now() => {
            let next = world.next_timer().filter(|&(due, _)| due <= to);
            next.map(|(_, timer)| Command::Fire(timer))
        }
        Command::Tick { .. } => None,
        other => Some(other),
    }
}

#[test]
fn every_run_with_a_clock_is_a_run_without() {
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let policy = random_policy(&mut dice);
        let mut world = World::new(3);
        for _ in 0..150 {
            let command = request(&mut dice, &world);
            let mut abstract_world = forgetful(&world);
            let with_clock = world.clone().step(&policy, &command).is_ok();
            if let Some(command) = abstracted(&world, command) {
                let without = abstract_world.step(&policy, &command);
                assert_eq!(without.is_ok(), with_clock, "{command:?}");
            }
            let _refused = world.step(&policy, &command);
            abstract_world.forget_time();
            assert_eq!(abstract_world, forgetful(&world), "{command:?}");
        }
    }
}

#[test]
fn a_packed_world_is_the_world_without_its_clock() {
    let mut unpacked = World::new(0);
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let policy = random_policy(&mut dice);
        let mut world = World::new(3);
        for _ in 0..150 {
            let _refused = world.step(&policy, &request(&mut dice, &world));
            unpacked.unpack(&world.pack::<3>());
            assert_eq!(unpacked, forgetful(&world));
        }
    }
    assert_eq!(size_of::<Packed<1>>(), 40);
}

#[test]
fn a_full_chat_in_the_last_workbin_packs_too() {
    let policy = Policy {
        agents: vec![AgentPolicy { rights: Rights::ALL, ..Default::default() }; 64],
        ..Policy::default()
    };
    let mut world = World::new(1);
    let chat = ChatId(0);
    let mut does = |command| world.step(&policy, &command).map(|_| ()).unwrap();
    for index in 0..64 {
        does(Command::Desktop(agent(index), DesktopAction::Login));
    }
    does(super::stage::start(chat, true));
    let place = Place::Workbin(WorkbinId::new(63).unwrap(), Owner::Group(GroupId::new(63).unwrap()));
    does(Command::System(chat, SystemAction::Move(place)));
    does(Command::Agent(agent(63), chat, AgentAction::Pull(EntryPoint::Search)));
    for index in 58..63 {
        does(Command::Agent(agent(index), chat, AgentAction::Monitor(Monitoring::Coaching)));
    }
    does(Command::Agent(agent(63), chat, AgentAction::Transfer(Some(agent(57)), Steps::One)));
    let mut unpacked = World::new(0);
    unpacked.unpack(&world.pack::<1>());
    assert_eq!(unpacked, forgetful(&world));
    assert!(unpacked.chat(chat).parties.is_full());
}

fn renamed(command: Command, to: impl Fn(AgentId) -> AgentId) -> Command {
    let owner = |owner| match owner {
        Owner::Agent(agent) => Owner::Agent(to(agent)),
        group => group,
    };
    match command {
        Command::Agent(agent, chat, action) => Command::Agent(to(agent), chat, renamed_action(action, &to)),
        Command::Press(agent, chat, action) => {
            Command::Press(to(agent), chat, action.map(|action| renamed_action(action, &to)))
        }
        Command::Desktop(agent, action) => Command::Desktop(to(agent), action),
        Command::System(chat, SystemAction::Route(target)) => {
            Command::System(chat, SystemAction::Route(target.map(to)))
        }
        Command::System(chat, SystemAction::Move(Place::Workbin(workbin, whose))) => {
            Command::System(chat, SystemAction::Move(Place::Workbin(workbin, owner(whose))))
        }
        Command::System(chat, SystemAction::PullAhead(agent, from)) => {
            Command::System(chat, SystemAction::PullAhead(to(agent), from))
        }
        Command::Fire(Timer { chat, kind: TimerKind::Handling(agent) }) => {
            Command::Fire(Timer { chat, kind: TimerKind::Handling(to(agent)) })
        }
        other => other,
    }
}

fn renamed_action(action: AgentAction, to: impl Fn(AgentId) -> AgentId) -> AgentAction {
    match action {
        AgentAction::Store { workbin, owner: Owner::Agent(agent) } => {
            AgentAction::Store { workbin, owner: Owner::Agent(to(agent)) }
        }
        AgentAction::Transfer(target, steps) => AgentAction::Transfer(target.map(to), steps),
        AgentAction::Conference(target, steps) => AgentAction::Conference(target.map(to), steps),
        AgentAction::Consult(target) => AgentAction::Consult(target.map(to)),
        other => other,
    }
}

#[test]
fn agents_of_equal_policy_are_interchangeable() {
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let mut policy = random_policy(&mut dice);
        policy.agents = vec![agent_policy(&mut dice); AGENTS];
        let to = |from: AgentId| agent((from.index() + 1) % AGENTS);
        let (mut world, mut other) = (World::new(3), World::new(3));
        for _ in 0..150 {
            let mut command = request(&mut dice, &world);
            if matches!(command, Command::Tick { .. }) {
                // Timers of one moment fire by the agents' numbers: exchange happens between whole moments.
                command = Command::LoseInteractionServer;
            }
            let happened = world.step(&policy, &command).map(|events| events.len());
            let alike = other.step(&policy, &renamed(command, to)).map(|events| events.len());
            assert_eq!(happened, alike, "{command:?}");
            let mut exchanged = world.clone();
            exchanged.rename_agents(to);
            assert_eq!(exchanged, other, "{command:?}");
        }
    }
}
