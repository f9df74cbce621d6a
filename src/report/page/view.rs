//! What a page shows: answers of the other commands, put together.

use crate::behaviour::Readiness;
use crate::deployment::{Deployment, ObjectId};
use crate::dryrun::verify::{Exchange, Report, Rollout};
use crate::names::Side;
use crate::privilege::{DependencyGraph, Matrix};
use crate::report::{CheckReport, DiffView};
use crate::resolve::Spread;
use crate::text::{Sources, Span};

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// The path as shown.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// The checklist of the agents of one group.
#[derive(Debug, Clone)]
pub struct GroupReady<'d> {
    /// The group; `None` for agents who are in no enabled group.
    pub group: Option<ObjectId>,
    /// The checklist.
    pub readiness: Readiness<'d>,
}

/// Everything that is on the page.
#[derive(Debug)]
pub struct PageView<'a> {
    /// What the deployment is called.
    pub title: &'a str,
    /// The folder from which its places are shown; empty where that is this one.
    pub root: &'a str,
    /// Its files.
    pub inputs: &'a [InputFile],
    /// The deployment.
    pub deployment: &'a Deployment,
    /// Its texts.
    pub sources: &'a Sources,
    /// What `check` finds.
    pub check: &'a CheckReport<'a>,
    /// What `chat verify` finds.
    pub verified: &'a Report,
    /// What `chat ready` says of all agents; `None` where there are none.
    pub ready: Option<&'a Readiness<'a>>,
    /// The same by agent group.
    pub groups: &'a [GroupReady<'a>],
    /// Who places chats where, and who takes them back.
    pub exchange: &'a Exchange,
    /// Who holds what.
    pub matrix: &'a Matrix<'a>,
    /// The privileges that there are.
    pub graph: &'a DependencyGraph,
    /// Every option that some object sets.
    pub spreads: &'a [Spread<'a>],
    /// The change that the page is about, where it is about one.
    pub change: Option<ChangeView<'a>>,
}

impl PageView<'_> {
    /// A place as it is seen from the deployment's folder.
    pub(super) fn place(&self, span: Span) -> String {
        short(&self.sources.place(span), self.root).to_owned()
    }
}

/// A change to a deployment.
#[derive(Debug)]
pub struct ChangeView<'a> {
    /// What the old side is called.
    pub old: &'a str,
    /// What the new side is called.
    pub new: &'a str,
    /// The folders from which places of the old side and of the new side are shown.
    pub roots: [&'a str; 2],
    /// What changes, or why that is not known.
    pub compared: Result<Compared<'a>, String>,
}

/// What changes.
#[derive(Debug)]
pub struct Compared<'a> {
    /// Effective options and privileges, and what can happen.
    pub diff: DiffView<'a>,
    /// What can happen when the change is taken back.
    pub reverse: &'a Rollout,
}

impl Compared<'_> {
    /// A place of one side.
    pub(super) fn place(&self, roots: [&str; 2], side: Side, span: Span) -> String {
        let (sources, root) = match side {
            Side::Old => (self.diff.old.1, roots[0]),
            Side::New => (self.diff.new.1, roots[1]),
        };
        short(&sources.place(span), root).to_owned()
    }
}

/// A place as it is seen from a folder that holds it.
pub(super) fn short<'p>(place: &'p str, root: &str) -> &'p str {
    place.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')).unwrap_or(place)
}
