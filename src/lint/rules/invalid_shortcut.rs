use super::super::shortcuts::about_problems;
use super::super::{Context, Findings, Fixable, Rule};
use crate::diagnostic::Severity;
use crate::shortcut::Verdict;

pub(super) const RULE: Rule = Rule {
    name: "invalid-shortcut",
    severity: Severity::Error,
    subject: "option",
    summary: "a text that should be a key combination is none",
    why: "The desktop is a WPF program, and WPF refuses the text or, as with `Ctrl++` and `Ctrl+,`, reads no key in it \
          without a word. The function has no keys, and only its users notice. That the desktop reads its options as \
          WPF does is inferred.",
    example: "options:\n  interaction-workspace:\n    keyboard.shortcut.interaction.chat.hold: Ctrl+,",
    fix: Fixable::Unsafe,
    repair: "Write Ctrl, Shift and Alt with a character key (`Ctrl+Shift+H`), or the name of a key (`F9`); leave the value \
             empty for no shortcut. `wdectl shortcut parse TEXT` judges a text.",
    source: "Chat Server Administration Guide, Asynchronous Chat in Workspace Desktop Edition; the public source of WPF",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (written, judgement) in context.shortcuts().remarkable(context) {
        if judgement.verdict == Verdict::Invalid
            && let Some(finding) = about_problems(context, &written, judgement)
        {
            findings.push(
                finding.note("inferred: the desktop reads it as WPF does, and no keys call the function"),
            );
        }
    }
}
