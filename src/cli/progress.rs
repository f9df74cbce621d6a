//! How far a long run is, on a line of standard error that disappears again.

use std::io::{self, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A run that is over sooner shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);
/// The line is written anew no more often than this.
const PAUSE: Duration = Duration::from_millis(100);

/// Writes the line, if a person looks at it.
pub(super) struct Progress<'t> {
    err: Option<&'t mut dyn Write>,
    started: Instant,
    what: &'static str,
    shown: Option<Duration>,
}

impl<'t> Progress<'t> {
    /// Shows nothing where `watched` is false.
    #[expect(clippy::disallowed_methods, reason = "only the line of progress shows it")]
    pub(super) fn new(err: &'t mut dyn Write, watched: bool, what: &'static str) -> Self {
        Self { err: watched.then_some(err), started: Instant::now(), what, shown: None }
    }

    /// So many are done.
    pub(super) fn tick(&mut self, done: usize, all: usize) {
        if self.err.is_some() {
            self.tick_at(self.started.elapsed(), done, all);
        }
    }

    fn tick_at(&mut self, elapsed: Duration, done: usize, all: usize) {
        let due = self.shown.map_or(PATIENCE, |shown| shown + PAUSE);
        if let Some(err) = self.err.as_mut().filter(|_| elapsed >= due) {
            // Who cannot be told how far it is needs no answer about that.
            let _ = write!(err, "\r\x1b[K{done} of {all} {}", self.what).and_then(|()| err.flush());
            self.shown = Some(elapsed);
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if let Some(err) = self.err.as_mut().filter(|_| self.shown.is_some()) {
            let _ = write!(err, "\r\x1b[K").and_then(|()| err.flush());
        }
    }
}

/// Says what is being done, while it lasts and nobody can say how far it is.
pub(super) struct Busy(Option<(Sender<()>, JoinHandle<()>)>);

impl Busy {
    /// Shows nothing where `watched` is false.
    #[expect(clippy::disallowed_methods, reason = "the line goes to the terminal while others work")]
    pub(super) fn new(watched: bool, what: &'static str) -> Self {
        Self(watched.then(|| {
            let (sender, ended) = mpsc::channel();
            (sender, thread::spawn(move || show_until(&ended, PATIENCE, what, &mut io::stderr())))
        }))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.0.take() {
            drop(sender);
            // A line that could not be shown is no reason to fail.
            let _ = thread.join();
        }
    }
}

fn show_until(ended: &Receiver<()>, patience: Duration, what: &str, err: &mut dyn Write) {
    if ended.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
        let _ = write!(err, "\r\x1b[K{what} ...").and_then(|()| err.flush());
        let _ = ended.recv();
        let _ = write!(err, "\r\x1b[K").and_then(|()| err.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(watched: bool, moments: &[(u64, usize)]) -> String {
        let mut err = Vec::new();
        let mut progress = Progress::new(&mut err, watched, "scenarios");
        for &(elapsed, done) in moments {
            progress.tick_at(Duration::from_millis(elapsed), done, 9);
        }
        drop(progress);
        String::from_utf8(err).unwrap()
    }

    #[test]
    fn a_long_run_is_shown_to_people_and_wiped_away() {
        let moments = [(100, 1), (499, 2), (500, 3), (599, 4), (600, 5)];
        assert_eq!(shown(true, &moments), "\r\x1b[K3 of 9 scenarios\r\x1b[K5 of 9 scenarios\r\x1b[K");
        assert_eq!(shown(true, &moments[..2]), "");
        assert_eq!(shown(false, &moments), "");
    }

    #[test]
    fn long_work_is_named_and_short_work_is_not() {
        let shown = |patience| {
            let (sender, ended) = mpsc::channel();
            let work = thread::spawn(move || {
                let mut err = Vec::new();
                show_until(&ended, patience, "judging", &mut err);
                String::from_utf8(err).unwrap()
            });
            if patience.is_zero() {
                // Long enough for the line, whose moment has come already.
                let (_sender, never) = mpsc::channel::<()>();
                assert!(never.recv_timeout(Duration::from_millis(50)).is_err());
            }
            drop(sender);
            work.join().unwrap()
        };
        assert_eq!(shown(Duration::ZERO), "\r\x1b[Kjudging ...\r\x1b[K");
        assert_eq!(shown(Duration::from_secs(60)), "");
    }
}
