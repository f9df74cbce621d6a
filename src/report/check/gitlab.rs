//! GitLab's Code Quality report: a JSON array, empty where nothing was found.

use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::super::each::Each;
use super::CheckReport;
use crate::diagnostic::{Diagnostic, Fingerprint, Severity};

/// One entry. GitLab does not show `check_name`, so the description begins with it.
#[derive(Serialize)]
struct Entry<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

impl CheckReport<'_> {
    /// Writes one array (`schemas/check-gitlab.schema.json`). GitLab shows only the first of entries with one
    /// fingerprint; ours are unique.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn gitlab(&self, out: &mut dyn Write) -> io::Result<()> {
        let fingerprints = Fingerprint::of_all(self.diagnostics, self.sources);
        let entries = Each(|| {
            let found = self.diagnostics.iter().zip(&fingerprints);
            let unread = self.unreadable.iter().map(|unread| Entry {
                description: format!("unreadable: {}", unread.reason),
                check_name: "unreadable",
                fingerprint: unread_fingerprint(&unread.path),
                severity: "blocker",
                location: Location { path: &unread.path, lines: Lines { begin: 1 } },
            });
            unread.chain(found.map(|(diagnostic, fingerprint)| self.entry(diagnostic, *fingerprint)))
        });
        serde_json::to_writer_pretty(&mut *out, &entries)?;
        writeln!(out)
    }

    fn entry<'r>(&'r self, diagnostic: &'r Diagnostic, fingerprint: Fingerprint) -> Entry<'r> {
        let begin = self.place(diagnostic).map_or(1, |(_, at)| at.line);
        Entry {
            description: format!("{}: {}", diagnostic.rule, diagnostic.message),
            check_name: diagnostic.rule,
            fingerprint: fingerprint.to_string(),
            severity: match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location { path: self.path(diagnostic), lines: Lines { begin } },
        }
    }
}

/// A file can be unreadable only once.
fn unread_fingerprint(path: &str) -> String {
    let hash = Sha256::new().chain_update("unreadable\0").chain_update(path).finalize();
    hash[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
