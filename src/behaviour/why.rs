//! From a refusal back to the line of configuration that is the cause, and what to change there.

use super::chat_keys::ChatKeys;
use super::desk::{Desk, DeskOptions};
use super::ground::Ground;
use crate::chat::{EntryPoint, Refusal, Right};
use crate::deployment::{FieldKey, ObjectId};
use crate::diagnostic::Label;
use crate::names::{ObjectKind, ScriptType, and_more, nearest};
use crate::privilege::{Change, Standing};
use crate::resolve::Step;
use crate::text::Span;

/// Places of the configuration with a few words each, facts, and what to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// Where to look, the most important place first.
    pub places: Vec<Label>,
    /// Facts.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

/// Why the configuration makes the machine refuse what an agent asks; `steps` are what reaches the agent (with the
/// transactions of the interaction). Empty where the configuration has nothing to do with it.
#[must_use]
pub fn why(ground: &Ground<'_, '_>, agent: ObjectId, steps: &[Step], refusal: Refusal) -> Why {
    match refusal {
        Refusal::MissingPrivilege(right) => missing_privilege(ground, agent, right, Whom::Refused),
        Refusal::MissingOption(_) | Refusal::MissingQueue(_) => hold_queue(ground, agent, steps),
        Refusal::NotBound => not_bound(ground, agent, steps),
        Refusal::MissingDisposition => {
            let answer = ground.option(steps, DeskOptions::DISPOSITION);
            let places = answer.at.map(|span| Label { span, text: "mandatory here".to_owned() });
            Why {
                places: places.into_iter().collect(),
                help: Some("set a disposition code first".to_owned()),
                ..Why::default()
            }
        }
        Refusal::NotVisible(EntryPoint::Workbin | EntryPoint::GroupWorkbin) => workbins(ground, agent, steps),
        _ => Why::default(),
    }
}

/// Who lacks a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whom {
    /// An agent whom the machine refuses something: a grant in a role that the agent has comes before another role
    /// for the agent.
    Refused,
    /// An agent who is asked for: the first of the smallest repairs.
    Alone,
    /// A number of agents whom the same roles and groups reach: a membership is a change for each of them, and nobody
    /// is named.
    Alike(usize),
}

/// Why an agent lacks a right, and a repair.
pub(super) fn missing_privilege(ground: &Ground<'_, '_>, agent: ObjectId, right: Right, whom: Whom) -> Why {
    let mut why = Why::default();
    let Some(name) = ground.rights.privilege(right) else { return why };
    let privileges = ground.privileges;
    let Some(id) = privileges.graph().find(name) else {
        why.notes.push(format!(
            "`[rights]` puts `{name}` behind `{}`, and there is no such privilege",
            right.as_str()
        ));
        return why;
    };
    let deployment = ground.deployment();
    let (who, a_member, no_member) = match whom {
        Whom::Refused | Whom::Alone => (deployment.display(agent), "a member", "is no member"),
        Whom::Alike(_) => ("these agents".to_owned(), "members", "are no members"),
    };
    let answer = privileges.why_not(agent, id);
    let missing: Vec<String> =
        answer.missing.iter().map(|&id| format!("`{}`", privileges.graph().name(id))).collect();
    match answer.standing {
        Standing::Inert => {
            let text = format!("granted, without effect: {} is not granted to {who}", missing.join(" and "));
            let ways = privileges.ways(agent, id);
            why.places.extend(ways.iter().map(|way| Label { span: way.grant, text: text.clone() }));
        }
        Standing::Unknown => {
            why.notes
                .push(format!("a role of {who} has keys that map to no known privilege: it may be granted"));
        }
        Standing::No | Standing::Effective => {}
    }
    let joins = |change: &Change| matches!(change, Change::AddMember { .. });
    let smallest = match whom {
        Whom::Refused => {
            let grants = answer.repairs.iter().find(|repair| !repair.changes.iter().any(joins));
            grants.or(answer.repairs.first())
        }
        Whom::Alone => answer.repairs.first(),
        Whom::Alike(agents) => {
            let work = |change: &Change| if joins(change) { agents } else { 1 };
            answer.repairs.iter().min_by_key(|repair| repair.changes.iter().map(work).sum::<usize>())
        }
    };
    if let Some(repair) = smallest {
        let mut changes = Vec::new();
        for change in &repair.changes {
            let (object, text) = match *change {
                Change::Grant { role, privilege } => {
                    let name = privileges.graph().name(privilege);
                    changes.push(format!("grant `{name}` in {}", deployment.display(role)));
                    (role, format!("does not grant `{name}`"))
                }
                Change::AddMember { object, .. } => {
                    changes.push(format!("make {who} {a_member} of {}", deployment.display(object)));
                    (object, format!("{who} {no_member}"))
                }
            };
            why.point_at(deployment.object(object).at, text);
        }
        why.help = Some(changes.join(", and "));
    }
    if whom == Whom::Refused {
        // Any of the agent's roles may be the one in which the grant was forgotten.
        for change in answer.repairs.iter().filter_map(|repair| match repair.changes.as_slice() {
            [only] => Some(only),
            _ => None,
        }) {
            if let Change::Grant { role, privilege } = *change {
                let name = privileges.graph().name(privilege);
                why.point_at(deployment.object(role).at, format!("does not grant `{name}`"));
            }
        }
    }
    why
}

impl Why {
    /// Points at a place, unless something does already.
    fn point_at(&mut self, span: Span, text: String) {
        if !self.places.iter().any(|label| label.span == span) {
            self.places.push(Label { span, text });
        }
    }
}

/// What is wrong with the value of `chat.on-hold-queue` in force.
pub(super) fn hold_queue(ground: &Ground<'_, '_>, agent: ObjectId, steps: &[Step]) -> Why {
    let deployment = ground.deployment();
    let answer = ground.option(steps, DeskOptions::HOLD);
    let option = DeskOptions::HOLD;
    let tenant = deployment.object(agent).tenant;
    let mut queues: Vec<&str> = deployment
        .of_kind(ObjectKind::Script)
        .iter()
        .filter(|&&id| {
            let script = deployment.object(id);
            script.enabled
                && script.tenant == tenant
                && deployment.script_type(id) == Some(ScriptType::InteractionQueue)
        })
        .map(|&id| deployment.text(deployment.object(id).name))
        .collect();
    queues.sort_unstable();
    let value = answer.value.unwrap_or_default();
    let (text, help) = if value.is_empty() {
        let text = format!("`{option}` is empty");
        (text, format!("set `{option}` to an interaction queue of the tenant: {}", listed(&queues)))
    } else {
        let text = format!("`{value}` is no interaction queue of the tenant");
        let help = match nearest(value, queues.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the queues of the tenant are {}", listed(&queues)),
        };
        (text, help)
    };
    let span = answer.at.unwrap_or(deployment.object(agent).at);
    Why { places: vec![Label { span, text }], notes: Vec::new(), help: Some(help) }
}

/// The first few names, in backticks.
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 6;
    if names.is_empty() {
        return "there is none".to_owned();
    }
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    format!("{}{}", shown.join(", "), and_more(names.len().saturating_sub(SHOWN)))
}

/// Which keys the agent's options do set.
fn not_bound(ground: &Ground<'_, '_>, agent: ObjectId, steps: &[Step]) -> Why {
    let mut why = Why::default();
    for option in ChatKeys::options() {
        let answer = ground.option(steps, option);
        let value = answer.value.unwrap_or_default();
        let text = if value.is_empty() {
            format!("`{option}` is empty")
        } else {
            format!("`{option}` is `{value}`")
        };
        match answer.at {
            Some(span) => why.places.push(Label { span, text }),
            None if value.is_empty() => {}
            None => why.notes.push(format!("{text} by default")),
        }
    }
    if why.places.is_empty() && why.notes.is_empty() {
        let who = ground.deployment().display(agent);
        why.help = Some(format!("no key is set for {who}; set `{}`", ChatKeys::HOLD));
    }
    why
}

/// The workbins that the agent does see.
fn workbins(ground: &Ground<'_, '_>, agent: ObjectId, steps: &[Step]) -> Why {
    let deployment = ground.deployment();
    let mut why = Why::default();
    for name in Desk::workbin_options(ground) {
        let answer = ground.option(steps, name);
        let Some((value, span)) = answer.value.zip(answer.at) else { continue };
        let owner = ground
            .script(agent, value, ScriptType::InteractionWorkbin)
            .and_then(|script| deployment.object(script).field(FieldKey::Owner));
        let text = match owner {
            Some(owner) => format!("shows the workbin `{value}` of each {}", deployment.text(owner.value)),
            None => format!("shows the workbin `{value}`"),
        };
        why.places.push(Label { span, text });
    }
    if why.places.is_empty() {
        let who = deployment.display(agent);
        why.help = Some(format!("no option `workbin.chat.<nickname>` shows a workbin to {who}"));
    }
    why
}
