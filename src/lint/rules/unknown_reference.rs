use std::cell::Cell;

use rustc_hash::FxHashMap;

use super::super::fixes;
use super::super::{Context, Findings, Fixable, Rule, Written};
use crate::catalogue::OptionSpec;
use crate::deployment::{Deployment, ObjectId, Problem};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::names::{ObjectKind, ScriptType, Symbol, WORKSPACE_SECTION, counted, nearest, only_nearest};
use crate::text::{Change, Span};

pub(super) const RULE: Rule = Rule {
    name: "unknown-reference",
    severity: Severity::Error,
    subject: "option, field",
    summary: "an option or a field names an object that is not there",
    why: "A hold queue that does not exist takes no chats, a group that does not exist gives no options. Names are looked \
          up in the tenant of the object that uses them; an application without a tenant is looked up in the tenants \
          of its agents.",
    example: "options:\n  interaction-workspace:\n    chat.on-hold-queue: chat-hodl",
    fix: Fixable::Either,
    repair: "Correct the name, or add the object that is meant. A disabled script counts as absent.",
    source: "Chat Server Administration Guide, Asynchronous Chat in Workspace Desktop Edition: any valid script name",
    check,
};

/// How many names may still be compared with those that are missing. Of very many missing ones the later ones have no
/// nearest name: each is compared with all that there are.
pub(super) struct Patience(Cell<usize>);

impl Patience {
    pub(super) fn new() -> Self {
        Self(Cell::new(5_000_000))
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let patience = Patience::new();
    fields(context, findings, &patience);
    options(context, findings, &patience);
}

/// One finding for each name that is missing, whoever uses it.
fn fields(context: &Context<'_>, findings: &mut Findings<'_>, patience: &Patience) {
    let deployment = context.deployment;
    let mut causes: indexmap::IndexMap<(ObjectKind, Symbol, Symbol), Vec<&Problem>> =
        indexmap::IndexMap::new();
    for problem in deployment.problems() {
        if let Problem::Dangling { object, kind, name, member: false, .. } = problem {
            let tenant = deployment.object(*object).tenant;
            causes.entry((*kind, tenant, *name)).or_default().push(problem);
        }
    }
    for ((kind, _, name), uses) in causes {
        let Some(Problem::Dangling { object, span, elsewhere: other, .. }) = uses.first() else { continue };
        let text = deployment.text(name);
        let mut finding = Diagnostic::new(format!("there is no {} `{text}`", kind.words()))
            .object(deployment.display(*object))
            .at(*span, "named here")
            .help(elsewhere(context, *object, kind, text, *other, patience));
        // One place may name it for many: the head of a column.
        let mut places = indexmap::IndexSet::from([*span]);
        places.extend(uses.iter().filter_map(|problem| match problem {
            Problem::Dangling { span, .. } => Some(*span),
            _ => None,
        }));
        let others: Vec<_> = places.into_iter().skip(1).collect();
        for &span in others.iter().take(3) {
            finding = finding.and_at(span, "and here");
        }
        if others.len() > 3 {
            finding = finding.note(format!("named in {}", counted(others.len() - 3, "more place")));
        }
        let mut agents: Vec<ObjectId> = uses
            .iter()
            .filter_map(|problem| match problem {
                Problem::Dangling { object, .. } => Some(*object),
                _ => None,
            })
            .filter(|&object| deployment.is_subject(object))
            .collect();
        agents.sort_unstable();
        agents.dedup();
        let places = uses.iter().filter_map(|problem| match problem {
            Problem::Dangling { object, span, .. } => Some((*object, *span)),
            _ => None,
        });
        let fix = nearest_fix(context, kind, text, &places.collect::<Vec<_>>(), patience);
        let finding = Diagnostic { fix, ..finding };
        findings.push(if agents.is_empty() { finding } else { finding.affects(context.affected(&agents)) });
    }
}

/// What to do about a name that is not there.
pub(super) fn elsewhere(
    context: &Context<'_>,
    object: ObjectId,
    kind: ObjectKind,
    name: &str,
    other: Option<ObjectId>,
    patience: &Patience,
) -> String {
    let deployment = context.deployment;
    let tenant = deployment.object(object).tenant;
    let near = nearest(name, names(deployment, kind, tenant, patience));
    match (near, other) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Some(other)) => format!(
            "`{name}` is in tenant `{}`; it must be in tenant `{}`",
            deployment.text(deployment.object(other).tenant),
            deployment.text(tenant)
        ),
        (None, None) => format!("add it under `{}`, or remove the name", kind.list()),
    }
}

/// Writes the one name that is nearer than all others where objects of one tenant name something that is not there;
/// who is linked with it already names it once too often.
pub(super) fn nearest_fix(
    context: &Context<'_>,
    kind: ObjectKind,
    name: &str,
    places: &[(ObjectId, Span)],
    patience: &Patience,
) -> Option<Fix> {
    let deployment = context.deployment;
    let tenant = deployment.object(places.first()?.0).tenant;
    let near = only_nearest(name, names(deployment, kind, tenant, patience))?;
    let meant = deployment.find(kind, tenant, deployment.symbol(near)?);
    let is_linked = |object: ObjectId| {
        meant.is_some_and(|meant| {
            let of_both = deployment.links_from(object).iter().map(|link| link.to == meant);
            of_both.chain(deployment.links_from(meant).iter().map(|link| link.to == object)).any(|is| is)
        })
    };
    let (again, fresh): (Vec<_>, Vec<_>) = places.iter().partition(|&&(object, _)| is_linked(object));
    let mut fix = fixes::rewrite(name, near, fresh.into_iter().map(|(_, at)| at));
    fix.changes.extend(again.iter().map(|&(_, at)| Change::RemoveItem { at }));
    if fix.changes.len() == again.len() {
        fix.message = format!("remove it: `{near}` is there too");
    }
    Some(fix)
}

fn names<'d>(
    deployment: &'d Deployment,
    kind: ObjectKind,
    tenant: Symbol,
    patience: &Patience,
) -> impl Iterator<Item = &'d str> + use<'d> {
    let all = deployment.of_kind(kind);
    let left = patience.0.get().checked_sub(all.len());
    patience.0.set(left.unwrap_or_default());
    left.map_or(&[][..], |_| all)
        .iter()
        .map(|&id| deployment.object(id))
        .filter(move |object| {
            kind == ObjectKind::Tenant || object.tenant == tenant || object.tenant == Symbol::EMPTY
        })
        .map(|object| deployment.text(object.name))
}

/// The options whose value names an object, as they are written, with what it names.
pub(super) fn naming<'a>(
    context: &Context<'a>,
) -> impl Iterator<Item = (Written<'a>, ObjectKind, Option<ScriptType>)> {
    // What servers read is found with the object.
    let may_name = |section: &str, _: &str, spec: Option<&OptionSpec>| {
        section != WORKSPACE_SECTION || spec.and_then(named_kind).is_some()
    };
    let written = context.settings_where(may_name).filter(|written| !written.value.is_empty());
    written.filter_map(|written| {
        let (kind, script) = named_kind(written.spec?)?;
        Some((written, kind, script))
    })
}

/// What an option's value names, if its values are judged.
fn named_kind(spec: &OptionSpec) -> Option<(ObjectKind, Option<ScriptType>)> {
    spec.judged_kind().and_then(|_| spec.named_kind())
}

/// The tenants in which the name that an option holds is looked up.
pub(super) fn tenants(context: &Context<'_>, written: &Written<'_>) -> Vec<Symbol> {
    context.resolver.tenants_of(written.id, written.option, written.setting)
}

fn options(context: &Context<'_>, findings: &mut Findings<'_>, patience: &Patience) {
    let deployment = context.deployment;
    let mut known: FxHashMap<(ObjectKind, Symbol, Symbol), bool> = FxHashMap::default();
    let mut without_any: indexmap::IndexMap<ObjectKind, Vec<Written<'_>>> = indexmap::IndexMap::new();
    for (written, kind, _) in naming(context) {
        if deployment.of_kind(kind).is_empty() {
            without_any.entry(kind).or_default().push(written);
            continue;
        }
        let mut is_there = |tenant: Symbol| {
            *known.entry((kind, tenant, written.setting.value)).or_insert_with(|| {
                let found = deployment.find(kind, tenant, written.setting.value);
                found.is_some_and(|id| deployment.object(id).enabled)
            })
        };
        let missing: Vec<Symbol> =
            tenants(context, &written).into_iter().filter(|&tenant| !is_there(tenant)).collect();
        if let Some(&tenant) = missing.first() {
            findings.push(missing_name(context, &written, kind, tenant, &missing, patience));
        }
    }
    for (kind, uses) in without_any {
        let Some(first) = uses.iter().min_by_key(|written| written.setting.key) else { continue };
        let names =
            if uses.len() == 1 { "1 option names one" } else { &format!("{} options name one", uses.len()) };
        findings.push(
            Diagnostic::new(format!("the deployment has no {} at all, but {names}", kind.list()))
                .object(deployment.display(first.id))
                .option(first.label())
                .at(first.setting.at, "named here")
                .help(format!(
                    "add the {} to the deployment, or switch this rule off in wdectl.toml",
                    kind.list()
                )),
        );
    }
}

fn missing_name(
    context: &Context<'_>,
    written: &Written<'_>,
    kind: ObjectKind,
    tenant: Symbol,
    missing: &[Symbol],
    patience: &Patience,
) -> Diagnostic {
    let deployment = context.deployment;
    let value = written.value;
    let disabled =
        deployment.find(kind, tenant, written.setting.value).filter(|&id| !deployment.object(id).enabled);
    let place = match (tenant == Symbol::EMPTY, missing) {
        (true, _) => String::new(),
        (false, [only]) => format!(" in tenant `{}`", deployment.text(*only)),
        (false, several) => {
            let names: Vec<String> =
                several.iter().map(|&tenant| format!("`{}`", deployment.text(tenant))).collect();
            format!(" in the tenants {}", names.join(" and "))
        }
    };
    let finding = match disabled {
        Some(id) => Diagnostic::new(format!("the {} `{value}` is disabled{place}", kind.words()))
            .and_at(deployment.object(id).at, "disabled here")
            .help("enable it, or name another one"),
        None => {
            let other = deployment
                .of_kind(kind)
                .iter()
                .copied()
                .find(|&id| deployment.object(id).name == written.setting.value);
            let near = nearest(value, names(deployment, kind, tenant, patience));
            let help = match (near, other) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, Some(other)) => {
                    let owner = deployment.text(deployment.object(other).tenant);
                    format!("tenant `{owner}` has one of that name; add one{place}, or name another")
                }
                (None, None) => format!("add it under `{}`, or name another one", kind.list()),
            };
            let fix = match missing {
                [_] => only_nearest(value, names(deployment, kind, tenant, patience)),
                _ => None,
            };
            let fix = fix.map(|near| fixes::rewrite(value, near, [written.setting.at]));
            let finding = Diagnostic::new(format!("there is no {} `{value}`{place}", kind.words()));
            Diagnostic { fix, ..finding.help(help) }
        }
    };
    finding
        .object(deployment.display(written.id))
        .option(written.label())
        .at(written.setting.at, "named here")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::{Input, load};
    use crate::text::{Limits, Sources, Syntax};

    #[test]
    fn names_are_compared_as_long_as_there_is_patience() {
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", b"agents: [ana, bob, eva]".to_vec());
        let input = Input { file, syntax: Syntax::Yaml, object: None };
        let deployment = load(&sources, &[input], Limits::default());
        let patience = Patience(Cell::new(7));
        let count = || names(&deployment, ObjectKind::Agent, Symbol::EMPTY, &patience).count();
        assert_eq!([count(), count(), count(), count()], [3, 3, 0, 0]);
    }
}
