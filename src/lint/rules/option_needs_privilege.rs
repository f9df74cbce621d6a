use super::super::words::{fact, named};
use super::super::{Context, Findings, Rule, Written};
use crate::deployment::ObjectId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::privilege::PrivilegeId;

pub(super) const RULE: Rule = Rule {
    name: "option-needs-privilege",
    severity: Severity::Warning,
    subject: "option",
    summary: "an option is set for agents none of whom has the privilege that it takes",
    why: "Some options shape what only a privilege allows. For agents without the privilege the value does nothing. A value \
          that reaches agents with and without the privilege is right for some of them and not told; nor are agents \
          whose roles hold keys that map to no known privilege.",
    example: "agent-groups:\n  - name: Chat-L2   # no team leads in it\n    options:\n      interaction-workspace:\n        \
              teamlead.agent-status.enabled-remote-actions: Ready,NotReady",
    repair: "Remove the option, or grant the privilege.",
    source: "the catalogue (`wdectl option show NAME`: which privileges an option needs)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let privileges = context.privileges();
    for written in context.settings().filter(|written| written.is_workspace() && !written.value.is_empty()) {
        let needed = written.spec.map_or(&[][..], |spec| &spec.needs_privileges);
        if needed.is_empty() {
            continue;
        }
        let Some(placed) = context.resolver.placed_on(written.id, written.option) else { continue };
        let agents: Vec<ObjectId> = context.resolver.agents_getting(placed).collect();
        let lacks = |&agent: &ObjectId, id: PrivilegeId| {
            let class = privileges.class_of(agent);
            !class.uncertain && !class.effective.contains(id)
        };
        let missing: Vec<&str> = needed
            .iter()
            .filter_map(|name| context.graph().find(name))
            .filter(|&id| agents.iter().all(|agent| lacks(agent, id)))
            .map(|id| context.graph().name(id))
            .collect();
        if !agents.is_empty() && !missing.is_empty() {
            findings.push(finding(context, &written, &missing, &agents));
        }
    }
}

fn finding(
    context: &Context<'_>,
    written: &Written<'_>,
    missing: &[&str],
    agents: &[ObjectId],
) -> Diagnostic {
    let needs = named(missing.iter().copied());
    let has = if agents.len() == 1 { "the agent who gets it lacks" } else { "no agent who gets it has" };
    let finding = Diagnostic::new(format!("`{}` needs {needs}, which {has}", written.label()))
        .object(context.deployment.display(written.id))
        .option(written.label())
        .at(written.setting.key, "does nothing")
        .help(format!("remove the option, or grant {needs}"))
        .affects(context.affected(agents));
    match written.spec {
        Some(spec) => finding.note(fact(spec.basis, &format!("the option takes {needs}"))),
        None => finding,
    }
}
