//! What may be typed after `wdectl chat mutate`.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};

#[derive(Debug, Group)]
#[command(
    after_help = "A mistake is a grant taken from a role, a hold queue blanked, an option moved to the next level. \
Mistakes that change nothing of what chats ask are left out.\n\n\
Exit status: 0 scenarios notice every mistake, 1 some mistake is not noticed, 2 no answer.\n\n\
Examples:\n  wdectl chat mutate\n  wdectl chat mutate scenarios/ --format json --fail-on never"
)]
pub(in crate::cli) struct ChatMutate {
    /// Scenario files, and folders with such files [default: the deployment's folder `scenarios`]
    #[arg(value_name = "FILE|FOLDER")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// Whether a mistake that no scenario notices makes the exit status 1
    #[arg(long, value_name = "WHAT", default_value = "any")]
    pub(in crate::cli) fail_on: MutateFailOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum MutateFailOn {
    Any,
    Never,
}
