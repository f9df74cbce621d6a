//! Played scenarios as JUnit's XML: one test suite for each file, the transcript as the system's output.

use std::io::{self, Write};

use super::chat_run::Played;
use super::xml::escaped;
use crate::text::Sources;

/// Writes the document.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn junit(played: &[Played], sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let count = |of: &[Played], outcome| of.iter().filter(|played| played.outcome() == outcome).count();
    let counts = |of: &[Played]| {
        format!(
            "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
            of.len(),
            count(of, "failed"),
            count(of, "error")
        )
    };
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"wdectl chat run\" {}>", counts(played))?;
    for suite in played.chunk_by(|left, right| left.file == right.file) {
        let file = escaped(&suite[0].file);
        writeln!(out, "  <testsuite name=\"{file}\" {}>", counts(suite))?;
        for played in suite {
            let name = escaped(&played.name);
            writeln!(out, "    <testcase classname=\"{file}\" name=\"{name}\">")?;
            if let Some(failure) = &played.failure {
                let element = if played.is_mistake { "error" } else { "failure" };
                let line = played.line(sources).unwrap_or_default();
                let mut text = format!("{}:{line}", played.file);
                for label in &failure.related {
                    text.push_str(&format!("\n{} {}", sources.place(label.span), label.text));
                }
                for note in failure.notes.iter().chain(&failure.help) {
                    text.push_str(&format!("\n{note}"));
                }
                let message = escaped(&failure.message);
                writeln!(out, "      <{element} message=\"{message}\">{}</{element}>", escaped(&text))?;
            }
            if !played.transcript.is_empty() {
                writeln!(out, "      <system-out>{}</system-out>", escaped(&transcript(played)))?;
            }
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// The transcript, one line for each request, event and refusal.
fn transcript(played: &Played) -> String {
    let mut text = String::new();
    for entry in &played.transcript {
        text.push_str(&format!("{:>8} {}\n", entry.at, entry.command));
        for event in &entry.events {
            text.push_str(&format!("{:>8}   {event}\n", ""));
        }
        if let Some(refusal) = &entry.refusal {
            text.push_str(&format!("{:>8}   refused ({}): {}\n", "", refusal.because, refusal.message));
        }
    }
    text
}
