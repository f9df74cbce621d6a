//! The answer: for each option every candidate, and which one wins.

use std::fmt;

use serde::Serialize;

use crate::catalogue::OptionSpec;
use crate::deployment::{ObjectId, Setting};
use crate::names::{Level, TakesEffect};

/// How a candidate stands in the competition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Its value is the one in force.
    Wins,
    /// A higher level has a value.
    Overridden,
    /// The option's documentation does not allow it at this level.
    NotAllowedAtLevel,
    /// The option's documentation does not say that a routing strategy may override it.
    NotOverridableByRouting,
    /// Its name is written with a leading `#`.
    Disabled,
}

impl Standing {
    /// The standing as it is written in outputs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wins => "wins",
            Self::Overridden => "overridden",
            Self::NotAllowedAtLevel => "not-allowed-at-level",
            Self::NotOverridableByRouting => "not-overridable-by-routing",
            Self::Disabled => "disabled",
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One value that competes for an option.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The level it comes from.
    pub level: Level,
    /// The object it is written on; `None` for a default.
    pub object: Option<ObjectId>,
    /// The value; `None` for a default that is not known.
    pub value: Option<&'a str>,
    /// How and where it is written; `None` for a default.
    pub setting: Option<&'a Setting>,
    /// How it stands.
    pub standing: Standing,
}

/// One option of a [`Resolution`].
#[derive(Debug, Clone)]
pub struct Resolved<'a> {
    /// The section.
    pub section: &'a str,
    /// The option.
    pub name: &'a str,
    /// What is known of it.
    pub spec: Option<&'a OptionSpec>,
    /// Its candidates, as a part of the resolution's.
    pub(super) candidates: std::ops::Range<usize>,
    /// The candidate that wins.
    pub(super) winner: usize,
}

impl Resolved<'_> {
    /// When a change of the option counts, where that is known.
    #[must_use]
    pub fn takes_effect(&self) -> Option<TakesEffect> {
        Some(self.spec?.takes_effect.as_ref()?.value)
    }
}

/// The options of one subject, by section, then name.
#[derive(Debug, Clone, Default)]
pub struct Resolution<'a> {
    pub(super) options: Vec<Resolved<'a>>,
    pub(super) candidates: Vec<Candidate<'a>>,
}

impl<'a> Resolution<'a> {
    /// The options.
    #[must_use]
    pub fn options(&self) -> &[Resolved<'a>] {
        &self.options
    }

    /// The candidates of an option, lowest level first; the default always leads.
    #[must_use]
    pub fn candidates(&self, option: &Resolved<'a>) -> &[Candidate<'a>] {
        &self.candidates[option.candidates.clone()]
    }

    /// The candidate in force.
    #[must_use]
    pub fn winner(&self, option: &Resolved<'a>) -> Candidate<'a> {
        self.candidates[option.winner]
    }

    /// Keeps the options for which `keep(section, name)` holds.
    pub fn retain(&mut self, mut keep: impl FnMut(&'a str, &'a str) -> bool) {
        self.options.retain(|option| keep(option.section, option.name));
    }

    /// One option.
    #[must_use]
    pub fn get(&self, section: &str, name: &str) -> Option<&Resolved<'a>> {
        self.options.iter().find(|option| option.section == section && option.name == name)
    }
}
