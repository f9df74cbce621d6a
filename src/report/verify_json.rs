//! A verification as one JSON document (`schemas/chat-verify.schema.json`).

use serde::Serialize;

use super::edit::EditRow;
use super::json::Place;
use crate::deployment::Deployment;
use crate::dryrun::verify::{Counterexample, PropertyId, PropertyReport, Repair, Repairs, Report, Told};
use crate::text::Sources;

/// The answer of `chat verify`.
#[derive(Debug, Serialize)]
pub struct VerifyReport<'a> {
    version: u32,
    verdict: &'static str,
    tenants: usize,
    agents: usize,
    classes: usize,
    states: usize,
    transitions: u64,
    properties: Vec<Property<'a>>,
    assumptions: Vec<Assumed>,
    lifetimes: Vec<Lives>,
    notes: &'a [String],
}

#[derive(Debug, Serialize)]
struct Property<'a> {
    name: &'static str,
    verdict: &'static str,
    states: usize,
    transitions: u64,
    tenant: Option<&'a str>,
    message: Option<&'a str>,
    length: Option<usize>,
    trace: Vec<Step<'a>>,
    scenario: Option<&'a str>,
    places: Vec<Labelled<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
    repairs: Option<Vec<Repaired<'a>>>,
    others: Vec<Other<'a>>,
    unknown: &'a [String],
}

#[derive(Debug, Serialize)]
struct Other<'a> {
    tenant: &'a str,
    message: &'a str,
    length: usize,
    trace: Vec<Step<'a>>,
    scenario: Option<&'a str>,
    places: Vec<Labelled<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
    repairs: Option<Vec<Repaired<'a>>>,
}

#[derive(Debug, Serialize)]
struct Repaired<'a> {
    changes: Vec<EditRow<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct Step<'a> {
    at: u32,
    step: &'a str,
    events: &'a [String],
    changes: &'a [String],
}

#[derive(Debug, Serialize)]
struct Labelled<'a> {
    message: &'a str,
    location: Place<'a>,
}

#[derive(Debug, Serialize)]
struct Assumed {
    name: &'static str,
    value: &'static str,
}

#[derive(Debug, Serialize)]
struct Lives {
    application: Option<String>,
    seconds: u64,
}

impl<'a> VerifyReport<'a> {
    /// The shape of a report. `files` are the scenario files that were written, by property and counterexample.
    #[must_use]
    pub fn new(
        report: &'a Report,
        deployment: &'a Deployment,
        sources: &'a Sources,
        files: &'a [Vec<Option<String>>],
    ) -> Self {
        let shape = Shape { deployment, sources };
        let no_files: &[Option<String>] = &[];
        Self {
            version: 1,
            verdict: report.outcome().as_str(),
            tenants: report.tenants,
            agents: report.agents,
            classes: report.classes,
            states: report.states,
            transitions: report.transitions,
            properties: report
                .properties
                .iter()
                .enumerate()
                .map(|(at, property)| shape.property(property, files.get(at).map_or(no_files, Vec::as_slice)))
                .collect(),
            assumptions: report
                .assumptions
                .iter()
                .map(|&(assumption, value)| Assumed { name: assumption.spec().name, value })
                .collect(),
            lifetimes: report
                .lifetimes
                .iter()
                .map(|lifetime| Lives {
                    application: lifetime.application.map(|id| deployment.display(id)),
                    seconds: lifetime.seconds(),
                })
                .collect(),
            notes: &report.notes,
        }
    }
}

impl<'a> Step<'a> {
    pub(super) fn of(told: &'a Told) -> Self {
        Self { at: told.at, step: &told.step, events: &told.events, changes: &told.changes }
    }
}

struct Shape<'a> {
    deployment: &'a Deployment,
    sources: &'a Sources,
}

impl<'a> Shape<'a> {
    fn property(&self, report: &'a PropertyReport, files: &'a [Option<String>]) -> Property<'a> {
        let file = |at: usize| files.get(at).and_then(Option::as_deref);
        let mut all = report.counterexamples.iter().enumerate().map(|(at, one)| self.other(one, file(at)));
        let first = all.next();
        let others = all.collect();
        let (mut trace, mut places, mut notes) = (Vec::new(), Vec::new(), &[][..]);
        let (mut tenant, mut message, mut length, mut scenario, mut help) = (None, None, None, None, None);
        let mut repairs = None;
        if let Some(first) = first {
            (trace, places, notes) = (first.trace, first.places, first.notes);
            (tenant, message, scenario, help) =
                (Some(first.tenant), Some(first.message), first.scenario, first.help);
            (length, repairs) = (Some(first.length), first.repairs);
        }
        Property {
            name: report.property.spec().name,
            verdict: report.outcome.as_str(),
            states: report.states,
            transitions: report.transitions,
            tenant,
            message,
            length,
            trace,
            scenario,
            places,
            notes,
            help,
            repairs,
            others,
            unknown: &report.unknown,
        }
    }

    fn other(&self, found: &'a Counterexample, file: Option<&'a str>) -> Other<'a> {
        Other {
            tenant: self.deployment.text(found.tenant),
            message: &found.message,
            length: found.length,
            trace: found.steps.iter().map(Step::of).collect(),
            scenario: file.or(found.scenario.as_deref()),
            places: found
                .places
                .iter()
                .map(|label| Labelled { message: &label.text, location: Place::of(self.sources, label.span) })
                .collect(),
            notes: &found.notes,
            help: found.help.as_deref(),
            repairs: self.repairs(&found.repairs),
        }
    }

    /// None where none were looked for.
    fn repairs(&self, repairs: &'a Repairs) -> Option<Vec<Repaired<'a>>> {
        let repaired = |repair: &'a Repair| Repaired {
            changes: repair.edits.iter().map(|edit| EditRow::new(edit, self.deployment)).collect(),
        };
        (*repairs != Repairs::NotAsked).then(|| repairs.found().iter().map(repaired).collect())
    }
}

/// The documentation of properties.
#[derive(Debug, Serialize)]
pub struct PropertiesReport {
    version: u32,
    properties: Vec<Documented>,
}

#[derive(Debug, Serialize)]
struct Documented {
    name: &'static str,
    what: &'static str,
    why: &'static str,
    example: &'static str,
    repair: &'static str,
    assumptions: Vec<&'static str>,
}

impl PropertiesReport {
    /// The shape of some properties.
    #[must_use]
    pub fn new(properties: &[PropertyId]) -> Self {
        let documented = |property: &PropertyId| {
            let spec = property.spec();
            Documented {
                name: spec.name,
                what: spec.what,
                why: spec.why,
                example: spec.example,
                repair: spec.repair,
                assumptions: spec.assumes.iter().map(|assumption| assumption.spec().name).collect(),
            }
        };
        Self { version: 1, properties: properties.iter().map(documented).collect() }
    }
}
