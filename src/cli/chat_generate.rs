//! `wdectl chat generate`.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::{ChatGenerate, Global};
use super::exit::Exit;
use super::files;
use super::load::Loaded;
use super::scenario_files;
use super::terminal::Terminal;
use super::transfer::some;
use crate::dryrun::Setting;
use crate::dryrun::verify::{Cover, cover, examples};
use crate::names::counted;

/// As many files are named that are not of this run.
const NAMED: usize = 5;

pub(super) fn run(global: &Global, command: &ChatGenerate, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let loaded = Loaded::new(global, &[])?;
    loaded.warn(terminal)?;
    let settings = &loaded.settings;
    let (resolver, privileges) = (loaded.resolver(), loaded.privileges());
    let ground = settings.ground(&resolver, &privileges);
    let question = settings.question(global.limit(command.max_states));
    let setting = Setting { ground, assumptions: settings.assumptions };
    let covered = cover(&setting, &question);
    if covered.scenarios.is_empty() {
        bail!("no chat can start in this deployment; `wdectl chat verify` says why");
    }
    let examples = examples(&setting, &question);
    let rows = covered.scenarios.iter().map(|one| (one.row, one.text.as_str()));
    let named = rows.chain(examples.iter().map(|one| (one.name.as_str(), one.text.as_str())));
    let all = || {
        let texts: Vec<&str> = named.clone().map(|(_, text)| text).collect();
        format!("{}{}", Cover::HEAD, texts.concat())
    };
    let Some(out) = &command.out else {
        write!(terminal.out, "{}", all())?;
        return Ok(Exit::Yes);
    };
    let is_file = out.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
    if is_file {
        files::write(out, all().as_bytes())?;
    } else {
        files::make_folder(out)?;
        let mut written = BTreeSet::new();
        for (name, text) in named.clone() {
            let path = out.join(format!("{name}.yaml"));
            files::write_one_of_many(&path, format!("{}{text}", Cover::HEAD).as_bytes())?;
            written.insert(path);
        }
        if !global.quiet {
            tell_others(out, &written, terminal)?;
        }
    }
    if !global.quiet {
        let (scenarios, rows) = (covered.scenarios.len(), covered.fired());
        let (more, place) = (examples.len(), files::shown(out));
        writeln!(
            terminal.out,
            "{scenarios} scenarios fire {rows} transitions, {more} more show refusals and keys: {place}"
        )?;
        if !covered.untold.is_empty() {
            let untold = covered.untold.join(", ");
            writeln!(terminal.out, "possible, and nothing that scenarios can tell: {untold}")?;
        }
        if !covered.is_complete {
            let most = command.max_states;
            writeln!(
                terminal.out,
                "not everything was explored: more than {most} states; raise `--max-states`"
            )?;
        }
    }
    Ok(Exit::Yes)
}

/// Says which scenario files of the folder were there and are none of those that were written: an older run may have left
/// them, and they would be played with the others.
fn tell_others(folder: &Path, written: &BTreeSet<PathBuf>, terminal: &mut Terminal) -> anyhow::Result<()> {
    let others = scenario_files::could_be(folder)?;
    let others: Vec<String> =
        others.iter().filter(|path| !written.contains(*path)).map(|path| files::shown(path)).collect();
    if !others.is_empty() {
        let count = counted(others.len(), "other scenario file");
        let (place, named) = (files::shown(folder), some(&others, others.len(), NAMED));
        let stay = if others.len() == 1 { "it stays" } else { "they stay" };
        writeln!(
            terminal.err,
            "note: `{place}` holds {count} that this run did not write, and {stay}: {named}"
        )?;
    }
    Ok(())
}
