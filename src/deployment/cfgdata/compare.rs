//! What differs between two deployments, object by object.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::super::fields::FieldKey;
use super::super::model::{Deployment, ObjectId, Relation, Setting};
use super::super::outline::{Outline, Pair, Record};
use super::ids::{Key, key};
use super::write::pairs;
use crate::names::ObjectKind;

/// The objects that were.
pub(super) struct Before<'r, 'd> {
    deployment: &'d Deployment,
    pub(super) records: FxHashMap<Key, &'r Record<'d>>,
}

impl<'r, 'd> Before<'r, 'd> {
    pub(super) fn of(outline: &'r Outline<'d>) -> Self {
        let deployment = outline.deployment();
        let keyed = |record: &'r Record<'d>| (key(deployment, record.id), record);
        Self { deployment, records: outline.records().iter().map(keyed).collect() }
    }

    /// Whether an object had the same secret.
    pub(super) fn has_hidden(&self, record: Option<&Record<'_>>, new: &Deployment, secret: &Setting) -> bool {
        let same = |setting: &&Setting| {
            is_same_option((self.deployment, setting), (new, secret))
                && self.deployment.true_text(setting.value) == new.true_text(secret.value)
        };
        record.is_some_and(|record| record.object.options.iter().any(|setting| same(&setting)))
    }
}

fn is_same_option((left, one): (&Deployment, &Setting), (right, other): (&Deployment, &Setting)) -> bool {
    one.disabled == other.disabled
        && left.text(one.name) == right.text(other.name)
        && left.text(one.section) == right.text(other.section)
}

/// An object as it was, with its deployment.
pub(super) type Earlier<'r, 'd> = (&'d Deployment, &'r Record<'d>);

/// Everything of a role that a document says: whether it is enabled, its description, its privileges, its members.
pub(super) fn role<'d>(
    deployment: &'d Deployment,
    record: &Record<'d>,
) -> (bool, Option<&'d str>, BTreeSet<&'d str>, BTreeSet<Key>) {
    let object = record.object;
    let description = object.field(FieldKey::Description).map(|field| deployment.text(field.value));
    let privileges = object.list(FieldKey::Privileges).map(|field| deployment.text(field.value));
    let members = deployment.members(record.id, Relation::Role).map(|link| key(deployment, link.from));
    (object.enabled, description, privileges.collect(), members.collect())
}

/// What happens to the options of an object.
#[derive(Default)]
pub(super) struct Options<'d> {
    pub(super) gone: Vec<(&'d str, Pair<'d>)>,
    pub(super) changed: Vec<(&'d str, Pair<'d>)>,
    pub(super) new: Vec<(&'d str, Pair<'d>)>,
}

/// What became of the options of an object.
pub(super) fn compare<'d>(
    earlier: Option<Earlier<'_, 'd>>,
    new: &'d Deployment,
    record: &Record<'d>,
) -> Options<'d> {
    let mut options = Options::default();
    let Some((old, earlier)) = earlier else {
        options.changed = pairs(record);
        return options;
    };
    type Name<'n> = (&'n str, &'n str, bool);
    let name = |deployment: &'d Deployment, setting: &Setting| -> Name<'d> {
        (deployment.text(setting.section), deployment.text(setting.name), setting.disabled)
    };
    let was: FxHashMap<Name<'_>, &Setting> =
        earlier.object.options.iter().map(|setting| (name(old, setting), setting)).collect();
    let is: FxHashMap<Name<'_>, &Setting> =
        record.object.options.iter().map(|setting| (name(new, setting), setting)).collect();
    for (section, pair) in pairs(record) {
        match was.get(&name(new, pair.setting)) {
            None => options.new.push((section, pair)),
            Some(setting) if old.true_text(setting.value) != pair.value => {
                options.changed.push((section, pair))
            }
            Some(_) => {}
        }
    }
    for setting in earlier.object.options.iter().filter(|setting| !is.contains_key(&name(old, setting))) {
        // A secret goes without being told.
        let value = if old.is_hidden(setting.value) { "" } else { old.text(setting.value) };
        let pair = Pair { setting, name: old.text(setting.name), value };
        options.gone.push((old.text(setting.section), pair));
    }
    options.gone.sort_by_key(|(section, pair)| (*section, pair.name));
    options
}

/// The object of a key in a deployment.
pub(super) fn find(deployment: &Deployment, kind: ObjectKind, key: &Key) -> Option<ObjectId> {
    let symbols = (deployment.symbol(&key.1)?, deployment.symbol(&key.2)?);
    deployment.find(kind, symbols.0, symbols.1).filter(|&id| self::key(deployment, id) == *key)
}
