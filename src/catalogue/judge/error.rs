//! A mistake inside a value.

use std::ops::Range;

use crate::diagnostic::Severity;

/// A change that makes a mistake good without a doubt about what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Bytes of the value to take out, on character boundaries.
    pub range: Range<usize>,
    /// What to put there.
    pub text: String,
}

/// What is wrong with a value, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    /// The bytes of the value that are wrong, on character boundaries; empty where something is missing.
    pub range: Range<usize>,
    /// [`Severity::Error`], save for what the documentation does not forbid.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The same as a change, where it can be no other.
    pub repair: Option<Repair>,
}

impl ValueError {
    /// A mistake of severity error.
    pub(super) fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, severity: Severity::Error, message: message.into(), help: None, repair: None }
    }

    /// Not documented, yet perhaps read as meant.
    pub(super) fn warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Says to write `text` in place of `range`, as help and as repair.
    pub(super) fn write(self, range: Range<usize>, text: impl Into<String>) -> Self {
        let text = text.into();
        let help = if text.is_empty() { "take it out".to_owned() } else { format!("write `{text}`") };
        Self { help: Some(help), repair: Some(Repair { range, text }), ..self }
    }

    /// The same mistake in a part of a value, `by` bytes in.
    pub(super) fn shifted(self, by: usize) -> Self {
        let shift = |range: Range<usize>| range.start + by..range.end + by;
        let repair = self.repair.map(|repair| Repair { range: shift(repair.range), text: repair.text });
        Self { range: shift(self.range), repair, ..self }
    }
}

/// The value with every repair made, `None` if a mistake has none. Where two repairs overlap, the later one is made:
/// it is the same one for several mistakes.
#[must_use]
pub fn repaired(value: &str, errors: &[ValueError]) -> Option<String> {
    let mut text = value.to_owned();
    let mut untouched = value.len();
    for error in errors.iter().rev() {
        let repair = error.repair.as_ref()?;
        if repair.range.end <= untouched {
            text.replace_range(repair.range.clone(), &repair.text);
            untouched = repair.range.start;
        }
    }
    Some(text)
}

/// Judges the value without the blanks around it, and the blanks. Whether the product takes them off is not known.
pub(super) fn around(value: &str, judge: impl FnOnce(&str) -> Vec<ValueError>) -> Vec<ValueError> {
    let bare = value.trim();
    if bare.len() == value.len() {
        return judge(value);
    }
    let start = value.len() - value.trim_start().len();
    let end = start + bare.len();
    let blank = |range: Range<usize>, side: &str| {
        let help = "take the blanks out";
        ValueError::new(range.clone(), format!("blanks {side} the value"))
            .warning()
            .write(range, "")
            .help(help)
    };
    let before = (start > 0).then(|| blank(0..start, "before"));
    let after = (end < value.len()).then(|| blank(end..value.len(), "behind"));
    let inner = judge(bare).into_iter().map(|error| error.shifted(start));
    before.into_iter().chain(inner).chain(after).collect()
}
