//! What a rule is: a name, what people should know about it, and a function.

use super::context::Context;
use super::rules::ALWAYS_TOLD;
use super::sink::Findings;
use crate::diagnostic::Severity;

/// Whether the findings of a rule come with a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixable {
    /// None does: only a person can know what is meant.
    Never,
    /// Some or all do; the fix is safe.
    Safe,
    /// Some or all do; somebody should look at what is changed.
    Unsafe,
    /// Some or all do; whether the fix is safe depends on the finding.
    Either,
}

impl Fixable {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Either => "safe or unsafe",
        }
    }

    /// What `check` can do about a finding, in a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Never => "There is no fix: only a person can know what is meant.",
            Self::Safe => "`wdectl check --fix` makes it good where there is one way to do so.",
            Self::Unsafe => {
                "`wdectl check --fix --unsafe-fixes` makes it good where there is one way to do so. Look at what it \
                 changes: `--diff` shows it before."
            }
            Self::Either => {
                "`wdectl check --fix` makes it good where nothing but the spelling is wrong; where a name or value has \
                 to be guessed, it takes `--unsafe-fixes` as well. `--diff` shows the change before."
            }
        }
    }
}

/// One rule of the linter. Each stands in a file of its own, named as the rule.
#[derive(Debug)]
pub struct Rule {
    /// The name, kebab-case: the bad pattern, not the good one.
    pub name: &'static str,
    /// How badly, where nobody says otherwise.
    pub severity: Severity,
    /// What it speaks of: `option`, `role`, `file` ...
    pub subject: &'static str,
    /// One line: what the rule finds.
    pub summary: &'static str,
    /// Why that is worth a finding.
    pub why: &'static str,
    /// A few lines of configuration that fire it.
    pub example: &'static str,
    /// Whether `check --fix` can do it.
    pub fix: Fixable,
    /// What to do about it.
    pub repair: &'static str,
    /// Where the fact behind the rule is stated, or that it is a convention of wdectl.
    pub source: &'static str,
    /// Judges a deployment.
    pub check: fn(&Context<'_>, &mut Findings<'_>),
}

impl Rule {
    /// Whether a suppression can keep the rule quiet.
    #[must_use]
    pub fn can_be_suppressed(&self) -> bool {
        ALWAYS_TOLD.iter().all(|rule| rule.name != self.name)
    }
}
