use indexmap::IndexMap;

use super::super::words::fact;
use super::super::{Context, Findings, Fixable, Rule};
use crate::catalogue::{Fact, is_newer};
use crate::deployment::{Field, FieldKey, ObjectId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{Level, ObjectKind};
use crate::privilege::{Grant, RoleGrants};

pub(super) const RULE: Rule = Rule {
    name: "privilege-newer-than-application",
    severity: Severity::Warning,
    subject: "role",
    summary: "a privilege is newer than the release of the application that its agents use",
    why: "A release that does not know a privilege does not ask for it: the function is not there. Agents of an application \
          that was not upgraded go without what the privilege brings, while everybody else has it.",
    example: "applications:\n  - {name: WDE_Legacy, version: 8.5.112.08}\nroles:\n  - name: Chat-L2\n    members: [ana]   # who \
              uses WDE_Legacy\n    privileges: [Chat - Can Use Emojis]   # since 8.5.115.17",
    fix: Fixable::Never,
    repair: "Upgrade the application, or correct its `version`.",
    source: "the catalogue (`wdectl privilege show NAME`: since which release)",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let deployment = context.deployment;
    let releases: Vec<(ObjectId, &Field)> = deployment
        .of_kind(ObjectKind::Application)
        .iter()
        .filter(|&&id| deployment.level_of(id) == Some(Level::Application))
        .filter_map(|&id| Some((id, deployment.object(id).field(FieldKey::Version)?)))
        .collect();
    let too_old = |introduced: &str, application: ObjectId| {
        let found = releases.iter().find(|&&(id, _)| id == application);
        found.is_some_and(|(_, version)| is_newer(introduced, deployment.text(version.value)))
    };
    for role in context.privileges().roles() {
        let mut reached: Option<Vec<ObjectId>> = None;
        for privilege in role.granted.iter() {
            let spec = context.catalogue.privilege(context.graph().name(privilege));
            let Some(introduced) = spec.and_then(|spec| spec.introduced.as_ref()) else { continue };
            if !releases.iter().any(|&(id, _)| too_old(&introduced.value, id)) {
                continue;
            }
            let Some(grant) = role.grant(privilege) else { continue };
            let reached = reached.get_or_insert_with(|| context.privileges().reached_by(role.role));
            let mut users: IndexMap<ObjectId, Vec<ObjectId>> = IndexMap::new();
            for &agent in reached.iter() {
                let steps = context.resolver.base_of(agent).map_or(&[][..], |base| &base.steps);
                if let Some(&(Level::Application, application)) = steps.first() {
                    users.entry(application).or_default().push(agent);
                }
            }
            for (application, agents) in users {
                if let Some((_, version)) =
                    releases.iter().find(|&&(id, _)| id == application && too_old(&introduced.value, id))
                {
                    findings.push(finding(
                        context,
                        (role, grant),
                        (application, version),
                        introduced,
                        &agents,
                    ));
                }
            }
        }
    }
}

fn finding(
    context: &Context<'_>,
    (role, grant): (&RoleGrants, &Grant),
    (application, version): (ObjectId, &Field),
    introduced: &Fact<String>,
    agents: &[ObjectId],
) -> Diagnostic {
    let deployment = context.deployment;
    let (name, release) = (deployment.bare(application), deployment.text(version.value));
    let (privilege, since) = (context.graph().name(grant.privilege), &introduced.value);
    Diagnostic::new(format!("`{privilege}` came with {since}, but `{name}` is release {release}"))
        .object(deployment.display(role.role))
        .at(grant.at, format!("not asked by `{name}`"))
        .and_at(version.at, "the application's release")
        .note(fact(introduced.basis, &format!("the privilege exists since release {since}")))
        .help(format!("upgrade `{name}` to {since} or later, or correct its `version`"))
        .affects(context.affected(agents))
}
