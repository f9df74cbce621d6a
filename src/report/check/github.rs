//! GitHub's workflow commands: findings as annotations of the lines that a pull request changes.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::super::{Summary, clean};
use super::CheckReport;
use super::model::details;
use crate::diagnostic::{Diagnostic, Severity};

/// GitHub shows no more annotations of one severity in one step.
const SHOWN: usize = 10;

impl CheckReport<'_> {
    /// Writes the worst findings as commands, at most ten of each severity, and how many more there are.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn github(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut left = [SHOWN; 3];
        let mut more = Summary::default();
        for unread in self.unreadable.iter().take(SHOWN) {
            left[Severity::Error as usize] -= 1;
            let (path, reason) = (property(&unread.path), data(&unread.reason));
            writeln!(out, "::error file={path},title=wdectl::{reason}")?;
        }
        for finding in self.worst_first() {
            let left = &mut left[finding.severity as usize];
            if *left == 0 {
                more.count(finding.severity);
            } else {
                *left -= 1;
                self.command(finding, out)?;
            }
        }
        if more == Summary::default() { Ok(()) } else { writeln!(out, "not shown as annotations: {more}") }
    }

    fn command(&self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        write!(out, "::{command} ")?;
        if let Some((source, at)) = self.place(finding) {
            write!(out, "file={},line={}", property(source.path()), at.line)?;
            // Columns of a place of several lines are refused.
            if at.line == at.end_line {
                write!(out, ",col={},endColumn={}", at.column, at.end_column)?;
            } else {
                write!(out, ",endLine={}", at.end_line)?;
            }
            write!(out, ",")?;
        }
        let mut text = finding.message.clone();
        for line in details(finding) {
            let _ = write!(text, "\n{line}");
        }
        writeln!(out, "title=wdectl%3A {}::{}", finding.rule, data(&text))
    }
}

/// The text behind `::`.
fn data(text: &str) -> String {
    clean(text).replace('%', "%25").replace('\n', "%0A")
}

/// The text of a property; a comma would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn no_text_ends_a_command_or_begins_one() {
        assert_eq!(data("100% a,b:c\r\n::error::x"), "100%25 a,b:c\\r%0A::error::x");
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
    }
}
