//! `wdectl report`: collects what the other commands answer, for one page.

use std::io::Write as _;
use std::path::Path;

use super::args::{BaselineArgs, Global, Page};
use super::baseline;
use super::exit::Exit;
use super::files;
use super::load::{Clock, Loaded};
use super::progress::Busy;
use super::terminal::Terminal;
use crate::behaviour::Readiness;
use crate::deployment::{Deployment, ObjectId, Relation};
use crate::dryrun::Setting;
use crate::dryrun::verify::{Question, verify};
use crate::lint;
use crate::names::ObjectKind;
use crate::report::{CheckReport, GroupReady, PageView, write_page};

pub(super) fn run(global: &Global, command: &Page, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut clock = Clock::new();
    let busy = Busy::new(terminal.is_watched && !global.quiet, "reading and judging");
    let mut known = None;
    let loaded = Loaded::with_sums(global, |settings| {
        known = baseline::open(&BaselineArgs::default(), settings)?;
        Ok(())
    })?;
    clock.lap("load");
    let settings = &loaded.settings;
    let known = known.as_ref().map(|file| file.read(&loaded.sources)).transpose()?;
    let outcome = lint::check(&loaded.context(), &settings.levels, known.as_ref(), global.jobs());
    clock.lap("check");
    let check = CheckReport {
        sources: &loaded.sources,
        catalogue_files: loaded.catalogue_files,
        rules: lint::RULES.iter().filter_map(|rule| Some((*rule, settings.levels.of(rule)?))).collect(),
        diagnostics: &outcome.findings,
        quieted: &outcome.quieted,
        unreadable: &loaded.unreadable,
        fails_at: None,
    };
    let (resolver, privileges) = (loaded.resolver(), loaded.privileges());
    let ground = settings.ground(&resolver, &privileges);
    let setting = Setting { ground, assumptions: settings.assumptions };
    let question = Question {
        limit: global.limit(command.max_states),
        entry_queues: settings.entry_queues.clone(),
        ..Question::default()
    };
    let verified = verify(&setting, &question);
    clock.lap("verify");
    let agents: Vec<ObjectId> = loaded.deployment.agents().collect();
    let ready = |agents: &[ObjectId]| Readiness::of(&ground, &settings.assumptions, agents);
    let everybody = (!agents.is_empty()).then(|| ready(&agents));
    let groups = groups(&loaded.deployment, &agents, ready);
    clock.lap("ready");
    let spreads = resolver.spreads();
    clock.lap("resolve");
    let root = loaded.roots.first().map_or(Path::new("."), |root| root.as_path());
    let (title, root) =
        (title(root), if root == Path::new(".") { String::new() } else { files::shown(root) });
    let view = PageView {
        title: &title,
        root: root.trim_end_matches('/'),
        inputs: &loaded.sums,
        deployment: &loaded.deployment,
        sources: &loaded.sources,
        check: &check,
        verified: &verified,
        ready: everybody.as_ref(),
        groups: &groups,
        spreads: &spreads,
    };
    drop(busy);
    if command.out == Path::new("-") {
        write_page(&view, &mut *terminal.out)?;
    } else {
        files::write_with(&command.out, |out| Ok(write_page(&view, out)?))?;
    }
    clock.lap("write");
    if global.verbose {
        for (phase, time) in &clock.phases {
            writeln!(terminal.err, "{phase:>9} {:>8.1} ms", time.as_secs_f64() * 1000.0)?;
        }
    }
    terminal.out.flush()?;
    for unread in &loaded.unreadable {
        writeln!(terminal.err, "error: {}", crate::report::clean(&unread.reason))?;
    }
    Ok(if loaded.unreadable.is_empty() { Exit::Yes } else { Exit::Unanswered })
}

/// The checklist of each agent group with enabled agents, by name, and of the agents who are in none.
fn groups<'d>(
    deployment: &'d Deployment,
    agents: &[ObjectId],
    ready: impl Fn(&[ObjectId]) -> Readiness<'d>,
) -> Vec<GroupReady<'d>> {
    let mut named: Vec<ObjectId> = deployment.of_kind(ObjectKind::AgentGroup).to_vec();
    named.retain(|&group| deployment.object(group).enabled);
    named.sort_by_cached_key(|&group| deployment.bare(group));
    let mut found = Vec::new();
    for group in named {
        let members: Vec<ObjectId> = deployment.agents_in(group).collect();
        if !members.is_empty() {
            found.push(GroupReady { group: Some(group), readiness: ready(&members) });
        }
    }
    let is_alone = |&agent: &ObjectId| {
        let mut groups = deployment.targets(agent, Relation::AgentGroup);
        !groups.any(|link| deployment.object(link.to).enabled)
    };
    let others: Vec<ObjectId> = agents.iter().copied().filter(is_alone).collect();
    if !others.is_empty() {
        found.push(GroupReady { group: None, readiness: ready(&others) });
    }
    found
}

/// What the deployment is called: the folder or file.
fn title(root: &Path) -> String {
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let name = absolute.components().next_back().map(|part| part.as_os_str().to_string_lossy().into_owned());
    name.unwrap_or_else(|| files::shown(root))
}
