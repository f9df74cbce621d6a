//! Used against usable, as integers.

use super::reachable::Reachable;
use super::usage::Usage;

/// How much of one kind was used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were used.
    pub covered: usize,
    /// How many there are.
    pub total: usize,
    /// The names of those that were not used: transitions and reasons in the order of the machine, others by name.
    pub missing: Vec<String>,
}

impl Tally {
    fn of<T: Ord>(
        all: &std::collections::BTreeSet<T>,
        used: impl Fn(&T) -> bool,
        name: impl Fn(&T) -> String,
    ) -> Self {
        let missing: Vec<String> = all.iter().filter(|&one| !used(one)).map(name).collect();
        Self { covered: all.len() - missing.len(), total: all.len(), missing }
    }

    /// The whole percents that were used, rounded down; 100 where there is nothing to use.
    #[must_use]
    pub fn percent(&self) -> usize {
        percent(self.covered, self.total)
    }
}

fn percent(covered: usize, total: usize) -> usize {
    (covered * 100).checked_div(total).unwrap_or(100)
}

/// What scenarios used of what they could use. What they reached by changing the configuration does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Transitions of the chat machine.
    pub transitions: Tally,
    /// The names of those that are missing and perhaps cannot happen: not everything was explored.
    pub open: Vec<String>,
    /// Reasons of refusals.
    pub refusals: Tally,
    /// Privileges.
    pub privileges: Tally,
    /// Options.
    pub options: Tally,
}

impl Coverage {
    /// Compares.
    #[must_use]
    pub fn of(usage: &Usage, reachable: &Reachable) -> Self {
        Self {
            transitions: Tally::of(
                &reachable.rows,
                |row| usage.rows.contains_key(row),
                |row| row.row().name.to_owned(),
            ),
            open: reachable.open.iter().map(|row| row.row().name.to_owned()).collect(),
            refusals: Tally::of(
                &reachable.reasons,
                |reason| usage.reasons.contains_key(reason),
                |reason| reason.as_str().to_owned(),
            ),
            privileges: Tally::of(
                &reachable.privileges,
                |name| usage.privileges.contains(name),
                Clone::clone,
            ),
            options: Tally::of(&reachable.options, |name| usage.options.contains(name), Clone::clone),
        }
    }

    /// The kinds with their names, in the order in which they are shown.
    #[must_use]
    pub fn kinds(&self) -> [(&'static str, &Tally); 4] {
        [
            ("transitions", &self.transitions),
            ("refusals", &self.refusals),
            ("privileges", &self.privileges),
            ("options", &self.options),
        ]
    }

    /// How many of all kinds were used, and how many there are.
    #[must_use]
    pub fn sum(&self) -> (usize, usize) {
        let kinds = self.kinds();
        (kinds.iter().map(|(_, tally)| tally.covered).sum(), kinds.iter().map(|(_, tally)| tally.total).sum())
    }

    /// The whole percents of all that was used, rounded down; 100 where there is nothing to use.
    #[must_use]
    pub fn percent(&self) -> usize {
        let (covered, total) = self.sum();
        percent(covered, total)
    }
}
