//! What every format shows.

use std::io::{self, Write};

use super::super::{Concise, Human, Summary};
use crate::diagnostic::{Affected, Diagnostic, Quieted, Severity};
use crate::lint::Rule;
use crate::names::{and_more, counted};
use crate::text::{FileId, Location, Source, Sources};

/// How many of the affected agents are named in running text.
const NAMED: usize = 5;

/// A file of the deployment that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The path as shown.
    pub path: String,
    /// What stood in the way, with the path in it.
    pub reason: String,
}

/// The answer of `check`, to be written in any format; each format is a method.
#[derive(Debug)]
pub struct CheckReport<'a> {
    /// The texts, those of catalogue files first.
    pub sources: &'a Sources,
    /// How many of the texts are catalogue files.
    pub catalogue_files: usize,
    /// The rules that were run, by name, each with its severity in this run.
    pub rules: Vec<(&'static Rule, Severity)>,
    /// The findings, by path and place.
    pub diagnostics: &'a [Diagnostic],
    /// What a suppression or the baseline keeps quiet.
    pub quieted: &'a [Quieted],
    /// What could not be read.
    pub unreadable: &'a [Unreadable],
    /// Whether all was read: there is every file, and no mistake hides a part of one.
    pub is_whole: bool,
    /// The least severity that counts as failed.
    pub fails_at: Option<Severity>,
    /// How many findings people are shown.
    pub most: usize,
}

impl CheckReport<'_> {
    /// How many findings there are.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::of(self.diagnostics).with_quieted(self.quieted)
    }

    /// The summary in words; what was not read is not called clean.
    #[must_use]
    pub fn verdict(&self) -> String {
        if self.diagnostics.is_empty() && !self.is_whole {
            return "nothing found in what could be read".to_owned();
        }
        self.summary().to_string()
    }

    /// Writes the findings for people, with the lines at fault.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn human(&self, colour: bool, width: usize, out: &mut dyn Write) -> io::Result<()> {
        let human = Human::new(self.sources, colour, width);
        self.shown().try_for_each(|diagnostic| human.write(diagnostic, out))?;
        self.write_kept_back(out)
    }

    /// The findings that people are shown, in their order: all, or the worst of them.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Diagnostic> {
        let mut left = [0; 3];
        let mut rest = self.most;
        let Summary { errors, warnings, infos, .. } = Summary::of(self.diagnostics);
        for (severity, count) in
            [(Severity::Error, errors), (Severity::Warning, warnings), (Severity::Info, infos)]
        {
            left[severity as usize] = count.min(rest);
            rest -= count.min(rest);
        }
        self.diagnostics.iter().filter(move |finding| {
            let left = &mut left[finding.severity as usize];
            let is_shown = *left > 0;
            *left = left.saturating_sub(1);
            is_shown
        })
    }

    /// Says how many findings people are not shown.
    pub(super) fn write_kept_back(&self, out: &mut dyn Write) -> io::Result<()> {
        match self.diagnostics.len().saturating_sub(self.most) {
            0 => Ok(()),
            more => writeln!(out, "and {}, none of them worse\n", counted(more, "more finding")),
        }
    }

    /// Writes the findings one a line.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn concise(&self, out: &mut dyn Write) -> io::Result<()> {
        let concise = Concise::new(self.sources);
        self.diagnostics.iter().try_for_each(|diagnostic| concise.write(diagnostic, out))
    }

    /// The file and the place of a finding.
    pub(super) fn place(&self, diagnostic: &Diagnostic) -> Option<(&Source, Location)> {
        let span = diagnostic.primary.as_ref()?.span;
        Some((self.sources.get(span.file), self.sources.locate(span)))
    }

    /// The path of a finding; one without a place stands under its object.
    pub(super) fn path<'r>(&'r self, diagnostic: &'r Diagnostic) -> &'r str {
        match &diagnostic.primary {
            Some(label) => self.sources.get(label.span.file).path(),
            None => diagnostic.object.as_deref().unwrap_or("deployment"),
        }
    }

    /// The findings of each file, in the order of the findings; those without a place come last.
    pub(super) fn files(&self) -> impl Iterator<Item = &[Diagnostic]> {
        self.diagnostics.chunk_by(|left, right| file(left) == file(right))
    }

    /// The findings, the worst first, else in their order.
    pub(super) fn worst_first(&self) -> Vec<&Diagnostic> {
        let mut findings: Vec<&Diagnostic> = self.diagnostics.iter().collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        findings
    }
}

/// The file in which a finding stands.
pub(super) fn file(diagnostic: &Diagnostic) -> Option<FileId> {
    diagnostic.primary.as_ref().map(|label| label.span.file)
}

/// What stands below the message: facts, whom it affects, what to do.
pub(super) fn details(diagnostic: &Diagnostic) -> impl Iterator<Item = String> {
    let help = diagnostic.help.iter().map(|help| format!("help: {help}"));
    diagnostic.notes.iter().cloned().chain(diagnostic.affected.as_ref().and_then(affects)).chain(help)
}

/// Whom a finding affects, in words; nothing where it affects nobody.
pub(in crate::report) fn affects(affected: &Affected) -> Option<String> {
    let Affected { count, agents } = affected;
    if *count == 0 {
        return None;
    }
    let named: Vec<String> = agents.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let rest = and_more(count - named.len());
    Some(format!("affects {}: {}{rest}", counted(*count, "agent"), named.join(", ")))
}
