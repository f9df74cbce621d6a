//! What rules look at.

use std::sync::OnceLock;

use super::shortcuts::Shortcuts;
use crate::behaviour::RightsMap;
use crate::catalogue::{Catalogue, OptionSpec};
use crate::deployment::{Deployment, Object, ObjectId, Setting};
use crate::diagnostic::{Affected, Diagnostic};
use crate::names::{ApplicationType, ObjectKind, WORKSPACE_SECTION, option_label};
use crate::privilege::{DependencyGraph, Privileges};
use crate::resolve::{OptionId, Resolver};
use crate::text::{Sources, Span};

/// Everything a rule may look at.
#[derive(Debug)]
pub struct Context<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// What is known of options and privileges.
    pub catalogue: &'a Catalogue,
    /// What was read.
    pub deployment: &'a Deployment,
    /// Which value wins.
    pub resolver: Resolver<'a>,
    /// Which privilege stands behind each right.
    pub rights: &'a RightsMap,
    graph: &'a DependencyGraph,
    privileges: OnceLock<Privileges<'a>>,
    shortcuts: OnceLock<Shortcuts<'a>>,
}

/// An option as it is written on an object.
#[derive(Debug, Clone, Copy)]
pub struct Written<'a> {
    /// The object.
    pub id: ObjectId,
    /// The object.
    pub object: &'a Object,
    /// The option among those of the deployment.
    pub option: OptionId,
    /// Its value and places, as written.
    pub setting: &'a Setting,
    /// What is known of it.
    pub spec: Option<&'a OptionSpec>,
    /// The option's name.
    pub name: &'a str,
    /// Its section.
    pub section: &'a str,
    /// Its value.
    pub value: &'a str,
}

impl<'a> Context<'a> {
    /// Prepares for the rules.
    #[must_use]
    pub fn new(
        sources: &'a Sources,
        catalogue: &'a Catalogue,
        resolver: Resolver<'a>,
        graph: &'a DependencyGraph,
        rights: &'a RightsMap,
    ) -> Self {
        let deployment = resolver.deployment();
        Self {
            sources,
            catalogue,
            deployment,
            resolver,
            rights,
            graph,
            privileges: OnceLock::new(),
            shortcuts: OnceLock::new(),
        }
    }

    /// What every agent may really do; worked out when it is first asked for.
    #[must_use]
    pub fn privileges(&self) -> &Privileges<'a> {
        self.privileges.get_or_init(|| Privileges::new(self.graph, self.deployment))
    }

    /// Which privilege depends on which.
    #[must_use]
    pub fn graph(&self) -> &'a DependencyGraph {
        self.graph
    }

    /// Every key combination that is written; read when it is first asked for.
    pub(super) fn shortcuts(&self) -> &Shortcuts<'a> {
        self.shortcuts.get_or_init(|| Shortcuts::new(self.catalogue, &self.resolver))
    }

    /// The options that are written on one object.
    pub fn settings_of(&self, id: ObjectId) -> impl Iterator<Item = Written<'a>> + '_ {
        self.resolver.settings(id).map(move |(option, setting)| self.written(id, option, setting))
    }

    /// The settings that are not disabled of those options for which `keep(section, name, spec)` holds, option by
    /// option, each in the order of reading. `spec` is what is known of the option as one of the desktop's.
    pub fn settings_where(
        &self,
        keep: impl Fn(&'a str, &'a str, Option<&'a OptionSpec>) -> bool,
    ) -> impl Iterator<Item = Written<'a>> {
        self.options_where(keep).flat_map(move |option| {
            let settings = self.resolver.settings_of_option(option).iter();
            settings.map(move |set| self.written(set.object, option, set.setting))
        })
    }

    /// The options for which `keep(section, name, spec)` holds, in order.
    pub(super) fn options_where(
        &self,
        keep: impl Fn(&'a str, &'a str, Option<&'a OptionSpec>) -> bool,
    ) -> impl Iterator<Item = OptionId> {
        let resolver = &self.resolver;
        resolver.option_ids().filter(move |&option| {
            let (section, name) = resolver.option_name(option);
            keep(section, name, resolver.spec(option))
        })
    }

    /// Whether an object is an application, told without looking at it.
    pub(super) fn is_application(&self, id: ObjectId) -> bool {
        self.deployment.of_kind(ObjectKind::Application).binary_search(&id).is_ok()
    }

    /// An option as it is written on one object.
    pub(super) fn written(&self, id: ObjectId, option: OptionId, setting: &'a Setting) -> Written<'a> {
        let deployment = self.deployment;
        let object = deployment.object(id);
        let (section, name) = self.resolver.option_name(option);
        let spec = match object.kind {
            ObjectKind::Application => match deployment.application_type(id) {
                Some(ApplicationType::Workspace) => self.resolver.spec(option),
                Some(server) => self.catalogue.option(section, Some(server), name).map(|found| found.spec),
                None => None,
            },
            _ => self.resolver.spec(option),
        };
        Written { id, object, option, setting, spec, name, section, value: deployment.text(setting.value) }
    }

    /// The finding with the agents for whom the option, as it is written here, is in force.
    #[must_use]
    pub fn with_agents(&self, finding: Diagnostic, written: &Written<'_>) -> Diagnostic {
        let placed = self.resolver.placed_on(written.id, written.option).filter(|_| written.is_workspace());
        let agents: Vec<ObjectId> =
            placed.map(|placed| self.resolver.agents_getting(placed).collect()).unwrap_or_default();
        if agents.is_empty() { finding } else { finding.affects(self.affected(&agents)) }
    }

    /// Whom a finding affects: the number of agents, and the first names.
    #[must_use]
    pub fn affected(&self, agents: &[ObjectId]) -> Affected {
        let mut names: Vec<&str> =
            agents.iter().map(|&agent| self.deployment.text(self.deployment.object(agent).name)).collect();
        let shown = Affected::SHOWN.min(names.len());
        if shown < names.len() {
            names.select_nth_unstable(shown);
        }
        names.truncate(shown);
        names.sort_unstable();
        // Only the names that are shown can need a tenant before them.
        let mut shown: Vec<ObjectId> = Vec::new();
        for &agent in agents {
            if names.binary_search(&self.deployment.text(self.deployment.object(agent).name)).is_ok() {
                shown.push(agent);
            }
        }
        let mut names: Vec<String> = shown.into_iter().map(|agent| self.deployment.bare(agent)).collect();
        names.sort_unstable();
        names.truncate(Affected::SHOWN);
        Affected { count: agents.len(), agents: names }
    }
}

impl Written<'_> {
    /// Whether the option stands in the workspace section.
    #[must_use]
    pub fn is_workspace(&self) -> bool {
        self.section == WORKSPACE_SECTION
    }

    /// The option as findings name it: bare in the workspace section, else with its section.
    #[must_use]
    pub fn label(&self) -> String {
        option_label(self.section, self.name)
    }

    /// Where a part of the value stands, by byte offsets in the value.
    #[must_use]
    pub fn part(&self, range: std::ops::Range<usize>) -> Span {
        if self.setting.verbatim { self.setting.at.part(range.start, range.end) } else { self.setting.at }
    }
}
