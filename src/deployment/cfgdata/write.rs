//! Writes CfgData: objects as the vendor's schema of version 8.0 has them, with what our reader adds to it.

use super::super::fields::FieldKey;
use super::super::losses::{Loss, Losses};
use super::super::model::{Deployment, ObjectId, Relation};
use super::super::native::UNKNOWN_TYPE;
use super::super::outline::{Outline, Pair, Record};
use super::super::parts::VIRTUAL;
use super::super::problem::Problem;
use super::ids::{Ids, is_number, key};
use super::words;
use crate::names::{ObjectKind, Symbol, WORKSPACE_SECTION};
use crate::text::{Markup, is_xml, write_xml};

/// The default namespace of one of the two dialects; the other has none.
const NAMESPACE: &str = "http://www.genesyslab.com/cs";

/// A document that creates every object of an outline. The vendor's schema has no roles; `with_roles` writes them all
/// the same, as they are read.
#[must_use]
pub fn write_cfgdata(outline: &Outline<'_>, with_roles: bool) -> (String, Losses) {
    let mut writer = Writer::new(outline.deployment(), with_roles);
    let mut records: Vec<&Record<'_>> =
        outline.records().iter().filter(|record| writer.takes(record)).collect();
    records.sort_by_key(|record| words::rank(record.object.kind));
    for record in records.iter().filter(|record| !record.object.is_mentioned) {
        writer.ids.describe(key(outline.deployment(), record.id));
    }
    // Before others name them as their owners.
    let is_named =
        |record: &&&Record<'_>| record.object.is_mentioned && record.object.kind == ObjectKind::Tenant;
    for record in records.iter().filter(is_named) {
        writer.ids.of(outline.deployment(), record.id);
    }
    writer.note_references(outline);
    let (mut created, mut updated) = (Vec::new(), Vec::new());
    for record in records {
        if record.object.is_mentioned {
            writer.ids.of(outline.deployment(), record.id);
            updated.extend(writer.changes(None, record));
        } else {
            created.extend(writer.object(record));
        }
    }
    writer.document([("CfgCreate", created), ("CfgUpdate", updated)])
}

/// A document under construction, with what it has no place for.
pub(super) struct Writer<'d> {
    pub(super) deployment: &'d Deployment,
    pub(super) with_roles: bool,
    pub(super) ids: Ids,
    pub(super) losses: Losses,
}

impl<'d> Writer<'d> {
    pub(super) fn new(deployment: &'d Deployment, with_roles: bool) -> Self {
        Self { deployment, with_roles, ids: Ids::default(), losses: Losses::default() }
    }

    /// The whole document, as far as there is something in its blocks.
    pub(super) fn document<const N: usize>(self, blocks: [(&str, Vec<Markup>); N]) -> (String, Losses) {
        let named = [("CfgReference", self.ids.references())];
        let blocks = named.into_iter().chain(blocks).filter(|(_, elements)| !elements.is_empty());
        let blocks = blocks.map(|(name, elements)| Markup::new(name).holding(elements));
        let root = Markup::new(super::ROOT).with("xmlns", NAMESPACE).holding(blocks);
        (write_xml(&root), self.losses)
    }

    /// Whether an object can be written at all; notes why not.
    pub(super) fn takes(&mut self, record: &Record<'d>) -> bool {
        let shown = || self.deployment.display(record.id);
        if record.object.kind == ObjectKind::Role && !self.with_roles {
            self.losses.note(Loss::Object, shown);
            return false;
        }
        let is_held = self.is_held(record.id);
        if !is_held {
            self.losses.note(Loss::Characters, || format!("{:?}", shown()));
        }
        is_held
    }

    /// Whether the form can hold the name of an object and of its tenant.
    fn is_held(&self, id: ObjectId) -> bool {
        let object = self.deployment.object(id);
        is_xml(self.deployment.text(object.name)) && is_xml(self.deployment.text(object.tenant))
    }

    /// Notes the references of an outline that lead nowhere: a document cannot name what is not there.
    pub(super) fn note_references(&mut self, outline: &Outline<'d>) {
        for problem in self.deployment.problems() {
            if let &Problem::Dangling { object, kind, name, .. } = problem
                && kind != ObjectKind::Tenant
                && outline.has(object)
            {
                let deployment = self.deployment;
                self.losses.note(Loss::Reference, || {
                    format!("{kind}/{} in {}", deployment.text(name), deployment.display(object))
                });
            }
        }
    }

    /// An object, and behind it the values of a business attribute.
    pub(super) fn object(&mut self, record: &Record<'d>) -> Vec<Markup> {
        let (deployment, object) = (self.deployment, record.object);
        let own = key(deployment, record.id);
        let id = self.ids.describe(own.clone());
        let has_links = [FieldKey::Skills, FieldKey::AgentLogins, FieldKey::Place, FieldKey::CapacityRule];
        // A person with links to other objects is what the schema calls an agent.
        let is_more =
            object.kind == ObjectKind::Agent && has_links.iter().any(|&key| object.field(key).is_some());
        let word = if is_more { "Agent" } else { own.0 };
        let mut element = Markup::new(format!("Cfg{word}")).with("id", id.clone()).with("name", own.2);
        for (key, text) in single_fields(deployment, record) {
            if let Some((name, value)) = self.attribute(record, key, text) {
                element = element.with(name, value);
            }
        }
        element = element.with("state", if object.enabled { "1" } else { "2" });
        if object.kind == ObjectKind::Agent {
            element = element.with("isAgent", if object.is_agent { "2" } else { "1" });
        }
        let owner = if object.kind == ObjectKind::Tenant { None } else { self.ids.tenant(&own.1) };
        if let Some(owner) = &owner {
            element = element.with("ownerDBID", owner.clone());
        }
        if let (ObjectKind::Application, Some(owner)) = (object.kind, owner) {
            let served = Markup::new("CfgAppTenant").with("linkDBID", owner);
            element.children.push(Markup::new("tenantDBIDs").holding([served]));
        }
        element.children.extend(self.links(record));
        for link in deployment.targets(record.id, Relation::Application) {
            let shown = || format!("{} uses {}", deployment.display(record.id), deployment.display(link.to));
            self.losses.note(Loss::Membership, shown);
        }
        let members = self.members(record.id);
        let links = members.into_iter().map(|member| self.member(object.kind, member)).collect::<Vec<_>>();
        if !links.is_empty() {
            element.children.push(Markup::new(words::member_list(object.kind)).holding(links));
        }
        let options = self.options(record, &pairs(record));
        let (container, sections) = self.content(record, options);
        if !sections.is_empty() {
            element.children.push(Markup::new(container).holding(sections));
        }
        if object.is_virtual && !has_condition(deployment, record) {
            self.losses.note(Loss::Condition, || deployment.display(record.id));
        }
        let mut elements = vec![element];
        elements.extend(
            object
                .list(FieldKey::Values)
                .enumerate()
                .filter_map(|(at, value)| self.value(record, &id, at, deployment.text(value.value))),
        );
        elements
    }

    /// The fields of an object that are attributes, each with its text; an application without a type is a workspace.
    /// What has no attribute is noted.
    pub(super) fn attribute(
        &mut self,
        record: &Record<'d>,
        key: FieldKey,
        text: &str,
    ) -> Option<(&'static str, String)> {
        let deployment = self.deployment;
        let kind = record.object.kind;
        let Some(name) = words::attribute(kind, key) else {
            self.losses.note(Loss::Field, || format!("`{key}` of {}", deployment.display(record.id)));
            return None;
        };
        let mut lost = |why| {
            self.losses.note(why, || format!("`{key}` of {}", deployment.display(record.id)));
            None
        };
        if !is_xml(text) {
            return lost(Loss::Characters);
        }
        let tenant = || deployment.text(record.object.tenant).to_owned();
        let value = match key {
            FieldKey::Dbid if !is_number(text) => return lost(Loss::Number),
            FieldKey::Type => match words::type_number(kind, text) {
                Some(number) => number.to_owned(),
                // That nothing is known is said by saying nothing.
                None if text == UNKNOWN_TYPE => return None,
                None => return lost(Loss::Type),
            },
            FieldKey::Folder => self.ids.named(("Folder", tenant(), text.to_owned()), None),
            FieldKey::Place => self.ids.named(("Place", tenant(), text.to_owned()), None),
            FieldKey::CapacityRule => self.ids.named(("Script", tenant(), text.to_owned()), None),
            _ => text.to_owned(),
        };
        Some((name, value))
    }

    /// The lists of skills and logins.
    fn links(&mut self, record: &Record<'d>) -> Vec<Markup> {
        let deployment = self.deployment;
        let tenant = deployment.text(record.object.tenant).to_owned();
        let mut lists = Vec::new();
        for (key, list) in [(FieldKey::Skills, "skillLevels"), (FieldKey::AgentLogins, "agentLogins")] {
            let texts = record.object.list(key).map(|field| deployment.text(field.value));
            let mut links = Vec::new();
            for text in texts.flat_map(|text| text.split(", ")).filter(|text| !text.is_empty()) {
                let level =
                    text.rsplit_once(' ').filter(|(name, level)| !name.is_empty() && is_number(level));
                links.push(match (key, level) {
                    _ if !is_xml(text) => {
                        self.losses.note(Loss::Characters, || {
                            format!("{text:?} of {}", deployment.display(record.id))
                        });
                        continue;
                    }
                    (FieldKey::AgentLogins, _) => {
                        let id = self.ids.named(("AgentLogin", tenant.clone(), text.to_owned()), None);
                        Markup::new("CfgAgentLoginInfo").with("agentLoginDBID", id)
                    }
                    (_, Some((name, level))) => {
                        let id = self.ids.named(("Skill", tenant.clone(), name.to_owned()), None);
                        Markup::new("CfgSkillLevel").with("skillDBID", id).with("level", level)
                    }
                    (_, None) => {
                        self.losses
                            .note(Loss::Skill, || format!("{text} of {}", deployment.display(record.id)));
                        continue;
                    }
                });
            }
            if !links.is_empty() {
                lists.push(Markup::new(list).holding(links));
            }
        }
        lists
    }

    /// The members of a group or role that can be named.
    pub(super) fn members(&mut self, id: ObjectId) -> Vec<ObjectId> {
        let deployment = self.deployment;
        let relation = match deployment.object(id).kind {
            ObjectKind::AgentGroup => Relation::AgentGroup,
            ObjectKind::AccessGroup => Relation::AccessGroup,
            ObjectKind::Role => Relation::Role,
            _ => return Vec::new(),
        };
        let (held, lost): (Vec<ObjectId>, Vec<ObjectId>) =
            deployment.members(id, relation).map(|link| link.from).partition(|&member| self.is_held(member));
        for member in lost {
            let shown = || format!("{:?} in {}", deployment.display(member), deployment.display(id));
            self.losses.note(Loss::Characters, shown);
        }
        held
    }

    /// A link to a member.
    pub(super) fn member(&mut self, kind: ObjectKind, member: ObjectId) -> Markup {
        let id = self.ids.of(self.deployment, member);
        link(kind, self.deployment.object(member).kind, id)
    }

    /// Sections with their options, as far as the form can hold them.
    pub(super) fn options(&mut self, record: &Record<'d>, pairs: &[(&'d str, Pair<'d>)]) -> Vec<Markup> {
        let deployment = self.deployment;
        let mut sections: Vec<Markup> = Vec::new();
        for (section, pair) in pairs {
            let name = pair.written_name();
            if ![section, name.as_str(), pair.value].into_iter().all(is_xml) {
                let shown =
                    || format!("{:?} of {}", format!("{section}/{name}"), deployment.display(record.id));
                self.losses.note(Loss::Characters, shown);
                continue;
            }
            let pair = Markup::new("str_pair").with("key", name).with("value", pair.value);
            match sections.last_mut().filter(|last| last.attributes[0].1 == *section) {
                Some(last) => last.children.push(pair),
                None => sections.push(Markup::new("list_pair").with("key", *section).holding([pair])),
            }
        }
        sections
    }

    /// What stands in the container of options: of a role the privileges.
    fn content(&mut self, record: &Record<'d>, options: Vec<Markup>) -> (&'static str, Vec<Markup>) {
        let deployment = self.deployment;
        match record.object.kind {
            ObjectKind::Application => ("options", options),
            ObjectKind::Role => {
                self.note_options(record);
                let privileges =
                    record.object.list(FieldKey::Privileges).map(|field| deployment.text(field.value));
                let privileges = self.privileges(record, privileges.collect());
                ("userProperties", privileges)
            }
            ObjectKind::AccessGroup | ObjectKind::Script => {
                self.note_options(record);
                ("userProperties", Vec::new())
            }
            _ => ("userProperties", options),
        }
    }

    /// Notes options of an object that has none in this form.
    pub(super) fn note_options(&mut self, record: &Record<'d>) {
        for (section, pair) in pairs(record) {
            let shown = || format!("{section}/{} of {}", pair.name, self.deployment.display(record.id));
            self.losses.note(Loss::Options, shown);
        }
    }

    /// The section that grants these privileges.
    pub(super) fn privileges(&mut self, record: &Record<'d>, names: Vec<&'d str>) -> Vec<Markup> {
        // A `#` at the beginning of a key disables it.
        let (held, lost): (Vec<&str>, Vec<&str>) =
            names.into_iter().partition(|name| is_xml(name) && !name.starts_with('#'));
        for name in lost {
            self.losses
                .note(Loss::Characters, || format!("{name:?} of {}", self.deployment.display(record.id)));
        }
        let pair = |name: &str| Markup::new("str_pair").with("key", name).with("value", "true");
        let pairs: Vec<Markup> = held.into_iter().map(pair).collect();
        if pairs.is_empty() {
            return Vec::new();
        }
        vec![Markup::new("list_pair").with("key", WORKSPACE_SECTION).holding(pairs)]
    }

    /// A value of a business attribute.
    pub(super) fn value(&mut self, record: &Record<'d>, id: &str, at: usize, value: &str) -> Option<Markup> {
        if !is_xml(value) {
            self.losses
                .note(Loss::Characters, || format!("{value:?} of {}", self.deployment.display(record.id)));
            return None;
        }
        let element = Markup::new("CfgEnumeratorValue").with("id", format!("{id}_{at}")).with("name", value);
        Some(element.with("enumeratorDBID", id))
    }
}

/// The options of a record with their sections, one after the other.
pub(super) fn pairs<'d>(record: &Record<'d>) -> Vec<(&'d str, Pair<'d>)> {
    let of_section = |(section, pairs): &(&'d str, Vec<Pair<'d>>)| {
        let section = *section;
        pairs.iter().map(move |&pair| (section, pair)).collect::<Vec<_>>()
    };
    record.sections.iter().flat_map(of_section).collect()
}

/// The fields of an object that have one text; an application without a type is a workspace.
pub(super) fn single_fields<'d>(deployment: &'d Deployment, record: &Record<'d>) -> Vec<(FieldKey, &'d str)> {
    let object = record.object;
    let mut fields: Vec<(FieldKey, &str)> = Vec::new();
    for field in &object.fields {
        if !field.key.is_list() && !fields.iter().any(|&(key, _)| key == field.key) {
            fields.push((field.key, deployment.text(field.value)));
        }
    }
    if object.kind == ObjectKind::Application && object.field(FieldKey::Type).is_none() {
        fields.push((FieldKey::Type, "workspace"));
    }
    fields
}

/// Whether the annex of an agent group has the condition of a virtual one.
pub(super) fn has_condition(deployment: &Deployment, record: &Record<'_>) -> bool {
    let symbols = deployment.symbol(VIRTUAL.0).zip(deployment.symbol(VIRTUAL.1));
    symbols.is_some_and(|(section, name): (Symbol, Symbol)| record.object.setting(section, name).is_some())
}

/// A link from an object of one kind to a member of another, which has this id.
pub(super) fn link(kind: ObjectKind, member: ObjectKind, id: String) -> Markup {
    let number = words::member_number(member);
    match kind {
        ObjectKind::Role => Markup::new("CfgRoleMember").with("objectDBID", id).with("objectType", number),
        ObjectKind::AccessGroup => Markup::new("CfgID").with("linkDBID", id).with("type", number),
        _ => Markup::new("CfgGroupAgent").with("linkDBID", id),
    }
}
