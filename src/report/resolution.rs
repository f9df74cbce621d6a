//! Resolved options: as a ladder for people, and as data (`schemas/resolve.schema.json`).

use std::io::{self, Write};

use serde::Serialize;

use super::{Place, clean};
use crate::deployment::Deployment;
use crate::names::{Level, option_label};
use crate::resolve::{Candidate, Resolution, Resolved, Standing};
use crate::text::Sources;

/// The answer of `resolve` for one subject.
#[derive(Debug, Serialize)]
pub struct ResolutionReport<'a> {
    version: u32,
    subject: &'a str,
    agent: Option<&'a str>,
    options: Vec<OptionRow<'a>>,
}

#[derive(Debug, Serialize)]
struct OptionRow<'a> {
    #[serde(flatten)]
    head: OptionHead<'a>,
    candidates: Vec<CandidateRow<'a>>,
}

/// An option without its candidates.
#[derive(Debug, Serialize)]
pub(super) struct OptionHead<'a> {
    section: &'a str,
    name: &'a str,
    value: Option<&'a str>,
    level: Level,
    object: Option<String>,
    location: Option<Place<'a>>,
    takes_effect: Option<&'static str>,
}

impl<'a> OptionHead<'a> {
    pub(super) fn new(
        option: &Resolved<'a>,
        winner: &Candidate<'a>,
        deployment: &'a Deployment,
        sources: &'a Sources,
    ) -> Self {
        let CandidateRow { level, object, value, location, .. } = row(winner, deployment, sources);
        let takes_effect = option.takes_effect().map(|moment| moment.as_str());
        Self { section: option.section, name: option.name, value, level, object, location, takes_effect }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct CandidateRow<'a> {
    level: Level,
    object: Option<String>,
    value: Option<&'a str>,
    standing: Standing,
    location: Option<Place<'a>>,
}

impl<'a> ResolutionReport<'a> {
    /// The report of a subject's options. `agent` is the bare username of an agent.
    #[must_use]
    pub fn new(
        subject: &'a str,
        agent: Option<&'a str>,
        resolution: &Resolution<'a>,
        deployment: &'a Deployment,
        sources: &'a Sources,
    ) -> Self {
        let options = resolution
            .options()
            .iter()
            .map(|option| OptionRow {
                head: OptionHead::new(option, &resolution.winner(option), deployment, sources),
                candidates: resolution
                    .candidates(option)
                    .iter()
                    .map(|candidate| row(candidate, deployment, sources))
                    .collect(),
            })
            .collect();
        Self { version: 1, subject, agent, options }
    }
}

pub(super) fn row<'a>(
    candidate: &Candidate<'a>,
    deployment: &'a Deployment,
    sources: &'a Sources,
) -> CandidateRow<'a> {
    CandidateRow {
        level: candidate.level,
        object: candidate.object.map(|object| deployment.display(object)),
        value: candidate.value,
        standing: candidate.standing,
        location: candidate.setting.map(|setting| Place::of(sources, setting.at)),
    }
}

/// A value as people read it.
#[must_use]
pub fn shown_value(value: Option<&str>) -> String {
    match value {
        None => "(not known)".to_owned(),
        Some("") => "\"\"".to_owned(),
        Some(value) => clean(value).into_owned(),
    }
}

/// The rows of a table: option, value, level, object, place.
pub fn rows<'a>(
    resolution: &Resolution<'a>,
    deployment: &'a Deployment,
    sources: &'a Sources,
) -> impl Iterator<Item = [String; 5]> {
    resolution.options().iter().map(|option| {
        let winner = resolution.winner(option);
        [
            option_label(option.section, option.name),
            shown_value(winner.value),
            winner.level.to_string(),
            winner.object.map(|object| deployment.display(object)).unwrap_or_default(),
            winner.setting.map(|setting| sources.place(setting.at)).unwrap_or_default(),
        ]
    })
}

/// Writes the ladder of each option, the highest level first, as it is read: who wins, over whom, from where.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn explain(
    resolution: &Resolution<'_>,
    deployment: &Deployment,
    sources: &Sources,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (at, option) in resolution.options().iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let winner = resolution.winner(option);
        write!(out, "{} = {}", option_label(option.section, option.name), shown_value(winner.value))?;
        match option.takes_effect() {
            Some(moment) => writeln!(out, "   (a change takes effect {})", moment.words())?,
            None => writeln!(out)?,
        }
        ladder(resolution.candidates(option), deployment, sources, "  ", out)?;
    }
    Ok(())
}

/// Writes the candidates of an option, the highest level first.
pub(super) fn ladder(
    candidates: &[Candidate<'_>],
    deployment: &Deployment,
    sources: &Sources,
    indent: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lines: Vec<[String; 5]> = candidates
        .iter()
        .rev()
        .map(|candidate| {
            let mark = if candidate.standing == Standing::Wins { "=>" } else { "" };
            let standing = match candidate.standing {
                Standing::Wins | Standing::Overridden => candidate.standing.as_str().to_owned(),
                Standing::NotAllowedAtLevel => "does not count: not allowed at this level".to_owned(),
                Standing::NotOverridableByRouting => {
                    "does not count: no routing strategy may override this option".to_owned()
                }
                Standing::Disabled => "does not count: disabled with a leading #".to_owned(),
            };
            [
                mark.to_owned(),
                candidate.object.map_or_else(|| "default".to_owned(), |object| deployment.display(object)),
                shown_value(candidate.value),
                standing,
                candidate.setting.map(|setting| sources.place(setting.at)).unwrap_or_default(),
            ]
        })
        .collect();
    let mut widths = [0; 5];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(unicode_width::UnicodeWidthStr::width(cell.as_str()));
        }
    }
    for line in &lines {
        let mut text = indent.to_owned();
        for (cell, width) in line.iter().zip(widths) {
            let missing = width - unicode_width::UnicodeWidthStr::width(cell.as_str());
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', missing + 2));
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}
