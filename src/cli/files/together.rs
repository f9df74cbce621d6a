//! Several files that belong together: all are written or none.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::write::{cannot_write, new_beside};
use super::{is_there, make_folder, shown, write};
use crate::names::and_more;

/// Writes files all or none, as far as a file system lets: each is made beside its place first, then they take their
/// places, and where one cannot, those before it are put back. Files that are there are written over only by `force`.
/// What is no regular file (a pipe, a terminal) is written to as it is.
#[expect(clippy::disallowed_methods, reason = "the writer of files")]
pub(in crate::cli) fn write_together(files: &[(PathBuf, String)], force: bool) -> anyhow::Result<()> {
    if let [(path, text)] = files
        && std::fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
    {
        return write(path, text.as_bytes());
    }
    if let Some((folder, _)) = files.iter().find(|(path, _)| path.is_dir()) {
        bail!("`{}` is a folder", shown(folder));
    }
    let there: Vec<&Path> =
        files.iter().map(|(path, _)| path.as_path()).filter(|path| is_there(path)).collect();
    if !force && !there.is_empty() {
        let names: Vec<String> = there.iter().take(3).map(|path| format!("`{}`", shown(path))).collect();
        let more = and_more(there.len() - names.len());
        let are = if there.len() == 1 { "is" } else { "are" };
        bail!("{}{more} {are} there already; --force writes over what is there", names.join(", "));
    }
    let mut staged = Vec::new();
    for (path, text) in files {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        make_folder(folder)?;
        let make = || {
            // A link stays one: the file behind it is replaced.
            let path = if is_there(path) { std::fs::canonicalize(path)? } else { path.clone() };
            let file = new_beside(path.parent().unwrap_or(folder))?;
            file.as_file().write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            let before = std::fs::metadata(&path).ok();
            if let Some(meta) = &before {
                file.as_file().set_permissions(meta.permissions())?;
            }
            anyhow::Ok((path, file))
        };
        staged.push(make().with_context(cannot_write(path))?);
    }
    let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    for (path, file) in staged {
        let place = || {
            let before = is_there(&path).then(|| std::fs::read(&path)).transpose()?;
            let placed = if force { file.persist(&path) } else { file.persist_noclobber(&path) };
            placed.map(|_| before).map_err(|error| error.error)
        };
        match place() {
            Ok(before) => done.push((path, before)),
            Err(error) => {
                for (path, before) in done.iter().rev() {
                    let _ = match before {
                        Some(bytes) => write(path, bytes),
                        None => std::fs::remove_file(path).map_err(anyhow::Error::from),
                    };
                }
                let cause = anyhow::Error::from(error);
                return Err(cause.context(format!("cannot write `{}`; nothing is written", shown(&path))));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "looks at what was written")]
mod tests {
    use super::*;

    #[test]
    fn all_are_written_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let files = [(at("a/one.yaml"), "1\n".to_owned()), (at("a/two.yaml"), "2\n".to_owned())];
        write_together(&files, false).unwrap();
        assert_eq!(std::fs::read_to_string(at("a/two.yaml")).unwrap(), "2\n");
        let more = [(at("a/new.yaml"), "n\n".to_owned()), (at("a/two.yaml"), "3\n".to_owned())];
        let refused = write_together(&more, false).unwrap_err().to_string();
        assert!(refused.contains("two.yaml` is there already; --force"), "{refused}");
        assert!(!at("a/new.yaml").exists());
        write_together(&more, true).unwrap();
        assert_eq!(std::fs::read_to_string(at("a/two.yaml")).unwrap(), "3\n");
        assert_eq!(std::fs::read_dir(at("a")).unwrap().count(), 3, "nothing is left beside them");
    }

    #[test]
    fn what_was_placed_is_put_back_where_a_later_one_cannot_be() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("one.yaml"), "old\n").unwrap();
        // The same place twice: the second finds the first there.
        let files = [
            (at("new.yaml"), "n\n".to_owned()),
            (at("twice.yaml"), "1\n".to_owned()),
            (at("twice.yaml"), "2\n".to_owned()),
        ];
        let refused = format!("{:#}", write_together(&files, false).unwrap_err());
        assert!(refused.contains("nothing is written"), "{refused}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
