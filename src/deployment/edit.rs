//! One type for every change to a deployment that is tried out; nothing is written by it.

use super::FieldKey;
use super::model::{Deployment, Field, Link, ObjectId, Relation, Setting};
use crate::text::Span;

/// A change to a deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Sets an option on an object, or adds it.
    SetOption {
        /// The object.
        object: ObjectId,
        /// The section.
        section: String,
        /// The option.
        name: String,
        /// The new value.
        value: String,
        /// What stands for the value's place: the text of the request.
        at: Span,
    },
    /// Takes an option from an object.
    UnsetOption {
        /// The object.
        object: ObjectId,
        /// The section.
        section: String,
        /// The option.
        name: String,
    },
    /// Grants a privilege in a role.
    Grant {
        /// The role.
        role: ObjectId,
        /// The privilege.
        privilege: String,
        /// What stands for the grant's place.
        at: Span,
    },
    /// Takes a privilege from a role.
    Revoke {
        /// The role.
        role: ObjectId,
        /// The privilege.
        privilege: String,
    },
    /// Makes one object a member of another.
    AddMember {
        /// The member.
        member: ObjectId,
        /// What it becomes a member of.
        of: ObjectId,
        /// How.
        relation: Relation,
        /// What stands for the membership's place.
        at: Span,
    },
    /// Ends a membership.
    RemoveMember {
        /// The member.
        member: ObjectId,
        /// What it is a member of.
        of: ObjectId,
        /// How.
        relation: Relation,
    },
}

impl Deployment {
    /// The deployment as it would be after the edits, in their order. Objects keep their ids.
    #[must_use]
    pub fn apply(&self, edits: &[Edit]) -> Self {
        let mut after = self.clone();
        for edit in edits {
            after.edit(edit);
        }
        after
    }

    fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::SetOption { object, section, name, value, at } => {
                let (name, value) = (self.names.intern(name), self.names.intern(value));
                let setting = Setting {
                    section: self.names.intern(section),
                    name,
                    value: self.secrets.value_of(&mut self.names, name, value),
                    disabled: false,
                    key: *at,
                    at: *at,
                    verbatim: false,
                };
                let options = &mut self.objects[object.index()].options;
                let same = |old: &&mut Setting| {
                    (old.section, old.name, old.disabled) == (setting.section, setting.name, false)
                };
                match options.iter_mut().find(same) {
                    Some(old) => *old = setting,
                    None => options.push(setting),
                }
            }
            Edit::UnsetOption { object, section, name } => {
                let (section, name) = (self.names.intern(section), self.names.intern(name));
                self.objects[object.index()]
                    .options
                    .retain(|old| old.disabled || (old.section, old.name) != (section, name));
            }
            Edit::Grant { role, privilege, at } => {
                let field = Field { key: FieldKey::Privileges, value: self.names.intern(privilege), at: *at };
                self.objects[role.index()].fields.push(field);
            }
            Edit::Revoke { role, privilege } => {
                let value = self.names.intern(privilege);
                self.objects[role.index()]
                    .fields
                    .retain(|field| field.key != FieldKey::Privileges || field.value != value);
            }
            Edit::AddMember { member, of, relation, at } => {
                let mut links = std::mem::take(&mut self.links);
                links.push(Link { from: *member, to: *of, relation: *relation, at: *at });
                self.link(links);
            }
            Edit::RemoveMember { member, of, relation } => {
                let mut links = std::mem::take(&mut self.links);
                links.retain(|link| (link.from, link.to, link.relation) != (*member, *of, *relation));
                self.link(links);
            }
        }
    }
}
