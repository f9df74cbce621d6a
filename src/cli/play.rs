//! Reads scenario files and plays their scenarios, on as many threads as may work; the answer does not show how many.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::files;
use super::load::Loaded;
use super::progress::Progress;
use super::transcripts::FileNames;
use crate::diagnostic::Diagnostic;
use crate::dryrun::{self, Outcome, Scenario, Setting, Usage};
use crate::report::Played;
use crate::text::FileId;
use crate::threads::beside;

/// Scenarios or files that one thread does as fast as two.
const WORTH_A_THREAD: usize = 50;

/// A scenario that is to be played.
pub(super) struct Chosen {
    /// The path of its file as shown.
    file: String,
    pub(super) scenario: Scenario,
    /// What the files of its transcript are called.
    name: String,
}

/// What was read of scenario files.
pub(super) struct Read {
    pub(super) chosen: Vec<Chosen>,
    pub(super) mistakes: Vec<Played>,
    /// Why files could not be read.
    pub(super) unreadable: Vec<String>,
}

/// What came of playing.
pub(super) struct Plays {
    /// The mistakes in files, and the scenarios that were played.
    pub(super) played: Vec<Played>,
    /// What the files of the transcripts are called: of the scenarios in that order.
    pub(super) names: Vec<String>,
    pub(super) usage: Usage,
}

/// Reads the files and chooses scenarios. A file with a mistake gives none of its scenarios.
pub(super) fn read(
    loaded: &Loaded,
    setting: &Setting<'_, '_>,
    scenario_files: &[FileId],
    is_chosen: impl Fn(&Scenario) -> bool,
    threads: usize,
) -> Read {
    let read_one = |&id: &FileId| -> Result<Result<Vec<Scenario>, Vec<Diagnostic>>, String> {
        let source = loaded.sources.get(id);
        let syntax = files::syntax(source.path().as_ref(), source.true_text())
            .ok_or_else(|| format!("cannot tell the format of `{}`", source.path()))?;
        Ok(dryrun::read_file(&setting.ground, &loaded.sources, id, syntax))
    };
    let all = in_order(threads, scenario_files, |_, id| Some(read_one(id)), |_| {});
    let mut found = Read { chosen: Vec::new(), mistakes: Vec::new(), unreadable: Vec::new() };
    let mut names = FileNames::default();
    for (&id, read) in scenario_files.iter().zip(all.into_iter().flatten()) {
        let file = loaded.sources.get(id).path().to_owned();
        match read {
            Ok(Ok(scenarios)) => {
                for scenario in scenarios {
                    // All scenarios are counted, so that a name does not depend on which are chosen.
                    let name = names.next(&file, &scenario.name);
                    if is_chosen(&scenario) {
                        found.chosen.push(Chosen { file: file.clone(), scenario, name });
                    }
                }
            }
            Ok(Err(mistakes)) => found.mistakes.extend(mistakes.into_iter().map(|mistake| Played {
                name: file.clone(),
                file: file.clone(),
                transcript: Vec::new(),
                failure: Some(mistake),
                is_mistake: true,
            })),
            Err(problem) => found.unreadable.push(problem),
        }
    }
    found
}

/// Plays; with `bail` up to the first scenario that fails.
pub(super) fn play(
    setting: &Setting<'_, '_>,
    read: Read,
    (bail, counting): (bool, bool),
    threads: usize,
    progress: &mut Progress<'_>,
) -> Plays {
    let Read { chosen, mistakes: mut played, .. } = read;
    let first_failed = AtomicUsize::new(usize::MAX);
    let play_one = |number: usize, chosen: &Chosen| -> Option<(Outcome, Usage)> {
        if bail && first_failed.load(Ordering::Relaxed) < number {
            return None;
        }
        let (outcome, usage) = if counting {
            dryrun::run_with_usage(setting, &chosen.scenario)
        } else {
            (dryrun::run(setting, &chosen.scenario), Usage::default())
        };
        if outcome.failure.is_some() {
            first_failed.fetch_min(number, Ordering::Relaxed);
        }
        Some((outcome, usage))
    };
    let all = chosen.len();
    let outcomes = in_order(threads, &chosen, play_one, |done| progress.tick(done, all));
    let (mut names, mut usage) = (Vec::new(), Usage::default());
    // Behind the first that failed some may have been played meanwhile.
    let last = if bail { first_failed.into_inner() } else { usize::MAX };
    for (number, (chosen, outcome)) in chosen.into_iter().zip(outcomes).enumerate() {
        let Some((outcome, used)) = outcome.filter(|_| number <= last) else { break };
        let failure = outcome.failure.map(|failure| failure.diagnostic);
        let (name, file) = (chosen.scenario.name, chosen.file);
        played.push(Played { name, file, transcript: outcome.transcript, failure, is_mistake: false });
        names.push(chosen.name);
        usage.add(&used);
    }
    Plays { played, names, usage }
}

/// Does something with each item; the results are in the order of the items. `seen` hears now and then how many are
/// done.
pub(super) fn in_order<T: Sync, R: Send>(
    threads: usize,
    items: &[T],
    work: impl Fn(usize, &T) -> Option<R> + Sync,
    mut seen: impl FnMut(usize),
) -> Vec<Option<R>> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let some = |seen: &mut dyn FnMut(usize)| {
        let mut results = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { return results };
            results.push((number, work(number, item)));
            seen(done.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    let threads = threads.min(items.len() / WORTH_A_THREAD).max(1);
    let all = beside(threads - 1, || some(&mut |_| {}), || some(&mut seen));
    let mut results: Vec<_> = all.into_iter().flatten().collect();
    results.sort_unstable_by_key(|&(number, _)| number);
    results.into_iter().map(|(_, result)| result).collect()
}
