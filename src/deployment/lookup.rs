//! From what a person types to an object: letter case is ignored, a tenant may stand before the name.

use super::FieldKey;
use super::model::{Deployment, ObjectId};
use crate::names::{ObjectKind, ObjectName, nearest};

/// Why a name does not lead to one object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// There is none.
    #[error("there is no {} `{name}`{}", kind.words(), hint(kind, nearest, *total))]
    Unknown {
        /// The kind that was looked for.
        kind: ObjectKind,
        /// The name.
        name: String,
        /// What was probably meant.
        nearest: Option<String>,
        /// How many objects of that kind there are.
        total: usize,
    },
    /// There are several.
    #[error("`{name}` is in several tenants; write {}", candidates.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(" or "))]
    Ambiguous {
        /// The name.
        name: String,
        /// How each is written.
        candidates: Vec<String>,
    },
}

fn hint(kind: &ObjectKind, nearest: &Option<String>, total: usize) -> String {
    match (nearest, total) {
        (Some(near), _) => format!("; did you mean `{near}`?"),
        (None, 0) => format!("; the deployment has no {} at all", kind.list()),
        (None, _) => format!("; `wdectl list {}` shows all {total}", kind.list()),
    }
}

impl Deployment {
    /// The object a person means.
    ///
    /// # Errors
    ///
    /// When there is no such object (with the nearest name) or more than one.
    pub fn look_up(&self, name: &ObjectName) -> Result<ObjectId, LookupError> {
        self.look_up_kind(name.kind, &name.rest)
    }

    /// The object of one kind that a person means by `name` or `tenant/name`; for a person the employee id does.
    ///
    /// # Errors
    ///
    /// When there is no such object (with the nearest name) or more than one.
    pub fn look_up_kind(&self, kind: ObjectKind, name: &str) -> Result<ObjectId, LookupError> {
        let all = self.of_kind(kind);
        let matching = |same: &dyn Fn(ObjectId) -> bool| -> Vec<ObjectId> {
            all.iter().copied().filter(|&id| same(id)).collect()
        };
        let is_named = |id: ObjectId, text: &str| self.text(self.object(id).name).eq_ignore_ascii_case(text);
        let mut found = matching(&|id| self.text(self.object(id).name) == name);
        if found.is_empty() {
            found = matching(&|id| is_named(id, name));
        }
        if let (true, Some((tenant, bare))) = (found.is_empty(), name.split_once('/')) {
            found = matching(&|id| {
                is_named(id, bare) && self.text(self.object(id).tenant).eq_ignore_ascii_case(tenant)
            });
        }
        if found.is_empty() && kind == ObjectKind::Agent {
            found = matching(&|id| {
                let employee = self.object(id).field(FieldKey::EmployeeId);
                employee.is_some_and(|field| self.text(field.value).eq_ignore_ascii_case(name))
            });
        }
        match found.as_slice() {
            [id] => Ok(*id),
            [] => Err(LookupError::Unknown {
                kind,
                name: name.to_owned(),
                nearest: nearest(name, all.iter().map(|&id| self.text(self.object(id).name)))
                    .map(str::to_owned),
                total: all.len(),
            }),
            several => Err(LookupError::Ambiguous {
                name: name.to_owned(),
                candidates: several.iter().map(|&id| self.bare(id)).collect(),
            }),
        }
    }
}
