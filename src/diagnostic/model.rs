//! A finding as data. It says nothing about how it is shown and does not know which rules exist.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Fix;
use crate::text::Span;

/// How badly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably not what was meant.
    Warning,
    /// Agents will suffer from it.
    Error,
}

impl Severity {
    /// The severity as it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A place with a few words to write beside it; the words may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What to say there.
    pub text: String,
}

/// Whom a finding affects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Affected {
    /// How many agents, exactly.
    pub count: usize,
    /// The first [`Affected::SHOWN`] of them by name.
    pub agents: Vec<String>,
}

impl Affected {
    /// How many names are kept.
    pub const SHOWN: usize = 20;
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Name of the rule, kebab-case.
    pub rule: &'static str,
    /// The severity in force for this run.
    pub severity: Severity,
    /// What is wrong: lower case, no final full stop, user text in backticks.
    pub message: String,
    /// The object it is about, `kind/name`.
    pub object: Option<String>,
    /// The option it is about: the bare name, or `section/name` outside the workspace section.
    pub option: Option<String>,
    /// The place to look at first, as small as possible.
    pub primary: Option<Label>,
    /// Other places that matter, also in other files.
    pub related: Vec<Label>,
    /// Facts behind the finding.
    pub notes: Vec<String>,
    /// What to do; the only part that proposes a change.
    pub help: Option<String>,
    /// The same as a change of the files, where there is one that can be written down.
    pub fix: Option<Fix>,
    /// Whom it affects, where the rule counts agents.
    pub affected: Option<Affected>,
}

impl Diagnostic {
    /// A finding without places, to be filled with the methods below. Its severity is set by the sink.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            rule: "",
            severity: Severity::Info,
            message: message.into(),
            object: None,
            option: None,
            primary: None,
            related: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
            affected: None,
        }
    }

    /// Sets the object.
    #[must_use]
    pub fn object(mut self, object: impl Into<String>) -> Self {
        self.object = Some(object.into());
        self
    }

    /// Sets the option.
    #[must_use]
    pub fn option(mut self, option: impl Into<String>) -> Self {
        self.option = Some(option.into());
        self
    }

    /// Sets the first place to look at.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.primary = Some(Label { span, text: text.into() });
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn and_at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Sets what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the change that makes it good.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Sets whom it affects.
    #[must_use]
    pub fn affects(mut self, affected: Affected) -> Self {
        self.affected = Some(affected);
        self
    }
}
