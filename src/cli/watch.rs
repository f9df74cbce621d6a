//! `wdectl check --watch`: judges again whenever a file changes.
//!
//! Files are looked at in short turns instead of being announced by the system: that works on every file system, network
//! drives included, and costs a fiftieth of one processor at most.

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use super::args::{Check, Global};
use super::check;
use super::exit::Exit;
use super::files::{self, Exclude, Stamp};
use super::load;
use super::settings::{FILE, Settings};
use super::terminal::Terminal;

/// The shortest time between two looks.
const TURN: Duration = Duration::from_millis(15);
/// A look may cost this part of the time between two.
const SHARE: u32 = 50;
/// So long nothing may change before a change is taken for whole: editors write in several steps.
const CALM: Duration = Duration::from_millis(8);
/// So often that is waited for, and then what is there is judged.
const PATIENCE: usize = 4;

/// Judges until Ctrl+C; the exit is that of the last time.
pub(super) fn run(global: &Global, command: &Check, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let (sender, ended) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Who hears no more has ended already.
        let _ = sender.send(());
    })
    .context("cannot listen for Ctrl+C")?;
    let paths = if command.paths.is_empty() { vec![load::root(global)] } else { command.paths.clone() };
    let mut watched = Watched::new(paths);
    let mut picture = Picture::default();
    loop {
        // Taken first: what changes while it is judged is judged again.
        let seen = watched.look();
        let exit = picture.take(global, command, terminal)?;
        if watched.wait(&seen, &ended) {
            return Ok(exit);
        }
    }
}

/// The files whose change counts.
struct Watched {
    paths: Vec<PathBuf>,
    /// The last settings that could be read.
    settings: Option<Settings>,
}

impl Watched {
    fn new(paths: Vec<PathBuf>) -> Self {
        Self { paths, settings: None }
    }

    /// How all files are now.
    fn look(&mut self) -> Stamp {
        if let Ok(settings) = Settings::find(&self.paths[0]) {
            self.settings = Some(settings);
        }
        self.stamp()
    }

    fn stamp(&self) -> Stamp {
        let mut more: Vec<PathBuf> = self.paths.iter().map(|path| path.join(FILE)).collect();
        let (mut globs, mut root): (&[String], _) = (&[], PathBuf::new());
        if let Some(settings) = &self.settings {
            (globs, root) = (&settings.exclude, settings.root());
            more.extend(settings.own_files.iter().chain(&settings.file).cloned());
        }
        files::stamp(&self.paths, &Exclude { globs, root, files: &[] }, &more)
    }

    /// Waits until files are other than `seen`, and calm again; true at the end of all.
    #[expect(clippy::disallowed_methods, reason = "a look that costs more is made less often")]
    fn wait(&self, seen: &Stamp, ended: &Receiver<()>) -> bool {
        let mut pause = TURN;
        loop {
            if ends_within(ended, pause) {
                return true;
            }
            let begun = Instant::now();
            let mut now = self.stamp();
            pause = TURN.max(begun.elapsed() * SHARE);
            if now == *seen {
                continue;
            }
            for _ in 0..PATIENCE {
                if ends_within(ended, CALM) {
                    return true;
                }
                let next = self.stamp();
                if next == now {
                    break;
                }
                now = next;
            }
            return false;
        }
    }
}

fn ends_within(ended: &Receiver<()>, time: Duration) -> bool {
    ended.recv_timeout(time) != Err(RecvTimeoutError::Timeout)
}

/// What was shown last.
#[derive(Default)]
struct Picture {
    page: Vec<u8>,
    exit: Option<Exit>,
}

impl Picture {
    /// Judges, and shows it. Where there is no answer the last one stays, with the reason below.
    fn take(&mut self, global: &Global, command: &Check, terminal: &mut Terminal) -> anyhow::Result<Exit> {
        let page = Page::default();
        let mut quiet = terminal.elsewhere(Box::new(page.clone()), Box::new(page.clone()));
        let answer = check::once(global, command, &mut quiet);
        let is_first = self.exit.is_none();
        let trouble = match answer {
            Ok(exit) => {
                self.exit = Some(exit);
                self.page = page.0.take();
                None
            }
            // Who begins with what cannot be answered, such as a wrong path, has to hear it at once.
            Err(error) if is_first => return Err(error),
            Err(error) => {
                self.exit = Some(Exit::Unanswered);
                Some(crate::report::clean(&format!("{error:#}")).into_owned())
            }
        };
        if terminal.is_page {
            // The screen only, not what was above it.
            terminal.out.write_all(b"\x1b[H\x1b[2J")?;
        } else if !is_first {
            writeln!(terminal.out)?;
        }
        if terminal.is_page || trouble.is_none() {
            terminal.out.write_all(&self.page)?;
        }
        terminal.out.flush()?;
        if let Some(trouble) = trouble {
            writeln!(terminal.err, "error: {}", crate::report::clean(&trouble))?;
        }
        if terminal.is_page && !global.quiet {
            writeln!(terminal.err, "\nwatching for changes; Ctrl+C ends")?;
        }
        Ok(self.exit.unwrap_or(Exit::Yes))
    }
}

/// A page in memory.
#[derive(Clone, Default)]
struct Page(Rc<RefCell<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
