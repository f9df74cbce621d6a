//! What must hold of every step of every world: the table, and the invariants.

use super::super::*;

/// One step with every check that there is.
pub(super) fn stepped(policy: &Policy, world: &mut World, command: &Command) -> Result<Events, Refusal> {
    let events = decide(policy, world, command)?;
    for &Happened { row, event } in events.iter() {
        let row = row.row();
        let fits = row.trigger == Trigger::Consequence || row.trigger == command.trigger();
        assert!(fits, "{} does not come from {command:?}", row.name);
        let before = states(world, &event);
        world.apply(event);
        let after = states(world, &event);
        before.into_iter().zip(after).flat_map(|(before, after)| before.zip(after)).for_each(
            |(before, after)| {
                keeps_to(row, before, after);
            },
        );
    }
    sound(policy, world);
    Ok(events)
}

/// The states that an event is about: of its chat, and of its agent.
fn states(world: &World, event: &Event) -> [Option<State>; 5] {
    let agent = match *event {
        Event::Handled(_, agent, _) | Event::Left(_, agent) | Event::Held(_, agent, _) => Some(agent),
        Event::Stored(_, agent, ..) | Event::AgentSpoke(_, agent) => Some(agent),
        Event::Joined { agent, .. } | Event::Transferred { to: agent, .. } => Some(agent),
        Event::LoggedIn(agent) | Event::LoggedOut(agent) => Some(agent),
        _ => None,
    };
    let Some(chat) = event.chat() else {
        return [
            agent.map(|agent| state(world, ChatId(0), Some(agent), Plane::Desktop)),
            None,
            None,
            None,
            None,
        ];
    };
    let of = |plane| Some(state(world, chat, agent, plane));
    let part = agent.and_then(|_| of(Plane::Part));
    [None, of(Plane::Session), of(Plane::Interaction), of(Plane::Customer), part]
}

/// A row that names a plane leads from and to the states named; a state that it can end in stays as it is; and a
/// plane that it does not name stays as it is.
fn keeps_to(row: &Row, before: State, after: State) {
    let plane = before.plane();
    let names = |states: &[State]| states.iter().any(|state| state.plane() == plane);
    if names(row.from) {
        assert!(row.from.contains(&before), "{} from {before:?}", row.name);
    }
    if names(row.to) {
        assert!(row.to.contains(&after), "{} to {after:?}", row.name);
        assert!(before == after || !row.to.contains(&before), "{} from {before:?} to {after:?}", row.name);
    } else if plane != Plane::Part && after != State::CustomerGone {
        assert_eq!(before, after, "{} changes {plane:?}", row.name);
    }
}

/// The state of a chat, or of an agent in it, on one plane.
pub(super) fn state(world: &World, chat: ChatId, agent: Option<AgentId>, plane: Plane) -> State {
    let chat = world.chat(chat);
    match plane {
        Plane::Session => match chat.session {
            Session::Alive => State::Alive,
            Session::Alerted => State::Alerted,
            Session::Over => State::Over,
        },
        Plane::Interaction => match (chat.phase, chat.place) {
            (Phase::Absent, _) => State::NotStarted,
            (Phase::Lying, Place::Queue(_)) => State::Queued,
            (Phase::Lying, Place::Workbin(..)) => State::InWorkbin,
            (Phase::Routing, _) => State::Routing,
            (Phase::Offered(_), _) => State::Offered,
            (Phase::Handling, _) => State::Handling,
            (Phase::Stopped, _) => State::Stopped,
        },
        Plane::Customer => match chat.customer {
            Customer::Present => State::CustomerPresent,
            Customer::Silent => State::CustomerSilent,
            Customer::Gone => State::CustomerGone,
        },
        Plane::Desktop if agent.is_some_and(|agent| world.logged_in().contains(agent)) => State::LoggedIn,
        Plane::Desktop => State::LoggedOut,
        Plane::Part => match agent.and_then(|agent| chat.parties.of(agent)).map(|party| party.role) {
            None => State::NoPart,
            Some(Role::Handling) => State::Handles,
            Some(Role::BargedIn) => State::BargedIn,
            Some(Role::Consulting) => State::Consulted,
            Some(Role::Silent) => State::MonitorsSilently,
            Some(Role::Coaching) => State::Coaches,
        },
    }
}

/// What holds of every world after every request.
fn sound(policy: &Policy, world: &World) {
    let returns = policy.assumptions.holds(Assumption::CrashReturnsInteraction);
    for chat in world.chats() {
        let visible = chat.parties.visible();
        let running = |kind: fn(&TimerKind) -> bool| chat.timers().any(|(timer, _)| kind(&timer));
        if chat.phase == Phase::Stopped {
            assert!(!chat.is_online(), "stopped, so the session is over");
        }
        assert_eq!(chat.phase == Phase::Handling, !visible.is_empty(), "handled by somebody: {chat:?}");
        assert!(
            chat.phase == Phase::Handling || chat.parties == Parties::NONE,
            "nobody handles it in secret"
        );
        assert_eq!(
            matches!(chat.phase, Phase::Offered(_) | Phase::Routing),
            running(|timer| matches!(timer, TimerKind::Delivering | TimerKind::Routing)),
            "offered or routed for a time: {chat:?}"
        );
        assert_eq!(chat.is_online() && chat.asynchronous, chat.asynchronous && chat.idle_due != u32::MAX);
        if chat.session == Session::Over {
            assert!(
                chat.customer == Customer::Gone && chat.invitation.is_none() && chat.idle_due == u32::MAX
            );
            assert!(chat.parties.iter().all(|party| party.role.visible()), "nobody watches a closed session");
        } else if !chat.asynchronous && !chat.handled.is_empty() {
            assert!(!visible.is_empty(), "an ordinary session without agent is over: {chat:?}");
        }
        if let Some(invitation) = chat.invitation {
            assert!(visible.contains(invitation.by) && !visible.contains(invitation.to));
            assert!(world.logged_in().contains(invitation.to));
        }
        for party in &chat.parties {
            assert!(world.logged_in().contains(party.agent) || !returns && party.role.visible());
            assert!(!party.role.visible() || chat.handled.contains(party.agent));
            assert!(party.role != Role::Consulting || visible.contains(party.by));
        }
        if let Phase::Offered(agent) = chat.phase {
            assert!(world.logged_in().contains(agent));
        }
        assert!(chat.holder.is_none() || !matches!(chat.phase, Phase::Handling | Phase::Stopped));
        assert!(!chat.behind || chat.queue().is_some());
        assert!(chat.timers().all(|(_, due)| due >= world.now()), "no timer was missed");
    }
}
