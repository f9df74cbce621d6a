//! The properties as questions about the states of the model.

use super::model::{CHAT, ChatModel, State};
use super::property::PropertyId;
use super::scene::Scene;
use crate::chat::{
    AgentAction, AgentId, Chat, Command, EntryPoint, HoldQueue, Phase, Place, Right, SystemAction, World,
    decide,
};
use crate::explore::{CanStillReach, Property};

/// A property as the explorer is asked it; after a failure, only of states in which it has happened. Nothing for those
/// that are not about single states.
pub(super) fn question<'s>(
    scene: &'s Scene,
    property: PropertyId,
    after_failure: bool,
) -> Option<Property<'s, ChatModel<'s>>> {
    let applies = move |state: &State| !after_failure || state.failed;
    let from = move |state: &State, test: &dyn Fn(&Chat) -> bool| {
        applies(state) && test(state.unpacked().chat(CHAT))
    };
    let reach = |goal: fn(&Scene, &Chat) -> bool, start: fn(&Chat) -> bool| -> Property<'s, ChatModel<'s>> {
        CanStillReach::new(move |state: &State| goal(scene, state.unpacked().chat(CHAT)))
            .from(move |state| from(state, &start))
            .counting_on(|step: &super::model::Move| step.counts)
            .into()
    };
    let always = |test: fn(&Scene, &World) -> bool| {
        Property::always(move |state: &State| !applies(state) || test(scene, &state.unpacked()))
    };
    let question = match property {
        PropertyId::ChatCanBeDone => {
            reach(|_, chat| chat.phase == Phase::Stopped, |chat| chat.phase != Phase::Absent)
        }
        PropertyId::HeldChatCanBeRetrieved => {
            reach(|_, chat| chat.phase == Phase::Handling, |chat| chat.was_held && chat.queue().is_some())
        }
        PropertyId::WorkbinChatCanBeRetrieved => {
            reach(|_, chat| chat.phase == Phase::Handling, |chat| chat.workbin().is_some())
        }
        PropertyId::AsyncChatCanBeReleased => {
            reach(can_be_released, |chat| chat.asynchronous && chat.is_online())
        }
        PropertyId::OwnHoldCanBeResumed => always(|scene, world| lost_hold(scene, world).is_none()),
        PropertyId::HoldQueueExists => always(|scene, world| holders_without_queue(scene, world).is_none()),
        PropertyId::NoShortcutClash => always(|scene, world| clash(scene, world).is_none()),
        PropertyId::NoDeadPrivilege | PropertyId::NoDeadQueue | PropertyId::SurvivesCrash => return None,
    };
    Some(question)
}

/// Who handles the chat and is there.
fn handlers(world: &World) -> impl Iterator<Item = AgentId> {
    let (chat, logged_in) = (world.chat(CHAT), world.logged_in());
    chat.parties.visible().iter().filter(move |&agent| logged_in.contains(agent))
}

fn can_be_released(scene: &Scene, chat: &Chat) -> bool {
    let may = |agent| scene.policy.allows(agent, Right::ReleaseAsync);
    chat.asynchronous && chat.is_online() && chat.parties.visible().iter().any(may)
}

/// An agent who may hold the chat that they handle, and has no queue for it.
pub(super) fn holders_without_queue(scene: &Scene, world: &World) -> Option<AgentId> {
    let chat = world.chat(CHAT);
    let has_queue = |agent: AgentId| {
        let options = scene.policy.agent(agent).options(chat.overriding);
        matches!(options.hold_queue, HoldQueue::Queue(_))
    };
    let may =
        |agent| scene.policy.allows(agent, Right::UseChat) && scene.policy.allows(agent, Right::PlaceOnHold);
    let asked = chat.phase == Phase::Handling && chat.asynchronous && chat.is_online();
    handlers(world).find(|&agent| asked && may(agent) && !has_queue(agent))
}

/// What makes a hold that its agent cannot take back: the commands from this state on.
pub(super) fn lost_hold(scene: &Scene, world: &World) -> Option<Vec<Command>> {
    handlers(world).find_map(|agent| {
        let hold = Command::Agent(agent, CHAT, AgentAction::Hold);
        let mut held = world.clone();
        held.step(&scene.policy, &hold).ok()?;
        held.chat(CHAT).queue()?;
        if !held.chat(CHAT).was_held || held.chat(CHAT).holder != Some(agent) {
            return None;
        }
        if !can_pull(scene, &held, agent) {
            return Some(vec![hold]);
        }
        let crowd = Command::System(CHAT, SystemAction::Crowd);
        held.step(&scene.policy, &crowd).ok()?;
        let blocked = !can_pull(scene, &held, agent) && !somebody_pulls_ahead(scene, &held);
        blocked.then(|| vec![hold, crowd])
    })
}

fn can_pull(scene: &Scene, world: &World, agent: AgentId) -> bool {
    EntryPoint::ALL.into_iter().any(|from| {
        let pull = Command::Agent(agent, CHAT, AgentAction::Pull(from));
        decide(&scene.policy, world, &pull).is_ok()
    })
}

fn somebody_pulls_ahead(scene: &Scene, world: &World) -> bool {
    let from = [EntryPoint::MyQueues, EntryPoint::ContactHistory, EntryPoint::Search];
    scene.firsts.iter().any(|agent| {
        from.into_iter().any(|from| {
            let pull = Command::System(CHAT, SystemAction::PullAhead(agent, from));
            decide(&scene.policy, world, &pull).is_ok()
        })
    })
}

/// An agent one of whose keys calls two functions that are both possible.
pub(super) fn clash(scene: &Scene, world: &World) -> Option<(AgentId, AgentAction, AgentAction)> {
    handlers(world).find_map(|agent| {
        let possible = |action| decide(&scene.policy, world, &Command::Agent(agent, CHAT, action)).is_ok();
        let clashes = &scene.profile_of(agent)?.clashes;
        let both = clashes.iter().find(|&&(one, other)| possible(one) && possible(other));
        both.map(|&(one, other)| (agent, one, other))
    })
}

/// The rights without which a command that is carried out would be refused; that to use the chat channel among them.
pub(super) fn rights_of(scene: &Scene, world: &World, command: &Command) -> Vec<Right> {
    let Command::Agent(agent, _, action) = *command else { return Vec::new() };
    let chat = world.chat(CHAT);
    let mut rights = vec![Right::UseChat];
    match action {
        AgentAction::Decline => rights.push(Right::Decline),
        AgentAction::Hold => rights.push(Right::PlaceOnHold),
        AgentAction::Release if chat.asynchronous => rights.push(Right::ReleaseAsync),
        AgentAction::Release => rights.push(Right::Release),
        AgentAction::Transfer(_, crate::chat::Steps::One) => rights.push(Right::OneStepTransfer),
        AgentAction::Conference(_, crate::chat::Steps::One) => rights.push(Right::OneStepConference),
        AgentAction::Transfer(_, crate::chat::Steps::Two) => rights.push(Right::TwoStepTransfer),
        AgentAction::Conference(_, crate::chat::Steps::Two) => rights.push(Right::TwoStepConference),
        AgentAction::Store { .. } => rights.push(Right::StoreInWorkbin),
        AgentAction::Monitor(_) => rights.push(Right::MonitorChat),
        AgentAction::Pull(from) => {
            rights.push(pull_right(scene, agent, chat.place));
            rights.extend(match from {
                EntryPoint::MyQueues => Some(Right::ViewMyQueues),
                EntryPoint::MyHistory => Some(Right::ViewMyHistory),
                EntryPoint::ContactHistory => Some(Right::ViewContactHistory),
                EntryPoint::Search => Some(Right::ViewSearch),
                EntryPoint::Workbin | EntryPoint::GroupWorkbin => None,
            });
        }
        _ => {}
    }
    rights.retain(|&right| scene.policy.agent(agent).rights.contains(right));
    rights
}

/// The right that pulling from a place needs.
pub(super) fn pull_right(scene: &Scene, agent: AgentId, place: Place) -> Right {
    match place {
        Place::Queue(_) => Right::PullFromQueue,
        Place::Workbin(_, owner) => match scene.policy.agent(agent).kinship(agent, owner) {
            crate::chat::Kinship::Own => Right::PullFromWorkbin,
            crate::chat::Kinship::Shared => Right::PullFromSharedWorkbin,
            crate::chat::Kinship::Others => Right::PullFromOthersWorkbin,
        },
    }
}
