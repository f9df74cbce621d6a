//! Resolves: one pass over a deployment prepares, then each subject costs what its own options cost.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::chain::{self, Base, BaseId, GroupConflict, Step};
use super::reach::Reach;
use super::resolution::{Candidate, Resolution, Resolved, Standing};
use crate::catalogue::{Catalogue, OptionSpec};
use crate::deployment::{Deployment, ObjectId, Setting};
use crate::names::{ApplicationType, Level, Symbol, WORKSPACE_SECTION};

/// Whose options are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An agent.
    Agent(ObjectId),
    /// An agent group, as if it were the only group of an agent without options.
    AgentGroup(ObjectId),
}

/// An option that some object of the deployment sets; ordered by section, then name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OptionId(pub(super) u32);

impl OptionId {
    /// The position of the option in [`Resolver::options`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug)]
struct OptionInfo<'a> {
    section: &'a str,
    name: &'a str,
    spec: Option<&'a OptionSpec>,
}

/// Answers which value wins. An invalid value wins like any other: that is what the product reads.
#[derive(Debug)]
pub struct Resolver<'a> {
    catalogue: &'a Catalogue,
    deployment: &'a Deployment,
    policy: GroupConflict,
    options: Vec<OptionInfo<'a>>,
    ids: FxHashMap<(Symbol, Symbol), OptionId>,
    /// The option of each setting, object by object.
    of_setting: Vec<OptionId>,
    /// Where an object's settings start in `of_setting`.
    start: Vec<u32>,
    bases: Vec<Base>,
    base_of: Vec<Option<BaseId>>,
    /// Made when first asked for.
    pub(super) reach: OnceLock<Reach<'a>>,
}

impl<'a> Resolver<'a> {
    /// Prepares the answers for a deployment.
    #[must_use]
    pub fn new(catalogue: &'a Catalogue, deployment: &'a Deployment, policy: GroupConflict) -> Self {
        let mut ids = FxHashMap::default();
        let mut of_setting = Vec::new();
        let mut start = Vec::with_capacity(deployment.object_count() + 1);
        for (_, object) in deployment.objects() {
            start.push(of_setting.len() as u32);
            of_setting.extend(object.options.iter().map(|setting| {
                let next = OptionId(ids.len() as u32);
                *ids.entry((setting.section, setting.name)).or_insert(next)
            }));
        }
        start.push(of_setting.len() as u32);
        // So far they are numbered in the order of reading.
        let mut names: Vec<((Symbol, Symbol), OptionId)> =
            ids.iter().map(|(&name, &id)| (name, id)).collect();
        names.sort_by_key(|&((section, name), _)| (deployment.text(section), deployment.text(name)));
        let mut numbers = vec![OptionId(0); names.len()];
        let mut options = Vec::with_capacity(names.len());
        for (at, &((section, name), before)) in names.iter().enumerate() {
            numbers[before.index()] = OptionId(at as u32);
            let (section, name) = (deployment.text(section), deployment.text(name));
            options.push(OptionInfo { section, name, spec: desktop_option(catalogue, section, name) });
        }
        for id in ids.values_mut().chain(&mut of_setting) {
            *id = numbers[id.index()];
        }
        let (bases, base_of) = chain::bases(deployment, policy);
        let reach = OnceLock::new();
        Self { catalogue, deployment, policy, options, ids, of_setting, start, bases, base_of, reach }
    }

    /// The deployment.
    #[must_use]
    pub fn deployment(&self) -> &'a Deployment {
        self.deployment
    }

    /// The policy for groups that disagree.
    #[must_use]
    pub fn policy(&self) -> GroupConflict {
        self.policy
    }

    /// What agents share below their own options; every enabled agent is in exactly one base.
    #[must_use]
    pub fn bases(&self) -> &[Base] {
        &self.bases
    }

    /// The base of an enabled agent.
    #[must_use]
    pub fn base_of(&self, agent: ObjectId) -> Option<&Base> {
        self.base_of[agent.index()].map(|id| &self.bases[id.index()])
    }

    /// Which base an enabled agent is in.
    #[must_use]
    pub fn base_id(&self, agent: ObjectId) -> Option<BaseId> {
        self.base_of[agent.index()]
    }

    /// The option of a section and name, if any object sets it.
    #[must_use]
    pub fn option_id(&self, section: &str, name: &str) -> Option<OptionId> {
        let symbols = (self.deployment.symbol(section)?, self.deployment.symbol(name)?);
        self.ids.get(&symbols).copied()
    }

    /// Section and name of every option that some object sets, in order.
    pub fn options(&self) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        self.options.iter().map(|option| (option.section, option.name))
    }

    /// Every option that some object sets, in order.
    pub fn option_ids(&self) -> impl Iterator<Item = OptionId> + use<> {
        (0..self.options.len() as u32).map(OptionId)
    }

    /// Section and name of an option.
    #[must_use]
    pub fn option_name(&self, option: OptionId) -> (&'a str, &'a str) {
        let OptionInfo { section, name, .. } = self.options[option.0 as usize];
        (section, name)
    }

    /// What is known of an option, as one of the desktop's.
    #[must_use]
    pub fn spec(&self, option: OptionId) -> Option<&'a OptionSpec> {
        self.options[option.0 as usize].spec
    }

    /// The settings of an object, each with its option.
    pub fn settings(&self, object: ObjectId) -> impl Iterator<Item = (OptionId, &'a Setting)> + '_ {
        let start = self.start[object.index()] as usize;
        let settings = &self.deployment.object(object).options;
        self.of_setting[start..start + settings.len()].iter().copied().zip(settings)
    }

    /// How many settings there are of each option, disabled ones too.
    pub(super) fn settings_by_option(&self) -> Vec<usize> {
        let mut counts = vec![0; self.options.len()];
        for option in &self.of_setting {
            counts[option.index()] += 1;
        }
        counts
    }

    /// What reaches a subject, lowest precedence first, the subject itself last.
    #[must_use]
    pub fn steps(&self, subject: Subject) -> Vec<Step> {
        match subject {
            Subject::AgentGroup(group) => chain::steps_of_group(self.deployment, group),
            Subject::Agent(agent) => {
                let mut steps = match self.base_of(agent) {
                    Some(base) => base.steps.clone(),
                    // Somebody who is no enabled agent is asked for by name.
                    None => chain::steps(
                        self.deployment,
                        self.deployment.application_of(agent),
                        self.deployment.tenant_of(agent),
                        &self.groups(agent),
                        self.policy,
                    ),
                };
                steps.push((Level::Agent, agent));
                steps
            }
        }
    }

    fn groups(&self, agent: ObjectId) -> Vec<ObjectId> {
        let relation = crate::deployment::Relation::AgentGroup;
        self.deployment.targets(agent, relation).map(|link| link.to).collect()
    }

    /// Whether a setting of an option takes part in the competition at a level.
    #[must_use]
    pub fn competes(&self, option: OptionId, level: Level, setting: &Setting) -> bool {
        !setting.disabled && self.may_compete(option, level)
    }

    /// Whether settings of an option that are not disabled take part in the competition at a level.
    #[must_use]
    pub fn may_compete(&self, option: OptionId, level: Level) -> bool {
        refused(self.options[option.0 as usize].spec, level).is_none()
    }

    /// The setting that wins for an option on these steps; `None` where only the default is left.
    #[must_use]
    pub fn winner(&self, steps: &[Step], option: OptionId) -> Option<(Step, &'a Setting)> {
        let spec = self.options[option.0 as usize].spec;
        steps.iter().rev().find_map(|&(level, object)| {
            let (_, setting) = self
                .settings(object)
                .find(|&(id, setting)| id == option && refusal(spec, level, setting).is_none())?;
            Some(((level, object), setting))
        })
    }

    /// How many enabled agents a setting of this option reaches: for them it wins.
    #[must_use]
    pub fn agents_with(&self, option: OptionId, setting: &Setting) -> usize {
        let wins =
            |found: Option<(Step, &Setting)>| found.is_some_and(|(_, found)| std::ptr::eq(found, setting));
        let of_base = |base: &Base| {
            let shared = wins(self.winner(&base.steps, option));
            let own = |&&agent: &&ObjectId| {
                let own = self.winner(&[(Level::Agent, agent)], option);
                if own.is_some() { wins(own) } else { shared }
            };
            base.agents.iter().filter(own).count()
        };
        self.bases.iter().map(of_base).sum()
    }

    /// The value in force for an option of the workspace section: `None` where nothing is set and no default is
    /// known.
    #[must_use]
    pub fn value(&self, steps: &[Step], name: &str) -> Option<&'a str> {
        let set = self.option_id(WORKSPACE_SECTION, name).and_then(|id| self.winner(steps, id));
        match set {
            Some((_, setting)) => Some(self.deployment.text(setting.value)),
            None => {
                desktop_option(self.catalogue, WORKSPACE_SECTION, name).and_then(OptionSpec::default_text)
            }
        }
    }

    /// As [`Self::value`], were it a secret: to be compared, never to be shown.
    #[must_use]
    pub fn true_value(&self, steps: &[Step], name: &str) -> Option<&'a str> {
        let set = self.option_id(WORKSPACE_SECTION, name).and_then(|id| self.winner(steps, id));
        match set {
            Some((_, setting)) => Some(self.deployment.true_text(setting.value)),
            None => self.value(steps, name),
        }
    }

    /// Everything that some level sets on these steps, with all candidates; transactions are steps of their own at
    /// the end, the later one winning.
    #[must_use]
    pub fn resolve(&self, steps: &[Step]) -> Resolution<'a> {
        let mut resolution = Resolution::default();
        self.resolve_into(steps, &mut resolution);
        resolution
    }

    /// [`Self::resolve`] into a resolution whose memory is used again.
    pub fn resolve_into(&self, steps: &[Step], resolution: &mut Resolution<'a>) {
        resolution.options.clear();
        resolution.candidates.clear();
        let mut set: Vec<(OptionId, u32, &'a Setting)> = Vec::new();
        for (position, &(level, object)) in steps.iter().enumerate() {
            for (option, setting) in self.settings(object) {
                // Only the workspace section is overridden by lower objects.
                if level == Level::Application || self.options[option.0 as usize].section == WORKSPACE_SECTION
                {
                    set.push((option, position as u32, setting));
                }
            }
        }
        set.sort_by_key(|&(option, position, _)| (option, position));
        for of_option in set.chunk_by(|left, right| left.0 == right.0) {
            let OptionInfo { section, name, spec } = self.options[of_option[0].0.0 as usize];
            let settings = of_option.iter().map(|&(_, position, setting)| {
                let (level, object) = steps[position as usize];
                (level, object, setting)
            });
            self.add(resolution, section, name, spec, settings);
        }
    }

    /// Adds what only the catalogue gives: the options named, or with `None` all of the workspace section. Options
    /// that some level sets are there already and stay as they are.
    pub fn add_defaults(&self, resolution: &mut Resolution<'a>, named: Option<&[(&'a str, &'a str)]>) {
        let all: Vec<(&'a str, &'a str)> = match named {
            Some(named) => named.to_vec(),
            None => self
                .catalogue
                .options()
                .iter()
                .filter(|spec| spec.template.is_none() && spec.section == WORKSPACE_SECTION)
                .map(|spec| (spec.section.as_str(), spec.name.as_str()))
                .collect(),
        };
        for (section, name) in all {
            if resolution.get(section, name).is_none() {
                let spec = desktop_option(self.catalogue, section, name);
                self.add(resolution, section, name, spec, std::iter::empty());
            }
        }
        resolution.options.sort_by_key(|option| (option.section, option.name));
    }

    fn add(
        &self,
        resolution: &mut Resolution<'a>,
        section: &'a str,
        name: &'a str,
        spec: Option<&'a OptionSpec>,
        settings: impl Iterator<Item = (Level, ObjectId, &'a Setting)>,
    ) {
        let candidates = &mut resolution.candidates;
        let first = candidates.len();
        candidates.push(Candidate {
            level: Level::Default,
            object: None,
            value: spec.and_then(OptionSpec::default_text),
            setting: None,
            standing: Standing::Overridden,
        });
        candidates.extend(settings.map(|(level, object, setting)| Candidate {
            level,
            object: Some(object),
            value: Some(self.deployment.text(setting.value)),
            setting: Some(setting),
            standing: refusal(spec, level, setting).unwrap_or(Standing::Overridden),
        }));
        let winner = (first..candidates.len())
            .rev()
            .find(|&at| candidates[at].standing == Standing::Overridden)
            .unwrap_or(first);
        candidates[winner].standing = Standing::Wins;
        resolution.options.push(Resolved {
            section,
            name,
            spec,
            candidates: first..candidates.len(),
            winner,
        });
    }
}

/// What is known of an option that the desktop reads.
fn desktop_option<'a>(catalogue: &'a Catalogue, section: &str, name: &str) -> Option<&'a OptionSpec> {
    catalogue.option(section, Some(ApplicationType::Workspace), name).map(|found| found.spec)
}

/// Why a setting does not compete at all.
pub(super) fn refusal(spec: Option<&OptionSpec>, level: Level, setting: &Setting) -> Option<Standing> {
    if setting.disabled { Some(Standing::Disabled) } else { refused(spec, level) }
}

/// Why settings of a level do not compete. A level that the documentation does not speak of is allowed, a routing
/// override that it does not speak of is not.
fn refused(spec: Option<&OptionSpec>, level: Level) -> Option<Standing> {
    let allowed = spec.and_then(|spec| if spec.object.is_some() { Some(false) } else { spec.allows(level) });
    match level {
        Level::Transaction => (allowed != Some(true)).then_some(Standing::NotOverridableByRouting),
        _ => (allowed == Some(false)).then_some(Standing::NotAllowedAtLevel),
    }
}
