//! Findings as one JSON document (`schemas/check.schema.json`).

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Fix, Quieted, Quieting, Severity};
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
            match diagnostic.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Info => summary.infos += 1,
            }
        }
        summary
    }

    /// The same with what is kept quiet.
    #[must_use]
    pub fn with_quieted(mut self, quieted: &[Quieted]) -> Self {
        let counted = |by| quieted.iter().filter(|one| one.by == by).count();
        self.suppressed = counted(Quieting::Suppression);
        self.baselined = counted(Quieting::Baseline);
        self
    }
}

/// The answer of `check`.
#[derive(Debug, Serialize)]
pub struct CheckReport<'a> {
    version: u32,
    tool: Tool,
    summary: Summary,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Debug, Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Debug, Serialize)]
struct Finding<'a> {
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
    fingerprint: String,
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

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
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

impl<'a> CheckReport<'a> {
    /// The report of these findings.
    #[must_use]
    pub fn new(diagnostics: &'a [Diagnostic], sources: &'a Sources, summary: Summary) -> Self {
        let fingerprints = fingerprints(diagnostics);
        let diagnostics = diagnostics
            .iter()
            .zip(fingerprints)
            .map(|(diagnostic, fingerprint)| Finding {
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
                affected: diagnostic
                    .affected
                    .as_ref()
                    .map(|affected| AffectedAgents { count: affected.count, agents: &affected.agents }),
                fingerprint,
            })
            .collect();
        let tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
        Self { version: 1, tool, summary, diagnostics }
    }
}

/// A name for each finding that stays the same while lines move: rule, object, option and message. Of findings
/// alike in all four, the second one gets a number, and so on.
fn fingerprints(diagnostics: &[Diagnostic]) -> Vec<String> {
    let mut seen = rustc_hash::FxHashMap::<[u8; 16], u32>::default();
    diagnostics
        .iter()
        .map(|diagnostic| {
            let mut hash = Sha256::new();
            let parts = [
                diagnostic.rule,
                diagnostic.object.as_deref().unwrap_or_default(),
                diagnostic.option.as_deref().unwrap_or_default(),
                &diagnostic.message,
            ];
            for part in parts {
                hash.update(part.as_bytes());
                hash.update([0]);
            }
            let mut key = [0; 16];
            key.copy_from_slice(&hash.finalize()[..16]);
            let count = seen.entry(key).or_insert(0);
            *count += 1;
            let mut text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
            if *count > 1 {
                text.push_str(&format!("-{count}"));
            }
            text
        })
        .collect()
}
