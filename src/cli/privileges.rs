//! `wdectl privilege`.

use std::io::Write as _;

use anyhow::anyhow;

use super::args::{Format, Global, PrivilegeCommand, Subject};
use super::exit::Exit;
use super::load::{Loaded, agents_of_group};
use super::objects::document;
use super::settings::Settings;
use super::terminal::Terminal;
use crate::deployment::ObjectId;
use crate::names::{ObjectKind, counted};
use crate::privilege::{PrivilegeId, Privileges, Standing};
use crate::report::{PrivilegeNames, PrivilegePage, PrivilegesReport, dot, mermaid, table};

/// How many repairs people are shown.
const REPAIRS: usize = 5;

pub(super) fn run(
    global: &Global,
    command: &PrivilegeCommand,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    match command {
        PrivilegeCommand::List => return list(global, terminal),
        PrivilegeCommand::Graph => return graph(global, terminal),
        _ => {}
    }
    let loaded = Loaded::new(global, &[])?;
    loaded.warn(terminal)?;
    let privileges = loaded.privileges();
    let names = PrivilegeNames {
        deployment: &loaded.deployment,
        sources: &loaded.sources,
        graph: &loaded.settings.graph,
    };
    let asked = Asked { global, loaded: &loaded, privileges: &privileges, names };
    match command {
        PrivilegeCommand::List | PrivilegeCommand::Graph => Ok(Exit::Yes),
        PrivilegeCommand::Show { name } => asked.show(name, terminal),
        PrivilegeCommand::Effective { subject } => asked.effective(subject, terminal),
        PrivilegeCommand::WhoCan { name } => asked.who_can(name, terminal),
        PrivilegeCommand::WhyNot { subject, name } => asked.why_not(subject, name, terminal),
        PrivilegeCommand::Matrix => asked.matrix(terminal),
    }
}

fn list(global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let settings = Settings::of(global)?;
    let (deployment, sources) = Default::default();
    let names = PrivilegeNames { deployment: &deployment, sources: &sources, graph: &settings.graph };
    let pages: Vec<PrivilegePage<'_>> = settings
        .catalogue
        .privileges()
        .iter()
        .map(|spec| names.page(spec, &settings.catalogue, None))
        .collect();
    match global.format.unwrap_or(Format::Table) {
        Format::Human | Format::Table => {
            let header = ["privilege", "depends on", "basis", "what it allows"];
            writeln!(terminal.out, "{}", table(header, pages.iter().map(PrivilegePage::row)))?;
        }
        other => document(other, &PrivilegesReport::new(pages), terminal)?,
    }
    Ok(Exit::Yes)
}

fn graph(global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let graph = &Settings::of(global)?.graph;
    match global.format.unwrap_or(Format::Table) {
        Format::Dot => write!(terminal.out, "{}", dot(graph))?,
        Format::Mermaid => write!(terminal.out, "{}", mermaid(graph))?,
        Format::Human | Format::Table => {
            let rows =
                graph.edges().map(|(from, to)| [graph.name(from).to_owned(), graph.name(to).to_owned()]);
            writeln!(terminal.out, "{}", table(["privilege", "depends on"], rows))?;
        }
        other => return Err(other.not_made()),
    }
    Ok(Exit::Yes)
}

struct Asked<'a> {
    global: &'a Global,
    loaded: &'a Loaded,
    privileges: &'a Privileges<'a>,
    names: PrivilegeNames<'a>,
}

impl Asked<'_> {
    fn privilege(&self, name: &str) -> anyhow::Result<PrivilegeId> {
        Ok(self.names.graph.look_up(name)?)
    }

    /// The agents that the arguments ask for; a group stands for its enabled agents.
    fn agents(&self, subject: &Subject) -> anyhow::Result<Vec<ObjectId>> {
        let deployment = &self.loaded.deployment;
        if let Some(name) = &subject.agent {
            return Ok(vec![deployment.look_up_kind(ObjectKind::Agent, name)?]);
        }
        let Some(name) = &subject.agent_group else { return Ok(deployment.agents().collect()) };
        Ok(agents_of_group(deployment, name)?.1)
    }

    fn show(&self, name: &str, terminal: &mut Terminal) -> anyhow::Result<Exit> {
        let id = self.privilege(name)?;
        let catalogue = &self.loaded.settings.catalogue;
        let name = self.names.privilege(id);
        let spec = catalogue
            .privilege(name)
            .ok_or_else(|| anyhow!("`{name}` is known only as what other privileges depend on"))?;
        let page = self.names.page(spec, catalogue, Some(&self.privileges.who_can(id)));
        match self.global.format.unwrap_or(Format::Human) {
            Format::Human | Format::Table => page.write(&mut *terminal.out)?,
            other => document(other, &PrivilegesReport::new(vec![page]), terminal)?,
        }
        Ok(Exit::Yes)
    }

    fn effective(&self, subject: &Subject, terminal: &mut Terminal) -> anyhow::Result<Exit> {
        let agents = self.agents(subject)?;
        let one = subject.agent.is_some();
        for agent in agents {
            let held = self.privileges.held(agent);
            if held.uncertain && one {
                writeln!(terminal.err, "warning: {}", crate::report::clean(&self.uncertain(agent)))?;
            }
            match self.global.format.unwrap_or(if one { Format::Human } else { Format::Jsonl }) {
                Format::Human | Format::Table => self.names.write_effective(&held, &mut *terminal.out)?,
                Format::Jsonl => self.line(&self.names.effective(&held), terminal)?,
                Format::Json if !one => self.line(&self.names.effective(&held), terminal)?,
                other => document(other, &self.names.effective(&held), terminal)?,
            }
        }
        Ok(Exit::Yes)
    }

    fn who_can(&self, name: &str, terminal: &mut Terminal) -> anyhow::Result<Exit> {
        let id = self.privilege(name)?;
        let who = self.privileges.who_can(id);
        match self.global.format.unwrap_or(Format::Table) {
            Format::Human | Format::Table => {
                if who.agents.is_empty() {
                    writeln!(terminal.out, "nobody has `{}`", self.names.privilege(id))?;
                } else {
                    writeln!(terminal.out, "{}", table(["agent", "via"], self.names.who_can_rows(&who)))?;
                }
            }
            other => document(other, &self.names.who_can(id, &who), terminal)?,
        }
        if !who.uncertain.is_empty() {
            let agents = counted(who.uncertain.len(), "more agent");
            writeln!(
                terminal.err,
                "warning: of {agents} it is not known: their roles have keys that map to no known privilege"
            )?;
        }
        Ok(match (who.agents.is_empty(), who.uncertain.is_empty()) {
            (false, _) => Exit::Yes,
            (true, true) => Exit::No,
            (true, false) => Exit::Unanswered,
        })
    }

    fn why_not(&self, subject: &Subject, name: &str, terminal: &mut Terminal) -> anyhow::Result<Exit> {
        let id = self.privilege(name)?;
        let one = subject.agent.is_some();
        let mut exit = Exit::Yes;
        for agent in self.agents(subject)? {
            let answer = self.privileges.why_not(agent, id);
            exit = exit.max(match answer.standing {
                Standing::Effective => Exit::Yes,
                Standing::Inert | Standing::No => Exit::No,
                Standing::Unknown => Exit::Unanswered,
            });
            match self.global.format.unwrap_or(Format::Human) {
                Format::Human | Format::Table => {
                    let ways = self.privileges.ways(agent, id);
                    self.names.write_why_not(&answer, &ways, REPAIRS, &mut *terminal.out)?;
                }
                Format::Jsonl => self.line(&self.names.why_not(&answer), terminal)?,
                Format::Json if !one => self.line(&self.names.why_not(&answer), terminal)?,
                other => document(other, &self.names.why_not(&answer), terminal)?,
            }
            if answer.standing == Standing::Unknown {
                writeln!(terminal.err, "warning: {}", crate::report::clean(&self.uncertain(agent)))?;
            }
        }
        Ok(exit)
    }

    fn matrix(&self, terminal: &mut Terminal) -> anyhow::Result<Exit> {
        match self.global.format.unwrap_or(Format::Table) {
            Format::Human | Format::Table => {
                write!(terminal.out, "{}", self.names.matrix(&self.privileges.matrix()))?;
            }
            other => return Err(other.not_made()),
        }
        Ok(Exit::Yes)
    }

    fn uncertain(&self, agent: ObjectId) -> String {
        format!(
            "a role of {} has keys that map to no known privilege: more may be granted; `wdectl check` shows them",
            self.loaded.deployment.display(agent)
        )
    }

    fn line(&self, report: &impl serde::Serialize, terminal: &mut Terminal) -> anyhow::Result<()> {
        serde_json::to_writer(&mut *terminal.out, report)?;
        writeln!(terminal.out)?;
        Ok(())
    }
}
