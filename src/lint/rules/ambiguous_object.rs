use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::Problem;
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    name: "ambiguous-object",
    severity: Severity::Error,
    subject: "file",
    summary: "a CFG or CSV file names an object that several tenants have",
    why: "The name of a CFG file has no room for a tenant, and neither has a row of a CSV file. Where several tenants have \
          an object of that kind and name, nobody can tell whose options these are; they count for none.",
    example: "agent-group/Team-Leads.cfg, where two tenants have a group Team-Leads",
    fix: Fixable::Never,
    repair: "Write the options in one of the other formats, on the object they belong to.",
    source: "GAX Help, File Formats: the file holds the options of one object",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.deployment.problems() {
        let Problem::Ambiguous { span, object, candidates } = problem else { continue };
        let (label, help) = if span.end == 0 {
            (
                "nothing in this file counts",
                "write the options on the object itself, in a file that names its tenant",
            )
        } else {
            ("this counts for none", "write it on the object itself, in a file that names its tenant")
        };
        let mut finding = Diagnostic::new(format!("`{object}` may be one of {} objects", candidates.len()))
            .object(object)
            .at(*span, label)
            .help(help);
        for &candidate in candidates {
            let at = context.deployment.object(candidate).at;
            finding = finding.and_at(at, format!("`{}`", context.deployment.display(candidate)));
        }
        findings.push(finding);
    }
}
