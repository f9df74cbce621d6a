//! Changes of a configuration, as words and as data.

use serde::Serialize;

use crate::deployment::{Deployment, Edit};
use crate::dryrun::verify::{Counterexample, Repair, Repairs};
use crate::names::option_label;

/// A change in words: ``grant `Chat - Can Release` in role/Chat-L2``.
#[must_use]
pub fn edit_words(edit: &Edit, deployment: &Deployment) -> String {
    let name = |id| deployment.display(id);
    match edit {
        Edit::Grant { role, privilege, .. } => format!("grant `{privilege}` in {}", name(*role)),
        Edit::Revoke { role, privilege } => format!("take `{privilege}` from {}", name(*role)),
        Edit::AddMember { member, of, .. } => format!("make {} a member of {}", name(*member), name(*of)),
        Edit::RemoveMember { member, of, .. } => format!("take {} out of {}", name(*member), name(*of)),
        Edit::SetOption { object, section, name: option, value, .. } => {
            let option = option_label(section, option);
            match value.as_str() {
                "" => format!("blank `{option}` of {}", name(*object)),
                value => format!("set `{option}` of {} to `{}`", name(*object), value),
            }
        }
        Edit::UnsetOption { object, section, name: option } => {
            format!("take `{}` from {}", option_label(section, option), name(*object))
        }
    }
}

/// Changes that are made together, in words.
pub(super) fn edits_words(edits: &[Edit], deployment: &Deployment) -> String {
    let words: Vec<String> = edits.iter().map(|edit| edit_words(edit, deployment)).collect();
    words.join(", and ")
}

/// How many repairs people are shown.
const SHOWN: usize = 3;

/// What to do about a counterexample: its repairs in words; without any, what there is to say beside them.
pub(super) fn help(found: &Counterexample, deployment: &Deployment) -> Option<String> {
    let repairs = found.repairs.found();
    if repairs.is_empty() {
        return found.help.clone();
    }
    let words = |repair: &Repair| edits_words(&repair.edits, deployment);
    let mut shown: Vec<String> = repairs.iter().take(SHOWN).map(words).collect();
    match repairs.len().saturating_sub(SHOWN) {
        0 => {}
        1 => shown.push("one more repair (`--format json`)".to_owned()),
        more => shown.push(format!("{more} more repairs (`--format json`)")),
    }
    Some(shown.join("; or "))
}

/// The note where repairs were looked for in vain.
pub(super) fn no_repair(found: &Counterexample) -> Option<String> {
    match found.repairs {
        Repairs::NoneOf(most) => {
            let changes =
                if most == 1 { "no single change".to_owned() } else { format!("no {most} changes or fewer") };
            Some(format!(
                "{changes} of those that were tried would do: it takes more, or another kind of change"
            ))
        }
        Repairs::NotAsked | Repairs::Found(_) => None,
    }
}

/// A change as data.
#[derive(Debug, Serialize)]
pub(super) struct EditRow<'a> {
    action: &'static str,
    object: String,
    privilege: Option<&'a str>,
    member: Option<String>,
    option: Option<String>,
    value: Option<&'a str>,
}

impl<'a> EditRow<'a> {
    pub(super) fn new(edit: &'a Edit, deployment: &Deployment) -> Self {
        let name = |id| deployment.display(id);
        let row = |action, object| Self {
            action,
            object,
            privilege: None,
            member: None,
            option: None,
            value: None,
        };
        match edit {
            Edit::Grant { role, privilege, .. } => {
                Self { privilege: Some(privilege), ..row("grant", name(*role)) }
            }
            Edit::Revoke { role, privilege } => {
                Self { privilege: Some(privilege), ..row("revoke", name(*role)) }
            }
            Edit::AddMember { member, of, .. } => {
                Self { member: Some(name(*member)), ..row("add-member", name(*of)) }
            }
            Edit::RemoveMember { member, of, .. } => {
                Self { member: Some(name(*member)), ..row("remove-member", name(*of)) }
            }
            Edit::SetOption { object, section, name: option, value, .. } => Self {
                option: Some(option_label(section, option)),
                value: Some(value),
                ..row("set-option", name(*object))
            },
            Edit::UnsetOption { object, section, name: option } => {
                Self { option: Some(option_label(section, option)), ..row("unset-option", name(*object)) }
            }
        }
    }
}
