use super::super::suppression::{Refused, in_force};
use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::{Allow, AllowFault, Problem};
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::nearest;

pub(super) const RULE: Rule = Rule {
    name: "invalid-suppression",
    severity: Severity::Warning,
    subject: "suppression",
    summary: "a suppression cannot be read, names no rule that can be suppressed, or gives no reason",
    why: "Such a suppression is not in force: what it was written for is still told. A reason is asked for because \
          whoever comes next has to decide whether it still holds.",
    example: "# wdectl: allow(unknown-option)\nchat.site-banner: \"on\"",
    fix: Fixable::Never,
    repair: "Write `# wdectl: allow(RULE) REASON`, or an entry `{rule: RULE, reason: REASON}` under `wdectl-allow`.",
    source: "a convention of wdectl (docs/suppressions.md)",
    check,
};

const FORM: &str = "write `wdectl: allow(RULE) REASON`";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.deployment.problems() {
        let Problem::MalformedAllow { span, fault } = problem else { continue };
        let (message, help) = words(fault);
        findings.push(Diagnostic::new(message).at(*span, "not in force").help(help));
    }
    for allow in context.deployment.allows() {
        refused(allow, findings);
    }
}

fn words(fault: &AllowFault) -> (String, String) {
    match fault {
        AllowFault::NotAllow(word) => {
            let near = nearest(word, ["allow"]).map(|near| format!("; did you mean `{near}`?"));
            let message = match word.as_str() {
                "" => "nothing stands behind `wdectl:`".to_owned(),
                word => format!("`{word}` is nothing that a comment can ask for{}", near.unwrap_or_default()),
            };
            (message, FORM.to_owned())
        }
        AllowFault::NoRule => ("no rule is named here".to_owned(), FORM.to_owned()),
        AllowFault::Unclosed => ("`)` is missing behind the rules".to_owned(), FORM.to_owned()),
        AllowFault::UnknownKey(key) => {
            let near = nearest(key, ["rule", "reason"]).map(|near| format!("; did you mean `{near}`?"));
            let message = format!("an entry of `wdectl-allow` has no `{key}`{}", near.unwrap_or_default());
            (message, "write `rule` and `reason`".to_owned())
        }
        AllowFault::Json => (
            "JSON has no comments, so this one asks for nothing".to_owned(),
            "give the object a field `\"wdectl-allow\": [{\"rule\": .., \"reason\": ..}]`".to_owned(),
        ),
    }
}

/// The rules of a suppression for which it is not in force; that no reason is given is said once.
fn refused(allow: &Allow, findings: &mut Findings<'_>) {
    let mut lacks_reason = false;
    for (name, at) in &allow.rules {
        let finding = match in_force(allow, name) {
            Ok(_) => continue,
            Err(Refused::NoReason) => {
                lacks_reason = true;
                continue;
            }
            Err(Refused::Unknown(unknown)) => Diagnostic::new(unknown.to_string())
                .at(*at, "no rule")
                .help("write the rule's name as the finding shows it, in brackets"),
            Err(Refused::AlwaysTold(rule)) => {
                Diagnostic::new(format!("`{}` cannot be suppressed", rule.name))
                    .at(*at, "always told")
                    .help("mend what it finds")
            }
        };
        findings.push(finding);
    }
    if lacks_reason {
        findings.push(
            Diagnostic::new("a suppression without a reason is not in force")
                .at(allow.at, "why?")
                .help("say behind it, in a few words, why this is right here"),
        );
    }
}
