//! `wdectl chat run`.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::args::{ChatRun, Format, Global};
use super::exit::Exit;
use super::files;
use super::load::{self, Loaded};
use super::settings;
use super::terminal::Terminal;
use crate::behaviour::Ground;
use crate::dryrun::{self, Scenario, Setting};
use crate::report::{Human, Played, RunReport, RunSummary, junit, tap};
use crate::text::{self, FileId, Limits, Sources};

pub(super) fn run(global: &Global, command: &ChatRun, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let folder = deployment_of(global, command);
    let paths = match command.paths.as_slice() {
        [] => vec![folder.join("scenarios")],
        named => named.to_vec(),
    };
    let found = files::find_scenarios(&paths)?;
    let mut loaded = Loaded::new(global, &[folder])?;
    loaded.warn(terminal)?;
    let mut scenario_files = Vec::new();
    for path in &found {
        scenario_files.push(loaded.sources.add(files::shown(path), files::read(path)?));
    }
    let played = play(&loaded, &scenario_files, command)?;
    let (colour, width) = (terminal.colour, terminal.width);
    let format = global.format.unwrap_or(Format::Human);
    write(&played, &loaded.sources, format, global.quiet, (colour, width), &mut *terminal.out)?;
    for (format, path) in &global.output {
        let mut bytes = Vec::new();
        write(&played, &loaded.sources, *format, global.quiet, (false, 140), &mut bytes)?;
        files::write(path, &bytes)?;
    }
    let summary = RunSummary::of(&played);
    Ok(match summary {
        RunSummary { errors: 1.., .. } => Exit::Unanswered,
        RunSummary { failed: 1.., .. } => Exit::No,
        _ => Exit::Yes,
    })
}

/// The deployment: the one that is named, else the one above the first scenario file, else the one above this folder.
fn deployment_of(global: &Global, command: &ChatRun) -> PathBuf {
    let above = |path: &PathBuf| files::find_upward(path, settings::FILE)?.parent().map(Path::to_owned);
    let near = command.paths.first().filter(|_| global.deployment.is_none()).and_then(above);
    let near = near.map(|folder| if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder });
    near.unwrap_or_else(|| load::root(global))
}

/// Plays the chosen scenarios of all files; a file with a mistake is not played.
fn play(loaded: &Loaded, scenario_files: &[FileId], command: &ChatRun) -> anyhow::Result<Vec<Played>> {
    let (resolver, privileges) = (loaded.resolver(), loaded.privileges());
    let settings = &loaded.settings;
    let ground = Ground {
        catalogue: &settings.catalogue,
        resolver: &resolver,
        privileges: &privileges,
        rights: &settings.rights,
    };
    let setting = Setting { ground, assumptions: settings.assumptions };
    let is_chosen = |scenario: &Scenario| {
        (command.tag.is_empty() || scenario.tags.iter().any(|tag| command.tag.contains(tag)))
            && command.filter.as_ref().is_none_or(|filter| filter.is_match(&scenario.name))
    };
    let (mut played, mut chosen) = (Vec::new(), Vec::new());
    for &id in scenario_files {
        let file = loaded.sources.get(id).path().to_owned();
        let syntax = files::syntax(file.as_ref(), loaded.sources.get(id).text())
            .ok_or_else(|| anyhow!("cannot tell the format of `{file}`"))?;
        let parsed = text::read(&loaded.sources, id, syntax, Limits::default());
        match dryrun::read(&ground, &parsed) {
            Ok(scenarios) => {
                chosen
                    .extend(scenarios.into_iter().filter(is_chosen).map(|scenario| (file.clone(), scenario)));
            }
            Err(mistakes) => played.extend(mistakes.into_iter().map(|mistake| Played {
                name: file.clone(),
                file: file.clone(),
                transcript: Vec::new(),
                failure: Some(mistake),
                is_mistake: true,
            })),
        }
    }
    if chosen.is_empty() && played.is_empty() {
        bail!("no scenario has such a tag or name; without `--tag` and `--filter` all are played");
    }
    for (file, scenario) in chosen {
        let outcome = dryrun::run(&setting, &scenario);
        let failure = outcome.failure.map(|failure| failure.diagnostic);
        let failed = failure.is_some();
        let (name, transcript) = (scenario.name, outcome.transcript);
        played.push(Played { name, file, transcript, failure, is_mistake: false });
        if failed && command.bail {
            break;
        }
    }
    Ok(played)
}

fn write(
    played: &[Played],
    sources: &Sources,
    format: Format,
    quiet: bool,
    (colour, width): (bool, usize),
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match format {
        Format::Human => {
            let human = Human::new(sources, colour, width);
            for one in played {
                if let Some(failure) = &one.failure {
                    if !one.is_mistake {
                        writeln!(out, "failed: {}", crate::report::clean(&one.name))?;
                    }
                    human.write(failure, out)?;
                }
            }
            if !quiet {
                writeln!(out, "{}", last_line(played))?;
            }
        }
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &RunReport::new(played, sources))?;
            writeln!(out)?;
        }
        Format::Junit => junit(played, sources, out)?,
        Format::Tap => tap(played, sources, out)?,
        _ => bail!("chat run has the formats human, json, junit and tap"),
    }
    Ok(())
}

fn last_line(played: &[Played]) -> String {
    let RunSummary { passed, failed, errors } = RunSummary::of(played);
    let mut parts = vec![format!("{passed} passed")];
    if failed > 0 {
        parts.push(format!("{failed} failed"));
    }
    if errors > 0 {
        let mistakes = if errors == 1 { "mistake" } else { "mistakes" };
        parts.push(format!("{errors} {mistakes} in scenario files, which were not played"));
    }
    parts.join(", ")
}
