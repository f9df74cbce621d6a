//! What is known of a privilege, and the graph of what depends on what.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::{PrivilegeNames, clean};
use crate::catalogue::{Catalogue, PrivilegeSpec};
use crate::deployment::Deployment;
use crate::names::{Basis, and_more, counted};
use crate::privilege::{DependencyGraph, WhoCan};

/// The answer of `privilege list` and `privilege show`.
#[derive(Debug, Serialize)]
pub struct PrivilegesReport<'a> {
    version: u32,
    privileges: Vec<PrivilegePage<'a>>,
}

impl<'a> PrivilegesReport<'a> {
    /// The report of some privileges.
    #[must_use]
    pub fn new(privileges: Vec<PrivilegePage<'a>>) -> Self {
        Self { version: 1, privileges }
    }
}

/// What is known of one privilege.
#[derive(Debug, Serialize)]
pub struct PrivilegePage<'a> {
    name: &'a str,
    group: &'a str,
    description: &'a str,
    gate: bool,
    aliases: &'a [String],
    depends_on: Vec<&'a str>,
    dependents: Vec<&'a str>,
    introduced: Option<&'a str>,
    introduced_basis: Option<Basis>,
    modified: &'a [String],
    basis: Basis,
    depends_on_basis: Option<Basis>,
    sources: Vec<&'a str>,
    /// Enabled agents for whom it is effective; null where no deployment was read.
    agents: Option<usize>,
    /// The first of them by name, for people.
    #[serde(skip)]
    first: Vec<String>,
}

impl<'a> PrivilegeNames<'a> {
    /// The page of a privilege.
    #[must_use]
    pub fn page(
        &self,
        spec: &'a PrivilegeSpec,
        catalogue: &'a Catalogue,
        who: Option<&WhoCan>,
    ) -> PrivilegePage<'a> {
        let id = self.graph.find(&spec.name);
        PrivilegePage {
            name: &spec.name,
            group: &spec.group,
            description: &spec.description,
            gate: spec.gate,
            aliases: &spec.aliases,
            depends_on: spec.dependencies().collect(),
            dependents: id.map(|id| self.all(self.graph.dependents(id))).unwrap_or_default(),
            introduced: spec.introduced.as_ref().map(|fact| fact.value.as_str()),
            introduced_basis: spec.introduced.as_ref().map(|fact| fact.basis),
            modified: &spec.modified,
            basis: spec.basis,
            depends_on_basis: spec.depends_on.as_ref().map(|fact| fact.basis),
            sources: spec.sources.iter().filter_map(|source| catalogue.source(source)).collect(),
            agents: who.map(|who| who.agents.len()),
            first: who.map(|who| first(self.deployment, who)).unwrap_or_default(),
        }
    }
}

impl PrivilegePage<'_> {
    /// The row of `privilege list`.
    #[must_use]
    pub fn row(&self) -> [String; 4] {
        [
            self.name.to_owned(),
            self.depends_on.join(", "),
            self.basis.to_string(),
            self.description.to_owned(),
        ]
    }

    /// Writes it for people.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}\n  {}\n", self.name, self.description)?;
        let mut facts = Vec::new();
        // How a fact is known, where that is another way than for the entry.
        let otherwise = |basis: Option<Basis>| match basis {
            Some(basis) if basis != self.basis => format!("   ({basis})"),
            _ => String::new(),
        };
        if !self.depends_on.is_empty() {
            let names = self.depends_on.join(", ");
            facts.push(("depends on", format!("{names}{}", otherwise(self.depends_on_basis))));
        }
        for (at, dependent) in self.dependents.iter().enumerate() {
            facts.push((if at == 0 { "needed by" } else { "" }, (*dependent).to_owned()));
        }
        if !self.aliases.is_empty() {
            facts.push(("also called", self.aliases.join(", ")));
        }
        let introduced = |release| format!("{release}{}", otherwise(self.introduced_basis));
        facts.extend(self.introduced.map(|release| ("introduced", introduced(release))));
        if !self.modified.is_empty() {
            facts.push(("modified", self.modified.join(", ")));
        }
        facts.push(("basis", format!("{}: {}", self.basis, self.basis.words())));
        for (at, source) in self.sources.iter().enumerate() {
            facts.push((if at == 0 { "source" } else { "" }, (*source).to_owned()));
        }
        if let Some(agents) = self.agents {
            let rest = and_more(agents - self.first.len());
            let names =
                if agents == 0 { String::new() } else { format!(": {}{rest}", self.first.join(", ")) };
            facts.push(("effective for", format!("{}{names}", counted(agents, "agent"))));
        }
        for (title, text) in facts {
            writeln!(out, "  {title:<14} {}", clean(&text))?;
        }
        Ok(())
    }
}

/// How many of the agents who have a privilege are named.
const NAMED: usize = 8;

/// The first holders by name.
fn first(deployment: &Deployment, who: &WhoCan) -> Vec<String> {
    who.agents.iter().take(NAMED).map(|holder| deployment.bare(holder.agent)).collect()
}

/// The dependency graph as text for Graphviz.
#[must_use]
pub fn dot(graph: &DependencyGraph) -> String {
    let mut text = String::from("digraph privileges {\n  rankdir = LR;\n  node [shape = box];\n");
    for (from, to) in graph.edges() {
        let _ = writeln!(text, "  {:?} -> {:?};", graph.name(from), graph.name(to));
    }
    text.push_str("}\n");
    text
}

/// The dependency graph as text for Mermaid.
#[must_use]
pub fn mermaid(graph: &DependencyGraph) -> String {
    let mut text = String::from("flowchart LR\n");
    for (from, to) in graph.edges() {
        let name = |id| graph.name(id).replace('"', "#quot;");
        let _ =
            writeln!(text, "  p{}[\"{}\"] --> p{}[\"{}\"]", from.index(), name(from), to.index(), name(to));
    }
    text
}
