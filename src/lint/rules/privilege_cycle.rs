use super::super::{Context, Findings, Fixable, Rule};
use crate::catalogue::DependencyProblem;
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    name: "privilege-cycle",
    severity: Severity::Error,
    subject: "catalogue",
    summary: "privileges depend on each other in a ring",
    why: "A privilege counts only when everything it depends on counts. In a ring each waits for the next, so none of them \
          ever counts for anybody, nor does any privilege that depends on one of them. The built-in catalogue has no \
          rings; catalogue files of your own may close one.",
    example: "[[privileges]]\nname = \"Chat - Can Use Chat Channel\"\ndepends-on = [\"Chat - Can Release\"]   # which depends \
              on it",
    fix: Fixable::Never,
    repair: "Take one dependency of the ring out of your catalogue file.",
    source: "a convention of wdectl",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for problem in context.catalogue.dependency_problems() {
        let DependencyProblem::PrivilegeCycle { privileges } = problem else { continue };
        let Some(first) = privileges.first() else { continue };
        let ring: Vec<String> = privileges.iter().chain([first]).map(|name| format!("`{name}`")).collect();
        let message = match privileges.len() {
            1 => format!("the privilege `{first}` depends on itself"),
            _ => format!("privileges depend on each other in a ring: {}", ring.join(" needs ")),
        };
        let mut finding = Diagnostic::new(message)
            .note("none of them ever has an effect, nor has what depends on them")
            .help("take one of these dependencies out of your catalogue");
        let declared = |name: &String| context.catalogue.privilege(name)?.declared;
        for place in privileges.iter().filter_map(declared) {
            finding = match finding.primary {
                None => finding.at(place, "closes the ring"),
                Some(_) => finding.and_at(place, "is in the ring too"),
            };
        }
        findings.push(finding);
    }
}
