//! Two concrete chats, instead of one and an unnamed one ahead of it: the verdicts are the same.

use rustc_hash::FxHashMap;

use super::ask;
use crate::chat::{
    AgentAction, AgentId, Chat, ChatId, Command, DesktopAction, EntryPoint, Phase, Right, SystemAction,
    Timer, TimerKind, World,
};
use crate::dryrun::Setting;
use crate::dryrun::verify::classes::Classes;
use crate::dryrun::verify::driver::explorable;
use crate::dryrun::verify::scene::Scene;
use crate::dryrun::verify::{Outcome, PropertyId, Question, verify};

const CHATS: [ChatId; 2] = [ChatId(0), ChatId(1)];

const ASKED: [PropertyId; 3] =
    [PropertyId::ChatCanBeDone, PropertyId::HeldChatCanBeRetrieved, PropertyId::AsyncChatCanBeReleased];

fn commands(scene: &Scene, world: &World) -> Vec<Command> {
    let mut all = Vec::new();
    for id in CHATS {
        let chat = world.chat(id);
        if chat.phase == Phase::Absent {
            let start = scene.starts.iter().find(|start| start.asynchronous).unwrap();
            all.push(Command::Customer(id, start.action()));
            continue;
        }
        for agent in scene.everyone().iter() {
            all.push(Command::System(id, SystemAction::Route(Some(agent))));
            let pulls = EntryPoint::ALL.map(AgentAction::Pull);
            all.extend(
                AgentAction::HANDLING
                    .into_iter()
                    .chain(pulls)
                    .map(|action| Command::Agent(agent, id, action)),
            );
        }
        // Idle timers and customers never help, and multiply the states.
        let helps = |kind: &TimerKind| !matches!(kind, TimerKind::IdleAlert | TimerKind::IdleClose);
        let timers = chat.timers().map(|(kind, _)| kind).filter(helps);
        all.extend(timers.map(|kind| Command::Fire(Timer { chat: id, kind })));
    }
    all
}

fn counts(command: &Command, world: &World) -> bool {
    match *command {
        Command::Customer(..) => false,
        Command::System(chat, _) => !world.chat(chat).was_held,
        _ => true,
    }
}

/// Of each property whether it holds of the first chat, and how many states there are.
fn concrete(setting: &Setting<'_, '_>) -> (Vec<bool>, usize) {
    let classes = Classes::of(&setting.ground);
    let (tenant, transactions) = &classes.tenants[0];
    let question = Question::default();
    let Ok(explorable) = explorable(setting, &question, &classes, *tenant, transactions) else {
        panic!("nothing to explore")
    };
    let scene = &explorable.scenes[0];
    let mut start = World::new(2);
    for agent in scene.everyone().iter() {
        start.step(&scene.policy, &Command::Desktop(agent, DesktopAction::Login)).unwrap();
    }
    let mut number = FxHashMap::from_iter([(start.clone(), 0_usize)]);
    let mut worlds = vec![start];
    let mut edges: Vec<Vec<(usize, bool)>> = Vec::new();
    while edges.len() < worlds.len() {
        let world = worlds[edges.len()].clone();
        let mut out = Vec::new();
        for command in commands(scene, &world) {
            let mut next = world.clone();
            if next.step(&scene.policy, &command).is_err() {
                continue;
            }
            next.forget_time();
            let to = *number.entry(next.clone()).or_insert_with(|| {
                worlds.push(next);
                worlds.len() - 1
            });
            out.push((to, counts(&command, &world)));
        }
        edges.push(out);
    }
    let releases = |chat: &Chat, agent: AgentId| {
        chat.parties.visible().contains(agent) && scene.policy.allows(agent, Right::ReleaseAsync)
    };
    let goal = |property, chat: &Chat| match property {
        PropertyId::ChatCanBeDone => chat.phase == Phase::Stopped,
        PropertyId::HeldChatCanBeRetrieved => chat.phase == Phase::Handling,
        _ => chat.is_online() && scene.everyone().iter().any(|agent| releases(chat, agent)),
    };
    let from = |property, chat: &Chat| match property {
        PropertyId::ChatCanBeDone => chat.phase != Phase::Absent,
        PropertyId::HeldChatCanBeRetrieved => chat.was_held && chat.queue().is_some(),
        _ => chat.is_online(),
    };
    let holds = |property| {
        let mut reaches: Vec<bool> =
            worlds.iter().map(|world| goal(property, world.chat(CHATS[0]))).collect();
        loop {
            let mut changed = false;
            for at in (0..worlds.len()).rev() {
                if !reaches[at] && edges[at].iter().any(|&(to, counts)| counts && reaches[to]) {
                    (reaches[at], changed) = (true, true);
                }
            }
            if !changed {
                break;
            }
        }
        worlds.iter().zip(&reaches).all(|(world, reaches)| *reaches || !from(property, world.chat(CHATS[0])))
    };
    (ASKED.into_iter().map(holds).collect(), worlds.len())
}

const USE: &str = "Chat - Can Use Chat Channel";
const HOLD: &str = "Chat - Can Place On Hold";
const RELEASE: &str = "Chat - Can Release Async";
const PULL: &str = "Contact - Can Pull From Queue";
const QUEUES: &str = "Interaction Queues - Can Use My Interaction Queues";
const HISTORY: &str = "Contact - Can Use Contact My History";

#[test]
fn two_concrete_chats_agree_with_the_one_ahead() {
    let mut refuted = 0;
    // By the privileges of two agents.
    let sites: [(&[&str], &[&str]); 6] = [
        (&[USE, HOLD, RELEASE], &[USE, HOLD, RELEASE]),
        (&[USE, HOLD, RELEASE, PULL], &[USE, HOLD, RELEASE, PULL]),
        (&[USE, HOLD, RELEASE], &[USE, HOLD, RELEASE, PULL]),
        (&[USE, HOLD, PULL], &[USE, PULL]),
        (&[USE, HOLD], &[USE, RELEASE, PULL]),
        (&[USE, HOLD, RELEASE, PULL, QUEUES], &[USE, HOLD, RELEASE, PULL, HISTORY]),
    ];
    for (one, other) in sites {
        for assumptions in [&[][..], &[("views-need-no-privilege", "false")]] {
            let list = |privileges: &[&str]| privileges.join(", ");
            let text = format!(
                "tenant: Site\ntenants: [{{name: Site}}]\napplications:\n  - {{name: WDE, type: workspace, options: \
                 {{interaction-workspace: {{chat.on-hold-queue: hold}}}}}}\nscripts: [{{name: greet, type: \
                 interaction-queue}}, {{name: hold, type: interaction-queue}}]\nagents: [ana, ben]\nroles:\n  - {{name: \
                 One, members: [ana], privileges: [{}]}}\n  - {{name: Two, members: [ben], privileges: [{}]}}\n",
                list(one),
                list(other)
            );
            ask(&text, assumptions, |setting| {
                let (plain, states) = concrete(setting);
                assert!(states > 100, "{states}");
                let question = Question { properties: ASKED.to_vec(), ..Question::default() };
                let report = verify(setting, &question);
                for (property, holds) in ASKED.into_iter().zip(plain) {
                    let ours = report.properties.iter().find(|one| one.property == property).unwrap();
                    let expected = if holds { Outcome::Proved } else { Outcome::Refuted };
                    refuted += usize::from(!holds);
                    assert_eq!(ours.outcome, expected, "{}: {text}{assumptions:?}", property.spec().name);
                }
            });
        }
    }
    assert!(refuted >= 6, "{refuted}");
}
