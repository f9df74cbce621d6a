//! Whose options a CFG file holds: `<kind>/<object>.cfg`, or what the command line says.

use crate::names::{ObjectKind, ObjectName};

/// The object that a path names: its last folder is the kind, its name without extension the object.
pub(super) fn object_of(path: &str) -> Option<ObjectName> {
    let mut parts = path.rsplit('/');
    let file = parts.next()?;
    let folder = parts.next()?;
    let kind = ObjectKind::from_word(folder)?;
    let name = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    (!name.is_empty()).then(|| ObjectName { kind, rest: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_and_file_name_the_object() {
        let named = |path| object_of(path).map(|name| name.to_string());
        assert_eq!(named("x/application/WDE_Main.cfg").as_deref(), Some("application/WDE_Main"));
        assert_eq!(named("agent-groups/Chat.L2.conf").as_deref(), Some("agent-group/Chat.L2"));
        assert_eq!(named("export/WDE_Main.cfg"), None);
        assert_eq!(named("WDE_Main.cfg"), None);
    }
}
