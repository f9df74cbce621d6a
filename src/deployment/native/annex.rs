//! Options and annexes of objects, and what follows from them.

use rustc_hash::FxHashSet;

use super::super::fields::FieldKey;
use super::super::model::{Field, Object, Setting};
use super::words::UNKNOWN_TYPE;
use crate::names::{Interner, ObjectKind, Symbol, WORKSPACE_SECTION};
use crate::text::Node;

/// The values with which a privilege is listed but not given.
const NOT_GIVEN: [&str; 3] = ["false", "no", "0"];

/// An option at the end of `path`, where nested lists are flattened.
pub(in super::super) fn setting(
    names: &mut Interner,
    section: Symbol,
    path: &str,
    key: Node<'_>,
    value: Node<'_>,
) -> Setting {
    let (name, disabled) = match path.strip_prefix('#') {
        Some(name) => (name, true),
        None => (path, false),
    };
    Setting {
        section,
        name: names.intern(name),
        value: names.intern(value.text()),
        disabled,
        key: key.text_span(),
        at: value.text_span(),
        verbatim: value.is_verbatim(),
    }
}

/// Adds the annex of an application to its options: where both have the same option, the options count.
pub(in super::super) fn add_annex(options: &mut Vec<Setting>, annex: Vec<Setting>) {
    let identity = |setting: &Setting| (setting.section, setting.name);
    if annex.is_empty() {
        return;
    }
    let own: FxHashSet<_> = options.iter().map(identity).collect();
    options.extend(annex.into_iter().filter(|setting| !own.contains(&identity(setting))));
}

/// What follows from the sections of an application.
pub(in super::super) fn finish_object(names: &mut Interner, object: &mut Object) {
    if object.kind != ObjectKind::Application {
        return;
    }
    let section = names.intern(WORKSPACE_SECTION);
    if object.options.iter().any(|setting| setting.section == section) {
        object.fields.retain(|field| field.key != FieldKey::Type);
    } else if object.field(FieldKey::Type).is_none() {
        let value = names.intern(UNKNOWN_TYPE);
        object.fields.push(Field { key: FieldKey::Type, value, at: object.at });
    }
}

/// The grant that a pair of a role's annex is.
pub(in super::super) fn privilege(names: &Interner, setting: Setting) -> Option<Field> {
    let value = names.text(setting.value);
    let is_given = !setting.disabled && !NOT_GIVEN.iter().any(|word| value.eq_ignore_ascii_case(word));
    is_given.then_some(Field { key: FieldKey::Privileges, value: setting.name, at: setting.key })
}
