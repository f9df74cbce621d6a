//! What is known about one privilege.

use crate::names::{Basis, Review};
use crate::text::Span;

use super::Fact;

/// What is known about a privilege; what is absent is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivilegeSpec {
    /// The name that roles show.
    pub name: String,
    /// Under which heading lists show it.
    pub group: String,
    /// What it allows.
    pub description: String,
    /// Whether it is the one without which the others of its group have no effect.
    pub gate: bool,
    /// The privileges without which it has no effect. For the built-in ones the basis is `documented` where the
    /// documentation states it, or `inferred`.
    pub depends_on: Option<Fact<Vec<String>>>,
    /// The release that brought it.
    pub introduced: Option<Fact<String>>,
    /// Releases that changed it.
    pub modified: Vec<String>,
    /// Keys under which exported roles hold it.
    pub aliases: Vec<String>,
    /// Who should look when somebody gets or loses it.
    pub review: Review,
    /// How the entry is known.
    pub basis: Basis,
    /// Short names of its sources.
    pub sources: Vec<String>,
    /// Where a catalogue file of the user's last spoke of it; `None` while it is as built in.
    pub declared: Option<Span>,
}

impl PrivilegeSpec {
    /// A privilege of which nothing is known but its name.
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            group: String::new(),
            description: String::new(),
            gate: false,
            depends_on: None,
            introduced: None,
            modified: Vec::new(),
            aliases: Vec::new(),
            review: Review::Behavioural,
            basis: Basis::Seen,
            sources: Vec::new(),
            declared: None,
        }
    }

    /// The names of the privileges it depends on.
    pub fn dependencies(&self) -> impl Iterator<Item = &str> {
        self.depends_on.iter().flat_map(|fact| fact.value.iter().map(String::as_str))
    }
}
