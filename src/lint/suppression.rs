//! Which suppressions are in force, what they keep quiet, and which of them keep nothing quiet.

use rustc_hash::FxHashMap;

use super::levels::{Levels, UnknownRule, find_rule};
use super::rule::Rule;
use super::sink::Outcome;
use crate::deployment::{Allow, Deployment};
use crate::diagnostic::{Diagnostic, Quieted, Quieting};
use crate::text::{FileId, Span};

/// Why a suppression of a rule is not in force.
#[derive(Debug, Clone)]
pub(super) enum Refused {
    /// There is no such rule.
    Unknown(UnknownRule),
    /// The rule cannot be suppressed.
    AlwaysTold(&'static Rule),
    /// No reason is given.
    NoReason,
}

/// A suppression of a rule that finds nothing there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unused {
    /// The rule.
    pub rule: &'static str,
    /// Where its name stands.
    pub at: Span,
    /// Whether the same suppression names other rules.
    pub among_others: bool,
}

/// The rule that a suppression names, if the suppression is in force for it.
pub(super) fn in_force(allow: &Allow, name: &str) -> Result<&'static Rule, Refused> {
    let rule = find_rule(name).map_err(Refused::Unknown)?;
    if !rule.can_be_suppressed() {
        return Err(Refused::AlwaysTold(rule));
    }
    if allow.reason.is_empty() { Err(Refused::NoReason) } else { Ok(rule) }
}

/// The suppressions of a deployment that are in force.
pub(super) struct Suppressions<'d> {
    allows: &'d [Allow],
    /// Those in force: which suppression, and which of its rules.
    entries: Vec<Entry>,
    /// Positions in `entries` by rule and object.
    by_object: FxHashMap<(&'static str, String), Vec<usize>>,
    /// Places with positions in `entries`, by rule and file.
    by_file: FxHashMap<(&'static str, FileId), Vec<(Span, usize)>>,
}

struct Entry {
    allow: usize,
    rule: &'static Rule,
    at: Span,
    used: bool,
}

impl<'d> Suppressions<'d> {
    pub(super) fn of(deployment: &'d Deployment) -> Self {
        let allows = deployment.allows();
        let (entries, by_object, by_file) = Default::default();
        let mut suppressions = Self { allows, entries, by_object, by_file };
        for (at, allow) in allows.iter().enumerate() {
            for (name, span) in &allow.rules {
                if let Ok(rule) = in_force(allow, name) {
                    suppressions.add(deployment, at, rule, *span);
                }
            }
        }
        suppressions
    }

    fn add(&mut self, deployment: &Deployment, allow: usize, rule: &'static Rule, at: Span) {
        let entry = self.entries.len();
        self.entries.push(Entry { allow, rule, at, used: false });
        for &object in &self.allows[allow].objects {
            self.by_object.entry((rule.name, deployment.display(object))).or_default().push(entry);
        }
        for &place in &self.allows[allow].places {
            self.by_file.entry((rule.name, place.file)).or_default().push((place, entry));
        }
    }

    /// The entries that cover a finding.
    fn covering(&self, finding: &Diagnostic) -> Vec<usize> {
        let object = finding.object.clone().and_then(|object| self.by_object.get(&(finding.rule, object)));
        let start = finding.primary.as_ref().map(|label| label.span);
        let places = start.and_then(|span| Some((span, self.by_file.get(&(finding.rule, span.file))?)));
        let here = places.into_iter().flat_map(|(span, places)| {
            let starts_in = move |place: &Span| (place.start..place.end).contains(&span.start);
            places.iter().filter(move |(place, _)| starts_in(place)).map(|&(_, entry)| entry)
        });
        object.into_iter().flatten().copied().chain(here).collect()
    }

    /// Moves what is covered to what is kept quiet. Where several suppressions cover a finding, all have a use, and
    /// the first is named.
    pub(super) fn apply(&mut self, outcome: &mut Outcome) {
        if self.entries.is_empty() {
            return;
        }
        for diagnostic in std::mem::take(&mut outcome.findings) {
            let covering = self.covering(&diagnostic);
            covering.iter().for_each(|&entry| self.entries[entry].used = true);
            match covering.into_iter().min() {
                Some(first) => {
                    let allow = &self.allows[self.entries[first].allow];
                    let (by, reason) = (Quieting::Suppression, Some(allow.reason.clone()));
                    outcome.quieted.push(Quieted { diagnostic, by, reason, at: allow.at });
                }
                None => outcome.findings.push(diagnostic),
            }
        }
    }

    /// The suppressions that have kept nothing quiet although their rule ran.
    pub(super) fn unused(&self, levels: &Levels) -> Vec<Unused> {
        let idle = self.entries.iter().filter(|entry| !entry.used);
        idle.filter(|entry| levels.tells(entry.rule, Some(entry.at.file)))
            .map(|entry| Unused {
                rule: entry.rule.name,
                at: entry.at,
                among_others: self.allows[entry.allow].rules.len() > 1,
            })
            .collect()
    }
}
