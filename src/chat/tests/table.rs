//! The table of rows is whole and speaks properly.

use std::collections::BTreeSet;

use super::super::*;

#[test]
fn every_row_has_its_number_and_a_name_of_its_own() {
    let names: BTreeSet<&str> = rows().map(|row| row.name).collect();
    assert_eq!((names.len(), rows().count()), (ROW_COUNT, ROW_COUNT));
    for (position, row) in rows().enumerate() {
        assert_eq!((row.id as usize, row.id.row().name), (position, row.name));
        let variant = format!("{:?}", row.id);
        assert_eq!(row.name.replace('-', ""), variant.to_lowercase(), "{} is named as its number", row.name);
        assert!(!row.source.is_empty(), "{} says where it is from", row.name);
        for text in [row.guard, row.effects, row.source] {
            assert!(!text.ends_with(['.', ' ', ';']) && !text.contains("  "), "{}: {text:?}", row.name);
        }
    }
}

#[test]
fn a_row_switched_by_an_assumption_says_so() {
    let switched: BTreeSet<Assumption> = rows().flat_map(|row| row.assumes).copied().collect();
    assert_eq!(switched.len(), ASSUMPTIONS.len(), "every assumption switches a row");
    let inferred = |name: &str| rows().any(|row| row.name == name && !row.assumes.is_empty());
    for name in ["done-closes-session", "hold-returns", "store", "second-puller-joins", "last-party-lost"] {
        assert!(inferred(name), "{name}");
    }
}

#[test]
fn every_state_is_reached_or_left_by_some_row() {
    let named: BTreeSet<State> = rows().flat_map(|row| row.from.iter().chain(row.to)).copied().collect();
    assert_eq!(named.into_iter().collect::<Vec<_>>(), State::ALL);
}

#[test]
fn refusals_are_listed_in_order_of_precedence() {
    assert!(REFUSALS.iter().map(|(trigger, _)| trigger).is_sorted());
    assert!(REFUSALS.iter().all(|(_, reasons)| !reasons.is_empty() && reasons.is_sorted()));
    let reasons: BTreeSet<Reason> = REFUSALS.iter().flat_map(|(_, reasons)| *reasons).copied().collect();
    assert_eq!(reasons.into_iter().collect::<Vec<_>>(), Reason::ALL);
}

/// The scripts say exactly which rows fire at each step, so that a row named there fires there.
#[test]
fn every_row_fires_in_a_script() {
    let scripts = [include_str!("paths.rs"), include_str!("servers.rs"), include_str!("stage.rs")].concat();
    let words: BTreeSet<&str> = scripts.split(|c: char| !(c.is_ascii_lowercase() || c == '-')).collect();
    let missing: Vec<&str> = rows().map(|row| row.name).filter(|name| !words.contains(name)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// Each word, which scenarios and outputs write: letters and dashes, and no two alike.
fn words(words: impl IntoIterator<Item = &'static str>) -> usize {
    let words: Vec<&str> = words.into_iter().collect();
    let is_word = |word: &&str| {
        !word.is_empty() && word.split('-').all(|part| part.chars().all(|letter| letter.is_ascii_lowercase()))
    };
    assert!(words.iter().all(is_word), "{words:?}");
    assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{words:?}");
    words.len()
}

#[test]
fn every_word_of_the_machine_is_one_and_means_one_thing() {
    assert_eq!(words(Right::ALL.map(Right::as_str)), 19);
    assert_eq!(words(EntryPoint::ALL.map(EntryPoint::as_str)), 6);
    assert_eq!(words(Reason::ALL.map(Reason::as_str)), 12);
    let planes = [Plane::Session, Plane::Interaction, Plane::Customer, Plane::Desktop, Plane::Part];
    assert_eq!(words(planes.map(Plane::as_str)), 5);
    let triggers: BTreeSet<Trigger> = REFUSALS.iter().map(|(trigger, _)| *trigger).collect();
    assert_eq!(words(triggers.iter().map(|trigger| trigger.as_str())), triggers.len());
    assert!(triggers.len() > 20, "{triggers:?}");
}

#[test]
fn what_is_wrong_is_said_of_each_case_in_words_of_its_own() {
    let wrong = [
        Wrong::NotStarted,
        Wrong::AlreadyStarted,
        Wrong::SessionOver,
        Wrong::InConference,
        Wrong::TakenByAnother,
    ];
    let said: BTreeSet<&str> = wrong.into_iter().map(Wrong::words).collect();
    assert_eq!(said.len(), wrong.len());
    assert_eq!(Wrong::InConference.words(), "others are in the conference; leave it instead");
}
