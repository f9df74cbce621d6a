use super::super::{Context, Findings, Fixable, Rule};
use crate::deployment::Problem;
use crate::diagnostic::{Diagnostic, Severity};

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
        let Problem::NotRead { first, things, .. } = problem else { continue };
        let total: usize = things.iter().map(|(_, count)| count).sum();
        let mut list: Vec<String> =
            things.iter().take(LISTED).map(|(thing, count)| format!("{count} {thing}")).collect();
        if things.len() > LISTED {
            let rest: usize = things[LISTED..].iter().map(|(_, count)| count).sum();
            list.push(format!("{rest} others"));
        }
        let thing = if total == 1 { "thing" } else { "things" };
        findings.push(
            Diagnostic::new(format!("{total} {thing} in this file are not read: {}", list.join(", ")))
                .at(*first, "the first")
                .help("nothing has to be done, unless one of them should count for the desktop"),
        );
    }
}
