//! What may be typed after `wdectl chat generate`.

use std::path::PathBuf;

use clap::Args as Group;

use super::number::number;

#[derive(Debug, Group)]
#[command(after_help = "Exit status: 0 scenarios were written, 2 there is no chat to start.\n\n\
Examples:\n  wdectl chat generate -o scenarios/generated/\n  wdectl chat generate -o all.yaml && wdectl chat run all.yaml --coverage")]
pub(in crate::cli) struct ChatGenerate {
    /// Write a file for each scenario into this folder, or all into this .yaml file [default: to standard output]
    #[arg(short, long = "out", value_name = "DIR|FILE")]
    pub(in crate::cli) out: Option<PathBuf>,

    /// Look no further than so many states of one tenant
    #[arg(long, value_name = "N", default_value = "5000", value_parser = number(1, u64::MAX))]
    pub(in crate::cli) max_states: u64,
}
