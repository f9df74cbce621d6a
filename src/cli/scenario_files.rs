//! Which files hold scenarios.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use ignore::WalkBuilder;

use super::args::Global;
use super::files::{find_upward, is_folder, shown};
use super::{load, settings};

const EXTENSIONS: [&str; 4] = ["yaml", "yml", "toml", "json"];

/// The deployment that is meant, and its scenario files: those of `paths`, else those of its folder `scenarios`. The
/// deployment is the one that is named, else the one above the first of `paths`, else the one above this folder.
pub(super) fn asked(global: &Global, paths: &[PathBuf]) -> anyhow::Result<(PathBuf, Vec<PathBuf>)> {
    let above = |path: &PathBuf| find_upward(path, settings::FILE)?.parent().map(Path::to_owned);
    let near = paths.first().filter(|_| global.deployment.is_none()).and_then(above);
    let near = near.map(|folder| if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder });
    let folder = near.unwrap_or_else(|| load::root(global));
    if paths.is_empty() && !is_folder(&folder)? {
        bail!("`{}` is a file, which has no folder `scenarios`; name the scenario files", shown(&folder));
    }
    if !paths.is_empty() {
        return Ok((folder, find(paths)?));
    }
    let own = folder.join("scenarios");
    if !own.exists() {
        let (folder, own) = (shown(&folder), shown(&own));
        bail!(
            "`{folder}` has no folder `scenarios`; name the files, or let `wdectl chat generate -o {own}` make some"
        );
    }
    Ok((folder, find(&[own])?))
}

/// Every scenario file of these files and folders, in path order. In a folder these are the files under folders named
/// `scenarios`; where there are none, all files that could be scenarios.
pub(super) fn find(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if !is_folder(path)? {
            found.push(path.clone());
            continue;
        }
        let mut files = could_be(path)?;
        if files.iter().any(|file| is_inside(file)) {
            files.retain(|file| is_inside(file));
        }
        if files.is_empty() {
            bail!("`{}` holds no scenario files (looked for .{})", shown(path), EXTENSIONS.join(" ."));
        }
        found.extend(files);
    }
    Ok(once(found))
}

/// The scenario files of a deployment, in path order: those under folders named `scenarios`, if there are any.
pub(super) fn under(roots: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for root in roots {
        if is_folder(root)? {
            let below = |file: &PathBuf| is_inside(file.strip_prefix(root).unwrap_or(file));
            found.extend(could_be(root)?.into_iter().filter(below));
        }
    }
    Ok(once(found))
}

/// Every file of a folder that could hold scenarios, by its name.
pub(super) fn could_be(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        let entry = entry.with_context(|| format!("cannot read the folder `{}`", shown(folder)))?;
        let extension = entry.path().extension().and_then(|extension| extension.to_str());
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if is_file
            && entry.file_name() != settings::FILE
            && extension.is_some_and(|own| EXTENSIONS.contains(&own))
        {
            files.push(entry.into_path());
        }
    }
    files.sort_by_cached_key(|file| shown(file));
    Ok(files)
}

fn is_inside(file: &Path) -> bool {
    file.parent().is_some_and(|folder| folder.components().any(|part| part.as_os_str() == "scenarios"))
}

fn once(mut files: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen = rustc_hash::FxHashSet::default();
    files.retain(|file| seen.insert(shown(file)));
    files
}
