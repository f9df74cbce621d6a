//! What scenarios notice of small mistakes, for people and as data (`schemas/chat-mutate.schema.json`).

use std::io::{self, Write};

use serde::Serialize;

use super::clean;
use super::edit::{EditRow, edits_words};
use super::json::Place;
use crate::deployment::Deployment;
use crate::dryrun::Mutant;
use crate::names::counted;
use crate::text::Sources;

/// What became of a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Survived {
    /// Nothing of what chats ask is different.
    ChangesNothing,
    /// The first scenario that fails.
    NoticedBy(String),
    /// No scenario fails.
    Unnoticed,
}

/// The answer of `chat mutate`.
#[derive(Debug, Serialize)]
pub struct MutateReport<'a> {
    version: u32,
    summary: Summary,
    mutants: Vec<Row<'a>>,
}

#[derive(Debug, Default, Serialize)]
struct Summary {
    /// Mistakes that change something.
    mutants: usize,
    noticed: usize,
    unnoticed: usize,
    /// Mistakes that change nothing, which are not listed.
    unchanged: usize,
    /// Scenarios that pass without a mistake.
    scenarios: usize,
    /// Scenarios that fail anyway, and notice nothing.
    failing: usize,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    kind: &'static str,
    #[serde(skip)]
    words: String,
    changes: Vec<EditRow<'a>>,
    location: Place<'a>,
    noticed_by: Option<&'a str>,
}

impl<'a> MutateReport<'a> {
    /// The answer. `scenarios` are how many pass and how many fail without a mistake.
    #[must_use]
    pub fn new(
        tried: &'a [(Mutant, Survived)],
        scenarios: (usize, usize),
        deployment: &Deployment,
        sources: &'a Sources,
    ) -> Self {
        let mut summary = Summary { scenarios: scenarios.0, failing: scenarios.1, ..Summary::default() };
        let mut mutants = Vec::new();
        for (mutant, survived) in tried {
            let noticed_by = match survived {
                Survived::ChangesNothing => {
                    summary.unchanged += 1;
                    continue;
                }
                Survived::NoticedBy(name) => {
                    summary.noticed += 1;
                    Some(name.as_str())
                }
                Survived::Unnoticed => {
                    summary.unnoticed += 1;
                    None
                }
            };
            summary.mutants += 1;
            mutants.push(Row {
                kind: mutant.kind.as_str(),
                words: edits_words(&mutant.edits, deployment),
                changes: mutant.edits.iter().map(|edit| EditRow::new(edit, deployment)).collect(),
                location: Place::of(sources, mutant.at),
                noticed_by,
            });
        }
        Self { version: 1, summary, mutants }
    }

    /// How many mistakes no scenario notices.
    #[must_use]
    pub fn unnoticed(&self) -> usize {
        self.summary.unnoticed
    }
}

/// Writes the mistakes that no scenario notices; `quiet` leaves the summary out.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_mutants(report: &MutateReport<'_>, quiet: bool, out: &mut dyn Write) -> io::Result<()> {
    for row in report.mutants.iter().filter(|row| row.noticed_by.is_none()) {
        writeln!(out, "{}: not noticed[{}]: {}", row.location, row.kind, clean(&row.words))?;
    }
    if quiet {
        return Ok(());
    }
    let Summary { mutants, noticed, unnoticed, unchanged, scenarios, failing } = report.summary;
    if unnoticed > 0 {
        writeln!(out)?;
    }
    write!(
        out,
        "{}, {noticed} noticed by {}, {unnoticed} not",
        counted(mutants, "mistake"),
        counted(scenarios, "scenario")
    )?;
    writeln!(out, "; {unchanged} more would change nothing")?;
    if failing > 0 {
        writeln!(
            out,
            "{} without any mistake, and cannot notice one",
            counted(failing, "scenario") + " failed"
        )?;
    }
    Ok(())
}
