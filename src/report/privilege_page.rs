//! What is known of a privilege, and the graph of what depends on what.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::{PrivilegeNames, clean};
use crate::catalogue::{Catalogue, PrivilegeSpec};
use crate::names::Basis;
use crate::privilege::DependencyGraph;

/// The answer of `privilege show`.
#[derive(Debug, Serialize)]
pub struct PrivilegePage<'a> {
    version: u32,
    name: &'a str,
    group: &'a str,
    description: &'a str,
    gate: bool,
    aliases: &'a [String],
    depends_on: Vec<&'a str>,
    dependents: Vec<&'a str>,
    introduced: Option<&'a str>,
    modified: &'a [String],
    basis: Basis,
    depends_on_basis: Option<Basis>,
    sources: Vec<&'a str>,
    /// Enabled agents for whom it is effective; null where no deployment was read.
    agents: Option<usize>,
}

impl<'a> PrivilegeNames<'a> {
    /// The page of a privilege.
    #[must_use]
    pub fn page(
        &self,
        spec: &'a PrivilegeSpec,
        catalogue: &'a Catalogue,
        agents: Option<usize>,
    ) -> PrivilegePage<'a> {
        let id = self.graph.find(&spec.name);
        PrivilegePage {
            version: 1,
            name: &spec.name,
            group: &spec.group,
            description: &spec.description,
            gate: spec.gate,
            aliases: &spec.aliases,
            depends_on: spec.dependencies().collect(),
            dependents: id.map(|id| self.all(self.graph.dependents(id))).unwrap_or_default(),
            introduced: spec.introduced.as_ref().map(|fact| fact.value.as_str()),
            modified: &spec.modified,
            basis: spec.basis,
            depends_on_basis: spec.depends_on.as_ref().map(|fact| fact.basis),
            sources: spec.sources.iter().filter_map(|source| catalogue.source(source)).collect(),
            agents,
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
        let inferred = match self.depends_on_basis {
            Some(basis) if basis != self.basis => format!("   ({basis})"),
            _ => String::new(),
        };
        if !self.depends_on.is_empty() {
            facts.push(("depends on", format!("{}{inferred}", self.depends_on.join(", "))));
        }
        for (at, dependent) in self.dependents.iter().enumerate() {
            facts.push((if at == 0 { "needed by" } else { "" }, (*dependent).to_owned()));
        }
        if !self.aliases.is_empty() {
            facts.push(("also called", self.aliases.join(", ")));
        }
        facts.extend(self.introduced.map(|release| ("introduced", release.to_owned())));
        if !self.modified.is_empty() {
            facts.push(("modified", self.modified.join(", ")));
        }
        facts.push(("basis", format!("{}: {}", self.basis, self.basis.words())));
        for (at, source) in self.sources.iter().enumerate() {
            facts.push((if at == 0 { "source" } else { "" }, (*source).to_owned()));
        }
        if let Some(agents) = self.agents {
            facts.push((
                "effective for",
                format!("{agents} {}", if agents == 1 { "agent" } else { "agents" }),
            ));
        }
        for (title, text) in facts {
            writeln!(out, "  {title:<14} {}", clean(&text))?;
        }
        Ok(())
    }
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
