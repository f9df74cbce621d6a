//! What becomes possible and impossible, and what becomes of chats on hold: as Markdown for a merge request.

use std::io::{self, Write};

use super::diff_behaviour::{conclusion, equality, headline, names, place, survival};
use super::diff_markdown::code;
use super::diff_words::{DiffView, RolloutView};
use crate::dryrun::verify::Told;

/// How many differences a comment shows.
const ROWS: usize = 50;

/// Writes the section on behaviour; its last line says whether the change is safe.
pub(super) fn write_rollout_markdown(
    view: &DiffView<'_>,
    rollout: &RolloutView<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let found = rollout.rollout;
    writeln!(out, "\n**What agents can do with a chat:** {}\n", equality(found))?;
    for (at, behaviour) in found.behaviours.iter().enumerate().take(ROWS) {
        writeln!(out, "* {}", code(&headline(behaviour), false))?;
        if let Some(names) = names(&behaviour.group) {
            writeln!(out, "  * {}", code(&names, false))?;
        }
        story(&behaviour.steps, RolloutView::file(rollout.behaviours, at), out)?;
    }
    if let Some(more) = found.behaviours.len().checked_sub(ROWS).filter(|&more| more > 0) {
        writeln!(out, "\nand {more} more; `wdectl diff --behaviour` shows them")?;
    }
    for reason in &found.unknown {
        writeln!(out, "* not known: {}", code(reason, false))?;
    }
    writeln!(out, "\n**held-chat-survives-change:** {}\n", survival(found))?;
    for (at, stranded) in found.survival.stranded.iter().enumerate() {
        writeln!(out, "* {}", code(&stranded.message, false))?;
        story(&stranded.steps, RolloutView::file(rollout.stranded, at), out)?;
        for (under, label) in &stranded.places {
            let at = code(&place(view, *under, label.span), false);
            writeln!(out, "  * {}: {} in {at}", under.as_str(), code(&label.text, false))?;
        }
        for note in &stranded.notes {
            writeln!(out, "  * {}", code(note, false))?;
        }
        if let Some(help) = &stranded.help {
            writeln!(out, "  * {}", code(help, false))?;
        }
    }
    for reason in &found.survival.unknown {
        writeln!(out, "* not known: {}", code(reason, false))?;
    }
    writeln!(out, "\n**{}**", conclusion(found))
}

fn story(steps: &[Told], file: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    for (at, told) in steps.iter().enumerate() {
        writeln!(out, "  {}. {}", at + 1, code(&told.step, false))?;
    }
    match file {
        Some(file) => writeln!(out, "  * scenario: {}", code(file, false)),
        None => Ok(()),
    }
}
