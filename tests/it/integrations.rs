//! What makes wdectl at home in pipelines: the problem matcher, the hooks, the action, the job.

use std::process::{Command, Output};

use regex::Regex;
use serde_json::Value;

use super::commands::{ACME, BROKEN, answer, out, root};

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

fn yaml(name: &str) -> Value {
    serde_yaml::from_str(&read(name)).unwrap()
}

#[test]
fn hooks_judge_the_whole_deployment_when_a_file_of_it_changes() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_array().unwrap();
    assert_eq!(hooks.len(), 2);
    for hook in hooks {
        assert_eq!(hook["entry"], "wdectl check");
        assert_eq!(hook["pass_filenames"], false);
        let files = Regex::new(hook["files"].as_str().unwrap()).unwrap();
        for name in ["a.toml", "x/b.yaml", "b.yml", "c.json", "d.cfg", "e.conf", "f.xml", "g.csv"] {
            assert!(files.is_match(name), "{name}");
        }
        assert!(!files.is_match("README.md"));
    }
}

#[test]
fn the_action_and_the_job_use_options_that_there_are() {
    let help = answer(0, &["check", "--help"]) + &answer(0, &["chat", "run", "--help"]);
    let mut seen = 0;
    for name in ["action.yml", "ci/gitlab.yml", "docs/ci.md"] {
        let text = read(name);
        for line in
            text.lines().filter(|line| line.contains("wdectl check") || line.contains("wdectl chat run"))
        {
            for option in line.split([' ', '`']).filter(|word| word.starts_with("--")) {
                seen += 1;
                assert!(help.contains(option), "{name}: {option}");
            }
        }
    }
    assert!(seen > 8, "{seen}");
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_array().unwrap();
    assert!(steps.iter().all(|step| step["shell"] == "bash" && step["run"].is_string()), "{steps:?}");
    // What comes from outside reaches the shell as a variable, never as a part of the script.
    assert!(steps.iter().all(|step| !step["run"].as_str().unwrap().contains("${{")), "{steps:?}");
    for input in text_between(&read("action.yml"), "inputs.", " ") {
        assert!(action["inputs"].get(&input).is_some(), "{input}");
    }
    assert_eq!(yaml("ci/gitlab.yml")["wdectl"]["artifacts"]["when"], "always");
}

/// Runs a script of a step as a build server does: with bash, and wdectl in its path.
fn run(script: &str, variables: &[(&str, &str)]) -> Output {
    let wdectl = std::path::Path::new(env!("CARGO_BIN_EXE_wdectl"));
    let path = format!("{}:{}", wdectl.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let variables = variables.iter().copied().chain([("PATH", path.as_str())]);
    Command::new("bash")
        .args(["-eo", "pipefail", "-c", script])
        .envs(variables)
        .current_dir(root())
        .output()
        .unwrap()
}

#[test]
fn the_steps_of_the_action_judge_and_play_and_end_by_the_answer() {
    let action = yaml("action.yml");
    let script = |name: &str| {
        let steps = action["runs"]["steps"].as_array().unwrap();
        steps.iter().find(|step| step["name"] == name).unwrap()["run"].as_str().unwrap().to_owned()
    };
    let check = |folder: &str, more: &str| {
        let ran = run(&script("Check"), &[("SOURCE", "here"), ("DEPLOYMENT", folder), ("MORE", more)]);
        (ran.status.code().unwrap(), out(&ran))
    };
    let (status, told) = check(BROKEN, "");
    assert_eq!(status, 1);
    assert!(told.starts_with("::add-matcher::here/.github/wdectl-matcher.json\n"), "{told}");
    assert!(
        told.ends_with("::remove-matcher owner=wdectl::\n::remove-matcher owner=wdectl-info::\n"),
        "{told}"
    );
    assert_eq!(told.lines().filter(|line| line.contains(" error[")).count(), 22, "{told}");
    assert_eq!(check(ACME, "--fail-on info --no-such-option").0, 2, "more arguments are arguments");
    assert_eq!(check(ACME, "").0, 0);
    let play = |folder: &str, scenarios: &str| {
        run(&script("Play scenarios"), &[("DEPLOYMENT", folder), ("SCENARIOS", scenarios)])
            .status
            .code()
            .unwrap()
    };
    assert_eq!(play(ACME, &format!("{ACME}/scenarios")), 0);
    assert_eq!(play(ACME, "no-such-folder"), 2);
}

#[test]
fn the_job_writes_its_report_and_ends_by_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let job = yaml("ci/gitlab.yml");
    let script = job["wdectl"]["script"][0].as_str().unwrap().to_owned();
    let report = job["wdectl"]["artifacts"]["reports"]["codequality"].as_str().unwrap();
    assert!(script.contains(report));
    let path = folder.path().join(report);
    let script = script.replace(report, path.to_str().unwrap());
    let ran = run(&script, &[("WDECTL_DEPLOYMENT", BROKEN), ("WDECTL_ARGS", "--fail-on warning")]);
    assert_eq!(ran.status.code(), Some(1));
    let entries: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(entries.as_array().unwrap().len(), 54);
}

fn text_between(text: &str, before: &str, behind: &str) -> Vec<String> {
    text.split(before).skip(1).filter_map(|rest| Some(rest.split(behind).next()?.to_owned())).collect()
}
