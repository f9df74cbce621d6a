//! A baseline from its first writing to an entry that is gone, on a copy of Acme's broken twin.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::commands::{answer, err, out, refusal, root, valid, wdectl};

/// A copy of the broken twin, and its baseline.
struct Site {
    folder: TempDir,
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some() {
            found.push(path);
        }
    }
    found.sort();
    found
}

impl Site {
    fn broken() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        let from = root().join("fixtures/deployments/acme-broken");
        for path in files(&from) {
            let to = site.path(path.strip_prefix(&from).unwrap().to_str().unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(path, to).unwrap();
        }
        site
    }

    /// One agent group with an option that is not there and two members that are not.
    fn small() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.write(
            "groups.yaml",
            "agent-groups:\n- name: Chat\n  agents: [ana, bob]\n  options:\n    interaction-workspace:\n      \
             chat.on-hold-quue: q\n",
        );
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Standard output of `check` with the site's baseline; it must end with this status.
    fn check(&self, status: i32, more: &[&str]) -> String {
        let (folder, baseline) = (self.path(""), self.path("baseline.json"));
        let args = ["check", folder.to_str().unwrap(), "--baseline", baseline.to_str().unwrap()];
        answer(status, &[&args[..], more].concat())
    }

    /// The rules of the findings, by `check`.
    fn rules(&self, status: i32, more: &[&str]) -> Vec<String> {
        let text = self.check(status, &[&["--format", "json"], more].concat());
        let report: Value = serde_json::from_str(&text).unwrap();
        valid("check", &report);
        let findings = report["diagnostics"].as_array().unwrap();
        findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn what_is_there_is_known_wherever_it_moves() {
    let site = Site::broken();
    let folder = site.path("");
    let plain = answer(1, &["check", folder.to_str().unwrap(), "--format", "concise"]);
    let count = plain.lines().count();
    // The run that writes still tells all that no baseline knows yet.
    assert_eq!(site.check(1, &["--write-baseline", "--format", "concise"]), plain);
    let written = site.read("baseline.json");
    valid("baseline", &serde_json::from_str(&written).unwrap());
    let clean = site.check(0, &["--fail-on", "info"]);
    let verdict = "nothing found in what could be read: ";
    assert!(clean.starts_with(verdict) && clean.lines().count() == 1, "{clean}");
    assert!(clean.ends_with(&format!("; {count} known findings in baseline\n")), "{clean}");
    let report: Value = serde_json::from_str(&site.check(0, &["--format", "json"])).unwrap();
    valid("check", &report);
    assert_eq!(report["summary"]["baselined"], count);
    // Every line moves.
    for path in files(&folder).iter().filter(|path| !path.ends_with("baseline.json")) {
        let head = match path.extension().unwrap().to_str().unwrap() {
            "json" => "\n\n",
            "cfg" => "; moved\n\n",
            _ => "# moved\n\n",
        };
        let text = fs::read(path).unwrap();
        fs::write(path, [head.as_bytes(), &text].concat()).unwrap();
    }
    assert_eq!(site.check(0, &["--fail-on", "info"]), clean);
    // Written again it is the same, and when it is judged by single rules, too.
    site.check(0, &["--write-baseline"]);
    assert_eq!(site.read("baseline.json"), written);
    site.check(0, &["--write-baseline", "--select", "unknown-option,stale-baseline"]);
    assert_eq!(site.read("baseline.json"), written);
    site.check(0, &["--write-baseline", "--ignore", "unknown-option"]);
    assert_eq!(site.read("baseline.json"), written);
}

#[test]
fn what_is_mended_is_told_until_it_is_forgotten_and_what_is_new_at_once() {
    let site = Site::broken();
    site.check(1, &["--write-baseline"]);
    let before = site.read("baseline.json");
    let groups = site.read("groups/acme.yaml");
    assert_eq!(groups.matches("chat.on-hold-quue").count(), 1);
    let mended: Vec<&str> = groups.lines().filter(|line| !line.contains("chat.on-hold-quue")).collect();
    site.write("groups/acme.yaml", &(mended.join("\n") + "\n"));
    let gone = before
        .lines()
        .position(|line| line.contains("\"unknown-option\"") && line.contains("chat.on-hold-quue"))
        .unwrap();
    let told = site.check(0, &["--format", "concise"]);
    assert!(told.contains(&format!("baseline.json:{}:5: warning[stale-baseline] ", gone + 1)), "{told}");
    assert_eq!(site.rules(1, &["--fail-on", "warning"]), ["stale-baseline"]);
    // A rule that does not run is not missed.
    assert_eq!(site.rules(0, &["--ignore", "unknown-option"]), Vec::<String>::new());
    assert_eq!(site.rules(0, &["--select", "unknown-option"]), Vec::<String>::new());
    assert_eq!(site.rules(0, &["--select", "stale-baseline"]), ["stale-baseline"]);
    site.check(0, &["--write-baseline"]);
    let without: String = before
        .lines()
        .enumerate()
        .filter(|(at, _)| *at != gone)
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    assert_eq!(site.read("baseline.json"), without);
    assert_eq!(site.rules(0, &[]), Vec::<String>::new());
    // The old mistake is new now.
    site.write("groups/acme.yaml", &groups);
    assert_eq!(site.rules(1, &["--fail-on", "warning"]), ["unknown-option"]);
}

#[test]
fn of_findings_alike_those_beyond_the_count_are_new() {
    let site = Site::small();
    assert_eq!(
        site.rules(1, &["--write-baseline"]),
        ["dangling-member", "dangling-member", "unknown-option"]
    );
    let entry = "    {\"rule\": \"dangling-member\", \"object\": \"agent-group/Chat\", \"count\": 2},\n";
    assert!(site.read("baseline.json").contains(entry));
    let groups = site.read("groups.yaml");
    site.write("groups.yaml", &groups.replace("bob", "bob, cem"));
    let told = site.check(1, &[]);
    assert!(told.contains("`cem`") && !told.contains("`bob`"), "{told}");
    assert!(told.contains("2 like this are in the baseline; this is one more than that"), "{told}");
    // What is suppressed is not known, and what is known may be suppressed: then it is known in vain.
    site.write("groups.yaml", &groups.replace("- name", "# wdectl: allow(dangling-member) soon\n- name"));
    assert_eq!(site.rules(0, &[]), ["stale-baseline"]);
    let told = site.check(0, &["--write-baseline"]);
    assert!(told.ends_with("; 1 known finding in baseline; 2 findings suppressed\n"), "{told}");
    assert!(!site.read("baseline.json").contains("dangling-member"));
}

#[test]
fn the_settings_name_it_and_it_is_no_part_of_the_deployment() {
    let site = Site::small();
    site.write("wdectl.toml", "baseline = \"known/baseline.json\"\n");
    fs::create_dir(site.path("known")).unwrap();
    site.write("odd.yaml", "rota: x\n");
    let folder = site.path("").to_str().unwrap().to_owned();
    let refused = refusal(&["check", &folder]);
    assert!(refused.contains("baseline.json`; --write-baseline makes it"), "{refused}");
    let output = wdectl(&["check", &folder, "--write-baseline"]);
    assert!(err(&output).ends_with("known/baseline.json` knows 4 findings now\n"), "{}", err(&output));
    assert!(site.read("known/baseline.json").contains("\"file\": \"../odd.yaml\""));
    assert!(answer(0, &["check", &folder]).starts_with("clean: 2 files"));
    assert!(answer(0, &["check", &folder, "--show-files"]).lines().all(|line| !line.contains("baseline")));
    // Wherever one stands.
    let output = assert_cmd::Command::new(assert_cmd::cargo_bin!("wdectl"))
        .current_dir(site.path("known"))
        .args(["check", "..", "--fail-on", "info"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", out(&output));
}

#[test]
fn a_baseline_that_cannot_be_used_is_refused() {
    let site = Site::small();
    let (folder, baseline) = (site.path(""), site.path("baseline.json"));
    let (folder, baseline) = (folder.to_str().unwrap(), baseline.to_str().unwrap());
    let refused = refusal(&["check", folder, "--write-baseline"]);
    assert!(refused.contains("name it with --baseline FILE, or with `baseline` in wdectl.toml"), "{refused}");
    let refused = refusal(&["check", folder, "--baseline", baseline]);
    assert!(refused.contains("there is no baseline") && refused.contains("--write-baseline makes it"));
    for (text, told) in [
        ("{\"version\": 1,\n \"findings\": [{\"rul\": \"x\"}]}", "baseline.json:2:16: "),
        ("{\"version\": 1,", "baseline.json:1:"),
        ("version: 1\n", "baseline.json:1:1: "),
    ] {
        site.write("baseline.json", text);
        for more in [&[][..], &["--write-baseline"]] {
            let refused = refusal(&[&["check", folder, "--baseline", baseline], more].concat());
            assert!(refused.contains(told) && refused.contains("broken baseline"), "{refused}");
            assert!(refused.contains("remove the file and write it anew"), "{refused}");
        }
        assert_eq!(site.read("baseline.json"), text);
    }
    let refused = refusal(&["check", folder, "--baseline", "no/such/folder.json", "--write-baseline"]);
    assert!(refused.contains("cannot write `no/such/folder.json`"), "{refused}");
}
