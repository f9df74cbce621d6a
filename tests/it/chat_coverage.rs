//! `wdectl chat run --coverage`: what is counted, in every form, and what the numbers mean.

use std::collections::BTreeSet;

use serde_json::Value;
use wdectl::deployment::{Edit, FieldKey};
use wdectl::dryrun::{self, Coverage, Reachable, Usage};

use super::chat::fixture;
use super::commands::{answer, err, out, refusal, root, valid, wdectl};
use super::dryrun::{World, removals};

const ACME: &str = "fixtures/deployments/acme";
const DESIGN: &str = "fixtures/chat/design";

#[test]
fn what_was_used_is_counted_and_what_was_not_is_named() {
    let text = answer(0, &["chat", "run", DESIGN, "--coverage"]);
    snapbox::assert_data_eq!(text, snapbox::Data::text(fixture("coverage.txt")).raw());
    let report: Value =
        serde_json::from_str(&answer(0, &["chat", "run", DESIGN, "--coverage", "--format", "json"])).unwrap();
    valid("chat-run", &report);
    let coverage = &report["coverage"];
    let kinds = ["transitions", "refusals", "privileges", "options"];
    for number in ["covered", "total"] {
        let sum: u64 = kinds.iter().map(|kind| coverage[kind][number].as_u64().unwrap()).sum();
        assert_eq!(coverage[number], sum);
    }
    // Where nobody asks there is none, and other formats leave standard output as it is.
    let plain = answer(0, &["chat", "run", DESIGN, "--format", "json"]);
    assert!(!plain.contains("coverage"));
    let tap = wdectl(&["chat", "run", DESIGN, "--coverage", "--format", "tap"]);
    assert!(!out(&tap).contains("coverage") && err(&tap).contains("\ncoverage "), "{}", err(&tap));
}

#[test]
fn each_line_of_the_configuration_has_its_count() {
    let golden = fixture("coverage.lcov");
    let text = answer(0, &["chat", "run", DESIGN, "--format", "lcov"]);
    snapbox::assert_data_eq!(text, snapbox::Data::text(golden.clone()).raw());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lcov.info");
    let output = format!("lcov={}", file.display());
    // Wherever the deployment is named from, the paths are those seen from here.
    let absolute = root().join(DESIGN);
    let args = ["chat", "run", absolute.to_str().unwrap(), "--output", &output];
    assert_eq!(answer(0, &args), "2 passed\n");
    assert_eq!(std::fs::read_to_string(file).unwrap(), golden);
}

#[test]
fn too_little_coverage_is_no() {
    let report = answer(0, &["chat", "run", DESIGN, "--coverage", "--format", "json"]);
    let report: Value = serde_json::from_str(&report).unwrap();
    let percent = report["coverage"]["percent"].as_u64().unwrap();
    assert!(percent < 100);
    answer(0, &["chat", "run", DESIGN, "--fail-under", &percent.to_string()]);
    let more = (percent + 1).to_string();
    let output = wdectl(&["chat", "run", DESIGN, "--fail-under", &more, "--format", "junit"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).ends_with(&format!("the coverage is under {more} %\n")), "{}", err(&output));
    assert!(refusal(&["chat", "run", DESIGN, "--fail-under", "101"]).contains("101"));
}

#[test]
fn the_number_of_threads_does_not_show() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.yaml");
    let rows: String =
        (0..400).map(|number| format!("{{chat: c{number}, wait: {}h}}, ", number % 30)).collect();
    let text = format!(
        "scenarios:\n  - name: many\n    with: [{rows}{{chat: c, wait: 40h}}]\n    steps:\n      \
         - login: {{agent: agent01}}\n      - start: {{chat: $chat, async: true, queue: greet}}\n      \
         - wait: $wait\n      - expect: {{chat: $chat, is-online: 1}}\n"
    );
    std::fs::write(&file, text).unwrap();
    let path = file.to_str().unwrap();
    for more in [&["--coverage"][..], &["--bail", "--coverage"], &["--bail"]] {
        let with = |jobs: &str| {
            let args = ["chat", "run", "-d", DESIGN, path, "--format", "json", "--jobs", jobs];
            answer(1, &[&args[..], more].concat())
        };
        let one = with("1");
        assert_eq!(one.matches("\"outcome\": \"failed\"").count() > 1, !more.contains(&"--bail"));
        assert_eq!((with("2"), with("7")), (one.clone(), one));
    }
}

#[test]
fn what_no_scenario_can_be_told_is_a_mistake_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("odd.yaml");
    let path = file.to_str().unwrap();
    let args = ["chat", "run", "-d", DESIGN, path];
    let with = |bytes: &[u8]| std::fs::write(&file, bytes).unwrap();
    with(b"scenarios:\n  - name: caf\xE9\n    steps:\n      - logn: {agent: agent01}\n");
    let text = answer(2, &args);
    for said in [
        ":2:14",
        "bytes here are not text; they look like Windows-1252; save the file as UTF-8",
        "`logn` is no verb; did you mean `login`?",
        "0 passed, 2 mistakes in scenario files",
    ] {
        assert!(text.contains(said), "no `{said}` in:\n{text}");
    }
    let scenario = "scenarios:\r\n  - name: café\r\n    steps:\r\n      - login: {agent: agent01}\r\n";
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(scenario.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    with(&utf16);
    assert_eq!(answer(0, &args), "1 passed\n");
    with(&utf16[..utf16.len() - 1]);
    assert!(answer(2, &args).contains("they look like UTF-16"));
    for (text, said) in [
        ("", "the file has no list `scenarios`"),
        ("scenarios: []\n", "the list `scenarios` is empty"),
        ("scenarios:\n", "`scenarios` must be a list"),
        ("scenarios: [{name: x, steps: []}]\n", "the scenario has no steps"),
    ] {
        with(text.as_bytes());
        let told = answer(2, &args);
        assert!(told.contains(said), "no `{said}` in:\n{told}");
    }
}

fn usage(world: &World, edit: Option<&Edit>) -> (Usage, Reachable) {
    let scenarios = world.scenarios();
    world.ask(edit, |setting| {
        let mut usage = Usage::default();
        for scenario in &scenarios {
            let (outcome, more) = dryrun::run_with_usage(setting, scenario);
            let plain = dryrun::run(setting, scenario);
            assert_eq!(outcome.transcript, plain.transcript, "looking changes nothing");
            usage.add(&more);
        }
        (usage, Reachable::upper_bound(setting))
    })
}

/// The other way to know what was used: take it away and play again. What makes a difference has a count, and what has
/// none makes no difference.
#[test]
fn what_has_no_count_can_be_taken_away() {
    let world = World::of(ACME);
    let scenarios = world.scenarios();
    let (usage, reachable) = usage(&world, None);
    let before = world.play(None, &scenarios);
    let (mut idle, mut needed) = (0, 0);
    for edit in removals(&world) {
        let Some(at) = line_of(&world, &edit) else { continue };
        let after = world.play(Some(&edit), &scenarios);
        let changed = before.iter().zip(&after).any(|(before, after)| before.transcript != after.transcript);
        if changed {
            needed += 1;
            assert!(usage.lines.contains_key(&at), "{edit:?} makes a difference and has no count");
            assert!(reachable.lines.contains(&at), "{edit:?} is used and not within reach");
        } else {
            idle += 1;
        }
    }
    assert!(needed > 15 && idle > 5, "{needed} needed, {idle} not");
}

/// Where what an edit takes away is written.
fn line_of(world: &World, edit: &Edit) -> Option<wdectl::text::Span> {
    match edit {
        Edit::SetOption { at, .. } => Some(*at),
        Edit::Revoke { role, privilege } => world.ask(None, |setting| {
            let deployment = setting.ground.deployment();
            let grants = deployment.object(*role).list(FieldKey::Privileges);
            let mut own = grants.filter(|grant| deployment.text(grant.value) == privilege);
            own.next().map(|grant| grant.at)
        }),
        _ => None,
    }
}

/// Everything that the scenarios of the fixtures use without changing the configuration is within the bound; what they
/// use beyond it they reach by `set`, `grant` or `revoke`.
#[test]
fn scenarios_that_change_nothing_stay_within_reach() {
    let world = World::of(ACME);
    let scenarios = world.scenarios();
    world.ask(None, |setting| {
        let reachable = Reachable::upper_bound(setting);
        let mut all = Usage::default();
        for scenario in &scenarios {
            let (_, usage) = dryrun::run_with_usage(setting, scenario);
            let changes = scenario.steps.iter().any(|step| matches!(step.verb, dryrun::Verb::Change(_)));
            if !changes {
                let rows: BTreeSet<_> = usage.rows.keys().copied().collect();
                assert!(rows.is_subset(&reachable.rows), "{}", scenario.name);
                assert!(usage.reasons.keys().all(|reason| reachable.reasons.contains(reason)));
                assert!(usage.privileges.is_subset(&reachable.privileges), "{}", scenario.name);
                assert!(usage.options.is_subset(&reachable.options), "{}", scenario.name);
                assert!(usage.lines.keys().all(|line| reachable.lines.contains(line)), "{}", scenario.name);
            }
            all.add(&usage);
        }
        let coverage = Coverage::of(&all, &reachable);
        assert!(coverage.percent() >= 80, "{coverage:?}");
    });
}
