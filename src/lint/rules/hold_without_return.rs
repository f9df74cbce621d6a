use super::super::holders::{Holders, PULL, blamed};
use super::super::words::listed;
use super::super::{Context, Findings, Fixable, Rule};
use crate::chat::Right;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::counted;

pub(super) const RULE: Rule = Rule {
    name: "hold-without-return",
    severity: Severity::Warning,
    subject: "role",
    summary: "an agent may place chats on hold and has no right to take one back from anywhere",
    why: "A chat on hold lies in an interaction queue, from where the workflow may bring it to a workbin. An agent who may \
          pull from neither parts with the chat for good, while the customer waits for the same person. Silent for \
          agents whose roles hold keys that map to no known privilege.",
    example: "roles:\n  - name: Chat-L2\n    members: [ana]\n    privileges: [Chat - Can Use Chat Channel, Chat - Can Place On \
              Hold]",
    fix: Fixable::Never,
    repair: "Grant a privilege to pull from queues or workbins, or take `Chat - Can Place On Hold` away.",
    source: "Chat Server Administration Guide 8.5.3, Asynchronous Chat in Workspace Desktop Edition: privileges to pull from \
             queues, workbins and shared workbins; their names are unverified (`[rights]` in wdectl.toml)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let deployment = context.deployment;
    let Some(hold) = context.rights.id(Right::PlaceOnHold, context.graph()) else { return };
    let holders = Holders::new(context);
    let is_meant = |agent| {
        holders.may_hold(agent) && !holders.may_pull(agent) && !context.privileges().class_of(agent).uncertain
    };
    let pull: Vec<&str> = PULL.into_iter().filter_map(|right| context.rights.privilege(right)).collect();
    for found in blamed(context, hold, is_meant) {
        let role = deployment.bare(found.role.role);
        let agents = &found.agents;
        let who = counted(agents.len(), "agent");
        let finding =
            Diagnostic::new(format!("{who} may place chats on hold but can take none back from anywhere"))
                .object(deployment.display(found.role.role))
                .at(found.grant.at, "no right to pull goes with it")
                .note(format!("any of these would do: {}", listed(pull.iter().copied())))
                .affects(context.affected(agents));
        findings.push(match pull.first() {
            Some(queue) => finding.help(format!("grant `{queue}` in role `{role}`")),
            None => finding,
        });
    }
}
