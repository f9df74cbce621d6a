//! The only place that opens files. Which files belong to a deployment, and their bytes.

mod together;
mod write;

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use globset::{Glob, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;

pub(super) use together::write_together;
pub(super) use write::{append, make_folder, rewrite, write, write_new, write_one_of_many, write_with};

use crate::report::clean_line;
use crate::text::Syntax;

/// Extensions of files that may hold parts of a deployment.
const EXTENSIONS: [&str; 8] = ["toml", "yaml", "yml", "json", "cfg", "conf", "xml", "csv"];

/// A file to read.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// Whether it was named itself, not found in a folder.
    pub(super) named: bool,
}

/// What is left out of a folder.
#[derive(Debug)]
pub(super) struct Exclude<'a> {
    /// Globs, as in `wdectl.toml`, from that file's folder.
    pub(super) globs: &'a [String],
    /// The folder they are meant from.
    pub(super) root: PathBuf,
    /// Files with a purpose of their own.
    pub(super) files: &'a [PathBuf],
}

/// Says which files of a folder belong to a deployment, by their paths.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    exclude: &'a Exclude<'a>,
    globs: GlobSet,
}

impl<'a> Choice<'a> {
    /// Everything that could be part of a deployment, save what is left out.
    pub(super) fn new(exclude: &'a Exclude<'a>) -> anyhow::Result<Self> {
        let mut set = GlobSetBuilder::new();
        for glob in exclude.globs {
            set.add(Glob::new(glob).with_context(|| format!("exclude `{glob}` is no glob"))?);
        }
        // Each may be right, and too large when it is made ready.
        let globs = set.build().context("cannot use the globs of `exclude`")?;
        Ok(Self { exclude, globs })
    }

    /// Whether a file is taken that no folder on its way hides.
    fn takes(&self, path: &Path) -> bool {
        let is_ours = path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)));
        if !is_ours || path.file_name().is_some_and(|name| name == super::settings::FILE) {
            return false;
        }
        let from_root = path.strip_prefix(&self.exclude.root).unwrap_or(path);
        !self.globs.is_match(from_root) && !self.exclude.files.iter().any(|own| is_same(own, path))
    }

    /// Whether a file is taken that stands at `below` in a folder.
    pub(super) fn takes_in(&self, folder: &Path, below: &Path) -> bool {
        let is_hidden = |part: &std::ffi::OsStr| part.to_string_lossy().starts_with('.');
        let mut folders = below.parent().into_iter().flat_map(Path::iter);
        !below.iter().any(is_hidden)
            && folders.all(|part| part != "scenarios")
            && self.takes(&folder.join(below))
    }
}

/// That a folder holds nothing to read.
pub(super) fn nothing_in(folder: &str) -> anyhow::Error {
    let looked_for = EXTENSIONS.join(" .");
    anyhow!("`{folder}` holds no file that could be part of a deployment (looked for .{looked_for})")
}

/// The nearest file of this name in the folder of `path` or above.
#[expect(clippy::disallowed_methods, reason = "the reader of files and folders")]
pub(super) fn find_upward(path: &Path, name: &str) -> Option<PathBuf> {
    let start = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let absolute = std::path::absolute(start).ok()?;
    let steps_up = absolute.ancestors();
    let mut shown = PathBuf::from(start);
    for folder in steps_up {
        let file = folder.join(name);
        if std::fs::metadata(&file).is_ok_and(|meta| meta.is_file()) {
            let near = shown.join(name);
            // Show it as seen from here where that leads to the same file.
            return Some(if std::fs::metadata(&near).is_ok() { near } else { file });
        }
        shown = if shown.file_name().is_some() {
            shown
                .parent()
                .map(Path::to_owned)
                .filter(|up| !up.as_os_str().is_empty())
                .unwrap_or_else(|| ".".into())
        } else {
            shown.join("..")
        };
    }
    None
}

/// Every file of these folders and files, in path order; a file named twice is read once.
pub(super) fn find(paths: &[PathBuf], exclude: &Exclude<'_>) -> anyhow::Result<Vec<Found>> {
    let choice = Choice::new(exclude)?;
    let mut found: Vec<Found> = Vec::new();
    for path in paths {
        if is_folder(path)? {
            let before = found.len();
            walk(path, &choice, &mut found)?;
            if found.len() == before {
                return Err(nothing_in(&shown(path)));
            }
        } else {
            found.push(Found { path: path.clone(), named: true });
        }
    }
    let mut seen = rustc_hash::FxHashSet::default();
    found.retain(|file| seen.insert(file.path.components().collect::<PathBuf>()));
    Ok(found)
}

/// How files are: the path, the time of the last change, and the length of each; none of those that are not there.
pub(super) type Stamp = Vec<(PathBuf, Option<std::time::SystemTime>, u64)>;

/// How the files of these folders and files are, and `more`.
#[expect(clippy::disallowed_methods, reason = "the reader of files and folders")]
pub(super) fn stamp(paths: &[PathBuf], exclude: &Exclude<'_>, more: &[PathBuf]) -> Stamp {
    // A folder that is not there or holds nothing is as it is, too.
    let of_path = |path: &PathBuf| find(std::slice::from_ref(path), exclude).unwrap_or_default();
    let found = paths.iter().flat_map(of_path).map(|found| found.path);
    let files = found.chain(more.iter().cloned());
    files
        .filter_map(|path| {
            let meta = std::fs::metadata(&path).ok()?;
            Some((path, meta.modified().ok(), meta.len()))
        })
        .collect()
}

/// Whether something is there, were it a link to nowhere.
pub(super) fn is_there(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok()
}

#[expect(clippy::disallowed_methods, reason = "the reader of files and folders")]
pub(super) fn is_folder(path: &Path) -> anyhow::Result<bool> {
    match std::fs::metadata(path) {
        Ok(meta) => Ok(meta.is_dir()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!("there is no file or folder `{}`", shown(path))
        }
        Err(error) => Err(error).with_context(|| format!("cannot look at `{}`", shown(path))),
    }
}

/// Refuses the `.gitignore` of a folder that would never end: a pipe, a device, a file of many megabytes.
#[expect(clippy::disallowed_methods, reason = "the reader of files and folders")]
fn refuse_odd_ignores(folder: &Path) -> anyhow::Result<()> {
    let path = folder.join(".gitignore");
    match std::fs::metadata(&path) {
        Ok(meta) if meta.is_file() && meta.len() > MOST_IGNORES => {
            bail!("`{}` is larger than {MOST_IGNORES} bytes and was not read", shown(&path))
        }
        Ok(meta) if !meta.is_file() && !meta.is_dir() => bail!("`{}` is no file", shown(&path)),
        _ => Ok(()),
    }
}

/// So many bytes a `.gitignore` may have.
const MOST_IGNORES: u64 = 16 << 20;

fn walk(folder: &Path, choice: &Choice<'_>, found: &mut Vec<Found>) -> anyhow::Result<()> {
    let mut walk = WalkBuilder::new(folder);
    let odd = std::sync::Arc::new(std::sync::OnceLock::new());
    let noted = std::sync::Arc::clone(&odd);
    let above = std::path::absolute(folder).unwrap_or_default();
    above.ancestors().try_for_each(refuse_odd_ignores)?;
    walk.standard_filters(false)
        .hidden(true)
        .git_ignore(true)
        .require_git(false)
        .parents(true)
        .sort_by_file_name(std::ffi::OsStr::cmp)
        .filter_entry(move |entry| {
            if entry.depth() == 0 || !entry.file_type().is_some_and(|t| t.is_dir()) {
                return true;
            }
            // Once it is entered its file is read.
            let is_fine = refuse_odd_ignores(entry.path()).map_err(|error| noted.set(error)).is_ok();
            is_fine && entry.file_name() != "scenarios"
        });
    let mut files = Vec::new();
    for entry in walk.build() {
        let entry = entry.with_context(|| format!("cannot read the folder `{}`", shown(folder)))?;
        let path = entry.path();
        let is_file =
            entry.file_type().is_some_and(|kind| kind.is_file() || (kind.is_symlink() && path.is_file()));
        if is_file && choice.takes(path) {
            files.push(path.to_owned());
        }
    }
    drop(walk);
    if let Some(error) = std::sync::Arc::into_inner(odd).and_then(std::sync::OnceLock::into_inner) {
        return Err(error);
    }
    files.sort_by_cached_key(|path| shown(path));
    found.extend(files.into_iter().map(|path| Found { path, named: false }));
    Ok(())
}

/// So many bytes a file that is no part of a deployment may have: settings, a catalogue, a baseline, scenarios.
const MOST_OWN: u64 = 256 << 20;

/// The bytes of a file that is no part of a deployment.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let larger = || anyhow!("`{}` is larger than {MOST_OWN} bytes and was not read", shown(path));
    read_within(path, MOST_OWN)?.ok_or_else(larger)
}

/// The bytes of a file, if there is one.
pub(super) fn read_if_there(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) => {
            let cause = error.downcast_ref::<io::Error>().map(io::Error::kind);
            if cause == Some(io::ErrorKind::NotFound) { Ok(None) } else { Err(error) }
        }
    }
}

/// Whether two paths name the same file, as far as the paths tell.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let absolute = |path| std::path::absolute(path).ok();
    one.file_name() == other.file_name() && absolute(one) == absolute(other)
}

/// A path as it is seen from a folder, wherever one works: forward slashes, `..` where it leads out of the folder.
pub(super) fn from_folder(folder: &Path, path: &Path) -> anyhow::Result<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let absolute = |path: &Path| {
        std::path::absolute(path).with_context(|| format!("cannot tell where `{}` is", shown(path)))
    };
    let (folder, path) = (absolute(folder)?, absolute(path)?);
    let common = folder.components().zip(path.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(common).map(|_| Path::new(".."));
    let down = path.components().skip(common).map(|part| Path::new(part.as_os_str()));
    Ok(shown(&up.chain(down).collect::<PathBuf>()))
}

/// Why a file is not read that is larger than `most` bytes.
pub(super) fn too_large(shown: &str, most: u64) -> anyhow::Error {
    anyhow::anyhow!("`{shown}` is larger than {most} bytes and was not read (--max-file-size)")
}

/// The bytes of a file that is not larger than `most` bytes, as far as the user lets them be.
pub(super) fn read_up_to(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    read_within(path, most)?.ok_or_else(|| too_large(&shown(path), most))
}

/// The bytes of a file; none if it is larger than `most` bytes, whatever its size is said to be.
#[expect(clippy::disallowed_methods, reason = "the reader of files and folders")]
fn read_within(path: &Path, most: u64) -> anyhow::Result<Option<Vec<u8>>> {
    let context = || format!("cannot read `{}`", shown(path));
    let file = std::fs::File::open(path).with_context(context)?;
    let size = file.metadata().with_context(context)?.len();
    let mut bytes = Vec::new();
    if size <= most {
        bytes.reserve_exact(usize::try_from(size).unwrap_or_default());
        io::Read::read_to_end(&mut io::Read::take(file, most + 1), &mut bytes).with_context(context)?;
    }
    Ok((size <= most && bytes.len() as u64 <= most).then_some(bytes))
}

/// A file of our own, which has to be UTF-8.
pub(super) fn read_text(path: &Path) -> anyhow::Result<String> {
    let bytes = read(path)?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").map(<[u8]>::to_vec).unwrap_or(bytes);
    String::from_utf8(bytes).with_context(|| format!("`{}` is not UTF-8", shown(path)))
}

/// A path as people see it: on one line, forward slashes, no leading `./`.
pub(super) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = clean_line(&text);
    let text = if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace('\\', "/") };
    match text.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text,
    }
}

/// The syntax of a file, by its name, else by what stands in it.
pub(super) fn syntax(path: &Path, text: &str) -> Option<Syntax> {
    Syntax::of(&shown(path), text)
}

/// The file in which sessions keep the lines that were typed, in a folder that is there; none where there is no
/// folder for state, or it cannot be made.
#[expect(clippy::disallowed_methods, reason = "the reader of the environment")]
pub(super) fn history() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let local = if cfg!(windows) { folder("LOCALAPPDATA") } else { None };
    let state = folder("XDG_STATE_HOME").or(local);
    let state = state.or_else(|| Some(folder("HOME")?.join(".local").join("state")))?.join("wdectl");
    std::fs::create_dir_all(&state).ok()?;
    Some(state.join("session-history"))
}

/// A path as it is seen from this folder, if it lies below.
pub(super) fn from_here(path: &str) -> String {
    let here = std::path::absolute(".").ok();
    let below = here.as_deref().and_then(|here| Path::new(path).strip_prefix(here).ok());
    below.map_or_else(|| path.to_owned(), shown)
}
