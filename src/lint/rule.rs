//! What a rule is: a name, what people should know about it, and a function.

use super::context::Context;
use super::sink::Findings;
use crate::diagnostic::Severity;

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
    /// What to do about it.
    pub repair: &'static str,
    /// Where the fact behind the rule is stated, or that it is a convention of wdectl.
    pub source: &'static str,
    /// Judges a deployment.
    pub check: fn(&Context<'_>, &mut Findings<'_>),
}
