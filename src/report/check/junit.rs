//! Findings as JUnit's XML: a suite for each file, in it a case for each rule that was run, so that a clean run shows
//! what was judged.

use std::fmt::Write as _;
use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::super::xml::escaped;
use super::CheckReport;
use super::model::{details, file};
use crate::diagnostic::Diagnostic;
use crate::text::FileId;

/// The cases of one file.
struct Suite<'a> {
    path: &'a str,
    /// The findings of each rule that found something.
    found: FxHashMap<&'a str, Vec<&'a Diagnostic>>,
}

impl CheckReport<'_> {
    /// Writes one document. A case fails where its rule found something that counts as failed; what lies below stands
    /// in the case's output, as other readers keep only one failure of a case. A file that could not be read is an
    /// error. No times are written: two runs give the same bytes.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn junit(&self, out: &mut dyn Write) -> io::Result<()> {
        let suites = self.suites();
        let failures: Vec<usize> = suites.iter().map(|suite| self.failures(suite)).collect();
        let (unread, cases) = (self.unreadable.len(), self.rules.len());
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<testsuites name=\"wdectl check\" tests=\"{}\" failures=\"{}\" errors=\"{unread}\">",
            suites.len() * cases + unread,
            failures.iter().sum::<usize>(),
        )?;
        for unread in self.unreadable {
            let (path, reason) = (escaped(&unread.path), escaped(&unread.reason));
            writeln!(out, "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"1\">")?;
            writeln!(out, "    <testcase classname=\"{path}\" name=\"readable\">")?;
            writeln!(out, "      <error message=\"{reason}\"/>\n    </testcase>\n  </testsuite>")?;
        }
        for (suite, failures) in suites.iter().zip(failures) {
            let path = escaped(suite.path);
            writeln!(
                out,
                "  <testsuite name=\"{path}\" tests=\"{cases}\" failures=\"{failures}\" errors=\"0\">"
            )?;
            for (rule, _) in &self.rules {
                write!(out, "    <testcase classname=\"{path}\" name=\"{}\"", rule.name)?;
                match suite.found.get(rule.name) {
                    Some(found) => self.case(found, out)?,
                    None => writeln!(out, "/>")?,
                }
            }
            writeln!(out, "  </testsuite>")?;
        }
        writeln!(out, "</testsuites>")
    }

    /// A suite for each file of the deployment, for other files with findings, and for findings without a place.
    fn suites(&self) -> Vec<Suite<'_>> {
        let mut by_file = FxHashMap::<Option<FileId>, FxHashMap<&str, Vec<&Diagnostic>>>::default();
        for finding in self.diagnostics {
            by_file.entry(file(finding)).or_default().entry(finding.rule).or_default().push(finding);
        }
        let mut suites = Vec::new();
        for (at, (file, source)) in self.sources.iter().enumerate() {
            let found = by_file.remove(&Some(file));
            if found.is_some() || at >= self.catalogue_files {
                suites.push(Suite { path: source.path(), found: found.unwrap_or_default() });
            }
        }
        suites.extend(by_file.remove(&None).map(|found| Suite { path: "deployment", found }));
        suites
    }

    fn is_failure(&self, finding: &Diagnostic) -> bool {
        self.fails_at.is_some_and(|least| finding.severity >= least)
    }

    fn failures(&self, suite: &Suite<'_>) -> usize {
        let fails = |found: &&Vec<&Diagnostic>| found.iter().any(|finding| self.is_failure(finding));
        suite.found.values().filter(fails).count()
    }

    /// The rest of a case in which the rule found something.
    fn case(&self, found: &[&Diagnostic], out: &mut dyn Write) -> io::Result<()> {
        let (failed, passed): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            found.iter().partition(|finding| self.is_failure(finding));
        if let Some((source, at)) = self.place(found[0]) {
            write!(out, " file=\"{}\" line=\"{}\"", escaped(source.path()), at.line)?;
        }
        writeln!(out, ">")?;
        if let Some(first) = failed.first() {
            let message = match failed.len() {
                1 => first.message.clone(),
                count => format!("{} (and {} more)", first.message, count - 1),
            };
            writeln!(
                out,
                "      <failure message=\"{}\" type=\"{}\">{}</failure>",
                escaped(&message.replace('\n', " ")),
                first.severity,
                escaped(&self.text(&failed)),
            )?;
        }
        if !passed.is_empty() {
            writeln!(out, "      <system-out>{}</system-out>", escaped(&self.text(&passed)))?;
        }
        writeln!(out, "    </testcase>")
    }

    /// Findings as text, with what stands below them.
    fn text(&self, findings: &[&Diagnostic]) -> String {
        let mut text = String::new();
        for finding in findings {
            if !text.is_empty() {
                text.push('\n');
            }
            if let Some((source, at)) = self.place(finding) {
                let _ = write!(text, "{}:{}:{}: ", source.path(), at.line, at.column);
            }
            let _ = write!(text, "{}[{}] {}", finding.severity, finding.rule, finding.message);
            for line in details(finding) {
                let _ = write!(text, "\n  {line}");
            }
        }
        text
    }
}
