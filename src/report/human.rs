//! Findings for people: the lines at fault, what is wrong beside them, what to do below.

use std::io::{self, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};

use super::check::affects;
use super::clean;
use crate::diagnostic::{Applicability, Diagnostic, Fix, Label, Severity};
use crate::text::{Source, Sources, Span};

/// A line longer than this is cut around the place: exports come as one line of megabytes.
const LINE: usize = 240;
/// How far apart two places of one file may stand to be shown in one piece.
const NEAR: usize = 12;

/// Writes findings the way a compiler does.
#[derive(Debug)]
pub struct Human<'a> {
    sources: &'a Sources,
    renderer: Renderer,
}

impl<'a> Human<'a> {
    /// A writer for places in `sources`, `width` columns wide; with `colour`, ANSI escapes are written.
    #[must_use]
    pub fn new(sources: &'a Sources, colour: bool, width: usize) -> Self {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        Self { sources, renderer: renderer.decor_style(DecorStyle::Ascii).term_width(width) }
    }

    /// Writes one finding and an empty line.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn write(&self, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        let message = clean(&diagnostic.message);
        let mut group = Group::with_title(level.primary_title(message.as_ref()).id(diagnostic.rule));
        for element in self.places(diagnostic) {
            group = group.element(element);
        }
        for note in self.notes(diagnostic) {
            group = group.element(Level::NOTE.message(note));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(with_fix(&clean(help), diagnostic.fix.as_ref())));
        }
        let text = self.renderer.render(&[group]);
        let text = match &diagnostic.primary {
            Some(primary) => self.beside_the_place(&text, primary.span, diagnostic.object.as_deref()),
            None => text,
        };
        writeln!(out, "{text}\n")
    }

    /// Writes the object behind the first place, and the right column where a long line was cut.
    fn beside_the_place(&self, text: &str, span: Span, object: Option<&str>) -> String {
        let location = self.sources.locate(span);
        let place = format!("{}:{}:", clean(self.sources.get(span.file).path()), location.line);
        let Some(at) = text.find(&place).map(|at| at + place.len()) else { return text.to_owned() };
        let digits = text[at..].find(|next: char| !next.is_ascii_digit()).unwrap_or(text.len() - at);
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let object = object.map(|object| format!("   {}", clean(object))).unwrap_or_default();
        format!("{}{}{}{object}{}", &text[..at], location.column, &text[at + digits..end], &text[end..])
    }

    fn notes(&self, diagnostic: &Diagnostic) -> Vec<String> {
        let mut notes: Vec<String> = diagnostic.notes.iter().map(|note| clean(note).into_owned()).collect();
        if diagnostic.primary.is_none()
            && let Some(object) = &diagnostic.object
        {
            notes.insert(0, format!("at {}", clean(object)));
        }
        let affects = diagnostic.affected.as_ref().and_then(affects);
        notes.extend(affects.map(|affects| clean(&affects).into_owned()));
        notes
    }

    fn places(&self, diagnostic: &'a Diagnostic) -> Vec<Element<'a>> {
        let mut elements = Vec::new();
        let Some(primary) = &diagnostic.primary else { return elements };
        let mut rest: Vec<&Label> = diagnostic.related.iter().collect();
        let mut first = primary;
        let mut kind = AnnotationKind::Primary;
        loop {
            let source = self.sources.get(first.span.file);
            let line = source.line_of(first.span.start);
            let (near, far): (Vec<_>, Vec<_>) = rest.into_iter().partition(|label| {
                label.span.file == first.span.file && source.line_of(label.span.start).abs_diff(line) <= NEAR
            });
            let window = Window::around(source, first.span, near.iter().map(|label| label.span));
            let mut snippet = Snippet::source(window.text.clone())
                .path(clean(source.path()).into_owned())
                .line_start(window.line)
                .annotation(kind.span(window.place(first.span)).label(label(first)));
            for other in near {
                let at = window.place(other.span);
                snippet = snippet.annotation(AnnotationKind::Context.span(at).label(label(other)));
            }
            elements.push(Element::Cause(snippet));
            let Some((next, others)) = far.split_first() else { return elements };
            (first, kind) = (next, AnnotationKind::Context);
            rest = others.to_vec();
        }
    }
}

/// What to do, and whether `check` can do it.
fn with_fix(help: &str, fix: Option<&Fix>) -> String {
    let Some(fix) = fix else { return help.to_owned() };
    let flag = match fix.applicability {
        Applicability::Safe => "safe, `--fix`",
        Applicability::Unsafe => "unsafe, `--unsafe-fixes`",
    };
    let message = clean(&fix.message);
    // What is to be written mostly stands in the help, too.
    if help.contains(message.trim_start_matches("write ")) || message.starts_with("grant ") {
        format!("{help} ({flag})")
    } else {
        format!("{help} ({flag}: {message})")
    }
}

fn label(label: &Label) -> Option<String> {
    (!label.text.is_empty()).then(|| clean(&label.text).into_owned())
}

/// The part of a file that is shown: whole lines, or a cut of one long line.
struct Window {
    text: String,
    start: usize,
    line: usize,
}

impl Window {
    fn around(source: &Source, span: Span, others: impl Iterator<Item = Span>) -> Self {
        let starts = source.line_starts();
        let (mut first, mut last) =
            (source.line_of(span.start), source.line_of(span.end.max(span.start + 1) - 1));
        for other in others {
            first = first.min(source.line_of(other.start));
            last = last.max(source.line_of(other.start));
        }
        let text = source.text();
        let start = starts[first] as usize;
        let end = starts.get(last + 1).map_or(text.len(), |&at| at as usize);
        let longest = text[start..end].split('\n').map(str::len).max().unwrap_or(0);
        if longest <= LINE {
            return Self { text: shown(&text[start..end]), start, line: first + 1 };
        }
        let line = source.line_of(span.start);
        let line_end = starts.get(line + 1).map_or(text.len(), |&at| at as usize);
        let from = floor(text, (span.start as usize).saturating_sub(LINE / 2).max(starts[line] as usize));
        let to = floor(text, (span.end as usize + LINE / 2).min(line_end));
        let to = to.min(floor(text, span.start as usize + LINE));
        Self { text: shown(&text[from..to.max(from)]), start: from, line: line + 1 }
    }

    /// The span inside the shown text; what lies outside is clamped to its end.
    fn place(&self, span: Span) -> std::ops::Range<usize> {
        let at = |offset: u32| (offset as usize).saturating_sub(self.start).min(self.text.len());
        let (start, end) = (floor(&self.text, at(span.start)), floor(&self.text, at(span.end)));
        start..end.max(start)
    }
}

/// Text of a file as it can stand on a terminal, each character in as many bytes as before. The library that draws
/// takes care of the control characters of ASCII, not of those behind it.
fn shown(text: &str) -> String {
    let is_control = |letter: char| matches!(letter, '\u{80}'..='\u{9F}');
    text.chars().map(|letter| if is_control(letter) { '\u{BF}' } else { letter }).collect()
}

/// The character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_line_shows_no_control_character_and_keeps_its_length() {
        let text = "a\u{9B}2J\u{85}ü·\u{A0}";
        assert_eq!(shown(text), "a¿2J¿ü·\u{A0}");
        assert_eq!(shown(text).len(), text.len());
    }
}
