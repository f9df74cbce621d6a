//! `wdectl report`: collects what the other commands answer, for one page.

use std::io::Write as _;
use std::path::Path;

use anyhow::bail;

use super::args::{BaselineArgs, Global, Page};
use super::baseline;
use super::exit::Exit;
use super::files;
use super::load::{Clock, Loaded};
use super::page_change::{self, Answers, Found, OldSide};
use super::progress::Busy;
use super::terminal::Terminal;
use crate::behaviour::Readiness;
use crate::deployment::{Deployment, ObjectId, Relation};
use crate::dryrun::Setting;
use crate::dryrun::verify::{exchange, verify};
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
        is_whole: loaded.doubt().is_none(),
        fails_at: None,
        most: usize::MAX,
    };
    let (resolver, privileges) = (loaded.resolver(), loaded.privileges());
    let ground = settings.ground(&resolver, &privileges);
    let setting = Setting { ground, assumptions: settings.assumptions };
    let question = settings.question(global.limit(command.max_states));
    let old = command.old.as_deref().map(|old| OldSide::read(global, &loaded, old)).transpose()?;
    let answers = old.as_ref().map(|old| Answers::of(&loaded, old));
    let comparable = old.as_ref().is_some_and(|old| old.refusal(&loaded).is_none());
    let found = answers.as_ref().filter(|_| comparable);
    let found = found.map(|answers| Found::of(&loaded, answers, &setting, &question, global.jobs()));
    // A comparison of behaviour has verified the new side already.
    let mut own = found.is_none().then(|| verify(&setting, &question));
    if let (Some(report), Some(reason)) = (&mut own, loaded.doubt()) {
        report.doubt(&reason);
    }
    let verified = own.as_ref().or(found.as_ref().map(|found| &found.forth.verified));
    let Some(verified) = verified else { bail!("nothing was verified") };
    clock.lap("verify");
    let agents: Vec<ObjectId> = loaded.deployment.agents().collect();
    let ready = |agents: &[ObjectId]| Readiness::of(&ground, &settings.assumptions, agents);
    let everybody = (!agents.is_empty()).then(|| ready(&agents));
    let groups = groups(&loaded.deployment, &agents, ready);
    clock.lap("ready");
    let (spreads, matrix) = (resolver.spreads(), privileges.matrix());
    let exchange = exchange(&setting);
    clock.lap("resolve");
    let root = loaded.roots.first().map_or(Path::new("."), |root| root.as_path());
    let title = page_change::title(root);
    let root = if root == Path::new(".") { String::new() } else { files::shown(root) };
    let root = root.trim_end_matches('/').to_owned();
    let change = old.as_ref().map(|old| page_change::view(&loaded, old, found.as_ref(), (&title, &root)));
    let view = PageView {
        title: &title,
        root: &root,
        inputs: &loaded.sums,
        deployment: &loaded.deployment,
        sources: &loaded.sources,
        check: &check,
        verified,
        ready: everybody.as_ref(),
        groups: &groups,
        exchange: &exchange,
        matrix: &matrix,
        graph: &settings.graph,
        spreads: &spreads,
        change,
    };
    drop(busy);
    if command.out == Path::new("-") {
        write_page(&view, &mut *terminal.out)?;
    } else {
        files::write_with(&command.out, |out| Ok(write_page(&view, out)?))?;
    }
    clock.lap("write");
    if global.verbose {
        terminal.tell_phases(&clock.phases)?;
    }
    terminal.out.flush()?;
    let unreadable = || loaded.unreadable.iter().chain(old.iter().flat_map(|old| &old.read.unreadable));
    for unread in unreadable() {
        writeln!(terminal.err, "error: {}", crate::report::clean(&unread.reason))?;
    }
    Ok(if unreadable().next().is_none() { Exit::Yes } else { Exit::Unanswered })
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
