//! The `wdectl` command.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    wdectl::cli::run(wdectl::cli::Args::parse())
}
