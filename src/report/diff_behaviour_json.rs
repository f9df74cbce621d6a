//! What becomes possible and impossible, and what becomes of chats on hold: as JSON.

use serde::Serialize;

use super::Place;
use super::diff_words::{DiffView, RolloutView};
use super::verify_json::Step;
use crate::dryrun::verify::{Behaviour, Stranded};
use crate::names::Side;

/// Something that is possible on one side only.
#[derive(Debug, Serialize)]
pub(super) struct BehaviourRow<'a> {
    possible_in: &'static str,
    count: usize,
    agents: &'a [String],
    verb: &'static str,
    refused: &'a str,
    length: usize,
    trace: Vec<Step<'a>>,
    scenario: Option<&'a str>,
    notes: &'a [String],
}

/// What is known of the change as a whole.
#[derive(Debug, Serialize)]
pub(super) struct RolloutRow<'a> {
    safe: bool,
    equal: &'static str,
    agents: usize,
    pairs: usize,
    states: usize,
    unknown: &'a [String],
    new_verified: &'static str,
    held_chat_survives_change: Survives<'a>,
}

#[derive(Debug, Serialize)]
struct Survives<'a> {
    verdict: &'static str,
    places: usize,
    starts: usize,
    states: usize,
    stranded: Vec<StrandedRow<'a>>,
    unknown: &'a [String],
}

#[derive(Debug, Serialize)]
struct StrandedRow<'a> {
    place: &'a str,
    message: &'a str,
    length: usize,
    trace: Vec<Step<'a>>,
    scenario: Option<&'a str>,
    passes_in: Option<&'static str>,
    places: Vec<PlaceRow<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PlaceRow<'a> {
    side: &'static str,
    message: &'a str,
    location: Place<'a>,
}

/// The differences of behaviour. A scenario is the file that was written, else its text.
pub(super) fn behaviours<'a>(rollout: &RolloutView<'a>) -> Vec<BehaviourRow<'a>> {
    let row = |(at, found): (usize, &'a Behaviour)| BehaviourRow {
        possible_in: found.under.as_str(),
        count: found.group.count,
        agents: &found.group.agents,
        verb: found.verb,
        refused: &found.refused,
        length: found.length,
        trace: found.steps.iter().map(Step::of).collect(),
        scenario: RolloutView::file(rollout.behaviours, at).or(found.scenario.as_deref()),
        notes: &found.notes,
    };
    rollout.rollout.behaviours.iter().enumerate().map(row).collect()
}

/// The change as a whole.
pub(super) fn rollout_row<'a>(view: &DiffView<'a>, rollout: &RolloutView<'a>) -> RolloutRow<'a> {
    let found = rollout.rollout;
    let survival = &found.survival;
    let row = |(at, stranded): (usize, &'a Stranded)| {
        let text = stranded.scenario.as_ref().map(|(_, text)| text.as_str());
        StrandedRow {
            place: &stranded.place,
            message: &stranded.message,
            length: stranded.length,
            trace: stranded.steps.iter().map(Step::of).collect(),
            scenario: RolloutView::file(rollout.stranded, at).or(text),
            passes_in: stranded.scenario.as_ref().map(|(under, _)| under.as_str()),
            places: stranded.places.iter().map(|place| place_row(view, place)).collect(),
            notes: &stranded.notes,
            help: stranded.help.as_deref(),
        }
    };
    RolloutRow {
        safe: found.is_safe(),
        equal: found.equality().as_str(),
        agents: found.agents,
        pairs: found.pairs,
        states: found.states,
        unknown: &found.unknown,
        new_verified: found.verified.outcome().as_str(),
        held_chat_survives_change: Survives {
            verdict: survival.outcome.as_str(),
            places: survival.places,
            starts: survival.starts,
            states: survival.states,
            stranded: survival.stranded.iter().enumerate().map(row).collect(),
            unknown: &survival.unknown,
        },
    }
}

fn place_row<'a>(view: &DiffView<'a>, (under, label): &'a (Side, crate::diagnostic::Label)) -> PlaceRow<'a> {
    let location = Place::of(view.side(*under).1, label.span);
    PlaceRow { side: under.as_str(), message: &label.text, location }
}
