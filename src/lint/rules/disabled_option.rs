use super::super::{Context, Findings, Fixable, Rule};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    name: "disabled-option",
    severity: Severity::Info,
    subject: "option",
    summary: "an option is disabled by a `#` before its name",
    why: "Such an option is kept and never read. It is easily forgotten, and easily taken for one that counts.",
    example: "[interaction-workspace]\n#chat.auto-answer=true",
    fix: Fixable::Never,
    repair: "Take the `#` out, or remove the option.",
    source: "a habit of administrators; a convention of wdectl",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let objects = context.deployment.objects();
    let some = objects.filter(|(_, object)| object.options.iter().any(|setting| setting.disabled));
    for written in some.flat_map(|(id, _)| context.settings_of(id)).filter(|written| written.setting.disabled)
    {
        findings.push(
            Diagnostic::new(format!("`{}` is disabled", written.label()))
                .object(context.deployment.display(written.id))
                .option(written.label())
                .at(written.setting.key, "the `#` disables it")
                .help("take the `#` out, or remove the option"),
        );
    }
}
