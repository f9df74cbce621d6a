//! Which severity each rule has in a run, for the whole deployment and file by file.

use rustc_hash::FxHashMap;

use super::rule::Rule;
use super::rules::RULES;
use crate::diagnostic::Severity;
use crate::names::nearest;
use crate::text::FileId;

/// Which severity each rule has in this run. What is set later wins.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    /// `None` switches a rule off.
    changed: FxHashMap<&'static str, Option<Severity>>,
    /// The same for findings in one file.
    in_files: FxHashMap<(&'static str, FileId), Option<Severity>>,
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
    /// Gives a rule another severity, or none, in every file.
    ///
    /// # Errors
    ///
    /// When there is no such rule.
    pub fn set(&mut self, rule: &str, severity: Option<Severity>) -> Result<(), UnknownRule> {
        let rule = find_rule(rule)?.name;
        self.changed.insert(rule, severity);
        self.in_files.retain(|&(other, _), _| other != rule);
        Ok(())
    }

    /// Gives a rule another severity, or none, for findings whose first place is in one file.
    ///
    /// # Errors
    ///
    /// When there is no such rule.
    pub fn set_in(
        &mut self,
        file: FileId,
        rule: &str,
        severity: Option<Severity>,
    ) -> Result<(), UnknownRule> {
        self.in_files.insert((find_rule(rule)?.name, file), severity);
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

    /// The severity of a rule in this run, `None` where it does not run; single files may differ.
    #[must_use]
    pub fn of(&self, rule: &Rule) -> Option<Severity> {
        if self.is_selected(rule.name) {
            self.set_for(rule, None).unwrap_or(Some(rule.severity))
        } else {
            None
        }
    }

    /// Whether a rule tells of findings with their first place in this file, or without one.
    pub(super) fn tells(&self, rule: &Rule, file: Option<FileId>) -> bool {
        self.is_selected(rule.name) && self.set_for(rule, file).unwrap_or(Some(rule.severity)).is_some()
    }

    /// Whether a rule runs for any file at all.
    pub(super) fn runs(&self, rule: &Rule) -> bool {
        let somewhere =
            || self.in_files.iter().any(|(&(name, _), severity)| name == rule.name && severity.is_some());
        self.is_selected(rule.name) && (self.of(rule).is_some() || somewhere())
    }

    /// The level that somebody has set for a rule, for findings in this file.
    pub(super) fn set_for(&self, rule: &Rule, file: Option<FileId>) -> Option<Option<Severity>> {
        let in_file = || self.in_files.get(&(rule.name, file?));
        let some = !self.in_files.is_empty();
        some.then(in_file).flatten().or_else(|| self.changed.get(rule.name)).copied()
    }

    /// Whether a rule is among those selected, or all are.
    pub(super) fn is_selected(&self, rule: &str) -> bool {
        self.selected.is_empty() || self.selected.contains(&rule)
    }

    /// The same levels with all rules selected.
    pub(super) fn unselected(&self) -> Self {
        Self { selected: Vec::new(), ..self.clone() }
    }
}
