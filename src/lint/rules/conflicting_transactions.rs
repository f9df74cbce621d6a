use indexmap::IndexMap;

use super::super::words::{quoted, with_places};
use super::super::{Context, Findings, Fixable, Rule, Written};
use super::not_overridable_by_routing::is_list;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{Level, ObjectKind, Symbol};

pub(super) const RULE: Rule = Rule {
    name: "conflicting-transactions",
    severity: Severity::Info,
    subject: "option",
    summary: "transactions of one tenant override an option differently",
    why: "A routing strategy may name several transactions for one interaction, separated by commas. Which of them counts \
          where they disagree is not documented; wdectl takes the later one of the list. As long as no strategy names \
          both there is nothing wrong.",
    example: "transactions:\n  - {name: VIP, options: {interaction-workspace: {chat.on-hold-queue: hold-vip}}}\n  - {name: \
              Fraud, options: {interaction-workspace: {chat.on-hold-queue: hold-fraud}}}",
    fix: Fixable::Never,
    repair: "Make sure that no strategy names two of them for one interaction.",
    source: "Workspace Desktop Edition 8.5.1 Deployment Guide, Overriding Workspace options",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let deployment = context.deployment;
    let mut found: IndexMap<(Symbol, Symbol), Vec<Written<'_>>> = IndexMap::new();
    for &id in deployment.of_kind(ObjectKind::Transaction) {
        if !is_list(deployment, id) || !deployment.object(id).enabled {
            continue;
        }
        for written in context.settings_of(id) {
            let overrides = written.spec.is_some_and(|spec| spec.allows(Level::Transaction) == Some(true));
            if overrides && written.is_workspace() && !written.setting.disabled {
                found.entry((written.object.tenant, written.setting.name)).or_default().push(written);
            }
        }
    }
    for places in found.values() {
        let Some((first, others)) = places.split_first() else { continue };
        if others.iter().all(|other| other.value == first.value) {
            continue;
        }
        let label = |written: &Written<'_>| {
            format!("{} in `{}`", quoted(written.value), deployment.display(written.id))
        };
        let finding = Diagnostic::new(format!("transactions override `{}` differently", first.name))
            .object(deployment.display(first.id))
            .option(first.label())
            .at(first.setting.at, label(first))
            .note("a strategy may name several transactions; which of them then counts is not documented")
            .help("make sure that no strategy names two of them for one interaction");
        let others = others.iter().map(|other| (other.setting.at, label(other)));
        findings.push(with_places(finding, others));
    }
}
