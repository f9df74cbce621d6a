//! What may be typed after `wdectl chat verify`.

use std::path::PathBuf;

use clap::Args as Group;

use super::number::number;

#[derive(Debug, Group)]
pub(in crate::cli) struct ChatVerify {
    /// Only this property; may be repeated
    #[arg(long, value_name = "PROPERTY", value_delimiter = ',')]
    pub(in crate::cli) property: Vec<String>,

    /// Show the properties with their documentation, and verify nothing
    #[arg(long)]
    pub(in crate::cli) list: bool,

    /// As if this assumption were made the other way round: with the next of its values; may be repeated
    #[arg(long, value_name = "ASSUMPTION", value_delimiter = ',')]
    pub(in crate::cli) without: Vec<String>,

    /// Give up after so many states of one tenant: the verdict is then unknown
    #[arg(long, value_name = "N", default_value = "1000000", value_parser = number(1, u64::MAX))]
    pub(in crate::cli) max_states: u64,

    /// Look for repairs of at most so many changes; 0 looks for none
    #[arg(long, value_name = "N", default_value = "3", value_parser = number(0, u8::MAX))]
    pub(in crate::cli) repairs: u8,

    /// Write each counterexample as a scenario file, for `wdectl chat run`, into this folder
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) emit_scenarios: Option<PathBuf>,
}
