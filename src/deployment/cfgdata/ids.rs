//! The ids of a document that is written: whatever is described or named in it has one.

use rustc_hash::FxHashMap;

use super::super::fields::FieldKey;
use super::super::model::{Deployment, ObjectId};
use super::words;
use crate::names::ObjectKind;
use crate::text::Markup;

/// What tells one object from all others, in any deployment: the type, the tenant, the name.
pub(super) type Key = (&'static str, String, String);

/// The key of an object.
pub(super) fn key(deployment: &Deployment, id: ObjectId) -> Key {
    let object = deployment.object(id);
    let text = |symbol| deployment.text(symbol).to_owned();
    (words::word(object.kind), text(object.tenant), text(object.name))
}

/// The ids, and the elements of those that are only named.
#[derive(Debug, Default)]
pub(super) struct Ids {
    known: FxHashMap<Key, String>,
    references: Vec<Markup>,
    given: usize,
}

impl Ids {
    /// The id of an object that the document itself describes.
    pub(super) fn describe(&mut self, key: Key) -> String {
        if let Some(id) = self.known.get(&key) {
            return id.clone();
        }
        let id = self.fresh(key.0);
        self.known.insert(key, id.clone());
        id
    }

    /// An id that nothing refers to.
    pub(super) fn fresh(&mut self, word: &str) -> String {
        self.given += 1;
        format!("{word}{}", self.given)
    }

    /// The id of an object of a deployment, which is named in the document where it is not described.
    pub(super) fn of(&mut self, deployment: &Deployment, id: ObjectId) -> String {
        let number = deployment.object(id).field(FieldKey::Dbid).map(|field| deployment.text(field.value));
        self.named(key(deployment, id), number)
    }

    /// The id of something that need not be an object of the deployment.
    pub(super) fn named(&mut self, key: Key, number: Option<&str>) -> String {
        if let Some(id) = self.known.get(&key) {
            return id.clone();
        }
        let id = self.describe(key.clone());
        let element = self.element(key, id.clone(), number);
        self.references.push(element);
        id
    }

    /// An element that names an object.
    pub(super) fn element(&mut self, key: Key, id: String, number: Option<&str>) -> Markup {
        let (word, tenant, name) = key;
        let mut element = Markup::new(format!("Cfg{word}Ref")).with("id", id).with("name", name);
        if let Some(number) = number.filter(|number| is_number(number)) {
            element = element.with("DBID", number);
        }
        match self.tenant(&tenant) {
            Some(owner) if word != words::word(ObjectKind::Tenant) => element.with("ownerDBID", owner),
            _ => element,
        }
    }

    /// The id of a tenant; of none where the name is empty.
    pub(super) fn tenant(&mut self, name: &str) -> Option<String> {
        let key = (words::word(ObjectKind::Tenant), String::new(), name.to_owned());
        (!name.is_empty()).then(|| self.named(key, None))
    }

    /// The elements of what is only named.
    pub(super) fn references(self) -> Vec<Markup> {
        self.references
    }
}

/// Whether a text is a number of the database.
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 19 && text.bytes().all(|byte| byte.is_ascii_digit())
}
