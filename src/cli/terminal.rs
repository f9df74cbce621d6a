//! Standard input, standard output and standard error, and what they can show.

use std::cell::OnceCell;
use std::io::{self, BufRead as _, IsTerminal, Read as _, Write};
use std::time::Duration;

use anyhow::Context as _;

use super::args::Color;
use super::guard::Guard;

/// Columns of what no terminal shows.
const PAGE: usize = 140;

/// Where answers and remarks go.
pub(super) struct Terminal<'t> {
    pub(super) out: Box<dyn Write + 't>,
    pub(super) err: Box<dyn Write + 't>,
    /// Whether a person looks at standard error, and may see how far a long run is.
    pub(super) is_watched: bool,
    /// Whether a person looks at standard output, which may be cleared.
    pub(super) is_page: bool,
    /// Whether answers may be coloured.
    pub(super) colour: bool,
    /// Columns of the terminal; a pipe has as many as needed.
    pub(super) width: usize,
    /// Standard input, once it has been read.
    input: OnceCell<Vec<u8>>,
}

impl std::fmt::Debug for Terminal<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terminal")
            .field("colour", &self.colour)
            .field("width", &self.width)
            .finish_non_exhaustive()
    }
}

impl Terminal<'_> {
    /// The real one.
    #[expect(clippy::disallowed_methods, reason = "this is the place that touches the terminal")]
    pub(super) fn new(color: Color) -> Self {
        let is_person = io::stdout().is_terminal();
        let colour = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        };
        let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self {
            out: Box::new(Guard::new(
                io::BufWriter::with_capacity(1 << 16, io::stdout()),
                colour || is_person,
            )),
            err: Box::new(io::stderr()),
            is_watched: io::stderr().is_terminal(),
            is_page: is_person,
            colour,
            width: if is_person { columns.unwrap_or(100).clamp(60, 160) } else { PAGE },
            input: OnceCell::new(),
        }
    }

    /// A page to write the same answer on once more, without colour and remarks.
    pub(super) fn page<'o>(&self, out: &'o mut dyn Write) -> Terminal<'o> {
        Terminal { colour: false, width: PAGE, ..self.elsewhere(Box::new(out), Box::new(io::sink())) }
    }

    /// Writes elsewhere, as it would be written here, but for what only a person at a terminal is shown.
    pub(super) fn elsewhere<'o>(&self, out: Box<dyn Write + 'o>, err: Box<dyn Write + 'o>) -> Terminal<'o> {
        let Self { colour, width, ref input, .. } = *self;
        Terminal { out, err, is_watched: false, is_page: false, colour, width, input: input.clone() }
    }

    /// Says on standard error what took how long.
    pub(super) fn tell_phases<'p>(
        &mut self,
        phases: impl IntoIterator<Item = &'p (&'static str, Duration)>,
    ) -> io::Result<()> {
        phases.into_iter().try_for_each(|(phase, time)| {
            writeln!(self.err, "{phase:>9} {:>8.1} ms", time.as_secs_f64() * 1000.0)
        })
    }

    /// Whether a person sits at standard input, who would have to type there.
    #[expect(clippy::disallowed_methods, reason = "this is the place that touches the terminal")]
    pub(super) fn input_is_person(&self) -> bool {
        io::stdin().is_terminal()
    }

    /// All of standard input.
    #[expect(clippy::disallowed_methods, reason = "this is the place that touches the terminal")]
    pub(super) fn input(&self) -> anyhow::Result<&[u8]> {
        if let Some(bytes) = self.input.get() {
            return Ok(bytes);
        }
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
        Ok(self.input.get_or_init(|| bytes))
    }

    /// Whether a person sits at both ends.
    #[expect(clippy::disallowed_methods, reason = "this is the place that touches the terminal")]
    pub(super) fn is_conversation(&self) -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    /// The next line of standard input without its end; none behind the last one.
    #[expect(clippy::disallowed_methods, reason = "this is the place that touches the terminal")]
    pub(super) fn next_line(&self) -> anyhow::Result<Option<String>> {
        let mut bytes = Vec::new();
        io::stdin().lock().read_until(b'\n', &mut bytes).context("cannot read standard input")?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&bytes);
        let line = line.strip_prefix('\u{feff}').unwrap_or(&line);
        Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned()))
    }
}
