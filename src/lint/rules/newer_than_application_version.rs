use indexmap::IndexMap;

use super::super::words::{fact, with_places};
use super::super::{Context, Findings, Fixable, Rule, Written};
use crate::catalogue::{Fact, OptionSpec, Product, is_newer};
use crate::deployment::{Field, FieldKey, ObjectId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{ApplicationType, ObjectKind};
use crate::resolve::{Base, OptionId, Placed};

pub(super) const RULE: Rule = Rule {
    name: "newer-than-application-version",
    severity: Severity::Warning,
    subject: "option",
    summary: "an option is newer than the release of the application that should read it",
    why: "A release that does not know an option does not read it. Agents of an application that was not upgraded go \
          without what the option brings, while everybody else has it. Only releases of one product are compared; \
          messaging plug-ins have a numbering of their own and are passed over.",
    example: "applications:\n  - name: WDE_Legacy\n    version: 8.5.112.08\n    options:\n      interaction-workspace:\n        \
              logout.voice.use-login-queue-on-logout: false   # since 8.5.124.08",
    fix: Fixable::Never,
    repair: "Upgrade the application, or correct its `version`.",
    source: "the catalogue (`wdectl option show NAME`: since which release)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let deployment = context.deployment;
    for &id in deployment.of_kind(ObjectKind::Application) {
        let Some(version) = deployment.object(id).field(FieldKey::Version) else { continue };
        match deployment.application_type(id) {
            Some(ApplicationType::Workspace) => desktop(context, id, version, findings),
            Some(_) => server(context, id, version, findings),
            None => {}
        }
    }
}

/// The release that brought an option, if the application's is older.
fn too_new<'s>(
    context: &Context<'_>,
    spec: Option<&'s OptionSpec>,
    version: &Field,
) -> Option<&'s Fact<String>> {
    let spec = spec.filter(|spec| spec.product == Product::Application)?;
    let introduced = spec.introduced.as_ref()?;
    // Some sites had it before.
    let since = spec.restricted_since.as_ref().unwrap_or(&introduced.value);
    is_newer(since, context.deployment.text(version.value)).then_some(introduced)
}

fn server(context: &Context<'_>, id: ObjectId, version: &Field, findings: &mut Findings<'_>) {
    for written in context.settings_of(id).filter(|written| !written.setting.disabled) {
        if let Some(introduced) = too_new(context, written.spec, version) {
            findings.push(finding(context, id, version, &written, introduced));
        }
    }
}

/// A setting with the application's agents who get it.
type Place<'a> = (Placed<'a>, Vec<ObjectId>);

/// One finding for each option, wherever it is set for agents of the application.
fn desktop(context: &Context<'_>, id: ObjectId, version: &Field, findings: &mut Findings<'_>) {
    let resolver = &context.resolver;
    let mut found: IndexMap<OptionId, (&Fact<String>, Vec<Place<'_>>)> = IndexMap::new();
    for of_option in resolver.placed() {
        let Some(option) = of_option.first().map(|placed| placed.option) else { continue };
        let Some(introduced) = too_new(context, resolver.spec(option), version) else { continue };
        for placed in of_option {
            let agents: Vec<ObjectId> = resolver
                .agents_getting(placed)
                .filter(|&agent| resolver.base_of(agent).is_some_and(|base| uses(base, id)))
                .collect();
            if placed.object == id || !agents.is_empty() {
                found.entry(option).or_insert((introduced, Vec::new())).1.push((*placed, agents));
            }
        }
    }
    for (introduced, places) in found.values_mut() {
        // What the application itself says comes first, then the lower levels.
        places.sort_by_key(|(placed, _)| (placed.object != id, placed.level));
        let Some(((first, _), others)) = places.split_first() else { continue };
        let written = context.settings_of(first.object).find(|written| written.option == first.option);
        let Some(written) = written else { continue };
        let finding = finding(context, id, version, &written, introduced);
        let others =
            others.iter().map(|(placed, _)| (placed.setting.key, context.deployment.display(placed.object)));
        let finding = with_places(finding, others);
        let agents: Vec<ObjectId> = places.iter().flat_map(|(_, agents)| agents).copied().collect();
        findings.push(if agents.is_empty() { finding } else { finding.affects(context.affected(&agents)) });
    }
}

fn uses(base: &Base, application: ObjectId) -> bool {
    base.steps.first().is_some_and(|&(_, object)| object == application)
}

fn finding(
    context: &Context<'_>,
    application: ObjectId,
    version: &Field,
    written: &Written<'_>,
    introduced: &Fact<String>,
) -> Diagnostic {
    let deployment = context.deployment;
    let release = deployment.text(version.value);
    let name = deployment.bare(application);
    let since = &introduced.value;
    Diagnostic::new(format!("`{}` came with {since}, but `{name}` is release {release}", written.label()))
        .object(deployment.display(written.id))
        .option(written.label())
        .at(written.setting.key, format!("not read by `{name}`"))
        .and_at(version.at, "the application's release")
        .note(fact(introduced.basis, &format!("the option exists since release {since}")))
        .help(format!("upgrade `{name}` to {since} or later, or correct its `version`"))
}
