//! Every place that names an object: one answer for `refs` and for `rename`.

use std::path::PathBuf;

use super::files;
use super::load::Loaded;
use super::scenario_files;
use crate::deployment::{self, Mentions, ObjectId};
use crate::dryrun;
use crate::report::{References, references};
use crate::resolve::Resolver;
use crate::text::{FileId, Limits, Sources, Syntax};

/// The scenario files that belong to a deployment.
pub(super) struct Scenarios {
    /// Each file with its syntax and where it stands.
    pub(super) files: Vec<(FileId, Syntax, PathBuf)>,
    /// Why files could not be read.
    pub(super) unreadable: Vec<String>,
}

impl Scenarios {
    /// Takes the scenario files of the deployment among its texts.
    pub(super) fn find(loaded: &mut Loaded) -> anyhow::Result<Self> {
        let mut scenarios = Self { files: Vec::new(), unreadable: Vec::new() };
        for path in scenario_files::under(&loaded.roots)? {
            let shown = files::shown(&path);
            match files::read(&path) {
                Ok(bytes) => {
                    let file = loaded.sources.add(shown, bytes);
                    match files::syntax(&path, loaded.sources.get(file).true_text()) {
                        Some(syntax) => scenarios.files.push((file, syntax, path)),
                        None => {
                            let path = loaded.sources.get(file).path();
                            scenarios.unreadable.push(format!("cannot tell the format of `{path}`"));
                        }
                    }
                }
                Err(error) => scenarios.unreadable.push(format!("{error:#}")),
            }
        }
        Ok(scenarios)
    }
}

/// All that names objects.
pub(super) struct Names {
    pub(super) deployment: Mentions,
    pub(super) scenarios: Vec<dryrun::Mention>,
    /// Scenario files with mistakes, in which more may be named than is found.
    pub(super) mistaken: Vec<FileId>,
}

impl Names {
    /// Reads what the texts name as they are in memory.
    pub(super) fn read<'a>(loaded: &'a Loaded, resolver: &Resolver<'a>, scenarios: &Scenarios) -> Self {
        let privileges = loaded.privileges();
        let ground = loaded.settings.ground(resolver, &privileges);
        let mut names = Self {
            deployment: deployment::mentions(&loaded.sources, &loaded.inputs, Limits::default()),
            scenarios: Vec::new(),
            mistaken: Vec::new(),
        };
        for &(file, syntax, _) in &scenarios.files {
            let (mentions, has_mistakes) = dryrun::mentions(&ground, &loaded.sources, file, syntax);
            names.scenarios.extend(mentions);
            names.mistaken.extend(has_mistakes.then_some(file));
        }
        names
    }

    /// What names an object.
    pub(super) fn of<'a>(
        &self,
        id: ObjectId,
        resolver: &Resolver<'a>,
        sources: &'a Sources,
    ) -> References<'a> {
        references(id, resolver, &self.deployment, &self.scenarios, sources)
    }
}
