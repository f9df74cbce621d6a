//! `chat ready`: the checklist of one agent, of a group and of everybody.

use serde_json::Value;

use crate::commands::{answer, err, refusal, root, valid, wdectl};

const ACME: &str = "fixtures/deployments/acme";
const BROKEN: &str = "fixtures/deployments/acme-broken";

fn json(status: i32, args: &[&str]) -> Value {
    let args = [&["chat", "ready", "--format", "json"], args].concat();
    let document = serde_json::from_str(&answer(status, &args)).unwrap();
    valid("chat-ready", &document);
    document
}

fn line<'a>(document: &'a Value, name: &str) -> &'a Value {
    document["lines"].as_array().unwrap().iter().find(|line| line["line"] == name).unwrap()
}

#[test]
fn an_agent_who_is_ready_is_shown_everything() {
    let expected =
        std::fs::read_to_string(root().join("fixtures/deployments/acme.expected/chat-ready.txt")).unwrap();
    let text = answer(0, &["chat", "ready", "-d", ACME, "--agent", "ana.ruiz"]);
    snapbox::assert_data_eq!(text, snapbox::Data::text(expected).raw());
    let document = json(0, &["-d", ACME, "--agent", "10431"]);
    assert_eq!(document["subject"], "agent/ana.ruiz");
    let hold = &line(&document, "hold-queue")["answers"][0];
    let ladder = hold["candidates"].as_array().unwrap();
    assert_eq!(ladder.len(), 6);
    assert_eq!((&ladder[5]["value"], &ladder[5]["standing"]), (&"chat-hold-claims".into(), &"wins".into()));
    assert_eq!(document["lifetimes"][0]["seconds"], 90_000);
}

#[test]
fn everybody_is_ready_in_acme_and_that_is_what_is_asked_without_arguments() {
    let text = answer(0, &["chat", "ready", "-d", ACME]);
    assert!(text.starts_with("all agents: 57 of 57 agents are ready for asynchronous chat\n"), "{text}");
    assert!(text.contains("\n  24 of 57 agents  workbins of the agent's groups\n"), "{text}");
    assert!(text.contains("GCTI_Chat_AsyncMode=true"), "{text}");
    assert_eq!(text, answer(0, &["chat", "ready", "-d", ACME, "--all"]));
}

#[test]
fn trainees_without_a_hold_queue_are_told_the_line() {
    let document = json(1, &["-d", BROKEN, "--agent-group", "Bank-Trainees"]);
    assert_eq!(document["agents"], serde_json::json!({"yes": 0, "no": 5, "unknown": 0}));
    let answers = line(&document, "hold-queue")["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 1);
    assert_eq!(
        answers[0]["agents"],
        serde_json::json!(["bruno.costa", "elin.strand", "lily.hart", "marco.bellini", "zoe.frank"])
    );
    let place = &answers[0]["places"][0]["location"];
    assert_eq!(place["file"], "fixtures/deployments/acme-broken/groups/acmebank.yaml");
    assert_eq!(place["line"], 21);
    let text = answer(1, &["chat", "ready", "-d", BROKEN, "--agent-group", "Bank-Trainees"]);
    assert!(text.contains("\n  0 of 5 agents  chat.on-hold-queue\n"), "{text}");
    assert!(text.contains("groups/acmebank.yaml:21\n"), "{text}");
}

#[test]
fn a_missing_privilege_gets_the_repair_of_why_not() {
    let privilege = "Chat - Can Place On Hold";
    let why_not = answer(1, &["privilege", "why-not", "-d", BROKEN, "--agent", "greta.olsen", privilege]);
    let first = why_not.lines().find_map(|line| line.trim().strip_prefix("1. ")).unwrap();
    let repair = first.split("   (").next().unwrap();
    let document = json(1, &["-d", BROKEN, "--agent", "greta.olsen"]);
    assert_eq!(line(&document, "place-on-hold")["answers"][0]["help"], repair);
    let text = answer(1, &["chat", "ready", "-d", BROKEN, "--agent", "greta.olsen"]);
    assert!(text.starts_with("agent/greta.olsen is not ready for asynchronous chat\n"), "{text}");
    assert!(text.contains(&format!("help: {repair}\n")), "{text}");
}

#[test]
fn what_is_said_of_all_is_what_is_said_of_each() {
    let all = json(1, &["-d", BROKEN]);
    let names: Vec<String> = {
        let list = answer(0, &["list", "agents", "-d", BROKEN, "--format", "json"]);
        let list: Value = serde_json::from_str(&list).unwrap();
        let agents = list["objects"].as_array().unwrap().iter();
        let subjects = agents.filter(|agent| agent["enabled"] == true && agent["is_agent"] == true);
        subjects.map(|agent| agent["name"].as_str().unwrap().to_owned()).collect()
    };
    let mut ready = 0;
    let mut yes = vec![0; all["lines"].as_array().unwrap().len()];
    for name in &names {
        let output = wdectl(&["chat", "ready", "--format", "json", "-d", BROKEN, "--agent", name]);
        let one: Value = serde_json::from_slice(&output.stdout).unwrap();
        ready += usize::from(output.status.success());
        for (count, line) in yes.iter_mut().zip(one["lines"].as_array().unwrap()) {
            *count += usize::from(line["verdict"] == "yes");
        }
    }
    assert_eq!(all["agents"]["yes"], ready);
    assert_eq!(all["agents"]["no"], names.len() - ready);
    for (count, line) in yes.iter().zip(all["lines"].as_array().unwrap()) {
        assert_eq!(line["agents"]["yes"], *count, "{}", line["line"]);
    }
}

#[test]
fn what_a_role_with_unknown_keys_gives_is_not_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let text = "tenants: [{name: T, options: {interaction-workspace: {chat.on-hold-queue: hold}}}]\n\
                scripts: [{name: hold, type: interaction-queue}]\n\
                applications: [{name: W}, {name: C, type: chat-server, options: {settings: {async-idle-close: 5400}}}]\n\
                agents: [{username: a, roles: [R]}, {username: off, enabled: false}]\n\
                roles: [{name: R, privileges: [Chat - Can Use Chat Channel, Interaction_Chat_Key_Of_Ours]}]\n";
    std::fs::write(folder.path().join("a.yaml"), text).unwrap();
    let document = json(2, &["-d", path, "--agent", "a"]);
    assert_eq!(document["verdict"], "unknown");
    assert_eq!(line(&document, "use-chat")["verdict"], "yes");
    assert_eq!(line(&document, "place-on-hold")["verdict"], "unknown");
    let text = answer(2, &["chat", "ready", "-d", path, "--agent", "a"]);
    assert!(text.contains("25 hours 30 minutes: async-idle-alert 1 day (default)"), "{text}");
    assert!(text.contains("no keys are set"), "{text}");
    answer(2, &["chat", "ready", "-d", path]);
    let off = answer(1, &["chat", "ready", "-d", path, "--agent", "off"]);
    assert!(off.contains("disabled, or no agent"), "{off}");
}

#[test]
fn an_unknown_name_is_no_answer() {
    for (args, said) in [
        (&["--agent", "ana.ruis"][..], "did you mean `ana.ruiz`?"),
        (&["--agent-group", "Service-Chat-L3"], "did you mean `Service-Chat-L2`?"),
        (&["--agent", "ana.ruiz", "--all"], "cannot be used with"),
        (&["--format", "csv"], "chat ready has the formats human and json"),
    ] {
        let text = refusal(&[&["chat", "ready", "-d", ACME], args].concat());
        assert!(text.contains(said), "{args:?} said: {text}");
    }
    let quiet = wdectl(&["chat", "ready", "-d", ACME]);
    assert_eq!(err(&quiet), "");
}
