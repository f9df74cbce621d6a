//! Behaviour classes: agents who resolve alike in everything that the machine asks. Cost follows classes, not agents.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::behaviour::{Desk, DeskOptions, Ground};
use crate::chat::{AgentAction, Rights};
use crate::deployment::{FieldKey, ObjectId};
use crate::names::{ObjectKind, ScriptType, Symbol, WORKSPACE_SECTION};
use crate::resolve::OptionId;
use crate::shortcut::Shortcut;

/// Agents of one tenant who resolve alike: rights, options, transactions, workbins, keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// The tenant.
    pub tenant: Symbol,
    /// How many agents.
    pub agents: usize,
    /// The first of them by name, who stands for all.
    pub first: ObjectId,
    /// The second by name.
    pub second: Option<ObjectId>,
    /// What they have in common.
    pub traits: Traits,
}

/// What agents of one class have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Traits {
    /// The rights that effective privileges give.
    pub rights: Rights,
    /// The workbins that an option shows.
    pub workbins: Vec<ObjectId>,
    /// The agent groups, where one of these workbins belongs to groups.
    pub groups: Vec<ObjectId>,
    /// Which keys do what.
    pub keys: Vec<(Shortcut, AgentAction)>,
    /// The options while no transaction overrides them.
    pub options: DeskOptions,
    /// The options under each transaction of the tenant in [`Classes::tenants`].
    pub overridden: Vec<DeskOptions>,
    /// `interaction.override-option-key`.
    pub override_key: String,
}

/// The behaviour classes of a deployment.
#[derive(Debug, Clone, Default)]
pub struct Classes {
    /// The classes, by tenant and then by their first agents' names.
    pub list: Vec<Class>,
    /// The tenants with agents, each with the transactions that change an option which the machine asks.
    pub tenants: Vec<(Symbol, Vec<ObjectId>)>,
}

/// What is known of agents before anything is resolved: equal ones resolve alike.
type Alike = (usize, Rights, Symbol, Vec<(OptionId, Symbol, bool)>);

/// Every group of like agents, and of each agent the number of the group.
type Groups = (Vec<(Alike, Counted)>, Vec<(ObjectId, usize)>);

/// The first two agents by name, and how many there are.
#[derive(Clone, Copy)]
struct Counted {
    agents: usize,
    first: ObjectId,
    second: Option<ObjectId>,
}

impl Counted {
    fn join(&mut self, ground: &Ground<'_, '_>, other: Self) {
        let deployment = ground.deployment();
        let mut named: Vec<ObjectId> =
            [Some(self.first), self.second, Some(other.first), other.second].into_iter().flatten().collect();
        named.sort_by_key(|&agent| (deployment.text(deployment.object(agent).name), agent));
        self.agents += other.agents;
        (self.first, self.second) = (named[0], named.get(1).copied());
    }
}

impl Classes {
    /// The classes of all enabled agents.
    #[must_use]
    pub fn of(ground: &Ground<'_, '_>) -> Self {
        Self::with_members(ground).0
    }

    /// The classes of all enabled agents, and the number of each agent's class.
    pub(super) fn with_members(ground: &Ground<'_, '_>) -> (Self, Vec<(ObjectId, usize)>) {
        let deployment = ground.deployment();
        let mut tenants: Vec<Symbol> =
            ground.resolver.bases().iter().map(|base| deployment.object(base.agents[0]).tenant).collect();
        tenants.sort_by_key(|&tenant| deployment.text(tenant));
        tenants.dedup();
        let tenants: Vec<(Symbol, Vec<ObjectId>)> =
            tenants.into_iter().map(|tenant| (tenant, transactions(ground, tenant))).collect();
        let mut list: Vec<(usize, Class)> = Vec::new();
        let mut known: FxHashMap<(Symbol, Traits), usize> = FxHashMap::default();
        let (alike, mut members) = alike(ground);
        let mut class_of: Vec<usize> = Vec::with_capacity(alike.len());
        for ((_, _, tenant, _), counted) in alike {
            let named = tenants.iter().find(|(known, _)| *known == tenant).map_or(&[][..], |(_, list)| list);
            let traits = Traits::of(ground, counted.first, named);
            let at = *known.entry((tenant, traits.clone())).or_insert(list.len());
            class_of.push(at);
            match list.get_mut(at) {
                Some((_, class)) => {
                    let mut all = Counted { agents: class.agents, first: class.first, second: class.second };
                    all.join(ground, counted);
                    (class.agents, class.first, class.second) = (all.agents, all.first, all.second);
                }
                None => {
                    let Counted { agents, first, second } = counted;
                    list.push((at, Class { tenant, agents, first, second, traits }));
                }
            }
        }
        let name = |id: ObjectId| deployment.text(deployment.object(id).name);
        list.sort_by_key(|(_, class)| (deployment.text(class.tenant), name(class.first), class.first));
        let mut sorted = vec![0; list.len()];
        for (at, (was, _)) in list.iter().enumerate() {
            sorted[*was] = at;
        }
        for (_, number) in &mut members {
            *number = sorted[class_of[*number]];
        }
        (Self { list: list.into_iter().map(|(_, class)| class).collect(), tenants }, members)
    }
}

/// Agents of one base, with the same rights and the same own settings of what is asked; of each agent, which of them.
fn alike(ground: &Ground<'_, '_>) -> Groups {
    let (deployment, resolver) = (ground.deployment(), ground.resolver);
    let asked: FxHashSet<OptionId> = resolver
        .option_ids()
        .filter(|&id| {
            let (section, name) = resolver.option_name(id);
            Desk::asks(section, name)
        })
        .collect();
    let mut rights_of: FxHashMap<*const crate::privilege::Class, Rights> = FxHashMap::default();
    let mut known: FxHashMap<Alike, usize> = FxHashMap::default();
    let mut found: Vec<(Alike, Counted)> = Vec::new();
    let mut members = Vec::new();
    for (number, base) in resolver.bases().iter().enumerate() {
        for &agent in &base.agents {
            let class = ground.privileges.class_of(agent);
            let rights = *rights_of
                .entry(std::ptr::from_ref(class))
                .or_insert_with(|| ground.rights.of(&class.effective, ground.privileges.graph()));
            let own: Vec<(OptionId, Symbol, bool)> = resolver
                .settings(agent)
                .filter(|(id, _)| asked.contains(id))
                .map(|(id, setting)| (id, setting.value, setting.disabled))
                .collect();
            let key = (number, rights, deployment.object(agent).tenant, own);
            let alone = Counted { agents: 1, first: agent, second: None };
            match known.get(&key) {
                Some(&at) => {
                    members.push((agent, at));
                    found[at].1.join(ground, alone);
                }
                None => {
                    members.push((agent, found.len()));
                    known.insert(key.clone(), found.len());
                    found.push((key, alone));
                }
            }
        }
    }
    (found, members)
}

/// The enabled transactions of a tenant that set an option which the machine asks of an interaction.
fn transactions(ground: &Ground<'_, '_>, tenant: Symbol) -> Vec<ObjectId> {
    let deployment = ground.deployment();
    let sets = |id: ObjectId| {
        deployment.object(id).options.iter().any(|setting| {
            !setting.disabled
                && deployment.text(setting.section) == WORKSPACE_SECTION
                && DeskOptions::NAMES.contains(&deployment.text(setting.name))
        })
    };
    let of_tenant = |id: ObjectId| {
        let own = deployment.object(id).tenant;
        own == tenant || own == Symbol::EMPTY
    };
    let all = deployment.of_kind(ObjectKind::Transaction).iter().copied();
    all.filter(|&id| deployment.object(id).enabled && of_tenant(id) && sets(id)).collect()
}

/// Whose a workbin is, by the field `owner` of its script; without one, an agent's.
pub(super) fn belongs_to_groups(ground: &Ground<'_, '_>, workbin: ObjectId) -> bool {
    let deployment = ground.deployment();
    let owner = deployment.object(workbin).field(FieldKey::Owner);
    owner.is_some_and(|owner| deployment.text(owner.value) == ObjectKind::AgentGroup.as_str())
}

/// Whether it is an agent's.
pub(super) fn belongs_to_agents(ground: &Ground<'_, '_>, workbin: ObjectId) -> bool {
    let deployment = ground.deployment();
    let owner = deployment.object(workbin).field(FieldKey::Owner);
    owner.is_none_or(|owner| deployment.text(owner.value) == ObjectKind::Agent.as_str())
}

/// The enabled interaction queues that a tenant's names can mean: its own, and those without tenant.
pub(super) fn queues(ground: &Ground<'_, '_>, tenant: Symbol) -> Vec<ObjectId> {
    let deployment = ground.deployment();
    let mut all: Vec<ObjectId> = deployment
        .of_kind(ObjectKind::Script)
        .iter()
        .copied()
        .filter(|&id| {
            let script = deployment.object(id);
            script.enabled
                && (script.tenant == tenant || script.tenant == Symbol::EMPTY)
                && deployment.script_type(id) == Some(ScriptType::InteractionQueue)
        })
        .collect();
    all.sort_by_key(|&id| (deployment.text(deployment.object(id).name), id));
    all
}

impl Traits {
    pub(super) fn of(ground: &Ground<'_, '_>, agent: ObjectId, transactions: &[ObjectId]) -> Self {
        let desk = Desk::of(ground, agent);
        let steps = ground.steps(agent, &[]);
        let under = |&transaction: &ObjectId| {
            if desk.override_key.is_empty() {
                DeskOptions::of(ground, agent, &steps)
            } else {
                DeskOptions::of(ground, agent, &ground.steps(agent, &[transaction]))
            }
        };
        let mut workbins = desk.workbins;
        workbins.sort_unstable();
        workbins.dedup();
        let shared = workbins.iter().any(|&workbin| belongs_to_groups(ground, workbin));
        let mut groups = if shared { desk.groups } else { Vec::new() };
        groups.sort_unstable();
        Self {
            rights: desk.rights,
            keys: desk.keymap.bindings().iter().map(|key| (key.shortcut, key.action)).collect(),
            options: DeskOptions::of(ground, agent, &steps),
            overridden: transactions.iter().map(under).collect(),
            override_key: if transactions.is_empty() { String::new() } else { desk.override_key },
            workbins,
            groups,
        }
    }

    /// The keys that do two things.
    #[must_use]
    pub fn clashes(&self) -> Vec<(AgentAction, AgentAction)> {
        let mut found = Vec::new();
        for (at, (keys, action)) in self.keys.iter().enumerate() {
            let other = self.keys[..at].iter().find(|(other, _)| other == keys);
            found.extend(other.map(|&(_, first)| (first, *action)));
        }
        found
    }
}
