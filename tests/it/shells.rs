//! Completions and manual pages: produced whole, and of a form that shells and `man` read.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use super::commands::{answer, refusal};

const COMMANDS: [&str; 10] =
    ["check", "resolve", "privilege", "shortcut", "chat", "diff", "import", "export", "schema", "init"];

/// Whether a program is here and finds no mistake in a script.
fn accepts(program: &str, args: &[&str], script: &str) -> Option<bool> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("script");
    std::fs::write(&file, script).unwrap();
    let run = Command::new(program).args(args).arg(&file).stderr(Stdio::inherit()).status();
    run.ok().map(|status| status.success())
}

#[test]
fn each_shell_has_its_completions_with_every_command() {
    for (shell, begins) in [
        ("bash", "_wdectl() {"),
        ("zsh", "#compdef wdectl"),
        ("fish", "# Print an optspec"),
        ("powershell", "\nusing namespace System.Management.Automation"),
    ] {
        let script = answer(0, &["completions", shell]);
        assert!(script.starts_with(begins), "{shell}: {}", &script[..200]);
        for command in COMMANDS {
            assert!(script.contains(command), "{shell} does not know {command}");
        }
        assert_eq!(script, answer(0, &["completions", shell]), "{shell}");
    }
    assert!(refusal(&["completions", "tcsh"]).contains("invalid value 'tcsh'"));
}

#[test]
fn shells_that_are_here_read_their_completions() {
    for (program, args, shell) in [("bash", "-n", "bash"), ("zsh", "-n", "zsh"), ("fish", "-n", "fish")] {
        if let Some(is_good) = accepts(program, &[args], &answer(0, &["completions", shell])) {
            assert!(is_good, "{shell}");
        }
    }
    assert_eq!(accepts("bash", &["-n"], "_wdectl() {\n"), Some(false), "a broken script is told");
}

#[test]
fn bash_completes_commands_options_and_values() {
    let completed = |words: &str| {
        let last = words.split(' ').count() - 1;
        let script = format!(
            "{}\nCOMP_WORDS=({words}); COMP_CWORD={last}\n\
             _wdectl wdectl \"${{COMP_WORDS[{last}]}}\" \"${{COMP_WORDS[{last}-1]}}\"\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
            answer(0, &["completions", "bash"])
        );
        // As a file: one argument may not be as long.
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("complete.bash");
        std::fs::write(&file, script).unwrap();
        let output = Command::new("bash").arg("--norc").arg(&file).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(completed("wdectl comp"), "completions\n");
    assert_eq!(completed("wdectl check --unsafe"), "--unsafe-fixes\n");
    assert_eq!(completed("wdectl schema scen"), "scenario\n");
}

/// Where fish is here.
#[test]
fn fish_completes_commands_options_and_values() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wdectl.fish");
    std::fs::write(&file, answer(0, &["completions", "fish"])).unwrap();
    let completed = |line: &str| {
        let command = format!("source {}; complete -C '{line}'", file.display());
        let output = Command::new("fish").args(["--no-config", "-c", &command]).output().ok()?;
        Some(String::from_utf8(output.stdout).unwrap())
    };
    for (line, words) in [
        ("wdectl compl", &["completions"][..]),
        ("wdectl check --unsafe", &["--unsafe-fixes"]),
        ("wdectl schema scen", &["scenario"]),
        ("wdectl completions ", &["bash", "elvish", "fish", "powershell", "zsh"]),
    ] {
        let Some(completed) = completed(line) else { return };
        let found: Vec<&str> = completed.lines().filter_map(|line| line.split('\t').next()).collect();
        assert_eq!(found, words, "{line}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("man1");
    answer(0, &["man", "-o", path.to_str().unwrap()]);
    let names: BTreeSet<String> = std::fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for command in COMMANDS {
        assert!(names.contains(&format!("wdectl-{command}.1")), "{command}: {names:?}");
    }
    assert!(names.contains("wdectl-chat-verify.1") && names.contains("wdectl-option-show.1"), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("help")), "{names:?}");
    for name in &names {
        let page = std::fs::read_to_string(path.join(name)).unwrap();
        let title = page.lines().find(|line| line.starts_with(".TH ")).unwrap();
        assert_eq!(title.split(' ').nth(1), name.strip_suffix(".1"), "{title}");
        assert!(page.contains("\n.SH NAME\n") && page.contains("\n.SH SYNOPSIS\n"), "{name}");
    }
    let first = answer(0, &["man"]);
    assert_eq!(first, std::fs::read_to_string(path.join("wdectl.1")).unwrap());
}
