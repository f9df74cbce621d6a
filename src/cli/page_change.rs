//! `wdectl report OLD`: the old side read, and both compared.

use std::path::Path;

use anyhow::Context as _;

use super::args::Global;
use super::diff::{self, Origin};
use super::diff_behaviour::doubt;
use super::files;
use super::load::{self, Loaded, Read};
use crate::diff::{Difference, State};
use crate::dryrun::Setting;
use crate::dryrun::verify::{Question, Rollout, rollout};
use crate::privilege::Privileges;
use crate::report::{ChangeView, Compared, DiffView, RolloutView};
use crate::resolve::Resolver;

/// The old side.
#[derive(Debug)]
pub(super) struct OldSide {
    pub(super) read: Read,
    /// What it is called.
    name: String,
    /// The folder from which its places are shown.
    root: String,
}

impl OldSide {
    /// Reads the old side with the settings of the new one.
    pub(super) fn read(global: &Global, loaded: &Loaded, text: &str) -> anyhow::Result<Self> {
        let here = load::root(global);
        let origin = Origin::of(text);
        let mut read = diff::read_what_can_be(global, &loaded.settings, &here, &origin).context("OLD")?;
        load::hide_secrets(loaded.secrets.as_ref(), &mut read.sources, &mut read.deployment);
        let (name, root) = match &origin {
            Origin::Path(path) => (files::shown(path), files::shown(path)),
            Origin::Revision(_) => (text.to_owned(), String::new()),
        };
        Ok(Self { read, name, root: root.trim_end_matches('/').to_owned() })
    }

    /// Why the sides cannot be compared.
    pub(super) fn refusal(&self, loaded: &Loaded) -> Option<String> {
        let first = |side: &str, unread: &[crate::report::Unreadable]| {
            unread.first().map(|unread| format!("{side}: {}", unread.reason))
        };
        first("OLD", &self.read.unreadable).or_else(|| first("NEW", &loaded.unreadable))
    }
}

/// What answers questions about a side.
pub(super) struct Answers<'d> {
    pub(super) resolver: Resolver<'d>,
    pub(super) privileges: Privileges<'d>,
}

impl<'d> Answers<'d> {
    pub(super) fn of(loaded: &'d Loaded, old: &'d OldSide) -> Self {
        let settings = &loaded.settings;
        Self {
            resolver: Resolver::new(&settings.catalogue, &old.read.deployment, settings.group_conflict),
            privileges: Privileges::new(&settings.graph, &old.read.deployment),
        }
    }
}

/// What a comparison finds, there and back.
pub(super) struct Found {
    difference: Difference,
    pub(super) forth: Rollout,
    back: Rollout,
}

impl Found {
    /// Compares.
    pub(super) fn of<'d>(
        loaded: &'d Loaded,
        old: &Answers<'d>,
        new: &Setting<'_, 'd>,
        question: &Question,
        threads: usize,
    ) -> Self {
        let settings = &loaded.settings;
        let catalogue = &settings.catalogue;
        let state = |resolver, privileges| State { catalogue, resolver, privileges };
        let difference = Difference::of(
            state(&old.resolver, &old.privileges),
            state(new.ground.resolver, new.ground.privileges),
            None,
            threads,
        );
        let before = Setting {
            ground: settings.ground(&old.resolver, &old.privileges),
            assumptions: settings.assumptions,
        };
        let (mut forth, mut back) = (rollout(&before, new, question), rollout(new, &before, question));
        let sides = [old.resolver.deployment(), &loaded.deployment];
        doubt(&mut forth, sides);
        doubt(&mut back, [sides[1], sides[0]]);
        Self { difference, forth, back }
    }

    /// As the page takes it.
    pub(super) fn view<'a>(&'a self, loaded: &'a Loaded, old: &'a OldSide) -> Compared<'a> {
        let rollout = RolloutView { rollout: &self.forth, behaviours: &[], stranded: &[] };
        Compared {
            diff: DiffView {
                difference: &self.difference,
                // The page tells it of what can happen.
                unknown: &[],
                rollout: Some(rollout),
                old: (&old.read.deployment, &old.read.sources),
                new: (&loaded.deployment, &loaded.sources),
            },
            reverse: &self.back,
        }
    }
}

/// The change, compared or not.
pub(super) fn view<'a>(
    loaded: &'a Loaded,
    old: &'a OldSide,
    found: Option<&'a Found>,
    (new, root): (&'a str, &'a str),
) -> ChangeView<'a> {
    let compared = match found {
        Some(found) => Ok(found.view(loaded, old)),
        None => Err(old.refusal(loaded).unwrap_or_default()),
    };
    ChangeView { old: &old.name, new, roots: [&old.root, root], compared }
}

/// What a folder or file is called: its last part, wherever one works.
pub(super) fn title(root: &Path) -> String {
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let name = absolute.components().next_back().map(|part| part.as_os_str().to_string_lossy().into_owned());
    name.unwrap_or_else(|| files::shown(root))
}
