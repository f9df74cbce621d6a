use super::super::{Context, Findings, Fixable, Rule};
use super::unknown_reference::{Patience, elsewhere, nearest_fix};
use crate::deployment::Problem;
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    name: "dangling-member",
    severity: Severity::Error,
    subject: "agent group, access group, role",
    summary: "a member of a group or role is not there",
    why: "The membership counts for nobody. Usually the person was renamed or has left, or the name is mistyped and \
          somebody lacks what the group or role gives.",
    example: "agent-groups:\n  - name: Chat-L2\n    agents: [ana, nobody]",
    fix: Fixable::Either,
    repair: "Correct the name, or remove the member.",
    source: "members are references to objects of the same tenant",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let deployment = context.deployment;
    let patience = Patience::new();
    for problem in deployment.problems() {
        let Problem::Dangling { object, kind, name, span, member: true, elsewhere: other } = problem else {
            continue;
        };
        let text = deployment.text(*name);
        let fix = nearest_fix(context, *kind, text, &[(*object, *span)], &patience);
        let finding = Diagnostic::new(format!(
            "`{}` has a member that is not there: {} `{text}`",
            deployment.display(*object),
            kind.words()
        ))
        .object(deployment.display(*object))
        .at(*span, format!("there is no such {}", kind.words()))
        .help(elsewhere(context, *object, *kind, text, *other, &patience));
        findings.push(Diagnostic { fix, ..finding });
    }
}
