//! Whether asynchronous chat is ready for some agents: the checklist, worked out once for agents that answer alike.

use rustc_hash::FxHashMap;

use super::chat_keys::ChatKeys;
use super::checklist::{Check, Checker, Line, Need, Reached, Verdict, is_everybodys};
use super::desk::{Desk, DeskOptions};
use super::ground::Ground;
use super::lifetime::Lifetime;
use crate::chat::{Assumptions, Right};
use crate::deployment::{ObjectId, Relation};
use crate::names::{Symbol, TakesEffect, WORKSPACE_SECTION};
use crate::resolve::{OptionId, Step};

/// How many agents have which answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Agents with [`Verdict::Yes`].
    pub yes: usize,
    /// Agents with [`Verdict::No`].
    pub no: usize,
    /// Agents with [`Verdict::Unknown`].
    pub unknown: usize,
}

impl Tally {
    fn add(&mut self, verdict: Verdict, agents: usize) {
        match verdict {
            Verdict::Yes => self.yes += agents,
            Verdict::No => self.no += agents,
            Verdict::Unknown => self.unknown += agents,
        }
    }

    /// How many agents there are.
    #[must_use]
    pub fn agents(&self) -> usize {
        self.yes + self.no + self.unknown
    }

    /// The greatest answer that some agent has.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match (self.no, self.unknown) {
            (0, 0) => Verdict::Yes,
            (_, 0) => Verdict::No,
            _ => Verdict::Unknown,
        }
    }
}

/// What some agents have in common.
#[derive(Debug, Clone)]
pub struct Answered<'d> {
    /// The agents, by name.
    pub agents: Vec<ObjectId>,
    /// How they stand; the places are those of the first agent.
    pub check: Check<'d>,
}

/// The answer to a line.
#[derive(Debug, Clone)]
pub struct LineAnswer<'d> {
    /// The line.
    pub line: Line,
    /// The rights that are asked, each with the privilege behind it.
    pub rights: Vec<(Right, String)>,
    /// How many agents stand how.
    pub tally: Tally,
    /// For one agent its answer; for several the answers other than yes, of most agents first.
    pub answers: Vec<Answered<'d>>,
}

/// Whether asynchronous chat is ready for some agents.
#[derive(Debug, Clone)]
pub struct Readiness<'d> {
    /// How many agents have everything that is required.
    pub ready: Tally,
    /// The checklist.
    pub lines: Vec<LineAnswer<'d>>,
    /// How long a chat on hold lives, for each Chat Server that may have it.
    pub lifetimes: Vec<Lifetime>,
    /// When a change of an option of the checklist counts.
    pub moments: Vec<(&'d str, TakesEffect)>,
}

/// What agents have in common whom the same roles reach: the tenant, and all that gives them roles.
type ReachKey = (Symbol, Vec<ObjectId>);

/// What makes agents answer alike: who gives them roles, what gives them options, and which of the options that
/// matter they set themselves.
type ClassKey<'r> = (usize, Option<&'r [Step]>, Vec<(OptionId, Symbol, bool)>);

/// Agents that answer alike.
#[derive(Debug)]
struct Class {
    agents: Vec<ObjectId>,
    reach: usize,
}

impl<'d> Readiness<'d> {
    /// The user data with which an asynchronous chat is created: the key and its value. The configuration of the
    /// desktop does not hold it.
    pub const USER_DATA: (&'static str, &'static str) = ("GCTI_Chat_AsyncMode", "true");

    /// The checklist of some agents.
    #[must_use]
    pub fn of(ground: &Ground<'_, 'd>, assumptions: &Assumptions, agents: &[ObjectId]) -> Self {
        let deployment = ground.deployment();
        let mut agents = agents.to_vec();
        agents.sort_by_key(|&agent| {
            let agent = deployment.object(agent);
            (deployment.text(agent.name), deployment.text(agent.tenant))
        });
        agents.dedup();
        let is_alone = agents.len() == 1;
        let (classes, mut reached) = classes(ground, &agents);
        let mut ready = Tally::default();
        let mut lines: Vec<LineAnswer<'d>> =
            Line::ALL.map(|line| LineAnswer::new(ground, assumptions, line)).into();
        for class in &classes {
            let agent = class.agents[0];
            let steps = ground.steps(agent, &[]);
            let reached = &mut reached[class.reach];
            let mut checker = Checker { ground, assumptions, agent, steps: &steps, reached, is_alone };
            let (mut required, mut way) = (Verdict::Yes, None);
            for answer in &mut lines {
                let check = checker.check(answer.line);
                match answer.line.need() {
                    Need::Required => required = required.max(check.verdict),
                    Need::OneOfThese => {
                        way = Some(way.map_or(check.verdict, |other| either(other, check.verdict)));
                    }
                    Need::Optional => {}
                }
                answer.add(class, check, is_alone);
            }
            ready.add(required.max(way.unwrap_or(Verdict::Yes)), class.agents.len());
        }
        for answer in &mut lines {
            answer.sort(ground);
        }
        let mut tenants: Vec<Symbol> = agents.iter().map(|&agent| deployment.object(agent).tenant).collect();
        tenants.sort_unstable();
        tenants.dedup();
        let lifetimes = Lifetime::of_tenants(deployment, ground.catalogue, &tenants);
        let mut options = vec![DeskOptions::HOLD, ChatKeys::HOLD];
        options.extend(Desk::workbin_options(ground));
        let moments = options.into_iter().map(|option| (option, ground.takes_effect(option))).collect();
        Self { ready, lines, lifetimes, moments }
    }
}

/// One of two ways is enough.
fn either(left: Verdict, right: Verdict) -> Verdict {
    match (left, right) {
        (Verdict::Yes, _) | (_, Verdict::Yes) => Verdict::Yes,
        (Verdict::Unknown, _) | (_, Verdict::Unknown) => Verdict::Unknown,
        (Verdict::No, Verdict::No) => Verdict::No,
    }
}

impl<'d> LineAnswer<'d> {
    fn new(ground: &Ground<'_, 'd>, assumptions: &Assumptions, line: Line) -> Self {
        let named = |&right: &Right| {
            let privilege = ground.rights.privilege(right).filter(|_| !is_everybodys(assumptions, right))?;
            Some((right, privilege.to_owned()))
        };
        let rights = line.rights().iter().filter_map(named).collect();
        Self { line, rights, tally: Tally::default(), answers: Vec::new() }
    }

    /// Adds a class; one of which the same is to be said as of another joins it.
    fn add(&mut self, class: &Class, check: Check<'d>, is_alone: bool) {
        self.tally.add(check.verdict, class.agents.len());
        if check.verdict == Verdict::Yes && !is_alone {
            return;
        }
        let same = self.answers.iter_mut().find(|known| {
            let known = &known.check;
            (known.verdict, &known.message, &known.places, &known.help)
                == (check.verdict, &check.message, &check.places, &check.help)
        });
        match same {
            Some(known) => known.agents.extend(&class.agents),
            None => self.answers.push(Answered { agents: class.agents.clone(), check }),
        }
    }

    fn sort(&mut self, ground: &Ground<'_, 'd>) {
        let deployment = ground.deployment();
        let name = |agent: ObjectId| {
            let agent = deployment.object(agent);
            (deployment.text(agent.name), deployment.text(agent.tenant))
        };
        for answered in &mut self.answers {
            answered.agents.sort_by_key(|&agent| name(agent));
        }
        self.answers
            .sort_by_key(|answered| (std::cmp::Reverse(answered.agents.len()), name(answered.agents[0])));
    }
}

/// Classes of agents in the order of their first agents, and whom the same roles reach.
fn classes<'d>(ground: &Ground<'_, 'd>, agents: &[ObjectId]) -> (Vec<Class>, Vec<Reached<'d>>) {
    let (deployment, resolver) = (ground.deployment(), ground.resolver);
    let matters = |&id: &OptionId| {
        let (section, name) = resolver.option_name(id);
        section == WORKSPACE_SECTION
            && (name == DeskOptions::HOLD || name == ChatKeys::HOLD || name.starts_with(Desk::WORKBIN))
    };
    let options: Vec<OptionId> = resolver.option_ids().filter(matters).collect();
    let (mut classes, mut reached) = (Vec::<Class>::new(), Vec::<Reached<'d>>::new());
    let mut reach_of: FxHashMap<ReachKey, usize> = FxHashMap::default();
    let mut class_of: FxHashMap<ClassKey<'_>, usize> = FxHashMap::default();
    for &agent in agents {
        let links = deployment.links_from(agent).iter();
        let mut givers: Vec<ObjectId> =
            links.filter(|link| link.relation != Relation::Application).map(|link| link.to).collect();
        givers.sort_unstable();
        givers.dedup();
        let reach = *reach_of.entry((deployment.object(agent).tenant, givers)).or_insert_with(|| {
            reached.push(Reached::default());
            reached.len() - 1
        });
        reached[reach].agents += 1;
        let own: Vec<(OptionId, Symbol, bool)> = resolver
            .settings(agent)
            .filter(|(id, _)| options.contains(id))
            .map(|(id, setting)| (id, setting.value, setting.disabled))
            .collect();
        let steps = resolver.base_of(agent).map(|base| base.steps.as_slice());
        let class = *class_of.entry((reach, steps, own)).or_insert_with(|| {
            classes.push(Class { agents: Vec::new(), reach });
            classes.len() - 1
        });
        classes[class].agents.push(agent);
    }
    (classes, reached)
}
