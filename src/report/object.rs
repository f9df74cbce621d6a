//! One object with everything that belongs to it, and every place that names it.

use std::io::{self, Write};

use indexmap::IndexMap;
use serde::Serialize;

use super::{Place, clean, shown_value};
use crate::catalogue::ValueKind;
use crate::deployment::{Deployment, ObjectId, Relation};
use crate::names::{ApplicationType, ObjectKind, ScriptType, Symbol};
use crate::resolve::Resolver;
use crate::text::Sources;

/// The answer of `show`.
#[derive(Debug, Serialize)]
pub struct ObjectReport<'a> {
    version: u32,
    object: String,
    kind: &'static str,
    name: &'a str,
    tenant: Option<&'a str>,
    enabled: bool,
    location: Place<'a>,
    fields: IndexMap<&'static str, Vec<&'a str>>,
    options: Vec<OptionLine<'a>>,
    belongs_to: Vec<Membership<'a>>,
    members: Vec<Membership<'a>>,
}

#[derive(Debug, Serialize)]
struct OptionLine<'a> {
    section: &'a str,
    name: &'a str,
    value: &'a str,
    disabled: bool,
    location: Place<'a>,
}

#[derive(Debug, Serialize)]
struct Membership<'a> {
    object: String,
    location: Place<'a>,
}

impl<'a> ObjectReport<'a> {
    /// The report of an object.
    #[must_use]
    pub fn new(id: ObjectId, deployment: &'a Deployment, sources: &'a Sources) -> Self {
        let object = deployment.object(id);
        let mut fields = IndexMap::<&'static str, Vec<&'a str>>::new();
        for field in &object.fields {
            fields.entry(field.key.as_str()).or_default().push(deployment.text(field.value));
        }
        if object.kind == ObjectKind::Agent {
            fields.insert("is-agent", vec![if object.is_agent { "true" } else { "false" }]);
        }
        if object.is_virtual {
            fields.insert("virtual", vec!["true"]);
        }
        let options = object
            .options
            .iter()
            .map(|setting| OptionLine {
                section: deployment.text(setting.section),
                name: deployment.text(setting.name),
                value: deployment.text(setting.value),
                disabled: setting.disabled,
                location: Place::of(sources, setting.at),
            })
            .collect();
        let belongs_to = deployment.links_from(id).iter();
        let relations = [Relation::AgentGroup, Relation::AccessGroup, Relation::Role, Relation::Application];
        let members = relations.into_iter().flat_map(|relation| deployment.members(id, relation));
        let membership = |object: ObjectId, at| Membership {
            object: deployment.display(object),
            location: Place::of(sources, at),
        };
        Self {
            version: 1,
            object: deployment.display(id),
            kind: object.kind.as_str(),
            name: deployment.text(object.name),
            tenant: Some(deployment.text(object.tenant)).filter(|tenant| !tenant.is_empty()),
            enabled: object.enabled,
            location: Place::of(sources, object.at),
            fields,
            options,
            belongs_to: belongs_to.map(|link| membership(link.to, link.at)).collect(),
            members: members.map(|link| membership(link.from, link.at)).collect(),
        }
    }

    /// Writes it for people.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}   {}", clean(&self.object), self.location)?;
        if let Some(tenant) = self.tenant {
            writeln!(out, "  tenant: {}", clean(tenant))?;
        }
        if !self.enabled {
            writeln!(out, "  enabled: false")?;
        }
        for (key, values) in &self.fields {
            writeln!(out, "  {key}: {}", clean(&values.join(", ")))?;
        }
        for (title, memberships) in [("belongs to", &self.belongs_to), ("members", &self.members)] {
            if !memberships.is_empty() {
                writeln!(out, "  {title} ({}):", memberships.len())?;
            }
            for membership in memberships {
                writeln!(out, "    {}   {}", clean(&membership.object), membership.location)?;
            }
        }
        let mut section = "";
        for option in &self.options {
            if option.section != section {
                section = option.section;
                writeln!(out, "  [{}]", clean(section))?;
            }
            let disabled = if option.disabled { "#" } else { "" };
            let value = shown_value(Some(option.value));
            writeln!(out, "    {disabled}{} = {value}   {}", clean(option.name), option.location)?;
        }
        Ok(())
    }
}

/// The answer of `refs`.
#[derive(Debug, Serialize)]
pub struct References<'a> {
    version: u32,
    /// The object.
    pub object: String,
    /// Every mention, by file and line.
    pub references: Vec<Reference<'a>>,
}

/// One place that names an object.
#[derive(Debug, Serialize)]
pub struct Reference<'a> {
    /// The place.
    #[serde(rename = "location")]
    pub place: Place<'a>,
    /// The object whose text it is.
    pub by: String,
    /// What the object is to it: a relation, or an option's name.
    pub what: String,
    /// How many enabled agents that concerns: the members, or those for whom this value is in force.
    pub agents: usize,
}

/// Every mention of an object.
#[must_use]
pub fn references<'a>(id: ObjectId, resolver: &Resolver<'a>, sources: &'a Sources) -> References<'a> {
    let deployment = resolver.deployment();
    let object = deployment.object(id);
    let mut found = Vec::new();
    for link in deployment.links() {
        let (other, what) = match (link.to == id, link.from == id) {
            (true, _) => (link.from, "member"),
            (_, true) => (link.to, "belongs to"),
            _ => continue,
        };
        let agents = agents_behind(deployment, other);
        found.push((link.at, deployment.display(other), what.to_owned(), agents));
    }
    for (other, user) in deployment.objects() {
        for (option, setting) in resolver.settings(other) {
            let names_it =
                resolver.spec(option).and_then(|spec| spec.kind.as_ref()).is_some_and(|kind| {
                    match (&kind.value, object.kind) {
                        (ValueKind::Script(script), ObjectKind::Script) => {
                            deployment.script_type(id).is_none_or(|kind: ScriptType| kind == *script)
                        }
                        (ValueKind::BusinessAttribute { .. }, ObjectKind::BusinessAttribute) => true,
                        _ => false,
                    }
                });
            let tenant_fits = [user.tenant, Symbol::EMPTY].contains(&object.tenant)
                || user.tenant == Symbol::EMPTY
                || (user.kind == ObjectKind::Tenant && user.name == object.tenant);
            if names_it && setting.value == object.name && tenant_fits && !setting.disabled {
                let what = deployment.text(setting.name).to_owned();
                let agents = resolver.agents_with(option, setting);
                found.push((setting.at, deployment.display(other), what, agents));
            }
        }
    }
    found.sort();
    let references = found
        .into_iter()
        .map(|(at, by, what, agents)| Reference { place: Place::of(sources, at), by, what, agents })
        .collect();
    References { version: 1, object: deployment.display(id), references }
}

/// How many enabled agents an object is or has.
fn agents_behind(deployment: &Deployment, id: ObjectId) -> usize {
    match deployment.object(id).kind {
        ObjectKind::Agent => usize::from(deployment.is_subject(id)),
        ObjectKind::AgentGroup | ObjectKind::AccessGroup => deployment.agents_in(id).count(),
        ObjectKind::Application if deployment.application_type(id) == Some(ApplicationType::Workspace) => {
            deployment.agents().filter(|&agent| deployment.application_of(agent) == Some(id)).count()
        }
        _ => 0,
    }
}
