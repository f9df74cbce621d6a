//! Annotations and the job summary of GitHub Actions.

use super::super::commands::{ACME, BROKEN, out, root};
use super::{broken, findings};

#[test]
fn the_worst_findings_are_annotations_and_the_rest_is_counted() {
    let text = broken("github");
    let lines: Vec<&str> = text.lines().collect();
    let (commands, more) = lines.split_at(lines.len() - 1);
    let form = regex::Regex::new(
        "^::(error|warning|notice) file=[^,:]+,line=[0-9]+(,col=[0-9]+,endColumn=[0-9]+|,endLine=[0-9]+),\
         title=wdectl%3A [a-z-]+::.+$",
    )
    .unwrap();
    let mut counts = [0; 3];
    let mut last = 0;
    for command in commands {
        let groups = form.captures(command).unwrap_or_else(|| panic!("{command}"));
        let at = ["error", "warning", "notice"].iter().position(|word| *word == &groups[1]).unwrap();
        assert!(at >= last, "{command} comes too late");
        (counts[at], last) = (counts[at] + 1, at);
    }
    let found = ["error", "warning", "info"]
        .map(|severity| findings().iter().filter(|finding| finding["severity"] == severity).count());
    assert_eq!(counts, found.map(|count| count.min(10)));
    let [errors, warnings, infos] = found.map(|count| count - count.min(10));
    assert!(errors > 1 && warnings > 1 && infos == 0, "the test needs more than ten of two kinds");
    assert_eq!(more, [format!("not shown as annotations: {errors} errors, {warnings} warnings")]);
}

fn with_summary(args: &[&str], file: &std::path::Path) -> std::process::Output {
    assert_cmd::Command::new(assert_cmd::cargo_bin!("wdectl"))
        .current_dir(root())
        .env("GITHUB_STEP_SUMMARY", file)
        .args(args)
        .output()
        .unwrap()
}

#[test]
fn the_job_summary_is_added_to_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("summary.md");
    std::fs::write(&file, "before\n").unwrap();
    let output = with_summary(&["check", BROKEN, "--format", "github"], &file);
    assert_eq!((output.status.code(), out(&output)), (Some(1), broken("github")));
    let report = folder.path().join("github.txt");
    let asked = format!("github={}", report.display());
    with_summary(&["check", ACME, "--output", &asked], &file);
    let expected = format!("before\n{}## wdectl check: clean\n", broken("markdown"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), expected);
    // No other format touches it.
    with_summary(&["check", BROKEN, "--format", "markdown"], &file);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), expected);
    let nowhere = folder.path().join("no/such/file.md");
    let output = with_summary(&["check", ACME, "--format", "github"], &nowhere);
    assert_eq!(output.status.code(), Some(2));
}
