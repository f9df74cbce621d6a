//! `wdectl completions` and `wdectl man`: the manual in the forms that shells and `man` read.

use std::io::{self, Write};

use clap::CommandFactory as _;
use clap::builder::PossibleValue;
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::{Args, Completions, Man as ManArgs};
use super::exit::Exit;
use super::files;
use super::terminal::Terminal;

/// Writes what a shell needs to complete the command line.
pub(super) fn run(command: &Completions, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Args::command(), "wdectl", &mut script);
    terminal.out.write_all(&script)?;
    if command.shell == Shell::Fish {
        fish_values(&mut *terminal.out)?;
    }
    Ok(Exit::Yes)
}

/// The words that stand behind a command without a name before them, which the library leaves out for fish.
fn fish_values(out: &mut dyn Write) -> io::Result<()> {
    for command in Args::command().get_subcommands() {
        for argument in command.get_positionals() {
            let values = argument.get_possible_values();
            let values: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
            if !values.is_empty() {
                let (name, values) = (command.get_name(), values.join(" "));
                let condition = format!("__fish_wdectl_using_subcommand {name}");
                writeln!(out, "complete -c wdectl -n \"{condition}\" -f -a \"{values}\"")?;
            }
        }
    }
    Ok(())
}

/// Writes the first manual page, or those of all commands into a folder.
pub(super) fn man(command: &ManArgs, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut whole = Args::command().disable_help_subcommand(true);
    whole.build();
    let Some(folder) = &command.out else {
        terminal.out.write_all(&page(&whole)?)?;
        return Ok(Exit::Yes);
    };
    files::make_folder(folder)?;
    let count =
        pages(&whole, &mut |name, bytes| files::write_one_of_many(&folder.join(format!("{name}.1")), bytes))?;
    writeln!(terminal.err, "{count} pages are in `{}`", files::shown(folder))?;
    Ok(Exit::Yes)
}

/// Hands the page of a command and of all below it to `keep`; how many there are.
fn pages(
    command: &clap::Command,
    keep: &mut dyn FnMut(&str, &[u8]) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    keep(command.get_display_name().unwrap_or(command.get_name()), &page(command)?)?;
    let mut count = 1;
    for below in command.get_subcommands() {
        count += pages(below, keep)?;
    }
    Ok(count)
}

fn page(command: &clap::Command) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // No date: the same release has the same pages.
    Man::new(command.clone()).date("").manual("wdectl").render(&mut bytes)?;
    Ok(bytes)
}
