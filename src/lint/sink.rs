//! The one door for findings: here, and nowhere in a rule, are levels applied and findings put in order.

use rustc_hash::FxHashMap;

use super::rule::Rule;
use super::rules::RULES;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::nearest;
use crate::text::Sources;

/// Which severity each rule has in this run.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    /// `None` switches a rule off.
    changed: FxHashMap<&'static str, Option<Severity>>,
    /// Where it is not empty, only these rules run.
    selected: Vec<&'static str>,
}

/// A rule name that no rule has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{name}`{}", nearest.map_or_else(|| "; `wdectl rule list` shows all".to_owned(), |near| format!("; did you mean `{near}`?")))]
pub struct UnknownRule {
    /// The name.
    pub name: String,
    /// What was probably meant.
    pub nearest: Option<&'static str>,
}

/// The rule of a name.
///
/// # Errors
///
/// When there is none, with the nearest name.
pub fn find_rule(name: &str) -> Result<&'static Rule, UnknownRule> {
    RULES.iter().find(|rule| rule.name.eq_ignore_ascii_case(name)).copied().ok_or_else(|| UnknownRule {
        name: name.to_owned(),
        nearest: nearest(name, RULES.iter().map(|rule| rule.name)),
    })
}

impl Levels {
    /// Gives a rule another severity, or none.
    ///
    /// # Errors
    ///
    /// When there is no such rule.
    pub fn set(&mut self, rule: &str, severity: Option<Severity>) -> Result<(), UnknownRule> {
        self.changed.insert(find_rule(rule)?.name, severity);
        Ok(())
    }

    /// Lets only the selected rules run.
    ///
    /// # Errors
    ///
    /// When there is no such rule.
    pub fn select(&mut self, rule: &str) -> Result<(), UnknownRule> {
        self.selected.push(find_rule(rule)?.name);
        Ok(())
    }

    /// The severity of a rule in this run, `None` where it does not run.
    #[must_use]
    pub fn of(&self, rule: &Rule) -> Option<Severity> {
        if !self.selected.is_empty() && !self.selected.contains(&rule.name) {
            return None;
        }
        self.changed.get(rule.name).copied().unwrap_or(Some(rule.severity))
    }

    /// Whether somebody has set the severity of a rule.
    fn is_set(&self, rule: &Rule) -> bool {
        self.changed.contains_key(rule.name)
    }
}

/// Where one rule puts what it finds.
#[derive(Debug)]
pub struct Findings<'s> {
    rule: &'static str,
    severity: Severity,
    /// Whether somebody has set the severity: then it holds for every finding.
    is_set: bool,
    found: &'s mut Vec<Diagnostic>,
}

impl<'s> Findings<'s> {
    /// Where a rule puts its findings, if it is to run under these levels.
    pub(super) fn of(rule: &'static Rule, levels: &Levels, found: &'s mut Vec<Diagnostic>) -> Option<Self> {
        let severity = levels.of(rule)?;
        Some(Self { rule: rule.name, severity, is_set: levels.is_set(rule), found })
    }

    /// Adds a finding of the rule that is running.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(Diagnostic { rule: self.rule, severity: self.severity, ..diagnostic });
    }

    /// Adds findings of the rule that is running.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Adds a finding that is worse or lighter than is usual for the rule; a severity that somebody has set for the
    /// rule holds for it too.
    pub fn push_as(&mut self, severity: Severity, diagnostic: Diagnostic) {
        let severity = if self.is_set { self.severity } else { severity };
        self.found.push(Diagnostic { rule: self.rule, severity, ..diagnostic });
    }
}

/// Findings by path, place, rule and message; what has no place comes last.
pub(super) fn in_order(mut found: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
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
