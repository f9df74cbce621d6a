//! Arguments of the commands that show objects.

use clap::Args as Group;

#[derive(Debug, Group)]
pub(in crate::cli) struct Show {
    /// The object, for example agent/ana or agent-group/Chat-L2
    pub(in crate::cli) object: String,
}

#[derive(Debug, Group)]
pub(in crate::cli) struct List {
    /// The kind, for example agents
    pub(in crate::cli) kind: String,
}
