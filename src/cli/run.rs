//! Runs a command and says what became of it.

use std::io::{self, Write as _};
use std::process::ExitCode;

use super::args::{Args, ChatCommand, Command};
use super::exit::Exit;
use super::terminal::Terminal;
use super::{
    chat_model, chat_ready, chat_run, chat_session, chat_verify, check, diff, objects, options, privileges,
    resolve, rules, shortcuts,
};

/// Runs what was typed; everything that can go wrong has been said when this returns.
#[must_use]
pub fn run(args: Args) -> ExitCode {
    let mut terminal = Terminal::new(args.global.color);
    let answer = dispatch(args, &mut terminal).and_then(|exit| {
        terminal.out.flush()?;
        Ok(exit)
    });
    match answer {
        Ok(exit) => exit.into(),
        // Whoever reads has seen enough.
        Err(error) if is_closed_pipe(&error) => Exit::Yes.into(),
        Err(error) => {
            // What was already answered comes first.
            let _ = terminal.out.flush();
            let _ = writeln!(terminal.err, "error: {}", crate::report::clean(&format!("{error:#}")));
            Exit::Unanswered.into()
        }
    }
}

fn dispatch(args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let global = &args.global;
    let writes_reports = matches!(args.command, Command::Check(_) | Command::Chat(ChatCommand::Run(_)));
    if !global.output.is_empty() && !writes_reports {
        anyhow::bail!(
            "only check and chat run write reports with --output; send the answer of other commands to a file with `>`"
        );
    }
    match &args.command {
        Command::Check(command) => check::run(global, command, terminal),
        Command::Resolve(command) => resolve::run(global, command, terminal),
        Command::Privilege(command) => privileges::run(global, command, terminal),
        Command::Shortcut(command) => shortcuts::run(global, command, terminal),
        Command::Chat(ChatCommand::Ready(command)) => chat_ready::run(global, command, terminal),
        Command::Chat(ChatCommand::Run(command)) => chat_run::run(global, command, terminal),
        Command::Chat(ChatCommand::Session(command)) => chat_session::run(global, command, terminal),
        Command::Chat(ChatCommand::Verify(command)) => chat_verify::run(global, command, terminal),
        Command::Chat(ChatCommand::Model) => chat_model::run(global, terminal),
        Command::Diff(command) => diff::run(global, command, terminal),
        Command::Option(command) => options::run(global, command, terminal),
        Command::Rule(command) => rules::run(global, command, terminal),
        Command::Show(command) => objects::show(global, &command.object, terminal),
        Command::List(command) => objects::list(global, &command.kind, terminal),
        Command::Refs(command) => objects::refs(global, &command.object, terminal),
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
