use indexmap::IndexMap;
use rustc_hash::FxHashSet;

use super::super::fixes::grant;
use super::super::holders::{Blamed, Holders, blamed};
use super::super::{Context, Findings, Fixable, Rule};
use crate::chat::Right;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{Symbol, counted};

pub(super) const RULE: Rule = Rule {
    name: "async-release-missing",
    severity: Severity::Error,
    subject: "role",
    summary: "agents may place chats on hold, but nobody who can get such a chat back may release it",
    why: "An asynchronous chat ends when an agent releases it, and that takes a privilege of its own. Where nobody in the \
          tenant who may pull a chat has it, every chat lives on until Chat Server closes it for idleness. Told once for \
          a tenant. Silent where a role of the tenant's agents holds keys that map to no known privilege.",
    example: "roles:\n  - name: Chat-L2\n    members: [ana]\n    privileges:   # no Chat - Can Release Async anywhere\n      - \
              Chat - Can Use Chat Channel\n      - Chat - Can Place On Hold\n      - Contact - Can Pull From Queue",
    fix: Fixable::Unsafe,
    repair: "Grant `Chat - Can Release Async` in a role of agents who may pull chats.",
    source: "Chat Server Administration Guide 8.5.3, Asynchronous Chat in Workspace Desktop Edition; which privileges pulling \
             takes is unverified (`[rights]` in wdectl.toml)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (deployment, privileges) = (context.deployment, context.privileges());
    let Some(hold) = context.rights.id(Right::PlaceOnHold, context.graph()) else { return };
    let Some(release) = context.rights.privilege(Right::ReleaseAsync) else { return };
    let holders = Holders::new(context);
    let tenant_of = |agent| deployment.object(agent).tenant;
    let mut served: FxHashSet<Symbol> = FxHashSet::default();
    for agent in deployment.agents() {
        let rights = holders.of(agent);
        let may_end = rights.contains(Right::UseChat) && rights.contains(Right::ReleaseAsync);
        if privileges.class_of(agent).uncertain || may_end && holders.may_pull(agent) {
            served.insert(tenant_of(agent));
        }
    }
    let is_meant = |agent| holders.may_hold(agent) && !served.contains(&tenant_of(agent));
    let mut causes: IndexMap<Symbol, Vec<Blamed<'_>>> = IndexMap::new();
    for Blamed { role, grant, agents } in blamed(context, hold, is_meant) {
        let mut of_tenant: IndexMap<Symbol, Vec<_>> = IndexMap::new();
        for agent in agents {
            of_tenant.entry(tenant_of(agent)).or_default().push(agent);
        }
        for (tenant, agents) in of_tenant {
            causes.entry(tenant).or_default().push(Blamed { role, grant, agents });
        }
    }
    for (tenant, grants) in causes {
        let Some((first, others)) = grants.split_first() else { continue };
        let agents: Vec<_> = grants.iter().flat_map(|blamed| blamed.agents.iter().copied()).collect();
        let of = if tenant == Symbol::EMPTY {
            String::new()
        } else {
            format!(" in tenant `{}`", deployment.text(tenant))
        };
        let mut finding = Diagnostic::new(format!(
            "chats can be placed on hold, but nobody{of} who can get one back may release it"
        ))
        .object(deployment.display(first.role.role))
        .at(first.grant.at, format!("{} may place on hold by this", counted(first.agents.len(), "agent")))
        .help(format!("grant `{release}` in role `{}`", deployment.bare(first.role.role)))
        .note(format!("an asynchronous chat is released with `{release}`"))
        .affects(context.affected(&agents));
        // Where nobody may take a chat back, a right to release does not help.
        if first.agents.iter().any(|&agent| holders.may_pull(agent)) {
            finding.fix = grant(context, first.role, first.grant.at, [release]);
        }
        for other in others {
            finding =
                finding.and_at(other.grant.at, format!("{} by this", counted(other.agents.len(), "agent")));
        }
        findings.push(finding);
    }
}
