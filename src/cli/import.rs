//! `wdectl import`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::{Global, Import};
use super::exit::Exit;
use super::files;
use super::load::Loaded;
use super::terminal::Terminal;
use super::transfer::{tell, tell_withheld, unread};
use crate::deployment::{OurForm, Outline};
use crate::names::{counted, counted_as};
use crate::text::{Limits, read};

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
    let losses = match &command.out {
        None => {
            let (text, losses) = form.whole();
            terminal.out.write_all(text.as_bytes())?;
            losses
        }
        Some(folder) => {
            let (documents, losses) = form.by_kind();
            let extension = command.to.extension();
            let name = |list: &str| folder.join(format!("{list}.{extension}"));
            let written: Vec<(PathBuf, String)> =
                documents.into_iter().map(|(list, text)| (name(list), text)).collect();
            files::write_together(&written, command.force)?;
            if !global.quiet {
                let objects = counted(loaded.deployment.object_count(), "object");
                let files = counted(written.len(), "file");
                writeln!(terminal.out, "{objects} in {files}: {}", files::shown(folder))?;
            }
            losses
        }
    };
    terminal.out.flush()?;
    terminal.err.write_all(&lost)?;
    tell_withheld(outline.withheld(), terminal)?;
    let told = tell(&losses, "this form", global, terminal)?;
    if !global.quiet {
        remarks(&loaded, command, terminal)?;
    }
    Ok(told.max(Exit::yes_if(lost.is_empty())))
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
        let comments = counted_as(comments, "comment of these files is", "comments of these files are");
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
