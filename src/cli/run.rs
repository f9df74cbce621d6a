//! Runs a command and says what became of it.

use std::io::{self, Write as _};
use std::process::ExitCode;

use super::args::{Args, ChatCommand, Command};
use super::exit::Exit;
use super::terminal::Terminal;
use super::{
    chat_generate, chat_model, chat_mutate, chat_ready, chat_run, chat_session, chat_verify, check,
    completions, diff, export, import, init, objects, options, output, page, privileges, rename, resolve,
    rules, schema, shortcuts,
};

/// Runs what was typed; everything that can go wrong has been said when this returns.
#[must_use]
pub fn run(args: Args) -> ExitCode {
    let terminal = Terminal::new(args.global.color);
    finish(args, terminal).into()
}

/// As [`run`], with what is answered and said going elsewhere.
#[must_use]
pub fn run_to(args: Args, out: &mut dyn io::Write, err: &mut dyn io::Write) -> Exit {
    let terminal = Terminal::new(args.global.color);
    finish(args, terminal.elsewhere(Box::new(out), Box::new(err)))
}

fn finish(args: Args, mut terminal: Terminal<'_>) -> Exit {
    let answer = answer(args, &mut terminal).and_then(|exit| {
        terminal.out.flush()?;
        Ok(exit)
    });
    match answer {
        Ok(exit) => exit,
        // Whoever reads has seen enough.
        Err(error) if is_closed_pipe(&error) => Exit::Yes,
        Err(error) => {
            // What was already answered comes first.
            let _ = terminal.out.flush();
            let _ = writeln!(terminal.err, "error: {}", crate::report::clean(&format!("{error:#}")));
            Exit::Unanswered
        }
    }
}

/// Answers on the terminal, and once more for each report that is asked for.
fn answer(mut args: Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let Args { global, command } = &args;
    command.refuse_other_formats(
        global.format.into_iter().chain(global.output.iter().map(|(format, _)| *format)),
    )?;
    output::refuse_same_file(&global.output)?;
    if !global.output.is_empty() && matches!(command, Command::Chat(ChatCommand::Session(_))) {
        anyhow::bail!("chat session writes no reports; `save` in it keeps what was played");
    }
    let answered = dispatch(&args, terminal);
    if global.output.is_empty()
        || matches!(
            command,
            Command::Check(_)
                | Command::Diff(_)
                | Command::Chat(ChatCommand::Run(_) | ChatCommand::Verify(_))
        )
    {
        // These write what they found into every report themselves.
        return answered;
    }
    if let Err(error) = &answered
        && !is_closed_pipe(error)
    {
        return answered;
    }
    let written = output::reports(&args.global.clone(), terminal, |format, page| {
        args.global.format = Some(format);
        dispatch(&args, page).map(drop)
    })?;
    Ok(answered?.max(written))
}

fn dispatch(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let global = &args.global;
    match &args.command {
        Command::Check(command) => check::run(global, command, terminal),
        Command::Resolve(command) => resolve::run(global, command, terminal),
        Command::Privilege(command) => privileges::run(global, command, terminal),
        Command::Shortcut(command) => shortcuts::run(global, command, terminal),
        Command::Chat(ChatCommand::Ready(command)) => chat_ready::run(global, command, terminal),
        Command::Chat(ChatCommand::Run(command)) => chat_run::run(global, command, terminal),
        Command::Chat(ChatCommand::Session(command)) => chat_session::run(global, command, terminal),
        Command::Chat(ChatCommand::Verify(command)) => chat_verify::run(global, command, terminal),
        Command::Chat(ChatCommand::Generate(command)) => chat_generate::run(global, command, terminal),
        Command::Chat(ChatCommand::Mutate(command)) => chat_mutate::run(global, command, terminal),
        Command::Chat(ChatCommand::Model) => chat_model::run(global, terminal),
        Command::Diff(command) => diff::run(global, command, terminal),
        Command::Report(command) => page::run(global, command, terminal),
        Command::Option(command) => options::run(global, command, terminal),
        Command::Rule(command) => rules::run(global, command, terminal),
        Command::Show(command) => objects::show(global, &command.object, terminal),
        Command::List(command) => objects::list(global, &command.kind, terminal),
        Command::Refs(command) => objects::refs(global, &command.object, terminal),
        Command::Rename(command) => rename::run(global, command, terminal),
        Command::Export(command) => export::run(global, command, terminal),
        Command::Import(command) => import::run(global, command, terminal),
        Command::Init(command) => init::run(command, terminal),
        Command::Schema(command) => schema::run(global, command, terminal),
        Command::Completions(command) => completions::run(command, terminal),
        Command::Man(command) => completions::man(command, terminal),
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
