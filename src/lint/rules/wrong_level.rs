use super::super::words::{fact, listed};
use super::super::{Context, Findings, Fixable, Rule};
use crate::catalogue::OptionSpec;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{Level, ObjectKind, WORKSPACE_SECTION, with_article};

pub(super) const RULE: Rule = Rule {
    name: "wrong-level",
    severity: Severity::Warning,
    subject: "option",
    summary: "an option stands on an object where its documentation does not allow it",
    why: "The documentation of an option names the objects on which it can be set. On any other it is not read, and the \
          value that was meant reaches nobody.",
    example: "applications:\n  - name: WDE_Main\n    options:\n      interaction-workspace:\n        \
              interaction.case-data.order: CustomerId, OrderNumber   # an option of business attributes",
    fix: Fixable::Never,
    repair: "Move the option to an object of a kind that its documentation names.",
    source: "the catalogue (`wdectl option show NAME`); Workspace Web Edition guide: each option says on which objects it \
             is applicable",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for written in context.settings_where(is_limited) {
        let Some(spec) = written.spec else { continue };
        let (kind, level) = (written.object.kind, context.deployment.level_of(written.id));
        // Transactions are judged by a rule of their own.
        if level == Some(Level::Transaction) || is_allowed(spec, level, kind) {
            continue;
        }
        let kinds: Vec<&str> = match (&spec.object, &spec.levels) {
            (Some(kind), _) => vec![kind.words()],
            (None, Some(levels)) => levels.iter().map(|level| level.as_str()).collect(),
            (None, None) => continue,
        };
        let kinds = listed(kinds.into_iter());
        findings.push(
            Diagnostic::new(format!("`{}` is not read on {}", written.name, with_article(kind.words())))
                .object(context.deployment.display(written.id))
                .option(written.label())
                .at(written.setting.key, "")
                .note(fact(spec.basis, &format!("the option stands on objects of kind {kinds}")))
                .help("move it there, or take it out"),
        );
    }
}

fn is_limited(section: &str, _: &str, spec: Option<&OptionSpec>) -> bool {
    section == WORKSPACE_SECTION && spec.is_some_and(|spec| spec.object.is_some() || spec.levels.is_some())
}

/// Whether the documentation allows the option here, or does not say.
fn is_allowed(spec: &OptionSpec, level: Option<Level>, kind: ObjectKind) -> bool {
    if let Some(object) = spec.object {
        return object == kind;
    }
    match level {
        Some(level) => spec.allows(level) != Some(false),
        None => spec.levels.is_none(),
    }
}
