//! What `diff --behaviour` finds, against both machines walked side by side the plain way: whole worlds, both agents by
//! name, no agent standing for another.

use std::collections::BTreeMap;

use super::graph::Graph;
use super::naive::{C, Plain, is_login};
use super::{ask_both, cases, counted, most, random};
use crate::chat::{
    AgentAction, AgentId, Command, CustomerAction, DesktopAction, EntryPoint, Notice, OverrideId, Phase,
    Place, Right, Small as _, SystemAction, World, decide,
};
use crate::dryrun::Setting;
use crate::dryrun::verify::{Question, rollout};
use crate::names::Side;

/// A difference: side, verb, whether the chat lies in a workbin.
type Kind = (Side, &'static str, bool);
/// Steps to a difference; the node where it is, and the request.
type Found = (usize, usize, Command);
/// Of each kind the steps, and a way there.
type Told = BTreeMap<Kind, (usize, String)>;

/// Everything that may be asked of a world.
fn commands(plain: &Plain, world: &World) -> Vec<Command> {
    let chat = world.chat(C);
    if chat.phase == Phase::Absent {
        let start = |(asynchronous, number)| {
            let (queue, overriding) = (plain.greet, OverrideId(number));
            CustomerAction::Start { asynchronous, queue, overriding, handling_timeout: None }
        };
        let every = [(true, 0), (false, 0), (true, 1), (false, 1)];
        return every.into_iter().map(|one| Command::Customer(C, start(one))).collect();
    }
    let mut all = plain.commands(world);
    let customer = [CustomerAction::Vanish, CustomerAction::Notice(Notice::PushUrl)];
    all.extend(customer.map(|action| Command::Customer(C, action)));
    for &agent in &plain.agents {
        let actions = [AgentAction::Say, AgentAction::Notice(Notice::PushUrl), AgentAction::SetDisposition];
        all.extend(actions.map(|action| Command::Agent(agent, C, action)));
    }
    let into_queue = SystemAction::Move(Place::Queue(plain.greet));
    all.extend([SystemAction::BotMessage, into_queue].map(|action| Command::System(C, action)));
    all
}

/// Both sides.
struct Both {
    old: Plain,
    new: Plain,
}

impl Both {
    /// The same request as each side numbers its queues.
    fn of_new(&self, command: Command) -> Command {
        let queue = self.new.greet;
        match command {
            Command::Customer(
                C,
                CustomerAction::Start { asynchronous, overriding, handling_timeout, .. },
            ) => {
                let start = CustomerAction::Start { asynchronous, queue, overriding, handling_timeout };
                Command::Customer(C, start)
            }
            Command::System(C, SystemAction::Move(Place::Queue(_))) => {
                Command::System(C, SystemAction::Move(Place::Queue(queue)))
            }
            same => same,
        }
    }

    /// Whether it makes a difference that an agent has had the chat: where nothing but My History may show it.
    fn remembers(&self, agent: AgentId) -> bool {
        [&self.old, &self.new].iter().any(|side| {
            let may = |right| side.policy.allows(agent, right);
            may(Right::ViewMyHistory) && !may(Right::ViewContactHistory) && !may(Right::ViewSearch)
        })
    }

    fn asked(&self, (old, new): &(World, World)) -> Vec<Command> {
        let mut all = commands(&self.old, old);
        if old.chat(C).phase != Phase::Absent {
            // The new side's queue is the same one under another number.
            let of_both = |command: &Command| {
                !matches!(command, Command::System(_, SystemAction::Move(Place::Queue(_))))
            };
            all.extend(commands(&self.new, new).into_iter().filter(of_both));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Of each agent what is possible on one side only, with the fewest steps to it, logins not counted.
    fn apart(&self, most: usize) -> Option<Vec<Told>> {
        let start = (World::new(1), World::new(1));
        let graph = Graph::of(start, most, |pair| {
            let mut out = Vec::new();
            for command in self.asked(pair) {
                let there = self.new.after(&pair.1, &self.of_new(command));
                if let Some(next) = self.old.after(&pair.0, &command).zip(there) {
                    out.push((next, command));
                }
            }
            out
        })?;
        let far = graph.distances(is_login);
        let mut own = vec![BTreeMap::new(); self.old.agents.len()];
        let mut others = BTreeMap::new();
        for (at, pair) in graph.nodes.iter().enumerate() {
            let in_workbin = pair.0.chat(C).workbin().is_some();
            for command in self.asked(pair) {
                let old = decide(&self.old.policy, &pair.0, &command).is_ok();
                let new = decide(&self.new.policy, &pair.1, &self.of_new(command)).is_ok();
                if old == new {
                    continue;
                }
                let kind = (if old { Side::Old } else { Side::New }, command.trigger().as_str(), in_workbin);
                let list = match command {
                    Command::Agent(agent, _, AgentAction::Pull(EntryPoint::MyHistory))
                        if !self.remembers(agent) =>
                    {
                        continue;
                    }
                    Command::Agent(agent, ..) => &mut own[agent.index()],
                    Command::Desktop(_, DesktopAction::Login | DesktopAction::Logout)
                    | Command::System(_, SystemAction::PullAhead(..)) => continue,
                    _ => &mut others,
                };
                let known: &mut Found = list.entry(kind).or_insert((usize::MAX, at, command));
                if far[at] + 1 < known.0 {
                    *known = (far[at] + 1, at, command);
                }
            }
        }
        let told = |(kind, (steps, at, command)): (Kind, Found)| {
            (kind, (steps, format!("{:?}, then {command:?}", graph.way(at))))
        };
        let of = |own: BTreeMap<Kind, Found>| if own.is_empty() { others.clone() } else { own };
        Some(own.into_iter().map(|own| of(own).into_iter().map(told).collect()).collect())
    }
}

fn plainly(old: &Setting<'_, '_>, new: &Setting<'_, '_>) -> Option<Vec<Told>> {
    Both { old: Plain::new(old), new: Plain::new(new) }.apart(most(3_000))
}

/// Of each agent and each kind of difference: found by both, and told by a way that is no longer.
#[test]
fn two_machines_side_by_side_without_reductions_differ_in_the_same() {
    let all = cases(40);
    let (count, mut compared, mut differing, mut kinds) = (all.end - all.start, 0, 0, 0);
    for seed in all {
        let (site, changed) = random::pair(seed as u64);
        ask_both([&site.text, &changed], &site.assumptions, |old, new| {
            let Some(plain) = plainly(old, new) else { return };
            compared += 1;
            let found = rollout(old, new, &Question::default());
            assert_eq!(found.unknown, Vec::<String>::new());
            let told = || {
                let behaviours: Vec<_> = found
                    .behaviours
                    .iter()
                    .map(|one| (one.under, one.verb, one.in_workbin, one.length, &one.refused, &one.group))
                    .collect();
                format!("seed {seed}\n{:?}\n{}-----\n{changed}{behaviours:#?}", site.assumptions, site.text)
            };
            for (agent, plain) in ["ana", "ben"].into_iter().zip(&plain) {
                let mut ours: BTreeMap<Kind, usize> = BTreeMap::new();
                for one in &found.behaviours {
                    if one.group.agents.iter().any(|name| name == agent) {
                        let steps = ours.entry((one.under, one.verb, one.in_workbin)).or_insert(usize::MAX);
                        *steps = one.length.min(*steps);
                    }
                }
                differing += usize::from(!ours.is_empty());
                kinds += ours.len();
                for (kind, (steps, way)) in plain {
                    let found = ours.remove(kind);
                    assert!(found.is_some_and(|found| found <= *steps), "{agent} {kind:?} {way}: {}", told());
                }
                assert!(ours.is_empty(), "{agent} {ours:?} {}", told());
            }
        });
    }
    let text =
        counted(format!("{compared} of {count} pairs compared, {differing} agents, {kinds} differences"));
    assert!(compared > count / 6 && differing > count / 8, "{text}");
}
