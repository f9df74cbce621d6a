use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::Problem;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Span;

pub(super) const RULE: Rule = Rule {
    name: "not-a-deployment-file",
    severity: Severity::Info,
    subject: "file",
    summary: "a file in the deployment's folder holds nothing of a deployment",
    why: "The file was skipped. Often that is right; but if it was meant to be read, everything in it is missing.",
    example: "# on-call-rota.yaml\nmonday: ana\ntuesday: bob",
    fix: Fixable::Never,
    repair: "Leave it out with `exclude` in wdectl.toml, or move it elsewhere.",
    source: "the form of wdectl's own files (docs/deployment.md)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.deployment.problems() {
        let Problem::NotADeploymentFile { file, found } = problem else { continue };
        findings.push(
            Diagnostic::new(format!("this file is skipped: it holds {found}"))
                .at(Span::new(*file, 0, 0), "")
                .help("leave it out with `exclude` in wdectl.toml, or move it elsewhere"),
        );
    }
}
