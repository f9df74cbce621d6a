//! A verification as JUnit's XML: one case for each property, the story as the system's output.

use std::io::{self, Write};

use super::edit::help;
use super::xml::escaped;
use crate::deployment::Deployment;
use crate::dryrun::verify::{Outcome, Report};
use crate::text::Sources;

/// Writes the document. A property that is refuted is a failure, one that is not known an error.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn verify_junit(
    report: &Report,
    deployment: &Deployment,
    sources: &Sources,
    out: &mut dyn Write,
) -> io::Result<()> {
    let count = |outcome| report.properties.iter().filter(|property| property.outcome == outcome).count();
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\"",
        report.properties.len(),
        count(Outcome::Refuted),
        count(Outcome::Unknown)
    );
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"wdectl chat verify\" {counts}>")?;
    writeln!(out, "  <testsuite name=\"chat verify\" {counts}>")?;
    for property in &report.properties {
        let name = property.property.spec().name;
        writeln!(out, "    <testcase classname=\"chat verify\" name=\"{name}\">")?;
        if property.outcome == Outcome::Refuted {
            let messages: Vec<&str> =
                property.counterexamples.iter().map(|found| found.message.as_str()).collect();
            let mut text = String::new();
            for found in &property.counterexamples {
                for label in &found.places {
                    text.push_str(&format!("{} {}\n", sources.place(label.span), label.text));
                }
                for line in found.notes.iter().chain(&help(found, deployment)) {
                    text.push_str(&format!("{line}\n"));
                }
            }
            let message = messages.join("; ");
            let message = escaped(&message);
            writeln!(out, "      <failure message=\"{message}\">{}</failure>", escaped(&text))?;
        } else if property.outcome == Outcome::Unknown {
            writeln!(out, "      <error message=\"not known: {}\"/>", escaped(&property.unknown.join("; ")))?;
        }
        let mut story = String::new();
        for told in property.counterexamples.iter().flat_map(|found| &found.steps) {
            story.push_str(&format!("{:>8} {}\n", told.at, told.step));
            for event in &told.events {
                story.push_str(&format!("{:>8}   {event}\n", ""));
            }
        }
        if !story.is_empty() {
            writeln!(out, "      <system-out>{}</system-out>", escaped(&story))?;
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")?;
    writeln!(out, "</testsuites>")
}
