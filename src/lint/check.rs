//! Runs every rule.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::baseline::Baseline;
use super::context::Context;
use super::fixes::keep_possible;
use super::levels::Levels;
use super::rules::{AT_THE_END, RULES};
use super::sink::{Findings, Ledger, Outcome, settle};
use crate::diagnostic::Diagnostic;
use crate::threads::beside;

/// With fewer objects a thread costs more than it saves.
const WORTH_THREADS: usize = 2000;

/// What all rules find under these levels, in the order of files and places, whatever the number of threads; what
/// suppressions and the baseline keep quiet stands apart.
#[must_use]
pub fn check(context: &Context<'_>, levels: &Levels, baseline: Option<&Baseline>, threads: usize) -> Outcome {
    // Whether a suppression or an entry of the baseline has a use shows only when all rules run.
    let is_judged_by_all = AT_THE_END.iter().any(|rule| levels.runs(rule));
    let judged = if is_judged_by_all { levels.unselected() } else { levels.clone() };
    settle(context, judge(context, &judged, threads), &judged, levels, baseline)
}

/// What the rules find that look at the deployment.
fn judge(context: &Context<'_>, levels: &Levels, threads: usize) -> Vec<Diagnostic> {
    let worth = context.deployment.object_count() >= WORTH_THREADS;
    let threads = if worth { threads.clamp(1, RULES.len()) } else { 1 };
    let next = AtomicUsize::new(0);
    let ledger = Ledger::default();
    let work = || {
        let mut found = Vec::new();
        while let Some(rule) = RULES.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Some(mut findings) = Findings::of(rule, levels, &mut found, &ledger) {
                (rule.check)(context, &mut findings);
            }
        }
        found
    };
    let shares = beside(threads - 1, work, work).into_iter();
    let mut found = shares
        .reduce(|mut all, more| {
            all.extend(more);
            all
        })
        .unwrap_or_default();
    keep_possible(&mut found, context.deployment);
    found
}
