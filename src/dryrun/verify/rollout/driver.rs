//! Puts the halves of a comparison together.

use super::super::driver::{Question, verify};
use super::report::Rollout;
use super::sides::Sides;
use super::{behaviours, held};
use crate::dryrun::Setting;

/// What becomes of the chats and agents of a deployment when another one takes its place. The question is that to the
/// new deployment. The same arguments always give the same answer.
#[must_use]
pub fn rollout<'g, 'd>(old: &Setting<'g, 'd>, new: &Setting<'g, 'd>, question: &Question) -> Rollout {
    let sides = Sides::new(old, new, question);
    let survival = held::survival(&sides);
    let compared = behaviours::compare(&sides);
    Rollout {
        behaviours: compared.behaviours,
        unknown: compared.unknown,
        agents: sides.pairs.iter().map(|pair| pair.agents.len()).sum(),
        pairs: sides.pairs.len(),
        states: compared.states,
        survival,
        verified: verify(new, question),
    }
}
