//! Checkstyle's XML, which many review tools read.

use std::io::{self, Write};

use super::super::xml::escaped;
use super::CheckReport;
use crate::diagnostic::Severity;

impl CheckReport<'_> {
    /// Writes a `file` for each file with findings. Lines and columns are left out where there is none: the format
    /// wants them positive.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn checkstyle(&self, out: &mut dyn Write) -> io::Result<()> {
        // The version is that of the format; 4.3 is what other tools write.
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
        for unread in self.unreadable {
            let (path, reason) = (escaped(&unread.path), escaped(&unread.reason));
            writeln!(out, "  <file name=\"{path}\">\n    <exception>{reason}</exception>\n  </file>")?;
        }
        for findings in self.files() {
            writeln!(out, "  <file name=\"{}\">", escaped(self.path(&findings[0])))?;
            for finding in findings {
                write!(out, "    <error")?;
                if let Some((_, at)) = self.place(finding) {
                    write!(out, " line=\"{}\" column=\"{}\"", at.line, at.column)?;
                }
                let severity = match finding.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "info",
                };
                let (message, rule) = (escaped(&finding.message), finding.rule);
                writeln!(out, " severity=\"{severity}\" message=\"{message}\" source=\"wdectl.{rule}\"/>")?;
            }
            writeln!(out, "  </file>")?;
        }
        writeln!(out, "</checkstyle>")
    }
}
