//! Arguments of the commands that make wdectl at home: in a shell, in an editor, in a folder.

use std::path::PathBuf;

use clap::Args as Group;

use crate::report::SCHEMAS;

#[derive(Debug, Group)]
#[command(
    after_help = "Examples:\n  wdectl completions bash > ~/.local/share/bash-completion/completions/wdectl\n  \
wdectl completions zsh > ~/.zfunc/_wdectl\n  \
wdectl completions fish > ~/.config/fish/completions/wdectl.fish\n  \
wdectl completions powershell >> $PROFILE"
)]
pub(in crate::cli) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(in crate::cli) shell: clap_complete::Shell,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:\n  wdectl man | man -l -\n  wdectl man -o ~/.local/share/man/man1")]
pub(in crate::cli) struct Man {
    /// Write the page of every command into this folder, instead of the first page to standard output
    #[arg(short, long = "folder", value_name = "DIR")]
    pub(in crate::cli) out: Option<PathBuf>,
}

#[derive(Debug, Group)]
#[command(
    after_help = "Examples:\n  wdectl schema deployment > deployment.schema.json\n  wdectl schema --list\n\n\
Then the first line of a YAML file lets an editor complete and explain it:\n  \
# yaml-language-server: $schema=../deployment.schema.json\n\
and that of a TOML file:\n  #:schema ../deployment.schema.json"
)]
pub(in crate::cli) struct Schema {
    /// What the schema describes: a file that you write, or an answer of wdectl
    #[arg(value_name = "NAME", required_unless_present = "list", value_parser = SCHEMAS.map(|(name, _)| name), hide_possible_values = true)]
    pub(in crate::cli) name: Option<String>,

    /// All names, each with what it describes
    #[arg(long, conflicts_with = "name")]
    pub(in crate::cli) list: bool,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:\n  wdectl init\n  wdectl init chat-config && wdectl check chat-config")]
pub(in crate::cli) struct Init {
    /// The folder; it is made where it is not there
    #[arg(value_name = "DIR", default_value = ".")]
    pub(in crate::cli) folder: PathBuf,
}

#[derive(Debug, Group)]
pub(in crate::cli) struct Editing {
    /// Judge again whenever a file changes, until Ctrl+C
    #[arg(long, conflicts_with_all = ["fix", "diff", "write_baseline", "stdin_filename", "output"])]
    pub(in crate::cli) watch: bool,

    /// Standard input stands for this file of the deployment, which need not be saved; for editors
    #[arg(long, value_name = "PATH", conflicts_with_all = ["fix", "write_baseline"])]
    pub(in crate::cli) stdin_filename: Option<PathBuf>,
}
