//! Transcripts: in which files, in which shape, and that they can be played again.

use std::path::Path;

use serde_json::Value;
use wdectl::dryrun::{Entry, Outcome, Scenario};
use wdectl::report::{Played, transcript};

use super::chat::fixture;
use super::commands::{answer, refusal, valid};
use super::dryrun::{World, removals};

const ACME: &str = "fixtures/deployments/acme";

fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn each_scenario_has_a_transcript_in_two_forms() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("not/there/yet");
    let path = inner.to_str().unwrap();
    answer(0, &["chat", "run", ACME, "--transcript", path]);
    let all = files(&inner);
    assert_eq!(all.len(), 2 * 92);
    for (_, text) in all.iter().filter(|(name, _)| name.ends_with(".jsonl")) {
        assert!(text.lines().count() > 1 && text.ends_with('\n'));
        for line in text.lines() {
            valid("chat-transcript", &serde_json::from_str(line).unwrap());
        }
    }
    for (name, text) in all.iter().filter(|(name, _)| name.ends_with(".md")) {
        assert!(text.contains("```mermaid\nsequenceDiagram\n"), "{name}");
    }
    // A name does not depend on what else is played, and a second run writes the same.
    let chosen = folder.path().join("chosen");
    let path = chosen.to_str().unwrap();
    answer(0, &["chat", "run", ACME, "--tag", "idle", "--transcript", path, "--jobs", "3"]);
    let chosen = files(&chosen);
    assert!(!chosen.is_empty() && chosen.iter().all(|file| all.contains(file)));
}

#[test]
fn the_twenty_five_hours_are_written_as_they_pass() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    answer(0, &["chat", "run", ACME, "--filter", "^an untouched chat", "--transcript", path]);
    let all = files(folder.path());
    let name = "idle-an-untouched-chat-on-hold-lives-twenty-five-hours";
    assert_eq!(all.len(), 2);
    for ((written, text), extension) in all.iter().zip(["jsonl", "md"]) {
        assert_eq!(written, &format!("{name}.{extension}"));
        let golden = fixture(&format!("twenty-five-hours.{extension}"));
        snapbox::assert_data_eq!(text.clone(), snapbox::Data::text(golden).raw());
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_no_answer() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().to_str().unwrap();
    assert!(refusal(&["chat", "run", ACME, "--transcript", path]).contains("cannot make the folder"));
}

/// The steps of a transcript as a scenario: each command once, and the refusals expected.
fn as_scenario(number: usize, transcript: &[Entry]) -> String {
    let mut text = format!("  - name: \"{number}\"\n    steps:\n");
    for entries in transcript.chunk_by(|left, right| left.step == right.step) {
        text.push_str(&format!("      - {}\n", entries[0].command));
        if let Some(refusal) = entries.iter().find_map(|entry| entry.refusal.as_ref()) {
            text.push_str(&format!("        refused: {{because: {}}}\n", refusal.because));
        }
    }
    text
}

fn lines(number: usize, outcome: &Outcome) -> String {
    let (name, file) = (number.to_string(), String::new());
    let transcript_of = outcome.transcript.clone();
    let played = Played { name, file, transcript: transcript_of, failure: None, is_mistake: false };
    let mut bytes = Vec::new();
    transcript(&played, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_transcript_played_again_is_the_same_to_the_byte() {
    let world = World::of(ACME);
    let scenarios = world.scenarios();
    // As they are, and with something taken away, so that some of them end early.
    let removed = removals(&world);
    let edits = std::iter::once(None).chain(removed.iter().step_by(5).map(Some));
    let mut ended_early = 0;
    for edit in edits {
        let played = world.play(edit, &scenarios);
        ended_early += played.iter().filter(|outcome| outcome.failure.is_some()).count();
        let texts =
            played.iter().enumerate().map(|(number, outcome)| as_scenario(number, &outcome.transcript));
        let text = format!("scenarios:\n{}", texts.collect::<String>());
        let again: Vec<Scenario> = world.scenarios_of(&text);
        let replayed = world.play(edit, &again);
        assert_eq!(replayed.len(), played.len());
        for (number, (first, second)) in played.iter().zip(&replayed).enumerate() {
            assert_eq!(lines(number, first), lines(number, second), "{}", scenarios[number].name);
        }
    }
    assert!(ended_early > 15, "{ended_early}");
}

#[test]
fn texts_that_need_quotes_can_be_played_again() {
    let world = World::of(ACME);
    let text = "scenarios:\n  - name: one\n    steps:\n      - start: {chat: 'a: \"b\" \\ #1', async: true, \
                queue: chat-greet, user-data: {'x: y': \"é\\u0301\\t\\0\", z: ''}}\n      \
                - message: {chat: 'a: \"b\" \\ #1', text: '- @%'}\n";
    let first = world.play(None, &world.scenarios_of(text));
    let again = format!("scenarios:\n{}", as_scenario(1, &first[0].transcript));
    let second = world.play(None, &world.scenarios_of(&again));
    assert_eq!(lines(1, &first[0]), lines(1, &second[0]));
    let document: Value = serde_json::from_str(lines(1, &first[0]).lines().nth(1).unwrap()).unwrap();
    assert!(document["command"].as_str().unwrap().contains(r#""a: \"b\" \\ #1""#), "{document}");
}
