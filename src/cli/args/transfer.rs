//! The arguments of `wdectl import` and `wdectl export`.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};

use crate::text::Syntax;

#[derive(Debug, Group)]
#[command(
    after_help = "Reads every form that wdectl reads, several files as one deployment, and writes one file for each kind of object \
(agents.yaml, agent-groups.yaml ...). A comment at each object says where it came from. What cannot be carried over is told \
on standard error.\n\n\
Examples:\n  wdectl import export.xml -o deployment/\n  wdectl import WDE.cfg --as application/WDE_Main\n  \
wdectl import export/ --to toml -o deployment/ --force\n\n\
Exit status: 0 all is written; 1 something that stands in the files is not in what was written; 2 nothing is written"
)]
pub(in crate::cli) struct Import {
    /// Files and folders to read together
    #[arg(value_name = "PATH", required = true)]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// Write a file for each kind of object into this folder [default: one document to standard output]
    #[arg(short, long = "out", value_name = "DIR")]
    pub(in crate::cli) out: Option<PathBuf>,

    /// The syntax to write
    #[arg(long, value_name = "SYNTAX", default_value = "yaml")]
    pub(in crate::cli) to: OurSyntax,

    /// Write over files that are there
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OurSyntax {
    /// YAML.
    Yaml,
    /// TOML.
    Toml,
    /// JSON, which has no comments.
    Json,
}

impl OurSyntax {
    pub(in crate::cli) fn syntax(self) -> Syntax {
        match self {
            Self::Yaml => Syntax::Yaml,
            Self::Toml => Syntax::Toml,
            Self::Json => Syntax::Json,
        }
    }

    /// The extension of its files.
    pub(in crate::cli) fn extension(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Toml => "toml",
            Self::Json => "json",
        }
    }
}
