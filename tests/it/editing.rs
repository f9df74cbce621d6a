//! Beginning a deployment and working on it: `init`, `check --stdin-filename`, `check --watch`.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::commands::{answer, err, out, refusal, root};

const ACME: &str = "fixtures/deployments/acme";

#[test]
fn a_new_deployment_is_clean_ready_and_proved() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("a/new");
    let path = new.to_str().unwrap();
    let text = answer(0, &["init", path]);
    for file in ["wdectl.toml", "deployment.yaml", "scenarios/hold.yaml"] {
        assert!(text.contains(&format!("wrote {path}/{file}\n")), "{text}");
    }
    assert!(
        answer(0, &["check", path, "--fail-on", "info"]).starts_with("clean: 1 file, 9 objects, 2 agents")
    );
    answer(0, &["chat", "ready", "-d", path, "--all"]);
    assert_eq!(answer(0, &["chat", "run", "-d", path, path]), "1 passed\n");
    let verdict = answer(0, &["chat", "verify", "-d", path]);
    assert!(verdict.contains("\n10 proved;"), "{verdict}");
    let coverage = answer(0, &["check", path, "--show-settings"]);
    assert!(coverage.contains("wdectl.toml") && !coverage.contains("# changed"), "{coverage}");
}

#[test]
fn every_commented_setting_of_a_new_deployment_can_be_switched_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    answer(0, &["init", path]);
    let file = folder.path().join("wdectl.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let is_setting = |line: &str| line.starts_with("# [") || (line.starts_with("# ") && line.contains(" = "));
    let on: String = text
        .lines()
        .filter(|line| is_setting(line) && !line.contains("site.toml") && !line.contains("baseline.json"))
        .map(|line| format!("{}\n", &line[2..]))
        .collect();
    assert_eq!(on.lines().count(), 13, "{on}");
    std::fs::write(&file, on).unwrap();
    let shown = answer(0, &["check", path, "--show-settings"]);
    assert!(!shown.contains("# changed"), "the values shown are the defaults: {shown}");
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    std::fs::write(folder.path().join("wdectl.toml"), "# mine\n").unwrap();
    let told = refusal(&["init", path]);
    assert!(
        told.contains(&format!("`{path}/wdectl.toml` is there already, and nothing is overwritten")),
        "{told}"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    std::fs::remove_file(folder.path().join("wdectl.toml")).unwrap();
    answer(0, &["init", path]);
    let told = refusal(&["init", path]);
    assert!(told.contains("deployment.yaml` and `") && told.contains("are there already"), "{told}");
}

fn from_editor(args: &[&str], text: &str) -> Output {
    assert_cmd::Command::new(assert_cmd::cargo_bin!("wdectl"))
        .current_dir(root())
        .args(["check", "--format", "concise", "--stdin-filename"])
        .args(args)
        .write_stdin(text)
        .output()
        .unwrap()
}

#[test]
fn a_text_stands_for_its_file_of_the_deployment() {
    let file = format!("{ACME}/tenants.toml");
    let saved = std::fs::read_to_string(root().join(&file)).unwrap();
    let same = from_editor(&[&file], &saved);
    assert_eq!((same.status.code(), out(&same)), (Some(0), String::new()));
    let edited = saved.replacen("chat-hold-acme", "chat-hold-acne", 1);
    let line = edited.lines().position(|line| line.contains("chat-hold-acne")).unwrap() + 1;
    for more in [&[][..], &["-d", ACME], &[ACME]] {
        let told = from_editor(&[&[file.as_str()], more].concat(), &edited);
        assert_eq!(told.status.code(), Some(1), "{}", err(&told));
        let place = format!("{file}:{line}:");
        let text = out(&told);
        assert!(
            text.contains(&place) && text.contains("there is no script `chat-hold-acne`"),
            "{more:?} {text}"
        );
    }
    assert_eq!(std::fs::read_to_string(root().join(&file)).unwrap(), saved);
}

#[test]
fn a_file_that_was_never_saved_takes_part_and_one_without_deployment_is_judged_alone() {
    let told = from_editor(
        &[&format!("{ACME}/agents/new.yaml")],
        "agents: [{username: new, agent-groups: [nobody]}]\n",
    );
    assert!(out(&told).starts_with(&format!("{ACME}/agents/new.yaml:1:")), "{}{}", out(&told), err(&told));
    // The scenarios of a deployment are no part of it.
    let quiet =
        from_editor(&[&format!("{ACME}/scenarios/new.yaml")], "agents: [{username: new, rols: []}]\n");
    assert_eq!(out(&quiet), "");
    let folder = tempfile::tempdir().unwrap();
    let alone = folder.path().join("alone.yaml");
    std::fs::write(folder.path().join("other.yaml"), "agents: [{username: o, rols: []}]\n").unwrap();
    let told = out(&from_editor(&[alone.to_str().unwrap()], "agents: [{username: a, rols: []}]\n"));
    assert!(told.contains("alone.yaml:1:") && !told.contains("other.yaml"), "{told}");
    let refused = from_editor(&[alone.to_str().unwrap(), "--fix"], "");
    assert_eq!(refused.status.code(), Some(2));
}

/// A `check --watch` that runs.
struct Watch {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Watch {
    fn start(folder: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(assert_cmd::cargo_bin!("wdectl"))
            .args(["check", "--watch"])
            .args(more)
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// The next line that begins with `begin`.
    fn line(&mut self, begin: &str) -> String {
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "it ended before `{begin}`");
            if line.starts_with(begin) {
                return line;
            }
        }
    }

    /// Ends it as Ctrl+C does.
    fn end(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

const GOOD: &str = "tenants: [{name: T}]\nagent-groups: [{name: G, agents: [ana]}]\nagents: [ana]\n";

#[test]
fn a_change_is_judged_and_the_end_has_the_last_exit() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.yaml");
    std::fs::write(&file, GOOD).unwrap();
    let mut watch = Watch::start(folder.path(), &["--ignore", "agent-without-role"]);
    watch.line("clean: 1 file");
    std::fs::write(&file, GOOD.replace("[ana]}", "[anna]}")).unwrap();
    watch.line("error[");
    watch.line("1 error: ");
    std::fs::write(&file, GOOD).unwrap();
    watch.line("clean: 1 file");
    std::fs::write(folder.path().join("b.yaml"), "agents: [{username: ben, agent-groups: [nobody]}]\n")
        .unwrap();
    watch.line("1 error: 2 files");
    std::fs::write(folder.path().join("wdectl.toml"), "[rules]\nunknown-reference = 'off'\n").unwrap();
    watch.line("clean: 2 files");
    std::fs::write(folder.path().join("wdectl.toml"), "[rules\n").unwrap();
    std::fs::remove_file(folder.path().join("wdectl.toml")).unwrap();
    watch.line("1 error: 2 files");
    assert_eq!(watch.end(), Some(1));
    assert!(refusal(&["check", "--watch", "no-such-folder"]).contains("there is no file or folder"));
    assert!(refusal(&["check", "--watch", "--select", "sintax"]).contains("did you mean `syntax`?"));
}

#[test]
fn a_save_is_answered_at_once_with_a_thousand_agents() {
    let folder = tempfile::tempdir().unwrap();
    for part in 0..20 {
        let agents: String =
            (0..50).map(|at| format!("- {{username: a{part}-{at}, agent-groups: [G]}}\n")).collect();
        std::fs::write(folder.path().join(format!("p{part}.yaml")), format!("agents:\n{agents}")).unwrap();
    }
    let file = folder.path().join("groups.yaml");
    let text = |about: usize| {
        format!("tenants: [{{name: T}}]\nagent-groups: [{{name: G, description: d{about}}}]\n")
    };
    std::fs::write(&file, text(0)).unwrap();
    let mut watch = Watch::start(folder.path(), &["--ignore", "agent-without-role"]);
    watch.line("clean: 21 files, 1002 objects, 1000 agents");
    let mut best = Duration::MAX;
    for round in 1..6 {
        let begun = Instant::now();
        std::fs::write(&file, text(round)).unwrap();
        watch.line("clean: 21 files");
        best = best.min(begun.elapsed());
    }
    println!("answered after {best:?}");
    assert_eq!(watch.end(), Some(0));
}
