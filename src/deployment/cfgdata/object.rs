//! An object that a document describes.

use super::super::builder::{Change, Part};
use super::super::fields::FieldKey;
use super::super::model::{Field, Object, Setting};
use super::super::native;
use super::super::problem::Problem;
use super::Reader;
use super::options::{Action, Entry};
use crate::names::{ObjectKind, Symbol};
use crate::text::{Element, Node, Span};

impl<'t> Reader<'_, 't> {
    /// One element of `CfgCreate`.
    pub(super) fn object(&mut self, at: usize) {
        let known = &self.document.known[at];
        let element = known.element;
        if known.word == "EnumeratorValue" {
            self.enumerator_value(element);
            return;
        }
        let Some(kind) = known.kind else {
            // Folders serve for their names and owners.
            if known.word != "Folder" {
                self.unread.element(element);
            }
            return;
        };
        let Some(name) = self.document.name(at) else {
            self.builder.problems.push(Problem::MissingName { span: element.span(), kind });
            return;
        };
        let mut object = self.new_object(kind, name);
        let (mut tenant, number) = self.tenant(kind, element);
        for attribute in element.attributes() {
            if !matches!(attribute.name, "id" | "name" | "userName" | "ownerDBID" | "tenantDBID") {
                self.attribute(&mut object, element, attribute.name, attribute.key, attribute.value);
            }
        }
        let mut annex = Vec::new();
        for child in element.children() {
            match (kind, child.name()) {
                (ObjectKind::Application, "options") => self.options(&mut object.options, child),
                (ObjectKind::Application, "userProperties") => self.options(&mut annex, child),
                (ObjectKind::Application, "tenantDBIDs") => {
                    // An application that serves several tenants belongs to none.
                    match self.served_tenants(child).as_slice() {
                        [] => {}
                        &[only] => tenant = Some(only),
                        _ => tenant = None,
                    }
                }
                (ObjectKind::Role, "userProperties") => self.privileges(&mut object, child),
                (ObjectKind::AccessGroup | ObjectKind::Script, "userProperties") => {
                    self.unread.part(child.name(), element, child.name_span());
                }
                (_, "userProperties") => self.options(&mut object.options, child),
                _ if is_member_list(kind, child.name()) => self.members(kind, child, false),
                (ObjectKind::Agent, "skillLevels" | "agentLogins") => self.links(&mut object, child),
                _ => self.unread.part(child.name(), element, child.name_span()),
            }
        }
        native::add_annex(&mut object.options, annex);
        native::finish_object(&mut self.builder.names, &mut object);
        self.part(object, element, (tenant, number), Part::Whole);
    }

    /// An attribute that every object or objects of this kind have.
    pub(super) fn attribute(
        &mut self,
        object: &mut Object,
        element: Element<'t>,
        name: &'t str,
        key: Span,
        value: Node<'t>,
    ) {
        use ObjectKind as K;
        match (object.kind, name) {
            (_, "state") => object.enabled = self.flag("state", value, native::state).unwrap_or(true),
            (K::Agent, "isAgent") => {
                object.is_agent = self.flag("isAgent", value, native::flag).unwrap_or(true);
            }
            (kind, name) => match text_field(kind, name) {
                Some(key) => {
                    let field = self.text_field(kind, key, name, value);
                    object.fields.push(field);
                }
                None => self.unread.part(name, element, key),
            },
        }
    }

    /// A field that is a text, or the name of what it refers to.
    pub(super) fn text_field(
        &mut self,
        kind: ObjectKind,
        key: FieldKey,
        name: &str,
        value: Node<'t>,
    ) -> Field {
        let mut field = self.field(key, value);
        if key == FieldKey::Type {
            field.value = self.builder.names.intern(native::type_word(kind, value.text()));
        } else if name != "DBID" && name.ends_with("DBID") {
            let named = self.document.find(value.text(), None).and_then(|at| self.document.name(at));
            field.value = named.map_or(field.value, |named| self.builder.names.intern(named.text()));
        }
        field
    }

    pub(super) fn flag(
        &mut self,
        field: &'static str,
        value: Node<'t>,
        read: fn(&str) -> Option<bool>,
    ) -> Option<bool> {
        let flag = read(value.text());
        if flag.is_none() {
            let (span, word) = (value.text_span(), value.text().to_owned());
            self.builder.problems.push(Problem::UnknownWord { span, field, word, words: &["1", "2"] });
        }
        flag
    }

    fn options(&mut self, options: &mut Vec<Setting>, container: Element<'t>) {
        let entries = self.entries(container, Action::Add);
        options.extend(entries.into_iter().filter_map(|entry| match entry {
            Entry::Option(setting, Action::Add | Action::Change) => Some(setting),
            _ => None,
        }));
    }

    /// The privileges of a role: the keys in the sections of its annex.
    fn privileges(&mut self, object: &mut Object, container: Element<'t>) {
        for entry in self.entries(container, Action::Add) {
            if let Entry::Option(setting, Action::Add | Action::Change) = entry
                && let Some(field) = native::privilege(&self.builder.names, setting)
            {
                object.fields.push(field);
            }
        }
    }

    /// The tenants that an application serves.
    fn served_tenants(&mut self, list: Element<'t>) -> Vec<(Symbol, Span)> {
        let ids =
            list.children().filter_map(|link| super::LINKS.iter().find_map(|name| link.attribute(name)));
        ids.map(|id| {
            let tenant = self.document.find(id.text(), Some(ObjectKind::Tenant));
            let name = tenant.and_then(|at| self.document.name(at)).unwrap_or(id);
            (self.builder.names.intern(name.text()), id.text_span())
        })
        .collect()
    }

    /// Skills and logins of an agent: `Chat 5`.
    fn links(&mut self, object: &mut Object, list: Element<'t>) {
        let key = if list.name() == "skillLevels" { FieldKey::Skills } else { FieldKey::AgentLogins };
        for link in list.children() {
            let Some(id) = link.attributes().find(|attribute| attribute.name.ends_with("DBID")) else {
                self.unread.element(link);
                continue;
            };
            let named = self.document.find(id.value.text(), None).and_then(|at| self.document.name(at));
            let mut text = named.unwrap_or(id.value).text().to_owned();
            if let Some(level) = link.attribute("level") {
                text.push(' ');
                text.push_str(level.text());
            }
            let value = self.builder.names.intern(&text);
            object.fields.push(Field { key, value, at: id.value.text_span() });
        }
    }

    /// A value of a business attribute, which names the attribute it belongs to.
    fn enumerator_value(&mut self, element: Element<'t>) {
        let (Some(id), Some(name)) = (element.attribute("enumeratorDBID"), element.attribute("name")) else {
            self.malformed(element.name_span(), "this value needs `name` and `enumeratorDBID`".into());
            return;
        };
        let enumerator = self.document.find(id.text(), Some(ObjectKind::BusinessAttribute));
        let Some((at, named)) = enumerator.and_then(|at| Some((at, self.document.name(at)?))) else {
            self.malformed(id.text_span(), format!("no enumerator of this file has the id `{}`", id.text()));
            return;
        };
        let field = self.field(FieldKey::Values, name);
        for child in element.children() {
            self.unread.part(child.name(), element, child.name_span());
        }
        let kind = ObjectKind::BusinessAttribute;
        let object = self.new_object(kind, named);
        let tenant = self.tenant(kind, self.document.known[at].element);
        let part = Part::Changes(vec![Change::Push(field)]);
        self.part(object, element, tenant, part);
    }
}

/// The list of the members of a group or role. The vendor's schema has that of agent groups; the others are named as
/// in the objects of the configuration layer.
pub(super) fn is_member_list(kind: ObjectKind, name: &str) -> bool {
    match kind {
        ObjectKind::AgentGroup => name == "agentDBIDs",
        ObjectKind::AccessGroup => matches!(name, "memberIDs" | "memberDBIDs" | "members"),
        ObjectKind::Role => name == "members",
        _ => false,
    }
}

/// The field that keeps an attribute.
pub(super) fn text_field(kind: ObjectKind, name: &str) -> Option<FieldKey> {
    use ObjectKind as K;
    Some(match (kind, name) {
        (_, "DBID") => FieldKey::Dbid,
        (_, "folderDBID") => FieldKey::Folder,
        (_, "description") => FieldKey::Description,
        (K::Application | K::Script | K::Transaction, "type") => FieldKey::Type,
        (K::Application, "version") => FieldKey::Version,
        (K::Agent, "employeeID") => FieldKey::EmployeeId,
        (K::Agent, "firstName") => FieldKey::FirstName,
        (K::Agent, "lastName") => FieldKey::LastName,
        (K::Agent, "emailAddress") => FieldKey::Email,
        (K::Agent, "externalID") => FieldKey::ExternalId,
        (K::Agent, "placeDBID") => FieldKey::Place,
        (K::Agent, "capacityRuleDBID") => FieldKey::CapacityRule,
        _ => return None,
    })
}
