//! Findings as one JSON document (`schemas/check.schema.json`).

use std::fmt;
use std::io::{self, Write};

use serde::Serialize;

use super::CheckReport;
use super::each::Each;
use crate::diagnostic::{Diagnostic, Fingerprint, Fix, Quieted, Quieting, Severity};
use crate::names::counted;
use crate::text::{Sources, Span};

/// How many findings there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Infos.
    pub infos: usize,
    /// Findings that suppressions keep quiet.
    pub suppressed: usize,
    /// Findings that a baseline knows.
    pub baselined: usize,
}

impl Summary {
    /// Counts findings.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut summary = Self::default();
        for diagnostic in diagnostics {
            summary.count(diagnostic.severity);
        }
        summary
    }

    /// The same with what is kept quiet.
    #[must_use]
    pub fn with_quieted(mut self, quieted: &[Quieted]) -> Self {
        let number = |by| quieted.iter().filter(|one| one.by == by).count();
        self.suppressed = number(Quieting::Suppression);
        self.baselined = number(Quieting::Baseline);
        self
    }

    /// Counts one more finding.
    pub(super) fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
    }
}

impl fmt::Display for Summary {
    /// `3 errors, 1 warning`, without what there is none of; `clean` where nothing was found.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "";
        for (count, word) in [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")] {
            if count > 0 {
                write!(f, "{before}{}", counted(count, word))?;
                before = ", ";
            }
        }
        if before.is_empty() { f.write_str("clean") } else { Ok(()) }
    }
}

/// The version of the shape.
pub(super) const VERSION: u32 = 1;

/// The document.
#[derive(Serialize)]
struct Document<D> {
    version: u32,
    tool: Tool,
    summary: Summary,
    diagnostics: D,
}

/// Who found it.
#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

/// This program.
pub(super) const TOOL: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

/// One finding.
#[derive(Debug, Serialize)]
pub(super) struct Finding<'a> {
    rule: &'a str,
    severity: Severity,
    message: &'a str,
    object: Option<&'a str>,
    option: Option<&'a str>,
    location: Option<Place<'a>>,
    related: Vec<Related<'a>>,
    help: Option<&'a str>,
    fix: Option<Change<'a>>,
    affected: Option<AffectedAgents<'a>>,
    fingerprint: Fingerprint,
}

#[derive(Debug, Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Place<'a>,
}

#[derive(Debug, Serialize)]
struct Change<'a> {
    message: &'a str,
    applicability: &'static str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Debug, Serialize)]
struct Replacement<'a> {
    location: Place<'a>,
    replacement: &'a str,
}

impl<'a> Change<'a> {
    fn of(fix: &'a Fix, sources: &'a Sources) -> Self {
        let edits = fix
            .edits
            .iter()
            .map(|edit| Replacement { location: Place::of(sources, edit.span), replacement: &edit.text });
        Self { message: &fix.message, applicability: fix.applicability.as_str(), edits: edits.collect() }
    }
}

#[derive(Debug, Serialize)]
struct AffectedAgents<'a> {
    count: usize,
    agents: &'a [String],
}

/// A place as JSON shows it: lines and columns from 1, the end exclusive.
#[derive(Debug, Serialize)]
pub struct Place<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", super::clean(self.file), self.line, self.column)
    }
}

impl<'a> Place<'a> {
    /// The place of a span.
    #[must_use]
    pub fn of(sources: &'a Sources, span: Span) -> Self {
        let at = sources.locate(span);
        Self {
            file: sources.get(span.file).path(),
            line: at.line,
            column: at.column,
            end_line: at.end_line,
            end_column: at.end_column,
        }
    }
}

impl<'a> Finding<'a> {
    /// A finding as JSON shows it.
    pub(super) fn new(diagnostic: &'a Diagnostic, sources: &'a Sources, fingerprint: Fingerprint) -> Self {
        let affected = diagnostic.affected.as_ref();
        Self {
            rule: diagnostic.rule,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            object: diagnostic.object.as_deref(),
            option: diagnostic.option.as_deref(),
            location: diagnostic.primary.as_ref().map(|label| Place::of(sources, label.span)),
            related: diagnostic
                .related
                .iter()
                .map(|label| Related { message: &label.text, location: Place::of(sources, label.span) })
                .collect(),
            help: diagnostic.help.as_deref(),
            fix: diagnostic.fix.as_ref().map(|fix| Change::of(fix, sources)),
            affected: affected
                .map(|affected| AffectedAgents { count: affected.count, agents: &affected.agents }),
            fingerprint,
        }
    }
}

impl CheckReport<'_> {
    /// Writes one document.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let fingerprints = Fingerprint::of_all(self.diagnostics, self.sources);
        let diagnostics = Each(|| {
            let found = self.diagnostics.iter().zip(&fingerprints);
            found.map(|(diagnostic, fingerprint)| Finding::new(diagnostic, self.sources, *fingerprint))
        });
        let document = Document { version: VERSION, tool: TOOL, summary: self.summary(), diagnostics };
        serde_json::to_writer_pretty(&mut *out, &document)?;
        writeln!(out)
    }
}
