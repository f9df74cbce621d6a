//! The objects whose options reach a subject, lowest precedence first.

use rustc_hash::FxHashMap;

use crate::deployment::{Deployment, ObjectId, Relation};
use crate::names::{Level, ObjectKind};

/// Which of several agent groups counts where they disagree on one option. For the desktop the rule is not public;
/// the default is the one documented for the sibling web client.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GroupConflict {
    /// The group whose name is last by code point.
    #[default]
    LastName,
    /// The group whose name is first by code point.
    FirstName,
    /// As [`Self::LastName`], and the disagreement is an error.
    Error,
}

impl GroupConflict {
    /// All policies with their words in `wdectl.toml`.
    pub const WORDS: [(&'static str, Self); 3] =
        [("last-name", Self::LastName), ("first-name", Self::FirstName), ("error", Self::Error)];
}

/// An object and the level at which its options count.
pub type Step = (Level, ObjectId);

/// A set of agents below which only their own options differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BaseId(u32);

impl BaseId {
    /// The position of the base in [`super::Resolver::bases`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What agents of the same application, tenant and groups share.
#[derive(Debug, Clone)]
pub struct Base {
    /// Application, tenant and groups, lowest precedence first.
    pub steps: Vec<Step>,
    /// The agents, in the order of reading.
    pub agents: Vec<ObjectId>,
}

/// What makes two agents of one base: application and tenant, then groups.
type Known = FxHashMap<(Option<ObjectId>, Option<ObjectId>), FxHashMap<Vec<ObjectId>, BaseId>>;

/// The bases of all enabled agents, in the order of their first agent, and the base of each object.
pub(super) fn bases(deployment: &Deployment, policy: GroupConflict) -> (Vec<Base>, Vec<Option<BaseId>>) {
    let mut of = vec![None; deployment.object_count()];
    let mut known = Known::default();
    let mut bases: Vec<Base> = Vec::new();
    let mut only_application = FxHashMap::default();
    let mut groups = Vec::new();
    for agent in deployment.agents() {
        let tenant = deployment.object(agent).tenant;
        let application = match deployment.targets(agent, Relation::Application).next() {
            Some(link) => Some(link.to),
            None => *only_application
                .entry(tenant)
                .or_insert_with(|| deployment.only_workspace_application(tenant)),
        };
        groups.clear();
        groups.extend(deployment.targets(agent, Relation::AgentGroup).map(|link| link.to));
        let tenant = deployment.tenant_of(agent);
        let known = known.entry((application, tenant)).or_default();
        let id = known.get(&groups).copied().unwrap_or_else(|| {
            let id = BaseId(bases.len() as u32);
            let steps = steps(deployment, application, tenant, &groups, policy);
            bases.push(Base { steps, agents: Vec::new() });
            known.insert(groups.clone(), id);
            id
        });
        bases[id.index()].agents.push(agent);
        of[agent.index()] = Some(id);
    }
    (bases, of)
}

/// Application, tenant and enabled groups in ascending precedence.
pub(super) fn steps(
    deployment: &Deployment,
    application: Option<ObjectId>,
    tenant: Option<ObjectId>,
    groups: &[ObjectId],
    policy: GroupConflict,
) -> Vec<Step> {
    let mut steps = Vec::with_capacity(groups.len() + 2);
    steps.extend(application.map(|id| (Level::Application, id)));
    steps.extend(tenant.map(|id| (Level::Tenant, id)));
    let mut groups: Vec<Step> = groups
        .iter()
        .filter(|&&id| deployment.object(id).enabled)
        .filter_map(|&id| Some((deployment.level_of(id)?, id)))
        .collect();
    groups.sort_by(|&(left_level, left), &(right_level, right)| {
        let name = |id| deployment.text(deployment.object(id).name);
        let names = name(left).cmp(name(right)).then(left.cmp(&right));
        let names = if policy == GroupConflict::FirstName { names.reverse() } else { names };
        left_level.cmp(&right_level).then(names)
    });
    steps.extend(groups);
    steps
}

/// What reaches an agent group itself: the only workspace application of its tenant, its tenant, the group.
pub(super) fn steps_of_group(deployment: &Deployment, group: ObjectId) -> Vec<Step> {
    debug_assert_eq!(deployment.object(group).kind, ObjectKind::AgentGroup);
    let application = deployment.only_workspace_application(deployment.object(group).tenant);
    steps(deployment, application, deployment.tenant_of(group), &[group], GroupConflict::LastName)
}
