use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::Problem;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::counted_as;

pub(super) const RULE: Rule = Rule {
    name: "not-read",
    severity: Severity::Info,
    subject: "file",
    summary: "an exported file holds objects or attributes that wdectl does not read",
    why: "An export holds the whole configuration; wdectl reads what Workspace Desktop Edition is made of. What it leaves \
          out is counted here, so that nothing is thought to be judged that is not.",
    example: "<CfgData><CfgCreate><CfgHost id=\"H1\" name=\"srv01\"/></CfgCreate></CfgData>",
    fix: Fixable::Never,
    repair: "Nothing, unless something in the list should have a bearing on agents' desktops.",
    source: "docs/native-formats.md",
    check,
};

/// So many things are listed.
const LISTED: usize = 20;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.deployment.problems() {
        findings.push(match problem {
            Problem::NotRead { first, things, .. } => {
                let what = counted_as(total(things), "thing in this file is", "things in this file are");
                Diagnostic::new(format!("{what} not read: {}", list(things)))
                    .at(*first, "the first")
                    .help("nothing has to be done, unless one of them should count for the desktop")
            }
            Problem::Variables { first, things, .. } => {
                let what =
                    counted_as(total(things), "variable of this file is", "variables of this file are");
                Diagnostic::new(format!("{what} not replaced: {}", list(things)))
                    .at(*first, "read as this text")
                    .help("check the file with the values in it, as mutagen puts them in when it imports it")
            }
            _ => continue,
        });
    }
}

fn total(things: &[(String, usize)]) -> usize {
    things.iter().map(|(_, count)| count).sum()
}

fn list(things: &[(String, usize)]) -> String {
    let shown = things.iter().take(LISTED).map(|(thing, count)| format!("{count} {thing}"));
    let rest = total(things.get(LISTED..).unwrap_or_default());
    let rest = (rest > 0).then(|| format!("{rest} others"));
    shown.chain(rest).collect::<Vec<_>>().join(", ")
}
