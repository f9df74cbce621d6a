use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::super::fixes::grant;
use super::super::words::{fact, named};
use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::ObjectId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{Basis, counted};
use crate::privilege::{PrivilegeId, RoleGrants, Standing};
use crate::text::Span;

pub(super) const RULE: Rule = Rule {
    name: "inert-privilege",
    severity: Severity::Error,
    subject: "role",
    summary: "a privilege is granted without one that it depends on, so it has no effect",
    why: "Most privileges count only together with the one that opens their part of the desktop. The role looks right, and \
          the agents still may not do it. Roles add up, so the missing privilege may come from any role of the agent; \
          the finding counts the agents to whom no role gives it. Agents whose roles hold keys that map to no known \
          privilege are not judged.",
    example: "roles:\n  - name: Chat-L2\n    members: [ana]\n    privileges: [Chat - Can Release Async]   # no Chat - Can Use \
              Chat Channel",
    fix: Fixable::Unsafe,
    repair: "Grant the missing privilege in this role, or in another one that the same agents have.",
    source: "Workspace Desktop Edition 8.5.1 Deployment Guide, the tables of privileges: depends on. That such a privilege \
             does nothing at all is inferred.",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let privileges = context.privileges();
    let mut inert: FxHashSet<PrivilegeId> = FxHashSet::default();
    for class in privileges.classes().filter(|class| !class.uncertain) {
        inert.extend(class.granted.without(&class.effective).iter());
    }
    // What waits for itself is a mistake of the catalogue, with a rule of its own.
    inert.retain(|&privilege| !context.graph().is_never_effective(privilege));
    if inert.is_empty() {
        return;
    }
    for role in privileges.roles() {
        let granted: Vec<PrivilegeId> = role.granted.iter().filter(|id| inert.contains(id)).collect();
        if granted.is_empty() {
            continue;
        }
        let reached = privileges.reached_by(role.role);
        for privilege in granted {
            let is_inert = |&agent: &ObjectId| privileges.standing(agent, privilege) == Standing::Inert;
            let (without, others): (Vec<ObjectId>, Vec<ObjectId>) =
                reached.iter().copied().partition(is_inert);
            if !without.is_empty() {
                findings.extend(finding(context, role, privilege, &without, &others));
            }
        }
    }
}

fn finding(
    context: &Context<'_>,
    role: &RoleGrants,
    privilege: PrivilegeId,
    without: &[ObjectId],
    others: &[ObjectId],
) -> Option<Diagnostic> {
    let (deployment, graph) = (context.deployment, context.graph());
    let (name, at) = (graph.name(privilege), role.grant(privilege)?.at);
    let missing = missing(context, privilege, without);
    let needs = named(missing.iter().map(|&id| graph.name(id)));
    let mut finding = Diagnostic::new(format!("privilege `{name}` is granted but has no effect"))
        .object(deployment.display(role.role))
        .at(at, format!("needs {needs}"))
        .help(format!("grant {needs} in role `{}`", deployment.bare(role.role)))
        .affects(context.affected(without));
    finding.fix = grant(context, role, at, missing.iter().map(|&id| graph.name(id)));
    for &gate in &missing {
        if let Some((place, gets)) = elsewhere(context, gate, others) {
            let all = without.len() + others.len();
            let rest =
                if gets == others.len() { format!(", {} do not", without.len()) } else { String::new() };
            finding =
                finding.and_at(place, format!("{gets} of these {} get it here{rest}", counted(all, "agent")));
        }
    }
    let basis = context.catalogue.privilege(name).and_then(|spec| spec.depends_on.as_ref());
    Some(finding.note(fact(
        basis.map_or(Basis::Unverified, |fact| fact.basis),
        &format!("the privilege depends on {needs}"),
    )))
}

/// What some of the agents are not granted of all that a privilege depends on, by name.
fn missing(context: &Context<'_>, privilege: PrivilegeId, agents: &[ObjectId]) -> BTreeSet<PrivilegeId> {
    let mut seen = FxHashSet::default();
    let mut missing = BTreeSet::new();
    for class in agents.iter().map(|&agent| context.privileges().class_of(agent)) {
        if seen.insert(std::ptr::from_ref(class)) {
            missing.extend(context.graph().needs(privilege).without(&class.granted).iter());
        }
    }
    missing
}

/// Where another role grants a privilege to some of the agents, and to how many.
fn elsewhere(context: &Context<'_>, gate: PrivilegeId, agents: &[ObjectId]) -> Option<(Span, usize)> {
    let privileges = context.privileges();
    let way = agents.iter().find_map(|&agent| privileges.ways(agent, gate).into_iter().next())?;
    let reached = privileges.reached_by(way.reach.role);
    let gets = agents.iter().filter(|agent| reached.binary_search(agent).is_ok()).count();
    Some((way.grant, gets))
}
