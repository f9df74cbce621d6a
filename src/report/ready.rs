//! Whether asynchronous chat is ready, as data (`schemas/chat-ready.schema.json`).

use serde::Serialize;

use super::Place;
use super::resolution::{CandidateRow, row};
use crate::behaviour::{IdleTimer, LineAnswer, Need, Readiness, Tally, Verdict};
use crate::deployment::{Deployment, ObjectId};
use crate::text::Sources;

/// The answer of `chat ready`.
#[derive(Debug, Serialize)]
pub struct ReadyReport<'a> {
    version: u32,
    subject: &'a str,
    verdict: &'static str,
    agents: Counts,
    lines: Vec<LineRow<'a>>,
    lifetimes: Vec<LifetimeRow<'a>>,
    takes_effect: Vec<Moment<'a>>,
    user_data: UserData,
}

#[derive(Debug, Serialize)]
struct Counts {
    yes: usize,
    no: usize,
    unknown: usize,
}

#[derive(Debug, Serialize)]
struct LineRow<'a> {
    line: &'static str,
    need: &'static str,
    verdict: &'static str,
    agents: Counts,
    rights: Vec<RightRow<'a>>,
    answers: Vec<AnswerRow<'a>>,
}

#[derive(Debug, Serialize)]
struct RightRow<'a> {
    right: &'static str,
    privilege: &'a str,
}

#[derive(Debug, Serialize)]
struct AnswerRow<'a> {
    verdict: &'static str,
    count: usize,
    agents: Vec<String>,
    message: &'a str,
    places: Vec<PlaceRow<'a>>,
    candidates: Vec<CandidateRow<'a>>,
    help: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct PlaceRow<'a> {
    message: &'a str,
    location: Place<'a>,
}

#[derive(Debug, Serialize)]
struct LifetimeRow<'a> {
    application: Option<String>,
    seconds: u64,
    alert: TimerRow<'a>,
    close: TimerRow<'a>,
}

#[derive(Debug, Serialize)]
struct TimerRow<'a> {
    seconds: u32,
    location: Option<Place<'a>>,
}

#[derive(Debug, Serialize)]
struct Moment<'a> {
    option: &'a str,
    moment: &'static str,
}

#[derive(Debug, Serialize)]
struct UserData {
    key: &'static str,
    value: &'static str,
}

/// An answer as outputs write it.
pub(super) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "yes",
        Verdict::No => "no",
        Verdict::Unknown => "unknown",
    }
}

impl From<Tally> for Counts {
    fn from(tally: Tally) -> Self {
        Self { yes: tally.yes, no: tally.no, unknown: tally.unknown }
    }
}

impl<'a> ReadyReport<'a> {
    /// How many agents of an answer are named.
    const NAMED: usize = 20;

    /// The report of whoever `subject` names: `agent/NAME`, `agent-group/NAME` or `all agents`.
    #[must_use]
    pub fn new(
        subject: &'a str,
        readiness: &'a Readiness<'a>,
        deployment: &'a Deployment,
        sources: &'a Sources,
    ) -> Self {
        let timer = |timer: IdleTimer| TimerRow {
            seconds: timer.seconds,
            location: timer.at.map(|at| Place::of(sources, at)),
        };
        let lifetimes = readiness.lifetimes.iter().map(|lifetime| LifetimeRow {
            application: lifetime.application.map(|application| deployment.display(application)),
            seconds: lifetime.seconds(),
            alert: timer(lifetime.alert),
            close: timer(lifetime.close),
        });
        let moments = readiness.moments.iter();
        let (key, value) = Readiness::USER_DATA;
        Self {
            version: 1,
            subject,
            verdict: word(readiness.ready.verdict()),
            agents: readiness.ready.into(),
            lines: readiness.lines.iter().map(|line| line_row(line, deployment, sources)).collect(),
            lifetimes: lifetimes.collect(),
            takes_effect: moments
                .map(|&(option, moment)| Moment { option, moment: moment.as_str() })
                .collect(),
            user_data: UserData { key, value },
        }
    }
}

fn line_row<'a>(answer: &'a LineAnswer<'a>, deployment: &'a Deployment, sources: &'a Sources) -> LineRow<'a> {
    let bare = |&agent: &ObjectId| deployment.bare(agent);
    let answers = answer.answers.iter().map(|answered| {
        let check = &answered.check;
        let places = check.places.iter();
        AnswerRow {
            verdict: word(check.verdict),
            count: answered.agents.len(),
            agents: answered.agents.iter().take(ReadyReport::NAMED).map(bare).collect(),
            message: &check.message,
            places: places
                .map(|label| PlaceRow { message: &label.text, location: Place::of(sources, label.span) })
                .collect(),
            candidates: check.ladder.iter().map(|candidate| row(candidate, deployment, sources)).collect(),
            help: check.help.as_deref(),
        }
    });
    LineRow {
        line: answer.line.as_str(),
        need: match answer.line.need() {
            Need::Required => "required",
            Need::OneOfThese => "one-of-these",
            Need::Optional => "optional",
        },
        verdict: word(answer.tally.verdict()),
        agents: answer.tally.into(),
        rights: answer
            .rights
            .iter()
            .map(|(right, privilege)| RightRow { right: right.as_str(), privilege })
            .collect(),
        answers: answers.collect(),
    }
}
