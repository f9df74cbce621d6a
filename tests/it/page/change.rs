//! The change sheet says what `diff --behaviour` says.

use std::collections::BTreeMap;

use super::super::commands::{ACME, answer, out, refusal, root, wdectl};
use super::hostile::is_alone;
use super::{number, said, tree};

/// Acme with another name for a hold queue and a privilege less.
fn changed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let copy = |from: &std::path::Path, to: &std::path::Path| std::fs::copy(from, to).unwrap();
    let mut open = vec![(root().join(ACME), folder.path().to_owned())];
    while let Some((from, to)) = open.pop() {
        std::fs::create_dir_all(&to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            let below = to.join(entry.file_name());
            match entry.file_type().unwrap().is_dir() {
                true => open.push((entry.path(), below)),
                false => drop(copy(&entry.path(), &below)),
            }
        }
    }
    let edit = |name: &str, from: &str, to: &str| {
        let path = folder.path().join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{name}: {from}");
        std::fs::write(path, text.replace(from, to)).unwrap();
    };
    edit("scripts/acme.toml", "chat-hold-claims", "claims-hold");
    edit("agents/acme-l2.yaml", "chat-hold-claims", "claims-hold");
    edit("application/WDE_Main.cfg", "chat.on-hold-queue", "#chat.on-hold-queue");
    folder
}

#[test]
fn the_change_sheet_says_what_diff_says() {
    let new = changed();
    let new = new.path().to_str().unwrap();
    let written = answer(0, &["report", ACME, "-d", new, "-o", "-"]);
    let page = tree::read(&written);
    is_alone(&page);
    let diff = said(&["diff", ACME, new, "--behaviour"]);
    let sheet = page.id("change");
    let summary = &diff["summary"];
    let figures: Vec<u64> = sheet.classed("big").iter().map(|one| number(&one.text())).collect();
    let of = |key: &str| summary[key].as_u64().unwrap();
    let changes = diff["changes"].as_array().unwrap();
    let expected =
        [of("agents"), of("immediately"), of("at_next_interaction"), of("at_restart"), changes.len() as u64];
    assert_eq!(figures, expected);
    // Each change is named once, in the class of its review.
    let mut shown: BTreeMap<String, usize> = BTreeMap::new();
    for table in sheet.classed("sheet") {
        for row in table.rows() {
            *shown.entry(row[0].text()).or_default() += row[2].named("code").len();
        }
    }
    for review in ["security", "behavioural", "cosmetic"] {
        let count = summary["reviews"][review].as_u64().unwrap();
        assert_eq!(shown.get(review).copied().unwrap_or_default() as u64, count, "{review}");
    }
    let text = sheet.text();
    let stranded = diff["rollout"]["held_chat_survives_change"]["stranded"].as_array().unwrap();
    assert!(!stranded.is_empty());
    for one in stranded {
        assert!(text.contains(&one["message"].as_str().unwrap().replace('`', "")), "{one}\n{text}");
    }
    let behaviours = diff["behaviours"].as_array().unwrap();
    assert!(!behaviours.is_empty());
    for one in behaviours {
        let verb = one["verb"].as_str().unwrap();
        assert!(
            text.contains(&format!("can no longer {verb} here"))
                || text.contains(&format!("can now {verb} here"))
        );
    }
    for chapter in ["Order of the rollout", "The way back", "Chats on hold when this goes live"] {
        assert!(text.contains(chapter), "{chapter}");
    }
}

#[test]
fn a_change_that_cannot_be_compared_says_so() {
    let old = tempfile::tempdir().unwrap();
    std::fs::write(old.path().join("a.yaml"), "agents: [{username: ana.ruiz}]\n").unwrap();
    std::os::unix::fs::symlink("/proc/self/mem", old.path().join("b.yaml")).unwrap();
    let output = wdectl(&["report", old.path().to_str().unwrap(), "-d", ACME, "-o", "-"]);
    assert_eq!(output.status.code(), Some(2));
    let page = tree::read(&out(&output));
    let notice = page.id("change").classed("notice")[0].text();
    assert!(notice.contains("Not compared") && notice.contains("OLD: cannot read"), "{notice}");
    assert!(refusal(&["report", "nowhere", "-d", ACME, "-o", "-"]).contains("nowhere"));
}
