//! Differences for people: the gravest first, each with its causes.

use std::io::{self, Write};

use super::clean;
use super::diff_behaviour::write_rollout;
use super::diff_words::{DiffView, audience, is_gained, moment, names, paragraphs, subject, value, wrapped};
use crate::diff::{Change, Presence, What};
use crate::names::{Review, Side};

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
    for reason in view.unknown {
        writeln!(out, "  not sure: {}", clean(reason))?;
    }
    for review in Review::ALL.into_iter().rev() {
        let changes = view.difference.changes.iter().filter(|change| change.review == review);
        let paragraphs = paragraphs(changes);
        if !paragraphs.is_empty() {
            writeln!(out, "{}{review}", if quiet { "" } else { "\n" })?;
        }
        for paragraph in paragraphs {
            write_paragraph(view, &paragraph, out)?;
        }
    }
    view.rollout.map_or(Ok(()), |rollout| write_rollout(view, &rollout, quiet, out))
}

fn write_paragraph(view: &DiffView<'_>, changes: &[&Change], out: &mut dyn Write) -> io::Result<()> {
    let Some(change) = changes.first() else { return Ok(()) };
    match changes {
        [change] => writeln!(out, "  {}", clean(&sentence(change)))?,
        several => {
            let verb = if is_gained(change) { "gain" } else { "lose" };
            let s = if change.audience.count == 1 { "s" } else { "" };
            writeln!(out, "  {} {verb}{s}", audience(&change.audience))?;
            for change in several {
                writeln!(out, "    {}", clean(&privilege(change)))?;
            }
        }
    }
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
    let width =
        what.iter().map(|text| unicode_width::UnicodeWidthStr::width(text.as_str())).max().unwrap_or(0);
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
        What::Agents(Presence::Removed) => {
            format!("{who} {} gone (now {new})", if one { "is" } else { "are" })
        }
        What::Privilege { .. } => {
            let verb = if is_gained(change) { "gain" } else { "lose" };
            format!("{who} {verb}{} {}", if one { "s" } else { "" }, privilege(change))
        }
        What::Option { .. } | What::Object { .. } => format!("{what}: {old} -> {new}   for {who}"),
    }
}

/// A privilege, and how it stands where it has no effect, if that is not plainly that it is not granted.
fn privilege(change: &Change) -> String {
    let name = subject(change);
    let (side, when) = if is_gained(change) { (Side::Old, "was") } else { (Side::New, "now") };
    match value(change, side).as_str() {
        "not granted" => format!("`{name}`"),
        other => format!("`{name}` ({when} {other})"),
    }
}
