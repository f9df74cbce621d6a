//! A folder as it was in a revision of its git repository. The executable is asked, nothing is checked out; no hook, no
//! pager and no network takes part.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, anyhow, bail};

use super::files::{self, Choice};

/// A file of a revision.
#[derive(Debug)]
pub(super) struct Blob {
    /// Where it would stand in the folder.
    pub(super) path: PathBuf,
    /// How it is shown: as `git show` takes it.
    pub(super) shown: String,
    pub(super) bytes: Vec<u8>,
}

/// The place of a folder or file in its repository.
struct Repository<'a> {
    /// The folder in which git is asked.
    folder: &'a Path,
    /// The path from the top of the repository, without a slash at its end; empty for the top itself.
    inside: String,
}

/// Every file of a folder that belongs to a deployment, as it was in a revision, in path order; or the one file that
/// `place` is. `revision` is what stands behind `git:`.
pub(super) fn read(place: &Path, revision: &str, choice: &Choice<'_>) -> anyhow::Result<Vec<Blob>> {
    let is_folder = files::is_folder(place)?;
    let repository = Repository::of(place, is_folder)?;
    let (name, commit) = repository.commit(revision)?;
    let mut listed: Vec<(PathBuf, String, String)> = Vec::new();
    for (id, path) in repository.list(&commit)? {
        let below = match repository.inside.as_str() {
            "" => path.as_str(),
            inside => path.strip_prefix(inside).unwrap_or(&path).trim_start_matches('/'),
        };
        if !is_folder || choice.takes_in(place, Path::new(below)) {
            let stands = if is_folder { place.join(below) } else { place.to_owned() };
            listed.push((stands, format!("{name}:{path}"), id));
        }
    }
    if listed.is_empty() {
        return Err(files::nothing_in(&format!("{}:{}", name, repository.inside)));
    }
    listed.sort_by_cached_key(|(path, ..)| files::shown(path));
    let contents = repository.contents(listed.iter().map(|(.., id)| id.as_str()))?;
    let blob = |((path, shown, _), bytes)| Blob { path, shown, bytes };
    Ok(listed.into_iter().zip(contents).map(blob).collect())
}

impl<'a> Repository<'a> {
    fn of(place: &'a Path, is_folder: bool) -> anyhow::Result<Self> {
        let folder = if is_folder { Some(place) } else { place.parent() };
        let folder = folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut repository = Self { folder, inside: String::new() };
        let asked = repository.ask(&["rev-parse", "--show-prefix"])?;
        if !asked.status.success() {
            let said = said(&asked.stderr);
            if said.contains("not a git repository") {
                bail!("`{}` is in no git repository, so that it has no revisions", files::shown(folder));
            }
            bail!("git cannot look at `{}`: {said}", files::shown(folder));
        }
        repository.inside = line(&asked.stdout).trim_end_matches('/').to_owned();
        if !is_folder {
            let name = place.file_name().unwrap_or_default().to_string_lossy();
            let separator = if repository.inside.is_empty() { "" } else { "/" };
            repository.inside = format!("{}{separator}{name}", repository.inside);
        }
        Ok(repository)
    }

    /// How a revision is shown, and its commit. `REV...` is the merge base of REV and HEAD.
    fn commit(&self, revision: &str) -> anyhow::Result<(String, String)> {
        let Some(branch) = revision.strip_suffix("...") else {
            return Ok((revision.to_owned(), self.verify(revision)?));
        };
        let (theirs, ours) = (self.verify(branch)?, self.verify("HEAD")?);
        let asked = self.ask(&["merge-base", &theirs, &ours])?;
        let base = line(&asked.stdout);
        if asked.status.success() && !base.is_empty() {
            return Ok((base.chars().take(10).collect(), base));
        }
        Err(match self.is_shallow()? {
            true => anyhow!(
                "this clone is shallow: it ends before `{branch}` and HEAD meet; `git fetch --unshallow` brings the rest"
            ),
            false => anyhow!("`{branch}` and HEAD have no commit in common"),
        })
    }

    fn verify(&self, revision: &str) -> anyhow::Result<String> {
        if revision.is_empty() {
            bail!("`git:` without a revision; write for example git:HEAD~1");
        }
        if revision.starts_with('-') || revision.contains('\0') {
            bail!("`{revision}` is no revision");
        }
        let asked = self.ask(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?;
        let commit = line(&asked.stdout);
        if asked.status.success() && !commit.is_empty() {
            return Ok(commit);
        }
        if let Some((one, other)) = revision.split_once("..") {
            let other = other.trim_start_matches('.');
            bail!(
                "`{revision}` is a range; name both sides, `git:{one} git:{other}`, or the merge base with HEAD, \
                 `git:{one}...`"
            );
        }
        if let Some((revision, path)) = revision.split_once(':') {
            bail!("a revision is of the folder that `-d` names: write `git:{revision} -d {path}`");
        }
        Err(match self.is_shallow()? {
            true => anyhow!(
                "there is no revision `{revision}` in this clone, which is shallow; `git fetch --unshallow` brings what is \
missing"
            ),
            false => anyhow!(
                "there is no revision `{revision}` in the repository; a branch of another clone comes with `git fetch`"
            ),
        })
    }

    fn is_shallow(&self) -> anyhow::Result<bool> {
        Ok(line(&self.ask(&["rev-parse", "--is-shallow-repository"])?.stdout) == "true")
    }

    /// The files of a commit in this place, each with the id of its content. Links and submodules are none.
    fn list(&self, commit: &str) -> anyhow::Result<Vec<(String, String)>> {
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", commit];
        if !self.inside.is_empty() {
            arguments.extend(["--", &self.inside]);
        }
        let asked = self.ask(&arguments)?;
        if !asked.status.success() {
            bail!("git cannot list the files of {commit}: {}", said(&asked.stderr));
        }
        let entries = asked.stdout.split(|&byte| byte == 0).filter_map(|entry| {
            let entry = String::from_utf8_lossy(entry);
            let (about, path) = entry.split_once('\t')?;
            let mut words = about.split(' ');
            let (mode, id) = (words.next()?, words.nth(1)?);
            mode.starts_with("100").then(|| (id.to_owned(), path.to_owned()))
        });
        Ok(entries.collect())
    }

    /// The contents of these ids, in their order.
    fn contents<'i>(&self, ids: impl Iterator<Item = &'i str>) -> anyhow::Result<Vec<Vec<u8>>> {
        let ids: Vec<&str> = ids.collect();
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| not_run(&error))?;
        let input = child.stdin.take();
        // Both pipes are short: who writes all before reading anything waits for ever.
        let output = std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let Some(mut input) = input else { return Ok(()) };
                input.write_all((ids.join("\n") + "\n").as_bytes())
            });
            let output = child.wait_with_output();
            // Where git ended early its output tells.
            let _ = writer.join();
            output
        });
        let output = output.context("cannot read from git")?.stdout;
        let mut rest = output.as_slice();
        ids.iter().map(|id| content(&mut rest).with_context(|| missing(id))).collect()
    }

    fn ask(&self, arguments: &[&str]) -> anyhow::Result<Output> {
        self.command(arguments).stdin(Stdio::null()).output().map_err(|error| not_run(&error))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("--no-pager").arg("-C").arg(self.folder).args(arguments);
        // A hook that runs wdectl has these set for its own repository.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            command.env_remove(name);
        }
        let quiet = [
            ("LC_ALL", "C"),
            ("GIT_OPTIONAL_LOCKS", "0"),
            ("GIT_TERMINAL_PROMPT", "0"),
            ("GIT_NO_LAZY_FETCH", "1"),
            ("GIT_LITERAL_PATHSPECS", "1"),
        ];
        command.envs(quiet);
        command
    }
}

/// The next content that `cat-file --batch` wrote: `ID blob SIZE`, a line end, the bytes, a line end.
fn content(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let end = rest.iter().position(|&byte| byte == b'\n')?;
    let size: usize = std::str::from_utf8(&rest[..end]).ok()?.rsplit_once(" blob ")?.1.parse().ok()?;
    let bytes = rest.get(end + 1..end + 1 + size)?.to_vec();
    *rest = rest.get(end + 2 + size..)?;
    Some(bytes)
}

fn missing(id: &str) -> String {
    format!(
        "the content of the file {id} is not in this clone, which may be a partial one; `git fetch --refetch` brings it"
    )
}

fn not_run(error: &io::Error) -> anyhow::Error {
    if error.kind() == io::ErrorKind::NotFound {
        anyhow!(
            "revisions are read with the program `git`, which is not there; install it, or name two folders"
        )
    } else {
        anyhow!("the program `git` does not run: {error}")
    }
}

fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches(['\n', '\r']).to_owned()
}

/// The first line of what git complains about.
fn said(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned()
}
