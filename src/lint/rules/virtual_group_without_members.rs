use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::Relation;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::ObjectKind;

pub(super) const RULE: Rule = Rule {
    name: "virtual-group-without-members",
    severity: Severity::Warning,
    subject: "agent group",
    summary: "a virtual agent group lists no agents, so nobody gets its options here",
    why: "Who is in a virtual group is decided by a rule (a skill expression) that an export does not hold. wdectl counts \
          the agents that the file lists; where it lists none, every answer about this group is a guess.",
    example: "agent-groups:\n  - {name: VIP-Certified, virtual: true}",
    fix: Fixable::Never,
    repair: "List the agents that are in the group at the time of the export under `agents`.",
    source: "Workspace Desktop Edition Deployment Guide, options and annexes: virtual agent groups",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let deployment = context.deployment;
    for &id in deployment.of_kind(ObjectKind::AgentGroup) {
        let group = deployment.object(id);
        if group.is_virtual && group.enabled && deployment.members(id, Relation::AgentGroup).next().is_none()
        {
            findings.push(
                Diagnostic::new(format!("the virtual group `{}` lists no agents", deployment.bare(id)))
                    .object(deployment.display(id))
                    .at(group.at, "nobody is in it here")
                    .help("list the agents that are in it at the time of the export under `agents`"),
            );
        }
    }
}
