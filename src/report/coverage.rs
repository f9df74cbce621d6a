//! What scenarios used of what there is to use: for people, and as part of a JSON document.

use std::io::{self, Write};

use serde::Serialize;

use super::clean;
use crate::dryrun::{Coverage, Tally};

/// Coverage as integers (part of `schemas/chat-run.schema.json`).
#[derive(Debug, Serialize)]
pub struct CoverageReport<'a> {
    covered: usize,
    total: usize,
    percent: usize,
    open: &'a [String],
    transitions: TallyRow<'a>,
    refusals: TallyRow<'a>,
    privileges: TallyRow<'a>,
    options: TallyRow<'a>,
}

#[derive(Debug, Serialize)]
struct TallyRow<'a> {
    covered: usize,
    total: usize,
    percent: usize,
    missing: &'a [String],
}

impl<'a> CoverageReport<'a> {
    /// The report.
    #[must_use]
    pub fn new(coverage: &'a Coverage) -> Self {
        let row = |tally: &'a Tally| TallyRow {
            covered: tally.covered,
            total: tally.total,
            percent: tally.percent(),
            missing: &tally.missing,
        };
        let (covered, total) = coverage.sum();
        Self {
            covered,
            total,
            percent: coverage.percent(),
            open: &coverage.open,
            transitions: row(&coverage.transitions),
            refusals: row(&coverage.refusals),
            privileges: row(&coverage.privileges),
            options: row(&coverage.options),
        }
    }
}

/// Writes a line for each kind with what is missing below it, and the sum last. Percents are rounded down.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_coverage(coverage: &Coverage, out: &mut dyn Write) -> io::Result<()> {
    for (kind, tally) in coverage.kinds() {
        writeln!(out, "{kind:<11} {:>3} of {:>3} used, {} %", tally.covered, tally.total, tally.percent())?;
        for name in &tally.missing {
            let open = if kind == "transitions" && coverage.open.contains(name) {
                " (perhaps impossible: not everything was explored)"
            } else {
                ""
            };
            writeln!(out, "  not used: {}{open}", clean(name))?;
        }
    }
    let (covered, total) = coverage.sum();
    writeln!(out, "coverage    {covered:>3} of {total:>3}, {} %", coverage.percent())
}
