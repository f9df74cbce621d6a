//! Key combinations.

use crate::diagnostic::Severity;
use crate::shortcut::{self, Verdict};

use super::{Repair, ValueError};

/// A key combination, as [`shortcut::parse`] judges it; its repair, for all problems at once, writes it anew.
pub(in crate::catalogue) fn key_combination(value: &str) -> Vec<ValueError> {
    let judgement = shortcut::parse(value);
    let repair = judgement.repair.map(|text| Repair { range: 0..value.len(), text });
    let errors = judgement.problems.into_iter().map(|problem| ValueError {
        range: problem.range,
        severity: match problem.kind.verdict() {
            Verdict::Invalid => Severity::Error,
            Verdict::Valid | Verdict::OutsideDocumentedGrammar => Severity::Warning,
        },
        message: problem.message,
        help: problem.help,
        repair: repair.clone(),
    });
    errors.collect()
}
