use indexmap::IndexMap;

use super::super::fixes;
use super::super::words::{letters, with_places};
use super::super::{Context, Findings, Fixable, Rule, Written};
use crate::deployment::{Deployment, VIRTUAL};
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::{ObjectKind, Symbol, WORKSPACE_SECTION, with_article};
use crate::text::Change;

pub(super) const RULE: Rule = Rule {
    name: "unknown-section",
    severity: Severity::Warning,
    subject: "option",
    summary: "the desktop does not read this section of this object",
    why: "Of a tenant, a group, a person, a transaction or a business attribute the desktop reads one section, \
          `interaction-workspace`. What stands in a section of nearly that name is lost (a warning, on every kind of \
          object); other sections may belong to other products (an info).",
    example: "agent-groups:\n  - name: Chat-L2\n    options:\n      interaction-workspce:\n        chat.typing-timeout: 25",
    fix: Fixable::Either,
    repair: "Write the section as `interaction-workspace`. Leave it as it is if another product reads it.",
    source: "Workspace Desktop Edition 8.5.1 Deployment Guide, Configuration and administration by using options and annexes; \
             Overriding Workspace options",
    check,
};

/// How many letters may be wrong in a name that still means the workspace section.
const SLIPS: usize = 4;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut found: IndexMap<Symbol, (bool, Vec<Written<'_>>)> = IndexMap::new();
    for written in context.settings_where(|section, _, _| section != WORKSPACE_SECTION) {
        // The condition of a virtual agent group is no option.
        if written.object.kind == ObjectKind::AgentGroup && (written.section, written.name) == VIRTUAL {
            continue;
        }
        let section = written.setting.section;
        let is_slip = found.get(&section).map_or_else(|| is_slip(written.section), |&(is_slip, _)| is_slip);
        if is_slip || written.object.kind != ObjectKind::Application {
            found.entry(section).or_insert((is_slip, Vec::new())).1.push(written);
        }
    }
    for (is_slip, places) in found.values_mut() {
        // The first option of the section on each object.
        places.sort_by_key(|written| (written.id, written.setting.key));
        places.dedup_by_key(|written| written.id);
        let Some((first, others)) = places.split_first() else { continue };
        let deployment = context.deployment;
        let section = first.section;
        let finding = if *is_slip {
            let free = places.iter().filter(|place| !has_workspace_section(deployment, place));
            let changes: Vec<Change> = free.map(rename).collect();
            let fix = fixes::rename(section, WORKSPACE_SECTION, changes);
            Diagnostic::new(format!("nothing reads the section `{section}`"))
                .at(first.setting.key, format!("in section `{section}`"))
                .fix(fix)
                .help(format!("write the section as `{WORKSPACE_SECTION}`"))
        } else {
            let kind = first.object.kind.words();
            Diagnostic::new(format!(
                "the desktop does not read the section `{section}` of {}",
                with_article(kind)
            ))
            .at(first.setting.key, format!("in section `{section}`"))
            .note(format!("documented: only the section `{WORKSPACE_SECTION}` can be overridden"))
            .help("leave it if another product reads it; else move its options")
        };
        let finding = finding.object(deployment.display(first.id)).option(first.label());
        let others = others.iter().map(|other| (other.setting.key, deployment.display(other.id)));
        let severity = if *is_slip { Severity::Warning } else { Severity::Info };
        findings.push_as(severity, with_places(finding, others));
    }
}

/// Whether the object has the section that is meant, too, so that the two would have to be put together.
fn has_workspace_section(deployment: &Deployment, place: &Written<'_>) -> bool {
    let section = deployment.workspace_section();
    place.object.options.iter().any(|setting| Some(setting.section) == section)
}

fn rename(place: &Written<'_>) -> Change {
    let (old, new) = (place.section.to_owned(), WORKSPACE_SECTION.to_owned());
    Change::RenameMap { inside: place.setting.key, old, new }
}

fn is_slip(section: &str) -> bool {
    strsim::osa_distance(&letters(section), &letters(WORKSPACE_SECTION)) <= SLIPS
}
