//! `wdectl resolve`.

use std::io::Write;

use anyhow::{Context as _, anyhow, bail};

use super::args::{self, Format, Global, Resolve};
use super::exit::Exit;
use super::load::Loaded;
use super::stream::in_order;
use super::terminal::Terminal;
use crate::catalogue::Catalogue;
use crate::deployment::{Deployment, Edit, ObjectId};
use crate::names::{ApplicationType, Level, ObjectKind, ObjectName, WORKSPACE_SECTION, nearest};
use crate::report::{RESOLUTION_COLUMNS, ResolutionLines, ResolutionReport, clean, explain, rows, table};
use crate::resolve::{Resolution, Resolver, Subject};
use crate::text::{Sources, Span};

/// Subjects whose answers are written at once.
const PAGE: usize = 32;

pub(super) fn run(global: &Global, command: &Resolve, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    // Options that are named are looked for among all that anybody has.
    let only =
        command.subject.agent.as_deref().filter(|_| command.options.is_empty() && command.set.is_empty());
    let mut loaded = Loaded::for_agent(global, only)?;
    loaded.warn(terminal)?;
    if !command.set.is_empty() {
        let edits: Vec<Edit> = command
            .set
            .iter()
            .map(|text| what_if(text, &loaded.deployment, &mut loaded.sources))
            .collect::<anyhow::Result<_>>()?;
        loaded.deployment = loaded.deployment.apply(&edits);
        loaded.hide_secrets();
    }
    let resolver = loaded.resolver();
    let deployment = &loaded.deployment;
    let named: Vec<(&str, &str)> = command
        .options
        .iter()
        .map(|text| option_name(text, &resolver, &loaded.settings.catalogue, deployment))
        .collect::<anyhow::Result<_>>()?;
    let answer = Answer { loaded: &loaded, resolver: &resolver, command, named };
    let subjects = subjects(&command.subject, deployment)?;
    answer.write(global, &subjects, terminal)?;
    Ok(Exit::Yes)
}

/// Whom the arguments ask for.
pub(super) fn subjects(asked: &args::Subject, deployment: &Deployment) -> anyhow::Result<Vec<Subject>> {
    Ok(if let Some(name) = &asked.agent {
        vec![Subject::Agent(deployment.look_up_kind(ObjectKind::Agent, name)?)]
    } else if let Some(name) = &asked.agent_group {
        vec![Subject::AgentGroup(deployment.look_up_kind(ObjectKind::AgentGroup, name)?)]
    } else {
        deployment.agents().map(Subject::Agent).collect()
    })
}

struct Answer<'a> {
    loaded: &'a Loaded,
    resolver: &'a Resolver<'a>,
    command: &'a Resolve,
    named: Vec<(&'a str, &'a str)>,
}

impl<'a> Answer<'a> {
    /// What a subject gets, into a resolution whose memory is used again.
    fn resolve_into(&self, subject: Subject, resolution: &mut Resolution<'a>) -> anyhow::Result<()> {
        let deployment = &self.loaded.deployment;
        let (Subject::Agent(id) | Subject::AgentGroup(id)) = subject;
        let mut steps = self.resolver.steps(subject);
        for name in &self.command.transaction {
            let tenant = deployment.object(id).tenant;
            let transaction = deployment
                .symbol(name)
                .and_then(|symbol| deployment.find(ObjectKind::Transaction, tenant, symbol))
                .map_or_else(|| deployment.look_up_kind(ObjectKind::Transaction, name), Ok)?;
            steps.push((Level::Transaction, transaction));
        }
        self.resolver.resolve_into(&steps, resolution);
        if self.command.defaults {
            self.resolver.add_defaults(resolution, None);
        }
        if !self.named.is_empty() {
            self.resolver.add_defaults(resolution, Some(&self.named));
            resolution.retain(|section, name| self.named.contains(&(section, name)));
        }
        Ok(())
    }

    fn write(&self, global: &Global, subjects: &[Subject], terminal: &mut Terminal) -> anyhow::Result<()> {
        let many = self.command.subject.all;
        match global.format.unwrap_or(if many { Format::Jsonl } else { Format::Table }) {
            format @ (Format::Csv | Format::Jsonl) => self.lines(global, format, subjects, terminal),
            Format::Json if many => self.lines(global, Format::Jsonl, subjects, terminal),
            format => {
                let mut resolution = Resolution::default();
                subjects.iter().try_for_each(|&subject| {
                    self.resolve_into(subject, &mut resolution)?;
                    self.page(format, subject, &resolution, &mut terminal.out)
                })
            }
        }
    }

    /// One row an option, or one line a subject.
    fn lines(
        &self,
        global: &Global,
        format: Format,
        subjects: &[Subject],
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let (deployment, sources) = (&self.loaded.deployment, &self.loaded.sources);
        if format == Format::Csv {
            terminal.out.write_all(RESOLUTION_COLUMNS.as_bytes())?;
        }
        let worker = || {
            let mut lines = ResolutionLines::new(deployment, sources);
            let mut resolution = Resolution::default();
            move |subjects: &[Subject], page: &mut Vec<u8>| {
                for &subject in subjects {
                    self.resolve_into(subject, &mut resolution)?;
                    let (Subject::Agent(id) | Subject::AgentGroup(id)) = subject;
                    let name = deployment.display(id);
                    if format == Format::Csv {
                        lines.csv(&name, &resolution, page)?;
                    } else {
                        let agent = matches!(subject, Subject::Agent(_)).then(|| deployment.bare(id));
                        lines.json(&name, agent.as_deref(), &resolution, page)?;
                    }
                }
                Ok(())
            }
        };
        in_order(subjects, PAGE, global.jobs(), worker, &mut terminal.out)
    }

    /// The answer for one subject, as people or one program read it.
    fn page(
        &self,
        format: Format,
        subject: Subject,
        resolution: &Resolution<'a>,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let (deployment, sources) = (&self.loaded.deployment, &self.loaded.sources);
        let many = self.command.subject.all;
        let (Subject::Agent(id) | Subject::AgentGroup(id)) = subject;
        let name = deployment.display(id);
        match format {
            Format::Json | Format::Yaml => {
                let agent = matches!(subject, Subject::Agent(_)).then(|| deployment.bare(id));
                let report = ResolutionReport::new(&name, agent.as_deref(), resolution, deployment, sources);
                if format == Format::Yaml {
                    write!(out, "---\n{}", serde_yaml::to_string(&report)?)?;
                } else {
                    serde_json::to_writer_pretty(&mut *out, &report)?;
                    writeln!(out)?;
                }
            }
            Format::Human | Format::Table => {
                if many {
                    writeln!(out, "# {}", clean(&name))?;
                }
                if self.command.explain {
                    explain(resolution, deployment, sources, out)?;
                } else if let ([_], false) = (self.named.as_slice(), many) {
                    let only = resolution.options().iter().map(|option| resolution.winner(option));
                    for winner in only {
                        writeln!(out, "{}", crate::report::shown_value(winner.value))?;
                    }
                } else {
                    let header = ["option", "value", "level", "object", "place"];
                    writeln!(out, "{}", table(header, rows(resolution, deployment, sources)))?;
                }
                if many {
                    writeln!(out)?;
                }
            }
            other => return Err(other.not_made()),
        }
        Ok(())
    }
}

/// Section and name of an option on the command line; letter case is ignored.
fn option_name<'a>(
    text: &str,
    resolver: &Resolver<'a>,
    catalogue: &'a Catalogue,
    deployment: &'a Deployment,
) -> anyhow::Result<(&'a str, &'a str)> {
    let (section, name) = text.split_once('/').unwrap_or((WORKSPACE_SECTION, text));
    let written = deployment.symbol(section).zip(deployment.symbol(name));
    if let Some((section_symbol, name_symbol)) = written
        && resolver.option_id(section, name).is_some()
    {
        return Ok((deployment.text(section_symbol), deployment.text(name_symbol)));
    }
    let mut known = resolver.options().chain(
        catalogue
            .options()
            .iter()
            .filter(|spec| spec.template.is_none() && spec.application == ApplicationType::Workspace)
            .map(|spec| (spec.section.as_str(), spec.name.as_str())),
    );
    if let Some(found) = known.find(|(known_section, known_name)| {
        known_section.eq_ignore_ascii_case(section) && known_name.eq_ignore_ascii_case(name)
    }) {
        return Ok(found);
    }
    let names = resolver.options().map(|(_, name)| name).chain(
        catalogue.options().iter().filter(|spec| spec.template.is_none()).map(|spec| spec.name.as_str()),
    );
    let hint = match nearest(name, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "no object sets it and the catalogue does not know it".to_owned(),
    };
    Err(anyhow!("unknown option `{text}`; {hint}"))
}

/// `OBJECT:OPTION=VALUE` as an edit; the text itself stands for the place of the value.
fn what_if(text: &str, deployment: &Deployment, sources: &mut Sources) -> anyhow::Result<Edit> {
    let shown = deployment.masked(text);
    let form = || {
        anyhow!("`--set {shown}`: write it as OBJECT:OPTION=VALUE, for example agent/ana:chat.nickname=Ana")
    };
    let (target, value) = text.split_once('=').ok_or_else(form)?;
    let (object, option) = target.rsplit_once(':').ok_or_else(form)?;
    let name: ObjectName = object.parse().with_context(|| format!("`--set {shown}`"))?;
    let object: ObjectId = deployment.look_up(&name).with_context(|| format!("`--set {shown}`"))?;
    if deployment.level_of(object).is_none() {
        bail!("`--set {shown}`: no options of {} reach an agent", name.kind.list());
    }
    let (section, option) = option.split_once('/').unwrap_or((WORKSPACE_SECTION, option));
    let file = sources.add(format!("--set {target}"), value.as_bytes().to_vec());
    Ok(Edit::SetOption {
        object,
        section: section.to_owned(),
        name: option.to_owned(),
        value: value.to_owned(),
        at: Span::new(file, 0, value.len()),
    })
}
