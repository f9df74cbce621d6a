use rustc_hash::FxHashSet;

use super::super::fixes::grant;
use super::super::holders::{Holders, blamed};
use super::super::{Context, Findings, Fixable, Rule};
use crate::chat::Right;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::Symbol;

pub(super) const RULE: Rule = Rule {
    name: "release-pair-mismatch",
    severity: Severity::Warning,
    subject: "role",
    summary: "an agent may release ordinary chats but not asynchronous ones, or the reverse",
    why: "Since asynchronous chats exist, one privilege ends ordinary chats and another one ends asynchronous chats. Roles \
          that were written before have only the first, so their agents cannot end a chat that they take from hold. Only \
          agents in tenants where chats are placed on hold are judged, and none whose roles hold keys that map to no \
          known privilege.",
    example: "roles:\n  - name: Chat-L2\n    members: [ana]\n    privileges: [Chat - Can Use Chat Channel, Chat - Can Place On \
              Hold, Chat - Can Release]",
    fix: Fixable::Unsafe,
    repair: "Grant both, or neither.",
    source: "Chat Server Administration Guide 8.5.3, Asynchronous Chat in Workspace Desktop Edition",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let deployment = context.deployment;
    let holders = Holders::new(context);
    let tenants: FxHashSet<Symbol> = deployment
        .agents()
        .filter(|&agent| holders.may_hold(agent))
        .map(|agent| deployment.object(agent).tenant)
        .collect();
    if tenants.is_empty() {
        return;
    }
    let (ordinary, asynchronous) = (Right::Release, Right::ReleaseAsync);
    for (has, lacks, chats) in
        [(ordinary, asynchronous, "asynchronous"), (asynchronous, ordinary, "ordinary")]
    {
        let (Some(granted), Some(lacking)) =
            (context.rights.id(has, context.graph()), context.rights.privilege(lacks))
        else {
            continue;
        };
        let is_meant = |agent| {
            let rights = holders.of(agent);
            rights.contains(Right::UseChat)
                && rights.contains(has)
                && !rights.contains(lacks)
                && tenants.contains(&deployment.object(agent).tenant)
                && !context.privileges().class_of(agent).uncertain
        };
        for found in blamed(context, granted, is_meant) {
            let name = context.graph().name(granted);
            let fix = grant(context, found.role, found.grant.at, [lacking]);
            let finding = Diagnostic::new(format!("`{name}` is granted without `{lacking}`"))
                .object(deployment.display(found.role.role))
                .at(found.grant.at, format!("does not end {chats} chats"))
                .note("both kinds of chats reach these agents: chats are placed on hold in their tenant")
                .help(format!("grant `{lacking}` in role `{}` too", deployment.bare(found.role.role)))
                .affects(context.affected(&found.agents));
            findings.push(Diagnostic { fix, ..finding });
        }
    }
}
