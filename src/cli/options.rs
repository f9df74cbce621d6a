//! `wdectl option`: the catalogue.

use std::io::Write as _;

use anyhow::anyhow;

use super::args::{Format, Global, OptionCommand};
use super::exit::Exit;
use super::load::Loaded;
use super::objects::{self, document};
use super::settings::Settings;
use super::terminal::Terminal;
use crate::catalogue::{Catalogue, OptionSpec};
use crate::names::{ApplicationType, ObjectKind, counted_as, nearest};
use crate::report::{OptionPage, learned, table};

pub(super) fn run(global: &Global, command: &OptionCommand, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    if let OptionCommand::Learn { object } = command {
        return learn(global, object, terminal);
    }
    let settings = Settings::of(global)?;
    let catalogue = &settings.catalogue;
    match command {
        OptionCommand::Learn { .. } => {}
        OptionCommand::List { group } => list(global, catalogue, group.as_deref(), terminal)?,
        OptionCommand::Show { name } => {
            let found = find(catalogue, name)?;
            match global.format.unwrap_or(Format::Human) {
                Format::Human | Format::Table => {
                    for (at, spec) in found.iter().enumerate() {
                        if at > 0 {
                            writeln!(terminal.out)?;
                        }
                        OptionPage::new(spec, catalogue).write(&mut *terminal.out)?;
                    }
                }
                other => {
                    let pages: Vec<_> = found.iter().map(|spec| OptionPage::new(spec, catalogue)).collect();
                    document(other, &serde_json::json!({"version": 1, "options": pages}), terminal)?;
                }
            }
        }
    }
    Ok(Exit::Yes)
}

fn list(
    global: &Global,
    catalogue: &Catalogue,
    group: Option<&str>,
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    if let Some(group) = group
        && !catalogue.options().iter().any(|spec| spec.group == group)
    {
        let groups: std::collections::BTreeSet<&str> =
            catalogue.options().iter().map(|spec| spec.group.as_str()).collect();
        let hint = match nearest(group, groups.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the groups are {}", groups.into_iter().collect::<Vec<_>>().join(", ")),
        };
        return Err(anyhow!("there is no group `{group}`; {hint}"));
    }
    let pages: Vec<OptionPage<'_>> = catalogue
        .options()
        .iter()
        .filter(|spec| group.is_none_or(|group| spec.group == group))
        .map(|spec| OptionPage::new(spec, catalogue))
        .collect();
    match global.format.unwrap_or(Format::Table) {
        Format::Human | Format::Table => {
            let header = ["option", "kind", "default", "takes effect", "routing", "basis"];
            writeln!(terminal.out, "{}", table(header, pages.iter().map(OptionPage::row)))?;
        }
        other => document(other, &serde_json::json!({"version": 1, "options": pages}), terminal)?,
    }
    Ok(())
}

/// The entries of a name, in any section; letter case is ignored, and a name may be one that a template covers.
fn find<'c>(catalogue: &'c Catalogue, text: &str) -> anyhow::Result<Vec<&'c OptionSpec>> {
    let (section, name) = match text.split_once('/') {
        Some((section, name)) => (Some(section), name),
        None => (None, text),
    };
    let fits = |spec: &&OptionSpec| section.is_none_or(|section| spec.section.eq_ignore_ascii_case(section));
    let mut found: Vec<&OptionSpec> =
        catalogue.options().iter().filter(fits).filter(|spec| spec.name.eq_ignore_ascii_case(name)).collect();
    if found.is_empty() {
        let covers =
            |spec: &&OptionSpec| spec.template.as_ref().is_some_and(|template| template.matches(name));
        found = catalogue.options().iter().filter(fits).filter(covers).collect();
    }
    if found.is_empty() {
        let near = nearest(name, catalogue.options().iter().filter(fits).map(|spec| spec.name.as_str()));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`wdectl option list` shows all; the public record is incomplete".to_owned(),
        };
        return Err(anyhow!("the catalogue does not know the option `{text}`; {hint}"));
    }
    Ok(found)
}

/// Writes the options of an object that the catalogue does not know as entries of a catalogue file.
fn learn(global: &Global, object: &str, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let loaded = Loaded::new(global, &[])?;
    loaded.warn(terminal)?;
    let id = objects::find(&loaded, object)?;
    let deployment = &loaded.deployment;
    let application = match deployment.object(id).kind {
        ObjectKind::Application => deployment.application_type(id),
        _ => Some(ApplicationType::Workspace),
    };
    let Some(application) = application else {
        return Err(anyhow!("nothing is known of applications of this type; there is nothing to add to"));
    };
    let catalogue = &loaded.settings.catalogue;
    let mut names: Vec<(&str, &str)> = deployment
        .object(id)
        .options
        .iter()
        .map(|setting| (deployment.text(setting.section), deployment.text(setting.name)))
        .filter(|(section, name)| catalogue.option(section, Some(application), name).is_none())
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        writeln!(
            terminal.err,
            "the catalogue knows every option of {}",
            crate::report::clean(&deployment.display(id))
        )?;
        return Ok(Exit::Yes);
    }
    write!(terminal.out, "{}", learned(&deployment.display(id), application, &names))?;
    writeln!(
        terminal.err,
        "{}; save them as a file and name it under `catalogues` in wdectl.toml",
        counted_as(names.len(), "entry", "entries")
    )?;
    Ok(Exit::Yes)
}
