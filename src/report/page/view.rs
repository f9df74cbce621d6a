//! What a page shows: answers of the other commands, put together.

use crate::behaviour::Readiness;
use crate::deployment::{Deployment, ObjectId};
use crate::dryrun::verify::Report;
use crate::report::CheckReport;
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
    /// Every option that some object sets.
    pub spreads: &'a [Spread<'a>],
}

impl PageView<'_> {
    /// A place as it is seen from the deployment's folder.
    pub(super) fn place(&self, span: Span) -> String {
        let place = self.sources.place(span);
        let below = place.strip_prefix(self.root).and_then(|rest| rest.strip_prefix('/'));
        below.map_or_else(|| place.clone(), str::to_owned)
    }
}
