//! Which rows of the transition table fire in some reachable state of a deployment.

use std::collections::BTreeSet;

use super::classes::Classes;
use super::driver::{Question, explorable};
use super::model::{ChatModel, Scope};
use super::scene::Scene;
use crate::chat::{AgentId, Right, RowId, Set, decide};
use crate::dryrun::Setting;
use crate::explore::{Explored, Limit, Model as _};

/// How many agents are in a chat together where rows are counted.
const COMPANY: usize = 3;

/// The rows that fire when everything is explored that agents, customers, workflow and servers can do with one chat: with
/// one agent at a time, and with up to three of those who can do most.
#[must_use]
pub fn fired_rows(setting: &Setting<'_, '_>, question: &Question) -> BTreeSet<RowId> {
    let classes = Classes::of(&setting.ground);
    let mut rows = BTreeSet::new();
    for (tenant, transactions) in &classes.tenants {
        let Ok(explorable) = explorable(setting, question, &classes, *tenant, transactions) else { continue };
        for scene in &explorable.scenes {
            of_scene(scene, &question.limit, &mut rows);
        }
    }
    rows
}

/// Agents with much to do: those who use chats first, of them the able ones with their twins. Others can be invited.
pub(super) fn busy(scene: &Scene) -> Set<AgentId> {
    let able = scene.able.iter().flat_map(|agent| [Some(agent), scene.twin(agent)]).flatten();
    let chats = |agent: &AgentId| scene.policy.allows(*agent, Right::UseChat);
    let mut chosen = Set::EMPTY;
    for agent in able.chain(scene.everyone().iter()).filter(chats).chain(scene.everyone().iter()) {
        if chosen.len() < COMPANY {
            chosen = chosen.with(agent);
        }
    }
    chosen
}

fn of_scene(scene: &Scene, limit: &Limit, rows: &mut BTreeSet<RowId>) {
    // Agents log in without a step of their own.
    rows.insert(RowId::Login);
    let agents = busy(scene);
    let alone = Scope { agents: scene.everyone(), company: 1, hubs: Set::EMPTY, failures: true, wide: true };
    let together = Scope { agents, company: COMPANY, hubs: agents, failures: true, wide: false };
    for scope in [alone, together] {
        let model = ChatModel { scene, scope };
        let explored = Explored::visit(&model, limit);
        let mut steps = Vec::new();
        for state in explored.states() {
            steps.clear();
            model.successors(state, &mut steps);
            let world = state.unpacked();
            for (step, _) in &steps {
                if let Ok(events) = decide(&scene.policy, &world, &step.command) {
                    rows.extend(events.iter().map(|happened| happened.row));
                }
            }
        }
    }
}
