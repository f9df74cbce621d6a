//! Played scenarios in the Test Anything Protocol, version 13.

use std::io::{self, Write};

use super::chat_run::Played;
use super::clean;
use crate::text::Sources;

/// Writes a line for each scenario, and what failed below it.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn tap(played: &[Played], sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "TAP version 13\n1..{}", played.len())?;
    for (number, played) in (1..).zip(played) {
        let ok = if played.failure.is_none() { "ok" } else { "not ok" };
        // `#` would begin a directive.
        let name = clean(&played.name).replace('#', "\\#").replace('\n', " ");
        writeln!(out, "{ok} {number} - {}: {name}", clean(&played.file).replace('#', "\\#"))?;
        if let Some(failure) = &played.failure {
            let line = played.line(sources).unwrap_or_default();
            writeln!(out, "  ---\n  message: {:?}\n  severity: {}", failure.message, played.outcome())?;
            writeln!(out, "  at: {:?}", format!("{}:{line}", played.file))?;
            if !failure.related.is_empty() {
                writeln!(out, "  see:")?;
            }
            for label in &failure.related {
                writeln!(out, "    - {:?}", format!("{} {}", sources.place(label.span), label.text))?;
            }
            writeln!(out, "  ...")?;
        }
    }
    Ok(())
}
