//! A small set of scenarios that fires every row of the machine that can fire in a deployment.
//!
//! Each row is looked for in the widest exploration, shortest ways first. Stories with the longest ways come first,
//! because they fire most on their way; what the others have fired already is left out.

use std::collections::BTreeSet;

use super::classes::Classes;
use super::driver::{Question, explorable};
use super::model::{ChatModel, Scope};
use super::rows::busy;
use super::scene::Scene;
use super::story::{Story, tell};
use crate::behaviour::Ground;
use crate::chat::{Command, ROW_COUNT, Row, RowId, Set, decide, rows};
use crate::dryrun::Setting;
use crate::explore::{Explored, Limit, Model as _};

/// How many ways to a row are tried, until one can be told as a scenario.
const WAYS: usize = 12;
/// How many agents are in a chat together.
const COMPANY: usize = 3;

/// One scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The row for which it is there.
    pub row: &'static str,
    /// The scenario as an item of the list `scenarios`.
    pub text: String,
    /// Every row that it fires.
    pub rows: BTreeSet<RowId>,
}

/// Scenarios that together fire what can fire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cover {
    /// The scenarios, in the order of their rows.
    pub scenarios: Vec<Generated>,
    /// Rows that fire in the exploration, and in no scenario: there is no verb for what fires them, or the configured
    /// timeouts let another timer run out first.
    pub untold: Vec<&'static str>,
    /// Whether everything was explored that was begun.
    pub is_complete: bool,
    /// Whether everybody was let into a chat with the others, and every tenant could be explored.
    pub is_whole: bool,
}

impl Cover {
    /// How many rows the scenarios fire.
    #[must_use]
    pub fn fired(&self) -> usize {
        self.rows().len()
    }

    /// The rows that the scenarios fire.
    #[must_use]
    pub fn rows(&self) -> BTreeSet<RowId> {
        self.scenarios.iter().flat_map(|one| one.rows.iter().copied()).collect()
    }

    /// How many states of a tenant are looked at, unless somebody asks for more.
    pub const STATES: usize = 5_000;

    /// The head of a file of scenarios.
    pub const HEAD: &'static str = "scenarios:\n";

    /// A counterexample's scenario as a generated one, without the head.
    pub(super) fn item(scenario: &str) -> String {
        let text = scenario.replace("tags: [counterexample]", "tags: [generated]");
        text.strip_prefix(Self::HEAD).unwrap_or(&text).to_owned()
    }
}

/// Covers a deployment: of each tenant the question's limit of states is explored, twice.
#[must_use]
pub fn cover(setting: &Setting<'_, '_>, question: &Question) -> Cover {
    let classes = Classes::of(&setting.ground);
    let mut found = Found {
        ground: &setting.ground,
        told: Vec::new(),
        seen: BTreeSet::new(),
        is_complete: true,
        is_whole: true,
    };
    let mut known: Vec<Scene> = Vec::new();
    for (tenant, transactions) in &classes.tenants {
        let Ok(explorable) = explorable(setting, question, &classes, *tenant, transactions) else {
            found.is_whole = false;
            continue;
        };
        for scene in explorable.scenes {
            if !known.iter().any(|other| other.is_like(&scene)) {
                found.scene(&scene, &question.limit);
                known.push(scene);
            }
        }
    }
    found.cover()
}

/// What leads to a state, and fires a row there.
fn way(explored: &Explored<'_, ChatModel<'_>>, state: usize, row: RowId) -> Option<Vec<Command>> {
    let model = explored.model();
    let trace = explored.trace_to(state)?;
    let world = trace.last().unpacked();
    let mut steps = Vec::new();
    model.successors(trace.last(), &mut steps);
    let fires = |command: &Command| {
        decide(&model.scene.policy, &world, command)
            .is_ok_and(|events| events.iter().any(|happened| happened.row == row))
    };
    let last = steps.into_iter().map(|(step, _)| step.command).find(fires)?;
    Some(trace.steps.iter().map(|(step, _)| step.command).chain([last]).collect())
}

/// A story that fires a row.
struct Told {
    row: &'static Row,
    length: usize,
    text: String,
    rows: BTreeSet<RowId>,
}

struct Found<'a, 'g, 'd> {
    ground: &'a Ground<'g, 'd>,
    /// At most one for each row.
    told: Vec<Told>,
    seen: BTreeSet<RowId>,
    is_complete: bool,
    is_whole: bool,
}

impl Found<'_, '_, '_> {
    fn scene(&mut self, scene: &Scene, limit: &Limit) {
        let agents = busy(scene);
        self.is_whole &= scene.everyone().iter().all(|agent| agents.contains(agent));
        let alone =
            Scope { agents: scene.everyone(), company: 1, hubs: Set::EMPTY, failures: true, wide: true };
        let together = Scope { agents, company: COMPANY, hubs: agents, failures: true, wide: false };
        for scope in [alone, together] {
            let model = ChatModel { scene, scope };
            let explored = Explored::visit(&model, limit);
            self.is_complete &= explored.unfinished().is_none();
            let ways = self.ways(&explored);
            for (row, ways) in rows().zip(ways) {
                let first = ways.iter().find_map(|&state| {
                    let commands = way(&explored, state, row.id)?;
                    let story = tell(self.ground, scene, row.name, &commands).ok()?;
                    story.rows.contains(&row.id).then_some((commands.len(), story))
                });
                if let Some((length, Story { rows, scenario, .. })) = first {
                    let text = Cover::item(&scenario);
                    self.told.push(Told { row, length, text, rows });
                }
            }
        }
    }

    /// By row: states in which it fires, the first ones visited.
    fn ways(&mut self, explored: &Explored<'_, ChatModel<'_>>) -> Vec<Vec<usize>> {
        let model = explored.model();
        let told: BTreeSet<RowId> = self.told.iter().map(|told| told.row.id).collect();
        let mut ways: Vec<Vec<usize>> = vec![Vec::new(); ROW_COUNT];
        let mut steps = Vec::new();
        for (number, state) in explored.states().iter().enumerate() {
            steps.clear();
            model.successors(state, &mut steps);
            let world = state.unpacked();
            let mut new: BTreeSet<RowId> = BTreeSet::new();
            for (step, _) in &steps {
                let Ok(events) = decide(&model.scene.policy, &world, &step.command) else { continue };
                for row in events.iter().map(|happened| happened.row) {
                    self.seen.insert(row);
                    if !told.contains(&row) && ways[row as usize].len() < WAYS && new.insert(row) {
                        ways[row as usize].push(number);
                    }
                }
            }
        }
        ways
    }

    /// The longest stories first; then those are left out whose rows others fire.
    fn cover(mut self) -> Cover {
        self.told.sort_by_key(|told| (std::cmp::Reverse(told.length), told.row.id));
        let mut chosen: Vec<Told> = Vec::new();
        let fires = |of: &[Told], row: &RowId| of.iter().any(|told| told.rows.contains(row));
        for told in self.told {
            if !fires(&chosen, &told.row.id) {
                chosen.push(told);
            }
        }
        let mut at = chosen.len();
        while at > 0 {
            at -= 1;
            let told = chosen.remove(at);
            if !told.rows.iter().all(|row| fires(&chosen, row)) {
                chosen.insert(at, told);
            }
        }
        chosen.sort_by_key(|told| told.row.id);
        let untold = rows().filter(|row| self.seen.contains(&row.id) && !fires(&chosen, &row.id));
        Cover {
            untold: untold.map(|row| row.name).collect(),
            is_complete: self.is_complete,
            is_whole: self.is_whole,
            scenarios: chosen
                .into_iter()
                .map(|told| Generated { row: told.row.name, text: told.text, rows: told.rows })
                .collect(),
        }
    }
}
