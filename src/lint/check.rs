//! Runs every rule.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::context::Context;
use super::fixes::keep_possible;
use super::rules::RULES;
use super::sink::{Findings, Levels, in_order};
use crate::diagnostic::Diagnostic;

/// With fewer objects a thread costs more than it saves.
const WORTH_THREADS: usize = 2000;

/// All findings of all rules that run under these levels, in the order of files and places, whatever the number of
/// threads.
#[must_use]
pub fn check(context: &Context<'_>, levels: &Levels, threads: usize) -> Vec<Diagnostic> {
    let worth = context.deployment.object_count() >= WORTH_THREADS;
    let threads = if worth { threads.clamp(1, RULES.len()) } else { 1 };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        while let Some(rule) = RULES.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Some(mut findings) = Findings::of(rule, levels, &mut found) {
                (rule.check)(context, &mut findings);
            }
        }
        found
    };
    let mut found = Vec::new();
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        found = work();
        for other in others {
            match other.join() {
                Ok(more) => found.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    keep_possible(&mut found, context.deployment);
    in_order(found, context.sources)
}
