use indexmap::IndexMap;

use super::super::unknown::is_of_the_web_client;
use super::super::words::with_places;
use super::super::{Context, Findings, Fixable, Rule, Written};
use crate::deployment::ObjectId;
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const RULE: Rule = Rule {
    name: "web-edition-privilege-option",
    severity: Severity::Warning,
    subject: "option",
    summary: "a privilege of the web client stands among the desktop's options",
    why: "In Workspace Web Edition privileges are options of the section `interaction-workspace`. The desktop takes \
          privileges from roles: such an option gives its agents nothing, and taking it away takes nothing from them.",
    example: "options:\n  interaction-workspace:\n    privilege.chat.can-use: true",
    fix: Fixable::Never,
    repair: "Grant the privilege in a role, and remove the option. Where the same object serves the web client too, \
             switch the rule off.",
    source: "Workspace Web Edition Configuration Guide 8.5.2, Chat interactions; Workspace Desktop Edition 8.5.1 \
             Deployment Guide, Role privileges",
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut found: IndexMap<ObjectId, Vec<Written<'_>>> = IndexMap::new();
    for written in context.settings_where(|section, name, _| is_of_the_web_client(section, name)) {
        if context.deployment.level_of(written.id).is_some() {
            found.entry(written.id).or_default().push(written);
        }
    }
    for (&id, keys) in &mut found {
        keys.sort_by_key(|written| written.setting.key);
        let Some((first, others)) = keys.split_first() else { continue };
        let finding = Diagnostic::new(format!(
            "`{}` is a privilege of the web client, no option of the desktop",
            first.name
        ))
        .object(context.deployment.display(id))
        .option(first.label())
        .at(first.setting.key, "gives the desktop's agents nothing")
        .note("documented: the desktop takes privileges from roles")
        .help("grant the privilege in a role, and remove the option");
        findings.push(with_places(
            finding,
            others.iter().map(|other| (other.setting.key, "likewise".to_owned())),
        ));
    }
}
