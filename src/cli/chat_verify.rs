//! `wdectl chat verify`.

use std::io::Write;
use std::path::Path;

use anyhow::{anyhow, bail};

use super::args::{ChatVerify, Format, Global};
use super::exit::Exit;
use super::files;
use super::load::Loaded;
use super::objects::document;
use super::output;
use super::terminal::Terminal;
use crate::chat::{ASSUMPTIONS, Assumptions};
use crate::deployment::Deployment;
use crate::dryrun::Setting;
use crate::dryrun::verify::{Outcome, PropertyId, Question, Report, verify};
use crate::names::{ObjectKind, ScriptType, nearest};
use crate::report::{
    Human, PropertiesReport, VerifyReport, VerifySarif, verify_junit, write_properties, write_verified,
};

pub(super) fn run(global: &Global, command: &ChatVerify, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let format = global.format.unwrap_or(Format::Human);
    let properties = if command.property.is_empty() {
        PropertyId::all().collect()
    } else {
        command.property.iter().map(|name| PropertyId::parse(name)).collect::<Result<Vec<_>, _>>()?
    };
    if command.list {
        let write = |format: Format, page: &mut Terminal| match format {
            Format::Human => Ok(write_properties(&properties, &mut *page.out)?),
            other => document(other, &PropertiesReport::new(&properties), page),
        };
        write(format, terminal)?;
        return output::reports(global, terminal, write);
    }
    let loaded = Loaded::new(global, &[])?;
    loaded.warn(terminal)?;
    let settings = &loaded.settings;
    let mut assumptions = settings.assumptions;
    for name in &command.without {
        otherwise(&mut assumptions, name)?;
    }
    if let Some(queues) = &settings.entry_queues {
        are_queues(&loaded.deployment, queues)?;
    }
    let (resolver, privileges) = (loaded.resolver(), loaded.privileges());
    let ground = settings.ground(&resolver, &privileges);
    let question = Question {
        properties,
        repairs: usize::from(command.repairs),
        ..settings.question(global.limit(command.max_states))
    };
    if let Some(folder) = &command.emit_scenarios {
        files::make_folder(folder)?;
    }
    let mut report = verify(&Setting { ground, assumptions }, &question);
    if let Some(reason) = loaded.doubt() {
        report.doubt(&reason);
    }
    let files = match &command.emit_scenarios {
        Some(folder) => emit(&report, &loaded.deployment, folder)?,
        None => Vec::new(),
    };
    let verified = Verified { report: &report, loaded: &loaded, files: &files, quiet: global.quiet };
    verified.write(format, (terminal.colour, terminal.width), &mut *terminal.out)?;
    let written = output::reports(global, terminal, |format, page| {
        verified.write(format, (page.colour, page.width), &mut *page.out)
    })?;
    Ok(written.max(match report.outcome() {
        Outcome::Proved => Exit::Yes,
        Outcome::Refuted => Exit::No,
        Outcome::Unknown => Exit::Unanswered,
    }))
}

/// What there is to show.
struct Verified<'a> {
    report: &'a Report,
    loaded: &'a Loaded,
    /// The scenario files that were written, by property and counterexample.
    files: &'a [Vec<Option<String>>],
    quiet: bool,
}

impl Verified<'_> {
    fn write(
        &self,
        format: Format,
        (colour, width): (bool, usize),
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let Self { report, files, .. } = *self;
        let (deployment, sources) = (&self.loaded.deployment, &self.loaded.sources);
        match format {
            Format::Json => {
                serde_json::to_writer_pretty(
                    &mut *out,
                    &VerifyReport::new(report, deployment, sources, files),
                )?;
                writeln!(out)?;
            }
            Format::Sarif => {
                serde_json::to_writer_pretty(
                    &mut *out,
                    &VerifySarif::new(report, deployment, sources, files),
                )?;
                writeln!(out)?;
            }
            Format::Junit => verify_junit(report, deployment, sources, out)?,
            _ => {
                let human = Human::new(sources, colour, width);
                write_verified(report, deployment, &human, files, self.quiet, out)?;
            }
        }
        Ok(())
    }
}

/// Takes the next value of an assumption.
fn otherwise(assumptions: &mut Assumptions, name: &str) -> anyhow::Result<()> {
    let Some(spec) = ASSUMPTIONS.iter().find(|spec| spec.name == name) else {
        let near = nearest(name, ASSUMPTIONS.iter().map(|spec| spec.name));
        let hint = near.map_or_else(
            || "; `wdectl chat model` shows all".to_owned(),
            |near| format!("; did you mean `{near}`?"),
        );
        return Err(anyhow!("`{name}` is no assumption{hint}"));
    };
    let now = assumptions.value(spec.id);
    let at = spec.values.iter().position(|value| *value == now).unwrap_or(0);
    assumptions.set(name, spec.values[(at + 1) % spec.values.len()])?;
    Ok(())
}

/// The queues that `[verify]` names must be there.
fn are_queues(deployment: &Deployment, named: &[String]) -> anyhow::Result<()> {
    let queues: Vec<String> = deployment
        .of_kind(ObjectKind::Script)
        .iter()
        .filter(|&&id| deployment.script_type(id) == Some(ScriptType::InteractionQueue))
        .flat_map(|&id| {
            let object = deployment.object(id);
            let (name, tenant) = (deployment.text(object.name), deployment.text(object.tenant));
            [name.to_owned(), format!("{tenant}/{name}")]
        })
        .collect();
    if let Some(name) = named.iter().find(|name| !queues.contains(name)) {
        let near = nearest(name, queues.iter().map(String::as_str));
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        bail!("`[verify]` names the entry queue `{name}`, and there is no such interaction queue{hint}");
    }
    Ok(())
}

/// Writes the scenarios; of each counterexample, by property, the file.
fn emit(report: &Report, deployment: &Deployment, folder: &Path) -> anyhow::Result<Vec<Vec<Option<String>>>> {
    let mut written = Vec::new();
    for property in &report.properties {
        let mut of_property = Vec::new();
        for found in &property.counterexamples {
            let Some(text) = &found.scenario else {
                of_property.push(None);
                continue;
            };
            let tenant: String = deployment
                .text(found.tenant)
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' })
                .collect();
            let several = report.tenants > 1 && !tenant.is_empty();
            let name = property.property.spec().name;
            let name = if several { format!("{name}-{tenant}.yaml") } else { format!("{name}.yaml") };
            let path = folder.join(name);
            files::write(&path, text.as_bytes())?;
            of_property.push(Some(files::shown(&path)));
        }
        written.push(of_property);
    }
    Ok(written)
}
