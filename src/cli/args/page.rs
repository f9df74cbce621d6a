//! What may be typed after `wdectl report`.

use std::path::PathBuf;

use clap::Args as Group;

use super::number::number;

#[derive(Debug, Group)]
#[command(
    after_help = "The page is one file that needs no network, no script and no other file: mail it, print it, attach it to a change. \
It shows what check, chat ready, chat verify, resolve and privilege matrix answer; with OLD also what diff --behaviour does.\n\n\
Examples:\n  wdectl report -o report.html\n  wdectl report -d export/ -o - > report.html\n  \
wdectl report git:origin/main... -o change.html\n  wdectl report export-monday/ -d export-tuesday/ -o change.html\n\n\
Exit status: 0 the page was written, whatever it says; 2 it was not, or it says that a file could not be read"
)]
pub(in crate::cli) struct Page {
    /// The page is about the change from here to the deployment: a folder, a file, or git:REV, as `diff` takes it
    #[arg(value_name = "OLD")]
    pub(in crate::cli) old: Option<String>,

    /// Write the page to this file; `-` is standard output
    #[arg(short, long = "out", value_name = "FILE")]
    pub(in crate::cli) out: PathBuf,

    /// How many states the proof visits before it gives up
    #[arg(long, value_name = "N", default_value = "1000000", value_parser = number(1, u64::MAX))]
    pub(in crate::cli) max_states: u64,
}
