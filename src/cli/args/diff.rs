//! The arguments of `wdectl diff`.

use clap::{Args as Group, ValueEnum};

use super::number::number;

#[derive(Debug, Group)]
#[command(
    after_help = "OLD and NEW are folders or files, or revisions of the -d folder in its git repository: git:REV, and git:REV... \
for the merge base of REV and HEAD. Both sides are read with the wdectl.toml of NEW, for a revision with that of the -d folder.\n\n\
Examples:\n  wdectl diff export-monday/ export-tuesday/\n  wdectl diff git:HEAD\n  \
wdectl diff git:origin/main... --format markdown\n  wdectl diff git:v1 git:v2 -d config/ --agent-group Chat-L2 --fail-on security\n  \
wdectl diff git:HEAD --behaviour --emit-scenarios found/\n\n\
Exit status: 0 where nothing changes, or nothing at or above --fail-on; 1 where something does, or a chat on hold \
would be stranded; 2 where a side cannot be read, or not whole, or --behaviour reaches a limit"
)]
pub(in crate::cli) struct Diff {
    /// What was: a folder, a file, or git:REV
    #[arg(value_name = "OLD")]
    pub(in crate::cli) old: String,

    /// What is to be: a folder, a file, or git:REV [default: the deployment]
    #[arg(value_name = "NEW")]
    pub(in crate::cli) new: Option<String>,

    /// Only what this agent notices, by username (TENANT/USERNAME) or employee id
    #[arg(long, value_name = "NAME", conflicts_with = "agent_group")]
    pub(in crate::cli) agent: Option<String>,

    /// Only what agents notice who are in this agent group on either side
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) agent_group: Option<String>,

    /// Least review class that makes the exit status 1
    #[arg(long, value_name = "CLASS", default_value = "any")]
    pub(in crate::cli) fail_on: DiffFailOn,

    /// Also what becomes possible and impossible with a chat, and what becomes of chats on hold: explores both sides
    #[arg(long, alias = "behavior", conflicts_with_all = ["agent", "agent_group"])]
    pub(in crate::cli) behaviour: bool,

    /// Write what --behaviour finds as scenarios into this folder
    #[arg(long, value_name = "DIR", requires = "behaviour")]
    pub(in crate::cli) emit_scenarios: Option<std::path::PathBuf>,

    /// How many states --behaviour visits before it gives up
    #[arg(long, value_name = "N", default_value = "1000000", value_parser = number(1, u64::MAX), requires = "behaviour")]
    pub(in crate::cli) max_states: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DiffFailOn {
    /// Any difference, also a cosmetic one.
    Any,
    /// What agents or customers can do, or what happens by itself.
    Behavioural,
    /// What reaches beyond the agent's own work.
    Security,
    /// Never.
    Never,
}
