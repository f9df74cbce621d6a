use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::{Deployment, ObjectId, Relation};
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::ObjectKind;

pub(super) const RULE: Rule = Rule {
    name: "role-without-members",
    severity: Severity::Warning,
    subject: "role",
    summary: "nobody has a role",
    why: "What it grants reaches nobody. Often the role was replaced and left behind, or whoever should have it was \
          forgotten. Persons who are no agents count as members, disabled persons and groups do not.",
    example: "roles:\n  - name: Chat-Auditor\n    privileges: [Contact - Can Use]",
    fix: Fixable::Never,
    repair: "Give the role members, or remove it.",
    source: "a convention of wdectl",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let deployment = context.deployment;
    for &role in deployment.of_kind(ObjectKind::Role) {
        let object = deployment.object(role);
        if !object.enabled
            || object.is_mentioned
            || deployment.members(role, Relation::Role).any(|link| gives(deployment, link.from))
        {
            continue;
        }
        let finding = Diagnostic::new(format!("nobody has role `{}`", deployment.bare(role)))
            .object(deployment.display(role))
            .help("give it members, or remove it");
        findings.push(match deployment.members(role, Relation::Role).next() {
            Some(member) => finding
                .at(object.at, "has members in name only")
                .and_at(member.at, "brings it to nobody")
                .note("its members are disabled, or groups without enabled members"),
            None => finding.at(object.at, "has no members"),
        });
    }
}

/// Whether a member of a role brings it to somebody.
fn gives(deployment: &Deployment, member: ObjectId) -> bool {
    let object = deployment.object(member);
    let relation = match object.kind {
        ObjectKind::AccessGroup => Relation::AccessGroup,
        ObjectKind::AgentGroup => Relation::AgentGroup,
        _ => return object.enabled,
    };
    object.enabled && deployment.members(member, relation).any(|link| deployment.object(link.from).enabled)
}
