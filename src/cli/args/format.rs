//! Shapes of answers, and which command makes which.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{ChatCommand, Command, OptionCommand, PrivilegeCommand, ShortcutCommand};
use crate::names::nearest;

/// The formats of all commands; [`Command::formats`] says which command has which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// For people.
    Human,
    /// One finding a line: path:line:column.
    Concise,
    /// Findings by file, one a line.
    Grouped,
    /// A table.
    Table,
    /// One JSON document.
    Json,
    /// One JSON document a line.
    Jsonl,
    /// Comma-separated values.
    Csv,
    /// One YAML document.
    Yaml,
    /// A graph for Graphviz.
    Dot,
    /// A graph for Mermaid.
    Mermaid,
    /// SARIF 2.1.0, which code scanning reads.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// JUnit's XML, which build servers read.
    Junit,
    /// Checkstyle's XML, which review tools read.
    Checkstyle,
    /// A table in Markdown.
    Markdown,
    /// The Test Anything Protocol.
    Tap,
    /// LCOV's tracefile: which lines of the configuration were used.
    Lcov,
}

impl Format {
    /// What a writer says that does not make this format. [`Command::refuse_other_formats`] has spoken before it.
    pub(in crate::cli) fn not_made(self) -> anyhow::Error {
        anyhow::anyhow!("this answer has no format `{}`", self.name())
    }

    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// The formats of answers that are a document.
const DOCUMENT: &[Format] = &[Format::Human, Format::Table, Format::Json, Format::Yaml];

impl Command {
    /// How the command is typed, and the formats that it makes.
    fn formats(&self) -> (&'static str, &'static [Format]) {
        use Format as F;
        match self {
            Self::Check(_) => (
                "check",
                &[
                    F::Human,
                    F::Grouped,
                    F::Concise,
                    F::Json,
                    F::Jsonl,
                    F::Sarif,
                    F::Github,
                    F::Gitlab,
                    F::Junit,
                    F::Checkstyle,
                    F::Markdown,
                ],
            ),
            Self::Resolve(_) => ("resolve", &[F::Human, F::Table, F::Json, F::Jsonl, F::Csv, F::Yaml]),
            Self::Privilege(command) => match command {
                PrivilegeCommand::List => ("privilege list", DOCUMENT),
                PrivilegeCommand::Show { .. } => ("privilege show", DOCUMENT),
                PrivilegeCommand::Effective { .. } => {
                    ("privilege effective", &[F::Human, F::Table, F::Json, F::Jsonl, F::Yaml])
                }
                PrivilegeCommand::WhoCan { .. } => ("privilege who-can", DOCUMENT),
                PrivilegeCommand::WhyNot { .. } => {
                    ("privilege why-not", &[F::Human, F::Table, F::Json, F::Jsonl, F::Yaml])
                }
                PrivilegeCommand::Matrix => ("privilege matrix", &[F::Human, F::Table]),
                PrivilegeCommand::Graph => ("privilege graph", &[F::Human, F::Table, F::Dot, F::Mermaid]),
            },
            Self::Shortcut(command) => match command {
                ShortcutCommand::Parse { .. } => ("shortcut parse", DOCUMENT),
                ShortcutCommand::List { .. } => ("shortcut list", &[F::Human, F::Table, F::Json, F::Jsonl]),
                ShortcutCommand::Free { .. } => ("shortcut free", DOCUMENT),
            },
            Self::Chat(command) => match command {
                ChatCommand::Ready(_) => ("chat ready", &[F::Human, F::Json]),
                ChatCommand::Run(_) => ("chat run", &[F::Human, F::Json, F::Junit, F::Tap, F::Lcov]),
                ChatCommand::Verify(_) => ("chat verify", &[F::Human, F::Json, F::Sarif, F::Junit]),
                ChatCommand::Generate(_) => ("chat generate", &[]),
                ChatCommand::Mutate(_) => ("chat mutate", &[F::Human, F::Json]),
                ChatCommand::Session(_) => ("chat session", &[F::Human, F::Json, F::Jsonl]),
                ChatCommand::Model => ("chat model", &[F::Human, F::Table, F::Mermaid, F::Dot, F::Json]),
            },
            Self::Diff(_) => ("diff", &[F::Human, F::Json, F::Markdown]),
            Self::Report(_) => ("report", &[]),
            Self::Option(command) => match command {
                OptionCommand::List { .. } => ("option list", DOCUMENT),
                OptionCommand::Show { .. } => ("option show", DOCUMENT),
                OptionCommand::Learn { .. } => ("option learn", &[]),
            },
            Self::Rule(_) => ("rule", &[F::Human, F::Table, F::Json]),
            Self::Show(_) => ("show", DOCUMENT),
            Self::List(_) => ("list", DOCUMENT),
            Self::Refs(_) => ("refs", DOCUMENT),
            Self::Import(_) => ("import", &[]),
            Self::Export(_) => ("export", &[]),
            Self::Init(_) => ("init", &[]),
            Self::Schema(_) => ("schema", &[]),
            Self::Completions(_) => ("completions", &[]),
            Self::Man(_) => ("man", &[]),
            Self::Rename(_) => ("rename", &[F::Human]),
        }
    }

    /// Refuses formats that the command does not make, before it does anything.
    pub(in crate::cli) fn refuse_other_formats(
        &self,
        asked: impl IntoIterator<Item = Format>,
    ) -> anyhow::Result<()> {
        let (command, formats) = self.formats();
        for format in asked {
            if !formats.contains(&format) {
                let has = match formats {
                    [] => format!("{command} has one form only"),
                    _ => format!("{command} has the formats {}", names(formats)),
                };
                anyhow::bail!("no format `{}` here: {has}", format.name());
            }
        }
        Ok(())
    }
}

/// `human, json and yaml`
fn names(formats: &[Format]) -> String {
    let names: Vec<String> = formats.iter().map(|format| format.name()).collect();
    match names.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        _ => names.join(", "),
    }
}

/// Reads `FORMAT=FILE`.
pub(super) fn output(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, file) =
        text.split_once('=').ok_or("write it as FORMAT=FILE, for example json=report.json")?;
    let all = Format::value_variants();
    let format = Format::from_str(format, true).map_err(|_| {
        match nearest(
            format,
            all.iter().map(|format| format.name()).collect::<Vec<_>>().iter().map(String::as_str),
        ) {
            Some(near) => format!("`{format}` is no format; did you mean `{near}`?"),
            None => format!("`{format}` is no format; the formats are {}", names(all)),
        }
    })?;
    match file {
        "" => Err("name a file after `=`, for example json=report.json".to_owned()),
        "-" => Err("standard output is what --format is for; name a file (a file `-` is `./-`)".to_owned()),
        file => Ok((format, file.into())),
    }
}
