//! `wdectl diff`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::args::{Diff, DiffFailOn, Format, Global};
use super::diff_behaviour;
use super::exit::Exit;
use super::files::{self, Choice, Exclude};
use super::git;
use super::load::{self, Clock, Read, Reader};
use super::objects::document;
use super::output;
use super::settings::Settings;
use super::terminal::Terminal;
use crate::deployment::{Deployment, LookupError};
use crate::diff::{Difference, Only, State};
use crate::names::{ObjectKind, Review, Side, counted};
use crate::privilege::Privileges;
use crate::report::{DiffReport, DiffView, write_diff, write_diff_markdown};
use crate::resolve::Resolver;
use crate::text::Sources;
use crate::threads::at_once;

/// Where a side comes from.
#[derive(Debug)]
pub(super) enum Origin<'a> {
    Path(PathBuf),
    Revision(&'a str),
}

impl<'a> Origin<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        match text.strip_prefix("git:") {
            Some(revision) => Self::Revision(revision),
            None => Self::Path(text.into()),
        }
    }
}

pub(super) fn run(global: &Global, command: &Diff, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut clock = Clock::new();
    let here = load::root(global);
    let old_origin = Origin::of(&command.old);
    let new_origin = command.new.as_deref().map_or_else(|| Origin::Path(here.clone()), Origin::of);
    let settings = Settings::find(match &new_origin {
        Origin::Path(path) => path,
        Origin::Revision(_) => &here,
    })?;
    clock.lap("settings");
    let read_side = |origin: &Origin<'_>| read(global, &settings, &here, origin);
    let (old, new) = at_once(global.jobs(), || read_side(&old_origin), || read_side(&new_origin));
    let (mut old, mut new) = (old.context("OLD")?, new.context("NEW")?);
    if !global.show_secrets {
        let names = Arc::new(settings.catalogue.secret_names());
        for read in [&mut old, &mut new] {
            load::hide_secrets(Some(&names), &mut read.sources, &mut read.deployment);
        }
    }
    clock.lap("load");
    for (side, origin, read) in [("OLD", &old_origin, &old), ("NEW", &new_origin, &new)] {
        let problems = read.deployment.problems().iter();
        let count = problems.filter(|problem| problem.is_mistake()).count();
        if count > 0 {
            let mistakes = counted(count, "mistake");
            let rest = match load::hidden(&read.deployment) {
                Some(_) => "what can be read is compared, and that is no sure answer",
                None => "the rest is compared",
            };
            let shows = match origin {
                Origin::Path(path) => format!("`wdectl check {}` shows them", files::shown(path)),
                Origin::Revision(revision) => {
                    format!("`wdectl check` shows them where {revision} is checked out")
                }
            };
            writeln!(terminal.err, "warning: {side}: {mistakes} while reading, {rest}; {shows}")?;
        }
    }
    let only = only(command, &old.deployment, &new.deployment)?;
    let answers = |deployment| {
        let resolver = Resolver::new(&settings.catalogue, deployment, settings.group_conflict);
        (resolver, Privileges::new(&settings.graph, deployment))
    };
    let ((old_resolver, old_privileges), (new_resolver, new_privileges)) =
        at_once(global.jobs(), || answers(&old.deployment), || answers(&new.deployment));
    clock.lap("prepare");
    let catalogue = &settings.catalogue;
    let difference = Difference::of(
        State { catalogue, resolver: &old_resolver, privileges: &old_privileges },
        State { catalogue, resolver: &new_resolver, privileges: &new_privileges },
        only.as_ref(),
        global.jobs(),
    );
    clock.lap("compare");
    let explored = command.behaviour.then(|| {
        let old = (&old_resolver, &old_privileges);
        diff_behaviour::explore(global, command, &settings, old, (&new_resolver, &new_privileges))
    });
    let explored = explored.transpose()?;
    clock.lap("behaviour");
    let doubts = doubts([&old.deployment, &new.deployment]);
    let unknown: Vec<String> =
        doubts.map(|(side, reason)| format!("{} deployment: {reason}", side.as_str())).collect();
    let view = DiffView {
        difference: &difference,
        unknown: &unknown,
        rollout: explored.as_ref().map(|explored| explored.view()),
        old: (&old.deployment, &old.sources),
        new: (&new.deployment, &new.sources),
    };
    let write = |format: Format, page: &mut Terminal| match format {
        Format::Human => Ok(write_diff(&view, global.quiet, &mut *page.out)?),
        Format::Json => document(Format::Json, &DiffReport::new(&view), page),
        Format::Markdown => Ok(write_diff_markdown(&view, &mut *page.out)?),
        other => Err(other.not_made()),
    };
    write(global.format.unwrap_or(Format::Human), terminal)?;
    let written = output::reports(global, terminal, write)?;
    clock.lap("report");
    if global.verbose {
        terminal.tell_phases(&clock.phases)?;
    }
    let fails = match command.fail_on {
        DiffFailOn::Any => !difference.is_empty(),
        DiffFailOn::Behavioural => difference.gravest() >= Some(Review::Behavioural),
        DiffFailOn::Security => difference.gravest() >= Some(Review::Security),
        DiffFailOn::Never => false,
    };
    let exit = explored.as_ref().and_then(|explored| explored.exit(command.fail_on));
    let plain = if unknown.is_empty() { Exit::yes_if(!fails) } else { Exit::Unanswered };
    Ok(written.max(exit.unwrap_or(plain)))
}

/// Why nothing is sure of sides of which something was not read: it would look like something that was removed.
pub(super) fn doubts([old, new]: [&Deployment; 2]) -> impl Iterator<Item = (Side, String)> {
    let sides = [(Side::Old, old), (Side::New, new)];
    sides.into_iter().filter_map(|(side, deployment)| Some((side, load::hidden(deployment)?)))
}

/// Reads one side. A file that cannot be read would look like one that was removed, so that there is no answer.
fn read(global: &Global, settings: &Settings, here: &Path, origin: &Origin<'_>) -> anyhow::Result<Read> {
    let read = read_what_can_be(global, settings, here, origin)?;
    if let Some(first) = read.unreadable.first() {
        bail!("cannot compare: {}", first.reason);
    }
    Ok(read)
}

/// Reads of one side what can be read.
pub(super) fn read_what_can_be(
    global: &Global,
    settings: &Settings,
    here: &Path,
    origin: &Origin<'_>,
) -> anyhow::Result<Read> {
    let place = match origin {
        Origin::Path(path) => path,
        Origin::Revision(_) => here,
    };
    let own_files;
    let settings_root = settings.file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let exclude = if settings.file.is_none() || is_inside(place, settings_root) {
        Exclude { globs: &settings.exclude, root: settings_root.to_owned(), files: &settings.own_files }
    } else {
        // Another folder of the same shape: what is left out is meant from its top.
        let from_root = settings.own_files.iter().filter_map(|file| file.strip_prefix(settings_root).ok());
        own_files = from_root.map(|file| place.join(file)).collect::<Vec<_>>();
        Exclude { globs: &settings.exclude, root: place.to_owned(), files: &own_files }
    };
    let mut reader = Reader::new(global, Sources::new())?;
    match origin {
        Origin::Path(path) => {
            for file in files::find(std::slice::from_ref(path), &exclude)? {
                let bytes = files::read_up_to(&file.path, global.max_file_size);
                reader.add(&file.path, files::shown(&file.path), bytes, file.named);
            }
        }
        Origin::Revision(revision) => {
            for blob in git::read(here, revision, &Choice::new(&exclude)?)? {
                reader.add(&blob.path, blob.shown, Ok(blob.bytes), blob.path == here);
            }
        }
    }
    // The other side is read at the same time.
    Ok(reader.finish(global.jobs().div_ceil(2)))
}

/// Reads one side for another command, with secrets hidden as everywhere.
pub(super) fn read_hidden(
    global: &Global,
    settings: &Settings,
    here: &Path,
    text: &str,
) -> anyhow::Result<Read> {
    let mut read = read(global, settings, here, &Origin::of(text))?;
    if !global.show_secrets {
        let names = Arc::new(settings.catalogue.secret_names());
        load::hide_secrets(Some(&names), &mut read.sources, &mut read.deployment);
    }
    Ok(read)
}

fn is_inside(place: &Path, folder: &Path) -> bool {
    let absolute =
        |path: &Path| std::path::absolute(if path.as_os_str().is_empty() { Path::new(".") } else { path });
    matches!((absolute(place), absolute(folder)), (Ok(place), Ok(folder)) if place.starts_with(&folder))
}

/// Whom the arguments narrow the answer to: agents of either side.
fn only(command: &Diff, old: &Deployment, new: &Deployment) -> anyhow::Result<Option<Only>> {
    let (kind, name) = match (&command.agent, &command.agent_group) {
        (Some(name), _) => (ObjectKind::Agent, name),
        (None, Some(name)) => (ObjectKind::AgentGroup, name),
        (None, None) => return Ok(None),
    };
    let mut only = Only::default();
    let mut unknown = None;
    let mut found = false;
    for (side, deployment) in [(Side::Old, old), (Side::New, new)] {
        match deployment.look_up_kind(kind, name) {
            Ok(id) if kind == ObjectKind::Agent => only.add(side, [id]),
            Ok(group) => only.add(side, deployment.agents_in(group)),
            Err(error @ LookupError::Ambiguous { .. }) => return Err(error.into()),
            Err(error) => {
                unknown = Some(error);
                continue;
            }
        }
        found = true;
    }
    match unknown {
        Some(error) if !found => Err(error.into()),
        _ => Ok(Some(only)),
    }
}
