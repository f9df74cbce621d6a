use indexmap::IndexMap;
use rustc_hash::FxHashSet;

use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::{ObjectId, Problem};
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{ObjectKind, Symbol};

pub(super) const RULE: Rule = Rule {
    name: "agent-without-role",
    severity: Severity::Warning,
    subject: "agent",
    summary: "no role reaches an agent",
    why: "Such an agent may log in and do nothing: every privilege comes from a role, directly or through a group. The rule \
          is silent where the deployment has no roles at all, and for agents who name a role or group that is not there, and for agents \
          whom an export only names. \
          More than three agents of one tenant are told together.",
    example: "agents:\n  - {username: ana, application: WDE_Main}   # roles: are there, none of them has ana",
    fix: Fixable::Never,
    repair: "Give the agent a role, or add the agent to an access group that has one.",
    source: "Workspace Desktop Edition 8.5.1 Deployment Guide, Role-based access control",
    check,
};

/// With more agents of one tenant than this, they are told together.
const SINGLY: usize = 3;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (deployment, privileges) = (context.deployment, context.privileges());
    if privileges.roles().is_empty() {
        return;
    }
    let misdirected: FxHashSet<ObjectId> = deployment.problems().iter().filter_map(misdirected).collect();
    let mut found: IndexMap<Symbol, Vec<ObjectId>> = IndexMap::new();
    for class in privileges.classes().filter(|class| class.granted.is_empty() && !class.uncertain) {
        for &agent in &class.agents {
            let is_known = !deployment.object(agent).is_mentioned && !misdirected.contains(&agent);
            if is_known && privileges.reaches(agent).is_empty() {
                found.entry(deployment.object(agent).tenant).or_default().push(agent);
            }
        }
    }
    for (tenant, agents) in found {
        if agents.len() > SINGLY {
            findings.push(together(context, tenant, &agents));
            continue;
        }
        for agent in agents {
            findings.push(
                Diagnostic::new(format!("no role reaches agent `{}`", deployment.bare(agent)))
                    .object(deployment.display(agent))
                    .at(deployment.object(agent).at, "may do nothing")
                    .help("give the agent a role, or add the agent to an access group that has one")
                    .affects(context.affected(&[agent])),
            );
        }
    }
}

/// The object that names a role or group that is not there, which another rule tells.
fn misdirected(problem: &Problem) -> Option<ObjectId> {
    match problem {
        Problem::Dangling {
            object, kind: ObjectKind::Role | ObjectKind::AccessGroup, member: false, ..
        } => Some(*object),
        _ => None,
    }
}

fn together(context: &Context<'_>, tenant: Symbol, agents: &[ObjectId]) -> Diagnostic {
    let deployment = context.deployment;
    let of = if tenant == Symbol::EMPTY {
        String::new()
    } else {
        format!(" of tenant `{}`", deployment.text(tenant))
    };
    let finding = Diagnostic::new(format!("no role reaches {} agents{of}", agents.len()))
        .help("give them roles, or add them to access groups that have roles")
        .affects(context.affected(agents));
    match agents.first() {
        Some(&first) => finding
            .object(
                deployment
                    .tenant_of(first)
                    .map_or_else(|| deployment.display(first), |tenant| deployment.display(tenant)),
            )
            .at(deployment.object(first).at, "the first of them"),
        None => finding,
    }
}
