//! `wdectl chat ready`.

use anyhow::bail;

use super::args::{ChatReady, Format, Global};
use super::exit::Exit;
use super::load::{Loaded, agents_of_group};
use super::objects::document;
use super::terminal::Terminal;
use crate::behaviour::{Readiness, Verdict};
use crate::deployment::{Deployment, ObjectId};
use crate::names::ObjectKind;
use crate::report::{ReadyReport, write_ready};

pub(super) fn run(global: &Global, command: &ChatReady, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let loaded = Loaded::new(global, &[])?;
    loaded.warn(terminal)?;
    let (deployment, settings) = (&loaded.deployment, &loaded.settings);
    let (subject, agents) = asked(command, deployment)?;
    let (resolver, privileges) = (loaded.resolver(), loaded.privileges());
    let ground = settings.ground(&resolver, &privileges);
    let readiness = Readiness::of(&ground, &settings.assumptions, &agents);
    match global.format.unwrap_or(Format::Human) {
        Format::Human => {
            write_ready(&subject, &readiness, deployment, &loaded.sources, &mut *terminal.out)?;
        }
        Format::Json => {
            let report = ReadyReport::new(&subject, &readiness, deployment, &loaded.sources);
            document(Format::Json, &report, terminal)?;
        }
        other => return Err(other.not_made()),
    }
    Ok(match readiness.ready.verdict() {
        Verdict::Yes => Exit::Yes,
        Verdict::No => Exit::No,
        Verdict::Unknown => Exit::Unanswered,
    })
}

/// Whom the arguments ask for: how they are called together, and the agents.
fn asked(command: &ChatReady, deployment: &Deployment) -> anyhow::Result<(String, Vec<ObjectId>)> {
    if let Some(name) = &command.agent {
        let agent = deployment.look_up_kind(ObjectKind::Agent, name)?;
        return Ok((deployment.display(agent), vec![agent]));
    }
    let Some(name) = &command.agent_group else {
        let agents: Vec<ObjectId> = deployment.agents().collect();
        if agents.is_empty() {
            bail!("the deployment has no enabled agents");
        }
        return Ok(("all agents".to_owned(), agents));
    };
    let (group, agents) = agents_of_group(deployment, name)?;
    Ok((deployment.display(group), agents))
}
