use super::super::{Context, Findings, Fixable, Rule};
use super::unknown_reference::{naming, tenants};
use crate::deployment::FieldKey;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::ObjectKind;

pub(super) const RULE: Rule = Rule {
    name: "wrong-script-type",
    severity: Severity::Error,
    subject: "option",
    summary: "an option names a script of another type than it needs",
    why: "A hold queue must be a script of type Interaction Queue, a workbin one of type Interaction Workbin. The desktop \
          finds no script of the right type under that name, so the button or the view has nothing to work on.",
    example: "options:\n  interaction-workspace:\n    chat.on-hold-queue: my-workbin   # a script of type interaction-workbin",
    fix: Fixable::Never,
    repair: "Name a script of the right type.",
    source: "Chat Server Administration Guide, Asynchronous Chat in Workspace Desktop Edition; E-Mail quality assurance \
             (workbin options)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let deployment = context.deployment;
    for (written, _, script) in naming(context) {
        let Some(needed) = script else { continue };
        let wrong = tenants(context, &written)
            .into_iter()
            .filter_map(|tenant| deployment.find(ObjectKind::Script, tenant, written.setting.value))
            .find(|&script| {
                deployment.object(script).enabled && deployment.script_type(script) != Some(needed)
            });
        let Some(script) = wrong else { continue };
        let kind = deployment.object(script).field(FieldKey::Type);
        let is = kind.map_or_else(
            || "of no type".to_owned(),
            |kind| format!("of type `{}`", deployment.text(kind.value)),
        );
        findings.push(
            Diagnostic::new(format!(
                "the script `{}` is {is}, but `{}` needs one of type `{needed}`",
                written.value, written.name
            ))
            .object(deployment.display(written.id))
            .option(written.label())
            .at(written.setting.at, "named here")
            .and_at(kind.map_or(deployment.object(script).at, |kind| kind.at), "its type")
            .help(format!("name a script of type `{needed}`")),
        );
    }
}
