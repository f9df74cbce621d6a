//! One JSON document a line: each finding as in the format `json`, and the summary last.

use std::io::{self, Write};

use serde::Serialize;

use super::super::Summary;
use super::super::json::{Finding, TOOL, Tool, VERSION};
use super::CheckReport;
use crate::diagnostic::Fingerprint;

/// The last line.
#[derive(Serialize)]
struct Last {
    version: u32,
    tool: Tool,
    summary: Summary,
}

impl CheckReport<'_> {
    /// Writes a line for each finding, and the summary (`schemas/check-line.schema.json`).
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn jsonl(&self, out: &mut dyn Write) -> io::Result<()> {
        let fingerprints = Fingerprint::of_all(self.diagnostics, self.sources);
        for (diagnostic, fingerprint) in self.diagnostics.iter().zip(fingerprints) {
            serde_json::to_writer(&mut *out, &Finding::new(diagnostic, self.sources, fingerprint))?;
            writeln!(out)?;
        }
        serde_json::to_writer(&mut *out, &Last { version: VERSION, tool: TOOL, summary: self.summary() })?;
        writeln!(out)
    }
}
