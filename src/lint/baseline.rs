//! Findings that are known: they pass until they are gone.

use rustc_hash::FxHashMap;

use super::levels::{Levels, find_rule};
use super::rules::AT_THE_END;
use super::sink::Outcome;
use crate::diagnostic::{Diagnostic, Quieted, Quieting};
use crate::names::counted_as;
use crate::text::Span;

/// What makes findings equal: neither lines nor words do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The rule.
    pub rule: String,
    /// The object, `kind/name`.
    pub object: Option<String>,
    /// The option.
    pub option: Option<String>,
    /// For findings about no object: the file, from the baseline's folder.
    pub file: Option<String>,
}

/// An entry of a baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Which findings.
    pub key: Key,
    /// How many of them.
    pub count: usize,
    /// Where the entry stands.
    pub at: Span,
}

/// An entry of a baseline that says more than there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// The entry.
    pub known: Known,
    /// How many findings there are of the entry's count.
    pub found: usize,
}

/// The findings that were known when the baseline was written.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// The entries, each key once.
    entries: Vec<Known>,
    /// The path of each source file, from the baseline's folder.
    files: Vec<String>,
}

impl Baseline {
    /// A baseline with these entries, each key once. `files` holds the path of each source file from the baseline's
    /// folder, by [`crate::text::FileId::index`].
    #[must_use]
    pub fn new(entries: Vec<Known>, files: Vec<String>) -> Self {
        Self { entries, files }
    }

    /// What makes a finding equal to others.
    fn key(&self, finding: &Diagnostic) -> Key {
        let file = || {
            let label = finding.primary.as_ref()?;
            self.files.get(label.span.file.index()).cloned()
        };
        Key {
            rule: finding.rule.to_owned(),
            object: finding.object.clone(),
            option: finding.option.clone(),
            file: if finding.object.is_none() { file() } else { None },
        }
    }

    /// Moves what is known to what is kept quiet; says which entries are more than there is, of rules that ran. Of more
    /// findings alike than an entry counts, the last in order are new.
    pub(super) fn apply(&self, outcome: &mut Outcome, levels: &Levels) -> Vec<Stale> {
        let mut left: FxHashMap<&Key, (usize, &Known)> =
            self.entries.iter().map(|known| (&known.key, (known.count, known))).collect();
        for mut diagnostic in std::mem::take(&mut outcome.findings) {
            match left.get_mut(&self.key(&diagnostic)) {
                Some((left @ 1.., known)) => {
                    *left -= 1;
                    let (by, at) = (Quieting::Baseline, known.at);
                    outcome.quieted.push(Quieted { diagnostic, by, reason: None, at });
                }
                Some((_, known)) => {
                    let alike = counted_as(known.count, "like this is", "like this are");
                    diagnostic.notes.push(format!("{alike} in the baseline; this is one more than that"));
                    outcome.findings.push(diagnostic);
                }
                None => outcome.findings.push(diagnostic),
            }
        }
        let entries = self.entries.iter().filter_map(|known| Some((known, left.get(&known.key)?.0)));
        entries
            .filter(|(known, left)| {
                *left > 0 && find_rule(&known.key.rule).map_or(true, |rule| levels.runs(rule))
            })
            .map(|(known, left)| Stale { known: known.clone(), found: known.count - left })
            .collect()
    }

    /// The entries of a baseline that knows all that a run has found, suppressed findings left out, sorted. Entries of
    /// rules that did not run stay.
    #[must_use]
    pub fn renewed(&self, outcome: &Outcome, levels: &Levels) -> Vec<(Key, usize)> {
        let known = outcome.quieted.iter().filter(|quieted| quieted.by == Quieting::Baseline);
        let found = outcome.findings.iter().chain(known.map(|quieted| &quieted.diagnostic));
        let mut counts: FxHashMap<Key, usize> = FxHashMap::default();
        for finding in found.filter(|finding| AT_THE_END.iter().all(|rule| rule.name != finding.rule)) {
            *counts.entry(self.key(finding)).or_default() += 1;
        }
        let did_not_run = |known: &&Known| find_rule(&known.key.rule).is_ok_and(|rule| !levels.runs(rule));
        counts.extend(self.entries.iter().filter(did_not_run).map(|known| (known.key.clone(), known.count)));
        let mut sorted: Vec<(Key, usize)> = counts.into_iter().collect();
        sorted.sort_unstable();
        sorted
    }
}
