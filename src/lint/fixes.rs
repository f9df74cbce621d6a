//! Fixes that several rules make.

use rustc_hash::FxHashSet;

use super::context::{Context, Written};
use crate::deployment::{Deployment, Problem};
use crate::diagnostic::{Diagnostic, Fix};
use crate::names::Symbol;
use crate::privilege::RoleGrants;
use crate::text::{Change, FileId, Span};

/// Another name or word in place of one that is wrong. It is safe where only letter case differs.
pub(super) fn rename(old: &str, new: &str, changes: Vec<Change>) -> Fix {
    let message = format!("write `{new}`");
    if old.to_lowercase() == new.to_lowercase() {
        Fix::safe(message, changes)
    } else {
        Fix::to_look_at(message, changes)
    }
}

/// The same as [`rename`] for a text at one or several places.
pub(super) fn rewrite(old: &str, new: &str, places: impl IntoIterator<Item = Span>) -> Fix {
    let write = |at| Change::Write { at, old: old.to_owned(), new: new.to_owned() };
    rename(old, new, places.into_iter().map(write).collect())
}

/// Another value for an option.
pub(super) fn set(written: &Written<'_>, value: &str) -> Change {
    Change::Write { at: written.setting.at, old: written.value.to_owned(), new: value.to_owned() }
}

/// The privileges of these names that a role does not grant, beside one that it does.
pub(super) fn grant<'n>(
    context: &Context<'_>,
    role: &RoleGrants,
    beside: Span,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<Fix> {
    let is_granted = |name: &str| {
        let known = context.graph().find(name);
        known.is_some_and(|privilege| role.granted.contains(privilege))
    };
    let new = names.into_iter().filter(|name| !is_granted(name));
    let items: Vec<String> = new.map(str::to_owned).collect();
    let message = format!("grant `{}` in `{}`", items.join("`, `"), context.deployment.display(role.role));
    let change = Change::InsertItems { beside, items: items.clone() };
    (!items.is_empty()).then(|| Fix::to_look_at(message, vec![change]))
}

/// Whether the object of a setting has an option of this name in the same section, in force or not.
pub(super) fn has_option(deployment: &Deployment, written: &Written<'_>, name: &str) -> bool {
    let is_same = |symbol: Symbol| {
        let options = &written.object.options;
        options.iter().any(|other| other.section == written.setting.section && other.name == symbol)
    };
    deployment.symbol(name).is_some_and(is_same)
}

/// Takes the fixes away that change nothing, or would change an export, or a file whose form is broken: what stands
/// there may not be what it seems.
pub(super) fn keep_possible(found: &mut [Diagnostic], deployment: &Deployment) {
    let broken = deployment.problems().iter().filter_map(broken_file);
    let kept: FxHashSet<FileId> = broken.chain(deployment.exported().iter().copied()).collect();
    for finding in found {
        if let Some(fix) = &mut finding.fix {
            fix.changes.retain(|change| !kept.contains(&change.place().file));
        }
        finding.fix.take_if(|fix| fix.changes.is_empty());
    }
}

fn broken_file(problem: &Problem) -> Option<FileId> {
    match problem {
        Problem::Syntax(error) => Some(error.span.file),
        Problem::Encoding { span, .. } => Some(span.file),
        _ => None,
    }
}
