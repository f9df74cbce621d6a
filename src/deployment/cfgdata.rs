//! CfgData XML, the exchange format of the configuration wizards and of the Configuration Conversion tools.
//!
//! A document names existing objects (`CfgReference`), describes new ones (`CfgCreate`), changes (`CfgUpdate`) and
//! removes (`CfgRemove`) objects. It comes with and without the default namespace; names are compared without it.
//! Every attribute that ends in `DBID`, save `DBID` and `tenantDBID`, holds the `id` of another element of the same
//! document. Source of the form: the vendor's schema `cfg_update.xsd`, version 8.0.000.04. That schema has no roles;
//! `CfgRole` is read as the later objects of the configuration layer have it: privileges in `userProperties`.

mod changes;
mod compare;
mod document;
mod ids;
mod object;
mod options;
mod update;
mod words;
mod write;

pub use self::changes::{Changes, write_cfgdata_changes};
pub use self::write::write_cfgdata;

use self::document::{Block, Document};
use super::builder::{Builder, By, Part, Raw, Reference};
use super::model::{Field, Object, Relation};
use super::native::{self, Unread};
use super::problem::Problem;
use super::{FieldKey, ours};
use crate::names::{ObjectKind, Symbol};
use crate::text::{Element, FileId, Node, Span, SyntaxError, Tree};

/// The attributes of a link that may hold the id of what it leads to.
const LINKS: [&str; 3] = ["linkDBID", "objectDBID", "DBID"];

/// The local name of the root element.
pub(super) const ROOT: &str = "CfgData";

/// Reads one file.
pub(super) fn read(builder: &mut Builder, file: FileId, tree: &Tree<'_>) {
    for root in Element::roots(tree).filter(|root| root.name() == ROOT) {
        let mut unread = Unread::new(file);
        let document = Document::of(root, &mut unread, &mut builder.problems);
        let targets = vec![None; document.known.len()];
        let mut reader = Reader { builder, document: &document, targets, unread, path: String::new() };
        for at in 0..document.known.len() {
            let known = &document.known[at];
            match known.block {
                Block::Reference => reader.mention(at, Part::Mention),
                Block::Create => reader.object(at),
                Block::Update => reader.update(known.element),
                Block::Remove => reader.mention(at, Part::Removal),
            }
        }
        let unread = reader.unread.problem();
        builder.problems.extend(unread);
    }
}

/// An object as links mean it.
#[derive(Clone, Copy)]
struct Target {
    kind: ObjectKind,
    name: Symbol,
    /// Nothing where it is not known; the empty one where it has none.
    tenant: Option<Symbol>,
}

struct Reader<'b, 't> {
    builder: &'b mut Builder,
    document: &'b Document<'t>,
    /// What each element of the document is as the target of links, once one led there: most are led to often.
    targets: Vec<Option<Target>>,
    unread: Unread<'t>,
    /// The option's name while nested lists are flattened; reused.
    path: String,
}

impl<'t> Reader<'_, 't> {
    /// An object that is only named: it exists, or is to be removed.
    fn mention(&mut self, at: usize, part: Part) {
        let known = &self.document.known[at];
        let name = self.document.name(at);
        let (Some(kind), Some(name)) = (known.kind, name) else {
            // The name of a folder, place or skill is all that a mention says of it, and that is read.
            if known.kind.is_some() || known.block == Block::Remove {
                self.unread.element(known.element);
            }
            return;
        };
        let mut object = self.new_object(kind, name);
        let field = known.element.attribute("DBID");
        object.fields.extend(field.map(|dbid| self.field(FieldKey::Dbid, dbid)));
        if kind == ObjectKind::Application {
            let value = self.builder.names.intern(native::UNKNOWN_TYPE);
            object.fields.push(Field { key: FieldKey::Type, value, at: object.at });
        }
        let tenant = self.tenant(kind, known.element);
        self.part(object, known.element, tenant, part);
    }

    /// Something that an element says of an object.
    fn part(
        &mut self,
        object: Object,
        element: Element<'t>,
        (tenant, tenant_is_number): (Option<(Symbol, Span)>, bool),
        part: Part,
    ) {
        let text = element.span();
        self.builder.raws.push(Raw { object, text, tenant, tenant_is_number, is_number: false, part });
    }

    fn new_object(&mut self, kind: ObjectKind, name: Node<'_>) -> Object {
        ours::new_object(kind, self.builder.names.intern(name.text()), name.text_span())
    }

    fn field(&mut self, key: FieldKey, value: Node<'_>) -> Field {
        Field { key, value: self.builder.names.intern(value.text()), at: value.text_span() }
    }

    /// The tenant of an object, and whether only its number is known.
    fn tenant(&mut self, kind: ObjectKind, element: Element<'t>) -> (Option<(Symbol, Span)>, bool) {
        if kind == ObjectKind::Tenant {
            return (None, false);
        }
        if let Some(number) = element.attribute("tenantDBID") {
            let tenant = self.document.find(number.text(), Some(ObjectKind::Tenant));
            let name = tenant.and_then(|at| self.document.name(at)).map(Node::text);
            let symbol = self.builder.names.intern(name.unwrap_or(number.text()));
            return (Some((symbol, number.text_span())), name.is_none());
        }
        let Some(owner) = element.attribute("ownerDBID") else { return (None, false) };
        let tenant = self.document.owning_tenant(owner.text());
        let symbol = |name: &str, reader: &mut Self| (reader.builder.names.intern(name), owner.text_span());
        match tenant {
            Ok(Some(name)) => (Some(symbol(name, self)), false),
            Ok(None) => (None, false),
            Err(()) => (Some(symbol(owner.text(), self)), false),
        }
    }

    /// A reference from the object that is read next to another element of the document.
    fn refer(&mut self, relation: Relation, kinds: &[ObjectKind], id: Node<'_>, gone: bool) {
        let found = kinds.iter().find_map(|&kind| self.document.find(id.text(), Some(kind)));
        let target = found.and_then(|at| self.target(at));
        let Target { kind, name, tenant } = target.unwrap_or_else(|| Target {
            kind: kinds[0],
            name: self.builder.names.intern(id.text()),
            tenant: None,
        });
        let reference = Reference {
            object: self.builder.next(),
            relation,
            kind,
            by: By::Name,
            name,
            tenant,
            at: id.text_span(),
            link: None,
            member: true,
            missing: target.is_none(),
            gone,
        };
        self.builder.references.push(reference);
    }

    /// What a link to an element means; nothing where it has no kind that we read, or no name.
    fn target(&mut self, at: usize) -> Option<Target> {
        if self.targets[at].is_none() {
            let known = &self.document.known[at];
            let (kind, name) = (known.kind?, self.document.name(at)?);
            let (tenant, is_number) = self.tenant(kind, known.element);
            let tenant = (!is_number).then(|| tenant.map_or(Symbol::EMPTY, |(tenant, _)| tenant));
            let name = self.builder.names.intern(name.text());
            self.targets[at] = Some(Target { kind, name, tenant });
        }
        self.targets[at]
    }

    /// The members in a list of links.
    fn members(&mut self, kind: ObjectKind, list: Element<'t>, gone: bool) {
        let (relation, kinds): (_, &[ObjectKind]) = match kind {
            ObjectKind::AgentGroup => (Relation::AgentGroup, &[ObjectKind::Agent]),
            ObjectKind::AccessGroup => (Relation::AccessGroup, &[ObjectKind::Agent]),
            _ => (Relation::Role, &[ObjectKind::Agent, ObjectKind::AccessGroup, ObjectKind::AgentGroup]),
        };
        for link in list.children() {
            let id = LINKS.iter().find_map(|name| link.attribute(name));
            let Some(id) = id else {
                self.malformed(link.name_span(), format!("this `{}` names no member", link.name()));
                continue;
            };
            match link.attribute("objectType").or_else(|| link.attribute("type")) {
                Some(written) => match native::kind(written.text()).filter(is_member) {
                    Some(kind) => self.refer(relation, &[kind], id, gone),
                    None => self.unread.element(link),
                },
                None => self.refer(relation, kinds, id, gone),
            }
        }
    }

    /// Something without which an element means nothing.
    fn malformed(&mut self, span: Span, message: String) {
        self.builder.problems.push(Problem::Syntax(SyntaxError { span, message, help: None }));
    }
}

/// Whether objects of a kind are members of groups and roles.
fn is_member(kind: &ObjectKind) -> bool {
    matches!(kind, ObjectKind::Agent | ObjectKind::AgentGroup | ObjectKind::AccessGroup)
}
