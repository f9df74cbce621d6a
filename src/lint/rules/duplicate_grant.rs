use rustc_hash::FxHashMap;

use super::super::{Context, Findings, Fixable, Rule};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::privilege::{Grant, PrivilegeId};
use crate::text::Change;

pub(super) const RULE: Rule = Rule {
    name: "duplicate-grant",
    severity: Severity::Warning,
    subject: "role",
    summary: "a role grants one privilege twice",
    why: "The second grant does nothing. Whoever takes one of the two away expects that agents lose the privilege, and \
          they keep it; or another privilege was meant.",
    example: "roles:\n  - name: Chat-L2\n    privileges: [Chat - Can Release, Chat - Can Decline, Chat - Can Release]",
    fix: Fixable::Safe,
    repair: "Remove one of the two, or write the privilege that was meant.",
    source: "a convention of wdectl: grants add up, and none takes anything away",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let deployment = context.deployment;
    for role in context.privileges().roles() {
        if role.grants.len() == role.granted.len() {
            continue;
        }
        let mut first: FxHashMap<PrivilegeId, &Grant> = FxHashMap::default();
        for grant in &role.grants {
            let earlier = *first.entry(grant.privilege).or_insert(grant);
            if std::ptr::eq(earlier, grant) {
                continue;
            }
            let (spelling, name) = (deployment.text(grant.spelling), context.graph().name(grant.privilege));
            let finding = Diagnostic::new(format!("privilege `{name}` is granted twice"))
                .object(deployment.display(role.role))
                .at(grant.at, "granted again")
                .and_at(earlier.at, "granted here already")
                .fix(
                    Fix::safe("remove the second grant", vec![Change::RemoveItem { at: grant.at }])
                        .resting_on(vec![earlier.at]),
                )
                .help("remove one of the two, or write the privilege that is meant");
            findings.push(if grant.spelling == earlier.spelling {
                finding
            } else {
                let other = deployment.text(earlier.spelling);
                finding.note(format!("`{spelling}` and `{other}` are the same privilege"))
            });
        }
    }
}
