use super::super::shortcuts::about;
use super::super::{Context, Findings, Fixable, Rule};
use crate::diagnostic::Severity;
use crate::shortcut::{Gesture, Shortcut, platform_gestures};

pub(super) const RULE: Rule = Rule {
    name: "shortcut-shadows-platform",
    severity: Severity::Warning,
    subject: "option",
    summary: "a shortcut already means something in WPF, in its text boxes or in Windows, or is plain typing",
    why: "Agents press Ctrl+C to copy and Enter to send. A function on the same keys takes that from them, or never sees \
          the keys, depending on where the cursor stands. The keys of WPF stand in its public source; that they reach \
          the desktop's windows unchanged is inferred. `F1` is an example in the documentation of these options, \
          so it is a hint only.",
    example: "options:\n  interaction-workspace:\n    keyboard.shortcut.interaction.chat.hold: Ctrl+F",
    fix: Fixable::Never,
    repair: "Use keys that nobody listens to; `wdectl shortcut free --all` proposes some.",
    source: "the public source of WPF; for Windows general knowledge",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let shortcuts = context.shortcuts();
    for (written, judgement) in shortcuts.remarkable(context) {
        let Some(shortcut) = judgement.shortcut else { continue };
        let gestures: Vec<&Gesture> = platform_gestures(shortcut).collect();
        let Some(message) = message(shortcut, &gestures) else { continue };
        let finding = about(context, &written, message)
            .at(written.setting.at, "")
            .help(shortcuts.other_keys("use keys that nobody listens to", written.name));
        if gestures.iter().any(|gesture| gesture.is_hint()) {
            let note = "documented: `F1` is an example of such an option, so that this is only a hint";
            findings.push_as(Severity::Info, finding.note(note));
        } else {
            findings.push(finding);
        }
    }
}

fn message(shortcut: Shortcut, gestures: &[&Gesture]) -> Option<String> {
    if gestures.is_empty() {
        let typing = shortcut.steals_typing();
        return typing.then(|| format!("`{shortcut}` is a key that people press while they write a message"));
    }
    let meanings: Vec<String> = gestures.iter().map(ToString::to_string).collect();
    Some(format!("`{shortcut}` already means {}", meanings.join(" and ")))
}
