//! Small pieces that chapters share. Templates escape every text; what characters do besides is seen to in the sheet.

use maud::{Markup, html};

use crate::behaviour::{Tally, Verdict};
use crate::deployment::{Deployment, ObjectId};
use crate::diagnostic::Severity;
use crate::dryrun::verify::Outcome;
use crate::names::counted;
use crate::report::verify_human::{grouped, grouped_as};

/// How many names a list shows before it only counts.
pub(super) const NAMED: usize = 20;

/// How something stands: a sign and a colour, which say the same as the word beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Good,
    Bad,
    Warning,
    Unknown,
    Plain,
}

impl Mark {
    fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Warning => "warning",
            Self::Unknown => "unknown",
            Self::Plain => "plain",
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Bad => "✗",
            Self::Warning => "!",
            Self::Unknown => "?",
            Self::Plain => "i",
        }
    }

    /// The mark with words.
    pub(super) fn says(self, words: &str) -> Markup {
        html! { span class={ "mark " (self.class()) } { span.sign aria-hidden="true" { (self.sign()) } (words) } }
    }

    pub(super) fn of_severity(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Bad,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Plain,
        }
    }

    pub(super) fn of_outcome(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Proved => Self::Good,
            Outcome::Refuted => Self::Bad,
            Outcome::Unknown => Self::Unknown,
        }
    }

    pub(super) fn of_verdict(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Yes => Self::Good,
            Verdict::No => Self::Bad,
            Verdict::Unknown => Self::Unknown,
        }
    }
}

/// A number with its digits in groups of three.
pub(super) fn number(count: usize) -> String {
    grouped(count as u64)
}

/// `1 agent`, `1,200 agents`.
pub(super) fn many(count: usize, thing: &str) -> String {
    let words = counted(count, thing);
    words.replacen(&count.to_string(), &number(count), 1)
}

/// The same for a noun that takes no `s`, or with more words.
pub(super) fn many_as(count: usize, one: &str, several: &str) -> String {
    grouped_as(count as u64, one, several)
}

/// A share of a whole as a bar of ten steps; the numbers stand beside it.
pub(super) fn bar(tally: Tally) -> Markup {
    let all = tally.agents().max(1) as f64;
    let width = |part: usize| format!("{:.1}", part as f64 * 100.0 / all);
    let (yes, unknown) = (width(tally.yes), width(tally.unknown));
    html! {
        svg.bar viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.rest width="100" height="6" {}
            rect.part width=(yes) height="6" {}
            @if tally.unknown > 0 { rect.unsure x=(yes) width=(unknown) height="6" {} }
        }
    }
}

/// The first names of a list, and how many more there are.
pub(super) fn names(deployment: &Deployment, objects: &[ObjectId]) -> Markup {
    let shown: Vec<String> = objects.iter().take(NAMED).map(|&object| deployment.bare(object)).collect();
    listed(&shown, objects.len())
}

/// Names as they are known, of so many.
pub(super) fn listed(names: &[String], count: usize) -> Markup {
    let names = &names[..names.len().min(NAMED)];
    html! {
        @for (at, name) in names.iter().enumerate() {
            @if at > 0 { ", " }
            bdi { (name) }
        }
        @if count > names.len() { " and " (number(count - names.len())) " more" }
    }
}

/// Text of messages, in which names and values stand between backticks.
pub(super) fn prose(text: &str) -> Markup {
    let pieces: Vec<&str> = text.split('`').collect();
    // Backticks that do not pair are themselves.
    if pieces.len().is_multiple_of(2) {
        return html! { (text) };
    }
    html! {
        @for (at, piece) in pieces.iter().enumerate() {
            @if at % 2 == 1 { code { (piece) } } @else { (piece) }
        }
    }
}

/// The command that gives the same answer.
pub(super) fn asked(command: &str) -> Markup {
    html! { code.command { (command) } " " }
}

/// A value as people read it.
pub(super) fn value(value: Option<&str>) -> Markup {
    html! {
        @match value {
            None => i.none { "default not known" },
            Some("") => i.none { "empty" },
            Some(text) => code { (text) },
        }
    }
}

/// A table that may be wider than the page.
pub(super) fn wide(label: &str, table: Markup) -> Markup {
    html! { div.wide tabindex="0" role="group" aria-label=(label) { (table) } }
}
