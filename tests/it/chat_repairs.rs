//! Repairs of what `chat verify` refutes: each holds what it says, and the formats that show them.

use serde_json::Value;
use wdectl::dryrun::verify::{Outcome, PropertyId, Question, Repairs, Report, verify};
use wdectl::dryrun::{MutantKind, mutants};
use wdectl::report::edit_words;

use super::chat_verify::{BROKEN, Site, files, json, tiny, verdicts};
use super::commands::{answer, err, refusal, root, valid, wdectl};

fn repaired(site: &Site, properties: Vec<PropertyId>) -> Report {
    site.ask(|setting| verify(setting, &Question { properties, repairs: 3, ..Question::default() }))
}

fn fixture(name: &str) -> Site {
    let text = std::fs::read_to_string(root().join(format!("fixtures/verify/{name}.yaml"))).unwrap();
    tiny(&text).0
}

/// The repairs in words, by fixture and property; written by hand.
#[test]
fn the_smallest_repairs_of_tiny_deployments() {
    let pull = "grant `Contact - Can Pull From Queue` in role/";
    let others = "grant `Contact - Can Pull Interactions In Workbins Not Owned By The User` in role/Agent";
    let cases: [(&str, &str, &[&str]); 8] = [
        ("no-pull", "held-chat-can-be-retrieved", &[&format!("{pull}Agent")]),
        (
            "own-hold",
            "own-hold-can-be-resumed",
            &[&format!("{pull}First"), "make agent/ana a member of role/Lead"],
        ),
        (
            "wrong-hold-queue",
            "hold-queue-exists",
            &["set `chat.on-hold-queue` of agent/ben to `hold`", "take `chat.on-hold-queue` from agent/ben"],
        ),
        (
            "lone-lead-workbin",
            "workbin-chat-can-be-retrieved",
            &[
                "grant `Workbins - Can Use Workbins` in role/Lead",
                others,
                "make agent/ana a member of role/Lead",
            ],
        ),
        (
            "empty-hold-queue",
            "hold-queue-exists",
            &[
                "set `chat.on-hold-queue` of application/WDE to `greet`",
                "set `chat.on-hold-queue` of application/WDE to `hold`",
            ],
        ),
        (
            "shared-workbin",
            "workbin-chat-can-be-retrieved",
            &["grant `Contact - Can Pull Interactions In Shared Workbins` in role/Agent"],
        ),
        ("done-needs-release", "chat-can-be-done", &["grant `Chat - Can Release Async` in role/Agent"]),
        (
            "no-release-async",
            "async-chat-can-be-released",
            &["grant `Chat - Can Release Async` in role/Agent"],
        ),
    ];
    for (name, property, expected) in cases {
        let site = fixture(name);
        let report = repaired(&site, vec![PropertyId::parse(property).unwrap()]);
        let repairs = report.properties[0].counterexamples[0].repairs.found();
        let words: Vec<String> = repairs
            .iter()
            .map(|repair| {
                let edits: Vec<String> =
                    repair.edits.iter().map(|edit| edit_words(edit, &site.deployment)).collect();
                edits.join(" + ")
            })
            .collect();
        assert_eq!(words, expected, "{name}: {property}");
    }
}

/// Every repair of every fixture, made: the property holds; without any one of its changes it does not.
#[test]
fn every_repair_holds_what_it_says_and_none_of_its_changes_can_be_left_out() {
    let mut made = 0;
    for path in files(&root().join("fixtures/verify")) {
        let (mut site, _) = tiny(&std::fs::read_to_string(&path).unwrap());
        let report = repaired(&site, PropertyId::all().collect());
        for property in &report.properties {
            for found in &property.counterexamples {
                let is_about_states = !found.steps.is_empty();
                assert_eq!(found.repairs != Repairs::NotAsked, is_about_states, "{}", path.display());
                for repair in found.repairs.found() {
                    made += 1;
                    let before = site.deployment.clone();
                    for left_out in 0..=repair.edits.len() {
                        let mut edits = repair.edits.clone();
                        if left_out < edits.len() {
                            edits.remove(left_out);
                        }
                        site.deployment = before.apply(&edits);
                        let again = repaired(&site, vec![property.property]);
                        let holds = again.properties[0].outcome == Outcome::Proved;
                        assert_eq!(holds, left_out == repair.edits.len(), "{}: {edits:?}", path.display());
                    }
                    site.deployment = before;
                }
            }
        }
    }
    assert!(made >= 20, "{made}");
}

#[test]
fn a_repair_of_two_changes_is_found_and_too_few_changes_are_said() {
    let text = "\
tenant: Site
tenants: [{name: Site}]
applications:
  - {name: WDE, type: workspace, options: {interaction-workspace: {chat.on-hold-queue: hold}}}
scripts: [{name: greet, type: interaction-queue}, {name: hold, type: interaction-queue}]
agents: [ana, ben]
roles:
  - name: One
    members: [ana]
    privileges: [Chat - Can Use Chat Channel, Chat - Can Place On Hold, Chat - Can Release Async]
  - name: Two
    members: [ben]
    privileges: [Chat - Can Use Chat Channel, Chat - Can Place On Hold, Chat - Can Release Async]
";
    let (site, _) = tiny(text);
    let ask = |repairs| {
        let properties = vec![PropertyId::OwnHoldCanBeResumed];
        site.ask(|setting| verify(setting, &Question { properties, repairs, ..Question::default() }))
    };
    let report = ask(2);
    let found = &report.properties[0].counterexamples[0].repairs;
    let words: Vec<Vec<String>> = found
        .found()
        .iter()
        .map(|repair| repair.edits.iter().map(|edit| edit_words(edit, &site.deployment)).collect())
        .collect();
    let pull = |role: &str| format!("grant `Contact - Can Pull From Queue` in role/{role}");
    assert_eq!(words[0], [pull("One"), pull("Two")]);
    assert_eq!(ask(1).properties[0].counterexamples[0].repairs, Repairs::NoneOf(1));
    assert_eq!(ask(0).properties[0].counterexamples[0].repairs, Repairs::NotAsked);
}

#[test]
fn repairs_are_shown_to_people_and_as_data() {
    let document = json(1, &["-d", BROKEN, "--property", "async-chat-can-be-released"]);
    let expected = serde_json::json!([{"changes": [{
        "action": "grant", "object": "role/Labs-Chat", "privilege": "Chat - Can Release Async",
        "member": null, "option": null, "value": null,
    }]}]);
    assert_eq!(document["properties"][0]["repairs"], expected);
    let site = root().join("fixtures/verify/wrong-hold-queue.yaml");
    let site = site.to_str().unwrap();
    let document = json(1, &["-d", site]);
    assert_eq!(document["properties"][3]["repairs"][1]["changes"][0]["action"], "unset-option");
    assert!(document["properties"][0]["repairs"].is_null(), "it is proved");
    let text = answer(1, &["chat", "verify", "-d", site]);
    let help = "help: set `chat.on-hold-queue` of agent/ben to `hold`; or take `chat.on-hold-queue` from agent/ben\n";
    assert!(text.contains(help), "{text}");
    let text = answer(1, &["chat", "verify", "-d", site, "--repairs", "0"]);
    assert!(text.contains("help: did you mean `hold`?\n"), "{text}");
}

#[test]
fn a_story_is_a_code_flow_of_sarif_and_a_property_a_case_of_junit() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (sarif, junit) = (format!("sarif={}", path("out.sarif")), format!("junit={}", path("out.xml")));
    let found = path("found");
    let args = ["chat", "verify", "-d", BROKEN, "--emit-scenarios", &found, "--repairs", "0"];
    let human = answer(1, &[&args[..], &["--output", &sarif, "--output", &junit]].concat());
    assert!(human.contains("refuted  own-hold-can-be-resumed  "), "the answer itself stays as it is");
    let sarif = std::fs::read_to_string(path("out.sarif")).unwrap();
    assert_eq!(sarif, answer(1, &[&args[..], &["--format", "sarif"]].concat()));
    let document: Value = serde_json::from_str(&sarif).unwrap();
    let run = &document["runs"][0];
    assert_eq!((&document["version"], &run["tool"]["driver"]["name"]), (&"2.1.0".into(), &"wdectl".into()));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 10);
    // What is not refuted is not proved either: there are mistakes in the files.
    let is_open = |result: &&Value| result["kind"] == "open";
    let results = run["results"].as_array().unwrap();
    assert_eq!((results.len(), results.iter().filter(is_open).count()), (11, 6));
    let results: Vec<&Value> = results.iter().filter(|result| !is_open(result)).collect();
    for result in &results {
        let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        // Each step stands at its line of the scenario that was written.
        for step in result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap() {
            let at = &step["location"]["physicalLocation"];
            let file = at["artifactLocation"]["uri"].as_str().unwrap();
            let line = usize::try_from(at["region"]["startLine"].as_u64().unwrap()).unwrap();
            let text = std::fs::read_to_string(file).unwrap();
            let line = text.lines().nth(line - 1).unwrap().trim_start().trim_start_matches("- ");
            assert!(step["location"]["message"]["text"].as_str().unwrap().starts_with(line), "{line}");
        }
    }
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "fixtures/deployments/acme-broken/roles/acmebank.yaml");
    assert_eq!(place["region"]["startLine"], 67);
    let junit = std::fs::read_to_string(path("out.xml")).unwrap();
    assert!(
        junit.contains("<testsuites name=\"wdectl chat verify\" tests=\"10\" failures=\"4\" errors=\"6\">")
    );
    assert_eq!(junit.matches("<testcase ").count(), 10);
    assert!(junit.contains("<failure message=\"agent/dario.lenz cannot pull the chat again\">"));
    let few = ["--property", "chat-can-be-done", "--max-states", "10", "--format", "junit"];
    let unknown = answer(2, &[&["chat", "verify", "-d", BROKEN], &few[..]].concat());
    assert!(unknown.contains("<error message=\"not known: "), "{unknown}");
}

/// Every grant of every fixture on which everything is proved, taken away: what the proof needed becomes a story, and
/// the story is replayed.
#[test]
fn a_grant_that_the_proof_needs_becomes_a_counterexample_when_it_is_taken_away() {
    let (mut needed, mut replayed) = (0, 0);
    for path in files(&root().join("fixtures/verify")) {
        let (mut site, expected) = tiny(&std::fs::read_to_string(&path).unwrap());
        if !expected.is_empty() || path.ends_with("every-row.yaml") {
            continue;
        }
        let whole = site.deployment.clone();
        let grants = site.ask(|setting| mutants(&setting.ground));
        for mutant in grants.into_iter().filter(|mutant| mutant.kind == MutantKind::Revoke) {
            site.deployment = whole.apply(&mutant.edits);
            let report = site.verified();
            needed += usize::from(report.outcome() == Outcome::Refuted);
            for found in report.properties.iter().flat_map(|property| &property.counterexamples) {
                if let Some(scenario) = &found.scenario {
                    replayed += 1;
                    assert_eq!(site.played(scenario), None, "{}: {:?}", path.display(), mutant.edits);
                }
            }
        }
    }
    assert!(needed >= 25 && replayed >= 40, "{needed} needed, {replayed} replayed");
}

/// Of the site with two agents who may do everything: what each grant is needed for.
#[test]
fn what_each_grant_of_a_site_is_needed_for() {
    let mut site = fixture("all-proved");
    let whole = site.deployment.clone();
    let grants = site.ask(|setting| mutants(&setting.ground));
    let mut found = Vec::new();
    for mutant in grants.into_iter().filter(|mutant| mutant.kind == MutantKind::Revoke) {
        site.deployment = whole.apply(&mutant.edits);
        let lost: Vec<String> = verdicts(&site.verified())
            .into_iter()
            .map(|(property, verdict)| format!("{} {verdict}", property.spec().name))
            .collect();
        found.push((edit_words(&mutant.edits[0], &site.deployment), lost));
    }
    let expected: [(&str, &[&str]); 4] = [
        (
            "Chat - Can Use Chat Channel",
            &[
                "chat-can-be-done refuted 1",
                "async-chat-can-be-released refuted 1",
                "no-dead-privilege refuted 0",
                "no-dead-queue refuted 0",
            ],
        ),
        ("Chat - Can Place On Hold", &["no-dead-queue refuted 0"]),
        ("Chat - Can Release Async", &["async-chat-can-be-released refuted 1"]),
        (
            "Contact - Can Pull From Queue",
            &[
                "chat-can-be-done refuted 4",
                "held-chat-can-be-retrieved refuted 4",
                "own-hold-can-be-resumed refuted 4",
                "async-chat-can-be-released refuted 4",
            ],
        ),
    ];
    let shown = |privilege: &str| format!("take `{privilege}` from role/Agent");
    let expected: Vec<(String, Vec<String>)> = expected
        .iter()
        .map(|(privilege, lost)| (shown(privilege), lost.iter().map(|&lost| lost.to_owned()).collect()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn generated_scenarios_pass_and_fire_every_transition() {
    let folder = tempfile::tempdir().unwrap();
    let (all, one) = (folder.path().join("all.yaml"), folder.path().join("each"));
    let (all, one) = (all.to_str().unwrap(), one.to_str().unwrap());
    let site = root().join("fixtures/verify/all-proved.yaml");
    let site = site.to_str().unwrap();
    let text = answer(0, &["chat", "generate", "-d", site, "-o", all]);
    assert!(text.contains(" scenarios fire "), "{text}");
    let each = ["chat", "generate", "-d", site, "-o", one];
    assert_eq!(err(&wdectl(&each)), "", "a folder with nothing else needs no remark");
    let printed = answer(0, &["chat", "generate", "-d", site]);
    assert_eq!(printed, std::fs::read_to_string(all).unwrap(), "the same every time");
    assert_eq!(printed.matches("- name: ").count(), files(std::path::Path::new(one)).len());
    let document = serde_json::from_str::<Value>(&answer(
        0,
        &["chat", "run", "-d", site, all, "--coverage", "--format", "json"],
    ));
    let document = document.unwrap();
    assert_eq!(document["summary"]["failed"], 0);
    let transitions = &document["coverage"]["transitions"];
    assert_eq!(transitions["covered"], transitions["total"], "{transitions}");
    assert_eq!(document["summary"]["errors"], 0);
    let empty = root().join("fixtures/verify/no-entry-queue.yaml");
    let said = refusal(&["chat", "generate", "-d", empty.to_str().unwrap()]);
    assert_eq!(said, "error: no chat can start in this deployment; `wdectl chat verify` says why\n");
}

#[test]
fn scenarios_of_an_older_run_stay_and_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let site = root().join("fixtures/verify/all-proved.yaml");
    let generate = ["chat", "generate", "-d", site.to_str().unwrap(), "-o", path];
    for name in ["old-1.yaml", "old-2.toml", "readme.md"] {
        std::fs::write(folder.path().join(name), "scenarios: []\n").unwrap();
    }
    let output = wdectl(&generate);
    assert_eq!(output.status.code(), Some(0));
    let note = format!(
        "note: `{path}` holds 2 other scenario files that this run did not write, and they stay: {path}/old-1.yaml, \
         {path}/old-2.toml\n"
    );
    assert_eq!(err(&output), note);
    assert_eq!(err(&wdectl(&[&generate[..], &["--quiet"]].concat())), "");
    assert!(folder.path().join("old-1.yaml").is_file());
}

/// Everything that coverage counts is used: of Acme all of it; of two functions on one key, of which only one ever comes,
/// what is not that option.
#[test]
fn generated_scenarios_use_everything_that_coverage_counts() {
    let folder = tempfile::tempdir().unwrap();
    let all = folder.path().join("all.yaml");
    let all = all.to_str().unwrap();
    let clash = root().join("fixtures/verify/shortcut-clash-of-one.yaml");
    let clash = clash.to_str().unwrap();
    let unused = "keyboard.shortcut.interaction.chat.release";
    for (site, missing) in [("fixtures/deployments/acme", vec![]), (clash, vec![unused])] {
        answer(0, &["chat", "generate", "-d", site, "-o", all]);
        let played = answer(0, &["chat", "run", "-d", site, all, "--coverage", "--format", "json"]);
        let document: Value = serde_json::from_str(&played).unwrap();
        for kind in ["transitions", "refusals", "privileges"] {
            let tally = &document["coverage"][kind];
            assert_eq!(tally["covered"], tally["total"], "{site}: {kind} {tally}");
        }
        assert_eq!(document["coverage"]["options"]["missing"], Value::from(missing), "{site}");
    }
    let text = std::fs::read_to_string(all).unwrap();
    let refused = "      - {pull: {agent: ana, chat: c1, from: workbin}, refused: {because: not-visible}}\n";
    assert!(text.contains(refused), "{text}");
    assert!(text.contains("  - name: press-hold\n    tags: [generated]\n"), "{text}");
}

#[test]
fn mistakes_that_no_scenario_notices_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("hold.yaml");
    let steps = "scenarios:\n  - name: ana holds\n    steps:\n      - start: {chat: c1, async: true, queue: greet}\n      \
                 - login: {agent: ana}\n      - pull: {agent: ana, chat: c1, from: my-queues}\n      - hold: {agent: \
                 ana, chat: c1}\n      - expect: {chat: c1, queue: hold}\n";
    std::fs::write(&scenario, steps).unwrap();
    let site = root().join("fixtures/verify/all-proved.yaml");
    let args = ["chat", "mutate", "-d", site.to_str().unwrap(), scenario.to_str().unwrap()];
    let text = answer(1, &args);
    let (found, summary) = text.split_once("\n\n").unwrap();
    assert!(
        found.ends_with("not noticed[revoke-grant]: take `Chat - Can Release Async` from role/Agent"),
        "{text}"
    );
    assert_eq!(summary, "5 mistakes, 4 noticed by 1 scenario, 1 not; 1 more would change nothing\n");
    answer(0, &[&args[..], &["--fail-on", "never"]].concat());
    let document: Value =
        serde_json::from_str(&answer(1, &[&args[..], &["--format", "json"]].concat())).unwrap();
    valid("chat-mutate", &document);
    assert_eq!(document["summary"]["unnoticed"], 1);
    assert_eq!(document["mutants"][0]["noticed_by"], "ana holds");
    let said = refusal(&args[..4]);
    assert!(
        said.ends_with("is a file, which has no folder `scenarios`; name the scenario files\n"),
        "{said}"
    );
    std::fs::write(&scenario, steps.replace("queue: hold", "queue: greet")).unwrap();
    let said = refusal(&args);
    assert!(said.starts_with("error: no scenario passes, so none can notice a mistake"), "{said}");
}
