//! The transcript of one scenario as JSON Lines (`schemas/chat-transcript.schema.json`).

use std::io::{self, Write};

use serde::Serialize;

use super::chat_run::Played;
use crate::dryrun::{Entry, Refused};

/// The first line: what was played.
#[derive(Debug, Serialize)]
struct Head<'a> {
    version: u32,
    scenario: &'a str,
    file: &'a str,
    outcome: &'static str,
}

/// Every other line: a request, or a moment of a wait at which something happened.
#[derive(Debug, Serialize)]
struct Line<'a> {
    step: usize,
    at: u32,
    command: &'a str,
    events: &'a [String],
    refusal: Option<&'a Refused>,
}

/// Each entry with the number of its step, from 1: a wait has several entries. Checks are no steps of a transcript.
pub(super) fn numbered(transcript: &[Entry]) -> impl Iterator<Item = (usize, &Entry)> {
    let same_step = |left: &Entry, right: &Entry| left.step == right.step;
    (1..)
        .zip(transcript.chunk_by(same_step))
        .flat_map(|(step, entries)| entries.iter().map(move |entry| (step, entry)))
}

/// Writes the head and one line for each entry. The commands, asked again in their order with the refusals expected,
/// give the same lines.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn transcript(played: &Played, out: &mut dyn Write) -> io::Result<()> {
    let head = Head { version: 1, scenario: &played.name, file: &played.file, outcome: played.outcome() };
    serde_json::to_writer(&mut *out, &head)?;
    writeln!(out)?;
    for (step, entry) in numbered(&played.transcript) {
        let Entry { at, command, events, refusal, .. } = entry;
        let line = Line { step, at: *at, command, events, refusal: refusal.as_ref() };
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)?;
    }
    Ok(())
}
