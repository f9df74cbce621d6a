use indexmap::IndexMap;

use super::super::words::{quoted, with_places};
use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::ObjectId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{Level, counted};
use crate::resolve::Placed;

pub(super) const RULE: Rule = Rule {
    name: "shadowed-everywhere",
    severity: Severity::Warning,
    subject: "option",
    summary: "no agent ever gets a value, because higher levels set another one for all",
    why: "Whoever changes this value expects something to change, and nothing does. Objects that reach no agent at all are \
          not told here.",
    example: "tenants:\n  - {name: Acme, options: {interaction-workspace: {chat.typing-timeout: 20}}}\nagent-groups:   # \
              every agent is in it\n  - {name: All, tenant: Acme, options: {interaction-workspace: {chat.typing-timeout: \
              15}}}",
    fix: Fixable::Never,
    repair: "Remove the value, or remove those that hide it.",
    source: "Workspace Desktop Edition 8.5.1 Deployment Guide, Configuration and administration by using options and \
             annexes (the order of the levels)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for of_option in context.resolver.placed().filter(|of_option| of_option.len() > 1) {
        for placed in of_option.iter().filter(|placed| placed.level < Level::Agent) {
            if let Some(hiding) = hiding(context, placed) {
                findings.push(finding(context, placed, &hiding));
            }
        }
    }
}

/// The settings that hide this one, each with the number of agents for whom it does; `None` where some agent gets
/// the value, from here or from elsewhere, or nobody is reached.
fn hiding<'c, 'a>(
    context: &'c Context<'a>,
    placed: &Placed<'a>,
) -> Option<IndexMap<ObjectId, (&'c Placed<'a>, usize)>> {
    let resolver = &context.resolver;
    let value = placed.value;
    let mut hiding: IndexMap<ObjectId, (&Placed<'a>, usize)> = IndexMap::new();
    for base in resolver.bases_with(placed.object) {
        let shared = resolver.highest(&base.steps, placed.option)?;
        for &agent in &base.agents {
            let wins = resolver.placed_on(agent, placed.option).unwrap_or(shared);
            if wins.value == value {
                return None;
            }
            hiding.entry(wins.object).or_insert((wins, 0)).1 += 1;
        }
    }
    (!hiding.is_empty()).then_some(hiding)
}

fn finding(
    context: &Context<'_>,
    placed: &Placed<'_>,
    hiding: &IndexMap<ObjectId, (&Placed<'_>, usize)>,
) -> Diagnostic {
    let deployment = context.deployment;
    let name = deployment.text(placed.setting.name);
    let reached: usize = hiding.values().map(|&(_, agents)| agents).sum();
    let everybody = match reached {
        1 => "the only agent it could reach has".to_owned(),
        _ => format!("all {reached} agents it could reach have"),
    };
    let finding = Diagnostic::new(format!(
        "no agent gets {} for `{name}` from `{}`",
        quoted(deployment.text(placed.value)),
        deployment.display(placed.object),
    ))
    .object(deployment.display(placed.object))
    .option(name)
    .at(placed.setting.at, "reaches nobody")
    .note(format!("{everybody} another value from a higher level"))
    .help("remove it, or remove the values that hide it");
    // Those that hide it from most come first.
    let mut hiding: Vec<&(&Placed<'_>, usize)> = hiding.values().collect();
    hiding.sort_by_key(|&&(_, agents)| std::cmp::Reverse(agents));
    let places = hiding.into_iter().map(|&(higher, agents)| {
        let who =
            format!("`{}` hides it from {}", deployment.display(higher.object), counted(agents, "agent"));
        (
            higher.setting.at,
            if higher.level == Level::Agent { "hides it from this agent".to_owned() } else { who },
        )
    });
    with_places(finding, places)
}
