//! Random requests under random policies: nothing that they lead to is unsound, and all of it can be replayed.

use std::collections::{BTreeMap, BTreeSet};

use super::super::*;
use super::law::stepped;
use super::stage::{agent, group, workbin};

/// Xorshift: the same walk everywhere.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
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
}

pub(super) const AGENTS: usize = 4;

pub(super) fn agent_policy(dice: &mut Dice) -> AgentPolicy {
    let scarce = dice.coin();
    let rights =
        Right::ALL.into_iter().filter(|_| !scarce || dice.below(4) > 0).fold(Rights::NONE, Rights::with);
    let mut options = || InteractionOptions {
        hold_queue: match dice.below(5) {
            0 => HoldQueue::Unset,
            1 => HoldQueue::Missing,
            _ => HoldQueue::Queue(QueueId(dice.below(2) as u16)),
        },
        disposition_mandatory: dice.below(3) == 0,
        auto_answer: dice.below(5) == 0,
    };
    let (plain, overridden) = (options(), vec![options()]);
    AgentPolicy {
        rights,
        workbins: (0..2).filter(|_| dice.below(4) > 0).map(workbin).collect(),
        groups: (0..1).filter(|_| dice.coin()).map(group).collect(),
        options: plain,
        overridden,
    }
}

fn servers(dice: &mut Dice) -> Servers {
    let all = [StopAbandoned::Always, StopAbandoned::NoAgents, StopAbandoned::NoAnswer];
    Servers {
        inactivity: dice.coin().then_some(Inactivity { alert: 255, close: 45, notices: Notices::Typing }),
        async_idle_notices: dice.of(&[Notices::None, Notices::Major, Notices::All]),
        stop_abandoned: if dice.below(3) > 0 { StopAbandoned::Never } else { dice.of(&all) },
        sessions_are_restored: dice.coin(),
        ..Servers::default()
    }
}

pub(super) fn random_policy(dice: &mut Dice) -> Policy {
    let mut assumptions = Assumptions::default();
    for spec in &ASSUMPTIONS {
        if dice.below(3) == 0 {
            assumptions.set(spec.name, dice.of(spec.values)).unwrap();
        }
    }
    Policy { agents: (0..AGENTS).map(|_| agent_policy(dice)).collect(), servers: servers(dice), assumptions }
}

fn action(dice: &mut Dice) -> AgentAction {
    let to = (dice.below(20) > 0).then(|| agent(dice.below(AGENTS)));
    let steps = dice.of(&[Steps::One, Steps::Two]);
    match dice.below(28) {
        0..=2 => AgentAction::Accept,
        3 => AgentAction::Decline,
        4 => AgentAction::Say,
        5 => AgentAction::Notice(dice.of(&[Notice::PushUrl, Notice::TypingStarted, Notice::Nickname])),
        6..=8 => AgentAction::Hold,
        9 => AgentAction::Release,
        10 => AgentAction::Done,
        11 => AgentAction::Leave,
        12..=17 => AgentAction::Pull(dice.of(&EntryPoint::ALL)),
        18 => AgentAction::Store { workbin: workbin(dice.below(2)), owner: owner(dice) },
        19..=20 => AgentAction::Transfer(to, steps),
        21..=22 => AgentAction::Conference(to, steps),
        23..=24 => AgentAction::Consult(to),
        25..=26 => {
            AgentAction::Monitor(dice.of(&[Monitoring::Silent, Monitoring::Coaching, Monitoring::BargeIn]))
        }
        _ => AgentAction::SetDisposition,
    }
}

fn owner(dice: &mut Dice) -> Owner {
    if dice.coin() { Owner::Group(group(0)) } else { Owner::Agent(agent(dice.below(AGENTS))) }
}

fn system_action(dice: &mut Dice) -> SystemAction {
    let place = if dice.coin() {
        Place::Queue(QueueId(dice.below(2) as u16))
    } else {
        Place::Workbin(workbin(dice.below(2)), owner(dice))
    };
    match dice.below(16) {
        0..=1 => SystemAction::Take,
        2..=9 => SystemAction::Route((dice.below(20) > 0).then(|| agent(dice.below(AGENTS)))),
        10 => SystemAction::Override(OverrideId(dice.below(2) as u8)),
        11..=12 => SystemAction::Move(place),
        13 => SystemAction::BotMessage,
        14 if dice.below(4) == 0 => SystemAction::LoseChatServer,
        14 => SystemAction::Crowd,
        _ => SystemAction::PullAhead(agent(dice.below(AGENTS)), dice.of(&EntryPoint::ALL)),
    }
}

fn customer_action(dice: &mut Dice) -> CustomerAction {
    match dice.below(9) {
        0..=4 => CustomerAction::Start {
            asynchronous: dice.below(3) > 0,
            queue: QueueId(dice.below(2) as u16),
            overriding: OverrideId(dice.below(2) as u8),
            handling_timeout: dice.coin().then_some(600),
        },
        5 => CustomerAction::Message,
        6 => CustomerAction::Notice(dice.of(&[Notice::FileUploaded, Notice::TypingStopped])),
        7 => dice.of(&[CustomerAction::Return, CustomerAction::Vanish]),
        _ => dice.of(&[CustomerAction::Return, CustomerAction::Leave, CustomerAction::Vanish]),
    }
}

pub(super) fn request(dice: &mut Dice, world: &World) -> Command {
    let who = agent(dice.below(AGENTS));
    let chat = ChatId(dice.below(3) as u16);
    match dice.below(32) {
        0..=17 => Command::Agent(who, chat, action(dice)),
        18 => Command::Press(who, chat, dice.coin().then(|| action(dice))),
        19..=20 => Command::Desktop(who, DesktopAction::Login),
        21 if dice.coin() => Command::Desktop(who, dice.of(&[DesktopAction::Logout, DesktopAction::Crash])),
        21..=26 => Command::System(chat, system_action(dice)),
        27..=29 => Command::Customer(chat, customer_action(dice)),
        30 => {
            let to = world.now().saturating_add(dice.of(&[0, 20, 40, 300, 4_000, 90_000]));
            Command::Tick { to: if dice.below(50) == 0 { to.saturating_sub(500) } else { to } }
        }
        _ => {
            let running: Vec<_> = world.chat(chat).timers().map(|(kind, _)| kind).collect();
            let kind = if running.is_empty() { TimerKind::Orphan } else { dice.of(&running) };
            dice.of(&[Command::Fire(Timer { chat, kind }), Command::LoseInteractionServer])
        }
    }
}

/// What a walk met: rows that fired, and which triggers were refused for which reasons.
#[derive(Default)]
struct Met {
    steps: usize,
    rows: BTreeSet<RowId>,
    refusals: BTreeMap<Trigger, BTreeSet<Reason>>,
}

/// The same policy, but every right is granted.
fn all_granted(policy: &Policy) -> Policy {
    let mut policy = policy.clone();
    policy.agents.iter_mut().for_each(|agent| agent.rights = Rights::ALL);
    policy
}

/// Requests under a policy that changes now and then: a role is edited, an option set, a server restarted.
fn walk(seed: u64, met: &mut Met) {
    let mut dice = Dice::new(seed);
    let mut policies = vec![random_policy(&mut dice)];
    let mut able = all_granted(&policies[0]);
    let mut world = World::new(3);
    let mut log = Vec::new();
    for _ in 0..250 {
        if dice.below(25) == 0 {
            let mut policy = policies[policies.len() - 1].clone();
            match dice.below(AGENTS + 1) {
                AGENTS => policy.servers = servers(&mut dice),
                index => policy.agents[index] = agent_policy(&mut dice),
            }
            able = all_granted(&policy);
            policies.push(policy);
        }
        let command = request(&mut dice, &world);
        met.steps += 1;
        match stepped(&policies[policies.len() - 1], &mut world, &command) {
            Ok(events) => {
                met.rows.extend(events.iter().map(|happened| happened.row));
                log.push((policies.len() - 1, command, events));
            }
            Err(refusal) => {
                let reason = refusal.reason();
                match decide(&able, &world, &command).map_err(Refusal::reason) {
                    Err(still) if reason != Reason::MissingPrivilege => assert_eq!(still, reason),
                    Err(next) => assert!(next > reason, "{command:?}: {next:?} comes before a missing right"),
                    Ok(_) => assert_eq!(reason, Reason::MissingPrivilege, "{command:?}"),
                }
                met.refusals.entry(command.trigger()).or_default().insert(refusal.reason());
            }
        }
    }
    let (mut decided, mut applied) = (World::new(3), World::new(3));
    for (policy, command, events) in &log {
        let again = decided.step(&policies[*policy], command);
        assert_eq!(again.as_ref(), Ok(events), "the same requests, the same events");
        applied.apply_all(events);
    }
    assert!(decided == world && applied == world, "events alone tell everything");
}

#[test]
fn a_million_random_requests_keep_every_invariant_and_replay() {
    let walks = |seeds: std::ops::Range<u64>| {
        let mut met = Met::default();
        seeds.for_each(|seed| walk(seed, &mut met));
        met
    };
    let (mut met, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| walks(2_000..4_000));
        (walks(0..2_000), other.join().unwrap())
    });
    met.rows.extend(&other.rows);
    for (trigger, reasons) in other.refusals {
        met.refusals.entry(trigger).or_default().extend(reasons);
    }
    assert_eq!(met.steps + other.steps, 1_000_000);
    let silent: Vec<_> = rows().filter(|row| !met.rows.contains(&row.id)).map(|row| row.name).collect();
    assert_eq!(silent, Vec::<&str>::new(), "rows that no walk came to");
    // Four agents cannot fill a chat, so that there is always room for an invited one.
    met.refusals.entry(Trigger::Accept).or_default().insert(Reason::WrongState);
    let listed = REFUSALS.map(|(trigger, reasons)| (trigger, reasons.iter().copied().collect()));
    assert_eq!(met.refusals, BTreeMap::from(listed), "refusals met, and the table of refusals");
}
