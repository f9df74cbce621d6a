//! What was used, counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::chat::{Events, Reason, RowId};
use crate::text::Span;

/// What played scenarios used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usage {
    /// How often each transition was made.
    pub rows: BTreeMap<RowId, u64>,
    /// How often something was refused for each reason.
    pub reasons: BTreeMap<Reason, u64>,
    /// The privileges without which a request would have come out otherwise.
    pub privileges: BTreeSet<String>,
    /// The options with another value of which a request would have come out otherwise; outside the section
    /// `interaction-workspace` as `SECTION/NAME`.
    pub options: BTreeSet<String>,
    /// How many requests would have come out otherwise without each line of the configuration.
    pub lines: BTreeMap<Span, u64>,
}

impl Usage {
    pub(super) fn refused(&mut self, reason: Reason) {
        *self.reasons.entry(reason).or_default() += 1;
    }

    pub(super) fn happened(&mut self, events: &Events) {
        for happened in events.iter() {
            *self.rows.entry(happened.row).or_default() += 1;
        }
    }

    /// Adds what another scenario used.
    pub fn add(&mut self, other: &Self) {
        fn sum<K: Ord + Copy>(all: &mut BTreeMap<K, u64>, more: &BTreeMap<K, u64>) {
            more.iter().for_each(|(&key, count)| *all.entry(key).or_default() += count);
        }
        sum(&mut self.rows, &other.rows);
        sum(&mut self.reasons, &other.reasons);
        sum(&mut self.lines, &other.lines);
        self.privileges.extend(other.privileges.iter().cloned());
        self.options.extend(other.options.iter().cloned());
    }
}
