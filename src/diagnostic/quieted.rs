//! A finding that is kept but not told.

use super::Diagnostic;
use crate::text::Span;

/// What keeps a finding quiet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quieting {
    /// A suppression in the configuration itself: a comment, or an entry of `wdectl-allow`.
    Suppression,
    /// A baseline: the finding was known before.
    Baseline,
}

/// A finding that somebody has said need not be told. It counts for no exit status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quieted {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// What keeps it quiet.
    pub by: Quieting,
    /// Why, as somebody has written it; a baseline gives no reasons.
    pub reason: Option<String>,
    /// Where that is written: the comment, the entry, the line of the baseline.
    pub at: Span,
}
