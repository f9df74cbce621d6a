//! `wdectl diff --behaviour`: both sides explored, and what is found as scenario files.

use std::path::Path;

use super::args::{Diff, DiffFailOn, Global};
use super::diff::doubts;
use super::exit::Exit;
use super::files;
use super::settings::Settings;
use crate::deployment::Deployment;
use crate::dryrun::Setting;
use crate::dryrun::verify::{Outcome, Rollout, rollout};
use crate::names::Side;
use crate::privilege::Privileges;
use crate::report::RolloutView;
use crate::resolve::Resolver;

/// What was found, and the files that were written.
pub(super) struct Explored {
    rollout: Rollout,
    behaviours: Vec<Option<String>>,
    stranded: Vec<Option<String>>,
}

/// What answers questions about a side.
type Answers<'s, 'd> = (&'s Resolver<'d>, &'s Privileges<'d>);

/// Explores both sides, and writes the scenarios.
pub(super) fn explore<'s, 'd>(
    global: &Global,
    command: &Diff,
    settings: &'d Settings,
    old: Answers<'s, 'd>,
    new: Answers<'s, 'd>,
) -> anyhow::Result<Explored>
where
    'd: 's,
{
    let setting = |(resolver, privileges): Answers<'s, 'd>| Setting {
        ground: settings.ground(resolver, privileges),
        assumptions: settings.assumptions,
    };
    let question = settings.question(global.limit(command.max_states));
    if let Some(folder) = &command.emit_scenarios {
        files::make_folder(folder)?;
    }
    let mut rollout = rollout(&setting(old), &setting(new), &question);
    doubt(&mut rollout, [old.0.deployment(), new.0.deployment()]);
    let (mut behaviours, mut stranded) = (Vec::new(), Vec::new());
    if let Some(folder) = &command.emit_scenarios {
        for (at, found) in rollout.behaviours.iter().enumerate() {
            let name = format!("{:02}-only-{}-{}", at + 1, found.under.as_str(), found.verb);
            behaviours.push(write(folder, &name, found.scenario.as_deref())?);
        }
        for (at, found) in rollout.survival.stranded.iter().enumerate() {
            let under = found.scenario.as_ref().map_or(Side::Old, |(under, _)| *under);
            let name = format!("stranded-{:02}-{}", at + 1, under.as_str());
            stranded.push(write(folder, &name, found.scenario.as_ref().map(|(_, text)| text.as_str()))?);
        }
    }
    Ok(Explored { rollout, behaviours, stranded })
}

/// Nothing is proved of sides of which something was not read.
pub(super) fn doubt(rollout: &mut Rollout, sides: [&Deployment; 2]) {
    doubts(sides).for_each(|(side, reason)| rollout.doubt(side, &reason));
}

fn write(folder: &Path, name: &str, text: Option<&str>) -> anyhow::Result<Option<String>> {
    let Some(text) = text else { return Ok(None) };
    let path = folder.join(format!("{name}.yaml"));
    files::write(&path, text.as_bytes())?;
    Ok(Some(files::shown(&path)))
}

impl Explored {
    /// As reports take it.
    pub(super) fn view(&self) -> RolloutView<'_> {
        RolloutView { rollout: &self.rollout, behaviours: &self.behaviours, stranded: &self.stranded }
    }

    /// The exit status, where it is not that of the other changes: chats that are stranded count more than what is not
    /// known, and that more than a difference.
    pub(super) fn exit(&self, fail_on: DiffFailOn) -> Option<Exit> {
        let Rollout { survival, .. } = &self.rollout;
        let differs = !self.rollout.behaviours.is_empty()
            && matches!(fail_on, DiffFailOn::Any | DiffFailOn::Behavioural);
        match (survival.outcome, self.rollout.unknown.is_empty()) {
            (Outcome::Refuted, _) if !matches!(fail_on, DiffFailOn::Never) => Some(Exit::No),
            (Outcome::Unknown, _) | (_, false) => Some(Exit::Unanswered),
            _ => differs.then_some(Exit::No),
        }
    }
}
