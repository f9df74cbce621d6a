//! Findings one a line, for editors and `grep`: `path:line:column: severity[rule] message`.

use std::io::{self, Write};

use super::{clean, clean_line};
use crate::diagnostic::Diagnostic;
use crate::text::Sources;

/// Writes one finding a line.
#[derive(Debug)]
pub struct Concise<'a> {
    sources: &'a Sources,
}

impl<'a> Concise<'a> {
    /// A writer for places in `sources`.
    #[must_use]
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources }
    }

    /// Writes one finding.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn write(&self, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        if let Some(label) = &diagnostic.primary {
            let at = self.sources.locate(label.span);
            let path = clean_line(self.sources.get(label.span.file).path());
            write!(out, "{path}:{}:{}: ", at.line, at.column)?;
        }
        write!(out, "{}[{}] ", diagnostic.severity, diagnostic.rule)?;
        // One line, whatever the message holds.
        writeln!(out, "{}", clean(&diagnostic.message).replace('\n', " "))
    }
}
