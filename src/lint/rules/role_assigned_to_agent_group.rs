use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::Relation;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::ObjectKind;

pub(super) const RULE: Rule = Rule {
    name: "role-assigned-to-agent-group",
    severity: Severity::Info,
    subject: "role",
    summary: "a role is given to an agent group",
    why: "The desktop's guide speaks of roles for agents and agent groups, but the configuration layer knows only persons \
          and access groups as members of a role. What is written here must be carried out with an access group, or agents \
          do not get it. wdectl counts the role for the agents of the group.",
    example: "roles:\n  - {name: Chat-L2, members: [agent-group/Chat-L2]}",
    fix: Fixable::Never,
    repair: "Make an access group of the same agents a member of the role.",
    source: "Genesys Administrator Extension Help, Roles: given to users and access groups; Workspace Desktop Edition 8.5.1 \
             Deployment Guide, Chat privileges: to an agent or agent group",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let deployment = context.deployment;
    for &role in deployment.of_kind(ObjectKind::Role) {
        for link in deployment.members(role, Relation::Role) {
            if deployment.object(link.from).kind != ObjectKind::AgentGroup {
                continue;
            }
            let (name, group) = (deployment.bare(role), deployment.bare(link.from));
            findings.push(
                Diagnostic::new(format!("role `{name}` is given to agent group `{group}`"))
                    .object(deployment.display(role))
                    .at(link.at, "the configuration layer gives roles to persons and access groups")
                    .help(format!("make an access group with the agents of `{group}` a member of `{name}`")),
            );
        }
    }
}
