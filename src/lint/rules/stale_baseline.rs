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
        let place = match (&key.option, key.object.as_ref().or(key.file.as_ref())) {
            (Some(option), Some(object)) => format!(" in `{option}` of `{object}`"),
            (Some(one), None) | (None, Some(one)) => format!(" in `{one}`"),
            (None, None) => String::new(),
        };
        let message = match stale.found {
            0 => format!("`{}` finds nothing any more{place}", key.rule),
            found => format!("`{}` finds {found} of {} that are known{place}", key.rule, count),
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
