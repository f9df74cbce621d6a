//! Reports beside the answer: `--output FORMAT=FILE`, and GitHub's job summary.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::{Format, Global};
use super::exit::Exit;
use super::files;
use super::terminal::Terminal;

/// Refuses two reports into one file: the second would take the place of the first.
pub(super) fn refuse_same_file(reports: &[(Format, PathBuf)]) -> anyhow::Result<()> {
    for (at, (_, path)) in reports.iter().enumerate() {
        if reports[..at].iter().any(|(_, other)| files::shown(other) == files::shown(path)) {
            bail!("--output names `{}` twice; give each report a file of its own", files::shown(path));
        }
    }
    Ok(())
}

/// Writes each report that is asked for, whole or not at all. One that cannot be written is told and leaves the command
/// without an answer; the others are written all the same.
pub(super) fn reports(
    global: &Global,
    terminal: &mut Terminal,
    mut write: impl FnMut(Format, &mut Terminal) -> anyhow::Result<()>,
) -> anyhow::Result<Exit> {
    let mut exit = Exit::Yes;
    for (format, path) in &global.output {
        let written = files::write_with(path, |out| write(*format, &mut terminal.page(out)));
        exit = exit.max(told(written, terminal)?);
    }
    Ok(exit)
}

/// Appends to the file in which GitHub collects the summary of a job's step, where there is one.
pub(super) fn job_summary(
    terminal: &mut Terminal,
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> anyhow::Result<Exit> {
    #[expect(clippy::disallowed_methods, reason = "this is the place that reads the environment for reports")]
    let path = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
    let Some(path) = path else { return Ok(Exit::Yes) };
    let written = files::append(Path::new(&path), |out| Ok(write(out)?));
    told(written, terminal)
}

fn told(written: anyhow::Result<()>, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let Err(error) = written else { return Ok(Exit::Yes) };
    terminal.out.flush()?;
    writeln!(terminal.err, "error: {}", crate::report::clean(&format!("{error:#}")))?;
    Ok(Exit::Unanswered)
}
