use super::super::shortcuts::about;
use super::super::{Context, Findings, Fixable, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::shortcut::altgr_types_character;

pub(super) const RULE: Rule = Rule {
    name: "altgr-shortcut",
    severity: Severity::Info,
    subject: "option",
    summary: "a shortcut is Ctrl+Alt with a letter or digit, which types a character on some keyboards",
    why: "On keyboards with AltGr (most European ones) AltGr is Ctrl and Alt together: `Ctrl+Alt+E` is the euro sign. \
          Where such a key is also a shortcut, typing the character may call the function, or the other way round.",
    example: "options:\n  interaction-workspace:\n    keyboard.shortcut.interaction.chat.hold: Ctrl+Alt+V",
    fix: Fixable::Never,
    repair: "Add Shift, or use Ctrl+Shift. Where all keyboards are American ones, switch the rule off.",
    source: "general knowledge of Windows; the documentation itself has `Ctrl+Alt+V` as an example",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let shortcuts = context.shortcuts();
    for (written, judgement) in shortcuts.remarkable(context) {
        let Some(shortcut) = judgement.shortcut.filter(|&shortcut| altgr_types_character(shortcut)) else {
            continue;
        };
        let message = format!("`{shortcut}` types a character on keyboards with AltGr");
        let finding: Diagnostic = about(context, &written, message)
            .at(written.setting.at, "")
            .help(shortcuts.other_keys("use other keys where agents have such keyboards", written.name));
        findings.push(finding);
    }
}
