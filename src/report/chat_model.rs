//! The chat machine as table, JSON and pictures, all from the rows that the machine itself names.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;

use crate::chat::{ASSUMPTIONS, Assumptions, Plane, Row, State, rows};

/// The transition table as one JSON document (`schemas/chat-model.schema.json`).
#[derive(Debug, Serialize)]
pub struct ModelReport {
    version: u32,
    rows: Vec<ModelRow>,
    assumptions: Vec<ModelAssumption>,
}

#[derive(Debug, Serialize)]
struct ModelRow {
    name: &'static str,
    trigger: &'static str,
    from: Vec<&'static str>,
    to: Vec<&'static str>,
    guard: &'static str,
    effects: &'static str,
    basis: &'static str,
    source: &'static str,
    assumptions: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct ModelAssumption {
    name: &'static str,
    value: &'static str,
    default: &'static str,
    values: &'static [&'static str],
    basis: &'static str,
    description: &'static str,
}

impl ModelReport {
    /// The table, and what is assumed.
    #[must_use]
    pub fn new(assumptions: &Assumptions) -> Self {
        let names = |states: &[State]| states.iter().map(|state| state.as_str()).collect();
        let row = |row: &Row| ModelRow {
            name: row.name,
            trigger: row.trigger.as_str(),
            from: names(row.from),
            to: names(row.to),
            guard: row.guard,
            effects: row.effects,
            basis: row.basis.as_str(),
            source: row.source,
            assumptions: row.assumes.iter().map(|assumption| assumption.spec().name).collect(),
        };
        let assumption = |spec: &crate::chat::AssumptionSpec| ModelAssumption {
            name: spec.name,
            value: assumptions.value(spec.id),
            default: spec.default_value(),
            values: spec.values,
            basis: spec.basis.as_str(),
            description: spec.doc,
        };
        Self {
            version: 1,
            rows: rows().map(row).collect(),
            assumptions: ASSUMPTIONS.iter().map(assumption).collect(),
        }
    }
}

/// The rows of a table that fits a terminal: the transition with its basis below, where it leads, its condition with the
/// assumptions, its effects. Trigger and source stand in the JSON document.
pub fn model_rows() -> impl Iterator<Item = [String; 4]> {
    let states = |states: &[State]| states.iter().map(|state| state.as_str()).collect::<Vec<_>>().join(", ");
    rows().map(move |row| {
        let mut guard = row.guard.to_owned();
        if !row.assumes.is_empty() {
            let assumed: Vec<&str> = row.assumes.iter().map(|assumption| assumption.spec().name).collect();
            let gap = if guard.is_empty() { "" } else { " " };
            guard.push_str(&format!("{gap}({})", assumed.join(", ")));
        }
        let (from, to) = (states(row.from), states(row.to));
        [
            format!("{}\n  {}", row.name, row.basis.as_str()),
            if from == to { from } else { format!("{from} → {to}") },
            guard,
            row.effects.to_owned(),
        ]
    })
}

/// The planes, in the order of the pictures.
pub(super) const PLANES: [Plane; 5] =
    [Plane::Session, Plane::Interaction, Plane::Customer, Plane::Desktop, Plane::Part];

/// The transitions of a plane: from, to, and the names of the rows, in order. Where a row lists several states of the
/// plane on both sides, each stays as it is and there is nothing to draw.
pub(super) fn transitions(plane: Plane) -> Vec<(State, State, Vec<&'static str>)> {
    let of = |states: &[State]| -> Vec<State> {
        states.iter().copied().filter(|state| state.plane() == plane).collect()
    };
    let mut found: Vec<(State, State, Vec<&'static str>)> = Vec::new();
    for row in rows() {
        let (from, to) = (of(row.from), of(row.to));
        if from.len() > 1 && to.len() > 1 {
            continue;
        }
        for &start in &from {
            for &end in to.iter().filter(|&&end| end != start) {
                match found.iter_mut().find(|(from, to, _)| (*from, *to) == (start, end)) {
                    Some((_, _, names)) => names.push(row.name),
                    None => found.push((start, end, vec![row.name])),
                }
            }
        }
    }
    found.sort_by_key(|&(from, to, _)| (from, to));
    found
}

fn id(state: State) -> String {
    format!("{}_{}", state.plane().as_str(), state.as_str().replace('-', "_"))
}

pub(super) fn drawn(plane: Plane) -> BTreeSet<State> {
    State::ALL.into_iter().filter(|state| state.plane() == plane).collect()
}

/// The machine as a graph for Mermaid: one part for each plane.
#[must_use]
pub fn model_mermaid() -> String {
    let mut text = String::from("flowchart LR\n");
    for plane in PLANES {
        let _ = writeln!(text, "  subgraph {}", plane.as_str());
        for state in drawn(plane) {
            let _ = writeln!(text, "    {}[\"{}\"]", id(state), state.as_str());
        }
        for (from, to, names) in transitions(plane) {
            let _ = writeln!(text, "    {} -- \"{}\" --> {}", id(from), names.join("<br/>"), id(to));
        }
        text.push_str("  end\n");
    }
    text
}

/// The machine as a graph for Graphviz: one cluster for each plane.
#[must_use]
pub fn model_dot() -> String {
    let mut text = String::from("digraph chat {\n  rankdir = LR;\n  node [shape = box];\n");
    for plane in PLANES {
        let name = plane.as_str();
        let _ = writeln!(text, "  subgraph cluster_{name} {{\n    label = {name:?};");
        for state in drawn(plane) {
            let _ = writeln!(text, "    {} [label = {:?}];", id(state), state.as_str());
        }
        for (from, to, names) in transitions(plane) {
            let _ = writeln!(text, "    {} -> {} [label = {:?}];", id(from), id(to), names.join("\n"));
        }
        text.push_str("  }\n");
    }
    text.push_str("}\n");
    text
}
