//! Runs every rule.

use super::context::Context;
use super::rules::RULES;
use super::sink::{Levels, Sink};
use crate::diagnostic::Diagnostic;

/// All findings of all rules that run under these levels, in the order of files and places.
#[must_use]
pub fn check(context: &Context<'_>, levels: &Levels) -> Vec<Diagnostic> {
    let mut sink = Sink::new(levels);
    for rule in RULES {
        sink.run(rule, |findings| (rule.check)(context, findings));
    }
    sink.finish(context.sources)
}
