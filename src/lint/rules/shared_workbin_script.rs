use indexmap::IndexMap;

use super::super::words::with_places;
use super::super::{Context, Findings, Fixable, Rule, Written};
use crate::catalogue::{OptionSpec, ValueKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{ObjectKind, ScriptType, Symbol, WORKSPACE_SECTION};

pub(super) const RULE: Rule = Rule {
    name: "shared-workbin-script",
    severity: Severity::Warning,
    subject: "option",
    summary: "one script is behind two workbins",
    why: "The documentation asks for a script of its own for each pair of media type and nickname. With one script for \
          two, what lies in one workbin shows in the other.",
    example: "options:\n  interaction-workspace:\n    workbin.chat.mine: my-chats\n    workbin.chat.followup: my-chats",
    fix: Fixable::Never,
    repair: "Make a script of type Interaction Workbin for each of them.",
    source: "Workspace Desktop Edition 8.5.1 Deployment Guide, E-Mail quality assurance (workbin options)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut of_script: IndexMap<Symbol, Vec<(Symbol, Written<'_>)>> = IndexMap::new();
    for written in context.settings_where(is_workbin).filter(|written| !written.value.is_empty()) {
        let object = written.object;
        let tenant = if object.kind == ObjectKind::Tenant { object.name } else { object.tenant };
        of_script.entry(written.setting.value).or_default().push((tenant, written));
    }
    for places in of_script.values_mut() {
        places.sort_by_key(|(_, written)| (written.id, written.setting.key));
        // An application without a tenant reaches the agents of all; two tenants have scripts of their own.
        let mut tenants: Vec<Symbol> = places.iter().map(|&(tenant, _)| tenant).collect();
        tenants.sort_unstable();
        tenants.dedup();
        let shared: Vec<Vec<&Written<'_>>> = tenants
            .iter()
            .map(|&own| {
                let of_tenant =
                    places.iter().filter(|&&(tenant, _)| tenant == own || tenant == Symbol::EMPTY);
                first_of_each_name(of_tenant.map(|(_, written)| written))
            })
            .filter(|pairs| pairs.len() > 1)
            .collect();
        // What applications without tenant share is told once, not again for each tenant.
        let everywhere = shared.first().filter(|_| tenants.first() == Some(&Symbol::EMPTY));
        let told =
            everywhere.filter(|pairs| pairs.iter().all(|written| written.object.tenant == Symbol::EMPTY));
        match told {
            Some(pairs) => findings.push(finding(context, pairs)),
            None => shared.iter().for_each(|pairs| findings.push(finding(context, pairs))),
        }
    }
}

/// Whether an option names the script of a workbin by media type and nickname.
fn is_workbin(section: &str, _: &str, spec: Option<&OptionSpec>) -> bool {
    let spec = spec.filter(|spec| section == WORKSPACE_SECTION && spec.template.is_some());
    let kind = spec.and_then(|spec| spec.kind.as_ref());
    kind.is_some_and(|kind| kind.value == ValueKind::Script(ScriptType::InteractionWorkbin))
}

/// The first place of each option.
fn first_of_each_name<'w, 'a: 'w>(places: impl Iterator<Item = &'w Written<'a>>) -> Vec<&'w Written<'a>> {
    let mut first: IndexMap<Symbol, &'w Written<'a>> = IndexMap::new();
    for written in places {
        first.entry(written.setting.name).or_insert(written);
    }
    first.into_values().collect()
}

/// The second one is told: the first had the script before.
fn finding(context: &Context<'_>, pairs: &[&Written<'_>]) -> Diagnostic {
    let deployment = context.deployment;
    let second = pairs[1];
    let finding = Diagnostic::new(format!(
        "the script `{}` is behind both `{}` and `{}`",
        second.value, pairs[0].name, second.name
    ))
    .object(deployment.display(second.id))
    .option(second.label())
    .at(second.setting.at, "named again here")
    .note("documented: each pair of media type and nickname should have a script of its own")
    .help(format!(
        "make another script of type `{}` for `{}`",
        ScriptType::InteractionWorkbin,
        second.name
    ));
    let others = pairs.iter().enumerate().filter(|&(at, _)| at != 1).map(|(_, other)| other);
    let places: Vec<_> = others
        .map(|other| (other.setting.at, format!("`{}` of `{}`", other.name, deployment.display(other.id))))
        .collect();
    with_places(finding, places.into_iter())
}
