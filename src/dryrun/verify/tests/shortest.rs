//! The stories of single edits of Acme are as short as they can be: against everything that can happen to a chat there,
//! layer by layer, every agent by name, no agent standing for another.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use super::acme::Acme;
use super::naive::{C, Plain};
use super::outcome;
use crate::behaviour::{Ground, RightsMap};
use crate::catalogue::Catalogue;
use crate::chat::{
    AgentAction, AgentId, Assumptions, Command, DesktopAction, EntryPoint, SystemAction, World, decide,
};
use crate::deployment::{Deployment, Edit};
use crate::dryrun::Setting;
use crate::dryrun::verify::{Outcome, PropertyId, Question, verify};
use crate::names::{ObjectKind, WORKSPACE_SECTION};
use crate::privilege::{DependencyGraph, Privileges};
use crate::resolve::{GroupConflict, Resolver};

/// A tenant the plain way. Everybody is logged in at first: no login is counted as a step, and nothing is refused because
/// somebody else is logged in, so that whatever can happen can happen in as few steps from there.
struct Tenant {
    plain: Plain,
    start: World,
}

/// What a step is for: to break a property, or to find the way out that the property promises.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Any,
    /// Only what a proof counts on.
    Counted,
    /// The same without what takes two agents, which is most of it and hardly ever needed: tried first.
    Alone,
}

impl Tenant {
    fn new(setting: &Setting<'_, '_>, name: &str) -> Self {
        let deployment = setting.ground.deployment();
        let plain = Plain::of(setting, |&object| deployment.text(deployment.object(object).tenant) == name);
        let mut start = World::new(1);
        for &agent in &plain.agents {
            start = plain.after(&start, &Command::Desktop(agent, DesktopAction::Login)).unwrap();
        }
        Self { plain, start }
    }

    fn next(&self, world: &World, way: Way) -> Vec<World> {
        let concerned = world.chat(C).concerned();
        let takes_two = |command: &Command| {
            let Command::Agent(_, _, action) = command else { return false };
            matches!(
                action,
                AgentAction::Transfer(..)
                    | AgentAction::Conference(..)
                    | AgentAction::Consult(_)
                    | AgentAction::Monitor(_)
            )
        };
        let is_on_way = |command: &Command| match (way, command) {
            (Way::Any, _) => true,
            // Whom the chat does not concern can do no more for it than before.
            (_, &Command::Desktop(agent, DesktopAction::Logout)) => concerned.contains(agent),
            (Way::Counted, _) => self.plain.counts(command, world.chat(C)),
            (Way::Alone, _) => self.plain.counts(command, world.chat(C)) && !takes_two(command),
        };
        let commands = self.plain.commands(world);
        let commands = commands.iter().filter(|command| is_on_way(command));
        commands.filter_map(|command| self.plain.after(world, command)).collect()
    }

    /// Whether a property is broken in a state.
    fn is_broken(&self, property: PropertyId, world: &World) -> bool {
        let chat = world.chat(C);
        match property {
            PropertyId::HoldQueueExists | PropertyId::NoShortcutClash => self.plain.breaks(property, world),
            PropertyId::OwnHoldCanBeResumed => {
                let holder = chat.holder.filter(|_| chat.queue().is_some());
                holder.is_some_and(|agent| !self.resumes(agent, world))
            }
            _ => {
                let escapes = |way| self.escapes(property, world, way);
                self.plain.is_asked(property, chat) && !escapes(Way::Alone) && !escapes(Way::Counted)
            }
        }
    }

    fn escapes(&self, property: PropertyId, world: &World, way: Way) -> bool {
        let is_goal = |world: &World| self.plain.is_goal(property, world.chat(C));
        let (mut known, mut ahead) = (FxHashSet::from_iter([world.clone()]), VecDeque::from([world.clone()]));
        let mut found = is_goal(world);
        while !found && let Some(world) = ahead.pop_front() {
            for next in self.next(&world, way) {
                found |= is_goal(&next);
                if known.insert(next.clone()) {
                    ahead.push_back(next);
                }
            }
        }
        found
    }

    /// Whether an agent pulls the chat, at once or after somebody has pulled the one ahead of it.
    fn resumes(&self, agent: AgentId, world: &World) -> bool {
        let pulls = |world: &World| {
            EntryPoint::ALL.into_iter().any(|from| {
                let pull = Command::Agent(agent, C, AgentAction::Pull(from));
                decide(&self.plain.policy, world, &pull).is_ok()
            })
        };
        let views = [EntryPoint::MyQueues, EntryPoint::ContactHistory, EntryPoint::Search];
        let mut ahead =
            self.plain.agents.iter().flat_map(|&other| {
                views.map(|from| Command::System(C, SystemAction::PullAhead(other, from)))
            });
        pulls(world) || ahead.any(|pull| self.plain.after(world, &pull).is_some_and(|after| pulls(&after)))
    }

    /// The fewest steps to a state that breaks a property, of at most so many.
    fn shortest(&self, property: PropertyId, most: usize) -> Option<usize> {
        let mut known = FxHashSet::from_iter([self.start.clone()]);
        let mut layer = vec![self.start.clone()];
        for steps in 0..=most {
            // Where a chat is stranded soonest: only the last layer is left early.
            layer.sort_by_key(|world| world.chat(C).workbin().is_none());
            if layer.iter().any(|world| self.is_broken(property, world)) {
                return Some(steps);
            }
            let next = layer.iter().flat_map(|world| self.next(world, Way::Any));
            layer = next.filter(|world| known.insert(world.clone())).collect();
        }
        None
    }
}

/// Asks something of a deployment.
fn ask(deployment: &Deployment, asks: impl FnOnce(&Setting<'_, '_>)) {
    let catalogue = Catalogue::built_in();
    let graph = DependencyGraph::of(&catalogue);
    let resolver = Resolver::new(&catalogue, deployment, GroupConflict::default());
    let (privileges, rights) = (Privileges::new(&graph, deployment), RightsMap::default());
    let ground =
        Ground { catalogue: &catalogue, resolver: &resolver, privileges: &privileges, rights: &rights };
    asks(&Setting { ground, assumptions: Assumptions::default() });
}

#[test]
fn stories_of_acme_are_as_short_as_without_reductions() {
    let acme = Acme::read().deployment;
    let revoke = |role: &str, privilege: &str| {
        let role = acme.look_up_kind(ObjectKind::Role, role).unwrap();
        Edit::Revoke { role, privilege: privilege.to_owned() }
    };
    let set = |group: &str, option: &str, value: &str| {
        let object = acme.look_up_kind(ObjectKind::AgentGroup, group).unwrap();
        let (section, at) = (WORKSPACE_SECTION.to_owned(), acme.object(object).at);
        Edit::SetOption { object, section, name: option.to_owned(), value: value.to_owned(), at }
    };
    let cases = [
        (
            "AcmeBank",
            revoke("Bank-Trainee", "Contact - Can Pull From Queue"),
            &[PropertyId::OwnHoldCanBeResumed][..],
        ),
        ("AcmeBank", set("Bank-Trainees", "chat.on-hold-queue", ""), &[PropertyId::HoldQueueExists]),
        (
            "Acme",
            set("Sales-Chat", "keyboard.shortcut.interaction.chat.release", "Ctrl+Shift+H"),
            &[PropertyId::NoShortcutClash],
        ),
        (
            "Acme",
            revoke("Chat-Lead", "Contact - Can Pull Interactions In Workbins Not Owned By The User"),
            &[
                PropertyId::ChatCanBeDone,
                PropertyId::AsyncChatCanBeReleased,
                PropertyId::WorkbinChatCanBeRetrieved,
            ],
        ),
    ];
    for (tenant, edit, properties) in cases {
        ask(&acme.apply(&[edit]), |setting| {
            let question = Question { properties: properties.to_vec(), ..Question::default() };
            let report = verify(setting, &question);
            let plain = Tenant::new(setting, tenant);
            for &property in properties {
                let (found, steps) = outcome(&report, property);
                assert_eq!(found, Outcome::Refuted, "{}", property.spec().name);
                assert_eq!(plain.shortest(property, steps), Some(steps), "{}", property.spec().name);
            }
        });
    }
}
