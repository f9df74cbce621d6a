use rustc_hash::{FxHashMap, FxHashSet};

use super::super::fixes;
use super::super::words::{fact, quoted};
use super::super::{Context, Findings, Fixable, Rule, Written};
use crate::catalogue::{OptionSpec, Unit, ValueError, ValueKind, repaired};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::names::{Symbol, WORKSPACE_SECTION};

pub(super) const RULE: Rule = Rule {
    name: "invalid-value",
    severity: Severity::Error,
    subject: "option",
    summary: "a value is not one that its option can have",
    why: "The desktop and the servers take a value as text and say nothing when they cannot use it. What they do then is \
          not documented; the agents certainly do not get what was meant. What is odd but not forbidden is a warning.",
    example: "options:\n  interaction-workspace:\n    chat.auto-answer: yes",
    fix: Fixable::Safe,
    repair: "Write a value of the kind that `wdectl option show NAME` names.",
    source: "the catalogue (`wdectl option show NAME` names the page of each option)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    // Most values are the same few, and most are right.
    let mut judged: FxHashMap<(*const OptionSpec, Symbol), Box<[ValueError]>> = FxHashMap::default();
    let mut right = FxHashSet::default();
    for option in context.options_where(may_be_judged) {
        right.clear();
        for set in context.resolver.settings_of_option(option) {
            // What an option of an application means depends on the application.
            let is_shared = !context.is_application(set.object);
            if is_shared && right.contains(&set.value) {
                continue;
            }
            let written = context.written(set.object, option, set.setting);
            // Key combinations have rules of their own.
            let spec = written.spec.filter(|spec| spec.judged_kind() != Some(&ValueKind::KeyCombination));
            let wrong = spec.and_then(|spec| {
                let key = (std::ptr::from_ref(spec), set.value);
                let errors =
                    judged.entry(key).or_insert_with(|| spec.judge(written.value).into_boxed_slice());
                (!errors.is_empty()).then_some((spec, errors))
            });
            let Some((spec, errors)) = wrong else {
                if is_shared {
                    right.insert(set.value);
                }
                continue;
            };
            let whole = repaired(written.value, errors);
            for error in errors.iter() {
                let fix = fix(&written, error, whole.as_deref());
                let finding = Diagnostic { fix, ..finding(context, &written, spec, error) };
                findings.push_as(error.severity, finding);
            }
        }
    }
}

/// Whether values of an option are judged at all; what servers read is found with the object.
fn may_be_judged(section: &str, _: &str, spec: Option<&OptionSpec>) -> bool {
    section != WORKSPACE_SECTION || spec.is_some_and(|spec| spec.judged_kind().is_some())
}

fn finding(
    context: &Context<'_>,
    written: &Written<'_>,
    spec: &OptionSpec,
    error: &ValueError,
) -> Diagnostic {
    let finding = Diagnostic::new(format!("`{}`: {}", written.label(), error.message))
        .object(context.deployment.display(written.id))
        .option(written.label())
        .at(written.part(error.range.clone()), "");
    let finding = match &spec.kind {
        Some(kind) => {
            finding.note(fact(kind.basis, &format!("the option takes {}", kind_words(&kind.value))))
        }
        None => finding,
    };
    let finding = Diagnostic { help: error.help.clone(), ..finding };
    context.with_agents(finding, written)
}

/// Makes good what can be: all mistakes of the value together, or, where one of them is not to be repaired, this one.
fn fix(written: &Written<'_>, error: &ValueError, whole: Option<&str>) -> Option<Fix> {
    let repair = error.repair.as_ref()?;
    let mut alone = written.value.to_owned();
    alone.replace_range(repair.range.clone(), &repair.text);
    let value = whole.unwrap_or(&alone);
    Some(Fix::safe(format!("write {}", quoted(value)), vec![fixes::set(written, value)]))
}

/// What an option takes, in a sentence.
fn kind_words(kind: &ValueKind) -> String {
    match kind {
        ValueKind::Boolean => "`true` or `false`".to_owned(),
        ValueKind::Enumeration { values, .. } => format!("one of `{}`", values.join("`, `")),
        ValueKind::Integer { min, max, unit } => {
            let range = match (min, max) {
                (Some(min), Some(max)) => format!(" from {min} to {max}"),
                (Some(min), None) => format!(" from {min}"),
                (None, Some(max)) => format!(" up to {max}"),
                (None, None) => String::new(),
            };
            format!("a whole number{range}{}", unit.map_or(String::new(), |unit| unit_words(unit).to_owned()))
        }
        ValueKind::List { .. } => "a list with commas".to_owned(),
        ValueKind::Colour => "a colour `#AARRGGBB`".to_owned(),
        ValueKind::Sound => {
            "a sound `file|priority|duration`, and `|device` where it is not the primary one".to_owned()
        }
        ValueKind::Thresholds => "two numbers of seconds, when to warn and when to alarm".to_owned(),
        ValueKind::FieldCodeText { .. } => "text with field codes".to_owned(),
        ValueKind::KeyCombination => "a key combination".to_owned(),
        ValueKind::Script(kind) => format!("the name of a script of type `{kind}`"),
        ValueKind::BusinessAttribute { .. } => "the name of a business attribute".to_owned(),
        ValueKind::AttachedDataKey { .. } => "a key of attached data".to_owned(),
        ValueKind::Directory { .. } => "a directory".to_owned(),
        ValueKind::RegularExpression => "a regular expression".to_owned(),
        ValueKind::Text { .. } => "text".to_owned(),
    }
}

fn unit_words(unit: Unit) -> &'static str {
    match unit {
        Unit::Milliseconds => ", in milliseconds",
        Unit::Seconds => ", in seconds",
        Unit::Minutes => ", in minutes",
        Unit::Bytes => ", in bytes",
    }
}
