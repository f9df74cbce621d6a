//! `wdectl chat run` and `wdectl chat model`: every scenario of the fixtures, every format, every exit status.

use std::collections::BTreeSet;

use serde_json::Value;
use wdectl::behaviour::{Ground, RightsMap};
use wdectl::catalogue::Catalogue;
use wdectl::chat::{ASSUMPTIONS, Assumptions, ROW_COUNT};
use wdectl::deployment::{self, Deployment, Edit, Input};
use wdectl::dryrun::{self, Outcome, Scenario, Setting};
use wdectl::privilege::{DependencyGraph, Privileges};
use wdectl::resolve::{GroupConflict, Resolver};
use wdectl::text::{self, FileId, Limits, Sources, Span, Syntax};

use super::commands::{answer, err, out, refusal, root, valid, wdectl};

const ACME: &str = "fixtures/deployments/acme";
const DESIGN: &str = "fixtures/chat/design";

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn fixture(path: &str) -> String {
    std::fs::read_to_string(root().join("fixtures/chat").join(path)).unwrap()
}

/// A deployment with scenarios, in memory.
struct World {
    sources: Sources,
    catalogue: Catalogue,
    deployment: Deployment,
    graph: DependencyGraph,
}

impl World {
    fn new(files: &[(&str, &str)]) -> Self {
        let mut sources = Sources::new();
        let mut inputs = Vec::new();
        for (path, text) in files {
            let file = sources.add(*path, text.as_bytes().to_vec());
            if let Some(syntax) = Syntax::of(path, text).filter(|_| !path.contains("scenarios")) {
                inputs.push(Input { file, syntax, object: None });
            }
        }
        let deployment = deployment::load(&sources, &inputs, Limits::default());
        let catalogue = Catalogue::built_in();
        let graph = DependencyGraph::of(&catalogue);
        Self { sources, catalogue, deployment, graph }
    }

    /// The deployment of a folder of the fixtures.
    fn of(folder: &str) -> Self {
        let mut files = Vec::new();
        gather(&root().join(folder), &mut files);
        files.sort();
        let files: Vec<(String, String)> = files
            .into_iter()
            .map(|path| {
                let shown = path.strip_prefix(root()).unwrap().display().to_string();
                (shown, std::fs::read_to_string(path).unwrap())
            })
            .filter(|(path, _)| !path.ends_with("wdectl.toml"))
            .collect();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        Self::new(&files)
    }

    fn ask<R>(&self, edit: Option<&Edit>, ask: impl FnOnce(&Setting<'_, '_>) -> R) -> R {
        let changed = edit.map(|edit| self.deployment.apply(std::slice::from_ref(edit)));
        let deployment = changed.as_ref().unwrap_or(&self.deployment);
        let resolver = Resolver::new(&self.catalogue, deployment, GroupConflict::default());
        let privileges = Privileges::new(&self.graph, deployment);
        let rights = RightsMap::default();
        let ground = Ground {
            catalogue: &self.catalogue,
            resolver: &resolver,
            privileges: &privileges,
            rights: &rights,
        };
        ask(&Setting { ground, assumptions: Assumptions::default() })
    }

    fn scenario_files(&self) -> Vec<FileId> {
        let all = self.sources.iter().filter(|(_, source)| source.path().contains("scenarios"));
        all.map(|(id, _)| id).collect()
    }

    fn scenarios(&self) -> Vec<Scenario> {
        self.ask(None, |setting| {
            let read = |file: FileId| {
                let source = self.sources.get(file);
                let syntax = Syntax::of(source.path(), source.text()).unwrap();
                let parsed = text::read(&self.sources, file, syntax, Limits::default());
                dryrun::read(&setting.ground, &parsed).unwrap()
            };
            self.scenario_files().into_iter().flat_map(read).collect()
        })
    }

    fn play(&self, edit: Option<&Edit>, scenarios: &[Scenario]) -> Vec<Outcome> {
        self.ask(edit, |setting| scenarios.iter().map(|scenario| dryrun::run(setting, scenario)).collect())
    }

    /// What a failed scenario says: the line of the step, the message, and each place of the configuration.
    fn told(&self, outcome: &Outcome) -> Option<(u32, String, Vec<String>)> {
        let failure = outcome.failure.as_ref()?;
        let places = failure.diagnostic.related.iter();
        let places = places.map(|label| format!("{} {}", self.sources.place(label.span), label.text));
        let line = self.sources.locate(failure.at).line;
        Some((line, failure.diagnostic.message.clone(), places.collect()))
    }
}

fn gather(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, found);
        } else if path.extension().is_some() {
            found.push(path);
        }
    }
}

#[test]
fn every_scenario_of_acme_passes() {
    let text = answer(0, &["chat", "run", &format!("{ACME}/scenarios")]);
    assert_eq!(text, "92 passed\n");
    // The folder of the deployment leads to the same scenarios.
    assert_eq!(answer(0, &["chat", "run", "-d", ACME]), text);
    assert_eq!(answer(0, &["chat", "run", ACME]), text);
}

#[test]
fn the_chat_on_hold_by_keyboard_is_played_as_it_is_written() {
    assert_eq!(answer(0, &["chat", "run", DESIGN]), "2 passed\n");
    let report = answer(0, &["chat", "run", DESIGN, "--tag", "keyboard", "--format", "json"]);
    snapbox::assert_data_eq!(report.clone(), snapbox::Data::text(fixture("hold.json")).raw());
    valid("chat-run", &json(&report));
}

#[test]
fn a_chat_lives_twenty_five_hours() {
    let scenarios = format!("{ACME}/scenarios");
    let args = ["chat", "run", &scenarios, "--filter", "^an untouched chat", "--format", "json"];
    let report = answer(0, &args);
    snapbox::assert_data_eq!(report.clone(), snapbox::Data::text(fixture("twenty-five-hours.json")).raw());
    let report = json(&report);
    valid("chat-run", &report);
    let transcript = report["scenarios"][0]["transcript"].as_array().unwrap();
    let moment_of = |words: &str| {
        let has = |entry: &&Value| entry["events"].to_string().contains(words);
        transcript.iter().find(has).unwrap()["at"].as_u64().unwrap()
    };
    assert_eq!((moment_of("idle alert"), moment_of("the session is over")), (86_400, 90_000));
}

/// A copy of the smallest site without one line of its roles.
fn without(line: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let from = root().join(DESIGN);
    std::fs::create_dir(folder.path().join("scenarios")).unwrap();
    for name in ["wdectl.toml", "deployment.yaml", "scenarios/hold.yaml"] {
        std::fs::copy(from.join(name), folder.path().join(name)).unwrap();
    }
    let roles = std::fs::read_to_string(from.join("roles.yaml")).unwrap();
    let kept = roles.replacen(line, "", 1);
    assert_ne!(kept, roles);
    std::fs::write(folder.path().join("roles.yaml"), kept).unwrap();
    let path = folder.path().to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn without_the_privilege_the_press_fails_and_the_role_is_shown() {
    let (_folder, path) = without("      - Chat - Can Place On Hold\n");
    let report = json(&answer(1, &["chat", "run", &path, "--format", "json"]));
    valid("chat-run", &report);
    let scenario = &report["scenarios"][0];
    assert_eq!((&scenario["outcome"], &scenario["at"]["line"]), (&"failed".into(), &10.into()));
    assert_eq!(scenario["message"], "refused: `Chat - Can Place On Hold` is missing (`missing-privilege`)");
    let last = scenario["transcript"].as_array().unwrap().last().unwrap();
    assert_eq!(last["command"], "press: {agent: agent01, chat: c1, keys: Ctrl+Alt+V}");
    assert_eq!(last["refusal"]["because"], "missing-privilege");

    let text = answer(1, &["chat", "run", &path]);
    for said in [
        "hold.yaml:10:9",
        "roles.yaml:3",
        "does not grant `Chat - Can Place On Hold`",
        "before: c1: session alive, interaction handling, agents [agent01]",
        "help: grant `Chat - Can Place On Hold` in role/Chat-Agent",
        "0 passed, 1 failed\n",
    ] {
        assert!(text.contains(said), "no `{said}` in:\n{text}");
    }
    for (format, said) in [
        ("tap", "not ok 1 - "),
        ("tap", "roles.yaml:3 does not grant `Chat - Can Place On Hold`"),
        (
            "junit",
            "<failure message=\"refused: `Chat - Can Place On Hold` is missing (`missing-privilege`)\">",
        ),
        ("junit", "refused (missing-privilege)"),
    ] {
        let text = answer(1, &["chat", "run", &path, "--format", format]);
        assert!(text.contains(said), "no `{said}` in:\n{text}");
    }
}

#[test]
fn a_privilege_that_has_no_effect_is_shown_with_what_it_lacks() {
    let (_folder, path) = without("      - Chat - Can Use Chat Channel\n");
    let text = answer(1, &["chat", "run", &path]);
    assert!(text.contains("hold.yaml:8:9"), "{text}");
    assert!(text.contains("grant `Chat - Can Use Chat Channel` in role/Chat-Agent"), "{text}");
}

#[test]
fn every_mistake_of_a_scenario_file_is_told_with_its_place_and_nothing_is_played() {
    let args = ["chat", "run", "-d", DESIGN, "fixtures/chat/bad/mistakes.yaml"];
    let text = answer(2, &args);
    snapbox::assert_data_eq!(text, snapbox::Data::text(fixture("bad/mistakes.txt")).raw());
    let report = json(&answer(2, &[&args[..], &["--format", "json"]].concat()));
    valid("chat-run", &report);
    assert_eq!(report["summary"]["errors"], report["scenarios"].as_array().unwrap().len());
    // A good file beside it is played all the same.
    let good = format!("{DESIGN}/scenarios/hold.yaml");
    let both = answer(2, &[&args[..], &[good.as_str()]].concat());
    assert!(both.contains("1 passed, "), "{both}");
}

#[test]
fn what_cannot_be_played_is_no_answer() {
    for (args, said) in [
        (&["chat", "run", "fixtures/no-such-file.yaml"][..], "there is no file or folder"),
        (&["chat", "run", DESIGN, "--tag", "no-such-tag"], "no scenario has such a tag or name"),
        (&["chat", "run", DESIGN, "--filter", "("], "regex parse error"),
        (&["chat", "run", DESIGN, "--format", "csv"], "chat run has the formats human, json, junit and tap"),
        (&["chat", "model", "--format", "csv"], "chat model has the formats table, mermaid, dot and json"),
    ] {
        let text = refusal(args);
        assert!(text.contains(said), "{args:?} said: {text}");
    }
}

#[test]
fn two_plays_are_the_same_to_the_byte() {
    for format in ["json", "junit", "tap"] {
        let args = ["chat", "run", ACME, "--format", format];
        let (first, second) = (wdectl(&args), wdectl(&args));
        assert_eq!((out(&first), err(&first)), (out(&second), String::new()));
    }
}

#[test]
fn the_first_failure_ends_the_run_where_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("two.yaml");
    let scenario = "  - name: fails\n    steps:\n      - logout: {agent: agent01}\n";
    std::fs::write(&file, format!("scenarios:\n{scenario}{scenario}")).unwrap();
    let args = ["chat", "run", "-d", DESIGN, file.to_str().unwrap()];
    assert!(answer(1, &args).ends_with("0 passed, 2 failed\n"));
    assert!(answer(1, &[&args[..], &["--bail"]].concat()).ends_with("0 passed, 1 failed\n"));
    assert!(!answer(1, &[&args[..], &["--quiet"]].concat()).contains("0 passed"));
}

#[test]
fn the_model_shows_every_row_and_every_assumption_with_its_value() {
    let model = json(&answer(0, &["chat", "model", "--format", "json"]));
    valid("chat-model", &model);
    assert_eq!(model["rows"].as_array().unwrap().len(), ROW_COUNT);
    assert_eq!(model["assumptions"].as_array().unwrap().len(), ASSUMPTIONS.len());
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("wdectl.toml");
    let path = folder.path().to_str().unwrap();
    std::fs::write(&settings, "[assumptions]\nagent-may-store = true\ndone-on-live-session = \"refused\"\n")
        .unwrap();
    let model = json(&answer(0, &["chat", "model", "-d", path, "--format", "json"]));
    let value = |name: &str| {
        let all = model["assumptions"].as_array().unwrap();
        all.iter().find(|one| one["name"] == name).unwrap()["value"].clone()
    };
    assert_eq!((value("agent-may-store"), value("done-on-live-session")), ("true".into(), "refused".into()));
    let table = answer(0, &["chat", "model", "-d", path]);
    for row in model["rows"].as_array().unwrap() {
        assert!(table.contains(row["name"].as_str().unwrap()), "{row}");
    }
    let mermaid = answer(0, &["chat", "model", "--format", "mermaid"]);
    assert!(mermaid.contains("interaction_handling -- \"hold"), "{mermaid}");
    let dot = answer(0, &["chat", "model", "--format", "dot"]);
    assert!(dot.contains("session_alerted -> session_over"), "{dot}");
    for (text, said) in [
        (
            "[assumptions]\nagent-may-stor = true\n",
            "wdectl.toml:2: `agent-may-stor` is no assumption; did you mean",
        ),
        ("[assumptions]\nagent-may-store = \"yes\"\n", "`yes` is no value of `agent-may-store`"),
    ] {
        std::fs::write(&settings, text).unwrap();
        let said_really = refusal(&["chat", "model", "-d", path]).replace(": \n", ": ");
        assert!(said_really.contains(said) || said_really.replace('\n', " ").contains(said), "{said_really}");
    }
}

/// A site with what single tests need besides.
fn site(scenarios: &str) -> World {
    let (deployment, roles) = (fixture("design/deployment.yaml"), fixture("design/roles.yaml"));
    let scenarios = format!("scenarios:\n  - name: one\n    steps:\n{scenarios}");
    World::new(&[
        ("deployment.yaml", &deployment),
        ("roles.yaml", &roles),
        ("scenarios/one.yaml", &scenarios),
    ])
}

const HANDLED: &str = "      - login: {agent: agent01}
      - start: {chat: c1, async: true, queue: greet}
      - pull: {agent: agent01, chat: c1, from: queue}
";

/// What the scenario says after a chat is in the hands of `agent01`; the first step of `more` is line 7.
fn told(more: &str) -> Option<(u32, String, Vec<String>)> {
    let site = site(&format!("{HANDLED}{more}"));
    let outcomes = site.play(None, &site.scenarios());
    site.told(&outcomes[0])
}

#[test]
fn what_is_expected_and_is_not_so_is_told_with_the_value_and_its_place() {
    let (line, message, places) = told(
        "      - hold: {agent: agent01, chat: c1}\n      - expect: {chat: c1, queue: greet, is-online: 0}\n",
    )
    .unwrap();
    assert_eq!(line, 8);
    assert_eq!(message, "expected otherwise: queue is chat-hold, not greet; is-online is 1, not 0");
    assert_eq!(places, ["deployment.yaml:10 agent01 gets this hold queue from application/WDE"]);

    let (line, message, places) =
        told("      - expect: {agent: agent01, logged-in: true, option: chat.on-hold-queue, value: greet}\n")
            .unwrap();
    assert_eq!(
        (line, message.as_str()),
        (7, "expected otherwise: chat.on-hold-queue is `chat-hold`, not `greet`")
    );
    assert_eq!(places, ["deployment.yaml:10 the value in force"]);
}

#[test]
fn what_must_be_refused_and_is_not_is_told_with_the_grant() {
    let (line, message, places) = told(
        "      - hold: {agent: agent01, chat: c1}
        refused: {because: missing-privilege, privilege: Chat - Can Place On Hold}\n",
    )
    .unwrap();
    assert_eq!((line, message.as_str()), (7, "carried out, though it must be refused (`missing-privilege`)"));
    assert_eq!(places, ["scenarios/one.yaml:8 expected here", "roles.yaml:6 granted here"]);
    // Another privilege than the one that is missing will not do, nor another reason.
    let (_, message, _) = told(
        "      - login: {agent: agent02}
      - hold: {agent: agent02, chat: c1}
        refused: {because: missing-privilege, privilege: Chat - Can Place On Hold}\n",
    )
    .unwrap();
    assert!(
        message.starts_with("refused for another reason: `not-yours`, not `missing-privilege`"),
        "{message}"
    );
}

#[test]
fn never_looks_inside_waits_and_eventually_waits_to_the_end() {
    let held = |more: &str| told(&format!("      - hold: {{agent: agent01, chat: c1}}\n{more}"));
    let (line, message, _) =
        held("      - never: {chat: c1, session: alerted}\n      - wait: 1d12h\n      - wait: 1s\n").unwrap();
    assert_eq!((line, message.as_str()), (9, "what must never be is the case at second 86400"));
    assert_eq!(held("      - eventually: {chat: c1, session: alerted}\n      - wait: 1d\n"), None);
    let (line, message, _) =
        held("      - eventually: {chat: c1, session: alerted}\n      - wait: 86399s\n").unwrap();
    assert_eq!((line, message.as_str()), (8, "what must be the case at last never was"));
}

#[test]
fn a_privilege_counts_at_the_next_login_and_an_empty_hold_queue_at_once() {
    let revoked = "      - revoke: {role: Chat-Agent, privilege: Chat - Can Place On Hold}\n";
    let hold = "      - hold: {agent: agent01, chat: c1}\n";
    assert_eq!(told(&format!("{revoked}{hold}")), None);
    let again = "      - logout: {agent: agent01}
      - login: {agent: agent01}
      - pull: {agent: agent01, chat: c1, from: queue}\n";
    let (line, message, _) = told(&format!("{revoked}{again}{hold}")).unwrap();
    assert_eq!((line, message.contains("`missing-privilege`")), (11, true));
    let set = "      - set: {object: application/WDE, option: chat.on-hold-queue, value: \"\"}\n";
    let (line, message, places) = told(&format!("{set}{hold}")).unwrap();
    assert_eq!((line, message.contains("`missing-option`")), (8, true));
    assert_eq!(places, ["scenarios/one.yaml:7 `chat.on-hold-queue` is empty"]);
}

/// Everything a step needs is named when it is gone: each grant of a privilege behind a right, each hold queue and
/// each key, taken away one at a time from the whole deployment of Acme.
#[test]
fn whatever_is_taken_away_the_refused_step_names_a_place_and_a_repair() {
    let world = World::of(ACME);
    let scenarios = world.scenarios();
    let before = world.play(None, &scenarios);
    assert!(before.iter().all(|outcome| outcome.failure.is_none()));
    let mut named = BTreeSet::new();
    for edit in removals(&world) {
        let played = world.play(Some(&edit), &scenarios);
        for (scenario, outcome) in scenarios.iter().zip(&played) {
            let Some(failure) = &outcome.failure else { continue };
            let text = &failure.diagnostic.message;
            let last = outcome.transcript.last().unwrap();
            let because = last.refusal.as_ref().map(|refusal| refusal.because);
            if !text.starts_with("refused:") {
                continue;
            }
            match (&edit, because) {
                (Edit::Revoke { .. }, Some("missing-privilege")) => {
                    assert!(
                        failure.diagnostic.help.as_ref().unwrap().contains("grant `"),
                        "{}",
                        scenario.name
                    );
                    assert!(!failure.diagnostic.related.is_empty(), "{}", scenario.name);
                }
                (Edit::SetOption { at, .. }, Some("missing-option" | "not-bound")) => {
                    let places: Vec<Span> =
                        failure.diagnostic.related.iter().map(|label| label.span).collect();
                    assert!(places.contains(at), "{}: {places:?}", scenario.name);
                }
                other => panic!("{}: {text} after {other:?}", scenario.name),
            }
            named.insert(format!("{edit:?}"));
        }
    }
    assert!(named.len() > 10, "{}", named.len());
}

/// Each grant revoked, each hold queue and each key emptied.
fn removals(world: &World) -> Vec<Edit> {
    let deployment = &world.deployment;
    let rights = RightsMap::default();
    let mut edits = Vec::new();
    for (id, object) in deployment.objects() {
        for field in object.list(wdectl::deployment::FieldKey::Privileges) {
            let privilege = deployment.text(field.value).to_owned();
            if rights.rights_of(&privilege).next().is_some() {
                edits.push(Edit::Revoke { role: id, privilege });
            }
        }
        for setting in &object.options {
            let name = deployment.text(setting.name).to_owned();
            if name == "chat.on-hold-queue" || name.starts_with("keyboard.shortcut.interaction.chat.") {
                let section = deployment.text(setting.section).to_owned();
                edits.push(Edit::SetOption {
                    object: id,
                    section,
                    name,
                    value: String::new(),
                    at: setting.at,
                });
            }
        }
    }
    edits
}
