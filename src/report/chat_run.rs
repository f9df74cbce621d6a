//! Played scenarios as one JSON document (`schemas/chat-run.schema.json`).

use serde::Serialize;

use super::coverage::CoverageReport;
use crate::diagnostic::Diagnostic;
use crate::dryrun::{Coverage, Entry};
use crate::text::Sources;

/// A scenario that was played, or a mistake that kept a file from being played.
#[derive(Debug, Clone)]
pub struct Played {
    /// The scenario's name; of a mistake the file's.
    pub name: String,
    /// The path of the file as shown.
    pub file: String,
    /// What was asked and what happened.
    pub transcript: Vec<Entry>,
    /// What failed.
    pub failure: Option<Diagnostic>,
    /// Whether that is a mistake in the file.
    pub is_mistake: bool,
}

impl Played {
    /// `passed`, `failed` or `error`.
    #[must_use]
    pub fn outcome(&self) -> &'static str {
        match (&self.failure, self.is_mistake) {
            (None, _) => "passed",
            (Some(_), false) => "failed",
            (Some(_), true) => "error",
        }
    }

    /// The line at which it failed.
    #[must_use]
    pub fn line(&self, sources: &Sources) -> Option<u32> {
        let at = self.failure.as_ref()?.primary.as_ref()?;
        Some(sources.locate(at.span).line)
    }
}

/// How many scenarios ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RunSummary {
    /// Scenarios that passed.
    pub passed: usize,
    /// Scenarios that failed.
    pub failed: usize,
    /// Mistakes in scenario files.
    pub errors: usize,
}

impl RunSummary {
    /// Counts.
    #[must_use]
    pub fn of(played: &[Played]) -> Self {
        let count = |outcome| played.iter().filter(|played| played.outcome() == outcome).count();
        Self { passed: count("passed"), failed: count("failed"), errors: count("error") }
    }
}

/// The answer of `chat run`.
#[derive(Debug, Serialize)]
pub struct RunReport<'a> {
    version: u32,
    summary: RunSummary,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageReport<'a>>,
    scenarios: Vec<ScenarioRow<'a>>,
}

#[derive(Debug, Serialize)]
struct ScenarioRow<'a> {
    name: &'a str,
    file: &'a str,
    outcome: &'static str,
    at: Option<Line>,
    message: Option<&'a str>,
    transcript: &'a [Entry],
}

#[derive(Debug, Serialize)]
struct Line {
    line: u32,
}

impl<'a> RunReport<'a> {
    /// The report of what was played, in that order, with the coverage where somebody asks for it.
    #[must_use]
    pub fn new(played: &'a [Played], coverage: Option<&'a Coverage>, sources: &Sources) -> Self {
        let row = |played: &'a Played| ScenarioRow {
            name: &played.name,
            file: &played.file,
            outcome: played.outcome(),
            at: played.line(sources).map(|line| Line { line }),
            message: played.failure.as_ref().map(|failure| failure.message.as_str()),
            transcript: &played.transcript,
        };
        let scenarios = played.iter().map(row).collect();
        Self {
            version: 1,
            summary: RunSummary::of(played),
            coverage: coverage.map(CoverageReport::new),
            scenarios,
        }
    }
}
