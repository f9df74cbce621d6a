//! Makes the fixes of findings: round after round, until none is left that can be made.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::sink::Outcome;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::text::{
    Accepted, Change, Editor, Edits, FileId, Limits, Parsed, Sources, Syntax, Text, TextEdit, apply, read,
};

/// More rounds than any deployment should need: a fix may show what the next round can fix.
const ROUNDS: usize = 40;

/// What became of the fixes.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The texts of the changed files as they were.
    pub originals: BTreeMap<FileId, Text>,
    /// The files of each fix that was made.
    pub made: Vec<BTreeSet<FileId>>,
    /// What is found after the last round.
    pub outcome: Outcome,
}

impl Fixed {
    /// How many fixes were made, but for those that took one of these files.
    #[must_use]
    pub fn count_without(&self, files: &BTreeSet<FileId>) -> usize {
        self.made.iter().filter(|made| made.is_disjoint(files)).count()
    }
}

/// Makes fixes in `sources`, those that are as applicable as `up_to` or more. `judge` reads the sources again and says what is
/// found. Nothing is written.
pub fn repair(
    sources: &mut Sources,
    up_to: Applicability,
    mut judge: impl FnMut(&Sources) -> Outcome,
) -> Fixed {
    let mut fixed = Fixed::default();
    let mut refused = BTreeSet::new();
    for _ in 0..ROUNDS {
        fixed.outcome = judge(sources);
        let (files, made) = round(&fixed.outcome.findings, sources, up_to, &refused);
        let mut changed = BTreeMap::new();
        for (file, edits) in files {
            let text = apply(sources.get(file).true_text(), &edits);
            match is_sound(sources, file, &text) {
                true => _ = changed.insert(file, text),
                false => _ = refused.insert(file),
            }
        }
        let is_done = changed.is_empty();
        fixed.made.extend(made.into_iter().filter(|made| made.is_disjoint(&refused)));
        for (file, text) in changed {
            let before = sources.replace(file, text);
            fixed.originals.entry(file).or_insert(before);
        }
        if is_done {
            return fixed;
        }
    }
    fixed.outcome = judge(sources);
    fixed
}

/// Works out the bytes of every fix; what cannot be changed is left out, and a fix that changes nothing goes.
pub fn settle_fixes(found: &mut [Diagnostic], sources: &Sources) {
    let fixes = || found.iter().filter_map(|finding| finding.fix.as_ref());
    let parsed = parse(fixes(), sources);
    let editors = editors(&parsed, sources);
    let settle = |fix: &Fix| {
        let edits = fix.changes.iter().filter_map(|change| edits(&editors, change));
        edits.flat_map(|edits| edits.edits).collect::<Vec<TextEdit>>()
    };
    let settled: Vec<Option<Vec<TextEdit>>> =
        found.iter().map(|finding| finding.fix.as_ref().map(settle)).collect();
    for (finding, edits) in found.iter_mut().zip(settled) {
        if let (Some(fix), Some(edits)) = (&mut finding.fix, edits) {
            fix.edits = edits;
        }
        finding.fix.take_if(|fix| fix.edits.is_empty());
    }
}

type Files = BTreeMap<FileId, Vec<TextEdit>>;

/// The edits of one round, and the files of each fix that is made whole by them.
fn round(
    found: &[Diagnostic],
    sources: &Sources,
    up_to: Applicability,
    refused: &BTreeSet<FileId>,
) -> (Files, Vec<BTreeSet<FileId>>) {
    let fixes = || {
        let all = found.iter().filter_map(|finding| finding.fix.as_ref());
        all.filter(|fix| fix.applicability <= up_to)
    };
    let parsed = parse(fixes(), sources);
    let editors = editors(&parsed, sources);
    let mut accepted = Accepted::default();
    let mut known: FxHashSet<&Change> = FxHashSet::default();
    let mut made = Vec::new();
    for fix in fixes() {
        let mut is_whole = true;
        let mut files = BTreeSet::new();
        for change in &fix.changes {
            let file = change.place().file;
            let is_made = known.contains(change)
                || !refused.contains(&file)
                    && edits(&editors, change).is_some_and(|edits| accepted.take(&edits, &fix.rests_on));
            if is_made {
                known.insert(change);
                files.insert(file);
            }
            is_whole &= is_made;
        }
        if is_whole {
            made.push(files);
        }
    }
    (accepted.into_files(), made)
}

fn parse<'f, 's>(
    fixes: impl Iterator<Item = &'f Fix>,
    sources: &'s Sources,
) -> Vec<(FileId, Syntax, Parsed<'s>)> {
    let files: BTreeSet<FileId> =
        fixes.flat_map(|fix| &fix.changes).map(|change| change.place().file).collect();
    let parsed = files.into_iter().filter_map(|file| {
        let source = sources.get(file);
        let syntax = Syntax::of(source.path(), source.true_text())?;
        let parsed = read(sources, file, syntax, Limits::default());
        (parsed.errors.is_empty() && source.encoding_errors().is_empty()).then_some((file, syntax, parsed))
    });
    parsed.collect()
}

fn editors<'p>(
    parsed: &'p [(FileId, Syntax, Parsed<'p>)],
    sources: &'p Sources,
) -> BTreeMap<FileId, Editor<'p>> {
    let editor = |(file, syntax, parsed): &'p (FileId, Syntax, Parsed<'p>)| {
        (*file, Editor::new(&parsed.tree, sources.get(*file).true_text(), *syntax))
    };
    parsed.iter().map(editor).collect()
}

fn edits(editors: &BTreeMap<FileId, Editor<'_>>, change: &Change) -> Option<Edits> {
    editors.get(&change.place().file)?.edits(change)
}

/// Whether a file can still be read without a fault once it has this text.
fn is_sound(sources: &Sources, file: FileId, text: &str) -> bool {
    let path = sources.get(file).path();
    let mut after = Sources::new();
    let after_file = after.add(path, text.as_bytes().to_vec());
    let syntax = Syntax::of(path, text);
    syntax.is_some_and(|syntax| read(&after, after_file, syntax, Limits::default()).errors.is_empty())
}
