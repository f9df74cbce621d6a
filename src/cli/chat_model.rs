//! `wdectl chat model`.

use std::io::Write as _;

use super::args::{Format, Global};
use super::exit::Exit;
use super::objects::document;
use super::settings::Settings;
use super::terminal::Terminal;
use crate::chat::ASSUMPTIONS;
use crate::report::{ModelReport, model_dot, model_mermaid, model_rows, table_within};

pub(super) fn run(global: &Global, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let settings = Settings::of(global)?;
    match global.format.unwrap_or(Format::Table) {
        Format::Human | Format::Table => {
            let header = ["transition", "from → to", "if (assumptions)", "effects"];
            writeln!(terminal.out, "{}\n", table_within(terminal.width, header, model_rows()))?;
            let assumption = |spec: &crate::chat::AssumptionSpec| {
                [spec.name.to_owned(), settings.assumptions.value(spec.id).to_owned(), spec.doc.to_owned()]
            };
            let header = ["assumption", "value", "what it decides"];
            let rows = ASSUMPTIONS.iter().map(assumption);
            writeln!(terminal.out, "{}", table_within(terminal.width, header, rows))?;
        }
        Format::Mermaid => write!(terminal.out, "{}", model_mermaid())?,
        Format::Dot => write!(terminal.out, "{}", model_dot())?,
        Format::Json => document(Format::Json, &ModelReport::new(&settings.assumptions), terminal)?,
        other => return Err(other.not_made()),
    }
    Ok(Exit::Yes)
}
