//! `wdectl chat mutate`.

use std::io::Write;

use anyhow::bail;

use super::args::{ChatMutate, Format, Global, MutateFailOn};
use super::exit::Exit;
use super::files;
use super::load::Loaded;
use super::objects::document;
use super::play::{self, in_order};
use super::progress::Progress;
use super::scenario_files;
use super::terminal::Terminal;
use crate::dryrun::{self, Answers, Setting, mutants, with_mutant};
use crate::report::{MutateReport, Survived, write_mutants};

pub(super) fn run(global: &Global, command: &ChatMutate, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let format = global.format.unwrap_or(Format::Human);
    let (folder, found) = scenario_files::asked(global, &command.paths)?;
    let mut loaded = Loaded::new(global, &[folder])?;
    loaded.warn(terminal)?;
    let mut scenario_files = Vec::new();
    for path in &found {
        scenario_files.push(loaded.sources.add(files::shown(path), files::read(path)?));
    }
    let (resolver, privileges) = (loaded.resolver(), loaded.privileges());
    let settings = &loaded.settings;
    let ground = settings.ground(&resolver, &privileges);
    let setting = Setting { ground, assumptions: settings.assumptions };
    let read = play::read(&loaded, &setting, &scenario_files, |_| true, global.jobs());
    if let Some(problem) = read.unreadable.first() {
        bail!("{problem}");
    }
    if let Some(mistake) = read.mistakes.first() {
        bail!("`{}` has a mistake; `wdectl chat run` shows it", mistake.file);
    }
    let passes = |setting: &Setting<'_, '_>, scenario| dryrun::run(setting, scenario).failure.is_none();
    let all = read.chosen.len();
    let chosen: Vec<_> = read.chosen.iter().filter(|chosen| passes(&setting, &chosen.scenario)).collect();
    if chosen.is_empty() {
        bail!("no scenario passes, so none can notice a mistake; `wdectl chat run` says why");
    }
    let answers = Answers::of(&ground);
    let mutants = mutants(&ground);
    let mut progress = Progress::new(&mut *terminal.err, terminal.is_watched && !global.quiet, "mistakes");
    let survives = in_order(
        global.jobs(),
        &mutants,
        |_, mutant| {
            Some(with_mutant(&setting, mutant, |changed| {
                if Answers::of(&changed.ground) == answers {
                    return Survived::ChangesNothing;
                }
                let notices = chosen.iter().find(|chosen| !passes(changed, &chosen.scenario));
                notices
                    .map_or(Survived::Unnoticed, |chosen| Survived::NoticedBy(chosen.scenario.name.clone()))
            }))
        },
        |done| progress.tick(done, mutants.len()),
    );
    drop(progress);
    let tried: Vec<_> = mutants
        .into_iter()
        .zip(survives)
        .map(|(mutant, survived)| (mutant, survived.unwrap_or(Survived::Unnoticed)))
        .collect();
    let scenarios = (chosen.len(), all - chosen.len());
    let report = MutateReport::new(&tried, scenarios, &loaded.deployment, &loaded.sources);
    match format {
        Format::Json => document(Format::Json, &report, terminal)?,
        _ => write_mutants(&report, global.quiet, &mut *terminal.out)?,
    }
    terminal.out.flush()?;
    Ok(Exit::yes_if(report.unnoticed() == 0 || command.fail_on == MutateFailOn::Never))
}
