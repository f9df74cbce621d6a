//! SARIF 2.1.0, which code scanning services read.

mod shape;

use std::fmt::Write as _;
use std::io::{self, Write};

use rustc_hash::FxHashMap;

use shape::{
    ArtifactChange, ArtifactLocation, AutomationDetails, Configuration, Descriptor, Driver, Fingerprints,
    FixObject, FixProperties, Help, Invocation, ListedRule, Log, LogicalLocation, Notification, Override,
    OwnText, PhysicalLocation, Place, Properties, Region, Replacement, RuleProperties, Run, SarifResult,
    Suppression, Text, Tool,
};

use super::super::each::Each;
use super::super::rule_page;
use super::CheckReport;
use super::model::{Unreadable, details};
use crate::diagnostic::{Diagnostic, Fingerprint, Fix, Label, Quieted, Quieting, Severity};
use crate::lint::Rule;
use crate::text::Span;

impl CheckReport<'_> {
    /// Writes one log with one run: the rules that were run, each with its help, the findings, and what could not be
    /// read as notifications of the tool.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn sarif(&self, out: &mut dyn Write) -> io::Result<()> {
        // What is kept quiet comes last: it changes the fingerprint of no other finding.
        let quiet = self.quieted.iter().map(|quieted| &quieted.diagnostic);
        let fingerprints = Fingerprint::of_all(self.diagnostics.iter().chain(quiet), self.sources);
        let numbers: FxHashMap<&str, usize> =
            self.rules.iter().enumerate().map(|(at, (rule, _))| (rule.name, at)).collect();
        let run = Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    version: env!("CARGO_PKG_VERSION"),
                    rules: Each(|| self.rules.iter().map(|(rule, _)| listed(rule))),
                },
            },
            invocations: [Invocation {
                execution_successful: self.unreadable.is_empty(),
                rule_configuration_overrides: Each(|| self.overrides()),
                tool_execution_notifications: Each(|| self.unreadable.iter().map(notification)),
            }],
            automation_details: AutomationDetails { id: "wdectl/check/" },
            column_kind: "unicodeCodePoints",
            newline_sequences: ["\r\n", "\n", "\r"],
            results: Each(|| {
                let quiet = self.quieted.iter().map(|quieted| (&quieted.diagnostic, Some(quieted)));
                let found = self.diagnostics.iter().map(|finding| (finding, None)).chain(quiet);
                found.zip(&fingerprints).map(|((diagnostic, quieted), fingerprint)| SarifResult {
                    suppressions: quieted.map(|quieted| [self.suppression(quieted)]),
                    ..self.result(diagnostic, *fingerprint, numbers.get(diagnostic.rule).copied())
                })
            }),
        };
        let log =
            Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
        serde_json::to_writer_pretty(&mut *out, &log)?;
        writeln!(out)
    }

    /// The rules whose severity in this run is not their own.
    fn overrides(&self) -> impl Iterator<Item = Override> {
        let rules = self.rules.iter().enumerate();
        rules.filter(|(_, (rule, severity))| rule.severity != *severity).map(|(index, (rule, severity))| {
            Override {
                configuration: Configuration { level: level(*severity) },
                descriptor: Descriptor { id: rule.name, index },
            }
        })
    }

    fn result<'r>(
        &'r self,
        diagnostic: &'r Diagnostic,
        fingerprint: Fingerprint,
        rule_index: Option<usize>,
    ) -> SarifResult<'r> {
        let mut text = diagnostic.message.clone();
        for line in details(diagnostic) {
            let _ = write!(text, "\n{line}");
        }
        for (id, label) in (1..).zip(&diagnostic.related) {
            let place = self.sources.place(label.span);
            let words = if label.text.is_empty() { &place } else { &label.text };
            let _ = write!(text, "\nsee [{}]({id})", link(words));
        }
        let logical = diagnostic
            .object
            .as_deref()
            .map(|object| [LogicalLocation { fully_qualified_name: object, kind: "resource" }]);
        let first = match &diagnostic.primary {
            Some(label) => Some(Place { logical_locations: logical, ..self.label(label) }),
            None => logical.map(|logical| Place { logical_locations: Some(logical), ..Place::default() }),
        };
        let related = (1..).zip(&diagnostic.related);
        SarifResult {
            rule_id: diagnostic.rule,
            rule_index,
            level: level(diagnostic.severity),
            message: OwnText { text },
            locations: first.into_iter().collect(),
            related_locations: related
                .map(|(id, label)| Place { id: Some(id), ..self.label(label) })
                .collect(),
            partial_fingerprints: Fingerprints { github: fingerprint, own: fingerprint },
            fixes: diagnostic.fix.as_ref().filter(|fix| !fix.edits.is_empty()).map(|fix| [self.fix(fix)]),
            suppressions: None,
            properties: Properties {
                object: diagnostic.object.as_deref(),
                option: diagnostic.option.as_deref(),
                agents: diagnostic.affected.as_ref().map(|affected| affected.count),
            },
        }
    }

    fn label<'r>(&'r self, label: &'r Label) -> Place<'r> {
        let message = Some(Text { text: &label.text }).filter(|message| !message.text.is_empty());
        Place { physical_location: Some(self.physical(label.span)), message, ..Place::default() }
    }

    fn suppression<'r>(&'r self, quieted: &'r Quieted) -> Suppression<'r> {
        Suppression {
            kind: match quieted.by {
                Quieting::Suppression => "inSource",
                Quieting::Baseline => "external",
            },
            justification: quieted.reason.as_deref(),
            location: Place { physical_location: Some(self.physical(quieted.at)), ..Place::default() },
        }
    }

    fn fix<'r>(&self, fix: &'r Fix) -> FixObject<'r> {
        let of_one_file = fix.edits.chunk_by(|left, right| left.span.file == right.span.file);
        let changes = of_one_file.map(|edits| ArtifactChange {
            artifact_location: artifact(self.sources.get(edits[0].span.file).path()),
            replacements: edits
                .iter()
                .map(|edit| Replacement {
                    deleted_region: self.region(edit.span),
                    inserted_content: Some(Text { text: &edit.text }).filter(|new| !new.text.is_empty()),
                })
                .collect(),
        });
        FixObject {
            description: Text { text: &fix.message },
            artifact_changes: changes.collect(),
            properties: FixProperties { applicability: fix.applicability.as_str() },
        }
    }

    fn physical(&self, span: Span) -> PhysicalLocation {
        PhysicalLocation {
            artifact_location: artifact(self.sources.get(span.file).path()),
            region: Some(self.region(span)),
        }
    }

    fn region(&self, span: Span) -> Region {
        let at = self.sources.locate(span);
        Region {
            start_line: at.line,
            start_column: at.column,
            end_line: at.end_line,
            end_column: at.end_column,
        }
    }
}

fn listed(rule: &'static Rule) -> ListedRule {
    ListedRule {
        id: rule.name,
        short_description: Text { text: rule.summary },
        full_description: Text { text: rule.why },
        help: Help {
            text: format!("{}\n\nRepair: {}\n\nSource: {}", rule.why, rule.repair, rule.source),
            markdown: rule_page(rule),
        },
        default_configuration: Configuration { level: level(rule.severity) },
        properties: RuleProperties {
            tags: [rule.subject],
            problem_severity: match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "recommendation",
            },
        },
    }
}

fn notification(unread: &Unreadable) -> Notification<'_> {
    let physical = PhysicalLocation { artifact_location: artifact(&unread.path), region: None };
    Notification {
        level: "error",
        message: Text { text: &unread.reason },
        locations: [Place { physical_location: Some(physical), ..Place::default() }],
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A relative path is meant from the root of the sources, wherever that is.
fn artifact(path: &str) -> ArtifactLocation {
    let is_drive = path.as_bytes().get(1) == Some(&b':');
    let (before, uri_base_id) = match (path.starts_with('/'), is_drive) {
        (true, _) => ("file://", None),
        (false, true) => ("file:///", None),
        (false, false) => ("", Some("%SRCROOT%")),
    };
    let mut uri = String::with_capacity(before.len() + path.len());
    uri.push_str(before);
    for (at, byte) in path.bytes().enumerate() {
        let is_plain = byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) || (is_drive && at == 1);
        if is_plain {
            uri.push(byte as char);
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    ArtifactLocation { uri, uri_base_id }
}

/// The words of a link inside a message.
fn link(words: &str) -> String {
    words.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

#[cfg(test)]
mod tests {
    use super::{artifact, link};

    #[test]
    fn a_path_becomes_a_uri() {
        let uri = |path| {
            let at = artifact(path);
            (at.uri, at.uri_base_id)
        };
        let root = Some("%SRCROOT%");
        assert_eq!(uri("a/b-c_1.yaml"), ("a/b-c_1.yaml".to_owned(), root));
        assert_eq!(uri("a b/ü#1%:?.yaml"), ("a%20b/%C3%BC%231%25%3A%3F.yaml".to_owned(), root));
        assert_eq!(uri("/srv/a b.yaml"), ("file:///srv/a%20b.yaml".to_owned(), None));
        assert_eq!(uri("C:/a.yaml"), ("file:///C:/a.yaml".to_owned(), None));
    }

    #[test]
    fn brackets_do_not_end_a_link() {
        assert_eq!(link("a [b] \\"), "a \\[b\\] \\\\");
    }
}
