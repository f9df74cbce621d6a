//! Scenarios played in memory: what checks, refusals and changes of the configuration come to.

use std::collections::BTreeSet;

use wdectl::behaviour::{Ground, RightsMap};
use wdectl::catalogue::Catalogue;
use wdectl::chat::Assumptions;
use wdectl::deployment::{self, Deployment, Edit, Input};
use wdectl::dryrun::{self, Outcome, Scenario, Setting};
use wdectl::privilege::{DependencyGraph, Privileges};
use wdectl::resolve::{GroupConflict, Resolver};
use wdectl::text::{self, FileId, Limits, Sources, Span, Syntax};

use super::chat::fixture;
use super::commands::root;

const ACME: &str = "fixtures/deployments/acme";

/// A deployment with scenarios, in memory.
pub(crate) struct World {
    pub(crate) sources: Sources,
    catalogue: Catalogue,
    deployment: Deployment,
    graph: DependencyGraph,
}

impl World {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
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
    pub(crate) fn of(folder: &str) -> Self {
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

    pub(crate) fn ask<R>(&self, edit: Option<&Edit>, ask: impl FnOnce(&Setting<'_, '_>) -> R) -> R {
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

    pub(crate) fn scenarios(&self) -> Vec<Scenario> {
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

    /// The scenarios of a text in YAML.
    pub(crate) fn scenarios_of(&self, text: &str) -> Vec<Scenario> {
        let mut sources = Sources::new();
        let file = sources.add("again.yaml", text.as_bytes().to_vec());
        self.ask(None, |setting| dryrun::read_file(&setting.ground, &sources, file, Syntax::Yaml).unwrap())
    }

    pub(crate) fn play(&self, edit: Option<&Edit>, scenarios: &[Scenario]) -> Vec<Outcome> {
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
fn what_must_be_refused_for_an_option_or_a_privilege_is_refused_for_no_other() {
    let hold = |change: &str, refused: &str| {
        told(&format!(
            "      - {change}
      - hold: {{agent: agent01, chat: c1}}
        refused: {{because: {refused}}}\n"
        ))
        .map(|(line, message, _)| (line, message))
    };
    let missing = "set: {object: application/WDE, option: chat.on-hold-queue, value: no-such-queue}";
    for (change, because, words) in [
        (missing.replace("no-such-queue", "\"\""), "missing-option", "is empty"),
        (missing.to_owned(), "missing-queue", "names no interaction queue of the tenant"),
    ] {
        let wanted = |option: &str| hold(&change, &format!("{because}, option: {option}"));
        assert_eq!(wanted("chat.on-hold-queue"), None);
        let message = format!(
            "refused with `{because}`, but not for `chat.auto-answer`: the option `chat.on-hold-queue` {words}"
        );
        assert_eq!(wanted("chat.auto-answer"), Some((8, message)));
    }
    let again = "revoke: {role: Chat-Agent, privilege: Chat - Can Place On Hold}
      - logout: {agent: agent01}
      - login: {agent: agent01}
      - pull: {agent: agent01, chat: c1, from: queue}";
    let wanted = |privilege: &str| hold(again, &format!("missing-privilege, privilege: {privilege}"));
    assert_eq!(wanted("Chat - Can Place On Hold"), None);
    let message = "refused with `missing-privilege`, but not for `Chat - Can Release`: \
                   `Chat - Can Place On Hold` is missing";
    assert_eq!(wanted("Chat - Can Release"), Some((11, message.to_owned())));
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
    let (mut named, mut elsewhere) = (BTreeSet::new(), Vec::new());
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
                (Edit::Revoke { role, privilege }, Some("missing-privilege")) => {
                    let role = world.deployment.object(*role).at;
                    if !failure.diagnostic.related.iter().any(|label| label.span == role) {
                        elsewhere.push(format!("{privilege}: {}", scenario.name));
                    }
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
    assert_eq!(elsewhere, Vec::<String>::new(), "another place than the role is named");
}

/// Each grant revoked, each hold queue and each key emptied.
pub(crate) fn removals(world: &World) -> Vec<Edit> {
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

#[test]
fn the_example_of_the_documentation_passes() {
    let page = std::fs::read_to_string(root().join("docs/scenarios.md")).unwrap();
    let (_, rest) = page.split_once("```yaml\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let (deployment, roles) = (fixture("design/deployment.yaml"), fixture("design/roles.yaml"));
    let files =
        [("deployment.yaml", &*deployment), ("roles.yaml", &*roles), ("scenarios/page.yaml", example)];
    let world = World::new(&files);
    let played = world.play(None, &world.scenarios());
    assert_eq!(played.iter().map(|outcome| world.told(outcome)).collect::<Vec<_>>(), [None]);
}

#[test]
fn a_second_chat_server_restores_sessions_where_the_configuration_says_so() {
    let world = World::of("fixtures/deployments/two-servers");
    let scenarios = world.scenarios();
    assert_eq!(scenarios.len(), 3);
    for (scenario, outcome) in scenarios.iter().zip(world.play(None, &scenarios)) {
        assert_eq!(world.told(&outcome), None, "{}", scenario.name);
    }
}
