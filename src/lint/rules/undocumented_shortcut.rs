use super::super::shortcuts::about_problems;
use super::super::{Context, Findings, Fixable, Rule};
use crate::diagnostic::Severity;
use crate::shortcut::Verdict;

pub(super) const RULE: Rule = Rule {
    name: "undocumented-shortcut",
    severity: Severity::Warning,
    subject: "option",
    summary: "a key combination is spelled in a way that only WPF is known to read",
    why: "The documentation names Ctrl, Shift and Alt with a character key, or the name of a key. WPF reads more: \
          `Control`, the Windows key, arrows with modifiers, a modifier alone. It works as long as the desktop hands \
          the text to WPF as it is, which no documentation promises.",
    example: "options:\n  interaction-workspace:\n    keyboard.shortcut.interaction.chat.hold: Control+Shift+J",
    fix: Fixable::Safe,
    repair: "Write it as the documentation does, for example `Ctrl+Shift+J`.",
    source: "Chat Server Administration Guide, Asynchronous Chat in Workspace Desktop Edition; the public source of WPF",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (written, judgement) in context.shortcuts().remarkable(context) {
        if judgement.verdict == Verdict::OutsideDocumentedGrammar
            && let Some(finding) = about_problems(context, &written, judgement)
        {
            findings
                .push(finding.note(
                    "documented: Ctrl, Shift and Alt with a character key, or the name of a key alone",
                ));
        }
    }
}
