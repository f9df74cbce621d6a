//! `--output FORMAT=FILE`.

use std::os::unix::fs::FileTypeExt as _;

use super::super::commands::{ACME, BROKEN, answer, err, out, refusal, wdectl};
use super::{FORMATS, broken};

#[test]
fn every_format_at_once_is_what_each_alone_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut args = vec!["check".to_owned(), BROKEN.to_owned(), "--fail-on=never".to_owned()];
    for (format, file) in FORMATS {
        args.extend(["--output".to_owned(), format!("{format}={}", folder.path().join(file).display())]);
    }
    args.extend(["--color", "always", "--format", "concise"].map(str::to_owned));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    assert_eq!(answer(0, &args), broken("concise"));
    for (format, file) in FORMATS {
        let written = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert_eq!(written, broken(format), "{format}");
    }
}

#[test]
fn a_report_that_cannot_be_written_leaves_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    for (path, first_word) in [(ACME, "clean"), (BROKEN, "error")] {
        let args = [
            "check",
            path,
            "--output",
            &format!("json={}", at("no/such/folder.json")),
            "--output",
            &format!("sarif={}", at("")),
            "--output",
            &format!("gitlab={}", at("gitlab.json")),
        ];
        let output = wdectl(&args);
        assert_eq!(output.status.code(), Some(2));
        assert!(out(&output).starts_with(first_word));
        assert_eq!(err(&output).matches("error: cannot write `").count(), 2, "{}", err(&output));
        let alone = wdectl(&["check", path, "--format", "gitlab"]);
        assert_eq!(std::fs::read_to_string(at("gitlab.json")).unwrap(), out(&alone));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "something is left over");
}

#[test]
fn a_report_is_no_part_of_the_deployment() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    std::fs::write(folder.path().join("a.yaml"), "tenants: [{name: T}]\n").unwrap();
    let output = format!("json={path}/report.json");
    let first = answer(0, &["check", path, "--output", &output]);
    assert_eq!(answer(0, &["check", path, "--output", &output]), first);
    assert!(first.starts_with("clean: 1 file"), "{first}");
}

#[test]
fn a_link_stays_a_link_and_a_device_a_device() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("real.json"), "old").unwrap();
    std::os::unix::fs::symlink("real.json", at("link.json")).unwrap();
    let link = format!("gitlab={}", at("link.json").display());
    answer(0, &["check", ACME, "--output", &link, "--output", "json=/dev/null"]);
    assert_eq!(std::fs::read_to_string(at("real.json")).unwrap(), "[]\n");
    assert!(std::fs::symlink_metadata(at("link.json")).unwrap().is_symlink());
    assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_done() {
    for (args, said) in [
        (&["check", ACME, "--output", "jsn=x"][..], "`jsn` is no format; did you mean `json`?"),
        (&["check", ACME, "--output", "nonsense=x"], "the formats are human, concise, grouped"),
        (&["check", ACME, "--output", "report.json"], "write it as FORMAT=FILE"),
        (&["check", ACME, "--output", "json="], "name a file after `=`"),
        (&["check", ACME, "--output", "json=-"], "standard output is what --format is for"),
        (&["check", ACME, "--output", "json=x", "--output", "sarif=./x"], "--output names `x` twice"),
        (
            &["check", ACME, "--output", "csv=x"],
            "no format `csv` here: check has the formats human, grouped,",
        ),
        (
            &["resolve", "--all", "--format", "sarif"],
            "resolve has the formats human, table, json, jsonl, csv and yaml",
        ),
        (&["privilege", "matrix", "--format", "json"], "privilege matrix has the formats human and table"),
        (&["chat", "session", "-d", ACME, "--output", "json=x"], "chat session writes no reports"),
        (&["option", "learn", "x", "--format", "json"], "option learn has one form only"),
    ] {
        let text = refusal(args);
        assert!(text.contains(said), "{args:?} said: {text}");
    }
    assert!(!std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("x").exists());
}

#[test]
fn every_command_writes_its_answer_to_files_too() {
    let folder = tempfile::tempdir().unwrap();
    for (args, formats) in [
        (&["resolve", "-d", ACME, "--all"][..], &["json", "csv", "yaml", "table"][..]),
        (&["privilege", "graph"], &["dot", "mermaid", "table"]),
        (&["shortcut", "list", "-d", ACME, "--agent", "ana.ruiz"], &["json", "table"]),
        (&["chat", "run", "-d", ACME], &["json", "junit", "tap", "human"]),
        (&["chat", "ready", "-d", ACME], &["json"]),
        (&["show", "-d", ACME, "agent/ana.ruiz"], &["yaml", "json"]),
    ] {
        let mut asked = args.to_vec();
        let outputs: Vec<String> = formats
            .iter()
            .map(|format| format!("{format}={}", folder.path().join(format).display()))
            .collect();
        outputs.iter().for_each(|output| asked.extend(["--output", output]));
        let (plain, both) = (wdectl(args), wdectl(&asked));
        assert_eq!(both, plain, "{args:?}");
        for format in formats {
            let written = std::fs::read_to_string(folder.path().join(format)).unwrap();
            assert_eq!(written, out(&wdectl(&[args, &["--format", format]].concat())), "{args:?} {format}");
        }
    }
}

#[test]
fn standard_input_is_read_once_for_all_reports() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("parsed.json");
    let output = assert_cmd::Command::new(assert_cmd::cargo_bin!("wdectl"))
        .args(["shortcut", "parse", "--output", &format!("json={}", file.display())])
        .write_stdin("Ctrl+Alt+V\n")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let document = super::json(&std::fs::read_to_string(&file).unwrap());
    assert_eq!(document["shortcuts"][0]["input"], "Ctrl+Alt+V");
}

#[test]
fn a_new_report_is_as_readable_as_any_new_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: std::path::PathBuf| std::fs::metadata(path).unwrap().permissions().mode();
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("report.json");
    answer(0, &["check", ACME, "--output", &format!("json={}", at.display())]);
    std::fs::write(folder.path().join("other"), "").unwrap();
    assert_eq!(mode(at), mode(folder.path().join("other")));
}

#[test]
fn people_are_shown_as_many_findings_as_they_ask_for_and_the_rest_is_counted() {
    let all: usize = 54;
    for format in ["human", "grouped"] {
        let whole = answer(1, &["check", BROKEN, "--format", format]);
        let summary = whole.rfind("\n\n").unwrap() + 1;
        for most in [1, 23, all - 1] {
            let text = answer(1, &["check", BROKEN, "--format", format, "--max-findings", &most.to_string()]);
            let s = if most + 1 == all { "" } else { "s" };
            let rest =
                format!("and {} more finding{s}, none of them worse\n{}", all - most, &whole[summary..]);
            assert!(text.ends_with(&rest), "{text}");
            // All 22 errors come before the first warning, each in its place.
            let shown = |word: &str| match format {
                "human" => text.matches(&format!("{word}[")).count(),
                _ => text.matches(&format!("  {word} ")).count(),
            };
            let expected = (most.min(22), most.saturating_sub(22).min(25), most.saturating_sub(47));
            assert_eq!((shown("error"), shown("warning"), shown("info")), expected, "{text}");
        }
        let args = ["check", BROKEN, "--format", format, "--max-findings", "54"];
        assert_eq!(answer(1, &args), whole);
    }
    let json = ["check", BROKEN, "--format", "json"];
    assert_eq!(answer(1, &[&json[..], &["--max-findings", "1"]].concat()), answer(1, &json));
    assert!(refusal(&["check", BROKEN, "--max-findings", "0"]).contains("write a whole number from 1 to"));
}
