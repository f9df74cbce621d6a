//! Differences for people: the gravest first, each with its causes.

use std::io::{self, Write};

use super::diff_words::{DiffView, audience, moment, names, subject, value};
use super::clean;
use crate::diff::{Change, Presence, Side, What};
use crate::names::Review;

/// How wide lists of names get.
const WIDTH: usize = 110;

/// Writes what changes, for whom and why; `quiet` leaves the summary out.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_diff(view: &DiffView<'_>, quiet: bool, out: &mut dyn Write) -> io::Result<()> {
    if !quiet {
        writeln!(out, "{}", view.headline())?;
        let moments = view.moments();
        if !moments.is_empty() {
            writeln!(out, "  {moments}")?;
        }
        writeln!(out, "  {}", view.compared())?;
    }
    for review in Review::ALL.into_iter().rev() {
        let mut changes = view.difference.changes.iter().filter(|change| change.review == review).peekable();
        if changes.peek().is_some() {
            writeln!(out, "{}{review}", if quiet { "" } else { "\n" })?;
        }
        for change in changes {
            write_change(view, change, out)?;
        }
    }
    Ok(())
}

fn write_change(view: &DiffView<'_>, change: &Change, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  {}", clean(&sentence(change)))?;
    if let Some(names) = names(&change.audience) {
        for line in wrapped(&names) {
            writeln!(out, "      {line}")?;
        }
    }
    if let Some(moment) = moment(change) {
        writeln!(out, "      takes effect: {moment}")?;
    }
    let (mut what, mut place) = (Vec::new(), Vec::new());
    for because in &change.because {
        what.push(clean(&view.cause(because)).into_owned());
        let sources = view.side(because.side).1;
        place.push(because.at.map(|at| clean(&sources.place(at)).into_owned()).unwrap_or_default());
    }
    let width = what.iter().map(|text| unicode_width::UnicodeWidthStr::width(text.as_str())).max().unwrap_or(0);
    for ((because, what), place) in change.because.iter().zip(&what).zip(&place) {
        let line = format!("      {}  {what:<width$}  {place}", because.side.as_str());
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// `agent-group/Chat-L2 (137 agents) lose ...`.
fn sentence(change: &Change) -> String {
    let (who, what) = (audience(&change.audience), subject(change));
    let (old, new) = (value(change, Side::Old), value(change, Side::New));
    let one = change.audience.count == 1;
    match &change.what {
        What::Agents(Presence::Added) => format!("{who} {} new (was {old})", if one { "is" } else { "are" }),
        What::Agents(Presence::Removed) => format!("{who} {} gone (now {new})", if one { "is" } else { "are" }),
        What::Privilege { .. } if new == "effective" => {
            let was = if old == "not granted" { String::new() } else { format!(" (was {old})") };
            format!("{who} {} `{what}`{was}", if one { "gains" } else { "gain" })
        }
        What::Privilege { .. } => {
            let now = if new == "not granted" { String::new() } else { format!(" (now {new})") };
            format!("{who} {} `{what}`{now}", if one { "loses" } else { "lose" })
        }
        What::Option { .. } | What::Object { .. } => format!("{what}: {old} -> {new}   for {who}"),
    }
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.len() - 1;
        if !lines[line].is_empty() && lines[line].len() + word.len() >= WIDTH {
            lines.push(word.to_owned());
        } else {
            let space = if lines[line].is_empty() { "" } else { " " };
            lines[line] += &format!("{space}{word}");
        }
    }
    lines
}
