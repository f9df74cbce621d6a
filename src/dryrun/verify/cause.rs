//! Which lines of the configuration are the cause of a counterexample, and what it says in words.

use super::model::CHAT;
use super::property::PropertyId;
use super::questions::{clash, pull_right};
use super::scene::Scene;
use crate::behaviour::{Ground, Why, why};
use crate::chat::{
    AgentAction, AgentId, Command, HoldQueue, OptionKey, OverrideId, Phase, Place, Refusal, Right, World,
};
use crate::deployment::ObjectId;
use crate::resolve::Step;

/// Of how many agents the cause is looked up.
const ASKED: usize = 3;

/// What a counterexample says: what is wrong, and why.
pub(super) struct Cause {
    pub(super) message: String,
    pub(super) why: Why,
}

struct Looker<'a, 'g, 'd> {
    ground: &'a Ground<'g, 'd>,
    scene: &'a Scene,
    world: &'a World,
    commands: &'a [Command],
}

/// The cause of a state in which a property does not hold.
pub(super) fn cause(
    ground: &Ground<'_, '_>,
    scene: &Scene,
    property: PropertyId,
    commands: &[Command],
    world: &World,
) -> Cause {
    Looker { ground, scene, world, commands }.cause(property)
}

impl Looker<'_, '_, '_> {
    fn name(&self, object: Option<ObjectId>) -> String {
        object.map_or_else(|| "?".to_owned(), |object| self.ground.deployment().display(object))
    }

    fn agent(&self, agent: AgentId) -> String {
        self.name(self.scene.roster.agent_object(agent))
    }

    fn place(&self) -> String {
        match self.world.chat(CHAT).place {
            Place::Queue(queue) => format!("queue {}", self.name(self.scene.roster.queue_object(queue))),
            Place::Workbin(workbin, owner) => format!(
                "workbin {} of {}",
                self.name(self.scene.roster.workbin_object(workbin)),
                self.name(self.scene.roster.owner_object(owner))
            ),
        }
    }

    /// The agents of the story, the last one first, then the others.
    fn agents(&self) -> Vec<AgentId> {
        let named = self.commands.iter().rev().filter_map(|command| match command {
            Command::Agent(agent, ..) => Some(*agent),
            _ => None,
        });
        let mut agents: Vec<AgentId> = Vec::new();
        for agent in named.chain(self.scene.firsts.iter()) {
            if !agents.contains(&agent) {
                agents.push(agent);
            }
        }
        agents
    }

    /// What reaches an agent in this chat, its transaction last.
    fn steps(&self, agent: ObjectId) -> Vec<Step> {
        let number = usize::from(self.world.chat(CHAT).overriding.0);
        let named: Vec<ObjectId> =
            self.scene.transactions.get(number).copied().flatten().into_iter().collect();
        self.ground.steps(agent, &named)
    }

    fn why(&self, agent: AgentId, refusal: Refusal) -> Why {
        let Some(object) = self.scene.roster.agent_object(agent) else { return Why::default() };
        why(self.ground, object, &self.steps(object), refusal)
    }

    /// Why agents lack one of these rights, of the first few.
    fn lacking(&self, needed: impl Fn(AgentId) -> Vec<Right>) -> Why {
        let mut all = Why::default();
        let lacks = |agent: AgentId| {
            let missing = needed(agent).into_iter().find(|&right| !self.scene.policy.allows(agent, right));
            missing.map(|right| (agent, right))
        };
        for (agent, right) in self.agents().into_iter().filter_map(lacks).take(ASKED) {
            let found = self.why(agent, Refusal::MissingPrivilege(right));
            if let Some(name) = self.ground.rights.privilege(right) {
                all.notes.push(format!("{} lacks `{name}`", self.agent(agent)));
            }
            for place in found.places {
                if !all.places.iter().any(|known| known.span == place.span) {
                    all.places.push(place);
                }
            }
            all.notes.extend(found.notes);
            all.help = all.help.or(found.help);
        }
        all
    }

    fn pulls(&self, agent: AgentId) -> Vec<Right> {
        vec![Right::UseChat, pull_right(self.scene, agent, self.world.chat(CHAT).place), Right::PlaceOnHold]
    }

    fn cause(&self, property: PropertyId) -> Cause {
        let chat = self.world.chat(CHAT);
        let rejoin = crate::chat::Assumption::RejoinNeedsPlaceOnHold;
        let rejoins = chat.was_held && self.scene.policy.assumptions.holds(rejoin);
        let pull = |agent| {
            let mut rights = self.pulls(agent);
            rights.truncate(if rejoins { 3 } else { 2 });
            rights
        };
        let needs_pull = chat.was_held || matches!(chat.place, Place::Workbin(..));
        let holder = self.agents().first().copied().unwrap_or(AgentId::FIRST);
        match property {
            PropertyId::ChatCanBeDone if !needs_pull && chat.phase != Phase::Handling => Cause {
                message: format!("no agent can bring the chat in {} to Done any more", self.place()),
                why: self.lacking(|_| vec![Right::UseChat]),
            },
            PropertyId::ChatCanBeDone => Cause {
                message: "no agent can bring this chat to Done any more".to_owned(),
                why: self.lacking(|agent| {
                    let end = if chat.asynchronous { Right::ReleaseAsync } else { Right::Release };
                    let mut rights = pull(agent);
                    rights.push(end);
                    rights
                }),
            },
            PropertyId::HeldChatCanBeRetrieved | PropertyId::WorkbinChatCanBeRetrieved => Cause {
                message: format!("no agent can pull the chat from {}", self.place()),
                why: self.lacking(pull),
            },
            PropertyId::OwnHoldCanBeResumed => Cause {
                message: format!("{} cannot pull the chat again", self.agent(holder)),
                why: self.lacking(|agent| if agent == holder { pull(agent) } else { Vec::new() }),
            },
            PropertyId::AsyncChatCanBeReleased => Cause {
                message: "no agent can come to release this session".to_owned(),
                why: self.lacking(|agent| {
                    let mut rights = if needs_pull { pull(agent) } else { vec![Right::UseChat] };
                    rights.push(Right::ReleaseAsync);
                    rights
                }),
            },
            PropertyId::HoldQueueExists => self.no_queue(chat.overriding),
            PropertyId::NoShortcutClash => self.clash(),
            PropertyId::SurvivesCrash | PropertyId::NoDeadPrivilege | PropertyId::NoDeadQueue => {
                Cause { message: "the property does not hold here".to_owned(), why: Why::default() }
            }
        }
    }

    fn no_queue(&self, overriding: OverrideId) -> Cause {
        let found = super::questions::holder_without_queue(self.scene, self.world).unwrap_or(AgentId::FIRST);
        let options = self.scene.policy.agent(found).options(overriding);
        let (refusal, what) = match options.hold_queue {
            HoldQueue::Missing => {
                (Refusal::MissingQueue(OptionKey::OnHoldQueue), "names no interaction queue")
            }
            _ => (Refusal::MissingOption(OptionKey::OnHoldQueue), "is empty"),
        };
        let who = self.agent(found);
        Cause {
            message: format!("{who} may place the chat on hold, and `chat.on-hold-queue` {what}"),
            why: self.why(found, refusal),
        }
    }

    fn clash(&self) -> Cause {
        let found = clash(self.scene, self.world);
        let Some((agent, one, other)) = found else {
            return Cause { message: "one key calls two functions".to_owned(), why: Why::default() };
        };
        let object = self.scene.roster.agent_object(agent);
        let desk = object.map(|object| crate::behaviour::Desk::of(self.ground, object));
        let bindings = desk.iter().flat_map(|desk| desk.keymap.bindings());
        let mut why = Why {
            help: Some(
                "give one of the functions other keys; `wdectl shortcut free` proposes some".to_owned(),
            ),
            ..Why::default()
        };
        let mut keys = String::new();
        for binding in bindings.filter(|binding| binding.action == one || binding.action == other) {
            keys = binding.shortcut.to_string();
            let text = format!("`{}` is `{keys}`", binding.option);
            match binding.at {
                Some(span) => why.places.push(crate::diagnostic::Label { span, text }),
                None => why.notes.push(format!("{text} by default")),
            }
        }
        let word = |action: AgentAction| action.trigger().as_str();
        let who = self.agent(agent);
        Cause { message: format!("`{keys}` both {}s and {}s the chat of {who}", word(one), word(other)), why }
    }
}
