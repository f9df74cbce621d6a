//! Judged key combinations: for people, and as data (`schemas/shortcut.schema.json`).

use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::clean;
use crate::shortcut::{Judgement, Verdict, altgr_types_character, platform_gestures};

/// How much of a long text is shown on each side of a problem, in bytes.
const BESIDE: usize = 60;

/// The answer of `shortcut parse`.
#[derive(Debug, Serialize)]
pub struct ParsedReport<'a> {
    version: u32,
    shortcuts: Vec<ParsedRow<'a>>,
}

#[derive(Debug, Serialize)]
struct ParsedRow<'a> {
    input: &'a str,
    /// Null where the text is invalid.
    canonical: Option<String>,
    modifiers: Vec<&'static str>,
    /// Null where there is none.
    key: Option<&'static str>,
    verdict: &'static str,
    problems: Vec<ProblemRow<'a>>,
}

#[derive(Debug, Serialize)]
struct ProblemRow<'a> {
    kind: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    /// First byte of the input that is at fault.
    start: usize,
    /// One past the last byte.
    end: usize,
}

impl<'a> ParsedReport<'a> {
    /// The report of texts with what is to be said about each.
    #[must_use]
    pub fn new(judged: &'a [(String, Judgement)]) -> Self {
        let row = |(input, judgement): &'a (String, Judgement)| {
            let shortcut = judgement.shortcut;
            ParsedRow {
                input,
                canonical: (judgement.verdict < Verdict::Invalid).then(|| canonical(judgement)),
                modifiers: shortcut.into_iter().flat_map(|shortcut| shortcut.modifiers().names()).collect(),
                key: shortcut.map(|shortcut| shortcut.key().name()),
                verdict: judgement.verdict.as_str(),
                problems: judgement
                    .problems
                    .iter()
                    .map(|problem| ProblemRow {
                        kind: problem.kind.as_str(),
                        message: &problem.message,
                        help: problem.help.as_deref(),
                        start: problem.range.start,
                        end: problem.range.end,
                    })
                    .collect(),
            }
        };
        Self { version: 1, shortcuts: judged.iter().map(row).collect() }
    }
}

/// The canonical spelling; that of no shortcut is the empty text.
fn canonical(judgement: &Judgement) -> String {
    judgement.shortcut.map(|shortcut| shortcut.to_string()).unwrap_or_default()
}

/// Writes the verdict on a text, and below it each problem under the part that is at fault.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_parsed(text: &str, judgement: &Judgement, out: &mut dyn Write) -> io::Result<()> {
    let canonical = canonical(judgement);
    let whole = Cut::around(text, 0..0);
    let shown = if text.is_empty() { "the empty text".to_owned() } else { format!("`{}`", whole.text()) };
    let reads = if canonical == text { String::new() } else { format!("; WPF reads `{canonical}`") };
    match judgement.verdict {
        Verdict::Valid if canonical.is_empty() => writeln!(out, "{shown} is valid: no shortcut")?,
        Verdict::Valid => writeln!(out, "{shown} is valid{reads}")?,
        Verdict::OutsideDocumentedGrammar => {
            writeln!(out, "{shown} is outside the documented grammar{reads}")?;
        }
        Verdict::Invalid => writeln!(out, "{shown} is invalid")?,
    }
    for problem in &judgement.problems {
        let cut = Cut::around(text, problem.range.clone());
        writeln!(out, "    {}", cut.text())?;
        let marks = "^".repeat(cut.part.width().max(1));
        writeln!(out, "    {:indent$}{marks} {}", "", clean(&problem.message), indent = cut.before.width())?;
        if let Some(help) = &problem.help {
            writeln!(out, "    help: {}", clean(help))?;
        }
    }
    let Some(shortcut) = judgement.shortcut else { return Ok(()) };
    for gesture in platform_gestures(shortcut) {
        writeln!(out, "    note: already means {gesture}")?;
    }
    if altgr_types_character(shortcut) {
        writeln!(out, "    note: types a character on keyboards with AltGr")?;
    }
    Ok(())
}

/// A text on one line: a part of it, and what stands before and after, shortened where it is long.
struct Cut {
    before: String,
    part: String,
    after: String,
}

impl Cut {
    fn around(text: &str, part: Range<usize>) -> Self {
        let from = text.floor_char_boundary(part.start.saturating_sub(BESIDE));
        let to = text.ceil_char_boundary(part.end + BESIDE);
        let dots = |cut: bool| if cut { "..." } else { "" };
        Self {
            before: dots(from > 0).to_owned() + &one_line(&text[from..part.start]),
            part: one_line(&text[part.clone()]),
            after: one_line(&text[part.end..to]) + dots(to < text.len()),
        }
    }

    fn text(&self) -> String {
        format!("{}{}{}", self.before, self.part, self.after)
    }
}

fn one_line(text: &str) -> String {
    clean(text).replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shortcut::parse;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        write_parsed(text, &parse(text), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn marks_stand_under_wide_and_escaped_text() {
        assert!(
            written("ü\u{1b}漢+X\n")
                .contains("\n    ü\\u{1b}漢+X\\n\n    ^^^^^^^^^ `ü\\u{1b}漢` is no modifier\n"),
            "{}",
            written("ü\u{1b}漢+X\n")
        );
    }

    #[test]
    fn a_long_text_is_cut_around_each_problem() {
        let text = format!("{}+V", vec!["Ctrl"; 200].join("+"));
        let written = written(&text);
        assert!(written.lines().all(|line| line.len() < 200), "{written}");
        assert!(written.contains("\n    ...Ctrl+Ctrl"), "{written}");
    }
}
