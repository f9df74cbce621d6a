//! `wdectl chat session`: whole sessions through a pipe, every mistake, completion, help.

use std::process::Output;

use serde_json::Value;
use snapbox::{Data, assert_data_eq};
use wdectl::dryrun::{Answer, Session};
use wdectl::text::Sources;

use super::chat::fixture;
use super::commands::{answer, err, out, refusal, root, valid};
use super::dryrun::World;

const DESIGN: &str = "fixtures/chat/design";
const ACME: &str = "fixtures/deployments/acme";

/// A session on the smallest site, in an empty folder, fed through a pipe.
fn piped(folder: &std::path::Path, extra: &[&str], input: &str) -> Output {
    let design = root().join(DESIGN);
    assert_cmd::Command::new(assert_cmd::cargo_bin!("wdectl"))
        .current_dir(folder)
        .env_remove("CLICOLOR_FORCE")
        .args(["chat", "session", "-d", design.to_str().unwrap()])
        .args(extra)
        .write_stdin(input.to_owned())
        .output()
        .unwrap()
}

/// The exit status and the output of a session.
fn session(input: &str) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let output = piped(folder.path(), &[], input);
    assert_eq!(err(&output), "");
    (output.status.code().unwrap(), out(&output))
}

#[test]
fn a_whole_session_is_told_and_its_scenario_plays_to_the_same_end() {
    let folder = tempfile::tempdir().unwrap();
    let output = piped(folder.path(), &[], &fixture("session/hold.txt"));
    let told = out(&output).replace(&format!("{}/", root().display()), "");
    assert_data_eq!(told, Data::read_from(&root().join("fixtures/chat/session/hold.out"), None).raw());
    assert_eq!(output.status.code(), Some(2));
    for name in ["hold.yaml", "hold.toml"] {
        let path = folder.path().join(name);
        let saved = std::fs::read_to_string(&path).unwrap();
        let expected = root().join("fixtures/chat/session").join(name);
        assert_data_eq!(saved, Data::read_from(&expected, Some(snapbox::data::DataFormat::Text)).raw());
        assert_eq!(answer(0, &["chat", "run", "-d", DESIGN, path.to_str().unwrap()]), "1 passed\n");
    }
}

#[test]
fn each_line_is_an_object_of_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let input = fixture("session/hold.txt") + "eventually c1 session=alerted\n";
    let input = input.replace("quit\n", "help\nhelp pull\n");
    let output = piped(folder.path(), &["--format", "json"], &input);
    assert_eq!(output.status.code(), Some(2));
    let rows: Vec<Value> = out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    rows.iter().for_each(|row| valid("chat-session", row));
    let of = |kind: &str| rows.iter().find(|row| row["kind"] == kind).unwrap();
    assert_eq!((&of("mistake")["line"], &of("mistake")["outcome"]), (&6.into(), &"mistake".into()));
    assert_eq!(of("mistake")["problems"][0]["columns"], serde_json::json!({"column": 6, "end_column": 12}));
    assert_eq!(of("why")["problems"][0]["reason"], "missing-privilege");
    assert_eq!(of("why")["problems"][0]["help"], "grant `Chat - Can Release Async` in role/Chat-Helper");
    assert_eq!(of("state")["state"]["chats"][0]["facts"]["interaction"], "handling");
    assert_eq!(of("state")["state"]["chats"][0]["timers"][0]["at"], 18_000);
    assert_eq!(of("agents")["agents"][1]["chats"][0]["chat"], "c1");
    assert_eq!(of("back")["steps"][0], "release: {agent: agent02, chat: c1}");
    assert_eq!(of("save")["saved"]["steps"], 15);
    let refused = rows.iter().find(|row| row["outcome"] == "refused").unwrap();
    assert_eq!(refused["transcript"][0]["refusal"]["because"], "missing-privilege");
    let last = rows.last().unwrap();
    assert_eq!(
        (&last["kind"], &last["outcome"], &last["line"]),
        (&"end".into(), &"failed".into(), &Value::Null)
    );
}

#[test]
fn the_exit_status_tells_mistakes_from_checks_that_fail() {
    let handled = "login agent01\nstart c1 true greet\npull agent01 c1 queue\n";
    for (status, more) in [
        (0, ""),
        (0, "accept agent01 c1\nwhy\n"),
        (0, "expect c1 session=alive\n# a remark\n\n"),
        (0, "eventually c1 session=over\nwait 2d\n"),
        (1, "expect c1 session=over\n"),
        (1, "eventually c1 session=over\nwait 20h\n"),
        (1, "never c1 session=alerted\nwait 2d\n"),
        (1, "{hold: {agent: agent01, chat: c1}, refused: {because: not-yours}}\n"),
        (1, "{hold: {agent: agent02, chat: c1}, refused: {because: not-yours}}\n"),
        (2, "expect c1 session=over\nhodl agent01 c1\n"),
        (2, "back 9\n"),
    ] {
        for format in ["human", "json"] {
            let folder = tempfile::tempdir().unwrap();
            let output = piped(folder.path(), &["--format", format], &format!("{handled}{more}"));
            assert_eq!(output.status.code(), Some(status), "{more}\n{}{}", out(&output), err(&output));
        }
    }
    assert_eq!(session(""), (0, String::new()));
    let (status, text) = session("\u{feff}login agent01\r\nstate\r\n");
    assert_eq!((status, text.contains("logged in: agent01\n")), (0, true), "{text}");
    let text = refusal(&["chat", "session", "-d", DESIGN, "--format", "csv"]);
    assert!(text.contains("chat session has the formats human, json and jsonl"), "{text}");
}

#[test]
fn what_must_never_be_is_told_at_its_moment_and_the_time_passes_all_the_same() {
    let input = "start c1 true greet\nnever c1 session=alerted\nwait 30h\nsave told.yaml\nstate\n";
    let folder = tempfile::tempdir().unwrap();
    let output = piped(folder.path(), &[], input);
    let text = out(&output);
    assert!(text.contains("what must never be is the case at second 86400"), "{text}");
    assert!(
        text.contains("left out, because it does not hold: never: {chat: c1, session: alerted}"),
        "{text}"
    );
    assert!(text.contains("30:00:00> state\n"), "{text}");
    let path = folder.path().join("told.yaml");
    assert_eq!(answer(0, &["chat", "run", "-d", DESIGN, path.to_str().unwrap()]), "1 passed\n");
}

#[test]
fn a_session_that_cannot_be_saved_says_why() {
    let taken = "login agent01\n";
    for (line, said) in [
        ("save nowhere/a.yaml", "cannot write `nowhere/a.yaml`: "),
        ("save a.txt", "`a.txt` must end in .yaml, .yml or .toml\n"),
        ("save", "`save` needs a file, such as `save hold.yaml`\n"),
    ] {
        let (status, text) = session(&format!("{taken}{line}\n"));
        assert_eq!((status, text.contains(said)), (2, true), "{text}");
    }
    let (status, text) = session("save a.yaml\n");
    assert_eq!((status, text.contains("no step was taken, so that there is nothing to save\n")), (2, true));
}

/// Asks a session on a deployment of the fixtures, after these lines.
fn after<R>(
    folder: &str,
    lines: &[&str],
    ask: impl FnOnce(&mut Session<'_, '_, '_>, &mut Sources) -> R,
) -> R {
    let world = World::of(folder);
    let mut sources = Sources::new();
    world.ask(None, |setting| {
        let mut session = Session::new(setting);
        for line in lines {
            let reply = session.line(&mut sources, line);
            assert!(matches!(reply.answer, Answer::Step(_)), "{reply:?}");
        }
        ask(&mut session, &mut sources)
    })
}

#[test]
fn every_mistake_is_told_where_it_stands() {
    let verb = |hint: &str| format!("is no verb and no command{hint}");
    let cases: Vec<(&str, &str, String)> = vec![
        ("hodl agent01 c1", "hodl", format!("`hodl` {}", verb("; did you mean `hold`?"))),
        ("log agent01", "log", format!("`log` {}", verb("; did you mean `login`?"))),
        ("xyzzy", "xyzzy", format!("`xyzzy` {}", verb("; `help` shows all"))),
        ("  hold agent1 c1", "agent1", "there is no agent `agent1`; did you mean `agent01`?".into()),
        ("hold agent01 c2", "c2", "no chat `c2` is started; did you mean `c1`?".into()),
        ("hold agent01 talk", "talk", "no chat `talk` is started; `start` begins one".into()),
        ("start c2 true gret", "gret", "there is no interaction queue `gret`; did you mean `greet`?".into()),
        ("start c2 yes greet", "yes", "`yes` is no value of `async`; write true, false".into()),
        ("pull agent01 c1 my-queue", "my-queue", "`my-queue` is no value of `from`; did you mean `my-queues`?".into()),
        ("hold agent01", "hold", "`hold` needs `chat`; write `hold AGENT CHAT`".into()),
        ("transfer", "transfer", "`transfer` needs `agent` and `chat` and `to` and `mode`; write `transfer AGENT CHAT TO MODE`".into()),
        ("expect", "expect", "`expect` needs fields; write `expect [CHAT] FIELD=VALUE..`".into()),
        ("hold agent01 c1 now", "now", "`now` is too much; write `hold AGENT CHAT`".into()),
        ("expect c1 sesion=alive session=alive", "sesion", "`sesion` is no field of `expect`; did you mean `session`?".into()),
        ("expect c1", "c1", "nothing is checked of the chat".into()),
        ("say agent01 c1 \"so", "\"so", "the closing `\"` is missing".into()),
        ("expect c1 agents=[agent01", "[agent01", "the closing `]` is missing".into()),
        ("wait", "wait", "`wait` needs a time, such as `wait 25h`".into()),
        ("wait 25", "25", "`25` is no time; write it like `25h`, `90s` or `1h30m`".into()),
        ("wait 4000d", "4000d", "`4000d` is more than ten years".into()),
        ("press agent01 c1 Ctrl++", "Ctrl++", "`Ctrl++` is no key combination: the key is missing: there is nothing behind the last `+`".into()),
        ("set application/WDE chat.on-hold-queu x", "chat.on-hold-queu", "no option `chat.on-hold-queu` of section `interaction-workspace` is known, and nothing sets it; did you mean `chat.on-hold-queue`?".into()),
        ("grant Chat-Agnt Chat - Can Place On Hold", "Chat-Agnt", "there is no role `Chat-Agnt`; did you mean `Chat-Agent`?".into()),
        ("revoke Chat-Agent Chat - Can Place On Hol", "Chat - Can Place On Hol", "there is no privilege `Chat - Can Place On Hol`; did you mean `Chat - Can Place On Hold`?".into()),
        ("lose WDE", "WDE", "`WDE` is neither a Chat Server nor an Interaction Server".into()),
        ("hold: {agent: agent1, chat: c1}", "agent1", "there is no agent `agent1`; did you mean `agent01`?".into()),
        ("- hold: {agent: agent01, caht: c1, chat: c1}", "caht", "`caht` is no field of `hold`; did you mean `chat`?".into()),
        ("hodl: {agent: agent01}", "hodl", "`hodl` is no verb; did you mean `hold`?".into()),
        ("  \u{FEFF}hodl: {agent: agent01}", "hodl", "`hodl` is no verb; did you mean `hold`?".into()),
        ("\u{FEFF}hold agent1 c1", "agent1", "there is no agent `agent1`; did you mean `agent01`?".into()),
        ("hold: agent01", "hold", "`hold` needs fields: `hold: {agent: .., chat: ..}`".into()),
        ("{hold: {agent: agent01, chat: c1}, refused: {because: not-your}}", "not-your", "`not-your` is no value of `because`; did you mean `not-yours`?".into()),
        ("[]", "[]", "a line is one step".into()),
        ("back 9", "back 9", "2 steps were taken, not 9".into()),
        ("back none", "none", "`none` is no number of steps; write it like `back 3`".into()),
        ("back 0", "0", "`0` is no number of steps; write it like `back 3`".into()),
        ("redo", "redo", "no step was taken back".into()),
        ("why", "why", "nothing was refused so far".into()),
        ("state now", "now", "`state` takes nothing more".into()),
        ("help hodl", "help hodl", format!("`hodl` {}", verb("; did you mean `hold`?"))),
        ("save hold", "save hold", "`hold` must end in .yaml, .yml or .toml".into()),
    ];
    after(DESIGN, &["login agent01", "start c1 true greet"], |session, sources| {
        let before = (session.state(), session.transcript().to_vec());
        for (line, place, message) in &cases {
            let reply = session.line(sources, line);
            let Answer::Mistakes(mistakes) = reply.answer else { panic!("{line}: {reply:?}") };
            let told: Vec<(&str, &str)> =
                mistakes.iter().map(|told| (&line[told.from..told.to], told.message.as_str())).collect();
            assert_eq!(told, [(*place, message.as_str())], "{line}");
        }
        assert_eq!((session.state(), session.transcript().to_vec()), before);
    });
}

#[test]
fn a_broken_map_is_told_and_the_session_goes_on() {
    for line in [
        "hold: {agent: agent01",
        "hold: {agent: agent01, chat: c1}}",
        "'",
        "\"a",
        "{",
        "- - x",
        "? x",
        "hold: &a",
    ] {
        after(DESIGN, &["login agent01", "start c1 true greet"], |session, sources| {
            let reply = session.line(sources, line);
            let Answer::Mistakes(mistakes) = &reply.answer else { panic!("{line}: {reply:?}") };
            assert!(
                mistakes.iter().all(|told| line.get(told.from..told.to).is_some()),
                "{line}: {mistakes:?}"
            );
            assert!(matches!(session.line(sources, "pull agent01 c1 queue").answer, Answer::Step(_)));
        });
    }
}

#[test]
fn short_and_long_forms_are_the_same_steps() {
    let lines = ["login agent01", "login agent02", "start c1 true greet"];
    for (short, long) in [
        ("hold agent01 c1", "hold: {agent: agent01, chat: c1}"),
        ("hold chat=c1 agent=agent01", "hold: {chat: c1, agent: agent01}"),
        (
            "say agent01 c1 what: \"now\", then",
            r#"say: {agent: agent01, chat: c1, text: "what: \"now\", then"}"#,
        ),
        ("say agent01 c1 'it is'", "say: {agent: agent01, chat: c1, text: it is}"),
        ("say agent01 c1", "say: {agent: agent01, chat: c1}"),
        ("message c1 a=b", "message: {chat: c1, text: \"a=b\"}"),
        ("press agent01 c1 Ctrl + Alt + V", "press: {agent: agent01, chat: c1, keys: Ctrl + Alt + V}"),
        ("wait 1h 30m", "wait: 1h30m"),
        ("move c1 chat-hold", "move: {chat: c1, queue: chat-hold}"),
        (
            "start c2 false greet user-data={a: b, \"c d\": \"e:f\"}",
            r#"start: {chat: c2, async: false, queue: greet, user-data: {a: b, c d: "e:f"}}"#,
        ),
        ("expect c1 queue=greet agents=[]", "expect: {chat: c1, queue: greet, agents: []}"),
        ("expect agent=agent01 logged-in=true", "expect: {agent: agent01, logged-in: true}"),
        (
            "set application/WDE chat.on-hold-queue \"\"",
            "set: {object: application/WDE, option: chat.on-hold-queue, value: \"\"}",
        ),
        (
            "revoke Chat-Agent Chat - Can Place On Hold",
            "revoke: {role: Chat-Agent, privilege: Chat - Can Place On Hold}",
        ),
    ] {
        let stepped = |line: &str| {
            after(DESIGN, &lines, |session, sources| match session.line(sources, line).answer {
                Answer::Step(stepped) => (stepped.step, stepped.entries, session.state()),
                other => panic!("{line}: {other:?}"),
            })
        };
        let step = stepped(short);
        assert_eq!(step.0, long);
        assert_eq!(step, stepped(long));
    }
}

#[test]
fn tab_knows_what_may_come_next() {
    let all = |line: &str| {
        after(ACME, &["login ana.ruiz", "start talk true chat-greet"], |session, _| {
            session.complete(line, line.len())
        })
    };
    for (line, start, words) in [
        ("ho", 0, &["hold"][..]),
        ("sa", 0, &["save", "save!", "say"]),
        ("  lo", 2, &["login", "logout", "lose"]),
        ("hold ana", 5, &["ana.ruiz"]),
        ("hold ana.ruiz ", 14, &["talk"]),
        ("start c1 ", 9, &["false", "true"]),
        ("pull ana.ruiz talk my", 19, &["my-history", "my-queues"]),
        ("expect talk ses", 12, &["session="]),
        ("expect talk session=", 20, &["alerted", "alive", "over"]),
        ("hold: {agent: ana", 14, &["ana.ruiz"]),
        ("hold: {ag", 7, &["agent: "]),
        ("expect: {chat: talk, agents: [ana.ruiz, ana", 40, &["ana.ruiz"]),
        ("set agent/ana.ruiz chat.on-h", 19, &["chat.on-hold-queue"]),
        ("grant Chat-Agent Chat - Can Place", 17, &["Chat - Can Place On Hold"]),
        ("wait ", 5, &[]),
        ("help pu", 5, &["pull"]),
        ("back ", 5, &[]),
    ] {
        let found = all(line);
        assert_eq!(
            (found.0, found.1.iter().map(String::as_str).collect::<Vec<_>>()),
            (start, words.to_vec()),
            "{line}"
        );
    }
    let (start, queues) = all("start c1 true chat-g");
    assert_eq!((start, queues), (14, vec!["chat-greet".to_owned()]));
    // In the middle of a line the rest of it does not matter.
    let middle = after(ACME, &["login ana.ruiz"], |session, _| session.complete("hold ana c1", 8));
    assert_eq!(middle, (5, vec!["ana.ruiz".to_owned()]));
}

#[test]
fn every_verb_is_explained() {
    after(DESIGN, &[], |session, sources| {
        let Answer::Help(all) = session.line(sources, "help").answer else { panic!("no help") };
        assert_eq!(all.rows.len(), 33 + 9);
        for row in &all.rows {
            assert!(!row.meaning.is_empty(), "{}", row.usage);
            let verb = row.usage.split(' ').next().unwrap();
            let Answer::Help(one) = session.line(sources, &format!("help {verb}")).answer else {
                panic!("{verb}")
            };
            assert_eq!((one.rows.len(), &one.rows[0]), (1, row));
        }
        let Answer::Help(pull) = session.line(sources, "help pull").answer else { panic!("pull") };
        assert_eq!(pull.rows[0].usage, "pull AGENT CHAT FROM");
        assert_eq!(pull.notes[0], "as in a file: pull: {agent: .., chat: .., from: ..}");
        assert!(pull.notes[1].starts_with("from: my-queues, "), "{:?}", pull.notes);
    });
}

#[test]
fn what_was_started_and_taken_back_can_be_started_otherwise() {
    after(DESIGN, &["start c1 true greet", "start c2 true greet"], |session, sources| {
        session.line(sources, "back 2");
        assert!(session.state().chats.is_empty());
        let Answer::Mistakes(told) = session.line(sources, "message c1").answer else {
            panic!("c1 is known")
        };
        assert_eq!(told[0].message, "no chat `c1` is started; `start` begins one");
        let Answer::Step(stepped) = session.line(sources, "start c1 false chat-hold").answer else {
            panic!()
        };
        assert_eq!(stepped.entries[0].events[0], "c1: ordinary chat in queue chat-hold");
        let Answer::Mistakes(told) = session.line(sources, "redo").answer else {
            panic!("what can be done again?")
        };
        assert_eq!(told[0].message, "no step was taken back");
    });
}

#[test]
fn the_example_of_the_documentation_is_what_a_session_says() {
    let page = std::fs::read_to_string(root().join("docs/session.md")).unwrap();
    let (_, rest) = page.split_once("```text\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let typed =
        example.lines().filter_map(|line| line.split_once(":00> ")).map(|(_, typed)| format!("{typed}\n"));
    let (status, text) = session(&typed.collect::<String>());
    assert_eq!(status, 0);
    assert_data_eq!(
        text.replace(&format!("{}/", root().display()), ""),
        Data::text(example.to_owned()).raw()
    );
}
