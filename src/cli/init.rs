//! `wdectl init`.
use super::args::Init;
use super::exit::Exit;
use super::terminal::Terminal;

pub(super) fn run(_command: &Init, _terminal: &mut Terminal) -> anyhow::Result<Exit> {
    anyhow::bail!("soon")
}
