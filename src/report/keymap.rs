//! Key combinations in force, and free ones, as data (`schemas/shortcut-list.schema.json`,
//! `schemas/shortcut-free.schema.json`) and as rows of a table.

use serde::Serialize;

use super::Place;
use crate::behaviour::{Binding, Keymap};
use crate::deployment::Deployment;
use crate::names::Level;
use crate::resolve::Subject;
use crate::shortcut::{Shortcut, Verdict};
use crate::text::Sources;

/// The answer of `shortcut list` for one subject.
#[derive(Debug, Serialize)]
pub struct KeymapReport<'a> {
    version: u32,
    subject: String,
    agent: Option<String>,
    shortcuts: Vec<BindingRow<'a>>,
}

#[derive(Debug, Serialize)]
struct BindingRow<'a> {
    /// Null where the value is invalid.
    combination: Option<String>,
    value: &'a str,
    verdict: &'static str,
    option: &'a str,
    level: Level,
    object: Option<String>,
    location: Option<Place<'a>>,
    #[serde(skip)]
    place: String,
}

impl<'a> KeymapReport<'a> {
    /// The report of a subject's key combinations.
    #[must_use]
    pub fn new(
        subject: Subject,
        keymap: &Keymap<'a>,
        deployment: &'a Deployment,
        sources: &'a Sources,
    ) -> Self {
        let (Subject::Agent(id) | Subject::AgentGroup(id)) = subject;
        let row = |binding: &Binding<'a>| {
            let at = binding.winner.setting.map(|setting| setting.at);
            BindingRow {
                combination: binding.judgement.shortcut.map(|shortcut| shortcut.to_string()),
                value: binding.value,
                verdict: binding.judgement.verdict.as_str(),
                option: binding.option,
                level: binding.winner.level,
                object: binding.winner.object.map(|object| deployment.display(object)),
                location: at.map(|at| Place::of(sources, at)),
                place: at.map(|at| sources.place(at)).unwrap_or_default(),
            }
        };
        Self {
            version: 1,
            subject: deployment.display(id),
            agent: matches!(subject, Subject::Agent(_)).then(|| deployment.bare(id)),
            shortcuts: keymap.bindings().iter().map(row).collect(),
        }
    }

    /// Whose key combinations these are, as `kind/name`.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The rows of a table: keys, option, level, object, place.
    pub fn rows(&self) -> impl Iterator<Item = [String; 5]> {
        self.shortcuts.iter().map(|row| {
            let keys = match &row.combination {
                Some(combination) => combination.clone(),
                None => format!("{} ({})", row.value, Verdict::Invalid.as_str()),
            };
            let object = row.object.clone().unwrap_or_default();
            [keys, row.option.to_owned(), row.level.to_string(), object, row.place.clone()]
        })
    }
}

/// The answer of `shortcut free`.
#[derive(Debug, Serialize)]
pub struct FreeReport<'a> {
    version: u32,
    near: &'a str,
    shortcuts: Vec<String>,
}

impl<'a> FreeReport<'a> {
    /// The report of combinations proposed for the words `near`.
    #[must_use]
    pub fn new(near: &'a str, shortcuts: &[Shortcut]) -> Self {
        Self { version: 1, near, shortcuts: shortcuts.iter().map(Shortcut::to_string).collect() }
    }
}
