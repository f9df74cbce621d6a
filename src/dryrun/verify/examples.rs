//! Scenarios beside those for transitions: one for each reason for which something is refused, one for each option whose
//! keys do something, and one for each tenant in which a transaction makes the difference.

use std::collections::BTreeMap;

use super::classes::Classes;
use super::driver::{Question, explorable};
use super::generate::Cover;
use super::model::{CHAT, ChatModel, Scope};
use super::scene::Scene;
use super::story::{tell, tell_refused};
use crate::behaviour::{ChatKey, Desk, Ground};
use crate::chat::{
    AgentAction, AgentId, Chat, Command, EntryPoint, OverrideId, Phase, Reason, Set, SystemAction, World,
    decide,
};
use crate::dryrun::Setting;
use crate::explore::{Explored, Limit};

/// How many requests are tried, until one can be told as a scenario.
const TRIES: usize = 12;

/// A scenario that is there for something else than a transition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Its name.
    pub name: String,
    /// The scenario as an item of the list `scenarios`.
    pub text: String,
}

/// What an example is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A reason of refusals.
    Refused(Reason),
    /// The option that says which keys do it.
    Pressed(&'static str),
    /// A transaction without which it would come out otherwise, in the tenant of this number.
    Overridden(usize),
}

/// What may be an example, and why it is refused where it is.
type Asked = (Kind, Command, Option<Reason>);

impl Kind {
    fn name(self) -> String {
        match self {
            Self::Refused(reason) => format!("refused-{}", reason.as_str()),
            Self::Pressed(option) => format!("press-{}", option.rsplit('.').next().unwrap_or(option)),
            Self::Overridden(0) => "overridden-by-transaction".to_owned(),
            Self::Overridden(tenant) => format!("overridden-by-transaction-{}", tenant + 1),
        }
    }
}

/// One example of each kind that a deployment has room for: of each tenant the question's limit of states is looked at.
#[must_use]
pub fn examples(setting: &Setting<'_, '_>, question: &Question) -> Vec<Example> {
    let classes = Classes::of(&setting.ground);
    let mut found = Found { ground: &setting.ground, told: BTreeMap::new() };
    for (number, (tenant, transactions)) in classes.tenants.iter().enumerate() {
        if let Ok(explorable) = explorable(setting, question, &classes, *tenant, transactions) {
            explorable.scenes.iter().for_each(|scene| found.scene(number, scene, &question.limit));
        }
    }
    found.told.into_iter().map(|(kind, text)| Example { name: kind.name(), text }).collect()
}

struct Found<'a, 'g, 'd> {
    ground: &'a Ground<'g, 'd>,
    told: BTreeMap<Kind, String>,
}

impl Found<'_, '_, '_> {
    fn scene(&mut self, tenant: usize, scene: &Scene, limit: &Limit) {
        let agents = scene.everyone();
        let scope = Scope { agents, company: 1, hubs: Set::EMPTY, failures: false, wide: true };
        let model = ChatModel { scene, scope };
        let explored = Explored::visit(&model, limit);
        let keys: Vec<(AgentId, Vec<ChatKey>)> =
            scene.firsts.iter().map(|agent| self.keys(scene, agent)).collect();
        let mut tries: BTreeMap<Kind, usize> = BTreeMap::new();
        for (number, state) in explored.states().iter().enumerate() {
            for asked in requests(tenant, scene, &keys, &state.unpacked()) {
                let tried = tries.entry(asked.0).or_default();
                if self.told.contains_key(&asked.0) || *tried == TRIES {
                    continue;
                }
                *tried += 1;
                if let Some(text) = self.told(&explored, number, asked) {
                    self.told.insert(asked.0, text);
                }
            }
        }
    }

    /// An agent with the keys that an option gives, and that do what it says.
    fn keys(&self, scene: &Scene, agent: AgentId) -> (AgentId, Vec<ChatKey>) {
        let Some(object) = scene.roster.agent_object(agent) else { return (agent, Vec::new()) };
        let keymap = Desk::of(self.ground, object).keymap;
        let works = |key: &&ChatKey| key.at.is_some() && keymap.action(key.shortcut) == Some(key.action);
        (agent, keymap.bindings().iter().filter(works).copied().collect())
    }

    fn told(
        &self,
        explored: &Explored<'_, ChatModel<'_>>,
        state: usize,
        (kind, last, refused): Asked,
    ) -> Option<String> {
        let trace = explored.trace_to(state)?;
        let mut commands: Vec<Command> = trace.steps.iter().map(|(step, _)| step.command).collect();
        let (scene, name) = (explored.model().scene, kind.name());
        let story = match refused {
            Some(reason) => tell_refused(self.ground, scene, &name, &commands, (&last, reason)),
            None => {
                commands.push(last);
                tell(self.ground, scene, &name, &commands)
            }
        };
        Some(Cover::item(&story.ok()?.scenario))
    }
}

/// What may be an example in a world.
fn requests(tenant: usize, scene: &Scene, keys: &[(AgentId, Vec<ChatKey>)], world: &World) -> Vec<Asked> {
    let chat = world.chat(CHAT);
    let mut found: Vec<Asked> = Vec::new();
    let mut refused = |reason, command| found.push((Kind::Refused(reason), command, Some(reason)));
    if chat.phase == Phase::Absent {
        return found;
    }
    // In a scenario nobody is logged in who has nothing to do.
    if chat.queue().is_some() {
        let (accept, route) = (AgentAction::Accept, SystemAction::Route(Some(AgentId::FIRST)));
        refused(Reason::NotLoggedIn, Command::Agent(AgentId::FIRST, CHAT, accept));
        refused(Reason::UnknownTarget, Command::System(CHAT, route));
    }
    for (agent, _) in keys {
        let pulls = EntryPoint::ALL.map(AgentAction::Pull);
        let asked =
            AgentAction::HANDLING.into_iter().chain(pulls).map(|action| Command::Agent(*agent, CHAT, action));
        for command in asked.chain([Command::Press(*agent, CHAT, None)]) {
            if let Err(refusal) = decide(&scene.policy, world, &command) {
                refused(refusal.reason(), command);
            }
        }
    }
    let mut otherwise = world.clone();
    otherwise.set_chat(CHAT, Chat { overriding: OverrideId::NONE, ..chat.clone() });
    for (agent, keys) in keys {
        for key in keys {
            let press = Command::Press(*agent, CHAT, Some(key.action));
            if decide(&scene.policy, world, &press).is_ok() {
                found.push((Kind::Pressed(key.option), press, None));
            }
        }
        for action in AgentAction::HANDLING.into_iter().filter(|_| chat.overriding != OverrideId::NONE) {
            let command = Command::Agent(*agent, CHAT, action);
            let said = [world, &otherwise].map(|world| decide(&scene.policy, world, &command));
            if let [Ok(_), Err(_)] | [Err(_), Ok(_)] = &said {
                let refusal = said[0].as_ref().err().map(|refusal| refusal.reason());
                found.push((Kind::Overridden(tenant), command, refusal));
            }
        }
    }
    found
}
