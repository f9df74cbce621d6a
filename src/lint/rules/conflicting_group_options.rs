use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::words::{listed, quoted, with_places};
use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::{ObjectId, Setting};
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::Level;
use crate::resolve::{Base, GroupConflict, OptionId, Placed};

pub(super) const RULE: Rule = Rule {
    name: "conflicting-group-options",
    severity: Severity::Warning,
    subject: "option",
    summary: "an agent is in two groups that set one option differently",
    why: "An agent gets the options of all groups. Where two of them disagree the desktop decides by built-in rules that \
          are not public; wdectl follows `group-conflict` of wdectl.toml (the last name wins, as documented for the web \
          client). Values that hang on the names of groups change when a group is renamed. With `group-conflict = \
          \"error\"` the finding is an error.",
    example: "agent-groups:\n  - {name: Chat-L1, agents: [ana], options: {interaction-workspace: {chat.typing-timeout: 15}}}\n  \
              - {name: Chat-L2, agents: [ana], options: {interaction-workspace: {chat.typing-timeout: 20}}}",
    fix: Fixable::Never,
    repair: "Let one group set the option, or set it on the agents who are in both.",
    source: "Workspace Desktop Edition 8.5.1 Deployment Guide, Configuration and administration by using options and \
             annexes: the union of the groups' options; Workspace Web Edition guide: the name nearest to the end of the \
             alphabet",
    check,
};

/// An option with the group that wins and those that lose, lowest precedence first.
type Cause = (OptionId, ObjectId, Vec<ObjectId>);

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let contested = contested(context);
    if contested.is_empty() {
        return;
    }
    let mut causes: IndexMap<Cause, Vec<ObjectId>> = IndexMap::new();
    for base in context.resolver.bases() {
        for cause in conflicts(context, &contested, base) {
            let agents: Vec<ObjectId> = context.resolver.without_own(base, cause.0).collect();
            if !agents.is_empty() {
                causes.entry(cause).or_default().extend(agents);
            }
        }
    }
    for ((option, winner, losers), agents) in causes {
        let placed = |group: ObjectId| context.resolver.placed_on(group, option);
        let Some(winner) = placed(winner) else { continue };
        let losers: Vec<&Placed<'_>> = losers.into_iter().filter_map(placed).collect();
        let finding = finding(context, winner, &losers).affects(context.affected(&agents));
        match context.resolver.policy() {
            GroupConflict::Error => findings.push_as(Severity::Error, finding),
            GroupConflict::LastName | GroupConflict::FirstName => findings.push(finding),
        }
    }
}

/// The settings of each group whose option has another value on some other group.
fn contested<'a>(context: &Context<'a>) -> FxHashMap<ObjectId, Vec<(OptionId, &'a Setting)>> {
    let mut contested: FxHashMap<ObjectId, Vec<(OptionId, &'a Setting)>> = FxHashMap::default();
    for of_option in context.resolver.placed() {
        for level in [Level::AgentGroup, Level::VirtualAgentGroup] {
            let groups = || of_option.iter().filter(|placed| placed.level == level);
            let values: FxHashSet<_> = groups().map(|placed| placed.value).collect();
            if values.len() > 1 {
                for placed in groups() {
                    contested.entry(placed.object).or_default().push((placed.option, placed.setting));
                }
            }
        }
    }
    contested
}

/// The options on which groups of a base disagree at the highest level that sets them.
fn conflicts(
    context: &Context<'_>,
    contested: &FxHashMap<ObjectId, Vec<(OptionId, &Setting)>>,
    base: &Base,
) -> Vec<Cause> {
    let of_groups =
        base.steps.iter().filter_map(|&(level, group)| Some((level, group, contested.get(&group)?)));
    let mut by_option: Vec<(OptionId, Level, ObjectId, &Setting)> = of_groups
        .flat_map(|(level, group, settings)| {
            settings.iter().map(move |&(option, setting)| (option, level, group, setting))
        })
        .collect();
    // Steps are in ascending precedence, and the sort keeps that order for each option.
    by_option.sort_by_key(|&(option, ..)| option);
    let mut causes = Vec::new();
    for of_option in by_option.chunk_by(|left, right| left.0 == right.0) {
        let Some((&(option, level, winner, setting), lower)) = of_option.split_last() else { continue };
        let losers: Vec<ObjectId> = lower
            .iter()
            .filter(|&&(_, other, _, lost)| other == level && lost.value != setting.value)
            .map(|&(_, _, group, _)| group)
            .collect();
        let is_hidden = || {
            let above = base.steps.iter().filter(|&&(other, _)| other > level);
            above.copied().any(|(_, object)| context.resolver.placed_on(object, option).is_some())
        };
        if !losers.is_empty() && !is_hidden() {
            causes.push((option, winner, losers));
        }
    }
    causes
}

fn finding(context: &Context<'_>, winner: &Placed<'_>, losers: &[&Placed<'_>]) -> Diagnostic {
    let deployment = context.deployment;
    let name = deployment.text(winner.setting.name);
    let groups: Vec<String> = losers.iter().map(|placed| deployment.bare(placed.object)).collect();
    let rule = match context.resolver.policy() {
        GroupConflict::LastName => "the last name wins, as documented for the web client",
        GroupConflict::FirstName => "the first name wins, as wdectl.toml says",
        GroupConflict::Error => "nothing decides; the last name is taken, as documented for the web client",
    };
    let finding = Diagnostic::new(format!(
        "`{name}` differs between groups of the same agents: {} of `{}` wins over {}",
        quoted(deployment.text(winner.value)),
        deployment.bare(winner.object),
        listed(groups.iter().map(String::as_str)),
    ))
    .object(deployment.display(winner.object))
    .option(name)
    .at(winner.setting.at, "wins")
    .note(rule)
    .help("set it in one of the groups, or on the agents who are in both");
    let losers = losers
        .iter()
        .map(|placed| (placed.setting.at, format!("loses in `{}`", deployment.display(placed.object))));
    with_places(finding, losers)
}
