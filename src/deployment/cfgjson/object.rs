//! One object.

use super::super::builder::{Change, Part, Raw};
use super::super::fields::FieldKey;
use super::super::model::{Field, Object, Setting};
use super::super::problem::{Problem, Shape};
use super::super::{allow, native, ours};
use super::fields::{Role, role};
use super::members::numbers;
use super::{Dialect, Reader, is_nothing, start};
use crate::names::{ObjectKind, Symbol};
use crate::text::{Entry, Kind, Node, Span};

/// The words of a state and of a flag that are told where another one stands.
const STATES: &[&str] = &["enabled", "disabled"];
const FLAGS: &[&str] = &["true", "false"];

/// How deep the fields of an object may lie in fields of fields.
const DEEPEST: usize = 4;

/// An object while its fields are read.
struct Draft<'t> {
    object: Object,
    /// How its type is written.
    of: &'t str,
    /// What it is called, and as what a person is known as a user.
    name: Option<Node<'t>>,
    user_name: Option<Node<'t>>,
    tenant: Option<(Symbol, Span)>,
    annex: Vec<Setting>,
    prototype: Option<Field>,
}

impl<'t> Reader<'_, 't> {
    /// An object of a kind; `of` is how its type is written.
    pub(super) fn object(&mut self, kind: ObjectKind, of: &'t str, node: Node<'t>) {
        let mut draft = Draft {
            object: ours::new_object(kind, Symbol::EMPTY, node.span()),
            of,
            name: None,
            user_name: None,
            tenant: None,
            annex: Vec::new(),
            prototype: None,
        };
        // What is false is left out there.
        draft.object.is_agent = kind != ObjectKind::Agent || self.dialect != Dialect::Compact;
        let (references, allows) = (self.builder.references.len(), self.builder.allows.len());
        self.seen.clear();
        self.fields(&mut draft, node, DEEPEST);
        let Draft { mut object, tenant, annex, prototype, .. } = draft;
        let employee = object.field(FieldKey::EmployeeId).map(|field| (field.value, field.at));
        let named = draft.user_name.or(draft.name).map(|name| (name, name.text_span()));
        (object.name, object.at) = match (named, employee) {
            (Some((name, at)), _) => (self.builder.names.intern(name.text()), at),
            (None, Some(employee)) if kind == ObjectKind::Agent => employee,
            (None, _) => {
                self.builder.references.truncate(references);
                self.builder.allows.truncate(allows);
                self.builder.problems.push(Problem::MissingName { span: node.span(), kind });
                return;
            }
        };
        if object.field(FieldKey::Type).is_none() {
            object.fields.extend(prototype);
        }
        native::add_annex(&mut object.options, annex);
        native::finish_object(&mut self.builder.names, &mut object);
        self.builder.raws.push(Raw {
            object,
            text: node.span(),
            tenant: tenant.filter(|_| kind != ObjectKind::Tenant),
            tenant_is_number: self.dialect.has_numbers(),
            is_number: false,
            part: Part::Whole,
        });
    }

    fn fields(&mut self, draft: &mut Draft<'t>, node: Node<'t>, deepest: usize) {
        for Entry { key, value } in node.entries() {
            let name = key.text();
            if let Some(first) = self.seen.insert(name, key.span())
                && deepest == DEEPEST
            {
                self.twice(name, first, key.span());
            }
            if is_nothing(name, value) {
                continue;
            }
            match role(self.dialect, draft.object.kind, name) {
                Some(Role::More) if value.kind() == Kind::Map && deepest > 0 => {
                    self.fields(draft, value, deepest - 1);
                }
                Some(Role::More) => self.wrong_shape(name, value, Shape::Map, false),
                Some(role) => self.field(draft, role, key, value),
                None => self.unread.count(name, draft.of, key.span()),
            }
        }
    }

    fn field(&mut self, draft: &mut Draft<'t>, role: Role, key: Node<'t>, value: Node<'t>) {
        let (name, of, kind) = (key.text(), draft.of, draft.object.kind);
        match role {
            Role::Name => draft.name = self.text(name, value).or(draft.name),
            Role::UserName => draft.user_name = self.text(name, value).or(draft.user_name),
            Role::Tenant => {
                if let Some(text) = self.text(name, value) {
                    draft.tenant = Some((self.builder.names.intern(text.text()), text.text_span()));
                }
            }
            Role::Tenants => draft.tenant = self.served_tenant(value),
            Role::State => {
                draft.object.enabled = self.flag("state", value, native::state, STATES).unwrap_or(true);
            }
            Role::IsAgent => {
                draft.object.is_agent = self.flag("agent", value, native::flag, FLAGS).unwrap_or(true);
            }
            Role::Text(key) => {
                if let Some(text) = self.text(name, value) {
                    draft.object.fields.push(self.as_field(key, text.text(), text));
                }
            }
            Role::Type => {
                if let Some(text) = self.text(name, value) {
                    let word = native::type_word(kind, text.text());
                    draft.object.fields.push(self.as_field(FieldKey::Type, word, text));
                }
            }
            Role::Prototype => {
                let text = self.text(name, value);
                let known = text.and_then(|text| Some((*self.prototypes.get(text.text())?, text)));
                draft.prototype =
                    known.map(|(value, text)| Field { key: FieldKey::Type, value, at: text.text_span() });
                if draft.prototype.is_none() {
                    self.unread.count(name, of, key.span());
                }
            }
            Role::Folder => {
                if let Some(text) = folder(value) {
                    draft.object.fields.push(self.as_field(FieldKey::Folder, &text, value));
                }
            }
            Role::Options => {
                let options = self.options(name, of, value);
                draft.object.options.extend(options);
            }
            Role::Annex => match kind {
                ObjectKind::Application => draft.annex = self.options(name, of, value),
                ObjectKind::AccessGroup | ObjectKind::Script => self.unread.count(name, of, key.span()),
                ObjectKind::Role => {
                    let pairs = self.options(name, of, value).into_iter();
                    let names = &self.builder.names;
                    draft.object.fields.extend(pairs.filter_map(|pair| native::privilege(names, pair)));
                }
                _ => {
                    let options = self.options(name, of, value);
                    draft.object.options.extend(options);
                }
            },
            Role::Members => self.members(kind, name, of, value),
            Role::Skills | Role::AgentLogins if self.dialect.has_numbers() => {
                self.unread.count(name, of, key.span());
            }
            Role::Skills => self.skills(draft, value),
            Role::AgentLogins => self.agent_logins(draft, value),
            Role::Allow => allow::entries(self.builder, "wdectl-allow", value),
            Role::More | Role::Known => {}
        }
    }

    fn as_field(&mut self, key: FieldKey, text: &str, at: Node<'_>) -> Field {
        Field { key, value: self.builder.names.intern(text), at: at.text_span() }
    }

    fn flag(
        &mut self,
        field: &'static str,
        value: Node<'t>,
        read: fn(&str) -> Option<bool>,
        words: &'static [&'static str],
    ) -> Option<bool> {
        let text = self.text(field, value)?;
        let flag = read(text.text());
        if flag.is_none() {
            let (span, word) = (text.text_span(), text.text().to_owned());
            self.builder.problems.push(Problem::UnknownWord { span, field, word, words });
        }
        flag
    }

    /// The tenant of an application; one that serves several belongs to none.
    fn served_tenant(&mut self, list: Node<'t>) -> Option<(Symbol, Span)> {
        let mut found = Vec::new();
        numbers(list, None, DEEPEST, &mut found);
        match found.as_slice() {
            [(only, _)] => Some((self.builder.names.intern(only.text()), only.text_span())),
            _ => None,
        }
    }

    /// `{"Chat": 5}`.
    fn skills(&mut self, draft: &mut Draft<'t>, value: Node<'t>) {
        for Entry { key, value } in value.entries() {
            let text = format!("{} {}", key.text(), value.text());
            draft.object.fields.push(self.as_field(FieldKey::Skills, text.trim_end(), value));
        }
    }

    /// `[{"agentLogin": {"loginCode": .., "switch": ..}, ..}]`.
    fn agent_logins(&mut self, draft: &mut Draft<'t>, value: Node<'t>) {
        for item in value.items() {
            let code = item.get("agentLogin").and_then(|login| login.get("loginCode"));
            match code.filter(|code| code.kind() == Kind::Scalar) {
                Some(code) => {
                    draft.object.fields.push(self.as_field(FieldKey::AgentLogins, code.text(), code));
                }
                None => self.unread.count("agentLogins", draft.of, start(item)),
            }
        }
    }

    /// A value of a business attribute, which names the attribute it belongs to.
    pub(super) fn enumerator_value(&mut self, of: &'t str, node: Node<'t>) {
        let (mut name, mut attribute, mut tenant, mut enabled) = (None, None, None, true);
        for Entry { key, value } in node.entries() {
            let field = key.text();
            if is_nothing(field, value) {
                continue;
            }
            match field.to_ascii_lowercase().as_str() {
                "name" => name = self.text(field, value),
                "enumerator" | "enumeratordbid" => attribute = self.text(field, value),
                "tenant" | "tenantdbid" => tenant = self.text(field, value),
                "state" => enabled = self.flag("state", value, native::state, STATES).unwrap_or(true),
                "type" if self.dialect == Dialect::Gax => {}
                "dbid" | "folder" | "folderid" | "folderdbid" => {}
                _ => self.unread.count(field, of, key.span()),
            }
        }
        let (Some(name), Some(attribute)) = (name, attribute) else {
            let message = "this value needs its name and that of its business attribute";
            self.malformed(start(node), message.into());
            return;
        };
        // One that is disabled is as good as not there.
        if !enabled {
            return;
        }
        let is_number = self.dialect.has_numbers();
        let field = self.as_field(FieldKey::Values, name.text(), name);
        let symbol = self.builder.names.intern(attribute.text());
        let tenant = tenant.map(|tenant| (self.builder.names.intern(tenant.text()), tenant.text_span()));
        self.builder.raws.push(Raw {
            object: ours::new_object(ObjectKind::BusinessAttribute, symbol, attribute.text_span()),
            text: node.span(),
            tenant,
            tenant_is_number: is_number,
            is_number,
            part: Part::Changes(vec![Change::Push(field)]),
        });
    }
}

/// A place in the configuration tree: a number, or `{"path": ["Acme", "Chat"]}`.
fn folder(node: Node<'_>) -> Option<String> {
    if node.kind() == Kind::Scalar {
        return Some(node.text().to_owned());
    }
    let path = node.get("path").or_else(|| node.get("value"))?;
    let parts: Vec<&str> = path.items().map(|part| part.text()).collect();
    Some(if parts.is_empty() { path.text().to_owned() } else { parts.join("/") })
}
