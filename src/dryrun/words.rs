//! Events, refusals and states in words.

use super::scenario::{self, Field};
use crate::behaviour::{RightsMap, Roster};
use crate::chat::{
    AgentId, AsyncStatus, ChatId, Customer, Event, Phase, Place, Purpose, QueueId, Refusal, Role, Session,
    World,
};
use crate::deployment::{Deployment, ObjectId};

/// The names of those who take part in a scenario.
#[derive(Clone, Copy)]
pub(super) struct Names<'s> {
    pub(super) deployment: &'s Deployment,
    pub(super) chats: &'s [scenario::Chat],
    /// Who takes part, and the queues that came in on the way.
    pub(super) roster: &'s Roster,
}

/// What is the case with one field of a chat.
pub(super) struct Actual {
    pub(super) word: String,
    pub(super) objects: Vec<ObjectId>,
}

impl Names<'_> {
    fn object(self, object: Option<ObjectId>) -> String {
        object.map_or_else(|| "?".to_owned(), |object| self.deployment.bare(object))
    }

    pub(super) fn agent(self, agent: AgentId) -> String {
        self.object(self.roster.agent_object(agent))
    }

    pub(super) fn chat_name(self, chat: ChatId) -> String {
        let found = self.chats.get(usize::from(chat.0));
        found.map_or_else(|| "?".to_owned(), |chat| chat.name.clone())
    }

    fn queue(self, queue: QueueId) -> String {
        self.object(self.roster.queue_object(queue))
    }

    pub(super) fn place(self, place: Place) -> String {
        match place {
            Place::Queue(queue) => format!("queue {}", self.queue(queue)),
            Place::Workbin(workbin, owner) => {
                let workbin = self.object(self.roster.workbin_object(workbin));
                let owner = self.roster.owner_object(owner);
                let owner = owner.map_or_else(|| "?".to_owned(), |owner| self.deployment.display(owner));
                format!("workbin {workbin} of {owner}")
            }
        }
    }

    /// What happened, in a few words. `world` is the world after it.
    pub(super) fn event(self, event: &Event, world: &World) -> String {
        let text = match *event {
            Event::Passed { to } => return format!("time is {to}"),
            Event::LoggedIn(agent) => return format!("{} is logged in", self.agent(agent)),
            Event::LoggedOut(agent) => return format!("{} is logged out", self.agent(agent)),
            Event::InteractionServerSwitched => {
                return "the secondary Interaction Server takes over".to_owned();
            }
            Event::Created { asynchronous, queue, .. } => {
                let kind = if asynchronous { "asynchronous" } else { "ordinary" };
                format!("{kind} chat in queue {}", self.queue(queue))
            }
            Event::CustomerSpoke(_) => "the customer writes".to_owned(),
            Event::BotSpoke(_) => "a bot writes".to_owned(),
            Event::CustomerVanished(..) => "the customer's client is silent".to_owned(),
            Event::CustomerLeft(_) => "the customer leaves".to_owned(),
            Event::CustomerReturned(_) => "the customer is back".to_owned(),
            Event::AgentSpoke(_, agent) => format!("{} writes", self.agent(agent)),
            Event::IdleRestarted(_, timeout) => format!("idle timer {timeout} s"),
            Event::Activity(_, timeout) => format!("activity, async-status 2, idle timer {timeout} s"),
            Event::Alerted(chat, timeout) => {
                let status = if world.chat(chat).asynchronous { ", async-status 3" } else { "" };
                format!("idle alert{status}, closes in {timeout} s")
            }
            Event::Closed(_) => "the session is over".to_owned(),
            Event::Taken(_, timeout) => format!("a strategy looks for a target for {timeout} s"),
            Event::Overridden(..) => "transactions are attached".to_owned(),
            Event::Offered(_, agent, timeout) => format!("offered to {} for {timeout} s", self.agent(agent)),
            Event::Handled(_, agent, timeout) => {
                format!("{} handles it, handling timeout {timeout} s", self.agent(agent))
            }
            Event::Invited { by, to, purpose, timeout, .. } => {
                let purpose = match purpose {
                    Purpose::Transfer => "to take over",
                    Purpose::Conference => "to a conference",
                    Purpose::Consult => "to a consultation",
                };
                format!("{} invites {} {purpose} for {timeout} s", self.agent(by), self.agent(to))
            }
            Event::Uninvited(_) => "the invitation ends".to_owned(),
            Event::Joined { agent, role, .. } => {
                let role = match role {
                    Role::Handling => "handles it too",
                    Role::BargedIn => "barges in",
                    Role::Consulting => "is consulted",
                    Role::Silent => "monitors silently",
                    Role::Coaching => "coaches",
                };
                format!("{} {role}", self.agent(agent))
            }
            Event::Transferred { from, to, .. } => {
                format!("{} takes over from {}", self.agent(to), self.agent(from))
            }
            Event::Left(_, agent) => format!("{} leaves", self.agent(agent)),
            Event::HandlingRestarted(_, agent) => {
                format!("handling timeout of {} starts anew", self.agent(agent))
            }
            Event::DispositionSet(_) => "the disposition code is set".to_owned(),
            Event::Held(_, agent, queue) => {
                format!("{} puts it on hold in queue {}", self.agent(agent), self.queue(queue))
            }
            Event::Stored(_, agent, workbin, owner) => {
                format!("{} stores it in {}", self.agent(agent), self.place(Place::Workbin(workbin, owner)))
            }
            Event::Moved(_, place) => format!("moved to {}", self.place(place)),
            Event::Returned { chat, .. } => format!("returns to {}", self.place(world.chat(chat).place)),
            Event::Stopped(_) => "the interaction is stopped".to_owned(),
            Event::Restored(_) => "another Chat Server restores the session".to_owned(),
            Event::Orphaned(..) => "the session is lost with its Chat Server".to_owned(),
            Event::OrphanEnded(_) => "the remains of the lost session are cleared away".to_owned(),
            Event::Crowded(_, true) => "another chat lies ahead".to_owned(),
            Event::Crowded(_, false) => "no other chat lies ahead".to_owned(),
        };
        match event.chat() {
            Some(chat) => format!("{}: {text}", self.chat_name(chat)),
            None => text,
        }
    }

    /// What one field of a chat is at this moment.
    pub(super) fn actual(self, world: &World, chat: ChatId, field: Field) -> Actual {
        let chat = world.chat(chat);
        let mut objects = Vec::new();
        let none = || "none".to_owned();
        let word = match field {
            _ if chat.phase == Phase::Absent => "not-started".to_owned(),
            Field::Session => match chat.session {
                Session::Alive => "alive",
                Session::Alerted => "alerted",
                Session::Over => "over",
            }
            .to_owned(),
            Field::Interaction => match (chat.phase, chat.place) {
                (Phase::Absent, _) => "not-started",
                (Phase::Lying, Place::Queue(_)) => "queued",
                (Phase::Lying, Place::Workbin(..)) => "workbin",
                (Phase::Routing, _) => "routing",
                (Phase::Offered(_), _) => "offered",
                (Phase::Handling, _) => "handling",
                (Phase::Stopped, _) => "stopped",
            }
            .to_owned(),
            Field::Queue => {
                objects.extend(chat.queue().and_then(|queue| self.roster.queue_object(queue)));
                chat.queue().map_or_else(none, |queue| self.queue(queue))
            }
            Field::Workbin => {
                let workbin = chat.workbin().and_then(|(workbin, _)| self.roster.workbin_object(workbin));
                objects.extend(workbin);
                workbin.map_or_else(none, |workbin| self.deployment.bare(workbin))
            }
            Field::Owner => {
                let owner = chat.workbin().and_then(|(_, owner)| self.roster.owner_object(owner));
                objects.extend(owner);
                owner.map_or_else(none, |owner| self.deployment.display(owner))
            }
            Field::Agents => {
                let visible = chat.parties.visible();
                objects.extend(visible.iter().filter_map(|agent| self.roster.agent_object(agent)));
                let mut names: Vec<String> = visible.iter().map(|agent| self.agent(agent)).collect();
                names.sort_unstable();
                format!("[{}]", names.join(", "))
            }
            Field::Customer => match chat.customer {
                Customer::Present => "present",
                Customer::Silent => "silent",
                Customer::Gone => "gone",
            }
            .to_owned(),
            Field::IsOnline => u8::from(chat.is_online()).to_string(),
            Field::AsyncStatus => match chat.status {
                AsyncStatus::Unset => "none",
                AsyncStatus::Activity => "2",
                AsyncStatus::Idle => "3",
            }
            .to_owned(),
        };
        Actual { word, objects }
    }

    /// A chat's state on one line.
    pub(super) fn state(self, world: &World, chat: ChatId) -> String {
        let name = self.chat_name(chat);
        if world.chat(chat).phase == Phase::Absent {
            return format!("{name}: not started");
        }
        let shown = |field: Field| {
            let actual = self.actual(world, chat, field);
            let nothing = actual.word == "none" || actual.word == "[]";
            (!nothing).then(|| format!("{} {}", field.as_str(), actual.word))
        };
        let facts: Vec<String> = Field::ALL.into_iter().filter_map(shown).collect();
        format!("{name}: {}", facts.join(", "))
    }

    /// A refusal, as what is missing or what does not allow it.
    pub(super) fn refusal(self, refusal: Refusal, rights: &RightsMap) -> String {
        match refusal {
            Refusal::NotLoggedIn => "the agent is not logged in".to_owned(),
            Refusal::NotVisible(from) => format!("the chat does not lie where `{}` looks", from.as_str()),
            Refusal::NotOffered => "the chat is not offered to the agent".to_owned(),
            Refusal::NotYours => "the agent is no party of the chat".to_owned(),
            Refusal::WrongState(wrong) => wrong.words().to_owned(),
            Refusal::MissingPrivilege(right) => match rights.privilege(right) {
                Some(privilege) => format!("`{privilege}` is missing"),
                None => format!("the right `{}` is missing", right.as_str()),
            },
            Refusal::NotFirstInQueue(queue) => {
                format!("other chats lie ahead in the queue `{}`", self.queue(queue))
            }
            Refusal::NotBound => "the keys have no function".to_owned(),
            Refusal::MissingOption(option) => format!("the option `{}` is empty", option.as_str()),
            Refusal::MissingQueue(option) => {
                format!("the option `{}` names no interaction queue of the tenant", option.as_str())
            }
            Refusal::MissingDisposition => "the disposition code is not set".to_owned(),
            Refusal::UnknownTarget(crate::chat::Target::Agent) => {
                "there is no such agent in the tenant, or the agent is not logged in".to_owned()
            }
            Refusal::UnknownTarget(crate::chat::Target::Workbin) => {
                "no option shows that workbin to the agent".to_owned()
            }
        }
    }
}
