//! Whom else a grant would change.

use rustc_hash::FxHashMap;

use super::holding::Privileges;
use super::set::PrivilegeId;
use crate::deployment::ObjectId;

/// A privilege granted in the role at a position of [`Audience::roles`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NewGrant {
    pub(super) role: u32,
    pub(super) privilege: PrivilegeId,
}

/// The other agents whom some roles reach.
#[derive(Debug)]
pub(super) struct Audience<'p, 'd> {
    privileges: &'p Privileges<'d>,
    /// How many agents of a class have which of the roles, a bit for each role.
    shares: Vec<(u32, u64, usize)>,
    known: FxHashMap<Vec<NewGrant>, usize>,
}

impl<'p, 'd> Audience<'p, 'd> {
    /// Most roles that are looked at together.
    pub(super) const ROLES: usize = u64::BITS as usize;

    /// The agents other than `agent` whom `roles`, at most [`Self::ROLES`], reach.
    pub(super) fn new(privileges: &'p Privileges<'d>, agent: ObjectId, roles: &[ObjectId]) -> Self {
        let mut roles_of: FxHashMap<ObjectId, u64> = FxHashMap::default();
        for (at, &role) in roles.iter().enumerate() {
            for other in privileges.reached_by(role) {
                *roles_of.entry(other).or_default() |= 1 << at;
            }
        }
        roles_of.remove(&agent);
        let mut counts: FxHashMap<(u32, u64), usize> = FxHashMap::default();
        for (other, has) in roles_of {
            *counts.entry((privileges.class_index(other), has)).or_default() += 1;
        }
        let shares = counts.into_iter().map(|((class, has), agents)| (class, has, agents)).collect();
        Self { privileges, shares, known: FxHashMap::default() }
    }

    /// Number of agents whose effective privileges the grants would change.
    pub(super) fn changed_by(&mut self, grants: &[NewGrant]) -> usize {
        if grants.is_empty() {
            return 0;
        }
        if let Some(&known) = self.known.get(grants) {
            return known;
        }
        let changes = |class: u32, has: u64| {
            let class = self.privileges.class_at(class);
            let mut granted = class.granted.clone();
            for grant in grants.iter().filter(|grant| has & (1 << grant.role) != 0) {
                granted.insert(grant.privilege);
            }
            granted != class.granted && self.privileges.graph.effective(&granted) != class.effective
        };
        let changed = self
            .shares
            .iter()
            .filter(|&&(class, has, _)| changes(class, has))
            .map(|&(_, _, agents)| agents)
            .sum();
        self.known.insert(grants.to_vec(), changed);
        changed
    }
}
