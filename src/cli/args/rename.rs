//! The arguments of `wdectl rename`.

use clap::Args as Group;

#[derive(Debug, Group)]
#[command(
    after_help = "The object itself, every place that names it, and every scenario in folders named `scenarios` of the \
deployment. All of them are changed or none; comments, order and quotes stay. Exported files and file names are told and \
stay as they are.\n\n\
Examples:\n  wdectl rename script/chat-hold chat-hold-service --diff\n  wdectl rename script/chat-hold chat-hold-service\n  \
wdectl rename agent/ana.ruiz ana.ortiz\n  wdectl rename agent-group/AcmeBank/Leads Team-Leads -d export/\n\n\
Exit status: 0 renamed; 1 with --diff, where something would change; 2 where it cannot be done, and nothing is changed"
)]
pub(in crate::cli) struct Rename {
    /// The object, for example agent/ana or script/Acme/chat-hold
    #[arg(value_name = "OBJECT")]
    pub(in crate::cli) object: String,

    /// Its new name, without kind and tenant
    #[arg(value_name = "NEW")]
    pub(in crate::cli) new: String,

    /// Show what would change, as a unified diff; nothing is written
    #[arg(long)]
    pub(in crate::cli) diff: bool,
}
