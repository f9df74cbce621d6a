//! Small mistakes made on purpose, one at a time: would the user's scenarios notice?

use super::stage::Setting;
use super::verify::Classes;
use crate::behaviour::{Desk, DeskOptions, Ground, servers};
use crate::chat::{Right, Servers};
use crate::deployment::{Edit, FieldKey, ObjectId};
use crate::names::{ObjectKind, WORKSPACE_SECTION};
use crate::privilege::PrivilegeId;
use crate::text::Span;

/// What kind of mistake it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MutantKind {
    /// A role no longer grants a privilege.
    Revoke,
    /// `chat.on-hold-queue` is empty.
    Blank,
    /// An option stands at the next level.
    Move,
}

impl MutantKind {
    /// The kind as a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Revoke => "revoke-grant",
            Self::Blank => "blank-queue",
            Self::Move => "move-option",
        }
    }
}

/// A deployment with one mistake.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// What kind of mistake.
    pub kind: MutantKind,
    /// What was changed.
    pub edits: Vec<Edit>,
    /// The line that was changed.
    pub at: Span,
}

/// Every mistake of one change that could be made in a deployment: each grant that chats ask taken away, each hold
/// queue blanked, each option that chats ask moved to the next lower level that reaches the same agents, or from the
/// lowest to the next higher one. In the order of the objects.
#[must_use]
pub fn mutants(ground: &Ground<'_, '_>) -> Vec<Mutant> {
    let deployment = ground.deployment();
    let mut found = Vec::new();
    let asked = asked_privileges(ground);
    let graph = ground.privileges.graph();
    for &role in deployment.of_kind(ObjectKind::Role) {
        let object = deployment.object(role);
        let mut known: Vec<PrivilegeId> = Vec::new();
        for field in object.list(FieldKey::Privileges).filter(|_| object.enabled) {
            let name = deployment.text(field.value);
            let Some(id) = graph.find(name).filter(|id| asked.contains(id)) else { continue };
            if !known.contains(&id) {
                known.push(id);
                let edits = vec![Edit::Revoke { role, privilege: name.to_owned() }];
                found.push(Mutant { kind: MutantKind::Revoke, edits, at: field.at });
            }
        }
    }
    for (object, data) in deployment.objects() {
        for setting in data.options.iter().filter(|setting| !setting.disabled) {
            let (section, name) = (deployment.text(setting.section), deployment.text(setting.name));
            if !Desk::asks(section, name) {
                continue;
            }
            let (at, value) = (setting.at, deployment.text(setting.value));
            if name == DeskOptions::HOLD && !value.is_empty() {
                found.push(Mutant { kind: MutantKind::Blank, edits: vec![set(object, name, "", at)], at });
            }
            if let Some(to) = next_level(ground, object) {
                let section = WORKSPACE_SECTION.to_owned();
                let away = Edit::UnsetOption { object, section, name: name.to_owned() };
                let edits = vec![away, set(to, name, value, at)];
                found.push(Mutant { kind: MutantKind::Move, edits, at });
            }
        }
    }
    found
}

fn set(object: ObjectId, name: &str, value: &str, at: Span) -> Edit {
    let section = WORKSPACE_SECTION.to_owned();
    Edit::SetOption { object, section, name: name.to_owned(), value: value.to_owned(), at }
}

/// The privileges behind rights, and those that they depend on.
fn asked_privileges(ground: &Ground<'_, '_>) -> Vec<PrivilegeId> {
    let graph = ground.privileges.graph();
    let mut asked: Vec<PrivilegeId> = Vec::new();
    for id in Right::ALL.into_iter().filter_map(|right| ground.rights.id(right, graph)) {
        asked.push(id);
        asked.extend(graph.needs(id).iter());
    }
    asked
}

/// The level below an object on the way to the first agent whom it reaches; of the lowest one, the level above.
fn next_level(ground: &Ground<'_, '_>, object: ObjectId) -> Option<ObjectId> {
    let deployment = ground.deployment();
    let beside = |agent: ObjectId| {
        let steps = ground.steps(agent, &[]);
        let at = steps.iter().position(|&(_, step)| step == object)?;
        let to = if at > 0 { steps.get(at - 1) } else { steps.get(at + 1) };
        to.map(|&(_, to)| to)
    };
    if deployment.object(object).kind == ObjectKind::Agent {
        return beside(object);
    }
    let mut bases = ground.resolver.bases_with(object);
    bases.find_map(|base| beside(*base.agents.first()?))
}

/// All that chats ask of a deployment: two with the same answers behave alike.
#[derive(Debug, PartialEq, Eq)]
pub struct Answers {
    classes: Vec<super::verify::Class>,
    servers: Servers,
}

impl Answers {
    /// The answers of a deployment.
    #[must_use]
    pub fn of(ground: &Ground<'_, '_>) -> Self {
        let servers = servers(ground.deployment(), ground.catalogue);
        Self { classes: Classes::of(ground).list, servers }
    }
}

/// Asks something of a deployment as it is with a mistake.
pub fn with_mutant<R>(
    setting: &Setting<'_, '_>,
    mutant: &Mutant,
    ask: impl FnOnce(&Setting<'_, '_>) -> R,
) -> R {
    let changed = setting.ground.deployment().apply(&mutant.edits);
    setting.on(&changed, ask)
}
