use indexmap::IndexMap;
use rustc_hash::FxHashSet;

use super::super::unknown::{Unknown, UnknownNames, may_be_unknown};
use super::super::words::listed;
use super::super::{Context, Findings, Fixable, Rule, Written};
use crate::deployment::ObjectId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::counted;

pub(super) const RULE: Rule = Rule {
    name: "unlisted-option",
    severity: Severity::Info,
    subject: "option",
    summary: "the catalogue does not list an option, so its value is not judged",
    why: "The public record of the desktop's options is incomplete, and a real application carries hundreds: an option \
          that is not listed is most likely right. But nothing is known of its values, its levels and when a change \
          counts. Each name is told once, on the first object that has it.",
    example: "options:\n  interaction-workspace:\n    printing.page-format: A4",
    fix: Fixable::Never,
    repair: "`wdectl option learn OBJECT` writes the names into a catalogue of your own, where kinds and defaults can be \
             added.",
    source: "a convention of wdectl",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut names = UnknownNames::new(context);
    let mut told = FxHashSet::default();
    let mut found: IndexMap<ObjectId, Vec<Written<'_>>> = IndexMap::new();
    for written in context.settings_where(may_be_unknown) {
        if let Some((key, Unknown::Unlisted)) = names.judge(&written)
            && told.insert(key)
        {
            found.entry(written.id).or_default().push(written);
        }
    }
    for (&id, unlisted) in &mut found {
        unlisted.sort_by_key(|written| written.setting.key);
        let Some(first) = unlisted.first() else { continue };
        let object = context.deployment.display(id);
        let labels: Vec<String> = unlisted.iter().map(Written::label).collect();
        let (are, they) = if unlisted.len() == 1 { ("is", "it is") } else { ("are", "they are") };
        let finding = Diagnostic::new(format!(
            "{} {are} not in the catalogue: {}",
            counted(unlisted.len(), "option"),
            listed(labels.iter().map(String::as_str)),
        ));
        findings.push(
            finding
                .at(first.setting.key, if unlisted.len() == 1 { "" } else { "the first of them" })
                .note(format!("the public record is incomplete: {they} not judged, and not called wrong"))
                .help(format!("`wdectl option learn {object}` makes a catalogue of your own from such names"))
                .object(object)
                .option(first.label()),
        );
    }
}
