//! From paths to a deployment with everything that judges it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use sha2::{Digest as _, Sha256};

use super::args::Global;
use super::files::{self, Exclude};
use super::settings::Settings;
use super::terminal::Terminal;
use crate::deployment::{self, Deployment, Input, LookupError, ObjectId};
use crate::lint::Context;
use crate::names::{ObjectKind, ObjectName, counted, nearest};
use crate::privilege::Privileges;
use crate::report::{InputFile, Unreadable};
use crate::resolve::Resolver;
use crate::text::{Limits, SecretNames, Sources, Syntax};

/// A deployment, where it came from, and how it is to be judged.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The texts: those of the user's catalogue files, and the baseline of `check`, first.
    pub(super) sources: Sources,
    /// How many of the texts are catalogue files or a baseline, no part of the deployment.
    pub(super) catalogue_files: usize,
    pub(super) deployment: Deployment,
    /// The files of the deployment, as they are to be read.
    pub(super) inputs: Vec<Input>,
    /// Where each of them stands.
    pub(super) places: Vec<PathBuf>,
    /// The folders and files that were named.
    pub(super) roots: Vec<PathBuf>,
    pub(super) settings: Settings,
    /// By what names secrets are known, which are hidden; none where all is shown.
    pub(super) secrets: Option<Arc<SecretNames>>,
    /// Files that could not be read, each with the reason: the rest was.
    pub(super) unreadable: Vec<Unreadable>,
    /// What files were read, where their sums were asked for.
    pub(super) sums: Vec<InputFile>,
    /// How long the phases took.
    pub(super) phases: Vec<(&'static str, Duration)>,
}

impl Loaded {
    /// Reads the deployment that the global options name, or these paths.
    pub(super) fn new(global: &Global, paths: &[PathBuf]) -> anyhow::Result<Self> {
        Self::with(global, paths, None, |_| Ok(()))
    }

    /// The deployment as those need it who ask about one agent only, if there is one: of the others it may have no more
    /// than the names.
    pub(super) fn for_agent(global: &Global, agent: Option<&str>) -> anyhow::Result<Self> {
        let prepare = |reader: &mut Reader| reader.only_agent = agent.map(str::to_owned);
        Self::load(global, &[], None, prepare, |_| Ok(()))
    }

    /// The deployment with the sums of its files, for those who must tell later which files they were.
    pub(super) fn with_sums(
        global: &Global,
        prepare: impl FnOnce(&mut Settings) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        Self::load(global, &[], None, |reader| reader.with_sums = true, prepare)
    }

    /// The same, with a file as an editor has it; `prepare` may add to the settings before the deployment is read.
    pub(super) fn with(
        global: &Global,
        paths: &[PathBuf],
        unsaved: Option<Unsaved>,
        prepare: impl FnOnce(&mut Settings) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        Self::load(global, paths, unsaved, |_| {}, prepare)
    }

    fn load(
        global: &Global,
        paths: &[PathBuf],
        unsaved: Option<Unsaved>,
        set: impl FnOnce(&mut Reader),
        prepare: impl FnOnce(&mut Settings) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        let mut clock = Clock::new();
        let paths = match &unsaved {
            _ if !paths.is_empty() => paths.to_vec(),
            Some(file) if global.deployment.is_none() => vec![file.home()],
            _ => vec![root(global)],
        };
        let mut settings = Settings::find(&paths[0])?;
        prepare(&mut settings)?;
        clock.lap("settings");
        let reports = global.output.iter().map(|(_, path)| path.clone());
        let exclude = Exclude {
            globs: &settings.exclude,
            root: settings.root(),
            files: &settings.own_files.iter().cloned().chain(reports).collect::<Vec<_>>(),
        };
        let found = match &unsaved {
            Some(file) => file.find(&paths, &exclude)?,
            None => files::find(&paths, &exclude)?,
        };
        let mut reader = Reader::new(global, std::mem::take(&mut settings.sources))?;
        set(&mut reader);
        let catalogue_files = reader.sources.len();
        for file in found {
            let unsaved = unsaved.as_ref().filter(|unsaved| files::is_same(&unsaved.path, &file.path));
            let bytes = match unsaved {
                Some(unsaved) => Ok(unsaved.bytes.clone()),
                None => files::read_up_to(&file.path, global.max_file_size),
            };
            reader.add(&file.path, files::shown(&file.path), bytes, file.named);
        }
        settings.levels_by_path(&reader.sources)?;
        clock.lap("read");
        let Read { sources, deployment, inputs, places, unreadable, sums } = reader.finish(global.jobs());
        clock.lap("load");
        named_object(global, &deployment, &inputs)?;
        let phases = clock.phases;
        let roots = paths;
        let secrets = (!global.show_secrets).then(|| Arc::new(settings.catalogue.secret_names()));
        let mut loaded = Self {
            sources,
            catalogue_files,
            deployment,
            inputs,
            places,
            roots,
            settings,
            secrets,
            unreadable,
            sums,
            phases,
        };
        loaded.hide_secrets();
        Ok(loaded)
    }

    /// Hides the secrets of what is loaded, once more where it has changed.
    pub(super) fn hide_secrets(&mut self) {
        hide_secrets(self.secrets.as_ref(), &mut self.sources, &mut self.deployment);
    }

    /// Says on standard error what could not be read; commands other than `check` answer from the rest.
    pub(super) fn warn(&self, terminal: &mut Terminal) -> anyhow::Result<()> {
        for unread in &self.unreadable {
            writeln!(terminal.err, "warning: {}", crate::report::clean(&unread.reason))?;
        }
        let problems = self.deployment.problems().iter();
        let count = problems.filter(|problem| problem.is_mistake()).count();
        if count > 0 {
            let mistakes = counted(count, "mistake");
            writeln!(terminal.err, "warning: {mistakes} while reading; `wdectl check` shows them")?;
        }
        Ok(())
    }

    /// Why nothing can be proved of the deployment, where something of it was not read.
    pub(super) fn doubt(&self) -> Option<String> {
        if let Some(first) = self.unreadable.first() {
            return Some(first.reason.clone());
        }
        hidden(&self.deployment)
    }

    /// Answers which value wins.
    pub(super) fn resolver(&self) -> Resolver<'_> {
        Resolver::new(&self.settings.catalogue, &self.deployment, self.settings.group_conflict)
    }

    /// What rules look at.
    pub(super) fn context(&self) -> Context<'_> {
        let settings = &self.settings;
        Context::new(&self.sources, &settings.catalogue, self.resolver(), &settings.graph, &settings.rights)
    }

    /// What every agent may really do.
    pub(super) fn privileges(&self) -> Privileges<'_> {
        Privileges::new(&self.settings.graph, &self.deployment)
    }
}

/// From here on nothing shows a secret: no value, no line of a file.
pub(super) fn hide_secrets(
    names: Option<&Arc<SecretNames>>,
    sources: &mut Sources,
    deployment: &mut Deployment,
) {
    if let Some(names) = names {
        let places = deployment.hide_secrets(names);
        sources.hide(names, &places);
    }
}

/// A file as an editor has it, saved or not.
#[derive(Debug)]
pub(super) struct Unsaved {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

impl Unsaved {
    /// The deployment that the file belongs to: the nearest folder upward with settings, else the file alone.
    fn home(&self) -> PathBuf {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let settings = files::find_upward(folder, super::settings::FILE);
        let home = settings.and_then(|file| file.parent().map(Path::to_owned));
        match home {
            Some(home) if home.as_os_str().is_empty() => ".".into(),
            Some(home) => home,
            None => self.path.clone(),
        }
    }

    /// The files to judge, this one among them even where it was never saved; but not what is left out.
    fn find(&self, paths: &[PathBuf], exclude: &Exclude<'_>) -> anyhow::Result<Vec<files::Found>> {
        let own = |named| files::Found { path: self.path.clone(), named };
        if let [only] = paths
            && files::is_same(only, &self.path)
        {
            return Ok(vec![own(true)]);
        }
        let mut found = files::find(paths, exclude)?;
        let is_new = !found.iter().any(|file| files::is_same(&file.path, &self.path));
        let choice = files::Choice::new(exclude)?;
        let belongs = |root: &PathBuf| {
            let below = files::from_folder(root, &self.path)?;
            anyhow::Ok(!below.starts_with("..") && choice.takes_in(root, Path::new(&below)))
        };
        if is_new && paths.iter().map(belongs).collect::<anyhow::Result<Vec<bool>>>()?.contains(&true) {
            found.push(own(false));
            found.sort_by_cached_key(|file| files::shown(&file.path));
        }
        Ok(found)
    }
}

/// The texts of a deployment and what stands in them.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) sources: Sources,
    pub(super) deployment: Deployment,
    /// The files, as they are to be read.
    pub(super) inputs: Vec<Input>,
    /// Where each of them stands.
    pub(super) places: Vec<PathBuf>,
    /// Files that could not be read, each with the reason.
    pub(super) unreadable: Vec<Unreadable>,
    /// What was read, where sums were asked for.
    pub(super) sums: Vec<InputFile>,
}

/// Takes files and makes a deployment of them.
#[derive(Debug)]
pub(super) struct Reader {
    sources: Sources,
    inputs: Vec<Input>,
    /// Where each of them stands.
    places: Vec<PathBuf>,
    unreadable: Vec<Unreadable>,
    /// Whether to keep the sum of each file.
    pub(super) with_sums: bool,
    /// The one agent of whom more than the name is asked for, where there is one.
    pub(super) only_agent: Option<String>,
    sums: Vec<InputFile>,
    /// Whose options CFG files hold that are named on the command line.
    named_object: Option<ObjectName>,
    /// Files of more bytes are not read.
    max_file_size: u64,
}

impl Reader {
    /// Takes files beside those that are known already.
    pub(super) fn new(global: &Global, sources: Sources) -> anyhow::Result<Self> {
        let named_object = global.options_of.as_deref().map(str::parse).transpose().context("--as")?;
        let max_file_size = global.max_file_size;
        let (inputs, places, unreadable, sums) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (with_sums, only_agent) = (false, None);
        Ok(Self {
            sources,
            inputs,
            places,
            unreadable,
            with_sums,
            only_agent,
            sums,
            named_object,
            max_file_size,
        })
    }

    /// Adds a file, shown to people as `shown`; `named` where it was named itself, not found in a folder.
    pub(super) fn add(&mut self, path: &Path, shown: String, bytes: anyhow::Result<Vec<u8>>, named: bool) {
        let bytes = match bytes {
            Ok(bytes) if bytes.len() as u64 > self.max_file_size => {
                let reason = files::too_large(&shown, self.max_file_size).to_string();
                return self.unreadable.push(Unreadable { path: shown, reason });
            }
            Ok(bytes) => bytes,
            Err(error) => {
                return self.unreadable.push(Unreadable { path: shown, reason: format!("{error:#}") });
            }
        };
        if self.with_sums {
            let sum = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            self.sums.push(InputFile { path: shown.clone(), sha256: sum });
        }
        let file = self.sources.add(shown, bytes);
        let source = self.sources.get(file);
        match files::syntax(path, source.true_text()) {
            Some(syntax) => {
                let object = self.named_object.clone().filter(|_| named);
                self.inputs.push(Input { file, syntax, object });
                self.places.push(path.to_owned());
            }
            None => {
                let path = source.path().to_owned();
                let reason = format!("cannot tell the format of `{path}`");
                self.unreadable.push(Unreadable { path, reason });
            }
        }
    }

    /// Reads everything that was added, on so many threads.
    pub(super) fn finish(self, jobs: usize) -> Read {
        let (sources, inputs, limits) = (&self.sources, &self.inputs, Limits::default());
        let deployment = match &self.only_agent {
            Some(agent) => deployment::load_for_agent(sources, inputs, limits, jobs, agent),
            None => deployment::load_on(sources, inputs, limits, jobs),
        };
        let Self { sources, inputs, places, unreadable, sums, .. } = self;
        Read { sources, deployment, inputs, places, unreadable, sums }
    }
}

/// Why nothing can be proved of a deployment, where mistakes keep something from being read.
pub(super) fn hidden(deployment: &Deployment) -> Option<String> {
    match deployment.problems().iter().filter(|problem| problem.hides()).count() {
        0 => None,
        1 => Some(
            "a mistake keeps part of a file from being read, so that nothing is proved; `wdectl check` shows it"
                .to_owned(),
        ),
        many => Some(format!(
            "{many} mistakes keep parts of files from being read, so that nothing is proved; `wdectl check` shows \
             them"
        )),
    }
}

/// Refuses a `--as` that names no CFG file's object: no such file is named, or the deployment has others of the kind and
/// not this one.
fn named_object(global: &Global, deployment: &Deployment, inputs: &[Input]) -> anyhow::Result<()> {
    if global.options_of.is_none() {
        return Ok(());
    }
    let files = inputs.iter().filter(|input| input.syntax == Syntax::Cfg);
    let mut files = files.filter_map(|input| Some((input.file, input.object.as_ref()?)));
    let Some((file, name)) = files.next() else {
        bail!("--as says whose options a CFG file holds, and no such file is named beside it");
    };
    let all = deployment.of_kind(name.kind);
    let is_new = |id: ObjectId| deployment.object(id).at.file == file;
    if all.len() > 1 && deployment.look_up(name).is_ok_and(is_new) {
        let others =
            all.iter().filter(|&&id| !is_new(id)).map(|&id| deployment.text(deployment.object(id).name));
        let nearest = nearest(&name.rest, others).map(str::to_owned);
        let total = all.len() - 1;
        let unknown = LookupError::Unknown { kind: name.kind, name: name.rest.clone(), nearest, total };
        return Err(unknown).context("--as");
    }
    Ok(())
}

/// The deployment's folder or file.
pub(super) fn root(global: &Global) -> PathBuf {
    let here = Path::new(".");
    global.deployment.clone().unwrap_or_else(|| {
        files::find_upward(here, super::settings::FILE)
            .and_then(|file| file.parent().map(Path::to_owned))
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or_else(|| here.to_owned())
    })
}

/// Measures phases, for `--verbose`.
#[derive(Debug)]
pub(super) struct Clock {
    last: Instant,
    pub(super) phases: Vec<(&'static str, Duration)>,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "only --verbose shows it")]
    pub(super) fn new() -> Self {
        Self { last: Instant::now(), phases: Vec::new() }
    }

    #[expect(clippy::disallowed_methods, reason = "only --verbose shows it")]
    pub(super) fn lap(&mut self, phase: &'static str) {
        let now = Instant::now();
        self.phases.push((phase, now - self.last));
        self.last = now;
    }
}

/// The agent group that a person means, with its enabled agents.
pub(super) fn agents_of_group(
    deployment: &Deployment,
    name: &str,
) -> anyhow::Result<(ObjectId, Vec<ObjectId>)> {
    let group = deployment.look_up_kind(ObjectKind::AgentGroup, name)?;
    let agents: Vec<ObjectId> = deployment.agents_in(group).collect();
    if agents.is_empty() {
        bail!("the agent group `{name}` has no enabled agents");
    }
    Ok((group, agents))
}
