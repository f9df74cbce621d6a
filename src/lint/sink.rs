//! The one door for findings: here, and nowhere in a rule, are levels, suppressions and baseline applied and findings
//! put in order.

use super::baseline::{Baseline, Stale};
use super::context::Context;
use super::levels::Levels;
use super::rule::Rule;
use super::rules::AT_THE_END;
use super::suppression::{Suppressions, Unused};
use crate::diagnostic::{Diagnostic, Quieted, Severity};
use crate::text::Sources;

/// Where one rule puts what it finds.
#[derive(Debug)]
pub struct Findings<'s> {
    rule: &'static Rule,
    levels: &'s Levels,
    found: &'s mut Vec<Diagnostic>,
    ledger: &'s Ledger,
}

/// What became of suppressions and baseline: known when all other rules have run, and empty until then.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Suppressions that suppressed nothing.
    pub unused: Vec<Unused>,
    /// Entries of the baseline that occur less often than it says.
    pub stale: Vec<Stale>,
}

/// What a run has found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What is to be told, in the order of files and places.
    pub findings: Vec<Diagnostic>,
    /// What suppressions and baseline keep quiet, in the same order; it counts for no exit status.
    pub quieted: Vec<Quieted>,
}

impl<'s> Findings<'s> {
    /// Where a rule puts its findings, if it is to run under these levels.
    pub(super) fn of(
        rule: &'static Rule,
        levels: &'s Levels,
        found: &'s mut Vec<Diagnostic>,
        ledger: &'s Ledger,
    ) -> Option<Self> {
        levels.runs(rule).then_some(Self { rule, levels, found, ledger })
    }

    /// Adds a finding of the rule that is running.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.push_as(self.rule.severity, diagnostic);
    }

    /// Adds findings of the rule that is running.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Adds a finding that is worse or lighter than is usual for the rule; a severity that somebody has set for the
    /// rule holds for it too.
    pub fn push_as(&mut self, severity: Severity, diagnostic: Diagnostic) {
        let file = diagnostic.primary.as_ref().map(|label| label.span.file);
        if let Some(severity) = self.levels.set_for(self.rule, file).unwrap_or(Some(severity)) {
            self.found.push(Diagnostic { rule: self.rule.name, severity, ..diagnostic });
        }
    }

    /// What became of suppressions and baseline, for the rules that judge these.
    pub(super) fn ledger(&self) -> &'s Ledger {
        self.ledger
    }
}

/// Takes what the rules have found: keeps quiet what is suppressed or in the baseline, then lets those rules judge that
/// look at just this. Of what is found, only what `levels` select is told.
pub(super) fn settle(
    context: &Context<'_>,
    found: Vec<Diagnostic>,
    judged: &Levels,
    told: &Levels,
    baseline: Option<&Baseline>,
) -> Outcome {
    let mut outcome = Outcome { findings: in_order(found, context.sources), quieted: Vec::new() };
    let mut ledger = Ledger::default();
    let mut suppressions = Suppressions::of(context.deployment);
    suppressions.apply(&mut outcome);
    ledger.unused = suppressions.unused(judged);
    if let Some(baseline) = baseline {
        ledger.stale = baseline.apply(&mut outcome, judged);
    }
    let before = outcome.findings.len();
    for rule in AT_THE_END {
        if let Some(mut findings) = Findings::of(rule, judged, &mut outcome.findings, &ledger) {
            (rule.check)(context, &mut findings);
        }
    }
    if outcome.findings.len() > before {
        outcome.findings = in_order(outcome.findings, context.sources);
    }
    outcome.findings.retain(|finding| told.is_selected(finding.rule));
    outcome.quieted.retain(|quieted| told.is_selected(quieted.diagnostic.rule));
    outcome
}

/// Findings by path, place, rule and message; what has no place comes last.
fn in_order(mut found: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
    found.sort_by(|a, b| {
        let key = |d: &Diagnostic| d.primary.as_ref().map(|label| label.span);
        let path =
            |d: &Diagnostic| d.primary.as_ref().map(|label| sources.get(label.span.file).path().to_owned());
        match (key(a), key(b)) {
            (Some(left), Some(right)) if left.file == right.file => left.cmp(&right),
            (Some(_), Some(_)) => path(a).cmp(&path(b)),
            (left, right) => left.is_none().cmp(&right.is_none()),
        }
        .then_with(|| a.rule.cmp(b.rule))
        .then_with(|| a.message.cmp(&b.message))
    });
    found
}
