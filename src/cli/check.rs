//! `wdectl check`.

use std::io::Write;

use anyhow::bail;

use super::args::{Check, FailOn, Format, Global};
use super::baseline;
use super::exit::Exit;
use super::files;
use super::fix;
use super::load::{Clock, Loaded, Unsaved};
use super::output;
use super::progress::Busy;
use super::terminal::Terminal;
use super::watch;
use crate::diagnostic::Severity;
use crate::lint::{self, Baseline, Context, Levels, Outcome};
use crate::names::counted;
use crate::report::{CheckReport, table};

pub(super) fn run(global: &Global, command: &Check, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    if command.editing.watch {
        return watch::run(global, command, terminal);
    }
    once(global, command, terminal)
}

/// Judges once.
pub(super) fn once(global: &Global, command: &Check, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut baseline = None;
    let unsaved = match &command.editing.stdin_filename {
        Some(path) => Some(Unsaved { path: path.clone(), bytes: terminal.input()?.to_vec() }),
        None => None,
    };
    let busy = Busy::new(terminal.is_watched && !global.quiet, "reading and judging");
    let mut loaded = Loaded::with(global, &command.paths, unsaved, |settings| {
        baseline = baseline::open(&command.baseline, settings)?;
        Ok(())
    })?;
    let mut clock = Clock::new();
    let levels = levels(loaded.settings.levels.clone(), command)?;
    if command.show_files {
        drop(busy);
        return show_files(&loaded, terminal);
    }
    if command.show_settings {
        drop(busy);
        return show_settings(&loaded, &levels, terminal);
    }
    if command.unsafe_fixes && !command.fix && !command.diff {
        bail!("--unsafe-fixes goes with --fix, which makes the fixes, or --diff, which shows them");
    }
    let known = baseline.as_ref().map(|file| file.read(&loaded.sources)).transpose()?;
    let judging = Judging { levels: &levels, known: known.as_ref(), threads: global.jobs() };
    if command.diff {
        drop(busy);
        return fix::diff(global, command, &mut loaded, &judging, terminal);
    }
    let (mut outcome, fixes, unwritten) = if command.fix {
        let made = fix::fix(command, &mut loaded, &judging);
        (made.outcome, Some(made.count), made.unwritten)
    } else {
        (judging.outcome(&loaded.context()), None, Vec::new())
    };
    drop(busy);
    clock.lap("judge");
    let formats = global.format.into_iter().chain(global.output.iter().map(|&(format, _)| format));
    if formats.into_iter().any(|format| matches!(format, Format::Json | Format::Jsonl | Format::Sarif)) {
        lint::settle_fixes(&mut outcome.findings, &loaded.sources);
    }
    let fails_at = match command.fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Info => Some(Severity::Info),
        FailOn::Never => None,
    };
    let found = &outcome.findings;
    let report = CheckReport {
        sources: &loaded.sources,
        catalogue_files: loaded.catalogue_files,
        rules: lint::RULES.iter().filter_map(|rule| Some((*rule, levels.of(rule)?))).collect(),
        diagnostics: found,
        quieted: &outcome.quieted,
        unreadable: &loaded.unreadable,
        is_whole: loaded.doubt().is_none(),
        fails_at,
        most: command.max_findings.map_or(usize::MAX, |most| most as usize),
    };
    let page = Page { report, loaded: &loaded, fixes, statistics: command.statistics, quiet: global.quiet };
    let format = global.format.unwrap_or(Format::Human);
    let mut written = output::reports(global, terminal, |format, to| page.write(format, to))?;
    let asked = global.output.iter().map(|(format, _)| *format).chain([format]);
    if asked.into_iter().any(|format| format == Format::Github) {
        written = written.max(output::job_summary(terminal, |out| page.report.job_summary(out))?);
    }
    page.write(format, terminal)?;
    clock.lap("report");
    if global.verbose {
        terminal.tell_phases(loaded.phases.iter().chain(&clock.phases))?;
    }
    if let (true, Some(file), Some(known)) = (command.baseline.write_baseline, &baseline, &known) {
        file.renew(known, &outcome, &levels, &loaded, terminal)?;
    }
    for problem in loaded.unreadable.iter().map(|unread| &unread.reason).chain(&unwritten) {
        terminal.out.flush()?;
        writeln!(terminal.err, "error: {}", crate::report::clean(problem))?;
    }
    let fails = fails_at.is_some_and(|least| found.iter().any(|finding| finding.severity >= least));
    let is_whole = loaded.unreadable.is_empty() && unwritten.is_empty();
    let answer = if is_whole { Exit::yes_if(!fails) } else { Exit::Unanswered };
    Ok(answer.max(written))
}

fn levels(mut levels: Levels, command: &Check) -> anyhow::Result<Levels> {
    for rule in &command.error {
        levels.set(rule, Some(Severity::Error))?;
    }
    for rule in &command.warn {
        levels.set(rule, Some(Severity::Warning))?;
    }
    for rule in &command.ignore {
        levels.set(rule, None)?;
    }
    for rule in &command.select {
        levels.select(rule)?;
    }
    Ok(levels)
}

/// How a deployment is judged, also anew after fixes.
pub(super) struct Judging<'a> {
    pub(super) levels: &'a Levels,
    /// The baseline, where there is one.
    pub(super) known: Option<&'a Baseline>,
    pub(super) threads: usize,
}

impl Judging<'_> {
    pub(super) fn outcome(&self, context: &Context<'_>) -> Outcome {
        lint::check(context, self.levels, self.known, self.threads)
    }
}

/// The answer as one format shows it.
struct Page<'a> {
    report: CheckReport<'a>,
    loaded: &'a Loaded,
    /// How many fixes were made, where any were to be.
    fixes: Option<usize>,
    statistics: bool,
    quiet: bool,
}

impl Page<'_> {
    fn write(&self, format: Format, to: &mut Terminal) -> anyhow::Result<()> {
        let (report, colour, width) = (&self.report, to.colour, to.width);
        let out = &mut *to.out;
        match format {
            Format::Human | Format::Grouped => {
                if self.statistics && !self.report.diagnostics.is_empty() {
                    return self.statistics(out);
                }
                match format {
                    Format::Grouped => report.grouped(colour, out)?,
                    _ => report.human(colour, width, out)?,
                }
                if !self.quiet {
                    writeln!(out, "{}", self.last_line())?;
                    if let Some(line) = fix::fixable(self.report.diagnostics, self.fixes.is_some()) {
                        writeln!(out, "{line}")?;
                    }
                }
            }
            Format::Concise => report.concise(out)?,
            Format::Json => report.json(out)?,
            Format::Jsonl => report.jsonl(out)?,
            Format::Sarif => report.sarif(out)?,
            Format::Github => report.github(out)?,
            Format::Gitlab => report.gitlab(out)?,
            Format::Junit => report.junit(out)?,
            Format::Checkstyle => report.checkstyle(out)?,
            Format::Markdown => report.markdown(out)?,
            other => return Err(other.not_made()),
        }
        Ok(())
    }

    fn statistics(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut counts = std::collections::BTreeMap::<&str, (usize, Severity)>::new();
        for finding in self.report.diagnostics {
            counts.entry(finding.rule).or_insert((0, finding.severity)).0 += 1;
        }
        let rows = counts
            .iter()
            .map(|(rule, (count, severity))| [count.to_string(), severity.to_string(), (*rule).to_owned()]);
        writeln!(out, "{}", table(["findings", "severity", "rule"], rows))?;
        Ok(())
    }

    fn last_line(&self) -> String {
        let deployment = &self.loaded.deployment;
        let mut read = format!(
            "{}, {}, {} judged",
            counted(self.loaded.sources.len() - self.loaded.catalogue_files, "file"),
            counted(deployment.object_count(), "object"),
            counted(deployment.agents().count(), "agent"),
        );
        let summary = self.report.summary();
        if summary.baselined > 0 {
            read.push_str(&format!("; {} in baseline", counted(summary.baselined, "known finding")));
        }
        if summary.suppressed > 0 {
            read.push_str(&format!("; {} suppressed", counted(summary.suppressed, "finding")));
        }
        let remaining = self.report.diagnostics.len();
        let fixed = self.fixes.map(|fixed| format!("{fixed} fixed, {remaining} remaining; "));
        format!("{}{}: {read}", fixed.unwrap_or_default(), self.report.verdict())
    }
}

fn show_files(loaded: &Loaded, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let files: Vec<_> = loaded.sources.iter().skip(loaded.catalogue_files).collect();
    let longest = files.iter().map(|(_, source)| source.path().chars().count()).max().unwrap_or_default();
    for (file, source) in files {
        let syntax = files::syntax(source.path().as_ref(), source.true_text());
        let word = syntax.map_or("unknown", |syntax| syntax.as_str());
        let form = loaded.deployment.form(file).unwrap_or("of no form that is known");
        writeln!(terminal.out, "{word:<5} {:<longest$}  {form}", source.path())?;
    }
    for unread in &loaded.unreadable {
        writeln!(terminal.err, "error: {}", crate::report::clean(&unread.reason))?;
    }
    Ok(if loaded.unreadable.is_empty() { Exit::Yes } else { Exit::Unanswered })
}

fn show_settings(loaded: &Loaded, levels: &Levels, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let settings = &loaded.settings;
    let file = settings.file.as_deref().map_or_else(|| "none".to_owned(), files::shown);
    let out = &mut terminal.out;
    writeln!(out, "# settings file: {file}")?;
    let (policy, _) = crate::resolve::GroupConflict::WORDS[settings.group_conflict as usize];
    writeln!(out, "group-conflict = \"{policy}\"")?;
    for glob in &settings.exclude {
        writeln!(out, "exclude: {glob}")?;
    }
    for paths in &settings.paths {
        let word = |level: &Option<Severity>| level.map_or("off", Severity::as_str);
        let rules: Vec<String> =
            paths.rules.iter().map(|(rule, level)| format!("{rule} = {}", word(level))).collect();
        writeln!(out, "in {}: {}", paths.glob, rules.join(", "))?;
    }
    for path in &settings.own_files {
        writeln!(out, "own file: {}", files::shown(path))?;
    }
    writeln!(out, "\n[rights]")?;
    for right in crate::chat::Right::ALL {
        let privilege = settings.rights.privilege(right).unwrap_or_default();
        writeln!(out, "{} = \"{privilege}\"", right.as_str())?;
    }
    writeln!(out, "\n[assumptions]")?;
    for spec in &crate::chat::ASSUMPTIONS {
        writeln!(out, "{} = \"{}\"", spec.name, settings.assumptions.value(spec.id))?;
    }
    writeln!(out, "\n[rules]")?;
    for rule in lint::RULES {
        let level = levels.of(rule).map_or("off", Severity::as_str);
        let changed = if levels.of(rule) == Some(rule.severity) { "" } else { "  # changed" };
        writeln!(out, "{} = \"{level}\"{changed}", rule.name)?;
    }
    Ok(Exit::Yes)
}
