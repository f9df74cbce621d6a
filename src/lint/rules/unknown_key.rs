use super::super::fixes;
use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::Problem;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::with_article;
use crate::text::Change;

pub(super) const RULE: Rule = Rule {
    name: "unknown-key",
    severity: Severity::Error,
    subject: "file",
    summary: "a list or field is not one that objects have",
    why: "What stands under an unknown key is not read: an agent whose `agent-group` is written without its `s` is in \
          no group, and everything that the group would give is missing.",
    example: "agents:\n  - username: ana\n    agent-group: [Chat-L2]",
    fix: Fixable::Either,
    repair: "Write the key as the list of fields has it; options belong under `options`, in their section.",
    source: "the form of wdectl's own files (docs/deployment.md)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.deployment.problems() {
        let Problem::UnknownKey { key, span, of, nearest } = problem else { continue };
        let message = match of {
            Some(kind) => format!("{} has no field `{key}`", with_article(kind.words())),
            None => format!("there is no list `{key}`"),
        };
        let help = match (nearest, of) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some(_)) => "remove it, or put it under `options` if it is an option".to_owned(),
            (None, None) => "remove it; what stands here is not read".to_owned(),
        };
        let rename = |near: &&str| {
            let change = Change::RenameKey { at: *span, old: key.clone(), new: (*near).to_owned() };
            fixes::rename(key, near, vec![change])
        };
        let fix = nearest.as_ref().map(rename);
        findings.push(Diagnostic { fix, ..Diagnostic::new(message).at(*span, "not read").help(help) });
    }
}
