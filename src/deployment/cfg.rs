//! CFG files: whose options one holds, and how the options of objects become files.
//!
//! A file is `<kind>/<object>.cfg`; where objects of several tenants have the name, the folder above names the tenant.
//! Characters that file names cannot hold everywhere stand as `%2F` and the like.

use super::losses::{Loss, Losses};
use super::model::Deployment;
use super::outline::{Outline, Record};
use crate::names::{ObjectKind, ObjectName, Symbol};
use crate::text::write_cfg;

/// What no file name holds on every system, `%` itself among it.
const UNFIT: [char; 10] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|', '%'];

/// The object that a path names: its last folder is the kind, its name without extension the object; what may be the
/// tenant comes with it.
pub(super) fn object_of(path: &str) -> Option<(ObjectName, Option<String>)> {
    // Of a file in a revision, `REV:` stands before its first folder.
    let mut parts = path.rsplit('/').map(|part| part.rsplit_once(':').map_or(part, |(_, folder)| folder));
    let file = parts.next()?;
    let folder = parts.next()?;
    let kind = ObjectKind::from_word(folder)?;
    let name = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let near = parts.next().map(from_file_name);
    (!name.is_empty()).then(|| (ObjectName { kind, rest: from_file_name(name) }, near))
}

/// A CFG file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CfgFile {
    /// Its path below the folder that is written, with forward slashes.
    pub path: String,
    /// The object whose options it holds, as people name it.
    pub object: String,
    /// What stands in it.
    pub text: String,
}

/// The options of every object that has any, a file for each; nothing else of an object has a place in this form.
#[must_use]
pub fn write_cfg_files(outline: &Outline<'_>) -> (Vec<CfgFile>, Losses) {
    let deployment = outline.deployment();
    let mut losses = Losses::default();
    let mut files: Vec<CfgFile> = Vec::new();
    let mut taken = rustc_hash::FxHashSet::default();
    for record in outline.records() {
        note_rest(deployment, record, &mut losses);
        if record.sections.is_empty() {
            continue;
        }
        let object = deployment.display(record.id);
        let text = file_text(&object, record, &mut losses);
        let stem = stem_of(deployment, record);
        let mut path = format!("{stem}.cfg");
        // Some systems do not tell letters by their case.
        let mut again = 1;
        while !taken.insert(path.to_lowercase()) {
            again += 1;
            path = format!("{stem}~{again}.cfg");
        }
        if again > 1 {
            losses.note(Loss::FileName, || format!("{object} in `{path}`"));
        }
        files.push(CfgFile { path, object, text });
    }
    (files, losses)
}

fn file_text(object: &str, record: &Record<'_>, losses: &mut Losses) -> String {
    let sections: Vec<_> = record
        .sections
        .iter()
        .map(|(section, pairs)| {
            (*section, pairs.iter().map(|pair| (pair.written_name(), pair.value)).collect())
        })
        .collect();
    let (text, left) = write_cfg(&sections);
    for (at, place) in left {
        let (section, pairs) = &sections[at];
        let pairs: &[(String, &str)] = match place {
            Some(place) => &pairs[place..=place],
            None => pairs,
        };
        for (name, _) in pairs {
            losses.note(Loss::Characters, || format!("{section}/{name} of {object}"));
        }
    }
    text
}

/// What an object has beside options.
fn note_rest(deployment: &Deployment, record: &Record<'_>, losses: &mut Losses) {
    let object = record.object;
    let shown = || deployment.display(record.id);
    if record.sections.is_empty() {
        losses.note(Loss::Object, shown);
    }
    for link in deployment.links_from(record.id) {
        losses.note(Loss::Membership, || format!("{} in {}", shown(), deployment.display(link.to)));
    }
    for field in &object.fields {
        losses.note(Loss::Field, || format!("`{}` of {}", field.key, shown()));
    }
    if !object.enabled {
        losses.note(Loss::Field, || format!("`enabled` of {}", shown()));
    }
}

/// The path of an object's file without its extension.
fn stem_of(deployment: &Deployment, record: &Record<'_>) -> String {
    let object = record.object;
    let file = format!("{}/{}", object.kind, to_file_name(deployment.text(object.name)));
    if object.tenant != Symbol::EMPTY && deployment.is_ambiguous(record.id) {
        format!("{}/{file}", to_file_name(deployment.text(object.tenant)))
    } else {
        file
    }
}

fn to_file_name(name: &str) -> String {
    let mut file = String::with_capacity(name.len());
    let last = name.len();
    for (at, next) in name.char_indices() {
        let is_end = at == 0 && next == '.' || at + 1 == last && matches!(next, '.' | ' ');
        if UNFIT.contains(&next) || next.is_ascii_control() || is_end {
            file.push_str(&format!("%{:02X}", next as u32));
        } else {
            file.push(next);
        }
    }
    file
}

/// The name that [`to_file_name`] made this of; other `%` stand for themselves.
fn from_file_name(file: &str) -> String {
    let mut name = String::with_capacity(file.len());
    let mut rest = file;
    while let Some(at) = rest.find('%') {
        name.push_str(&rest[..at]);
        let code =
            rest.get(at + 1..at + 3).filter(|code| !code.contains(|next: char| next.is_ascii_lowercase()));
        let meant = code.and_then(|code| u8::from_str_radix(code, 16).ok()).map(char::from);
        match meant
            .filter(|&next| UNFIT.contains(&next) || next.is_ascii_control() || matches!(next, '.' | ' '))
        {
            Some(next) => {
                name.push(next);
                rest = &rest[at + 3..];
            }
            None => {
                name.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    name.push_str(rest);
    name
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folder_and_file_name_the_object() {
        let named = |path| object_of(path).map(|(name, near)| (name.to_string(), near));
        assert_eq!(
            named("x/application/WDE_Main.cfg"),
            Some(("application/WDE_Main".to_owned(), Some("x".to_owned())))
        );
        assert_eq!(named("agent-groups/Chat.L2.conf"), Some(("agent-group/Chat.L2".to_owned(), None)));
        assert_eq!(named("export/WDE_Main.cfg"), None);
        assert_eq!(named("WDE_Main.cfg"), None);
        assert_eq!(named("agent/a%2Fb 50%.cfg").unwrap().0, "agent/a/b 50%");
    }

    proptest! {
        #[test]
        fn a_name_comes_back_from_its_file(name in "([%./ :A-F0-9a-c\u{1}é]|.){1,12}") {
            let file = to_file_name(&name);
            prop_assert_eq!(from_file_name(&file), name);
            prop_assert!(!file.contains('/') && !file.starts_with('.') && !file.ends_with([' ', '.']));
        }
    }
}
