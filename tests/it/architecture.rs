//! The house: a room may name only rooms on a lower floor.

use std::fs;
use std::path::{Path, PathBuf};

/// Floors from the ground up.
const FLOORS: [&[&str]; 8] = [
    &["text", "names", "shortcut", "explore", "threads"],
    &["diagnostic", "chat"],
    &["catalogue", "deployment"],
    &["resolve", "privilege"],
    &["behaviour"],
    &["lint", "dryrun", "diff"],
    &["report"],
    &["cli"],
];

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The rooms that a text names by `crate::room` or `crate::{room, ..}`.
fn named(text: &str) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for rest in line.split("crate::").skip(1) {
            let word = |text: &str| -> String {
                text.chars().take_while(|next| next.is_alphanumeric() || *next == '_').collect()
            };
            if let Some(group) = rest.strip_prefix('{') {
                names.extend(group.split(',').map(|part| (at + 1, word(part.trim()))));
            } else {
                names.push((at + 1, word(rest)));
            }
        }
    }
    names
}

/// Every use of a room that is not on a lower floor, as `file:line: room -> room`.
fn faults(file: &str, room: &str, text: &str) -> Vec<String> {
    let own = floor(room).unwrap_or_else(|| panic!("the room `{room}` stands on no floor"));
    named(text)
        .into_iter()
        .filter_map(|(line, other)| {
            let below = floor(&other)?;
            (below >= own && other != room).then(|| format!("{file}:{line}: {room} -> {other}"))
        })
        .collect()
}

#[test]
fn no_room_names_a_room_on_its_floor_or_above() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    files.sort();
    let mut found = Vec::new();
    for path in files {
        let inside = path.strip_prefix(&src).unwrap();
        let Some(room) = inside.parent().and_then(|folder| folder.iter().next()) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        found.extend(faults(&inside.display().to_string(), room.to_str().unwrap(), &text));
    }
    assert!(found.is_empty(), "rooms must name only rooms on lower floors:\n{}", found.join("\n"));
}

#[test]
fn an_upward_and_a_sideways_name_are_found() {
    let text =
        "use crate::report::Human;\nuse crate::{names, catalogue::Catalogue};\nuse crate::names::Symbol;";
    assert_eq!(
        faults("x.rs", "deployment", text),
        ["x.rs:1: deployment -> report", "x.rs:2: deployment -> catalogue"]
    );
}

#[test]
fn files_are_short_and_mod_files_hold_no_logic() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        assert!(lines <= 450, "{} has {lines} lines: two reasons to change?", path.display());
        if path.ends_with("mod.rs") && !path.ends_with("tests/mod.rs") {
            let logic = text.lines().any(|line| line.contains("fn ") && line.trim_end().ends_with('{'));
            assert!(!logic, "{} holds logic", path.display());
        }
    }
}
