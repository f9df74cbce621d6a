//! The baseline file of `check`: found, read, and written anew.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};

use super::args::BaselineArgs;
use super::files;
use super::load::Loaded;
use super::settings::Settings;
use super::terminal::Terminal;
use crate::lint::{Baseline, Levels, Outcome, read_baseline, write_baseline};
use crate::names::counted;
use crate::text::{self, FileId, Limits, Sources, Syntax};

/// The baseline file of a run.
#[derive(Debug)]
pub(super) struct BaselineFile {
    path: PathBuf,
    /// Its text among the sources; none where the file is still to be written.
    file: Option<FileId>,
}

/// Finds the baseline that the arguments or the settings name, and adds its text to the sources of the settings.
pub(super) fn open(args: &BaselineArgs, settings: &mut Settings) -> anyhow::Result<Option<BaselineFile>> {
    let Some(path) = args.baseline.clone().or_else(|| settings.baseline.clone()) else {
        if args.write_baseline {
            bail!(
                "--write-baseline does not know which file to write; name it with --baseline FILE, or with \
                 `baseline` in wdectl.toml"
            );
        }
        return Ok(None);
    };
    settings.own_files.push(path.clone());
    let file = match files::read_if_there(&path)? {
        Some(bytes) => Some(settings.sources.add(files::shown(&path), bytes)),
        None if args.write_baseline => None,
        None => bail!("there is no baseline `{}`; --write-baseline makes it", files::shown(&path)),
    };
    Ok(Some(BaselineFile { path, file }))
}

impl BaselineFile {
    /// What the file knows.
    pub(super) fn read(&self, sources: &Sources) -> anyhow::Result<Baseline> {
        let entries = match self.file {
            Some(file) => entries(sources, file)?,
            None => Vec::new(),
        };
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let from_folder =
            sources.iter().map(|(_, source)| files::from_folder(folder, source.path().as_ref()));
        Ok(Baseline::new(entries, from_folder.collect::<Result<_, _>>()?))
    }

    /// Writes what the file is to know from now on, unless a part of the deployment could not be read.
    pub(super) fn renew(
        &self,
        baseline: &Baseline,
        outcome: &Outcome,
        levels: &Levels,
        loaded: &Loaded,
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let path = files::shown(&self.path);
        if !loaded.unreadable.is_empty() {
            bail!("the baseline `{path}` is left as it is, for not all files could be read");
        }
        let entries = baseline.renewed(outcome, levels);
        files::write(&self.path, write_baseline(&entries).as_bytes())?;
        let count: usize = entries.iter().map(|(_, count)| count).sum();
        terminal.out.flush()?;
        writeln!(terminal.err, "`{path}` knows {} now", counted(count, "finding"))?;
        Ok(())
    }
}

fn entries(sources: &Sources, file: FileId) -> anyhow::Result<Vec<crate::lint::Known>> {
    let source = sources.get(file);
    if let Some(error) = source.encoding_errors().first() {
        return Err(anyhow!("{} is not UTF-8", sources.place(error.span)).context("broken baseline"));
    }
    let parsed = text::read(sources, file, Syntax::Json, Limits::default());
    let told = |error: &text::SyntaxError| {
        let at = sources.locate(error.span);
        let help = error.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        format!("{}:{}:{}: {}{help}", source.path(), at.line, at.column, error.message)
    };
    read_baseline(&parsed)
        .map_err(|errors| anyhow!("{}", errors.iter().map(told).collect::<Vec<_>>().join("\n")))
        .context("broken baseline")
}
