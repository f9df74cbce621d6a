//! Which of the transitions that the cheap bound leaves room for can really happen: found by exploring.

use std::collections::BTreeSet;

use super::reachable::Reachable;
use super::usage::Usage;
use crate::chat::RowId;
use crate::dryrun::stage::Setting;
use crate::dryrun::verify::{Question, cover};

impl Reachable {
    /// Leaves out the unused transitions that no scenario can make here: one for each possible transition is looked for
    /// by exploring (`wdectl chat generate`). Where not everything was explored, a transition that was not found stays,
    /// and is one of [`Self::open`].
    #[must_use]
    pub fn explored(mut self, setting: &Setting<'_, '_>, question: &Question, usage: &Usage) -> Self {
        let is_unused = |row: &&RowId| !usage.rows.contains_key(*row);
        let mut unused: BTreeSet<RowId> = self.rows.iter().filter(is_unused).copied().collect();
        if unused.is_empty() {
            return self;
        }
        let covered = cover(setting, question);
        let found = covered.rows();
        unused.retain(|row| !found.contains(row));
        if covered.is_complete && covered.is_whole {
            self.rows.retain(|row| !unused.contains(row));
        } else {
            self.open = unused;
        }
        self
    }
}
