//! Findings by file, one a line, for people who look at many.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::super::{clean, clean_line};
use super::CheckReport;
use super::model::file;
use crate::diagnostic::{Diagnostic, Severity};

impl CheckReport<'_> {
    /// Writes each file's path and below it its findings, by line. With `colour`, ANSI escapes are written.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn grouped(&self, colour: bool, out: &mut dyn Write) -> io::Result<()> {
        let style = |style: Style| if colour { style } else { Style::new() };
        let (title, dimmed) = (style(Style::new().bold()), style(Style::new().dimmed()));
        let shown: Vec<&Diagnostic> = self.shown().collect();
        for findings in shown.chunk_by(|left, right| file(left) == file(right)) {
            let path = match file(findings[0]) {
                Some(file) => self.sources.get(file).path(),
                None => "without a place",
            };
            writeln!(out, "{title}{}{title:#}", clean_line(path))?;
            let place = |finding: &Diagnostic| match self.place(finding) {
                Some((_, at)) => format!("{}:{}", at.line, at.column),
                None => String::new(),
            };
            let width = findings.iter().map(|finding| place(finding).len()).max().unwrap_or(0);
            for finding in findings {
                let severity = style(match finding.severity {
                    Severity::Error => AnsiColor::Red.on_default().bold(),
                    Severity::Warning => AnsiColor::Yellow.on_default().bold(),
                    Severity::Info => AnsiColor::Cyan.on_default().bold(),
                });
                let message = clean(&finding.message).replace('\n', " ");
                writeln!(
                    out,
                    "  {:>width$}  {severity}{:<7}{severity:#}  {message}  {dimmed}{}{dimmed:#}",
                    place(finding),
                    finding.severity,
                    finding.rule,
                )?;
            }
            writeln!(out)?;
        }
        self.write_kept_back(out)
    }
}
