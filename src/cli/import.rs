//! `wdectl import`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::{Global, Import};
use super::exit::Exit;
use super::files;
use super::load::Loaded;
use super::terminal::Terminal;
use super::transfer::{many, tell, tell_withheld};
use crate::deployment::{OurForm, Outline};
use crate::lint::{self, Levels};
use crate::report::Concise;
use crate::text::{Limits, read};

/// The rules that tell of something that is not in the deployment although it stands in a file.
const LOSSES: [&str; 9] = [
    "syntax",
    "not-read",
    "not-a-deployment-file",
    "unplaced-options",
    "ambiguous-object",
    "unknown-key",
    "not-a-value",
    "duplicate-key",
    "invalid-suppression",
];

/// As many of their findings are told.
const TOLD: usize = 20;

/// What makes a comment a suppression, which is carried over.
const SUPPRESSION: &str = "wdectl:";

pub(super) fn run(global: &Global, command: &Import, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let loaded = Loaded::new(global, &command.paths)?;
    if let Some(unread) = loaded.unreadable.first() {
        bail!("{}; nothing is written", unread.reason);
    }
    let lost = unread(&loaded, global)?;
    if loaded.deployment.object_count() == 0 {
        terminal.err.write_all(&lost)?;
        bail!("there is no object in what was read; nothing is written");
    }
    let outline = Outline::of(&loaded.deployment, |_| true);
    let form = OurForm::new(&outline, command.to.syntax(), Some(&loaded.sources));
    match &command.out {
        None => terminal.out.write_all(form.whole().as_bytes())?,
        Some(folder) => {
            let extension = command.to.extension();
            let name = |list: &str| folder.join(format!("{list}.{extension}"));
            let written: Vec<(PathBuf, String)> =
                form.by_kind().into_iter().map(|(list, text)| (name(list), text)).collect();
            files::write_together(&written, command.force)?;
            if !global.quiet {
                let objects = many(loaded.deployment.object_count(), "object", "objects");
                let files = many(written.len(), "file", "files");
                writeln!(terminal.out, "{objects} in {files}: {}", files::shown(folder))?;
            }
        }
    }
    terminal.out.flush()?;
    terminal.err.write_all(&lost)?;
    tell_withheld(outline.withheld(), terminal)?;
    let told = tell(&form.losses(), "this form", global, terminal)?;
    if !global.quiet {
        remarks(&loaded, command, terminal)?;
    }
    Ok(told.max(Exit::yes_if(lost.is_empty())))
}

/// What stands in the files and was not read, as `check` says it.
fn unread(loaded: &Loaded, global: &Global) -> anyhow::Result<Vec<u8>> {
    let mut levels = Levels::default();
    for rule in LOSSES {
        levels.select(rule)?;
    }
    let outcome = lint::check(&loaded.context(), &levels, None, global.jobs());
    // That a suppression keeps `check` quiet does not bring back what was not read.
    let mut findings: Vec<_> = outcome.findings.iter().collect();
    findings.extend(outcome.quieted.iter().map(|quieted| &quieted.diagnostic));
    findings.sort_by_key(|finding| finding.primary.as_ref().map(|label| label.span));
    let mut told = Vec::new();
    if !findings.is_empty() {
        writeln!(told, "warning: not everything that stands in these files is in what was written")?;
    }
    let concise = Concise::new(&loaded.sources);
    for finding in findings.iter().take(TOLD) {
        concise.write(finding, &mut told)?;
    }
    if findings.len() > TOLD {
        writeln!(told, "and {} more; `wdectl check` shows them all", findings.len() - TOLD)?;
    }
    Ok(told)
}

/// What is good to know where all went well.
fn remarks(loaded: &Loaded, command: &Import, terminal: &mut Terminal) -> anyhow::Result<()> {
    let comments: usize = loaded
        .inputs
        .iter()
        .map(|input| {
            let text = loaded.sources.get(input.file).text();
            let parsed = read(&loaded.sources, input.file, input.syntax, Limits::default());
            let is_remark = |range: std::ops::Range<usize>| !text[range].contains(SUPPRESSION);
            parsed.tree.comments().filter(|comment| is_remark(comment.range())).count()
        })
        .sum();
    if comments > 0 {
        let comments = many(comments, "comment of these files is", "comments of these files are");
        writeln!(terminal.err, "note: {comments} not carried over")?;
    }
    let Some(out) = &command.out else { return Ok(()) };
    let is_beside = |path: &Path| files::from_folder(out, path).is_ok_and(|below| !below.starts_with(".."));
    if let Some(beside) = loaded.places.iter().find(|path| is_beside(path) || holds(&loaded.roots, path, out))
    {
        writeln!(
            terminal.err,
            "note: `{}` lies in the same deployment as what was written; move one of them away, or both count",
            files::shown(beside)
        )?;
    }
    Ok(())
}

/// Whether a file and the folder that is written lie in one of the folders that were read.
fn holds(roots: &[PathBuf], file: &Path, out: &Path) -> bool {
    let below =
        |root: &Path, path: &Path| files::from_folder(root, path).is_ok_and(|below| !below.starts_with(".."));
    roots.iter().any(|root| root.is_dir() && below(root, file) && below(root, out))
}
