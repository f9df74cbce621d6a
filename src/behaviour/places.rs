//! Which lines of the configuration give the machine its answers.

use super::desk::{Desk, DeskOptions};
use super::ground::Ground;
use super::servers::enabled_servers;
use crate::chat::Right;
use crate::deployment::{Deployment, ObjectId};
use crate::names::{ApplicationType, Level, ObjectKind, ScriptType, WORKSPACE_SECTION};
use crate::privilege::{PrivilegeId, Reach};
use crate::resolve::Step;
use crate::text::Span;

/// The lines by which one role brings a privilege to an agent: the grant, the agent's membership, and where the group
/// between them has the role.
fn lines_of_way(reach: &Reach, grant: Span) -> impl Iterator<Item = Span> {
    [grant, reach.member].into_iter().chain(reach.through.map(|through| through.at))
}

impl<'d> Ground<'_, 'd> {
    /// The privileges behind the machine's rights that are effective for an agent, each with its lines, and with those
    /// of the privileges that it needs.
    #[must_use]
    pub fn lines_of_rights(&self, agent: ObjectId) -> Vec<(Right, Vec<Span>)> {
        let (graph, effective) = (self.privileges.graph(), self.privileges.effective_set(agent));
        let asked = |right: Right| Some((right, self.rights.id(right, graph)?));
        let mut rights: Vec<(Right, PrivilegeId, Vec<Span>)> = Right::ALL
            .into_iter()
            .filter_map(asked)
            .filter(|&(_, privilege)| effective.contains(privilege))
            .map(|(right, privilege)| (right, privilege, Vec::new()))
            .collect();
        for reach in self.privileges.reaches(agent) {
            let Some(role) = self.privileges.role(reach.role) else { continue };
            for (_, privilege, lines) in &mut rights {
                let needed = std::iter::once(*privilege).chain(graph.needs(*privilege).iter());
                for grant in needed.filter_map(|needed| role.grant(needed)) {
                    lines.extend(lines_of_way(&reach, grant.at));
                }
            }
        }
        let told_once = |mut lines: Vec<Span>| {
            lines.sort_unstable();
            lines.dedup();
            lines
        };
        rights.into_iter().map(|(right, _, lines)| (right, told_once(lines))).collect()
    }

    /// The options that the machine asks of an agent, as far as something sets them on these steps: each with the line
    /// that counts.
    #[must_use]
    pub fn lines_of_options(&self, steps: &[Step]) -> Vec<(&'d str, Span)> {
        let asked = self.resolver.options().filter(|&(section, name)| Desk::asks(section, name));
        asked.filter_map(|(_, name)| Some((name, self.option(steps, name).at?))).collect()
    }

    /// The lines of enabled transactions with options that the machine asks and that a strategy may override: the
    /// transaction, option, value and line.
    #[must_use]
    pub fn lines_of_transactions(&self) -> Vec<(ObjectId, &'d str, &'d str, Span)> {
        let deployment = self.deployment();
        let mut lines = Vec::new();
        for &id in deployment.of_kind(ObjectKind::Transaction) {
            for (option, setting) in self.resolver.settings(id).filter(|_| deployment.object(id).enabled) {
                let (section, name) = self.resolver.option_name(option);
                if section == WORKSPACE_SECTION
                    && DeskOptions::NAMES.contains(&name)
                    && self.resolver.competes(option, Level::Transaction, setting)
                {
                    lines.push((id, name, deployment.text(setting.value), setting.at));
                }
            }
        }
        lines
    }

    /// The options that show a workbin to an agent on these steps, each with its line.
    #[must_use]
    pub fn lines_of_workbin(
        &self,
        agent: ObjectId,
        steps: &[Step],
        workbin: ObjectId,
    ) -> Vec<(&'d str, Span)> {
        let shown =
            self.lines_of_options(steps).into_iter().filter(|(name, _)| name.starts_with(Desk::WORKBIN));
        shown
            .filter(|(name, _)| {
                let value = self.option(steps, name).value;
                value.and_then(|value| self.script(agent, value, ScriptType::InteractionWorkbin))
                    == Some(workbin)
            })
            .collect()
    }
}

/// Where an option of the server that counts is set: on the first enabled application of its type.
#[must_use]
pub fn line_of_server(
    deployment: &Deployment,
    kind: ApplicationType,
    section: &str,
    name: &str,
) -> Option<Span> {
    let symbols = (deployment.symbol(section)?, deployment.symbol(name)?);
    deployment
        .object(enabled_servers(deployment, kind).next()?)
        .setting(symbols.0, symbols.1)
        .map(|setting| setting.at)
}
