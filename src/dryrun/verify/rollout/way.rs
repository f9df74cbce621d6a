//! The shortest way of one agent of a class to a chat that lies in a certain place.

use super::super::classes::{Class, Classes};
use super::super::judge::alone;
use super::super::model::{CHAT, ChatModel};
use super::super::scene::{Common, Scene, scenes};
use crate::chat::{Chat, Command, OverrideId};
use crate::deployment::ObjectId;
use crate::dryrun::Setting;
use crate::explore::{Explored, Limit};

/// A tenant in which one agent works alone, with chats that name one transaction or none.
///
/// Nothing where the class sees more workbins or groups than can be told apart.
pub(super) fn lone(
    setting: &Setting<'_, '_>,
    entry: ObjectId,
    class: &Class,
    agent: ObjectId,
    transaction: Option<(usize, ObjectId)>,
) -> Option<Scene> {
    let mut class = Class { agents: 1, first: agent, second: None, ..class.clone() };
    let options = transaction.and_then(|(at, _)| class.traits.overridden.get(at)).copied();
    class.traits.overridden = options.into_iter().collect();
    let transactions: Vec<ObjectId> = transaction.into_iter().map(|(_, object)| object).collect();
    let common = Common::new(&setting.ground, setting.assumptions, entry, &transactions);
    let classes = Classes { list: vec![class], tenants: Vec::new() };
    let mut scene = scenes(&setting.ground, &common, &classes, &[0]).ok()?.into_iter().next()?;
    if transaction.is_some() {
        scene.starts.retain(|start| start.overriding == OverrideId::NONE);
        scene.starts.iter_mut().for_each(|start| start.overriding = OverrideId(1));
    }
    Some(scene)
}

/// The shortest way to a chat that passes the test.
pub(super) fn way(scene: &Scene, limit: &Limit, test: impl Fn(&Chat) -> bool) -> Option<Vec<Command>> {
    let model = ChatModel { scene, scope: alone(scene) };
    let mut number = 0;
    let mut found = None;
    let explored = Explored::visit_until(&model, limit, |state| {
        if test(state.unpacked().chat(CHAT)) {
            found = Some(number);
        }
        number += 1;
        found.is_some()
    });
    let trace = explored.trace_to(found?)?;
    Some(trace.steps.iter().map(|(step, _)| step.command).collect())
}
