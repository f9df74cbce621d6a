//! Every scenario of a deployment is a path of the explorer: each of its states is the next one of the model.

use super::acme::Acme;
use crate::behaviour::{Desk, Ground, RightsMap};
use crate::catalogue::Catalogue;
use crate::chat::{
    AgentAction, AgentId, Assumptions, Command, CustomerAction, DesktopAction, OverrideId, Owner, Place,
    Small, SystemAction, World,
};
use crate::deployment::ObjectId;
use crate::dryrun::scenario::{Scenario, Server, Verb};
use crate::dryrun::verify::Question;
use crate::dryrun::verify::classes::{Classes, Traits};
use crate::dryrun::verify::driver::explorable;
use crate::dryrun::verify::model::{CHAT, ChatModel, Scope, State, is_failure};
use crate::dryrun::verify::scene::Scene;
use crate::dryrun::{Setting, read_file};
use crate::explore::Model as _;
use crate::privilege::{DependencyGraph, Privileges};
use crate::resolve::{GroupConflict, Resolver};

/// Who of the explorer's agents each agent of a scenario is; none where more of one profile take part than it has.
fn cast(
    ground: &Ground<'_, '_>,
    classes: &Classes,
    transactions: &[ObjectId],
    scene: &Scene,
    scenario: &Scenario,
) -> Option<Vec<AgentId>> {
    let mut cast: Vec<AgentId> = Vec::new();
    for &agent in scenario.roster.agents() {
        let traits = Traits::of(ground, agent, transactions);
        let class = classes.list.iter().position(|class| {
            class.tenant == ground.deployment().object(agent).tenant && class.traits == traits
        })?;
        let number = scene.profiles.iter().position(|profile| profile.classes.contains(&class))?;
        let first = AgentId::new(number)?;
        let free = [Some(first), scene.twin(first)].into_iter().flatten().find(|agent| !cast.contains(agent));
        cast.push(free?);
    }
    Some(cast)
}

/// A request of a scenario as the explorer names it.
fn named(scene: &Scene, scenario: &Scenario, cast: &[AgentId], command: Command) -> Option<Command> {
    let agent = |agent: AgentId| cast[agent.index()];
    let place = |place: Place| match place {
        Place::Queue(_) => Some(Place::Queue(scene.starts[0].queue)),
        Place::Workbin(workbin, owner) => {
            let workbin = scene.roster.workbin(scenario.roster.workbin_object(workbin)?)?;
            let owner = match owner {
                Owner::Agent(owner) => Owner::Agent(agent(owner)),
                Owner::Group(_) => Owner::Group(scene.roster.group(scenario.roster.owner_object(owner)?)?),
            };
            Some(Place::Workbin(workbin, owner))
        }
    };
    Some(match command {
        Command::Customer(_, CustomerAction::Start { asynchronous, .. }) => {
            let start = scene
                .starts
                .iter()
                .find(|start| start.asynchronous == asynchronous && start.overriding == OverrideId::NONE)?;
            Command::Customer(CHAT, start.action())
        }
        Command::Customer(_, action) => Command::Customer(CHAT, action),
        Command::Desktop(who, action) => Command::Desktop(agent(who), action),
        Command::System(_, SystemAction::Route(to)) => {
            Command::System(CHAT, SystemAction::Route(to.map(agent)))
        }
        Command::System(_, SystemAction::Move(to)) => Command::System(CHAT, SystemAction::Move(place(to)?)),
        Command::Agent(who, _, action) => {
            let action = match action {
                AgentAction::Transfer(to, steps) => AgentAction::Transfer(to.map(agent), steps),
                AgentAction::Conference(to, steps) => AgentAction::Conference(to.map(agent), steps),
                AgentAction::Consult(to) => AgentAction::Consult(to.map(agent)),
                AgentAction::Store { .. } => return None,
                same => same,
            };
            Command::Agent(agent(who), CHAT, action)
        }
        _ => return None,
    })
}

/// Plays a scenario by the clock, and follows it in the model.
struct Walk<'a> {
    model: &'a ChatModel<'a>,
    world: World,
    at: State,
}

impl Walk<'_> {
    /// The next state of the model, or none of its states follow. What the explorer does not keep (time, who is logged
    /// in without a chat) is no step.
    fn follow(&mut self, fails: bool) -> Result<(), String> {
        let mut world = self.world.clone();
        world.forget_unasked(&self.model.scene.folding);
        let next = State { world: world.pack(), failed: self.at.failed || fails };
        let next = self.model.canonical(next);
        if next.world == self.model.canonical(self.at).world {
            return Ok(());
        }
        let mut steps = Vec::new();
        self.model.successors(&self.model.canonical(self.at), &mut steps);
        if !steps.iter().any(|&(_, state)| self.model.canonical(state).world == next.world) {
            return Err(format!(
                "{:?}\n does not follow\n{:?}",
                world.chat(CHAT),
                self.at.unpacked().chat(CHAT)
            ));
        }
        self.at = next;
        Ok(())
    }
}

/// How many steps of a scenario were followed; none where the explorer does not have what it needs.
fn followed(
    setting: &Setting<'_, '_>,
    scene: &Scene,
    scenario: &Scenario,
    cast: &[AgentId],
) -> Option<Result<usize, String>> {
    let everyone = scene.everyone();
    let scope = Scope { agents: everyone, company: 4, hubs: everyone, failures: true, wide: true };
    let model = ChatModel { scene, scope };
    let mut walk = Walk { model: &model, world: World::new(1), at: model.initial()[0] };
    let mut count = 0;
    for step in scenario.steps.iter().filter(|step| step.refused.is_none()) {
        let command = match &step.verb {
            Verb::Ask(command) => named(scene, scenario, cast, *command)?,
            Verb::Press(agent, chat, keys) => {
                let desk = Desk::of(&setting.ground, scenario.roster.agent_object(*agent)?);
                let action = desk.keymap.action(*keys)?;
                named(scene, scenario, cast, Command::Agent(*agent, *chat, action))?
            }
            Verb::Restart(agent) => Command::Desktop(cast[agent.index()], DesktopAction::Logout),
            Verb::Lose(Server::Chat) => Command::System(CHAT, SystemAction::LoseChatServer),
            Verb::Lose(_) => Command::LoseInteractionServer,
            Verb::Wait(seconds) => {
                let to = walk.world.now() + seconds;
                while !walk.world.step(&scene.policy, &Command::Tick { to }).ok()?.is_empty() {
                    if let Err(why) = walk.follow(false) {
                        return Some(Err(format!("{}: {why}", step.text)));
                    }
                    count += 1;
                }
                continue;
            }
            Verb::Change(_) => return None,
            Verb::Check(..) => continue,
        };
        // At a workbin only its owner and those who can do most stand for all who may pull.
        let chat = walk.world.chat(CHAT);
        if let (Command::Agent(who, _, AgentAction::Pull(_)), Place::Workbin(_, owner)) =
            (command, chat.place)
            && chat.workbin().is_some()
            && !scene.able.contains(who)
            && owner != Owner::Agent(who)
        {
            return None;
        }
        let fails = is_failure(&command);
        if fails && walk.at.failed {
            return None;
        }
        if let Err(refusal) = walk.world.step(&scene.policy, &command) {
            return Some(Err(format!("{}: refused: {refusal:?}", step.text)));
        }
        if let Err(why) = walk.follow(fails) {
            return Some(Err(format!("{}: {why}", step.text)));
        }
        count += 1;
    }
    Some(Ok(count))
}

#[test]
fn every_scenario_of_acme_is_a_path_of_the_explorer() {
    let Acme { sources, deployment, scenarios } = Acme::read();
    let catalogue = Catalogue::built_in();
    let graph = DependencyGraph::of(&catalogue);
    let resolver = Resolver::new(&catalogue, &deployment, GroupConflict::default());
    let privileges = Privileges::new(&graph, &deployment);
    let rights = RightsMap::default();
    let ground =
        Ground { catalogue: &catalogue, resolver: &resolver, privileges: &privileges, rights: &rights };
    let setting = Setting { ground, assumptions: Assumptions::default() };
    let classes = Classes::of(&ground);
    let (mut paths, mut steps, mut left_out, mut wrong) = (0, 0, Vec::new(), Vec::new());
    for (file, syntax) in scenarios {
        for scenario in read_file(&ground, &sources, file, syntax).unwrap() {
            let [chat] = scenario.chats.as_slice() else {
                left_out.push(scenario.name);
                continue;
            };
            let (tenant, transactions) = classes.tenants.iter().find(|(one, _)| *one == chat.tenant).unwrap();
            let Ok(found) = explorable(&setting, &Question::default(), &classes, *tenant, transactions)
            else {
                panic!("nothing to explore")
            };
            let scene = &found.scenes[0];
            let walked = cast(&ground, &classes, transactions, scene, &scenario)
                .filter(|_| chat.user_data.is_empty())
                .and_then(|cast| followed(&setting, scene, &scenario, &cast));
            match walked {
                None => left_out.push(scenario.name),
                Some(Ok(count)) => (paths, steps) = (paths + 1, steps + count),
                Some(Err(why)) => wrong.push(format!("{}: {why}", scenario.name)),
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {paths}: {}\nleft out {left_out:?}", wrong.len(), wrong.join("\n"));
    assert!(paths >= 60 && steps >= 300, "{paths} paths, {steps} steps, left out {left_out:?}");
}
