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

#[derive(Debug, Group)]
#[command(
    after_help = "cfg: a file for each object that has options, <kind>/<object>.cfg; nothing else has a place in it.\n\
cfgdata: CfgData XML that creates the objects; with --changes OLD it creates, changes and removes, so that OLD becomes the \
deployment.\njson: wdectl's own form as JSON.\n\n\
Examples:\n  wdectl export --to cfg -o export/\n  wdectl export --to cfg --object application/WDE_Main\n  \
wdectl export --to cfgdata -o deployment.xml\n  wdectl export --to cfgdata --changes git:HEAD -o change.xml\n  \
wdectl export --to json --object agent/ana --object agent-group/Chat-L2\n\n\
Exit status: 0 all is written that the form has a place for; 1 something else is left out, or something that stands in the \
files could not be read; 2 nothing is written"
)]
pub(in crate::cli) struct Export {
    /// The form to write
    #[arg(long, value_name = "FORM")]
    pub(in crate::cli) to: ExportForm,

    /// Only this object, for example agent/ana; may be repeated
    #[arg(long, value_name = "OBJECT")]
    pub(in crate::cli) object: Vec<String>,

    /// Only what changes from this older deployment: a folder, a file, or git:REV
    #[arg(long, value_name = "OLD")]
    pub(in crate::cli) changes: Option<String>,

    /// Roles, too, as wdectl reads them: the vendor's schema 8.0 has none, and exported keys of privileges are not public
    #[arg(long)]
    pub(in crate::cli) roles: bool,

    /// Write into this folder (cfg), or to this file [default: to standard output]
    #[arg(short, long = "out", value_name = "DIR|FILE")]
    pub(in crate::cli) out: Option<PathBuf>,

    /// Write over files that are there
    #[arg(long)]
    pub(in crate::cli) force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportForm {
    /// Options by section, a file for each object.
    Cfg,
    /// CfgData XML.
    Cfgdata,
    /// Lists of objects.
    Json,
}
