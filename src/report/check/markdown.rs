//! A table in Markdown, for job summaries and merge requests.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::super::clean;
use super::CheckReport;
use crate::diagnostic::Diagnostic;
use crate::names::counted_as;

/// GitHub takes a job summary of one MiB; this leaves room for what other steps write.
const JOB_SUMMARY: usize = 900 << 10;

impl CheckReport<'_> {
    /// Writes a heading and a table of the findings, the worst first.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        self.table(usize::MAX, out)
    }

    /// Writes the same for a job summary of GitHub, which takes no more than one MiB.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn job_summary(&self, out: &mut dyn Write) -> io::Result<()> {
        self.table(JOB_SUMMARY, out)
    }

    fn table(&self, most: usize, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "## wdectl check: {}", self.verdict())?;
        for unread in self.unreadable {
            writeln!(out, "\n**Not read:** {}", cell(&unread.reason))?;
        }
        if self.diagnostics.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n| severity | place | finding | rule |\n|---|---|---|---|")?;
        let (mut row, mut bytes) = (String::new(), 0);
        let findings = self.worst_first();
        for (at, finding) in findings.iter().enumerate() {
            row.clear();
            self.row(finding, &mut row);
            bytes += row.len();
            if bytes > most {
                let left = counted_as(findings.len() - at, "more finding is", "more findings are");
                return writeln!(out, "\n{left} not shown.");
            }
            out.write_all(row.as_bytes())?;
        }
        Ok(())
    }

    fn row(&self, finding: &Diagnostic, row: &mut String) {
        let place = match self.place(finding) {
            Some((source, at)) => format!("`{}:{}`", source.path(), at.line),
            None => finding.object.as_ref().map(|object| format!("`{object}`")).unwrap_or_default(),
        };
        let (place, message) = (cell(&place), cell(&finding.message));
        let _ = writeln!(row, "| {} | {place} | {message} | `{}` |", finding.severity, finding.rule);
    }
}

/// The text of a cell: what stands between backticks is shown as it is, and elsewhere nothing means anything. A
/// vertical line would end the cell in both.
fn cell(text: &str) -> String {
    let text = clean(text);
    let is_paired = text.matches('`').count().is_multiple_of(2);
    let mut is_code = false;
    let mut cell = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\n' => cell.push(' '),
            '`' if is_paired => {
                is_code = !is_code;
                cell.push(letter);
            }
            '|' => cell.push_str("\\|"),
            '`' | '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '&' if !is_code => {
                cell.push('\\');
                cell.push(letter);
            }
            other => cell.push(other),
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn text_between_backticks_is_as_written_and_the_rest_means_nothing() {
        assert_eq!(cell("`<b>_x_` is *no* <b>\n"), "`<b>_x_` is \\*no\\* \\<b\\> ");
        assert_eq!(cell("`a|b`"), "`a\\|b`");
        assert_eq!(cell("a ` <img>"), "a \\` \\<img\\>");
    }
}
