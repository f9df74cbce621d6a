//! One object with everything that belongs to it.

use std::io::{self, Write};

use indexmap::IndexMap;
use serde::Serialize;

use super::{Place, clean, shown_value};
use crate::deployment::{Deployment, ObjectId, Relation};
use crate::names::ObjectKind;
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
