//! A change to an object that stands elsewhere.

use super::super::builder::{Change, Part};
use super::super::fields::FieldKey;
use super::super::native;
use super::Reader;
use super::object::{is_member_list, text_field};
use super::options::{Action, Entry};
use crate::names::ObjectKind;
use crate::text::Element;

impl<'t> Reader<'_, 't> {
    /// One element of `CfgUpdate`.
    pub(super) fn update(&mut self, element: Element<'t>) {
        let Some(id) = element.attribute("DBIDref") else {
            self.malformed(element.name_span(), format!("this `{}` has no `DBIDref`", element.name()));
            return;
        };
        let Some(at) = self.document.find(id.text(), None) else {
            self.malformed(id.text_span(), format!("nothing in this file has the id `{}`", id.text()));
            return;
        };
        let target = &self.document.known[at];
        let (Some(kind), Some(name)) = (target.kind, self.document.name(at)) else {
            self.unread.element(element);
            return;
        };
        let mut object = self.new_object(kind, name);
        object.at = id.text_span();
        let mut changes = Vec::new();
        for attribute in element.attributes() {
            match attribute.name {
                "DBIDref" | "id" => {}
                "state" => {
                    let state = self.flag("state", attribute.value, native::state);
                    changes.extend(state.map(Change::Enabled));
                }
                "isAgent" if kind == ObjectKind::Agent => {
                    let flag = self.flag("isAgent", attribute.value, native::flag);
                    changes.extend(flag.map(Change::IsAgent));
                }
                name => match text_field(kind, name) {
                    Some(key) => {
                        let field = self.text_field(kind, key, name, attribute.value);
                        changes.push(Change::Field(field));
                    }
                    None => self.unread.part(name, element, attribute.key),
                },
            }
        }
        for child in element.children() {
            match (kind, child.name()) {
                (ObjectKind::Application, "options") => self.changes(kind, child, &mut changes),
                (
                    ObjectKind::Application | ObjectKind::AccessGroup | ObjectKind::Script,
                    "userProperties",
                ) => {
                    self.unread.part(child.name(), element, child.name_span());
                }
                (_, "userProperties") => self.changes(kind, child, &mut changes),
                (_, name) if is_member_list(kind, name) => {
                    let gone = self.action(child, Action::Add) == Action::Delete;
                    self.members(kind, child, gone);
                }
                // A field is emptied by an element of its name.
                (_, name) => match text_field(kind, name).filter(|_| child.attribute("action").is_some()) {
                    Some(key) => changes.push(Change::Clear(key)),
                    None => self.unread.part(name, element, child.name_span()),
                },
            }
        }
        let tenant = self.tenant(kind, target.element);
        let part = Part::Changes(changes);
        self.part(object, element, tenant, part);
    }

    fn changes(&mut self, kind: ObjectKind, container: Element<'t>, changes: &mut Vec<Change>) {
        let entries = self.entries(container, Action::Change);
        if kind == ObjectKind::Role {
            changes.extend(entries.into_iter().map(|entry| match entry {
                Entry::Option(setting, Action::Delete) => Change::Revoke(setting.name),
                Entry::Option(setting, _) => match native::privilege(&self.builder.names, setting) {
                    Some(field) => Change::Push(field),
                    None => Change::Revoke(setting.name),
                },
                Entry::Section(_) | Entry::All => Change::Clear(FieldKey::Privileges),
            }));
            return;
        }
        changes.extend(entries.into_iter().map(|entry| match entry {
            Entry::Option(setting, Action::Add) => Change::Add(setting),
            Entry::Option(setting, Action::Change) => Change::Set(setting),
            Entry::Option(setting, Action::Delete) => Change::Unset(setting),
            Entry::Section(section) => Change::UnsetSection(section),
            Entry::All => Change::UnsetAll,
        }));
    }
}
