//! `wdectl check --fix` and `--diff`.

use std::collections::BTreeSet;
use std::io::Write as _;

use anyhow::bail;

use super::args::{Check, Format, Global};
use super::check::Judging;
use super::exit::Exit;
use super::files;
use super::load::Loaded;
use super::terminal::Terminal;
use crate::deployment;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::lint::{self, Context, Fixed, Outcome};
use crate::names::{counted, counted_as};
use crate::report::patch;
use crate::resolve::Resolver;
use crate::text::{FileId, Limits, Sources};

/// What was fixed and what is left.
pub(super) struct Made {
    /// How many fixes were made and written.
    pub(super) count: usize,
    /// What is found now.
    pub(super) outcome: Outcome,
    /// Files that could not be written, each with the reason.
    pub(super) unwritten: Vec<String>,
}

/// Makes the fixes and writes the files.
pub(super) fn fix(command: &Check, loaded: &mut Loaded, judging: &Judging<'_>) -> Made {
    let fixed = repaired(command, loaded, judging);
    let mut unwritten = Vec::new();
    let mut kept: BTreeSet<FileId> = BTreeSet::new();
    for (&file, before) in &fixed.originals {
        let source = loaded.sources.get(file);
        let Some(path) = place(loaded, file) else { continue };
        let (before, after) = (source.encoded_text(before), source.encoded(source.true_text()));
        if let Err(error) = files::rewrite(path, &loaded.roots, &before, &after) {
            unwritten.push(format!("{error:#}"));
            kept.insert(file);
        }
    }
    let count = fixed.count_without(&kept);
    let Fixed { mut originals, mut outcome, .. } = fixed;
    if !kept.is_empty() {
        originals.retain(|file, _| kept.contains(file));
        for (file, before) in originals {
            loaded.sources.replace(file, before);
        }
        outcome = judge(judging, loaded);
    }
    Made { count, outcome, unwritten }
}

/// Shows what the fixes would change.
pub(super) fn diff(
    global: &Global,
    command: &Check,
    loaded: &mut Loaded,
    judging: &Judging<'_>,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    if global.format.is_some_and(|format| format != Format::Human) || !global.output.is_empty() {
        bail!("--diff writes a unified diff to standard output and has no other format");
    }
    let fixed = repaired(command, loaded, judging);
    for (&file, before) in &fixed.originals {
        let source = loaded.sources.get(file);
        let mark = if source.has_bom() { "\u{FEFF}" } else { "" };
        let after = format!("{mark}{}", source.text());
        patch(source.path(), &format!("{mark}{}", source.show(before)), &after, &mut *terminal.out)?;
    }
    terminal.out.flush()?;
    if !global.quiet {
        let count = fixed.count_without(&BTreeSet::new());
        let files = fixed.originals.len();
        let (fixes, files) = (counted_as(count, "fix", "fixes"), counted(files, "file"));
        writeln!(
            terminal.err,
            "{fixes} in {files}, {} remaining; nothing is written",
            fixed.outcome.findings.len()
        )?;
    }
    for unread in &loaded.unreadable {
        writeln!(terminal.err, "error: {}", crate::report::clean(&unread.reason))?;
    }
    let is_read = loaded.unreadable.is_empty();
    Ok(if is_read { Exit::yes_if(fixed.originals.is_empty()) } else { Exit::Unanswered })
}

/// How many findings have fixes that were not made, if any have.
pub(super) fn fixable(found: &[Diagnostic], was_fixed: bool) -> Option<String> {
    let of = |applicability: Applicability| {
        let fixes = found.iter().filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| fix.applicability == applicability).count()
    };
    let (safe, risky) = (of(Applicability::Safe), of(Applicability::Unsafe));
    match (safe, risky) {
        (0, 0) => None,
        (safe, 0) => Some(format!("{safe} fixable with `--fix`")),
        (0, risky) => Some(format!("{risky} fixable with `--fix --unsafe-fixes`")),
        (safe, risky) if was_fixed => Some(format!("{} fixable with `--fix --unsafe-fixes`", safe + risky)),
        (safe, risky) => Some(format!("{safe} fixable with `--fix`, {risky} more with `--unsafe-fixes`")),
    }
}

fn place(loaded: &Loaded, file: FileId) -> Option<&std::path::Path> {
    let at = loaded.inputs.iter().position(|input| input.file == file)?;
    Some(&loaded.places[at])
}

/// Makes the fixes in memory.
fn repaired(command: &Check, loaded: &mut Loaded, judging: &Judging<'_>) -> Fixed {
    let up_to = if command.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let mut sources = std::mem::take(&mut loaded.sources);
    let fixed = lint::repair(&mut sources, up_to, |sources| judge_in(sources, judging, loaded));
    loaded.sources = sources;
    loaded.hide_secrets();
    fixed
}

/// Reads the texts again as they are in memory, and judges them.
fn judge(judging: &Judging<'_>, loaded: &mut Loaded) -> Outcome {
    let sources = std::mem::take(&mut loaded.sources);
    let outcome = judge_in(&sources, judging, loaded);
    loaded.sources = sources;
    loaded.hide_secrets();
    outcome
}

fn judge_in(sources: &Sources, judging: &Judging<'_>, loaded: &mut Loaded) -> Outcome {
    loaded.deployment = deployment::load_on(sources, &loaded.inputs, Limits::default(), judging.threads);
    if let Some(names) = &loaded.secrets {
        // Where they stand is told to the texts at the end, when these change no more.
        loaded.deployment.hide_secrets(names);
    }
    let settings = &loaded.settings;
    let resolver = Resolver::new(&settings.catalogue, &loaded.deployment, settings.group_conflict);
    judging.outcome(&Context::new(sources, &settings.catalogue, resolver, &settings.graph, &settings.rights))
}
