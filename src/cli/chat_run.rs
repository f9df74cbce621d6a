//! `wdectl chat run`.

use std::io::Write;

use anyhow::bail;

use super::args::{ChatRun, Format, Global};
use super::exit::Exit;
use super::load::{Clock, Loaded};
use super::output;
use super::play::{self, Plays};
use super::progress::Progress;
use super::terminal::Terminal;
use super::{files, scenario_files, transcripts};
use crate::dryrun::verify::Cover;
use crate::dryrun::{Coverage, Reachable, Scenario, Setting, Usage};
use crate::names::counted;
use crate::report::{Human, Played, RunReport, RunSummary, junit, lcov, tap, write_coverage};
use crate::text::Sources;

pub(super) fn run(global: &Global, command: &ChatRun, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let (folder, found) = scenario_files::asked(global, &command.paths)?;
    let mut loaded = Loaded::new(global, &[folder])?;
    loaded.warn(terminal)?;
    let mut clock = Clock::new();
    let mut unreadable = Vec::new();
    let mut scenario_files = Vec::new();
    for path in &found {
        match files::read(path) {
            Ok(bytes) => scenario_files.push(loaded.sources.add(files::shown(path), bytes)),
            Err(error) => unreadable.push(format!("{error:#}")),
        }
    }
    let (resolver, privileges) = (loaded.resolver(), loaded.privileges());
    let settings = &loaded.settings;
    let ground = settings.ground(&resolver, &privileges);
    let setting = Setting { ground, assumptions: settings.assumptions };
    clock.lap("open");
    let is_chosen = |scenario: &Scenario| {
        (command.tag.is_empty() || scenario.tags.iter().any(|tag| command.tag.contains(tag)))
            && command.filter.as_ref().is_none_or(|filter| filter.is_match(&scenario.name))
    };
    let mut read = play::read(&loaded, &setting, &scenario_files, is_chosen, global.jobs());
    clock.lap("scenarios");
    unreadable.append(&mut read.unreadable);
    if read.chosen.is_empty() && read.mistakes.is_empty() && unreadable.is_empty() {
        bail!("no scenario has such a tag or name; without `--tag` and `--filter` all are played");
    }
    let is_lcov = global.format == Some(Format::Lcov)
        || global.output.iter().any(|&(format, _)| format == Format::Lcov);
    let asks_coverage = command.coverage || command.fail_under.is_some();
    let counting = is_lcov || asks_coverage;
    let mut progress = Progress::new(&mut *terminal.err, terminal.is_watched && !global.quiet, "scenarios");
    let Plays { played, names, mut usage } =
        play::play(&setting, read, (command.bail, counting), global.jobs(), &mut progress);
    drop(progress);
    clock.lap("play");
    // What a step wrote is no line of the configuration.
    usage.lines.retain(|line, _| !scenario_files.contains(&line.file));
    let used = counting.then(|| {
        let reachable = Reachable::upper_bound(&setting);
        let reachable = if asks_coverage {
            reachable.explored(&setting, &settings.question(global.limit(Cover::STATES as u64)), &usage)
        } else {
            reachable
        };
        (usage, reachable)
    });
    let coverage = used.as_ref().map(|(usage, reachable)| Coverage::of(usage, reachable));
    clock.lap("coverage");
    let report = Report {
        played: &played,
        sources: &loaded.sources,
        used: used.as_ref(),
        coverage: coverage.as_ref().filter(|_| asks_coverage),
        quiet: global.quiet,
    };
    let written = output::reports(global, terminal, |format, page| {
        report.write(format, (page.colour, page.width), &mut *page.out)
    })?;
    let format = global.format.unwrap_or(Format::Human);
    report.write(format, (terminal.colour, terminal.width), &mut *terminal.out)?;
    if let Some(folder) = &command.transcript {
        transcripts::write(folder, &played, &names, &loaded.sources)?;
    }
    clock.lap("report");
    terminal.out.flush()?;
    for problem in &unreadable {
        writeln!(terminal.err, "error: {}", crate::report::clean(problem))?;
    }
    if global.verbose {
        terminal.tell_phases(loaded.phases.iter().chain(&clock.phases))?;
    }
    if let Some(coverage) = report.coverage.filter(|_| !matches!(format, Format::Human | Format::Json)) {
        write_coverage(coverage, &mut *terminal.err)?;
    }
    let under = command
        .fail_under
        .filter(|&least| report.coverage.is_some_and(|coverage| coverage.percent() < usize::from(least)));
    if let Some(least) = under {
        writeln!(terminal.err, "the coverage is under {least} %")?;
    }
    Ok(written.max(match RunSummary::of(&played) {
        RunSummary { errors: 1.., .. } => Exit::Unanswered,
        _ if !unreadable.is_empty() => Exit::Unanswered,
        RunSummary { failed: 1.., .. } => Exit::No,
        _ => Exit::yes_if(under.is_none()),
    }))
}

/// What there is to show.
struct Report<'r> {
    played: &'r [Played],
    sources: &'r Sources,
    used: Option<&'r (Usage, Reachable)>,
    coverage: Option<&'r Coverage>,
    quiet: bool,
}

impl Report<'_> {
    fn write(
        &self,
        format: Format,
        (colour, width): (bool, usize),
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let Self { played, sources, .. } = *self;
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
                if !self.quiet {
                    writeln!(out, "{}", last_line(played))?;
                }
                if let Some(coverage) = self.coverage {
                    write_coverage(coverage, out)?;
                }
            }
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &RunReport::new(played, self.coverage, sources))?;
                writeln!(out)?;
            }
            Format::Junit => junit(played, sources, out)?,
            Format::Tap => tap(played, sources, out)?,
            Format::Lcov => {
                if let Some((usage, reachable)) = self.used {
                    lcov(usage, reachable, sources, files::from_here, out)?;
                }
            }
            other => return Err(other.not_made()),
        }
        Ok(())
    }
}

fn last_line(played: &[Played]) -> String {
    let RunSummary { passed, failed, errors } = RunSummary::of(played);
    let mut parts = vec![format!("{passed} passed")];
    if failed > 0 {
        parts.push(format!("{failed} failed"));
    }
    if errors > 0 {
        parts.push(format!("{} in scenario files, which were not played", counted(errors, "mistake")));
    }
    parts.join(", ")
}
