use super::super::fixes;
use super::super::unknown::{Unknown, UnknownNames, may_be_unknown};
use super::super::{Context, Findings, Fixable, Rule, Written};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::Change;

pub(super) const RULE: Rule = Rule {
    name: "unknown-option",
    severity: Severity::Warning,
    subject: "option",
    summary: "the name of an option is a slip of a known one, a former name, or in another section's place",
    why: "An option whose name is wrong by a letter is not read, and nothing says so: agents keep the value that lies \
          below it.",
    example: "options:\n  interaction-workspace:\n    chat.on-hold-quue: chat-hold",
    fix: Fixable::Either,
    repair: "Write the name as the catalogue has it. If yours is right, add it to a catalogue of your own with `wdectl \
             option learn`.",
    source: "the catalogue (`wdectl option list`), taken from the public documentation",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut names = UnknownNames::new(context);
    for written in context.settings_where(may_be_unknown) {
        if let Some((_, unknown)) = names.judge(&written)
            && *unknown != Unknown::Unlisted
        {
            findings.push(finding(context, unknown, &written));
        }
    }
}

fn finding(context: &Context<'_>, unknown: &Unknown, written: &Written<'_>) -> Diagnostic {
    let (name, section) = (written.name, written.section);
    let finding = match unknown {
        Unknown::SlipOf(near) => Diagnostic::new(format!("there is no option `{name}`"))
            .at(written.setting.key, format!("did you mean `{near}`?"))
            .help(format!("write `{near}`; if `{name}` is right, add it to a catalogue of your own")),
        Unknown::FormerNameOf(today) => {
            Diagnostic::new(format!("`{name}` is what earlier releases called `{today}`"))
                .at(written.setting.key, "a former name")
                .note("whether the desktop still reads the former name is not known")
                .help(format!("write `{today}`"))
        }
        Unknown::BelongsTo(other) => {
            Diagnostic::new(format!("`{name}` is an option of section `{other}`, not of `{section}`"))
                .at(written.setting.key, format!("stands in section `{section}`"))
                .help(format!("move it to section `{other}`"))
        }
        Unknown::Unlisted => Diagnostic::new(format!("nothing is known of `{name}`")),
    };
    let meant = match unknown {
        Unknown::SlipOf(near) => Some(near),
        Unknown::FormerNameOf(today) => Some(today),
        Unknown::BelongsTo(_) | Unknown::Unlisted => None,
    };
    let fix = meant.filter(|meant| !fixes::has_option(context.deployment, written, meant)).map(|meant| {
        let change = Change::RenameKey { at: written.setting.key, old: name.to_owned(), new: meant.clone() };
        fixes::rename(name, meant, vec![change])
    });
    let finding =
        Diagnostic { fix, ..finding }.object(context.deployment.display(written.id)).option(written.label());
    context.with_agents(finding, written)
}
