//! The search for all repairs of an agent who has roles.
//!
//! What is missing is a small set that changes must cover: a grant covers one privilege, joining a role or an access
//! group covers what it gives. So the repairs are the minimal covers, told apart first by *what* each part covers and
//! then by which change does it.

use super::audience::{Audience, NewGrant};
use super::holding::Privileges;
use super::repair::{Change, Found, Repair};
use super::set::{PrivilegeId, PrivilegeSet};
use crate::deployment::{ObjectId, Relation};
use crate::explore::smallest_sets_monotone;

/// With more different parts than this, only repairs of few changes are looked for.
const PARTS: usize = 16;
/// How many changes these are.
const FEW: usize = 3;
/// Most missing privileges of which covers can be looked for: one bit each.
const MISSING: usize = u64::BITS as usize;
/// Most ways to choose grants, for one number of changes.
const PLANS: usize = 20_000;

pub(super) struct Search<'p, 'd> {
    agent: ObjectId,
    missing: Vec<PrivilegeId>,
    /// The roles that a grant is tried in, by name.
    roles: Vec<ObjectId>,
    all_roles: bool,
    /// What can be joined, by name.
    joins: Vec<(ObjectId, Relation)>,
    /// Which sets of missing privileges one change can cover, each with the joins that cover exactly it.
    parts: Vec<(u64, Vec<usize>)>,
    audience: Audience<'p, 'd>,
}

/// Which privileges are granted where, and for which parts something is joined: joins are interchangeable until the
/// end, since they change nobody else.
#[derive(Debug, Clone, Default)]
struct Plan {
    grants: Vec<NewGrant>,
    joins: Vec<usize>,
    also_affects: usize,
}

/// A repair by numbers: grants, then joins, each in the order of names.
type Draft = (usize, Vec<NewGrant>, Vec<usize>);

impl<'p, 'd> Search<'p, 'd> {
    pub(super) fn new(privileges: &'p Privileges<'d>, agent: ObjectId, missing: &PrivilegeSet) -> Self {
        let missing: Vec<PrivilegeId> = missing.iter().collect();
        let mut roles = privileges.roles_of(agent);
        let all_roles = roles.len() <= Audience::ROLES;
        roles.truncate(Audience::ROLES);
        let mut joins = Vec::new();
        let mut parts: Vec<(u64, Vec<usize>)> = Vec::new();
        if missing.len() <= MISSING {
            if !roles.is_empty() {
                parts.extend((0..missing.len()).map(|at| (1 << at, Vec::new())));
            }
            for (object, relation, brings) in privileges.joinable(agent) {
                let gives = privileges.granted_by(&brings);
                let covers = (missing.iter().enumerate())
                    .filter(|&(_, &privilege)| gives.contains(privilege))
                    .fold(0, |covers, (at, _)| covers | 1 << at);
                if covers == 0 {
                    continue;
                }
                match parts.iter_mut().find(|(part, _)| *part == covers) {
                    Some((_, by)) => by.push(joins.len()),
                    None => parts.push((covers, vec![joins.len()])),
                }
                joins.push((object, relation));
            }
        }
        let audience = Audience::new(privileges, agent, &roles);
        Self { agent, missing, roles, all_roles, joins, parts, audience }
    }

    /// All repairs, in their order.
    pub(super) fn run(mut self) -> Found {
        let mut found = Found { repairs: Vec::new(), incomplete: !self.all_roles };
        let largest =
            if self.parts.len() <= PARTS { self.missing.len() } else { FEW.min(self.missing.len()) };
        let mut gave_up = largest < self.missing.len() || self.missing.len() > MISSING;
        for same_size in self.covers(largest).chunk_by(|a, b| a.len() == b.len()) {
            let left = Privileges::REPAIRS - found.repairs.len();
            let Some(drafts) = self.drafts(same_size, left) else {
                gave_up = true;
                break;
            };
            let more = drafts.len() > left;
            found.repairs.extend(drafts.into_iter().take(left).map(|draft| self.repair(draft)));
            if more {
                found.incomplete = true;
                return found;
            }
        }
        if gave_up {
            found.incomplete = true;
            self.grant_all_in_one_role(&mut found.repairs);
        }
        found
    }

    /// The minimal covers of everything that is missing, as positions in `parts`, fewest parts first.
    fn covers(&self, largest: usize) -> Vec<Vec<usize>> {
        if self.missing.len() > MISSING {
            return Vec::new();
        }
        let all = u64::MAX >> (MISSING - self.missing.len());
        let covered = |chosen: &[usize]| chosen.iter().fold(0, |covered, &at| covered | self.parts[at].0);
        smallest_sets_monotone(self.parts.len(), largest, |chosen| covered(chosen) == all)
    }

    /// The repairs that the covers stand for, in their order: all, or more than `limit`. `None` where there are too many
    /// plans to look at.
    fn drafts(&mut self, covers: &[Vec<usize>], limit: usize) -> Option<Vec<Draft>> {
        let mut plans = Vec::new();
        for cover in covers {
            self.plan(cover, Plan::default(), &mut plans)?;
        }
        for plan in &mut plans {
            plan.grants.sort_unstable();
            plan.also_affects = self.audience.changed_by(&plan.grants);
        }
        plans.sort_by_key(|plan| plan.also_affects);
        let mut drafts: Vec<Draft> = Vec::new();
        for same in plans.chunk_by(|a, b| a.also_affects == b.also_affects) {
            for plan in same {
                self.join(plan, limit + 1, &mut drafts);
            }
            if drafts.len() > limit {
                break;
            }
        }
        drafts.sort_unstable();
        Some(drafts)
    }

    /// Decides for each part of a cover whether it is granted, and where, or joined.
    fn plan(&self, cover: &[usize], plan: Plan, plans: &mut Vec<Plan>) -> Option<()> {
        let Some((&part, rest)) = cover.split_first() else {
            plans.push(plan);
            return (plans.len() <= PLANS).then_some(());
        };
        let (covers, joins) = &self.parts[part];
        if covers.is_power_of_two() {
            let privilege = self.missing[covers.trailing_zeros() as usize];
            for role in 0..self.roles.len() as u32 {
                let mut with = plan.clone();
                with.grants.push(NewGrant { role, privilege });
                self.plan(rest, with, plans)?;
            }
        }
        if !joins.is_empty() {
            let mut with = plan;
            with.joins.push(part);
            self.plan(rest, with, plans)?;
        }
        Some(())
    }

    /// Chooses what to join for each part of a plan. A choice at positions i, j, ... of the parts' lists comes behind the
    /// (i + 1) (j + 1) ... - 1 choices at smaller positions, so that only those with a product up to `limit` can be among
    /// the first `limit`.
    fn join(&self, plan: &Plan, limit: usize, drafts: &mut Vec<Draft>) {
        let mut choices = vec![(1, Vec::new())];
        for &part in &plan.joins {
            let mut longer = Vec::new();
            for (product, chosen) in &choices {
                for (at, &join) in self.parts[part].1.iter().enumerate().take(limit / product) {
                    let mut chosen: Vec<usize> = chosen.clone();
                    chosen.push(join);
                    longer.push((product * (at + 1), chosen));
                }
            }
            choices = longer;
        }
        for (_, mut chosen) in choices {
            chosen.sort_unstable();
            drafts.push((plan.also_affects, plan.grants.clone(), chosen));
        }
    }

    fn grant_all_in_one_role(&mut self, repairs: &mut Vec<Repair>) {
        let mut drafts = Vec::new();
        for role in 0..self.roles.len() as u32 {
            let grants: Vec<NewGrant> =
                self.missing.iter().map(|&privilege| NewGrant { role, privilege }).collect();
            drafts.push((self.audience.changed_by(&grants), grants, Vec::new()));
        }
        drafts.sort_unstable();
        for draft in drafts {
            repairs.push(self.repair(draft));
        }
    }

    fn repair(&self, (also_affects, grants, joins): Draft) -> Repair {
        let grant = |grant: NewGrant| Change::Grant {
            role: self.roles[grant.role as usize],
            privilege: grant.privilege,
        };
        let join = |at: usize| {
            let (object, relation) = self.joins[at];
            Change::AddMember { object, relation, member: self.agent }
        };
        let changes = grants.into_iter().map(grant).chain(joins.into_iter().map(join)).collect();
        Repair { changes, also_affects }
    }
}
