//! The atomic writer: a file is written whole or not at all.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::{read_within, shown};

/// Writes a file anew that stands in one of `roots` and still holds the bytes `before`. A link is followed, but not out
/// of these folders.
#[expect(clippy::disallowed_methods, reason = "the reader of files and folders")]
pub(in crate::cli) fn rewrite(
    path: &Path,
    roots: &[PathBuf],
    before: &[u8],
    after: &[u8],
) -> anyhow::Result<()> {
    let look = || format!("cannot look at `{}`", shown(path));
    let real = std::fs::canonicalize(path).with_context(look)?;
    let holds = |root: &PathBuf| {
        let folder = std::fs::canonicalize(root).ok().filter(|root| root.is_dir());
        let beside = || {
            let parent = root.parent().filter(|parent| !parent.as_os_str().is_empty());
            std::fs::canonicalize(parent.unwrap_or(Path::new("."))).ok()
        };
        folder.or_else(beside).is_some_and(|folder| real.starts_with(folder))
    };
    if !roots.iter().any(holds) {
        bail!("`{}` leads out of the deployment, to `{}`; it is not changed", shown(path), shown(&real));
    }
    if std::fs::metadata(&real).with_context(look)?.permissions().readonly() {
        bail!("`{}` is read-only; it is not changed", shown(path));
    }
    if read_within(&real, before.len() as u64)?.as_deref() != Some(before) {
        bail!("`{}` was changed by somebody else meanwhile; it is left as it is", shown(path));
    }
    replace(&real, true, |out| Ok(out.write_all(after)?)).with_context(cannot_write(path))
}

/// Writes a file whole or not at all: into a new file beside it, which then takes its place. When this returns it will
/// outlast a loss of power. What is no regular file (a pipe, a terminal, `/dev/null`) is written to as it is.
pub(in crate::cli) fn write_with(
    path: &Path,
    fill: impl FnOnce(&mut dyn io::Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    replace(path, true, fill).with_context(cannot_write(path))
}

/// Writes bytes as [`write_with`] does.
pub(in crate::cli) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_with(path, |out| Ok(out.write_all(bytes)?))
}

/// Like [`write`] for one of many files that can be made again, and may be lost with the power.
pub(in crate::cli) fn write_one_of_many(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    replace(path, false, |out| Ok(out.write_all(bytes)?)).with_context(cannot_write(path))
}

#[expect(clippy::disallowed_methods, reason = "the atomic writer")]
fn replace(
    path: &Path,
    durable: bool,
    fill: impl FnOnce(&mut dyn io::Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let before = std::fs::metadata(path).ok();
    if before.as_ref().is_some_and(|meta| !meta.is_file()) {
        return into(&std::fs::OpenOptions::new().write(true).open(path)?, fill);
    }
    // A link stays one: the file behind it is replaced.
    let path = if before.is_some() { std::fs::canonicalize(path)? } else { path.to_owned() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = new_beside(folder)?;
    into(file.as_file(), fill)?;
    if durable {
        file.as_file().sync_all()?;
    }
    if let Some(meta) = before {
        file.as_file().set_permissions(meta.permissions())?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// What could not be done, with the path as it was named.
pub(super) fn cannot_write(path: &Path) -> impl FnOnce() -> String {
    move || format!("cannot write `{}`", shown(path))
}

/// A new file under a name of its own, as readable for others as the system makes new files.
pub(super) fn new_beside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder).map_err(plain)
}

/// What went wrong alone: the name of a file that could not be made tells nobody anything.
fn plain(error: io::Error) -> io::Error {
    use io::ErrorKind as Kind;
    match error.kind() {
        kind @ (Kind::NotFound
        | Kind::PermissionDenied
        | Kind::NotADirectory
        | Kind::ReadOnlyFilesystem
        | Kind::StorageFull
        | Kind::QuotaExceeded) => kind.into(),
        _ => error,
    }
}

/// Adds to the end of a file, which is made where there is none.
#[expect(clippy::disallowed_methods, reason = "the only other place that writes files")]
pub(in crate::cli) fn append(
    path: &Path,
    fill: impl FnOnce(&mut dyn io::Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let written = || {
        let file = std::fs::OpenOptions::new().append(true).create(true).open(path)?;
        into(&file, fill)
    };
    written().with_context(cannot_write(path))
}

/// Fills a file by way of a buffer.
fn into(
    file: &std::fs::File,
    fill: impl FnOnce(&mut dyn io::Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut buffer = io::BufWriter::with_capacity(1 << 16, file);
    fill(&mut buffer)?;
    Ok(io::Write::flush(&mut buffer)?)
}

/// Writes a file that is not there yet; false if there is one already.
#[expect(clippy::disallowed_methods, reason = "the writer of files")]
pub(in crate::cli) fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<bool> {
    let written = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    match written.and_then(|mut file| io::Write::write_all(&mut file, bytes)) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error).with_context(cannot_write(path)),
    }
}

/// Makes a folder and those above it, where they are not there.
#[expect(clippy::disallowed_methods, reason = "what stands there instead is told")]
pub(in crate::cli) fn make_folder(folder: &Path) -> anyhow::Result<()> {
    if std::fs::metadata(folder).is_ok_and(|meta| !meta.is_dir()) {
        anyhow::bail!("cannot make the folder `{}`: what stands there is none; name another", shown(folder));
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder `{}`", shown(folder)))
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "plays the other one who writes")]
    fn a_file_that_somebody_else_changed_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        let roots = [folder.path().to_owned()];
        std::fs::write(&path, "a: 2\n").unwrap();
        let refused = rewrite(&path, &roots, b"a: 1\n", b"a: 3\n").unwrap_err();
        assert!(format!("{refused:#}").contains("changed by somebody else meanwhile"));
        assert_eq!(read(&path).unwrap(), b"a: 2\n");
        rewrite(&path, &roots, b"a: 2\n", b"a: 3\n").unwrap();
        assert_eq!(read(&path).unwrap(), b"a: 3\n");
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }
}
