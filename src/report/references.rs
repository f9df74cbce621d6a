//! Every place that names an object: in the deployment, and in its scenarios.

use serde::Serialize;

use super::Place;
use crate::catalogue::OptionSpec;
use crate::deployment::{Deployment, Mentions, Naming, ObjectId, Setting};
use crate::dryrun;
use crate::names::{ApplicationType, ObjectKind, Symbol};
use crate::resolve::{OptionId, Resolver};
use crate::text::{Sources, Span};

/// The answer of `refs`.
#[derive(Debug, Serialize)]
pub struct References<'a> {
    version: u32,
    /// The object.
    pub object: String,
    /// Every mention, by file and line; the places of the object itself are not among them.
    pub references: Vec<Reference<'a>>,
}

/// One place that names an object.
#[derive(Debug, Serialize)]
pub struct Reference<'a> {
    /// The place.
    #[serde(rename = "location")]
    pub place: Place<'a>,
    /// The object whose text it is, or the scenario.
    pub by: String,
    /// What the object is to it: a relation, an option's name, or a scenario's field.
    pub what: String,
    /// How many enabled agents that concerns: the members, or those for whom this value is in force.
    pub agents: usize,
    /// Where the name stands.
    #[serde(skip)]
    pub at: Span,
    /// The name as it is written there.
    #[serde(skip)]
    pub text: String,
    /// Other objects that the same name means, for agents of other tenants.
    #[serde(skip)]
    pub others: Vec<String>,
    /// Whether the name stands nowhere in one piece.
    #[serde(skip)]
    pub is_in_pieces: bool,
}

/// Every mention of an object, by what the deployment and the scenarios say they name.
#[must_use]
pub fn references<'a>(
    id: ObjectId,
    resolver: &Resolver<'a>,
    mentions: &Mentions,
    scenarios: &[dryrun::Mention],
    sources: &'a Sources,
) -> References<'a> {
    let deployment = resolver.deployment();
    let name = deployment.text(deployment.object(id).name);
    let reference = |at: Span, by: String, what: &str| Reference {
        place: Place::of(sources, at),
        by,
        what: what.to_owned(),
        agents: 0,
        at,
        text: name.to_owned(),
        others: Vec::new(),
        is_in_pieces: false,
    };
    let mut found = Vec::new();
    for mention in mentions.places.iter().filter(|mention| mention.of == id) {
        let what = match mention.naming {
            Naming::Itself => continue,
            Naming::Member => "member",
            Naming::BelongsTo => "belongs to",
            Naming::Tenant => "tenant",
        };
        let agents = agents_behind(deployment, mention.by);
        found.push(Reference { agents, ..reference(mention.at, deployment.display(mention.by), what) });
    }
    let settings = deployment.objects().flat_map(|(user, _)| {
        resolver.settings(user).map(move |(option, setting)| (user, option, setting, true))
    });
    let replaced = mentions.replaced.iter().filter_map(|(user, setting)| {
        let option = resolver.option_id(deployment.text(setting.section), deployment.text(setting.name))?;
        Some((*user, option, setting, false))
    });
    for (user, option, setting, counts) in settings.chain(replaced) {
        let Some(others) = others_named(id, resolver, user, (option, setting)) else { continue };
        let agents = if counts && !setting.disabled { resolver.agents_with(option, setting) } else { 0 };
        let what = deployment.text(setting.name);
        found.push(Reference {
            agents,
            others: others.into_iter().map(|other| deployment.display(other)).collect(),
            ..reference(setting.at, deployment.display(user), what)
        });
    }
    for mention in scenarios.iter().filter(|mention| mention.of == id) {
        found.push(Reference {
            text: mention.text.clone(),
            is_in_pieces: mention.is_in_pieces,
            ..reference(mention.at, format!("scenario {}", mention.scenario), &mention.field)
        });
    }
    found.sort_by_key(|reference| reference.at);
    References { version: 1, object: deployment.display(id), references: found }
}

/// The other objects that a setting names, if it names this one.
fn others_named(
    id: ObjectId,
    resolver: &Resolver<'_>,
    user: ObjectId,
    (option, setting): (OptionId, &Setting),
) -> Option<Vec<ObjectId>> {
    let deployment = resolver.deployment();
    let object = deployment.object(id);
    if setting.value != object.name {
        return None;
    }
    let (kind, script) = resolver.spec(option).and_then(OptionSpec::named_kind)?;
    let is_own = |script| deployment.script_type(id).is_none_or(|own| own == script);
    let fits_type = script.is_none_or(is_own);
    if kind != object.kind || !fits_type {
        return None;
    }
    let tenants = resolver.tenants_of(user, option, setting);
    if tenants.iter().all(|&tenant| tenant == Symbol::EMPTY) {
        // Nobody says in which tenant: every object of that name may be meant.
        return Some(Vec::new());
    }
    let mut named: Vec<ObjectId> =
        tenants.iter().filter_map(|&tenant| deployment.find(kind, tenant, setting.value)).collect();
    named.sort_unstable();
    named.dedup();
    let before = named.len();
    named.retain(|&other| other != id);
    (named.len() < before).then_some(named)
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
