//! Which lines of the configuration are the cause of a counterexample, and what it says in words.

use super::model::CHAT;
use super::property::PropertyId;
use super::questions::{clash, pull_right};
use super::scene::Scene;
use crate::behaviour::{Ground, Why, why};
use crate::chat::{
    AgentAction, AgentId, Assumption, Command, HoldQueue, OptionKey, OverrideId, Phase, Place, Refusal,
    Right, World,
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

/// What a change has to do something about.
#[derive(Debug, Clone)]
pub(super) enum Blame {
    /// Rights that agents lack, of each the first; those of the story come first.
    Lacking(Vec<(AgentId, Right)>),
    /// An agent who has no hold queue in this chat.
    NoQueue(AgentId),
    /// Two functions of an agent that have the same keys.
    Clash(AgentId, AgentAction, AgentAction),
}

/// Asks for the rights that an agent needs.
type Needed<'a> = Box<dyn Fn(AgentId) -> Vec<Right> + 'a>;

pub(super) struct Looker<'a, 'g, 'd> {
    pub(super) ground: &'a Ground<'g, 'd>,
    pub(super) scene: &'a Scene,
    pub(super) world: &'a World,
    pub(super) commands: &'a [Command],
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

impl<'a> Looker<'a, '_, '_> {
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
    pub(super) fn steps(&self, agent: ObjectId) -> Vec<Step> {
        let number = usize::from(self.world.chat(CHAT).overriding.0);
        let named: Vec<ObjectId> =
            self.scene.transactions.get(number).copied().flatten().into_iter().collect();
        self.ground.steps(agent, &named)
    }

    fn why(&self, agent: AgentId, refusal: Refusal) -> Why {
        let Some(object) = self.scene.roster.agent_object(agent) else { return Why::default() };
        why(self.ground, object, &self.steps(object), refusal)
    }

    /// Of each agent the first of the needed rights that is not there.
    fn missing(&self, needed: &Needed<'_>) -> Vec<(AgentId, Right)> {
        let lacks = |agent: AgentId| {
            let missing = needed(agent).into_iter().find(|&right| !self.scene.policy.allows(agent, right));
            missing.map(|right| (agent, right))
        };
        self.agents().into_iter().filter_map(lacks).collect()
    }

    /// Why agents lack one of these rights, of the first few.
    fn lacking(&self, needed: &Needed<'_>) -> Why {
        let mut all = Why::default();
        for (agent, right) in self.missing(needed).into_iter().take(ASKED) {
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

    /// Who has to pull again; else the last agent of the story.
    fn holder(&self) -> AgentId {
        self.agents().first().copied().unwrap_or(AgentId::FIRST)
    }

    /// Whether somebody has to pull the chat, because it is not routed.
    fn needs_pull(&self) -> bool {
        let chat = self.world.chat(CHAT);
        chat.was_held || matches!(chat.place, Place::Workbin(..))
    }

    fn is_routed_and_waits(&self) -> bool {
        !self.needs_pull() && self.world.chat(CHAT).phase != Phase::Handling
    }

    /// The rights that an agent needs so that the property holds; nothing where it is not about rights.
    fn needed(&self, property: PropertyId) -> Option<Needed<'a>> {
        let (scene, chat) = (self.scene, self.world.chat(CHAT));
        let (place, asynchronous) = (chat.place, chat.asynchronous);
        let rejoins = chat.was_held && scene.policy.assumptions.holds(Assumption::RejoinNeedsPlaceOnHold);
        let pull = move |agent| {
            let mut rights = vec![Right::UseChat, pull_right(scene, agent, place)];
            rights.extend(rejoins.then_some(Right::PlaceOnHold));
            rights
        };
        let needs_pull = self.needs_pull();
        let holder = self.holder();
        Some(match property {
            PropertyId::ChatCanBeDone => {
                let waits = self.is_routed_and_waits();
                let closes = scene.policy.assumptions.value(Assumption::DoneOnLiveSession) == "closes";
                Box::new(move |agent| {
                    let mut rights = if waits { vec![Right::UseChat] } else { pull(agent) };
                    if !waits || !closes {
                        rights.push(if asynchronous { Right::ReleaseAsync } else { Right::Release });
                    }
                    rights
                })
            }
            PropertyId::HeldChatCanBeRetrieved | PropertyId::WorkbinChatCanBeRetrieved => Box::new(pull),
            PropertyId::OwnHoldCanBeResumed => {
                Box::new(move |agent| if agent == holder { pull(agent) } else { Vec::new() })
            }
            PropertyId::AsyncChatCanBeReleased => Box::new(move |agent| {
                let mut rights = if needs_pull { pull(agent) } else { vec![Right::UseChat] };
                rights.push(Right::ReleaseAsync);
                rights
            }),
            _ => return None,
        })
    }

    /// What a change has to do something about.
    pub(super) fn blame(&self, property: PropertyId) -> Option<Blame> {
        match property {
            PropertyId::HoldQueueExists => {
                super::questions::holder_without_queue(self.scene, self.world).map(Blame::NoQueue)
            }
            PropertyId::NoShortcutClash => {
                let (agent, one, other) = clash(self.scene, self.world)?;
                Some(Blame::Clash(agent, one, other))
            }
            _ => Some(Blame::Lacking(self.missing(&self.needed(property)?))),
        }
    }

    fn cause(&self, property: PropertyId) -> Cause {
        let message = match property {
            PropertyId::HoldQueueExists => return self.no_queue(self.world.chat(CHAT).overriding),
            PropertyId::NoShortcutClash => return self.clash(),
            PropertyId::ChatCanBeDone if self.is_routed_and_waits() => {
                format!("no agent can bring the chat in {} to Done any more", self.place())
            }
            PropertyId::ChatCanBeDone => "no agent can bring this chat to Done any more".to_owned(),
            PropertyId::HeldChatCanBeRetrieved | PropertyId::WorkbinChatCanBeRetrieved => {
                format!("no agent can pull the chat from {}", self.place())
            }
            PropertyId::OwnHoldCanBeResumed => {
                format!("{} cannot pull the chat again", self.agent(self.holder()))
            }
            PropertyId::AsyncChatCanBeReleased => "no agent can come to release this session".to_owned(),
            PropertyId::SurvivesCrash | PropertyId::NoDeadPrivilege | PropertyId::NoDeadQueue => {
                "the property does not hold here".to_owned()
            }
        };
        let why = self.needed(property).map(|needed| self.lacking(&needed)).unwrap_or_default();
        Cause { message, why }
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
