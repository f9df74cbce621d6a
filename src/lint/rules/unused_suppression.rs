use super::super::{Context, Findings, Fixable, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    name: "unused-suppression",
    severity: Severity::Warning,
    subject: "suppression",
    summary: "a suppression keeps nothing quiet",
    why: "What it was written for is gone, or stands elsewhere now. Left in place it hides the next finding of its rule \
          there, which nobody has looked at. Nothing is said of rules that are switched off.",
    example: "# wdectl: allow(unknown-option) set by a plug-in of ours\nchat.auto-answer: \"true\"",
    fix: Fixable::Never,
    repair: "Remove it, or put it on the line above the finding.",
    source: "a convention of wdectl",
    check,
};

fn check(_: &Context<'_>, findings: &mut Findings<'_>) {
    for unused in &findings.ledger().unused {
        findings.push(
            Diagnostic::new(format!("`{}` is allowed here, but finds nothing", unused.rule))
                .at(unused.at, "keeps nothing quiet")
                .help(if unused.among_others { "take the rule out" } else { "remove the suppression" }),
        );
    }
}
