use super::super::words::many;
use super::super::{Context, Findings, Fixable, Rule, find_rule};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    name: "stale-baseline",
    severity: Severity::Warning,
    subject: "baseline",
    summary: "the baseline knows a finding that is no longer there",
    why: "Somebody has mended it: good. But while the entry stays, the same mistake can come back and nobody is told. \
          Nothing is said of entries whose rule did not run.",
    example: "{\"rule\": \"unknown-option\", \"object\": \"agent/ana\", \"option\": \"chat.auto-anwser\", \"count\": 1}",
    fix: Fixable::Never,
    repair: "`wdectl check --write-baseline` writes the file anew, without such entries; check the same files as when it \
             was written.",
    source: "a convention of wdectl",
    check,
};

fn check(_: &Context<'_>, findings: &mut Findings<'_>) {
    for stale in &findings.ledger().stale {
        let (key, count) = (&stale.known.key, stale.known.count);
        let of = match (&key.object, &key.file) {
            (Some(object), _) => format!(" of `{object}`"),
            (None, Some(file)) => format!(" in `{file}`"),
            (None, None) => String::new(),
        };
        let message = match (stale.found, count) {
            (0, 1) => format!("the finding of `{}`{of} is gone", key.rule),
            (0, count) => format!("all {count} findings of `{}`{of} are gone", key.rule),
            (found, count) => format!(
                "the baseline knows {} of `{}`{of}, there {} {found}",
                many(count, "finding"),
                key.rule,
                if found == 1 { "is" } else { "are" },
            ),
        };
        let mut finding = Diagnostic::new(message)
            .at(stale.known.at, "known, but not there")
            .help("`--write-baseline` writes the file anew");
        if let Err(unknown) = find_rule(&key.rule) {
            finding = finding.note(unknown.to_string());
        }
        if let Some(object) = &key.object {
            finding = finding.object(object);
        }
        findings.push(if let Some(option) = &key.option { finding.option(option) } else { finding });
    }
}
