//! What may be typed behind `wdectl chat run`.

use std::path::PathBuf;

use clap::Args as Group;

use super::number::number;

#[derive(Debug, Group)]
#[command(
    after_help = "Coverage counts transitions of the chat machine, reasons of refusals, privileges and options: those \
that the played scenarios used, of those that a scenario can use in this deployment. `--output lcov=FILE` says how \
often each line of the configuration gave an answer that mattered.\n\n\
Examples:\n  wdectl chat run scenarios/\n  wdectl chat run -d export/ hold.yaml --tag seed --format junit\n  \
wdectl chat run --coverage --fail-under 80 --output lcov=lcov.info\n  \
wdectl chat run --transcript transcripts/"
)]
pub(in crate::cli) struct ChatRun {
    /// Scenario files, and folders with such files [default: the deployment's folder `scenarios`]
    #[arg(value_name = "FILE|FOLDER")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// Only scenarios with one of these tags
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub(in crate::cli) tag: Vec<String>,

    /// Only scenarios whose name matches
    #[arg(long, value_name = "REGEX")]
    pub(in crate::cli) filter: Option<regex::Regex>,

    /// Stop at the first scenario that fails
    #[arg(long)]
    pub(in crate::cli) bail: bool,

    /// Say what the scenarios used of the chat machine and of the configuration, and what they did not
    #[arg(long)]
    pub(in crate::cli) coverage: bool,

    /// Exit with 1 if less than this percentage of all is used; rounded down, so that 100 means all
    #[arg(long, value_name = "N", value_parser = number(0, 100_u8))]
    pub(in crate::cli) fail_under: Option<u8>,

    /// Write the transcript of each scenario into this folder, as JSON Lines and as Markdown with a sequence diagram
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) transcript: Option<PathBuf>,
}
