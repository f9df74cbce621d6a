use super::super::words::{fact, quoted};
use super::super::{Context, Findings, Fixable, Rule, Written};
use crate::catalogue::{OptionDependency, OptionSpec, Product};
use crate::deployment::ObjectId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{Basis, Level, WORKSPACE_SECTION};
use crate::resolve::{Base, Placed};

pub(super) const RULE: Rule = Rule {
    name: "ineffective-option",
    severity: Severity::Warning,
    subject: "option",
    summary: "an option counts only while another one has a value that it has for nobody",
    why: "Some options are read only while another option is set. For every agent who gets this value the other option \
          says otherwise, so the value does nothing. Where the other option has no known value the rule is silent.",
    example: "options:\n  interaction-workspace:\n    login.voice.prompt-dn-less-phone-number: false\n    \
              login.voice.restore-dn-less-phone-number-on-logout: true",
    fix: Fixable::Never,
    repair: "Set the other option as needed, or remove this one.",
    source: "Workspace Desktop Edition 8.5.1 Deployment Guide: the descriptions of the options",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for written in context.settings_where(depends).filter(|written| !written.value.is_empty()) {
        let Some(spec) = written.spec else { continue };
        let Some(placed) = context.resolver.placed_on(written.id, written.option) else { continue };
        for dependency in &spec.depends_on {
            if let Some(found) = unmet(context, placed, dependency) {
                findings.push(finding(context, &written, dependency, &found, spec.basis));
            }
        }
    }
}

fn depends(section: &str, _: &str, spec: Option<&OptionSpec>) -> bool {
    section == WORKSPACE_SECTION
        && spec.is_some_and(|spec| !spec.depends_on.is_empty() && spec.product != Product::WebClient)
}

/// For whom a dependency is not met, and a setting that is to blame; `None` where it is met, or perhaps met, for
/// somebody who gets the option, and where nobody gets it.
fn unmet<'c, 'a>(
    context: &'c Context<'a>,
    placed: &Placed<'a>,
    dependency: &OptionDependency,
) -> Option<Unmet<'c, 'a>> {
    let resolver = &context.resolver;
    let needed = resolver.option_id(WORKSPACE_SECTION, &dependency.option);
    let default = || {
        let spec = context.catalogue.find_option(WORKSPACE_SECTION, None, &dependency.option);
        Some((spec?.default_text()?, None))
    };
    let of = |found: &'c Placed<'a>| (context.deployment.text(found.value), Some(found));
    let of_base = |base: &Base| {
        let set = needed.and_then(|option| resolver.highest(&base.steps, option));
        set.map(of).or_else(default)
    };
    let mut unmet = Unmet { agents: Vec::new(), value: "", because: None };
    let mut is_met = |agent: ObjectId, shared: Option<(&'a str, Option<&'c Placed<'a>>)>| {
        let own = needed.and_then(|option| resolver.placed_on(agent, option));
        let Some((value, because)) = own.map(of).or(shared) else { return true };
        let met = match &dependency.value {
            Some(wanted) => value.trim().eq_ignore_ascii_case(wanted),
            None => !value.is_empty(),
        };
        if !met {
            unmet.value = value;
            unmet.because = unmet.because.or(because);
            unmet.agents.push(agent);
        }
        met
    };
    if placed.level == Level::Agent {
        let base = resolver.base_of(placed.object)?;
        if is_met(placed.object, of_base(base)) {
            return None;
        }
    }
    for base in resolver.bases_with(placed.object) {
        let wins =
            resolver.highest(&base.steps, placed.option).is_some_and(|wins| wins.object == placed.object);
        if !wins {
            continue;
        }
        let shared = of_base(base);
        if resolver.without_own(base, placed.option).any(|agent| is_met(agent, shared)) {
            return None;
        }
    }
    (!unmet.agents.is_empty()).then_some(unmet)
}

/// Whom an option serves nothing, and why.
struct Unmet<'c, 'a> {
    agents: Vec<ObjectId>,
    /// What the other option is, for one of them.
    value: &'a str,
    /// Where that is written; `None` for a default.
    because: Option<&'c Placed<'a>>,
}

fn finding(
    context: &Context<'_>,
    written: &Written<'_>,
    dependency: &OptionDependency,
    unmet: &Unmet<'_, '_>,
    basis: Basis,
) -> Diagnostic {
    let deployment = context.deployment;
    let other = &dependency.option;
    let (wanted, repair) = match &dependency.value {
        Some(value) => (format!("`{other}` is `{value}`"), format!("set `{other}` to `{value}`")),
        None => (format!("`{other}` is set"), format!("set `{other}`")),
    };
    let value = if unmet.value.is_empty() { "empty".to_owned() } else { quoted(unmet.value) };
    let finding = Diagnostic::new(format!("`{}` has no effect while `{other}` is {value}", written.name))
        .object(deployment.display(written.id))
        .option(written.label())
        .at(written.setting.key, "does nothing")
        .note(fact(basis, &format!("it counts only while {wanted}")))
        .help(format!("{repair}, or remove `{}`", written.name))
        .affects(context.affected(&unmet.agents));
    match unmet.because {
        Some(placed) => finding
            .and_at(placed.setting.at, format!("is {value} in `{}`", deployment.display(placed.object))),
        None => finding.note(format!("the default of `{other}` is {value}")),
    }
}
