//! A rule's page, for `rule show` and for the documentation.

use std::fmt::Write as _;

use crate::lint::Rule;

/// What a rule finds, why, and what to do, as Markdown that also reads well as text.
#[must_use]
pub fn rule_page(rule: &Rule) -> String {
    let mut page =
        format!("# {}\n\n{} ({}, about: {})\n", rule.name, rule.summary, rule.severity, rule.subject);
    for (title, text) in [("Why", rule.why), ("Repair", rule.repair), ("Source", rule.source)] {
        if title == "Repair" {
            let _ = write!(page, "\n## Example\n\n```\n{}\n```\n", rule.example.trim_matches('\n'));
        }
        let _ = write!(page, "\n## {title}\n\n{text}\n");
        if title == "Repair" {
            let _ = write!(page, "\n{}\n", rule.fix.words());
        }
    }
    let suppressed = if rule.can_be_suppressed() {
        "With a reason, as docs/suppressions.md describes."
    } else {
        "This rule cannot be suppressed."
    };
    let _ = write!(page, "\n## Suppression\n\n{suppressed}\n");
    page
}
