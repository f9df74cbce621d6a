use super::super::fixes;
use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::{Problem, Shape};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};

pub(super) const RULE: Rule = Rule {
    name: "not-a-value",
    severity: Severity::Error,
    subject: "option, field",
    summary: "a list, a map, null or an unknown word stands where something else is expected",
    why: "Every option value is a text to the product. A list or a null has no text; nothing is set, and the value of a \
          lower level goes on to count.",
    example: "{\"interaction-workspace\": {\"chat.on-hold-queue\": null}}",
    fix: Fixable::Either,
    repair: "Write the value as text; an empty value is \"\". A list of items in one option is a text with commas.",
    source: "Configuration Server keeps option values as strings",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.deployment.problems() {
        let finding = match problem {
            Problem::WrongShape { span, key, found, expected, option } => {
                let what = if *option { "the option" } else { "the field" };
                let finding = Diagnostic::new(format!(
                    "{what} `{key}` needs {}, but {} stands here",
                    expected.words(),
                    found.words()
                ))
                .at(*span, "nothing is set")
                .help(help(*found, *expected));
                if *option { finding.option(key) } else { finding }
            }
            Problem::UnknownWord { span, field, word, words } => {
                let near = crate::names::nearest(word, words.iter().copied());
                let all: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
                let meant = flag(word).filter(|flag| words.contains(flag));
                let fix = match (meant, near) {
                    (Some(flag), _) => Some(Fix {
                        applicability: Applicability::Safe,
                        ..fixes::rewrite(word, flag, [*span])
                    }),
                    // Their words stand for many.
                    (None, Some(near)) if *field != "members" => Some(fixes::rewrite(word, near, [*span])),
                    _ => None,
                };
                let near = meant.or(near);
                let finding = Diagnostic::new(format!("`{word}` is no value of `{field}`"))
                    .at(*span, "not understood")
                    .help(match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("write {}", all.join(" or ")),
                    });
                Diagnostic { fix, ..finding }
            }
            Problem::MissingName { span, kind } => {
                let key = if *kind == crate::names::ObjectKind::Agent { "username" } else { "name" };
                Diagnostic::new(format!("an entry of `{}` has no name", kind.list()))
                    .at(span.part(0, 1), "not read")
                    .help(format!("add `{key}`"))
            }
            _ => continue,
        };
        findings.push(finding);
    }
}

/// The flag that a word of other programs stands for.
fn flag(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" | "y" | "t" | "enabled" => Some("true"),
        "false" | "no" | "off" | "0" | "n" | "f" | "disabled" => Some("false"),
        _ => None,
    }
}

fn help(found: Shape, expected: Shape) -> String {
    match (found, expected) {
        (Shape::List, Shape::Value) => "write the items as one text, separated by commas".to_owned(),
        (Shape::Null, Shape::Value) => "write \"\" for an empty value, or remove the option".to_owned(),
        (Shape::Value, Shape::List) => "write it as a list, also where it has one item".to_owned(),
        _ => format!("write {}", expected.words()),
    }
}
