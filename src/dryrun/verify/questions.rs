//! The properties as questions about the states of the model.

use super::model::{CHAT, State};
use super::property::PropertyId;
use super::scene::Scene;
use crate::chat::{
    AgentAction, AgentId, Command, EntryPoint, HoldQueue, Phase, Place, Right, SystemAction, World, decide,
};
use crate::explore::{CanStillReach, Model, Property};

/// A property as the explorer is asked it.
pub(super) enum Asked {
    /// From every state that passes the second test one that passes the first can still be reached.
    Reach(Test, Test),
    /// Every state passes.
    Always(Test),
}

type Test = fn(&Scene, &World) -> bool;

/// What is asked of states for a property; nothing for those that are not about single states.
pub(super) fn asked(property: PropertyId) -> Option<Asked> {
    Some(match property {
        PropertyId::ChatCanBeDone => Asked::Reach(
            |_, world| world.chat(CHAT).phase == Phase::Stopped,
            |_, world| world.chat(CHAT).phase != Phase::Absent,
        ),
        PropertyId::HeldChatCanBeRetrieved => Asked::Reach(is_handled, |_, world| {
            let chat = world.chat(CHAT);
            chat.was_held && chat.queue().is_some()
        }),
        PropertyId::WorkbinChatCanBeRetrieved => {
            Asked::Reach(is_handled, |_, world| world.chat(CHAT).workbin().is_some())
        }
        PropertyId::AsyncChatCanBeReleased => Asked::Reach(can_be_released, |_, world| {
            let chat = world.chat(CHAT);
            chat.asynchronous && chat.is_online()
        }),
        PropertyId::OwnHoldCanBeResumed => Asked::Always(|scene, world| lost_hold(scene, world).is_none()),
        PropertyId::HoldQueueExists => {
            Asked::Always(|scene, world| holder_without_queue(scene, world).is_none())
        }
        PropertyId::NoShortcutClash => Asked::Always(|scene, world| clash(scene, world).is_none()),
        PropertyId::NoDeadPrivilege | PropertyId::NoDeadQueue | PropertyId::SurvivesCrash => return None,
    })
}

/// The question to an explorer of any model whose states are these, by whatever name; `after_failure`, only of states
/// in which one has happened, else only of those in which none has.
pub(super) fn question<'a, M: Model>(
    scene: &'a Scene,
    asked: &Asked,
    after_failure: bool,
    state: impl Fn(&M::State) -> State + Copy + 'a,
    counts: impl Fn(&M::Command) -> bool + 'a,
) -> Property<'a, M> {
    let passes = move |test: Test, named: &M::State| test(scene, &state(named).unpacked());
    let applies = move |named: &M::State| state(named).failed == after_failure;
    match *asked {
        Asked::Always(test) => Property::always(move |named| !applies(named) || passes(test, named)),
        Asked::Reach(goal, from) => CanStillReach::new(move |named| passes(goal, named))
            .from(move |named| applies(named) && passes(from, named))
            .counting_on(counts)
            .into(),
    }
}

/// Some agent has the chat.
pub(super) fn is_handled(_: &Scene, world: &World) -> bool {
    world.chat(CHAT).phase == Phase::Handling
}

/// Who handles the chat and is there.
fn handlers(world: &World) -> impl Iterator<Item = AgentId> {
    let (chat, logged_in) = (world.chat(CHAT), world.logged_in());
    chat.parties.visible().iter().filter(move |&agent| logged_in.contains(agent))
}

fn can_be_released(scene: &Scene, world: &World) -> bool {
    let chat = world.chat(CHAT);
    let may = |agent| scene.policy.allows(agent, Right::ReleaseAsync);
    chat.asynchronous && chat.is_online() && chat.parties.visible().iter().any(may)
}

/// An agent who may hold the chat that they handle, and has no queue for it.
pub(super) fn holder_without_queue(scene: &Scene, world: &World) -> Option<AgentId> {
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
