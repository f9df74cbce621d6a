//! What an event does to the world. Every event that `decide` gives can be applied; nothing is checked here.

use super::event::{Event, Events};
use super::ids::AgentId;
use super::parties::Parties;
use super::world::{
    AsyncStatus, Chat, Customer, Invitation, NEVER, Party, Phase, Place, Role, Session, World,
};

impl World {
    /// Carries all events of one request out.
    pub fn apply_all(&mut self, events: &Events) {
        for happened in events.iter() {
            self.apply(happened.event);
        }
    }

    /// Carries one event out.
    pub fn apply(&mut self, event: Event) {
        let now = self.now;
        let after = |timeout: u32| now.saturating_add(timeout).min(NEVER - 1);
        match event {
            Event::Passed { to } => self.now = to,
            Event::LoggedIn(agent) => self.logged_in = self.logged_in.with(agent),
            Event::LoggedOut(agent) => self.logged_in = self.logged_in.without(agent),
            Event::InteractionServerSwitched
            | Event::CustomerSpoke(_)
            | Event::BotSpoke(_)
            | Event::AgentSpoke(..)
            | Event::Restored(_) => {}

            Event::Created { chat, asynchronous, queue, overriding, handling_timeout } => {
                let arrival = self.end_of_line();
                *self.chat_mut(chat) = Chat {
                    phase: Phase::Lying,
                    place: Place::Queue(queue),
                    arrival,
                    session: Session::Alive,
                    asynchronous,
                    customer: Customer::Present,
                    overriding,
                    handling: handling_timeout.map_or(0, u32::from),
                    own_handling: handling_timeout.is_some(),
                    ..Chat::ABSENT
                };
            }
            Event::CustomerVanished(chat, timeout) => {
                let chat = self.chat_mut(chat);
                chat.customer = Customer::Silent;
                chat.customer_due = after(timeout);
            }
            Event::CustomerLeft(chat) => self.chat_mut(chat).customer_is(Customer::Gone),
            Event::CustomerReturned(chat) => self.chat_mut(chat).customer_is(Customer::Present),

            Event::IdleRestarted(chat, timeout) => {
                let chat = self.chat_mut(chat);
                chat.session = Session::Alive;
                chat.idle_due = after(timeout);
            }
            Event::Activity(chat, timeout) => {
                let chat = self.chat_mut(chat);
                chat.session = Session::Alive;
                chat.idle_due = after(timeout);
                (chat.status, chat.check_at) = (AsyncStatus::Activity, now);
            }
            Event::Alerted(chat, timeout) => {
                let chat = self.chat_mut(chat);
                chat.session = Session::Alerted;
                chat.idle_due = after(timeout);
                if chat.asynchronous {
                    (chat.status, chat.check_at) = (AsyncStatus::Idle, now);
                }
            }
            Event::Closed(chat) => self.chat_mut(chat).close(),
            Event::Orphaned(chat, timeout) => {
                let chat = self.chat_mut(chat);
                chat.close();
                chat.orphan_due = after(timeout);
            }
            Event::OrphanEnded(chat) => self.chat_mut(chat).orphan_due = NEVER,

            Event::Taken(chat, timeout) => self.chat_mut(chat).is_on_its_way(Phase::Routing, after(timeout)),
            Event::Offered(chat, agent, timeout) => {
                self.chat_mut(chat).is_on_its_way(Phase::Offered(agent), after(timeout));
            }
            Event::Overridden(chat, overriding) => self.chat_mut(chat).overriding = overriding,
            Event::Crowded(chat, behind) => self.chat_mut(chat).behind = behind,

            Event::Handled(chat, agent, timeout) => {
                let chat = self.chat_mut(chat);
                chat.is_on_its_way(Phase::Handling, NEVER);
                chat.handling = timeout;
                chat.holder = None;
                chat.joins(agent, Role::Handling, agent, now);
            }
            Event::Invited { chat, by, to, purpose, timeout } => {
                let due = after(timeout);
                self.chat_mut(chat).invitation = Some(Invitation { by, to, purpose, due });
            }
            Event::Uninvited(chat) => self.chat_mut(chat).invitation = None,
            Event::Joined { chat, agent, role, by } => self.chat_mut(chat).joins(agent, role, by, now),
            Event::Transferred { chat, from, to } => {
                let chat = self.chat_mut(chat);
                chat.parties.remove(from);
                chat.joins(to, Role::Handling, to, now);
            }
            Event::Left(chat, agent) => self.chat_mut(chat).parties.remove(agent),
            Event::HandlingRestarted(chat, agent) => {
                let chat = self.chat_mut(chat);
                let due = after(chat.handling);
                chat.parties
                    .iter_mut()
                    .filter(|party| party.agent == agent)
                    .for_each(|party| party.due = due);
            }
            Event::DispositionSet(chat) => self.chat_mut(chat).disposition = true,

            Event::Held(chat, agent, queue) => {
                let line = self.end_of_line();
                let chat = self.chat_mut(chat);
                (chat.holder, chat.was_held) = (Some(agent), true);
                chat.lies(Place::Queue(queue), line);
            }
            Event::Stored(chat, agent, workbin, owner) => {
                let line = self.end_of_line();
                let chat = self.chat_mut(chat);
                (chat.holder, chat.was_held) = (Some(agent), true);
                chat.lies(Place::Workbin(workbin, owner), line);
            }
            Event::Moved(chat, place) => {
                let line = self.end_of_line();
                self.chat_mut(chat).lies(place, line);
            }
            Event::Returned { chat, keeps_place } => {
                let end = (!keeps_place).then(|| self.end_of_line());
                let chat = self.chat_mut(chat);
                chat.lies(chat.place, end.unwrap_or(chat.arrival));
            }
            Event::Stopped(chat) => {
                let chat = self.chat_mut(chat);
                chat.vacate();
                chat.phase = Phase::Stopped;
                chat.holder = None;
                chat.orphan_due = NEVER;
            }
        }
    }

    fn end_of_line(&mut self) -> u32 {
        self.line += 1;
        self.line
    }
}

impl Chat {
    fn customer_is(&mut self, customer: Customer) {
        self.customer = customer;
        self.customer_due = NEVER;
    }

    /// The session ends: the customer and all hidden parties are out; who handles the interaction stays.
    fn close(&mut self) {
        self.session = Session::Over;
        self.idle_due = NEVER;
        self.customer_is(Customer::Gone);
        self.invitation = None;
        self.parties.keep(|party| party.role.visible());
    }

    /// Out of its place, into other hands.
    fn is_on_its_way(&mut self, phase: Phase, due: u32) {
        self.phase = phase;
        self.offer_due = due;
        self.behind = false;
    }

    fn lies(&mut self, place: Place, arrival: u32) {
        self.vacate();
        self.phase = Phase::Lying;
        self.place = place;
        self.arrival = arrival;
    }

    /// No agent is in it any more, in whatever part.
    fn vacate(&mut self) {
        self.parties = Parties::NONE;
        self.invitation = None;
        self.offer_due = NEVER;
        self.behind = false;
    }

    fn joins(&mut self, agent: AgentId, role: Role, by: AgentId, now: u32) {
        if self.invitation.is_some_and(|invitation| invitation.to == agent) {
            self.invitation = None;
        }
        let due = if role.visible() {
            self.handled = self.handled.with(agent);
            now.saturating_add(self.handling).min(NEVER - 1)
        } else {
            NEVER
        };
        self.parties.put(Party { agent, role, by, due });
    }
}
