use super::super::words::{fact, named};
use super::super::{Context, Findings, Fixable, Rule};
use crate::catalogue::OptionSpec;
use crate::deployment::ObjectId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::Symbol;
use crate::privilege::PrivilegeId;
use crate::resolve::Placed;

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
    fix: Fixable::Never,
    repair: "Remove the option, or grant the privilege.",
    source: "the catalogue (`wdectl option show NAME`: which privileges an option needs)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (privileges, resolver) = (context.privileges(), &context.resolver);
    for of_option in resolver.placed() {
        let Some(spec) = of_option.first().and_then(|placed| resolver.spec(placed.option)) else { continue };
        let needed: Vec<PrivilegeId> =
            spec.needs_privileges.iter().filter_map(|name| context.graph().find(name)).collect();
        if needed.is_empty() {
            continue;
        }
        for placed in of_option.iter().filter(|placed| placed.setting.value != Symbol::EMPTY) {
            let agents: Vec<ObjectId> = resolver.agents_getting(placed).collect();
            let lacks = |agent: &ObjectId, id: PrivilegeId| {
                let class = privileges.class_of(*agent);
                !class.uncertain && !class.effective.contains(id)
            };
            let missing = needed.iter().filter(|&&id| agents.iter().all(|agent| lacks(agent, id)));
            let missing: Vec<&str> = missing.map(|&id| context.graph().name(id)).collect();
            if !agents.is_empty() && !missing.is_empty() {
                findings.push(finding(context, placed, spec, &missing, &agents));
            }
        }
    }
}

fn finding(
    context: &Context<'_>,
    placed: &Placed<'_>,
    spec: &OptionSpec,
    missing: &[&str],
    agents: &[ObjectId],
) -> Diagnostic {
    let deployment = context.deployment;
    let name = deployment.text(placed.setting.name);
    let needs = named(missing.iter().copied());
    let has = if agents.len() == 1 { "the agent who gets it lacks" } else { "no agent who gets it has" };
    Diagnostic::new(format!("`{name}` needs {needs}, which {has}"))
        .object(deployment.display(placed.object))
        .option(name)
        .at(placed.setting.key, "does nothing")
        .note(fact(spec.basis, &format!("the option takes {needs}")))
        .help(format!("remove the option, or grant {needs}"))
        .affects(context.affected(agents))
}
