use indexmap::IndexMap;
use rustc_hash::FxHashSet;

use super::super::words::{fact, quoted, with_places};
use super::super::{Context, Findings, Fixable, Rule};
use crate::catalogue::Product;
use crate::deployment::{ObjectId, Problem};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::names::{Basis, Level, Symbol, counted};
use crate::resolve::{OptionId, Placed, Step};
use crate::text::{Change, Span};

pub(super) const RULE: Rule = Rule {
    name: "redundant-override",
    severity: Severity::Info,
    subject: "option",
    summary: "an override repeats the value that every agent it reaches would inherit",
    why: "It changes nothing today, and tomorrow it hides a change of the value that it repeats. Values of applications \
          are no overrides, and one that settles a conflict of groups is not told.",
    example: "applications:\n  - {name: WDE_Main, options: {interaction-workspace: {chat.typing-timeout: 20}}}\nagents:\n  - \
              {username: ana, options: {interaction-workspace: {chat.typing-timeout: 20}}}",
    fix: Fixable::Safe,
    repair: "Remove it, unless it is meant to stay when the inherited value changes.",
    source: "Workspace Desktop Edition 8.5.1 Deployment Guide, Configuration and administration by using options and \
             annexes (the order of the levels)",
    check,
};

/// Where the value comes from that an override repeats; `None` for the default.
type Inherited = Option<ObjectId>;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let problems = context.deployment.problems().iter();
    let twice: FxHashSet<Span> = problems.filter_map(written_again).collect();
    for of_option in context.resolver.placed() {
        // Agents with the same value over the same inherited one are one cause.
        let mut of_agents: IndexMap<(Symbol, Inherited), Vec<&Placed<'_>>> = IndexMap::new();
        for placed in of_option {
            match placed.level {
                Level::Default | Level::Application | Level::Transaction => {}
                Level::Agent => {
                    let Some(base) = context.resolver.base_of(placed.object) else { continue };
                    if let Some(below) = repeated(context, placed, &base.steps) {
                        of_agents.entry((placed.value, below)).or_default().push(placed);
                    }
                }
                Level::Tenant | Level::AgentGroup | Level::VirtualAgentGroup => {
                    if let Some((below, agents)) = repeated_for_all(context, placed) {
                        findings.push(finding(context, &twice, placed, &[], below, agents));
                    }
                }
            }
        }
        for ((_, below), places) in of_agents {
            if let Some((first, others)) = places.split_first() {
                findings.push(finding(context, &twice, first, others, below, places.len()));
            }
        }
    }
}

/// What a setting of a tenant or group repeats, and for how many agents, if it does so for all who get it.
fn repeated_for_all(context: &Context<'_>, placed: &Placed<'_>) -> Option<(Inherited, usize)> {
    let resolver = &context.resolver;
    let mut found = None;
    let mut agents = 0;
    for base in resolver.bases_with(placed.object) {
        let at = base.steps.iter().position(|&(_, object)| object == placed.object)?;
        let (below, above) = (&base.steps[..at], &base.steps[at + 1..]);
        if resolver.highest(above, placed.option).is_some() {
            continue;
        }
        let mut getting = resolver.without_own(base, placed.option);
        match repeated(context, placed, below) {
            Some(below) => {
                let count = getting.count();
                agents += count;
                found = found.or((count > 0).then_some(below));
            }
            None if getting.next().is_some() => return None,
            None => {}
        }
    }
    Some((found?, agents))
}

/// What a setting repeats that stands above these steps; `None` where it does not repeat anything, or where it settles
/// a conflict of groups.
fn repeated(context: &Context<'_>, placed: &Placed<'_>, below: &[Step]) -> Option<Inherited> {
    let resolver = &context.resolver;
    let Some(inherited) = resolver.highest(below, placed.option) else {
        return default_is(context, placed.option, context.deployment.text(placed.value)).then_some(None);
    };
    let settles = |&(level, object): &Step| {
        level == inherited.level
            && resolver.placed_on(object, placed.option).is_some_and(|other| other.value != inherited.value)
    };
    (inherited.value == placed.value && !below.iter().any(settles)).then_some(Some(inherited.object))
}

/// Whether a value is the default that is documented for the desktop.
fn default_is(context: &Context<'_>, option: OptionId, value: &str) -> bool {
    let spec = context.resolver.spec(option).filter(|spec| spec.product != Product::WebClient);
    let default = spec.and_then(|spec| spec.default.as_ref());
    default.is_some_and(|default| default.basis == Basis::Documented && default.value == value)
}

/// Where an option is written that the same object has already.
fn written_again(problem: &Problem) -> Option<Span> {
    match problem {
        Problem::DuplicateKey { option: true, again, .. } => Some(*again),
        _ => None,
    }
}

fn finding(
    context: &Context<'_>,
    twice: &FxHashSet<Span>,
    placed: &Placed<'_>,
    others: &[&Placed<'_>],
    below: Inherited,
    agents: usize,
) -> Diagnostic {
    let deployment = context.deployment;
    let name = deployment.text(placed.setting.name);
    let value = quoted(deployment.text(placed.value));
    let inherited = below.and_then(|object| context.resolver.placed_on(object, placed.option));
    let from =
        inherited.map_or("the default".to_owned(), |lower| format!("`{}`", deployment.display(lower.object)));
    let finding = Diagnostic::new(format!("`{name}` repeats {value} of {from}"))
        .object(deployment.display(placed.object))
        .option(name)
        .at(placed.setting.at, "changes nothing");
    let finding = match inherited {
        Some(lower) => finding.and_at(lower.setting.at, "is inherited without it"),
        None => finding.note(fact(Basis::Documented, &format!("the default is {value}"))),
    };
    // Of an option that is written twice the other value would count.
    let is_once = |placed: &&Placed<'_>| !twice.contains(&placed.setting.key);
    let remove = |placed: &Placed<'_>| Change::RemoveEntry { key: placed.setting.key };
    let changes = std::iter::once(placed).chain(others.iter().copied()).filter(is_once).map(remove).collect();
    let fix = Fix::safe("remove the override", changes)
        .resting_on(inherited.iter().map(|lower| lower.setting.at).collect());
    let others = others.iter().map(|other| (other.setting.at, deployment.display(other.object)));
    with_places(finding, others).fix(fix).help(format!(
        "remove the override: {} would get the same value without it",
        counted(agents, "agent")
    ))
}
