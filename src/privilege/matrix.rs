//! Everything at a glance: roles by privileges, and classes of agents by privileges.

use super::holding::{Class, Privileges, RoleGrants, Standing};
use super::path::by_name;
use super::set::{PrivilegeId, PrivilegeSet};
use crate::deployment::ObjectId;

/// A role's row.
#[derive(Debug, Clone, Copy)]
pub struct RoleRow<'p> {
    /// What the role grants.
    pub role: &'p RoleGrants,
    /// Number of enabled agents whom it reaches; 0 for a disabled role.
    pub agents: usize,
}

impl RoleRow<'_> {
    /// How a privilege stands with an agent who has this role only: *inert* means that another role must grant what
    /// the privilege depends on.
    #[must_use]
    pub fn standing(&self, privilege: PrivilegeId) -> Standing {
        let uncertain = !self.role.unmapped.is_empty();
        Standing::of(privilege, &self.role.granted, &self.role.effective, uncertain)
    }
}

/// The row of a class of agents.
#[derive(Debug, Clone)]
pub struct AgentRow<'p> {
    /// The class, with all its agents.
    pub class: &'p Class,
    /// Its first agents by name, at most [`Matrix::NAMED`].
    pub first: Vec<ObjectId>,
}

impl AgentRow<'_> {
    /// How a privilege stands with these agents.
    #[must_use]
    pub fn standing(&self, privilege: PrivilegeId) -> Standing {
        Standing::of(privilege, &self.class.granted, &self.class.effective, self.class.uncertain)
    }
}

/// Roles and classes of agents by privileges.
#[derive(Debug, Clone)]
pub struct Matrix<'p> {
    /// The columns: every privilege that some role grants, by name.
    pub privileges: Vec<PrivilegeId>,
    /// A row for each role, by name.
    pub roles: Vec<RoleRow<'p>>,
    /// A row for each class of agents, the largest first, of equally large ones by the first agent's name.
    pub agents: Vec<AgentRow<'p>>,
}

impl Matrix<'_> {
    /// How many agents of a class are named.
    pub const NAMED: usize = 3;
}

impl Privileges<'_> {
    /// Roles and classes of agents by privileges.
    #[must_use]
    pub fn matrix(&self) -> Matrix<'_> {
        let name = |id| by_name(self.deployment, id);
        let mut columns = PrivilegeSet::empty(self.graph.len());
        let mut roles: Vec<RoleRow<'_>> = self
            .roles()
            .iter()
            .map(|role| {
                columns.add_all(&role.granted);
                RoleRow { role, agents: self.reached_by(role.role).len() }
            })
            .collect();
        roles.sort_by_key(|row| name(row.role.role));
        let mut agents: Vec<AgentRow<'_>> = self
            .classes()
            .map(|class| {
                let mut first = class.agents.clone();
                first.sort_by_key(|&agent| name(agent));
                first.truncate(Matrix::NAMED);
                AgentRow { class, first }
            })
            .collect();
        agents.sort_by_key(|row| {
            (std::cmp::Reverse(row.class.agents.len()), row.first.first().copied().map(name))
        });
        Matrix { privileges: columns.iter().collect(), roles, agents }
    }
}
