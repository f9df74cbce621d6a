use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxHashMap;

use super::super::words::listed;
use super::super::{Context, Findings, Fixable, Rule};
use crate::catalogue::OptionSpec;
use crate::deployment::ObjectId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::privilege::{DependencyGraph, PrivilegeId, PrivilegeSet};
use crate::resolve::{Base, OptionId, Placed};

pub(super) const RULE: Rule = Rule {
    name: "shortcut-without-privilege",
    severity: Severity::Warning,
    subject: "option",
    summary: "keys are bound to a function that agents may not use",
    why: "The keys do nothing for these agents, and they are taken for anything else. Usually a role is missing, or the \
          shortcut was meant for others. Agents whose roles have keys of no known privilege are left out: they may \
          well have it.",
    example: "options:\n  interaction-workspace:\n    keyboard.shortcut.interaction.chat.hold: Ctrl+Shift+H   # nobody may place on hold",
    fix: Fixable::Never,
    repair: "Grant the privilege, or leave the shortcut empty for these agents.",
    source: "Chat Server Administration Guide, Asynchronous Chat in Workspace Desktop Edition: place on hold; that its \
             shortcut needs the same privilege is inferred",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for &id in context.shortcuts().options() {
        if let Some(needs) = context.resolver.spec(id).and_then(|spec| Needs::of(spec, context.graph())) {
            option(context, id, &needs, findings);
        }
    }
}

/// What an agent must be allowed for the function behind an option.
struct Needs {
    all: Vec<PrivilegeId>,
    one: Vec<PrivilegeId>,
}

impl Needs {
    /// All privileges that the option needs, and one of those that have to do with it.
    fn of(spec: &OptionSpec, graph: &DependencyGraph) -> Option<Self> {
        let related = spec.related_privileges.iter().flat_map(|fact| &fact.value);
        let all: Vec<_> = spec.needs_privileges.iter().filter_map(|name| graph.find(name)).collect();
        let one: Vec<_> = related.filter_map(|name| graph.find(name)).collect();
        (!all.is_empty() || !one.is_empty()).then_some(Self { all, one })
    }

    fn met_by(&self, effective: &PrivilegeSet) -> bool {
        self.all.iter().all(|&id| effective.contains(id))
            && (self.one.is_empty() || self.one.iter().any(|&id| effective.contains(id)))
    }

    fn names<'g>(&self, graph: &'g DependencyGraph) -> Vec<&'g str> {
        let ids: IndexSet<PrivilegeId> = self.all.iter().chain(&self.one).copied().collect();
        ids.into_iter().map(|id| graph.name(id)).collect()
    }
}

/// One finding for each setting that gives keys to agents who may not use them.
fn option(context: &Context<'_>, option: OptionId, needs: &Needs, findings: &mut Findings<'_>) {
    let resolver = &context.resolver;
    let lacking =
        context.privileges().classes().filter(|class| !class.uncertain && !needs.met_by(&class.effective));
    let mut shared: FxHashMap<*const Base, Option<&Placed<'_>>> = FxHashMap::default();
    let mut causes: IndexMap<ObjectId, (&Placed<'_>, Vec<ObjectId>)> = IndexMap::new();
    for &agent in lacking.flat_map(|class| &class.agents) {
        let winner = resolver.placed_on(agent, option).or_else(|| {
            let base = resolver.base_of(agent)?;
            *shared.entry(std::ptr::from_ref(base)).or_insert_with(|| resolver.highest(&base.steps, option))
        });
        if let Some(placed) = winner.filter(|placed| context.shortcuts().of(placed.setting).is_some()) {
            causes.entry(placed.object).or_insert_with(|| (placed, Vec::new())).1.push(agent);
        }
    }
    let names = listed(needs.names(context.graph()).into_iter());
    for (placed, agents) in causes.into_values() {
        let name = context.deployment.text(placed.setting.name);
        findings.push(
            Diagnostic::new(format!("`{name}` is bound for agents who lack {names}"))
                .object(context.deployment.display(placed.object))
                .option(name)
                .at(placed.setting.at, "")
                .help(format!("grant {names}, or leave the shortcut empty for these agents"))
                .affects(context.affected(&agents)),
        );
    }
}
