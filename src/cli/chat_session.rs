//! `wdectl chat session`: the terminal, or the pipe, around a session.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Write as _;
use std::path::Path;
use std::rc::Rc;

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use super::args::{ChatSession, Format, Global};
use super::exit::Exit;
use super::files;
use super::load::Loaded;
use super::terminal::Terminal;
use crate::dryrun::{Answer, Mistake, Reply, Saved, Session, Setting};
use crate::report::{Human, ReplyRow, SessionPage, clean, clock};
use crate::text::Sources;

pub(super) fn run(global: &Global, command: &ChatSession, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let as_json = match global.format.unwrap_or(Format::Human) {
        Format::Human => false,
        Format::Json | Format::Jsonl => true,
        other => return Err(other.not_made()),
    };
    let mut loaded = Loaded::new(global, &[])?;
    loaded.warn(terminal)?;
    let sources = std::mem::take(&mut loaded.sources);
    let (resolver, privileges) = (loaded.resolver(), loaded.privileges());
    let settings = &loaded.settings;
    let ground = settings.ground(&resolver, &privileges);
    let setting = Setting { ground, assumptions: settings.assumptions };
    let session = Rc::new(RefCell::new(Session::new(&setting)));
    let mut talk = Talk { session, sources, as_json, exit: Exit::Yes };
    if terminal.is_conversation() {
        if !global.quiet && !as_json {
            let agents = loaded.deployment.agents().count();
            writeln!(terminal.out, "{agents} agents; `help` shows what can be typed, Tab completes it")?;
        }
        talk.converse(!command.no_history, terminal)?;
        talk.end(terminal)?;
        return Ok(Exit::Yes);
    }
    while let Some(line) = terminal.next_line()? {
        if !as_json {
            writeln!(
                terminal.out,
                "{}",
                format!("{}{}", talk.prompt(), clean(&talk.masked(&line))).trim_end()
            )?;
        }
        if talk.line(&line, terminal)? {
            break;
        }
    }
    talk.end(terminal)?;
    Ok(talk.exit)
}

/// A session with what is around it.
struct Talk<'s, 'g, 'd> {
    session: Rc<RefCell<Session<'s, 'g, 'd>>>,
    sources: Sources,
    as_json: bool,
    /// What the answers so far come to.
    exit: Exit,
}

impl Talk<'_, '_, '_> {
    fn prompt(&self) -> String {
        format!("{}> ", clock(self.session.borrow().now()))
    }

    /// A line as it may be shown.
    fn masked<'t>(&self, line: &'t str) -> Cow<'t, str> {
        match self.session.borrow().shown(line) {
            Cow::Owned(shown) => shown.into(),
            Cow::Borrowed(_) => line.into(),
        }
    }

    /// Reads lines from the terminal to their end.
    fn converse(&mut self, keeps_history: bool, terminal: &mut Terminal) -> anyhow::Result<()> {
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .auto_add_history(false)
            .max_history_size(1000)?
            .history_ignore_dups(true)?
            .build();
        let mut editor: Editor<Words<'_, '_, '_>, FileHistory> = Editor::with_config(config)?;
        editor.set_helper(Some(Words(Rc::clone(&self.session))));
        let history = keeps_history.then(files::history).flatten();
        if let Some(history) = &history {
            // A session without the lines of others is as good.
            let _ = editor.load_history(history);
        }
        loop {
            terminal.out.flush()?;
            match editor.readline(&self.prompt()) {
                Ok(line) => {
                    // The history is a file, in which a secret has no place.
                    if let Cow::Borrowed(line) = self.masked(&line) {
                        editor.add_history_entry(line)?;
                    }
                    if self.line(&line, terminal)? {
                        break;
                    }
                }
                Err(ReadlineError::Interrupted) => {
                    writeln!(terminal.out, "  `quit` or Ctrl+D ends the session")?;
                }
                Err(ReadlineError::Eof) => break,
                Err(error) => return Err(error.into()),
            }
        }
        if let Some(history) = &history {
            let _ = editor.append_history(history);
        }
        Ok(())
    }

    /// Takes a line and answers it; true if it is the last one.
    fn line(&mut self, line: &str, terminal: &mut Terminal) -> anyhow::Result<bool> {
        let prompt = self.prompt().len();
        let mut reply = self.session.borrow_mut().line(&mut self.sources, line);
        if let Answer::Save(saved) = &reply.answer
            && let Err(message) = save(saved)
        {
            let from = line.rfind(&saved.file).unwrap_or_default();
            let to = from + saved.file.len();
            reply.answer = Answer::Mistakes(vec![Mistake { message, from, to }]);
        }
        self.exit = self.exit.max(match &reply.answer {
            Answer::Mistakes(_) => Exit::Unanswered,
            Answer::Step(stepped) => Exit::yes_if(stepped.failures.is_empty()),
            _ => Exit::Yes,
        });
        self.answer(&reply, prompt, terminal)?;
        Ok(reply.answer == Answer::Quit)
    }

    fn answer(&self, reply: &Reply, prompt: usize, terminal: &mut Terminal) -> anyhow::Result<()> {
        if !self.as_json {
            let human = Human::new(&self.sources, terminal.colour, terminal.width);
            SessionPage::new(human, terminal.width).write(reply, prompt, &mut *terminal.out)?;
        } else if let Some(row) = ReplyRow::new(reply, &self.sources) {
            serde_json::to_writer(&mut *terminal.out, &row)?;
            writeln!(terminal.out)?;
        }
        // Whoever drives a session through a pipe waits for the answer.
        Ok(terminal.out.flush()?)
    }

    /// Says at the end what must be the case at last and never was.
    fn end(&mut self, terminal: &mut Terminal) -> anyhow::Result<()> {
        let session = self.session.borrow();
        let unfulfilled = session.unfulfilled();
        if unfulfilled.is_empty() {
            return Ok(());
        }
        self.exit = self.exit.max(Exit::No);
        if self.as_json {
            let row = ReplyRow::end(&unfulfilled, session.now(), &self.sources);
            serde_json::to_writer(&mut *terminal.out, &row)?;
            writeln!(terminal.out)?;
        } else {
            let human = Human::new(&self.sources, terminal.colour, terminal.width);
            unfulfilled.iter().try_for_each(|failure| human.write(failure, &mut *terminal.out))?;
        }
        Ok(())
    }
}

/// Writes a saved session; a file that is there is only overwritten by `save!`.
fn save(saved: &Saved) -> Result<(), String> {
    let (path, bytes) = (Path::new(&saved.file), saved.text.as_bytes());
    let told = |error: anyhow::Error| format!("{error:#}");
    match files::write_new(path, bytes).map_err(told)? {
        true => Ok(()),
        false if saved.overwrites => files::write(path, bytes).map_err(told),
        false => Err(format!("`{}` is there already; `save! {0}` overwrites it", saved.file)),
    }
}

/// What Tab knows.
struct Words<'s, 'g, 'd>(Rc<RefCell<Session<'s, 'g, 'd>>>);

impl Completer for Words<'_, '_, '_> {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let (start, mut words) = self.0.borrow().complete(line, at);
        // The next word can follow at once, save in a map as files have it.
        if let [word] = words.as_mut_slice()
            && !word.ends_with(['=', ' '])
            && !line.contains(": ")
        {
            word.push(' ');
        }
        Ok((start, words))
    }
}

impl Hinter for Words<'_, '_, '_> {
    type Hint = String;
}

impl Highlighter for Words<'_, '_, '_> {}
impl Validator for Words<'_, '_, '_> {}
impl Helper for Words<'_, '_, '_> {}
