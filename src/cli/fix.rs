//! `wdectl check --fix` and `--diff`.

use std::collections::BTreeSet;
use std::io::Write as _;

use anyhow::bail;

use super::args::{Check, Format, Global};
use super::exit::Exit;
use super::files;
use super::load::Loaded;
use super::terminal::Terminal;
use crate::deployment;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::lint::{self, Context, Fixed, Levels};
use crate::report::patch;
use crate::resolve::Resolver;
use crate::text::{FileId, Limits, Sources};

/// What was fixed and what is left.
pub(super) struct Outcome {
    /// How many fixes were made and written.
    pub(super) count: usize,
    /// What is found now.
    pub(super) found: Vec<Diagnostic>,
    /// Files that could not be written, each with the reason.
    pub(super) unwritten: Vec<String>,
}

/// Makes the fixes and writes the files.
pub(super) fn fix(
    global: &Global,
    command: &Check,
    loaded: &mut Loaded,
    levels: &Levels,
) -> anyhow::Result<Outcome> {
    let fixed = repaired(global, command, loaded, levels);
    let mut unwritten = Vec::new();
    let mut kept: BTreeSet<FileId> = BTreeSet::new();
    for (&file, before) in &fixed.originals {
        let source = loaded.sources.get(file);
        let Some(path) = place(loaded, file) else { continue };
        let (before, after) = (source.encoded(before), source.encoded(source.text()));
        if let Err(error) = files::rewrite(path, &loaded.roots, &before, &after) {
            unwritten.push(format!("{error:#}"));
            kept.insert(file);
        }
    }
    let count = fixed.count_without(&kept);
    let Fixed { mut originals, mut found, .. } = fixed;
    if !kept.is_empty() {
        originals.retain(|file, _| kept.contains(file));
        for (file, before) in originals {
            loaded.sources.replace(file, before);
        }
        found = judge(global, levels, loaded);
    }
    Ok(Outcome { count, found, unwritten })
}

/// Shows what the fixes would change.
pub(super) fn diff(
    global: &Global,
    command: &Check,
    loaded: &mut Loaded,
    levels: &Levels,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    if global.format.is_some_and(|format| format != Format::Human) || !global.output.is_empty() {
        bail!("--diff writes a unified diff to standard output and has no other format");
    }
    let fixed = repaired(global, command, loaded, levels);
    for (&file, before) in &fixed.originals {
        let source = loaded.sources.get(file);
        let mark = if source.has_bom() { "\u{FEFF}" } else { "" };
        let after = format!("{mark}{}", source.text());
        patch(source.path(), &format!("{mark}{before}"), &after, &mut *terminal.out)?;
    }
    terminal.out.flush()?;
    if !global.quiet {
        let count = fixed.count_without(&BTreeSet::new());
        let files = fixed.originals.len();
        let (fixes, files) = (many(count, "fix", "fixes"), many(files, "file", "files"));
        writeln!(terminal.err, "{fixes} in {files}, {} remaining; nothing is written", fixed.found.len())?;
    }
    for problem in &loaded.unreadable {
        writeln!(terminal.err, "error: {problem}")?;
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

fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

fn place(loaded: &Loaded, file: FileId) -> Option<&std::path::Path> {
    let at = loaded.inputs.iter().position(|input| input.file == file)?;
    Some(&loaded.places[at])
}

/// Makes the fixes in memory.
fn repaired(global: &Global, command: &Check, loaded: &mut Loaded, levels: &Levels) -> Fixed {
    let up_to = if command.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let mut sources = std::mem::take(&mut loaded.sources);
    let fixed = lint::repair(&mut sources, up_to, |sources| judge_in(sources, global, levels, loaded));
    loaded.sources = sources;
    fixed
}

/// Reads the texts again as they are in memory, and judges them.
fn judge(global: &Global, levels: &Levels, loaded: &mut Loaded) -> Vec<Diagnostic> {
    let sources = std::mem::take(&mut loaded.sources);
    let found = judge_in(&sources, global, levels, loaded);
    loaded.sources = sources;
    found
}

fn judge_in(sources: &Sources, global: &Global, levels: &Levels, loaded: &mut Loaded) -> Vec<Diagnostic> {
    loaded.deployment = deployment::load_on(sources, &loaded.inputs, Limits::default(), global.jobs());
    let settings = &loaded.settings;
    let resolver = Resolver::new(&settings.catalogue, &loaded.deployment, settings.group_conflict);
    let context = Context::new(sources, &settings.catalogue, resolver, &settings.graph, &settings.rights);
    lint::check(&context, levels, global.jobs())
}
