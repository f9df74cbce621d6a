//! A session as JSON Lines: one object for each line that leads to something (`schemas/chat-session.schema.json`).

use serde::Serialize;

use super::Place;
use crate::diagnostic::{Diagnostic, Label};
use crate::dryrun::{AgentState, Answer, Change, Entry, Help, Mistake, Reply, Saved, State, Stepped};
use crate::text::Sources;

/// The answer to one line, or what the end of the session brings to light.
#[derive(Debug, Serialize)]
pub struct ReplyRow<'a> {
    version: u32,
    line: Option<u32>,
    input: Option<&'a str>,
    kind: &'static str,
    outcome: &'static str,
    at: u32,
    steps: Vec<&'a str>,
    transcript: &'a [Entry],
    changes: &'a [Change],
    takes_effect: Option<&'static str>,
    problems: Vec<ProblemRow<'a>>,
    state: Option<&'a State>,
    agents: Option<&'a [AgentState]>,
    saved: Option<SavedRow<'a>>,
    help: Option<&'a Help>,
}

#[derive(Debug, Serialize)]
struct ProblemRow<'a> {
    reason: &'static str,
    message: &'a str,
    columns: Option<Columns>,
    places: Vec<PlaceRow<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
}

/// From 1, in characters, the end exclusive.
#[derive(Debug, Serialize)]
struct Columns {
    column: usize,
    end_column: usize,
}

#[derive(Debug, Serialize)]
struct PlaceRow<'a> {
    message: &'a str,
    location: Place<'a>,
}

#[derive(Debug, Serialize)]
struct SavedRow<'a> {
    file: &'a str,
    steps: usize,
    left_out: &'a [String],
}

impl<'a> ReplyRow<'a> {
    /// The answer to a line; none where the line leads to nothing.
    #[must_use]
    pub fn new(reply: &'a Reply, sources: &'a Sources) -> Option<Self> {
        let row = |kind, outcome| Self {
            line: Some(reply.line),
            input: Some(&reply.input),
            ..Self::empty(kind, outcome, reply.at)
        };
        Some(match &reply.answer {
            Answer::Nothing | Answer::Quit => return None,
            Answer::Step(stepped) => Self {
                steps: vec![&stepped.step],
                transcript: &stepped.entries,
                changes: &stepped.changes,
                takes_effect: stepped.takes_effect,
                problems: problems(&stepped.failures, sources),
                ..row("step", outcome(stepped))
            },
            Answer::Back(moved) | Answer::Redo(moved) => Self {
                steps: moved.steps.iter().map(String::as_str).collect(),
                changes: &moved.changes,
                ..row(if matches!(reply.answer, Answer::Back(_)) { "back" } else { "redo" }, "done")
            },
            Answer::Why(refusal) => Self { problems: vec![problem(refusal, sources)], ..row("why", "done") },
            Answer::State(state) => Self { state: Some(state), ..row("state", "done") },
            Answer::Agents(agents) => Self { agents: Some(agents), ..row("agents", "done") },
            Answer::Save(saved) => Self { saved: Some(saved_row(saved)), ..row("save", "done") },
            Answer::Help(help) => Self { help: Some(help), ..row("help", "done") },
            Answer::Mistakes(mistakes) => Self {
                problems: mistakes.iter().map(|mistake| of_mistake(mistake, &reply.input)).collect(),
                ..row("mistake", "mistake")
            },
        })
    }

    /// What must be the case at last and never was, when the session ends at this second.
    #[must_use]
    pub fn end(unfulfilled: &'a [Diagnostic], at: u32, sources: &'a Sources) -> Self {
        Self { problems: problems(unfulfilled, sources), ..Self::empty("end", "failed", at) }
    }

    fn empty(kind: &'static str, outcome: &'static str, at: u32) -> Self {
        Self {
            version: 1,
            line: None,
            input: None,
            kind,
            outcome,
            at,
            steps: Vec::new(),
            transcript: &[],
            changes: &[],
            takes_effect: None,
            problems: Vec::new(),
            state: None,
            agents: None,
            saved: None,
            help: None,
        }
    }
}

fn outcome(stepped: &Stepped) -> &'static str {
    match (stepped.failures.is_empty(), stepped.refused) {
        (false, _) => "failed",
        (true, Some(_)) => "refused",
        (true, None) => "done",
    }
}

fn problems<'a>(diagnostics: &'a [Diagnostic], sources: &'a Sources) -> Vec<ProblemRow<'a>> {
    diagnostics.iter().map(|diagnostic| problem(diagnostic, sources)).collect()
}

fn problem<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> ProblemRow<'a> {
    let place =
        |label: &'a Label| PlaceRow { message: &label.text, location: Place::of(sources, label.span) };
    ProblemRow {
        reason: diagnostic.rule,
        message: &diagnostic.message,
        columns: None,
        places: diagnostic.primary.iter().chain(&diagnostic.related).map(place).collect(),
        notes: &diagnostic.notes,
        help: diagnostic.help.as_deref(),
    }
}

fn of_mistake<'a>(mistake: &'a Mistake, input: &str) -> ProblemRow<'a> {
    let column = |at| input.get(..at).unwrap_or(input).chars().count() + 1;
    ProblemRow {
        reason: "mistake",
        message: &mistake.message,
        columns: Some(Columns { column: column(mistake.from), end_column: column(mistake.to) }),
        places: Vec::new(),
        notes: &[],
        help: None,
    }
}

fn saved_row(saved: &Saved) -> SavedRow<'_> {
    SavedRow { file: &saved.file, steps: saved.steps, left_out: &saved.left_out }
}
