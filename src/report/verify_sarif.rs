//! A verification as SARIF 2.1.0 (OASIS standard): a result for each counterexample, its story as a code flow.

use serde_json::{Value, json};

use super::edit::help;
use crate::deployment::Deployment;
use crate::diagnostic::Label;
use crate::dryrun::verify::{Counterexample, PropertyReport, Report};
use crate::text::{Sources, Span};

/// The lines of a scenario file before its first step.
const HEAD: usize = 4;

/// The document.
#[derive(Debug, serde::Serialize)]
#[serde(transparent)]
pub struct VerifySarif {
    document: Value,
}

impl VerifySarif {
    /// The document of a report. `files` are the scenario files that were written, by property and counterexample;
    /// the steps of a story point into them.
    #[must_use]
    pub fn new(
        report: &Report,
        deployment: &Deployment,
        sources: &Sources,
        files: &[Vec<Option<String>>],
    ) -> Self {
        let shape = Shape { deployment, sources };
        let mut results = Vec::new();
        for (at, property) in report.properties.iter().enumerate() {
            for (number, found) in property.counterexamples.iter().enumerate() {
                let file = files.get(at).and_then(|files| files.get(number)).and_then(Option::as_deref);
                results.push(shape.refuted(at, property, found, file));
            }
            results.extend(property.unknown.iter().map(|reason| not_known(at, property, reason)));
        }
        let rules: Vec<Value> = report.properties.iter().map(rule).collect();
        let document = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "wdectl",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                } },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        });
        Self { document }
    }
}

fn rule(property: &PropertyReport) -> Value {
    let spec = property.property.spec();
    json!({
        "id": spec.name,
        "shortDescription": text(spec.what),
        "fullDescription": text(spec.why),
        "help": text(spec.repair),
    })
}

fn text(words: &str) -> Value {
    json!({ "text": words })
}

fn not_known(at: usize, property: &PropertyReport, reason: &str) -> Value {
    json!({
        "ruleId": property.property.spec().name,
        "ruleIndex": at,
        "kind": "open",
        "level": "none",
        "message": text(&format!("not known: {reason}")),
    })
}

struct Shape<'a> {
    deployment: &'a Deployment,
    sources: &'a Sources,
}

impl Shape<'_> {
    fn physical(&self, span: Span) -> Value {
        let at = self.sources.locate(span);
        json!({
            "artifactLocation": { "uri": uri(self.sources.get(span.file).path()) },
            "region": {
                "startLine": at.line,
                "startColumn": at.column,
                "endLine": at.end_line,
                "endColumn": at.end_column,
            },
        })
    }

    fn location(&self, label: &Label) -> Value {
        json!({ "physicalLocation": self.physical(label.span), "message": text(&label.text) })
    }

    fn refuted(
        &self,
        at: usize,
        property: &PropertyReport,
        found: &Counterexample,
        file: Option<&str>,
    ) -> Value {
        let mut words = found.message.clone();
        for note in &found.notes {
            words.push_str(&format!("\n{note}"));
        }
        if let Some(help) = help(found, self.deployment) {
            words.push_str(&format!("\nhelp: {help}"));
        }
        let mut result = json!({
            "ruleId": property.property.spec().name,
            "ruleIndex": at,
            "level": "error",
            "message": text(&words),
            "locations": found.places.iter().take(1).map(|label| self.location(label)).collect::<Vec<_>>(),
            "relatedLocations": found.places.iter().skip(1).map(|label| self.location(label)).collect::<Vec<_>>(),
        });
        if !found.steps.is_empty() {
            let steps: Vec<Value> = (0..found.steps.len()).map(|number| step(found, number, file)).collect();
            result["codeFlows"] = json!([{ "threadFlows": [{ "locations": steps }] }]);
        }
        result
    }
}

/// A step of the story, at its line of the scenario file where one was written.
fn step(found: &Counterexample, number: usize, file: Option<&str>) -> Value {
    let told = &found.steps[number];
    let words = std::iter::once(&told.step).chain(&told.events).map(String::as_str);
    let words = words.collect::<Vec<&str>>().join("\n");
    let mut location = json!({ "message": text(&words) });
    if let Some(file) = file {
        location["physicalLocation"] = json!({
            "artifactLocation": { "uri": uri(file) },
            "region": { "startLine": HEAD + 1 + number },
        });
    }
    json!({ "location": location, "executionOrder": number + 1 })
}

/// A path as a relative reference: what is no plain letter of a path is written with `%`.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'\\' => uri.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
