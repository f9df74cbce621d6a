use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::Problem;
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    name: "duplicate-object",
    severity: Severity::Error,
    subject: "any object",
    summary: "the same object is written twice",
    why: "An object is named once in a tenant. wdectl puts the two together (options and members of both, of single \
          fields the later one), but usually one of them is a stale copy.",
    example: "agents:\n  - username: ana\n  - username: ana",
    fix: Fixable::Never,
    repair: "Keep one of the two, with everything that belongs to it.",
    source: "the configuration layer's objects are unique by type, tenant and name",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.deployment.problems() {
        let Problem::DuplicateObject { object, first, again } = problem else { continue };
        let name = context.deployment.display(*object);
        findings.push(
            Diagnostic::new(format!("`{name}` is written twice"))
                .object(name)
                .at(*again, "again here")
                .and_at(*first, "first here")
                .note("the options and members of both are put together")
                .help("keep one of the two"),
        );
    }
}
