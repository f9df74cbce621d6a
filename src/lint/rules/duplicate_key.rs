use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::Problem;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::text::Change;

pub(super) const RULE: Rule = Rule {
    name: "duplicate-key",
    severity: Severity::Error,
    subject: "option, field",
    summary: "the same option or field is written twice on one object",
    why: "Configuration Server holds an option once for each object. Of two values in a file only one can be meant; \
          wdectl reads the last, other tools may read the first, and whoever edits the other one changes nothing.",
    example: "options:\n  interaction-workspace:\n    chat.on-hold-queue: chat-hold\n    chat.on-hold-queue: chat-hold-2",
    fix: Fixable::Either,
    repair: "Remove the one that is not meant.",
    source: "Platform SDK, Introduction to the Configuration Layer Objects: keys are unique in a section",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.deployment.problems() {
        let Problem::DuplicateKey { object, key, option, first, again, same } = problem else { continue };
        let values = match (option, same) {
            (true, true) => ", both times with the same value",
            (true, false) => ", with different values",
            (false, _) => "",
        };
        let mut finding = Diagnostic::new(format!("`{key}` is written twice{values}"))
            .at(*again, "this one counts")
            .and_at(*first, if *option { "this one is not read" } else { "first written here" })
            .help("remove the one that is not meant");
        if let Some(object) = object {
            finding = finding.object(context.deployment.display(*object));
        }
        let changes = vec![Change::RemoveEntry { key: *first }];
        let fix = if *same {
            Fix::safe("remove the first one", changes)
        } else {
            Fix::to_look_at("remove the first one, which is not read", changes)
        };
        // Of a list that is written twice both are read.
        finding.fix = option.then(|| fix.resting_on(vec![*again]));
        findings.push(if *option { finding.option(key) } else { finding });
    }
}
