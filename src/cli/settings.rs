//! `wdectl.toml`: found upward from the deployment, read whole or refused with place and cure.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use globset::Glob;
use indexmap::IndexMap;
use serde::Deserialize;

use super::args::Global;
use super::files;
use crate::behaviour::{Ground, RightsMap};
use crate::catalogue::Catalogue;
use crate::chat::Assumptions;
use crate::diagnostic::Severity;
use crate::dryrun::verify::Question;
use crate::explore::Limit;
use crate::lint::{Levels, find_rule};
use crate::names::nearest;
use crate::privilege::{DependencyGraph, Privileges};
use crate::resolve::{GroupConflict, Resolver};
use crate::text::Sources;

/// The name of the settings file.
pub(super) const FILE: &str = "wdectl.toml";

/// What the file may hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Raw {
    group_conflict: Option<toml::Spanned<String>>,
    catalogues: Vec<String>,
    exclude: Vec<String>,
    rules: IndexMap<toml::Spanned<String>, toml::Spanned<String>>,
    rights: IndexMap<toml::Spanned<String>, String>,
    assumptions: IndexMap<toml::Spanned<String>, toml::Spanned<Switch>>,
    verify: RawVerify,
    baseline: Option<String>,
    paths: Vec<RawPaths>,
}

/// Levels for the files that a glob matches.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawPaths {
    r#match: toml::Spanned<String>,
    #[serde(default)]
    rules: IndexMap<toml::Spanned<String>, toml::Spanned<String>>,
}

/// The table `[verify]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct RawVerify {
    entry_queues: Option<Vec<String>>,
}

/// The value of an assumption: a word, or `true` and `false` without quotes.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Switch {
    Truth(bool),
    Word(String),
}

impl std::fmt::Display for Switch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Truth(truth) => write!(f, "{truth}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

/// Levels for the files that a glob matches.
#[derive(Debug)]
pub(super) struct PathLevels {
    pub(super) glob: Glob,
    pub(super) rules: Vec<(&'static str, Option<Severity>)>,
}

/// The settings in force.
#[derive(Debug)]
pub(super) struct Settings {
    /// The file they come from.
    pub(super) file: Option<PathBuf>,
    pub(super) group_conflict: GroupConflict,
    pub(super) levels: Levels,
    /// Levels for files whose path from the settings' folder matches; of several, the later counts.
    pub(super) paths: Vec<PathLevels>,
    pub(super) exclude: Vec<String>,
    /// Files that the settings name: no part of the deployment.
    pub(super) own_files: Vec<PathBuf>,
    /// The file with findings that are known.
    pub(super) baseline: Option<PathBuf>,
    pub(super) catalogue: Catalogue,
    pub(super) rights: RightsMap,
    /// What is assumed where nothing is documented.
    pub(super) assumptions: Assumptions,
    /// The interaction queues in which chats start, as far as `[verify]` names them.
    pub(super) entry_queues: Option<Vec<String>>,
    /// Which privilege depends on which, by the catalogue.
    pub(super) graph: DependencyGraph,
    /// The texts of the user's catalogue files, to which places in the catalogue point.
    pub(super) sources: Sources,
}

impl Settings {
    /// What is asked of a deployment under these settings.
    pub(super) fn ground<'g, 'd>(
        &'d self,
        resolver: &'g Resolver<'d>,
        privileges: &'g Privileges<'d>,
    ) -> Ground<'g, 'd> {
        Ground { catalogue: &self.catalogue, resolver, privileges, rights: &self.rights }
    }

    /// What is to be explored within a limit: everything, from the entry queues of `[verify]`.
    pub(super) fn question(&self, limit: Limit) -> Question {
        Question { limit, entry_queues: self.entry_queues.clone(), ..Question::default() }
    }

    /// The settings for the deployment that the global options name.
    pub(super) fn of(global: &Global) -> anyhow::Result<Self> {
        Self::find(global.deployment.as_deref().unwrap_or(Path::new(".")))
    }

    /// The settings for a deployment at `path`.
    pub(super) fn find(path: &Path) -> anyhow::Result<Self> {
        match files::find_upward(path, FILE) {
            Some(file) => Self::read(&file),
            None => Self::build(None, Raw::default(), ""),
        }
    }

    /// The folder from which the settings' globs are meant.
    pub(super) fn root(&self) -> PathBuf {
        self.file.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).to_owned()
    }

    /// Sets the levels of `[[paths]]` for these files.
    pub(super) fn levels_by_path(&mut self, sources: &Sources) -> anyhow::Result<()> {
        let root = self.root();
        for PathLevels { glob, rules } in &self.paths {
            let matcher = glob.compile_matcher();
            for (file, source) in sources.iter() {
                let path = Path::new(source.path());
                if matcher.is_match(path.strip_prefix(&root).unwrap_or(path)) {
                    for &(rule, severity) in rules {
                        self.levels.set_in(file, rule, severity)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn read(file: &Path) -> anyhow::Result<Self> {
        let text = files::read_text(file)?;
        let raw: Raw = toml::from_str(&text).map_err(|error| refused(file, &text, &error))?;
        Self::build(Some(file), raw, &text)
    }

    fn build(file: Option<&Path>, raw: Raw, text: &str) -> anyhow::Result<Self> {
        let folder = file.and_then(Path::parent).unwrap_or(Path::new(""));
        let at = |span: std::ops::Range<usize>| match file {
            Some(file) => {
                let line = text[..span.start].matches('\n').count() + 1;
                format!("{}:{line}", files::shown(file))
            }
            None => String::new(),
        };
        let mut group_conflict = GroupConflict::default();
        if let Some(word) = raw.group_conflict {
            let known = GroupConflict::WORDS.iter().find(|(known, _)| *known == word.get_ref());
            group_conflict = known.map(|&(_, policy)| policy).ok_or_else(|| {
                let words = GroupConflict::WORDS.map(|(word, _)| format!("`{word}`")).join(", ");
                anyhow!("{}: group-conflict `{}` is none of {words}", at(word.span()), word.get_ref())
            })?;
        }
        let mut levels = Levels::default();
        for (rule, word) in &raw.rules {
            let severity = severity(word.get_ref()).with_context(|| at(word.span()))?;
            levels.set(rule.get_ref(), severity).with_context(|| at(rule.span()))?;
        }
        let mut paths = Vec::new();
        for RawPaths { r#match, rules } in &raw.paths {
            let glob = Glob::new(r#match.get_ref())
                .with_context(|| format!("{}: match is no glob", at(r#match.span())))?;
            let mut levels = Vec::new();
            for (rule, word) in rules {
                let severity = severity(word.get_ref()).with_context(|| at(word.span()))?;
                let rule = find_rule(rule.get_ref()).with_context(|| at(rule.span()))?;
                levels.push((rule.name, severity));
            }
            paths.push(PathLevels { glob, rules: levels });
        }
        let mut rights = RightsMap::default();
        for (right, privilege) in &raw.rights {
            rights.set(right.get_ref(), privilege).with_context(|| at(right.span()))?;
        }
        let mut assumptions = Assumptions::default();
        for (name, value) in &raw.assumptions {
            let set = assumptions.set(name.get_ref(), &value.get_ref().to_string());
            set.with_context(|| at(name.span()))?;
        }
        let mut own_files: Vec<PathBuf> = raw.catalogues.iter().map(|name| folder.join(name)).collect();
        let mut catalogue = Catalogue::built_in();
        let mut sources = Sources::new();
        for path in &own_files {
            let id = sources.add(files::shown(path), files::read(path)?);
            let errors: Vec<String> = catalogue
                .extend(&sources, id)
                .iter()
                .map(|error| {
                    let at = sources.locate(error.span);
                    let help = error.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
                    format!("{}:{}:{}: {}{help}", files::shown(path), at.line, at.column, error.message)
                })
                .collect();
            if !errors.is_empty() {
                return Err(anyhow!("{}", errors.join("\n")));
            }
        }
        let graph = DependencyGraph::of(&catalogue);
        let baseline = raw.baseline.map(|name| folder.join(name));
        own_files.extend(baseline.clone());
        Ok(Self {
            file: file.map(Path::to_owned),
            group_conflict,
            levels,
            paths,
            exclude: raw.exclude,
            own_files,
            baseline,
            catalogue,
            rights,
            assumptions,
            entry_queues: raw.verify.entry_queues,
            graph,
            sources,
        })
    }
}

/// The severity of a word in `[rules]`; `off` is none.
fn severity(word: &str) -> anyhow::Result<Option<Severity>> {
    match word {
        "error" => Ok(Some(Severity::Error)),
        "warning" => Ok(Some(Severity::Warning)),
        "info" => Ok(Some(Severity::Info)),
        "off" => Ok(None),
        other => {
            let near = nearest(other, ["error", "warning", "info", "off"]);
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            Err(anyhow!("`{other}` is no level: write error, warning, info or off{hint}"))
        }
    }
}

fn refused(file: &Path, text: &str, error: &toml::de::Error) -> anyhow::Error {
    let place = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    anyhow!("{}:{place}: {}", files::shown(file), error.message())
}
