//! `chat verify`: tiny deployments whose verdicts were written by hand, Acme, and every scenario that a counterexample
//! becomes.

use std::path::{Path, PathBuf};

use serde_json::Value;
use wdectl::behaviour::{Ground, RightsMap};
use wdectl::catalogue::Catalogue;
use wdectl::chat::Assumptions;
use wdectl::deployment::{self, Deployment, Edit, Input};
use wdectl::dryrun::verify::{Outcome, PROPERTIES, PropertyId, Question, Report, fired_rows, verify};
use wdectl::dryrun::{self, Setting};
use wdectl::explore::Limit;
use wdectl::privilege::{DependencyGraph, Privileges};
use wdectl::resolve::{GroupConflict, Resolver};
use wdectl::text::{self, Limits, Sources, Syntax};

use super::commands::{answer, refusal, root, valid};

pub(super) const ACME: &str = "fixtures/deployments/acme";
pub(super) const BROKEN: &str = "fixtures/deployments/acme-broken";

/// A deployment with what it is verified under.
pub(super) struct Site {
    pub(super) sources: Sources,
    pub(super) deployment: Deployment,
    catalogue: Catalogue,
    graph: DependencyGraph,
    rights: RightsMap,
    assumptions: Assumptions,
}

impl Site {
    pub(super) fn new(files: &[(String, String)]) -> Self {
        let mut sources = Sources::new();
        let mut inputs = Vec::new();
        for (path, text) in files {
            let file = sources.add(path.clone(), text.as_bytes().to_vec());
            if let Some(syntax) = Syntax::of(path, text) {
                inputs.push(Input { file, syntax, object: None });
            }
        }
        let deployment = deployment::load(&sources, &inputs, Limits::default());
        let catalogue = Catalogue::built_in();
        let graph = DependencyGraph::of(&catalogue);
        let (rights, assumptions) = (RightsMap::default(), Assumptions::default());
        Self { sources, deployment, catalogue, graph, rights, assumptions }
    }

    pub(super) fn ask<R>(&self, ask: impl FnOnce(&Setting<'_, '_>) -> R) -> R {
        let resolver = Resolver::new(&self.catalogue, &self.deployment, GroupConflict::default());
        let privileges = Privileges::new(&self.graph, &self.deployment);
        let ground = Ground {
            catalogue: &self.catalogue,
            resolver: &resolver,
            privileges: &privileges,
            rights: &self.rights,
        };
        ask(&Setting { ground, assumptions: self.assumptions })
    }

    pub(super) fn verified(&self) -> Report {
        self.ask(|setting| verify(setting, &Question::default()))
    }

    /// What playing a scenario file comes to: what failed.
    pub(super) fn played(&self, text: &str) -> Option<String> {
        let mut sources = Sources::new();
        let file = sources.add("scenarios/found.yaml", text.as_bytes().to_vec());
        let parsed = text::read(&sources, file, Syntax::Yaml, Limits::default());
        self.ask(|setting| match dryrun::read(&setting.ground, &parsed) {
            Err(mistakes) => Some(mistakes[0].message.clone()),
            Ok(scenarios) => scenarios.iter().find_map(|scenario| {
                dryrun::run(setting, scenario).failure.map(|failure| failure.diagnostic.message)
            }),
        })
    }
}

pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

pub(super) fn gathered(folder: &Path, found: &mut Vec<(String, String)>) {
    for path in files(folder) {
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "scenarios" {
            gathered(&path, found);
        } else if path.is_file() && name != "wdectl.toml" && !name.starts_with('.') {
            let shown = path.strip_prefix(root()).unwrap().display().to_string();
            found.push((shown, std::fs::read_to_string(path).unwrap()));
        }
    }
}

pub(super) fn acme() -> Site {
    let mut found = Vec::new();
    gathered(&root().join(ACME), &mut found);
    Site::new(&found)
}

/// What a fixture's first lines say: how it is verified, and what is not proved.
pub(super) fn tiny(text: &str) -> (Site, Vec<(PropertyId, String)>) {
    let mut site = Site::new(&[("site.yaml".to_owned(), text.to_owned())]);
    let mut expected = Vec::new();
    for line in text.lines().map_while(|line| line.strip_prefix("# ")) {
        if let Some(switch) = line.strip_prefix("assume: ") {
            let (name, value) = switch.split_once(" = ").unwrap();
            site.assumptions.set(name, value).unwrap();
        } else if let Some(right) = line.strip_prefix("right: ") {
            let (right, privilege) = right.split_once(" = ").unwrap();
            site.rights.set(right, privilege).unwrap();
        } else if let Some(verdict) = line.strip_prefix("expect: ") {
            let (name, rest) = verdict.split_once(' ').unwrap();
            expected.push((PropertyId::parse(name).unwrap(), rest.to_owned()));
        }
    }
    expected.sort();
    (site, expected)
}

pub(super) fn verdicts(report: &Report) -> Vec<(PropertyId, String)> {
    let told = |property: &wdectl::dryrun::verify::PropertyReport| match property.outcome {
        Outcome::Proved => None,
        Outcome::Refuted => Some(format!("refuted {}", property.counterexamples[0].length)),
        Outcome::Unknown => Some("unknown".to_owned()),
    };
    report.properties.iter().filter_map(|property| Some((property.property, told(property)?))).collect()
}

#[test]
fn tiny_deployments_have_the_verdicts_that_were_written_by_hand() {
    let mut wrong = Vec::new();
    let all = files(&root().join("fixtures/verify"));
    assert!(all.len() >= 42);
    for path in all {
        let text = std::fs::read_to_string(&path).unwrap();
        let (site, expected) = tiny(&text);
        assert_eq!(site.deployment.problems().len(), 0, "{}", path.display());
        let report = site.verified();
        let found = verdicts(&report);
        if found != expected {
            wrong.push(format!("{}: found {found:?}, expected {expected:?}", path.display()));
        }
        for counterexample in report.properties.iter().flat_map(|property| &property.counterexamples) {
            assert_eq!(counterexample.scenario.is_none(), counterexample.steps.is_empty());
            if let Some(scenario) = &counterexample.scenario {
                assert_eq!(site.played(scenario), None, "{}: {scenario}", path.display());
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn on_acme_everything_is_proved() {
    let report = acme().verified();
    assert_eq!(verdicts(&report), Vec::new());
    assert_eq!((report.tenants, report.agents, report.classes), (2, 57, 14));
    assert_eq!(report.outcome(), Outcome::Proved);
    let text = answer(0, &["chat", "verify", "-d", ACME]);
    assert!(text.lines().take(10).all(|line| line.starts_with("proved   ")), "{text}");
    assert!(text.contains("hint: a chat on hold to which nothing happens is closed after 90,000 s (25.0 h)"));
    assert_eq!(text, answer(0, &["chat", "verify", "-d", ACME, "--jobs", "1"]), "threads change nothing");
}

/// Four edits of Acme, one at a time: each refutes what it says, and what it says is replayed.
#[test]
fn single_edits_of_acme_are_refuted() {
    let revoke = |role: &str, privilege: &str| {
        let site = acme();
        let role = site.deployment.look_up_kind(wdectl::names::ObjectKind::Role, role).unwrap();
        (site, Edit::Revoke { role, privilege: privilege.to_owned() })
    };
    let set = |object: &str, option: &str, value: &str| {
        let site = acme();
        let object = site.deployment.look_up(&object.parse().unwrap()).unwrap();
        let at = site.deployment.object(object).at;
        let (section, name, value) =
            ("interaction-workspace".to_owned(), option.to_owned(), value.to_owned());
        (site, Edit::SetOption { object, section, name, value, at })
    };
    let clash = set("agent-group/Sales-Chat", "keyboard.shortcut.interaction.chat.release", "Ctrl+Shift+H");
    let empty = set("agent-group/Bank-Trainees", "chat.on-hold-queue", "");
    let cases = [
        (revoke("Bank-Trainee", "Contact - Can Pull From Queue"), vec![("own-hold-can-be-resumed", 3)]),
        (empty, vec![("hold-queue-exists", 2)]),
        (clash, vec![("no-shortcut-clash", 2)]),
        (
            revoke("Chat-Lead", "Contact - Can Pull Interactions In Workbins Not Owned By The User"),
            vec![
                ("chat-can-be-done", 2),
                ("async-chat-can-be-released", 2),
                ("workbin-chat-can-be-retrieved", 2),
            ],
        ),
    ];
    for ((mut site, edit), expected) in cases {
        site.deployment = site.deployment.apply(&[edit]);
        let report = site.verified();
        let expected: Vec<(PropertyId, String)> = expected
            .into_iter()
            .map(|(name, length)| (PropertyId::parse(name).unwrap(), format!("refuted {length}")))
            .collect();
        let mut expected = expected;
        expected.sort();
        assert_eq!(verdicts(&report), expected);
        for found in report.properties.iter().flat_map(|property| &property.counterexamples) {
            assert_eq!(site.played(found.scenario.as_ref().unwrap()), None);
            assert!(!found.places.is_empty(), "{}", found.message);
            assert!(site.sources.iter().count() > 0);
        }
    }
}

/// Every row of the machine fires in a small site and in Acme, save those that stand in the guide with their reasons.
#[test]
fn every_row_fires_save_those_with_a_reason() {
    let text = std::fs::read_to_string(root().join("fixtures/verify/every-row.yaml")).unwrap();
    let silent = |site: &Site, states: usize| -> Vec<&str> {
        let limit = Limit { states, ..Limit::default() };
        let fired = site.ask(|setting| fired_rows(setting, &Question { limit, ..Question::default() }));
        wdectl::chat::rows().filter(|row| !fired.contains(&row.id)).map(|row| row.name).collect()
    };
    let of_acme = silent(&acme(), 5_000);
    let silent = silent(&tiny(&text).0, 1_000_000);
    let guide = std::fs::read_to_string(root().join("docs/verification.md")).unwrap();
    let reasons: Vec<&str> = guide
        .lines()
        .skip_while(|line| !line.starts_with("## Rows that do not fire"))
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    assert_eq!(silent, reasons);
    assert_eq!(of_acme, reasons);
}

pub(super) fn json(status: i32, args: &[&str]) -> Value {
    let args = [&["chat", "verify", "--format", "json"], args].concat();
    let document = serde_json::from_str(&answer(status, &args)).unwrap();
    valid("chat-verify", &document);
    document
}

#[test]
fn a_refutation_is_told_with_its_places_and_written_as_a_scenario() {
    let folder = tempfile::tempdir().unwrap();
    let emitted = folder.path().join("found");
    let emitted = emitted.to_str().unwrap();
    let document = json(1, &["-d", BROKEN, "--emit-scenarios", emitted]);
    assert_eq!(document["verdict"], "refuted");
    let own = document["properties"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "own-hold-can-be-resumed");
    let own = own.unwrap();
    assert_eq!((&own["length"], &own["tenant"]), (&4.into(), &"AcmeBank".into()));
    assert_eq!(own["places"][0]["location"]["file"], "fixtures/deployments/acme-broken/roles/acmebank.yaml");
    assert_eq!(own["trace"][4]["step"], "hold: {agent: dario.lenz, chat: c1}");
    assert_eq!(own["help"], "grant `Contact - Can Pull From Queue` in role/Bank-Overflow");
    assert!(own["scenario"].as_str().unwrap().ends_with("own-hold-can-be-resumed-AcmeBank.yaml"));
    let played = answer(0, &["chat", "run", "-d", BROKEN, emitted]);
    assert_eq!(played, "5 passed\n");
    let text = answer(1, &["chat", "verify", "-d", BROKEN, "--property", "own-hold-can-be-resumed"]);
    assert!(text.starts_with("refuted  own-hold-can-be-resumed  in 4 steps\n"), "{text}");
    assert!(
        text.contains("error[own-hold-can-be-resumed]: agent/dario.lenz cannot pull the chat again"),
        "{text}"
    );
}

/// Whether the folder can be made is known before anything is explored.
#[test]
fn a_file_where_stories_are_to_be_written_is_told_at_once() {
    let site = root().join("fixtures/verify/no-pull.yaml");
    let site = site.to_str().unwrap();
    for command in [&["chat", "verify", "-d", site][..], &["diff", site, site, "--behaviour"]] {
        let said = refusal(&[command, &["--emit-scenarios", site]].concat());
        assert_eq!(
            said,
            format!("error: cannot make the folder `{site}`: what stands there is none; name another\n")
        );
    }
}

#[test]
fn assumptions_can_be_taken_away() {
    let site = root().join("fixtures/verify/no-pull.yaml");
    let site = site.to_str().unwrap();
    let property = ["--property", "chat-can-be-done"];
    let document = json(1, &[&["-d", site], &property[..]].concat());
    assert_eq!(document["properties"][0]["length"], 4);
    let routed = [&["-d", site, "--without", "workflow-routes-held-chats"], &property[..]].concat();
    let document = json(0, &routed);
    let assumed = serde_json::json!({"name": "workflow-routes-held-chats", "value": "true"});
    assert!(document["assumptions"].as_array().unwrap().contains(&assumed));
}

#[test]
fn what_cannot_be_answered_is_said() {
    let document = json(2, &["-d", ACME, "--max-states", "100"]);
    assert_eq!(document["verdict"], "unknown");
    assert!(
        document["properties"][0]["unknown"][0]
            .as_str()
            .unwrap()
            .contains("too many states: 100 states found")
    );
    let empty = root().join("fixtures/verify/no-entry-queue.yaml");
    let text = answer(2, &["chat", "verify", "-d", empty.to_str().unwrap()]);
    assert!(text.contains("not known (all): tenant `Site`: no chat can start"), "{text}");
    let wrong = ["chat", "verify", "-d", ACME, "--property", "chat-can-be-don"];
    assert_eq!(
        refusal(&wrong),
        "error: `chat-can-be-don` is no property; did you mean `chat-can-be-done`?\n"
    );
    let wrong = ["chat", "verify", "-d", ACME, "--without", "agent-may-stor"];
    assert_eq!(
        refusal(&wrong),
        "error: `agent-may-stor` is no assumption; did you mean `agent-may-store`?\n"
    );
}

/// What is not read may be what a proof would fail at.
#[test]
fn nothing_is_proved_of_a_deployment_that_was_not_read_whole() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let site =
        |name: &str| std::fs::read_to_string(root().join(format!("fixtures/verify/{name}.yaml"))).unwrap();
    let path = at.to_str().unwrap();
    std::fs::write(at.join("site.yaml"), site("all-proved")).unwrap();
    assert_eq!(json(0, &["-d", path])["verdict"], "proved");
    std::fs::write(at.join("more.yaml"), "agents: [{username: eva}\n").unwrap();
    let document = json(2, &["-d", path]);
    assert_eq!(
        (&document["verdict"], &document["properties"][0]["verdict"]),
        (&"unknown".into(), &"unknown".into())
    );
    let text = answer(2, &["chat", "verify", "-d", path]);
    assert!(text.contains("\nnot known (all): a mistake keeps part of a file from being read"), "{text}");
    std::fs::write(at.join("site.yaml"), site("no-pull")).unwrap();
    let document = json(1, &["-d", path]);
    assert_eq!(
        (&document["verdict"], &document["properties"][0]["verdict"]),
        (&"refuted".into(), &"refuted".into())
    );
    // A file that is none of a deployment hides nothing of it.
    std::fs::write(at.join("more.yaml"), "name: something else\n").unwrap();
    std::fs::write(at.join("site.yaml"), site("all-proved")).unwrap();
    assert_eq!(json(0, &["-d", path])["verdict"], "proved");
}

#[test]
fn every_property_is_documented() {
    assert!(refusal(&["chat", "verify", "--list", "--format", "sarif"]).contains("no format `sarif`"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.json");
    answer(0, &["chat", "verify", "--list", "--output", &format!("json={}", file.display())]);
    assert_eq!(
        std::fs::read_to_string(file).unwrap(),
        answer(0, &["chat", "verify", "--list", "--format", "json"])
    );
    let text = answer(0, &["chat", "verify", "--list"]);
    let guide = std::fs::read_to_string(root().join("docs/verification.md")).unwrap();
    for (spec, id) in PROPERTIES.iter().zip(PropertyId::all()) {
        assert_eq!(spec.id, id, "in the order of the switches");
        assert!(text.contains(&format!("{}\n  {}\n", spec.name, spec.what)));
        assert!(guide.contains(&format!("`{}`", spec.name)), "{}", spec.name);
        assert!(!spec.what.ends_with('.') && !spec.repair.ends_with('.'));
    }
}

#[test]
fn a_story_is_told_once() {
    let text = answer(1, &["chat", "verify", "-d", "fixtures/verify/no-pull.yaml", "--repairs", "0"]);
    let refuted = text.matches("\nerror[").count();
    let again = text.matches(" as told of `chat-can-be-done` above\n").count();
    assert!(refuted > 2 && again == refuted - 1, "{text}");
    assert_eq!(text.matches("    hold: {agent:").count(), 1, "{text}");
}
