//! Arguments about findings that are known.

use std::path::PathBuf;

use clap::Args as Group;

#[derive(Debug, Default, Group)]
pub(in crate::cli) struct BaselineArgs {
    /// Do not tell findings that this file knows [default: `baseline` in wdectl.toml]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,

    /// Write the baseline file: all that is found now is known from the next run on
    #[arg(long)]
    pub(in crate::cli) write_baseline: bool,
}
