//! A whole deployment as the machine asks it, everything as it is configured now.

use super::desk::{Desk, DeskOptions};
use super::ground::Ground;
use super::roster::Roster;
use super::servers::servers;
use crate::chat::{Assumptions, Policy};

/// What is in force for those who take part, as long as nothing changes and no interaction names transactions. Hold
/// queues are entered in the roster.
#[must_use]
pub fn policy(ground: &Ground<'_, '_>, roster: &mut Roster, assumptions: Assumptions) -> Policy {
    let agents = roster.agents().to_vec();
    let of = |agent| {
        let options = DeskOptions::of(ground, agent, &ground.steps(agent, &[])).for_machine(roster);
        Desk::of(ground, agent).for_machine(roster, options)
    };
    Policy {
        agents: agents.into_iter().map(of).collect(),
        servers: servers(ground.deployment(), ground.catalogue),
        assumptions,
    }
}
