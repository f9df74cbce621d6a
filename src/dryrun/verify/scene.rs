//! One tenant as the explorer sees it: who stands for whom, where chats start, where the workflow may put them.

use super::classes::{Class, Classes, belongs_to_agents, belongs_to_groups};
use super::model::first_agents;
use crate::behaviour::{Ground, Roster, servers};
use crate::chat::{
    AgentAction, AgentId, AgentPolicy, Assumption, Assumptions, CustomerAction, Folding, HoldQueue,
    InteractionOptions, MOST, OverrideId, Owner, Place, Policy, QueueId, Right, Rights, Servers, Set, Small,
    WorkbinId,
};
use crate::deployment::ObjectId;

/// How many agents one exploration may have: one number is kept for nobody.
pub(super) const MOST_AGENTS: usize = MOST - 1;

/// How a chat may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) asynchronous: bool,
    pub(super) queue: QueueId,
    pub(super) overriding: OverrideId,
}

impl Start {
    pub(super) fn action(self) -> CustomerAction {
        let Self { asynchronous, queue, overriding } = self;
        CustomerAction::Start { asynchronous, queue, overriding, handling_timeout: None }
    }
}

/// Classes that differ at most in the names of their hold queues: every queue is like any other to the machine.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    /// What the agents of the first class are asked.
    pub(super) policy: AgentPolicy,
    /// The same of another agent, where there are two.
    pub(super) other: Option<(ObjectId, AgentPolicy)>,
    /// Two actions that one key calls.
    pub(super) clashes: Vec<(AgentAction, AgentAction)>,
    /// Who stands for them.
    pub(super) first: ObjectId,
    /// Their classes, by position in [`Classes::list`].
    pub(super) classes: Vec<usize>,
}

/// A tenant, or as much of it as is explored at once.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub(super) roster: Roster,
    pub(super) policy: Policy,
    /// By number of the first agents: which profile they stand for.
    pub(super) profiles: Vec<Profile>,
    /// The first agent of each profile.
    pub(super) firsts: Set<AgentId>,
    /// First agents who may do whatever any other one may.
    pub(super) able: Set<AgentId>,
    /// First and second agent of one profile.
    pub(super) twins: Vec<(AgentId, AgentId)>,
    pub(super) starts: Vec<Start>,
    /// By number of the override: the transaction that user data names.
    pub(super) transactions: Vec<Option<ObjectId>>,
    /// By number of the override: key and value of the user data that make desktops find the transaction.
    pub(super) attached: Vec<Vec<(String, String)>>,
    /// The workbins into which the workflow may put a chat.
    pub(super) places: Vec<Place>,
    /// The workbins into which agents may put a chat.
    pub(super) stores: Vec<(AgentId, WorkbinId, Owner)>,
    pub(super) asks_disposition: bool,
    pub(super) folding: Folding,
}

/// What of the options decisions ask: not which queue it is.
pub(super) fn kind(options: &InteractionOptions) -> (u8, bool, bool) {
    let hold = match options.hold_queue {
        HoldQueue::Queue(_) => 0,
        HoldQueue::Unset => 1,
        HoldQueue::Missing => 2,
    };
    (hold, options.disposition_mandatory, options.auto_answer)
}

fn kinds(policy: &AgentPolicy) -> impl Iterator<Item = (u8, bool, bool)> {
    std::iter::once(&policy.options).chain(&policy.overridden).map(kind)
}

/// Why a tenant cannot be explored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TooMany {
    pub(super) what: &'static str,
    pub(super) count: usize,
    pub(super) most: usize,
}

/// What all classes of a tenant have in common.
pub(super) struct Common<'a> {
    pub(super) servers: Servers,
    pub(super) assumptions: Assumptions,
    /// Where chats start; they are all alike, and traces name the first.
    pub(super) entry: ObjectId,
    pub(super) transactions: &'a [ObjectId],
}

impl<'a> Common<'a> {
    pub(super) fn new(
        ground: &Ground<'_, '_>,
        assumptions: Assumptions,
        entry: ObjectId,
        transactions: &'a [ObjectId],
    ) -> Self {
        Self { servers: servers(ground.deployment(), ground.catalogue), assumptions, entry, transactions }
    }
}

/// What all scenes of a tenant have in common.
struct Tenant {
    /// The overrides that differ.
    columns: Vec<usize>,
    /// Where chats start.
    queue: QueueId,
    /// The workbins that somebody sees, and whether groups own them.
    workbins: Vec<(WorkbinId, bool)>,
    attached: Vec<Vec<(String, String)>>,
}

/// The scenes of a tenant: one, unless there are more profiles than one exploration can tell apart; then each holds
/// the agents who can do most and a share of the others.
pub(super) fn scenes(
    ground: &Ground<'_, '_>,
    common: &Common<'_>,
    classes: &Classes,
    of_tenant: &[usize],
) -> Result<Vec<Scene>, TooMany> {
    let mut roster = Roster::default();
    let start = roster.enter_queue(common.entry);
    let workbins = enter_workbins(ground, &mut roster, classes, of_tenant)?;
    let mut profiles: Vec<Profile> = Vec::new();
    for &at in of_tenant {
        enter_profile(&mut profiles, &mut roster, at, &classes.list[at]);
    }
    let views_open = common.assumptions.holds(Assumption::ViewsNeedNoPrivilege);
    let is_able: Vec<bool> = (0..profiles.len()).map(|at| !is_dominated(&profiles, at, views_open)).collect();
    let columns = columns(&profiles);
    let able: Vec<Profile> = profiles
        .iter()
        .zip(&is_able)
        .filter(|(_, able)| **able)
        .map(|(profile, _)| profile.clone())
        .collect();
    let others: Vec<Profile> = profiles
        .iter()
        .zip(&is_able)
        .filter(|(_, able)| !**able)
        .map(|(profile, _)| profile.clone())
        .collect();
    let seats =
        |list: &[Profile]| -> usize { list.iter().map(|one| 1 + usize::from(one.other.is_some())).sum() };
    let room = MOST_AGENTS.saturating_sub(seats(&able));
    if seats(&able) > MOST_AGENTS || room < 2 && !others.is_empty() {
        let (what, count) = ("profiles of which none may do all that another may", able.len());
        return Err(TooMany { what, count, most: MOST_AGENTS / 2 });
    }
    let mut shares: Vec<Vec<Profile>> = vec![Vec::new()];
    for profile in others {
        let needs = 1 + usize::from(profile.other.is_some());
        if seats(&shares[shares.len() - 1]) + needs > room {
            shares.push(Vec::new());
        }
        let last = shares.len() - 1;
        shares[last].push(profile);
    }
    let keys = of_tenant.iter().map(|&at| &classes.list[at].traits.override_key);
    let mut keys: Vec<String> = keys.filter(|key| !key.is_empty()).cloned().collect();
    keys.sort_unstable();
    keys.dedup();
    let deployment = ground.deployment();
    let named = |&transaction: &ObjectId| {
        let name = deployment.text(deployment.object(transaction).name);
        keys.iter().map(|key| (key.clone(), name.to_owned())).collect()
    };
    let attached = std::iter::once(Vec::new()).chain(common.transactions.iter().map(named)).collect();
    let tenant = Tenant { columns, queue: start.unwrap_or(QueueId(0)), workbins, attached };
    let build = |share: Vec<Profile>| {
        let count = able.len();
        let profiles: Vec<Profile> = able.iter().cloned().chain(share).collect();
        Scene::new(common, roster.clone(), profiles, count, &tenant)
    };
    Ok(shares.into_iter().map(build).collect())
}

/// Numbers for workbins and for the groups that own some; says of each workbin whether groups own it, or agents.
fn enter_workbins(
    ground: &Ground<'_, '_>,
    roster: &mut Roster,
    classes: &Classes,
    of_tenant: &[usize],
) -> Result<Vec<(WorkbinId, bool)>, TooMany> {
    let all = of_tenant.iter().map(|&at| &classes.list[at].traits);
    let mut workbins: Vec<ObjectId> =
        all.clone().flat_map(|traits| traits.workbins.iter().copied()).collect();
    let mut groups: Vec<ObjectId> = all.flat_map(|traits| traits.groups.iter().copied()).collect();
    for list in [&mut workbins, &mut groups] {
        list.sort_unstable();
        list.dedup();
    }
    for (what, list) in [("workbins", &workbins), ("agent groups with workbins", &groups)] {
        if list.len() > MOST {
            return Err(TooMany { what, count: list.len(), most: MOST });
        }
    }
    for &group in &groups {
        roster.enter_group(group);
    }
    let mut owned = Vec::new();
    for &workbin in &workbins {
        let id = roster.enter_workbin(workbin);
        if belongs_to_groups(ground, workbin) {
            owned.extend(id.map(|id| (id, true)));
        } else if belongs_to_agents(ground, workbin) {
            owned.extend(id.map(|id| (id, false)));
        }
    }
    Ok(owned)
}

fn enter_profile(profiles: &mut Vec<Profile>, roster: &mut Roster, at: usize, class: &Class) {
    let traits = &class.traits;
    let policy = AgentPolicy {
        rights: traits.rights,
        workbins: traits.workbins.iter().filter_map(|&workbin| roster.workbin(workbin)).collect(),
        groups: traits.groups.iter().filter_map(|&group| roster.group(group)).collect(),
        options: traits.options.for_machine(roster),
        overridden: traits.overridden.iter().map(|options| options.for_machine(roster)).collect(),
    };
    let clashes = traits.clashes();
    let same = |profile: &&mut Profile| {
        let known = &profile.policy;
        known.rights == policy.rights
            && known.workbins == policy.workbins
            && known.groups == policy.groups
            && profile.clashes == clashes
            && kinds(known).eq(kinds(&policy))
    };
    match profiles.iter_mut().find(same) {
        Some(known) => {
            known.classes.push(at);
            known.other.get_or_insert((class.first, policy));
        }
        None => profiles.push(Profile {
            other: class.second.map(|second| (second, policy.clone())),
            policy,
            clashes,
            first: class.first,
            classes: vec![at],
        }),
    }
}

/// Whether another profile may do all that this one may, wherever the chat lies; of two equal ones the first stays.
fn is_dominated(profiles: &[Profile], at: usize, views_open: bool) -> bool {
    let this = &profiles[at].policy;
    (0..profiles.len()).any(|other| {
        other != at && {
            let that = &profiles[other].policy;
            dominates(that, this, views_open) && (other < at || !dominates(this, that, views_open))
        }
    })
}

fn dominates(that: &AgentPolicy, this: &AgentPolicy, views_open: bool) -> bool {
    let within = |part: u64, whole: u64| part & !whole == 0;
    let rights = this.rights.iter().all(|right| that.rights.contains(right));
    let only_history = |policy: &AgentPolicy| {
        let has = |right| policy.rights.contains(right);
        !views_open && has(Right::ViewMyHistory) && !has(Right::ViewContactHistory) && !has(Right::ViewSearch)
    };
    // Whose a workbin is decides which right it takes: as one's own, or as a member, another one than as anybody else.
    let others = this.rights.contains(Right::PullFromOthersWorkbin);
    let or_as_member = this.groups == that.groups || that.rights.contains(Right::PullFromSharedWorkbin);
    let or_as_owner = that.workbins.is_empty() || that.rights.contains(Right::PullFromWorkbin);
    rights
        && (!others || or_as_member && or_as_owner)
        && within(this.workbins.bits(), that.workbins.bits())
        && within(this.groups.bits(), that.groups.bits())
        && (!only_history(this) || !only_history(that))
        && kinds(this).zip(kinds(that)).all(|((this, ..), (that, ..))| this != 0 || that == 0)
}

/// The overrides that no earlier one is like, for all profiles.
fn columns(profiles: &[Profile]) -> Vec<usize> {
    let count = profiles.first().map_or(0, |profile| profile.policy.overridden.len());
    let column = |number: usize| -> Vec<(u8, bool, bool)> {
        profiles.iter().map(|one| kind(one.policy.options(OverrideId(number as u8)))).collect()
    };
    let mut kept: Vec<usize> = Vec::new();
    for number in 0..=count.min(usize::from(u8::MAX)) {
        if !kept.iter().any(|&other| column(other) == column(number)) {
            kept.push(number);
        }
    }
    kept
}

impl Scene {
    fn new(
        common: &Common<'_>,
        mut roster: Roster,
        profiles: Vec<Profile>,
        able: usize,
        tenant: &Tenant,
    ) -> Self {
        let mut agents: Vec<AgentPolicy> = Vec::new();
        for profile in &profiles {
            roster.enter_agent(profile.first);
            agents.push(profile.policy.clone());
        }
        let mut twins = Vec::new();
        for (number, profile) in profiles.iter().enumerate() {
            if let Some((agent, policy)) = &profile.other
                && let (Some(first), Some(second)) = (AgentId::new(number), roster.enter_agent(*agent))
            {
                twins.push((first, second));
                agents.push(policy.clone());
            }
        }
        let starts = [true, false].into_iter().flat_map(|asynchronous| {
            let overrides = tenant.columns.iter().map(|&column| OverrideId(column as u8));
            overrides.map(move |overriding| Start { asynchronous, queue: tenant.queue, overriding })
        });
        let policy = Policy { agents, servers: common.servers, assumptions: common.assumptions };
        let transactions = std::iter::once(None).chain(common.transactions.iter().copied().map(Some));
        let mut scene = Self {
            starts: starts.collect(),
            transactions: transactions.collect(),
            attached: tenant.attached.clone(),
            ..Self::of(policy, profiles, able, twins, roster)
        };
        scene.put_into_workbins(&tenant.workbins);
        scene
    }

    /// A scene without workbins and without starts.
    pub(super) fn of(
        policy: Policy,
        profiles: Vec<Profile>,
        able: usize,
        twins: Vec<(AgentId, AgentId)>,
        roster: Roster,
    ) -> Self {
        let everyone = first_agents(policy.agents.len());
        let nobody = AgentId::new(MOST_AGENTS).unwrap_or(AgentId::FIRST);
        let asks = |agent: &AgentPolicy| kinds(agent).any(|(_, mandatory, _)| mandatory);
        Self {
            asks_disposition: policy.agents.iter().any(asks),
            folding: Folding::of(&policy, everyone, nobody),
            firsts: first_agents(profiles.len()),
            able: first_agents(able),
            roster,
            policy,
            profiles,
            twins,
            starts: Vec::new(),
            transactions: vec![None],
            attached: vec![Vec::new()],
            places: Vec::new(),
            stores: Vec::new(),
        }
    }

    /// The workbins that somebody sees, as places of every owner who sees them.
    pub(super) fn put_into_workbins(&mut self, workbins: &[(WorkbinId, bool)]) {
        for agent in self.firsts.iter() {
            let policy = self.policy.agent(agent);
            for &(workbin, of_groups) in
                workbins.iter().filter(|(workbin, _)| policy.workbins.contains(*workbin))
            {
                let owners: Vec<Owner> = if of_groups {
                    policy.groups.iter().map(Owner::Group).collect()
                } else {
                    vec![Owner::Agent(agent)]
                };
                for owner in owners {
                    let place = Place::Workbin(workbin, owner);
                    if !self.places.contains(&place) {
                        self.places.push(place);
                    }
                    self.stores.push((agent, workbin, owner));
                }
            }
        }
        if !self.policy.assumptions.holds(Assumption::AgentMayStore) {
            self.stores.clear();
        }
    }

    /// Every agent.
    pub(super) fn everyone(&self) -> Set<AgentId> {
        self.folding.everyone
    }

    /// The other agent of the same profile.
    pub(super) fn twin(&self, agent: AgentId) -> Option<AgentId> {
        self.twins.iter().find_map(|&(first, second)| match agent {
            _ if agent == first => Some(second),
            _ if agent == second => Some(first),
            _ => None,
        })
    }

    /// The profile that an agent stands for.
    pub(super) fn profile_of(&self, agent: AgentId) -> Option<&Profile> {
        let first =
            self.twins.iter().find(|&&(_, second)| second == agent).map_or(agent, |&(first, _)| first);
        self.profiles.get(first.index())
    }

    /// The rights that some agent has and a privilege stands behind.
    pub(super) fn granted(&self, ground: &Ground<'_, '_>) -> Rights {
        let graph = ground.privileges.graph();
        let of_agents = self.profiles.iter().flat_map(|profile| profile.policy.rights.iter());
        of_agents.filter(|&right| ground.rights.id(right, graph).is_some()).fold(Rights::NONE, Rights::with)
    }

    /// Whether two scenes are the same but for names, so that what is found in one holds of the other.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let alike = |(left, right): (&AgentPolicy, &AgentPolicy)| {
            left.rights == right.rights
                && left.workbins == right.workbins
                && left.groups == right.groups
                && kinds(left).eq(kinds(right))
        };
        let clashes = |scene: &Self| -> Vec<bool> {
            scene.profiles.iter().map(|profile| profile.clashes.is_empty()).collect()
        };
        self.policy.servers == other.policy.servers
            && self.policy.assumptions == other.policy.assumptions
            && self.policy.agents.len() == other.policy.agents.len()
            && self.policy.agents.iter().zip(&other.policy.agents).all(alike)
            && (self.able, &self.twins, &self.places) == (other.able, &other.twins, &other.places)
            && self.starts == other.starts
            && clashes(self) == clashes(other)
    }
}
