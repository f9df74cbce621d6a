//! What makes wdectl at home in pipelines: the problem matcher, the hooks, the action, the job.

use regex::Regex;
use serde_json::Value;

use super::commands::{answer, root};

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

fn text_between(text: &str, before: &str, behind: &str) -> Vec<String> {
    text.split(before).skip(1).filter_map(|rest| Some(rest.split(behind).next()?.to_owned())).collect()
}
