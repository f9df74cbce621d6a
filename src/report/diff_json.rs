//! Differences as one JSON document (`schemas/diff.schema.json`).

use serde::Serialize;

use super::Place;
use super::diff_behaviour_json::{BehaviourRow, RolloutRow, behaviours, rollout_row};
use super::diff_words::DiffView;
use crate::diff::{Audience, Because, Change, Presence, What, Whole};
use crate::names::{Review, TakesEffect};

/// The answer of `diff`.
#[derive(Debug, Serialize)]
pub struct DiffReport<'a> {
    version: u32,
    equal: bool,
    unknown: &'a [String],
    changes: Vec<ChangeRow<'a>>,
    behaviours: Option<Vec<BehaviourRow<'a>>>,
    rollout: Option<RolloutRow<'a>>,
    summary: Summary,
}

#[derive(Debug, Serialize)]
struct ChangeRow<'a> {
    kind: &'static str,
    name: &'a str,
    section: Option<&'a str>,
    object: Option<&'a str>,
    audience: AudienceRow<'a>,
    old: Option<&'a str>,
    new: Option<&'a str>,
    takes_effect: Option<TakesEffect>,
    review: Review,
    because: Vec<BecauseRow<'a>>,
}

#[derive(Debug, Serialize)]
struct AudienceRow<'a> {
    name: Option<&'a str>,
    count: usize,
    agents: &'a [String],
}

#[derive(Debug, Serialize)]
struct BecauseRow<'a> {
    side: &'static str,
    object: Option<String>,
    what: String,
    location: Option<Place<'a>>,
}

#[derive(Debug, Serialize)]
struct Summary {
    agents: usize,
    immediately: usize,
    at_next_interaction: usize,
    at_restart: usize,
    reviews: Reviews,
    compared: Compared,
    added: usize,
    removed: usize,
}

#[derive(Debug, Serialize)]
struct Reviews {
    security: usize,
    behavioural: usize,
    cosmetic: usize,
}

#[derive(Debug, Serialize)]
struct Compared {
    agents: usize,
    options: usize,
    privileges: usize,
}

impl<'a> DiffReport<'a> {
    /// The report of a comparison.
    #[must_use]
    pub fn new(view: &DiffView<'a>) -> Self {
        let difference = view.difference;
        let noticing = difference.noticing;
        Self {
            version: 1,
            equal: difference.is_empty(),
            unknown: view.unknown,
            changes: difference.changes.iter().map(|change| row(view, change)).collect(),
            behaviours: view.rollout.as_ref().map(behaviours),
            rollout: view.rollout.as_ref().map(|rollout| rollout_row(view, rollout)),
            summary: Summary {
                agents: noticing.agents,
                immediately: noticing.immediately,
                at_next_interaction: noticing.at_next_interaction,
                at_restart: noticing.at_restart,
                reviews: Reviews {
                    security: difference.reviews(Review::Security),
                    behavioural: difference.reviews(Review::Behavioural),
                    cosmetic: difference.reviews(Review::Cosmetic),
                },
                compared: Compared {
                    agents: difference.agents,
                    options: difference.options,
                    privileges: difference.privileges,
                },
                added: difference.added,
                removed: difference.removed,
            },
        }
    }
}

fn row<'a>(view: &DiffView<'a>, change: &'a Change) -> ChangeRow<'a> {
    let (kind, name, section, object) = match &change.what {
        What::Agents(Presence::Added) => ("agent", "added", None, None),
        What::Agents(Presence::Removed) => ("agent", "removed", None, None),
        What::Privilege { name } => ("privilege", name.as_str(), None, None),
        What::Option { name, section, of } => {
            ("option", name.as_str(), Some(section.as_str()), of.as_deref())
        }
        What::Object { object, property } => ("object", *property, None, Some(object.as_str())),
    };
    ChangeRow {
        kind,
        name,
        section,
        object,
        audience: audience(&change.audience),
        old: change.old.as_deref(),
        new: change.new.as_deref(),
        takes_effect: change.takes_effect,
        review: change.review,
        because: change.because.iter().map(|because| cause(view, because)).collect(),
    }
}

fn audience(audience: &Audience) -> AudienceRow<'_> {
    let name = audience.whole.as_ref().map(|whole| match whole {
        Whole::Everybody => "all",
        Whole::Of(name) => name.as_str(),
    });
    AudienceRow { name, count: audience.count, agents: &audience.agents }
}

fn cause<'a>(view: &DiffView<'a>, because: &Because) -> BecauseRow<'a> {
    let sources = view.side(because.side).1;
    BecauseRow {
        side: because.side.as_str(),
        object: view.object(because),
        what: view.cause(because),
        location: because.at.map(|at| Place::of(sources, at)),
    }
}
