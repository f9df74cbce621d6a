//! Small graphs and deployments, and the way from names to what is meant.

use serde_json::Value;

use super::super::{DependencyGraph, PrivilegeEntry, PrivilegeId, PrivilegeSet};
use crate::deployment::{Deployment, Input, ObjectId, load};
use crate::names::{ObjectKind, ObjectName};
use crate::text::{Limits, Sources, Syntax};

pub(super) const CHANNEL: &str = "Chat - Can Use Chat Channel";
pub(super) const HOLD: &str = "Chat - Can Place On Hold";
pub(super) const RELEASE: &str = "Chat - Can Release";
pub(super) const RELEASE_ASYNC: &str = "Chat - Can Release Async";

/// The documented dependencies of the page on asynchronous chat.
pub(super) fn chat() -> DependencyGraph {
    graph(&[(CHANNEL, &[]), (HOLD, &[CHANNEL]), (RELEASE, &[CHANNEL]), (RELEASE_ASYNC, &[CHANNEL])])
}

pub(super) fn graph(privileges: &[(&str, &[&str])]) -> DependencyGraph {
    DependencyGraph::new(privileges.iter().map(|&(name, depends_on)| PrivilegeEntry {
        name,
        depends_on: depends_on.to_vec(),
        ..PrivilegeEntry::default()
    }))
}

pub(super) fn names(graph: &DependencyGraph, ids: impl IntoIterator<Item = PrivilegeId>) -> Vec<&str> {
    ids.into_iter().map(|id| graph.name(id)).collect()
}

pub(super) fn set_names<'g>(graph: &'g DependencyGraph, set: &PrivilegeSet) -> Vec<&'g str> {
    names(graph, set.iter())
}

pub(super) fn read(deployment: &Value) -> (Sources, Deployment) {
    let mut sources = Sources::new();
    let file = sources.add("deployment.json", deployment.to_string().into_bytes());
    let input = Input { file, syntax: Syntax::Json, object: None };
    let deployment = load(&sources, &[input], Limits::default());
    assert_eq!(deployment.problems(), []);
    (sources, deployment)
}

pub(super) fn object(deployment: &Deployment, name: &str) -> ObjectId {
    deployment.look_up(&name.parse::<ObjectName>().unwrap()).unwrap()
}

pub(super) fn agent(deployment: &Deployment, name: &str) -> ObjectId {
    deployment.look_up_kind(ObjectKind::Agent, name).unwrap()
}
