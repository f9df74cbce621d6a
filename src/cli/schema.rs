//! `wdectl schema`.

use std::io::Write as _;

use super::args::Global;
use super::args::Schema;
use super::exit::Exit;
use super::settings::Settings;
use super::terminal::Terminal;
use crate::report::{SCHEMAS, schema, table};

/// Prints a schema; those with options and privileges know the catalogues of the deployment's settings too.
pub(super) fn run(global: &Global, command: &Schema, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let Some(name) = &command.name else {
        writeln!(
            terminal.out,
            "{}",
            table(["schema", "describes"], SCHEMAS.map(|(name, what)| [name, what].map(str::to_owned)))
        )?;
        return Ok(Exit::Yes);
    };
    let settings = Settings::of(global)?;
    terminal.out.write_all(schema(name, &settings.catalogue).unwrap_or_default().as_bytes())?;
    Ok(Exit::Yes)
}
