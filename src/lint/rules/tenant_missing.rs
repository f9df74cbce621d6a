use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::Problem;
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    name: "tenant-missing",
    severity: Severity::Error,
    subject: "any object but tenants and applications",
    summary: "an object does not say to which of several tenants it belongs",
    why: "References are looked up in the tenant of the object that makes them. An object without a tenant belongs to the \
          only tenant there is; where there are several, nobody can tell whose it is. Applications may serve several \
          tenants and need none.",
    example: "tenants: [{name: Acme}, {name: AcmeBank}]\nscripts: [{name: chat-hold, type: interaction-queue}]",
    fix: Fixable::Never,
    repair: "Add `tenant` to the object, or once at the top of the file for all its objects.",
    source: "configuration objects are owned by a tenant",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.deployment.problems() {
        let Problem::TenantMissing { object: id } = problem else { continue };
        let object = context.deployment.object(*id);
        let name = context.deployment.display(*id);
        findings.push(
            Diagnostic::new(format!("`{name}` names no tenant, and the deployment has several"))
                .object(name)
                .at(object.at, "whose is it?")
                .help("add `tenant: NAME` to the object, or at the top of the file for all its objects"),
        );
    }
}
