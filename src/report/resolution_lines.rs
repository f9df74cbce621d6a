//! The answers for many subjects, one after the other: what they share is put into words once and copied from then on.

use std::io::{self, Write as _};
use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::clean;
use super::resolution::{OptionHead, row};
use crate::catalogue::OptionSpec;
use crate::deployment::{Deployment, Setting};
use crate::names::Level;
use crate::resolve::{Candidate, Resolution, Resolved, Standing};
use crate::text::Sources;

/// The names of the columns that [`ResolutionLines::csv`] writes.
pub const RESOLUTION_COLUMNS: &str = "subject,section,option,value,level,object,file,line\n";

/// Writes resolutions as rows of CSV or as lines of JSON (`schemas/resolve.schema.json`).
#[derive(Debug)]
pub struct ResolutionLines<'a> {
    deployment: &'a Deployment,
    sources: &'a Sources,
    /// The words of every piece that is known.
    words: Vec<u8>,
    /// Where each of them stands in `words`.
    known: FxHashMap<Piece, Range<usize>>,
}

/// What looks the same whoever gets it.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Piece {
    /// The end of a CSV row in which this setting wins.
    Row(*const Setting),
    /// An option without its candidates, where this setting wins.
    Head(*const Setting),
    /// This setting as a candidate.
    Candidate(*const Setting, Standing),
    /// The default of an option, if anything is known of it, as a candidate.
    Default(Option<*const OptionSpec>, Standing),
}

/// A resolution without its options.
#[derive(Serialize)]
struct Front<'a> {
    version: u32,
    subject: &'a str,
    agent: Option<&'a str>,
}

impl<'a> ResolutionLines<'a> {
    /// Knows nothing yet.
    #[must_use]
    pub fn new(deployment: &'a Deployment, sources: &'a Sources) -> Self {
        Self { deployment, sources, words: Vec::new(), known: FxHashMap::default() }
    }

    /// Adds a row for each option.
    ///
    /// # Errors
    ///
    /// None that is known of: writing into memory works.
    pub fn csv(&mut self, subject: &str, resolution: &Resolution<'a>, out: &mut Vec<u8>) -> io::Result<()> {
        let mut front = Vec::new();
        cell(subject, &mut front);
        for option in resolution.options() {
            let winner = resolution.winner(option);
            out.extend_from_slice(&front);
            let piece = shared(&winner).map(Piece::Row);
            self.put(piece, out, |lines, out| lines.csv_end(option, &winner, out))?;
        }
        Ok(())
    }

    /// Adds the line that a `ResolutionReport` is. `agent` is the bare username of an agent.
    ///
    /// # Errors
    ///
    /// None that is known of: writing into memory works.
    pub fn json(
        &mut self,
        subject: &str,
        agent: Option<&str>,
        resolution: &Resolution<'a>,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        open(&Front { version: 1, subject, agent }, "options", out)?;
        for (at, option) in resolution.options().iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            let winner = resolution.winner(option);
            self.put(shared(&winner).map(Piece::Head), out, |lines, out| {
                let head = OptionHead::new(option, &winner, lines.deployment, lines.sources);
                open(&head, "candidates", out)
            })?;
            for (at, candidate) in resolution.candidates(option).iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                let standing = candidate.standing;
                let piece = match candidate.setting {
                    Some(_) => shared(candidate).map(|setting| Piece::Candidate(setting, standing)),
                    None => Some(Piece::Default(option.spec.map(std::ptr::from_ref), standing)),
                };
                self.put(piece, out, |lines, out| {
                    Ok(serde_json::to_writer(out, &row(candidate, lines.deployment, lines.sources))?)
                })?;
            }
            out.extend_from_slice(b"]}");
        }
        out.extend_from_slice(b"]}\n");
        Ok(())
    }

    /// Adds a piece: from memory, where it is one that is kept.
    fn put(
        &mut self,
        piece: Option<Piece>,
        out: &mut Vec<u8>,
        write: impl FnOnce(&Self, &mut Vec<u8>) -> io::Result<()>,
    ) -> io::Result<()> {
        let Some(piece) = piece else { return write(self, out) };
        if let Some(range) = self.known.get(&piece) {
            out.extend_from_slice(&self.words[range.clone()]);
            return Ok(());
        }
        let start = out.len();
        write(self, out)?;
        let first = self.words.len();
        self.words.extend_from_slice(&out[start..]);
        self.known.insert(piece, first..self.words.len());
        Ok(())
    }

    fn csv_end(&self, option: &Resolved<'_>, winner: &Candidate<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let object = winner.object.map(|object| self.deployment.display(object)).unwrap_or_default();
        let value = winner.value.unwrap_or_default();
        let file = winner.setting.map_or("", |setting| self.sources.get(setting.at.file).path());
        for text in [option.section, option.name, value, winner.level.as_str(), &object, file] {
            out.push(b',');
            cell(text, out);
        }
        out.push(b',');
        if let Some(at) = winner.setting.map(|setting| setting.at) {
            write!(out, "{}", self.sources.get(at.file).line_of(at.start) + 1)?;
        }
        out.push(b'\n');
        Ok(())
    }
}

/// The setting of a candidate that more than one subject may get: what an agent has is the agent's alone.
fn shared(candidate: &Candidate<'_>) -> Option<*const Setting> {
    candidate.setting.filter(|_| candidate.level != Level::Agent).map(std::ptr::from_ref)
}

/// Writes a value as JSON with one more member, an array that is left open.
fn open(value: &impl Serialize, array: &str, out: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    let brace = out.pop();
    debug_assert_eq!(brace, Some(b'}'), "an object");
    write!(out, ",\"{array}\":[")
}

/// Writes a cell of CSV, in quotes where it needs them. What would command a terminal is written as `\u{1b}`.
fn cell(text: &str, out: &mut Vec<u8>) {
    let commands = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
    let cleaned = if text.contains(commands) { clean(text) } else { text.into() };
    let text = cleaned.as_ref();
    if text.contains(['"', ',', '\n', '\r']) {
        out.push(b'"');
        out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}
