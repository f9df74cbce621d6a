//! `wdectl export`.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::args::{Export, ExportForm, Global};
use super::diff;
use super::exit::Exit;
use super::files;
use super::load::{self, Loaded};
use super::objects::find_in;
use super::terminal::Terminal;
use super::transfer::{tell, tell_withheld, unread};
use crate::deployment::{
    Deployment, Losses, ObjectId, OurForm, Outline, write_cfg_files, write_cfgdata, write_cfgdata_changes,
};
use crate::names::counted;
use crate::text::Syntax;

/// What is written: files below the folder, or a text for one file.
enum Written {
    Files(Vec<(PathBuf, String)>),
    Text(String),
}

pub(super) fn run(global: &Global, command: &Export, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    refuse(command)?;
    let loaded = Loaded::new(global, &[])?;
    if let Some(unread) = loaded.unreadable.first() {
        bail!("{}; nothing is written", unread.reason);
    }
    let lost = unread(&loaded, global)?;
    let told = match &command.changes {
        Some(old) => changes(global, command, &loaded, old, terminal)?,
        None => whole(global, command, &loaded.deployment, terminal)?,
    };
    terminal.err.write_all(&lost)?;
    Ok(told.max(Exit::yes_if(lost.is_empty())))
}

/// The deployment as it is.
fn whole(
    global: &Global,
    command: &Export,
    deployment: &Deployment,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let wanted = chosen(command, &[deployment])?;
    let outline = outline(deployment, &wanted);
    let withheld = outline.withheld();
    let (written, losses, form) = match command.to {
        ExportForm::Cfg => {
            let (files, losses) = write_cfg_files(&outline);
            if files.is_empty() {
                bail!("none of these objects has options, and CFG holds nothing else; nothing is written");
            }
            let single = command.out.as_deref().is_none_or(is_cfg);
            let texts: Vec<(PathBuf, String)> =
                files.into_iter().map(|file| (file.path.into(), file.text)).collect();
            let written = match <[_; 1]>::try_from(texts) {
                Ok([(_, text)]) if single => Written::Text(text),
                Ok(one) => Written::Files(one.into()),
                Err(several) if single => bail!(
                    "{} have options, and a CFG file holds those of one; name a folder with -o, or an object with \
                     --object",
                    counted(several.len(), "object")
                ),
                Err(several) => Written::Files(several),
            };
            (written, losses, "CFG")
        }
        ExportForm::Cfgdata => {
            let (text, losses) = write_cfgdata(&outline, command.roles);
            (Written::Text(text), losses, "CfgData")
        }
        ExportForm::Json => {
            let (text, losses) = OurForm::new(&outline, Syntax::Json, None).whole();
            (Written::Text(text), losses, "this form")
        }
    };
    let objects = counted(outline.records().len(), "object");
    write(global, command, written, &objects, terminal)?;
    finish(global, withheld, &losses, form, terminal)
}

/// Refuses what does not go together, before anything is read.
fn refuse(command: &Export) -> anyhow::Result<()> {
    let is_cfgdata = command.to == ExportForm::Cfgdata;
    if command.changes.is_some() && !is_cfgdata {
        bail!("--changes goes with --to cfgdata, the one form that has changes");
    }
    if command.roles && !is_cfgdata {
        bail!("--roles goes with --to cfgdata");
    }
    Ok(())
}

/// The changes from an older deployment to this one.
fn changes(
    global: &Global,
    command: &Export,
    loaded: &Loaded,
    old: &str,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let old = diff::read_hidden(global, &loaded.settings, &load::root(global), old).context("OLD")?;
    let (before, after) = (&old.deployment, &loaded.deployment);
    let mistakes = before.problems().iter().filter(|problem| problem.is_mistake()).count();
    if mistakes > 0 {
        let mistakes = counted(mistakes, "mistake");
        writeln!(terminal.err, "warning: OLD: {mistakes} while reading; `wdectl check` shows them")?;
    }
    let wanted = chosen(command, &[after, before])?;
    let changes = write_cfgdata_changes(&outline(before, &wanted), &outline(after, &wanted), command.roles);
    let counts = [(changes.created, "created"), (changes.changed, "changed"), (changes.removed, "removed")];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let said = if counts.is_empty() { "nothing to change".to_owned() } else { counts.join(", ") };
    write(global, command, Written::Text(changes.text), &said, terminal)?;
    if command.out.is_none() && !global.quiet {
        writeln!(terminal.err, "{said}")?;
    }
    let told = finish(global, changes.withheld, &changes.losses, "CfgData", terminal)?;
    Ok(told.max(Exit::yes_if(load::hidden(before).is_none())))
}

/// Writes to where it is wanted.
fn write(
    global: &Global,
    command: &Export,
    written: Written,
    said: &str,
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    let Some(out) = &command.out else {
        if let Written::Text(text) = written {
            terminal.out.write_all(text.as_bytes())?;
        }
        return Ok(());
    };
    let files = match written {
        Written::Text(text) => vec![(out.clone(), text)],
        Written::Files(files) => files.into_iter().map(|(path, text)| (out.join(path), text)).collect(),
    };
    files::write_together(&files, command.force)?;
    if !global.quiet {
        let count = if files.len() > 1 { format!(" in {} files", files.len()) } else { String::new() };
        writeln!(terminal.out, "{said}{count}: {}", files::shown(out))?;
    }
    Ok(())
}

fn finish(
    global: &Global,
    withheld: usize,
    losses: &Losses,
    form: &str,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    terminal.out.flush()?;
    tell_withheld(withheld, terminal)?;
    tell(losses, form, global, terminal)
}

/// Kind, tenant and name of each object that is asked for, in the first deployment that has it; nothing where all are.
fn chosen(command: &Export, deployments: &[&Deployment]) -> anyhow::Result<Option<BTreeSet<Key>>> {
    if command.object.is_empty() {
        return Ok(None);
    }
    let find = |name: &String| {
        let mut found = deployments.iter().map(|deployment| Ok(key(deployment, find_in(deployment, name)?)));
        let first = found.next().unwrap_or_else(|| bail!("there is no object"));
        first.or_else(|error: anyhow::Error| found.find_map(anyhow::Result::ok).ok_or(error))
    };
    command.object.iter().map(find).collect::<anyhow::Result<_>>().map(Some)
}

type Key = (&'static str, String, String);

fn key(deployment: &Deployment, id: ObjectId) -> Key {
    let object = deployment.object(id);
    let text = |symbol| deployment.text(symbol).to_owned();
    (object.kind.as_str(), text(object.tenant), text(object.name))
}

fn outline<'d>(deployment: &'d Deployment, wanted: &Option<BTreeSet<Key>>) -> Outline<'d> {
    Outline::of(deployment, |id| wanted.as_ref().is_none_or(|wanted| wanted.contains(&key(deployment, id))))
}

/// Whether a path is that of a CFG file.
fn is_cfg(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "cfg" || extension == "conf") && !path.is_dir()
}
