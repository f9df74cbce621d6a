//! What is the case at a moment, in words, and what is different from another moment.

use indexmap::IndexMap;
use serde::Serialize;

use super::super::player::Player;
use super::super::scenario::Field;
use super::super::words::Names;
use super::Session;
use crate::chat::{AgentAction, AgentId, ChatId, Command, EntryPoint, Phase, Role, Small, TimerKind, World};

/// Everything at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct State {
    /// Who is logged in, by name.
    pub logged_in: Vec<String>,
    /// The chats that were started, in that order.
    pub chats: Vec<ChatState>,
}

/// One chat at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChatState {
    /// What the session calls it.
    pub chat: String,
    /// What scenarios can check of it, each with its word; what does not apply is `none`.
    pub facts: IndexMap<&'static str, String>,
    /// The desktops on which it is, by agent.
    pub desktops: Vec<Part>,
    /// The timers that run, the next one first.
    pub timers: Vec<Running>,
}

/// What an agent is in a chat.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Part {
    /// The agent.
    pub agent: String,
    /// `handling`, `barged-in`, `consulting`, `silent`, `coaching`, `offered` or `invited`.
    pub part: &'static str,
}

/// A timer that runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Running {
    /// When it runs out, in virtual seconds.
    pub at: u32,
    /// The option that sets it.
    pub timer: &'static str,
    /// Whose it is, where each agent has one.
    pub agent: Option<String>,
}

/// Whoever takes part, at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgentState {
    /// The agent.
    pub agent: String,
    /// Whether the agent is logged in.
    pub logged_in: bool,
    /// The chats on the agent's desktop.
    pub chats: Vec<Held>,
    /// The chats that the agent could pull now.
    pub pulls: Vec<Pull>,
}

/// A chat on a desktop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// The chat.
    pub chat: String,
    /// What the agent is in it, as in [`Part`].
    pub part: &'static str,
}

/// A chat that could be pulled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pull {
    /// The chat.
    pub chat: String,
    /// The lists that give it, as `from` of a step.
    pub from: Vec<&'static str>,
}

/// Something that is different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The chat or the agent.
    pub of: String,
    /// What: a field of a chat, or `logged-in` of an agent.
    pub field: &'static str,
    /// What it was; nothing if the chat was not started.
    pub before: Option<String>,
    /// What it is; nothing if the chat is not started any more.
    pub after: Option<String>,
}

fn part(role: Role) -> &'static str {
    match role {
        Role::Handling => "handling",
        Role::BargedIn => "barged-in",
        Role::Consulting => "consulting",
        Role::Silent => "silent",
        Role::Coaching => "coaching",
    }
}

/// Everyone in a chat, and everyone who is asked in.
fn parts(world: &World, chat: ChatId) -> Vec<(AgentId, &'static str)> {
    let chat = world.chat(chat);
    let mut parts: Vec<_> = chat.parties.iter().map(|party| (party.agent, part(party.role))).collect();
    if let Phase::Offered(agent) = chat.phase {
        parts.push((agent, "offered"));
    }
    parts.extend(chat.invitation.map(|invitation| (invitation.to, "invited")));
    parts
}

impl Session<'_, '_, '_> {
    /// Everything at this moment.
    #[must_use]
    pub fn state(&self) -> State {
        let (names, world) = (self.player.names(), &self.player.world);
        let mut logged_in: Vec<String> = world.logged_in().iter().map(|agent| names.agent(agent)).collect();
        logged_in.sort_unstable();
        let chats = started(&self.player).map(|id| chat_state(names, world, id)).collect();
        State { logged_in, chats }
    }

    /// Whoever takes part at this moment, by name.
    #[must_use]
    pub fn agents(&self) -> Vec<AgentState> {
        let (names, world) = (self.player.names(), &self.player.world);
        let mut agents: Vec<AgentState> = self
            .subjects()
            .map(|agent| {
                let of = |chat| parts(world, chat).into_iter().filter(move |(who, _)| *who == agent);
                let own = |chat| of(chat).map(move |(_, part)| Held { chat: names.chat_name(chat), part });
                let pulls = |chat: ChatId| {
                    let can = |from: &EntryPoint| {
                        let pull = Command::Agent(agent, chat, AgentAction::Pull(*from));
                        self.player.decided(&pull).is_ok()
                    };
                    let from: Vec<_> =
                        EntryPoint::ALL.into_iter().filter(can).map(EntryPoint::as_str).collect();
                    (!from.is_empty()).then(|| Pull { chat: names.chat_name(chat), from })
                };
                AgentState {
                    agent: names.agent(agent),
                    logged_in: world.logged_in().contains(agent),
                    chats: started(&self.player).flat_map(own).collect(),
                    pulls: started(&self.player).filter_map(pulls).collect(),
                }
            })
            .collect();
        agents.sort_by(|left, right| left.agent.cmp(&right.agent));
        agents
    }

    /// The agents who take part and can log in.
    pub(super) fn subjects(&self) -> impl Iterator<Item = AgentId> {
        let deployment = self.setting.ground.deployment();
        let numbered = self.player.stage.roster.agents().iter().enumerate();
        numbered.filter(|&(_, &agent)| deployment.is_subject(agent)).filter_map(|(at, _)| AgentId::new(at))
    }

    /// What is different from another moment of the same session.
    pub(super) fn changes(&self, before: &World) -> Vec<Change> {
        let names = self.player.names();
        differences((names, before), (names, &self.player.world))
    }
}

/// What is different from one player to another.
pub(super) fn changes(before: &Player<'_, '_, '_>, after: &Player<'_, '_, '_>) -> Vec<Change> {
    differences((before.names(), &before.world), (after.names(), &after.world))
}

/// What is different from one moment to another. Whoever takes part in both has the same number in both.
fn differences(before: (Names<'_>, &World), after: (Names<'_>, &World)) -> Vec<Change> {
    let mut changes = Vec::new();
    let most = if before.0.chats.len() > after.0.chats.len() { before.0 } else { after.0 };
    let agents = before.0.roster.agents().len().max(after.0.roster.agents().len());
    for agent in (0..agents).filter_map(AgentId::new) {
        let is_in = |world: &World| world.logged_in().contains(agent);
        let (was, is) = (is_in(before.1), is_in(after.1));
        if was != is {
            let known = if agent.index() < after.0.roster.agents().len() { after.0 } else { before.0 };
            let (before, after) = (Some(was.to_string()), Some(is.to_string()));
            changes.push(Change { of: known.agent(agent), field: "logged-in", before, after });
        }
    }
    for number in 0..most.chats.len() {
        let id = ChatId(number as u16);
        if before.1.chat(id) == after.1.chat(id) {
            continue;
        }
        let word = |(names, world): (Names<'_>, &World), field| {
            let is_there = world.chat(id).phase != Phase::Absent;
            is_there.then(|| names.actual(world, id, field).word)
        };
        for field in Field::ALL {
            let (was, is) = (word(before, field), word(after, field));
            if was != is {
                let of = most.chat_name(id);
                changes.push(Change { of, field: field.as_str(), before: was, after: is });
            }
        }
    }
    changes
}

fn started(player: &Player<'_, '_, '_>) -> impl Iterator<Item = ChatId> {
    let all = (0..player.stage.chats.len()).map(|number| ChatId(number as u16));
    all.filter(|&chat| player.world.chat(chat).phase != Phase::Absent)
}

fn chat_state(names: Names<'_>, world: &World, id: ChatId) -> ChatState {
    let chat = world.chat(id);
    let facts = Field::ALL.into_iter();
    let facts = facts.map(|field| (field.as_str(), names.actual(world, id, field).word)).collect();
    let desktop = |(agent, part)| Part { agent: names.agent(agent), part };
    let mut desktops: Vec<Part> = parts(world, id).into_iter().map(desktop).collect();
    desktops.sort_unstable();
    let timer = |(kind, at)| {
        let either = |asynchronous, ordinary| if chat.asynchronous { asynchronous } else { ordinary };
        let (timer, agent) = match kind {
            TimerKind::Delivering | TimerKind::Invitation => ("delivering-timeout", None),
            TimerKind::Routing => ("routing-timeout", None),
            TimerKind::Handling(agent) => ("handling-timeout", Some(names.agent(agent))),
            TimerKind::IdleAlert => (either("async-idle-alert", "timeout-alert"), None),
            TimerKind::IdleClose => (either("async-idle-close", "timeout-close"), None),
            TimerKind::FlexDisconnect => ("flex-disconnect-timeout", None),
            TimerKind::Orphan => ("lost-session", None),
        };
        Running { at, timer, agent }
    };
    let mut timers: Vec<Running> = chat.timers().map(timer).collect();
    timers.sort_unstable();
    ChatState { chat: names.chat_name(id), facts, desktops, timers }
}
