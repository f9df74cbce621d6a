//! Random sessions: what is saved plays to the same end, what is taken back and again is the same again.

use proptest::prelude::*;
use wdectl::dryrun::{self, Answer, Saved, Session, Setting, State, When};
use wdectl::text::{self, Limits, Sources, Syntax};

use super::dryrun::World;

const AGENTS: [&str; 3] = ["ana.ruiz", "oscar.nyman", "sam.whitlock"];
const CHATS: [&str; 3] = ["c1", "c2", "c 3"];
const QUEUES: [&str; 3] = ["chat-greet", "chat-hold", "chat-hold-l2"];
const FROM: [&str; 6] = ["my-queues", "workbin", "group-workbin", "my-history", "contact-history", "search"];
const TIMES: [&str; 5] = ["20s", "40s", "4h", "25h", "2d"];
const PRIVILEGES: [&str; 4] = [
    "Chat - Can Place On Hold",
    "Chat - Can Release Async",
    "Chat - Can Use Chat Channel",
    "Contact - Can Pull From Queue",
];

/// A line out of random numbers; not every one is right.
fn line((verb, a, b, c): (u8, usize, usize, usize)) -> String {
    let (agent, chat, other) = (AGENTS[a % 3], CHATS[b % 3], AGENTS[c % 3]);
    let both = format!("{agent} {chat:?}");
    let queue = QUEUES[c % 3];
    match verb % 40 {
        0..4 => format!("login {agent}"),
        4..7 => format!("start {chat:?} {} {queue} user-data={{\"k: \\\"1\": v}}", c % 4 != 0),
        7 => format!("logout {agent}"),
        8 | 9 => format!("route {chat:?} {other}"),
        10 | 11 => format!("accept {both}"),
        12 => format!("decline {both}"),
        13 | 14 => format!("hold {both}"),
        15 => format!("release {both}"),
        16 => format!("done {both}"),
        17 => format!("say {both} what: \"{c}\" = \\ # ü"),
        18 => format!("press {both} Ctrl+Alt+V"),
        19..24 => format!("pull {both} {}", FROM[c % 6]),
        24 => format!("transfer {both} {} one-step", AGENTS[(a + c) % 3]),
        25 => format!("conference {both} {} one-step", AGENTS[(a + c) % 3]),
        26 => format!("consult {both} {}", AGENTS[(a + c) % 3]),
        27 => format!("monitor {both} {}", ["silent", "coaching", "barge-in"][c % 3]),
        28 => format!("leave-conference {both}"),
        29 => format!("{} {agent}", ["crash", "restart"][c % 2]),
        30 => format!("{} {chat:?}", ["message", "leave", "return"][c % 3]),
        31 | 32 => format!("wait {}", TIMES[c % 5]),
        33 => {
            format!("set agent/{agent} chat.on-hold-queue {}", ["chat-hold", "chat-hold-l2", "\"\""][c % 3])
        }
        34 => format!("{} Chat-Agent {}", ["grant", "revoke"][a % 2], PRIVILEGES[c % 4]),
        35 => format!("never {chat:?} session={}", ["alerted", "over"][c % 2]),
        36 => format!("eventually {chat:?} interaction={}", ["offered", "handling", "stopped"][c % 3]),
        37 => format!("expect {chat:?} interaction={}", ["queued", "handling"][c % 2]),
        38 => format!("move {chat:?} {queue}"),
        _ => format!("disposition {both} sold"),
    }
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec((any::<u8>(), 0..12_usize, 0..12_usize, 0..12_usize).prop_map(line), 1..70)
}

fn said(session: &mut Session<'_, '_, '_>, sources: &mut Sources, line: &str) -> Answer {
    session.line(sources, line).answer
}

fn saved(session: &mut Session<'_, '_, '_>, sources: &mut Sources, file: &str) -> Saved {
    match said(session, sources, &format!("save {file}")) {
        Answer::Save(saved) => saved,
        other => panic!("{other:?}"),
    }
}

/// Plays a saved file with `run`: it must pass, with this transcript.
fn plays(setting: &Setting<'_, '_>, sources: &mut Sources, saved: &Saved, transcript: &[dryrun::Entry]) {
    let file = sources.add(saved.file.clone(), saved.text.clone().into_bytes());
    let syntax = Syntax::of(&saved.file, &saved.text).unwrap();
    let parsed = text::read(sources, file, syntax, Limits::default());
    let scenarios = dryrun::read(&setting.ground, &parsed);
    let scenarios = scenarios.unwrap_or_else(|mistakes| panic!("{}\n{mistakes:?}", saved.text));
    let outcome = dryrun::run(setting, &scenarios[0]);
    let failure = outcome.failure.map(|failure| failure.diagnostic.message);
    assert_eq!(failure, None, "{}", saved.text);
    assert_eq!(outcome.transcript, transcript, "{}", saved.text);
}

/// The steps of a saved file as lines: a refused one as a map of both keys.
fn again(saved: &Saved) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in saved.text.lines() {
        if let Some(step) = line.strip_prefix("      - ") {
            lines.push(step.to_owned());
        } else if let Some(refused) = line.strip_prefix("        ") {
            let step = lines.pop().unwrap();
            lines.push(format!("{{{step}, {refused}}}"));
        }
    }
    lines
}

#[test]
fn a_saved_session_plays_to_the_same_end() {
    let world = World::of("fixtures/deployments/acme");
    world.ask(None, |setting| {
        proptest!(ProptestConfig::with_cases(96), |(typed in lines())| {
            let mut sources = Sources::new();
            let mut session = Session::new(setting);
            let mut steps = 0;
            for line in &typed {
                steps += usize::from(matches!(said(&mut session, &mut sources, line), Answer::Step(_)));
            }
            prop_assume!(steps > 0 && !session.transcript().is_empty());
            let yaml = saved(&mut session, &mut sources, "a.yaml");
            let toml = saved(&mut session, &mut sources, "a.toml");
            plays(setting, &mut sources, &yaml, session.transcript());
            plays(setting, &mut sources, &toml, session.transcript());
            // Typed again it is the same session, timers and all.
            let mut other = Session::new(setting);
            for line in again(&yaml) {
                match said(&mut other, &mut sources, &line) {
                    Answer::Step(stepped) => prop_assert!(stepped.failures.is_empty(), "{}", line),
                    mistaken => panic!("{line}: {mistaken:?}"),
                }
            }
            prop_assert_eq!(other.state(), session.state());
            prop_assert_eq!(other.transcript(), session.transcript());
        });
    });
}

#[test]
fn what_is_taken_back_and_again_is_the_same() {
    let world = World::of("fixtures/deployments/acme");
    world.ask(None, |setting| {
        proptest!(ProptestConfig::with_cases(64), |(typed in lines(), at in any::<prop::sample::Index>())| {
            let mut sources = Sources::new();
            let mut session = Session::new(setting);
            let shot = |session: &Session<'_, '_, '_>| (session.state(), session.transcript().to_vec());
            let mut moments: Vec<(State, Vec<dryrun::Entry>)> = vec![shot(&session)];
            for line in &typed {
                let Answer::Step(stepped) = said(&mut session, &mut sources, line) else { continue };
                if stepped.check != Some(When::Now) || stepped.failures.is_empty() {
                    moments.push(shot(&session));
                }
            }
            prop_assume!(moments.len() > 1);
            let steps = 1 + at.index(moments.len() - 1);
            let back = said(&mut session, &mut sources, &format!("back {steps}"));
            prop_assert!(matches!(back, Answer::Back(_)), "{:?}", back);
            prop_assert_eq!(&shot(&session), &moments[moments.len() - 1 - steps]);
            let redo = said(&mut session, &mut sources, &format!("redo {steps}"));
            prop_assert!(matches!(redo, Answer::Redo(_)), "{:?}", redo);
            prop_assert_eq!(&shot(&session), moments.last().unwrap());
        });
    });
}
