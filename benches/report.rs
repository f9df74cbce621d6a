//! Writing 10,000 findings in each format, into nothing. `annotate_snippets_alone` renders the same snippets with no
//! more than that library asks for: the floor for the form for people.

use std::hint::black_box;
use std::io::{self, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use divan::Bencher;
use wdectl::diagnostic::{Affected, Diagnostic, Severity};
use wdectl::lint::RULES;
use wdectl::report::CheckReport;
use wdectl::text::{FileId, Sources, Span};

const FILES: usize = 100;
const LINES: usize = 1_000;
const EACH: usize = 100;
const LINE: &str = "      chat.on-hold-queue: \"chat-hold-of-nobody\"  # as it was in the year before\n";
const WIDTH: usize = 140;

fn main() {
    divan::main();
}

struct Case {
    sources: Sources,
    found: Vec<Diagnostic>,
}

/// The key and the value of a line.
fn spans(file: FileId, line: usize) -> (Span, Span) {
    let start = line * LINE.len();
    (Span::new(file, start + 6, start + 24), Span::new(file, start + 26, start + 47))
}

fn case() -> Case {
    let mut sources = Sources::new();
    let mut found = Vec::new();
    for number in 0..FILES {
        let file =
            sources.add(format!("export/agents/team-{number:03}.yaml"), LINE.repeat(LINES).into_bytes());
        for nth in 0..EACH {
            let (key, value) = spans(file, nth * LINES / EACH);
            let rule = RULES[(number + nth) % RULES.len()];
            let mut finding = Diagnostic::new("there is no script `chat-hold-of-nobody` in tenant `Acme`")
                .object(format!("agent/agent-{number:03}-{nth:03}"))
                .option("chat.on-hold-queue")
                .at(value, "names no interaction queue")
                .and_at(key, "for this option")
                .note("documented: the option names an interaction queue")
                .help("write `chat-hold`")
                .affects(Affected { count: 3, agents: ["ana", "bob", "cleo"].map(str::to_owned).to_vec() });
            (finding.rule, finding.severity) = (rule.name, rule.severity);
            found.push(finding);
        }
    }
    Case { sources, found }
}

fn measure(bencher: Bencher<'_, '_>, write: impl Fn(&CheckReport<'_>, &mut dyn Write) -> io::Result<()>) {
    let Case { sources, found } = case();
    let report = CheckReport {
        sources: &sources,
        catalogue_files: 0,
        rules: RULES.iter().map(|rule| (*rule, rule.severity)).collect(),
        diagnostics: &found,
        quieted: &[],
        unreadable: &[],
        is_whole: true,
        fails_at: Some(Severity::Error),
        most: usize::MAX,
    };
    bencher.bench_local(|| write(black_box(&report), &mut io::sink()).is_ok());
}

#[divan::bench(sample_count = 10)]
fn annotate_snippets_alone(bencher: Bencher<'_, '_>) {
    let Case { sources, found } = case();
    let renderer = Renderer::plain().decor_style(DecorStyle::Ascii).term_width(WIDTH);
    bencher.bench_local(|| {
        for finding in black_box(&found) {
            let Some(primary) = &finding.primary else { continue };
            let source = sources.get(primary.span.file);
            let start = (primary.span.start - 26) as usize;
            let snippet = Snippet::source(&source.text()[start..start + LINE.len()])
                .path(source.path())
                .line_start(start / LINE.len() + 1)
                .annotation(AnnotationKind::Primary.span(26..47).label(primary.text.as_str()))
                .annotation(AnnotationKind::Context.span(6..24).label(finding.related[0].text.as_str()));
            let group =
                Group::with_title(Level::ERROR.primary_title(finding.message.as_str()).id(finding.rule))
                    .element(snippet)
                    .element(Level::NOTE.message(finding.notes[0].as_str()))
                    .element(Level::NOTE.message("affects 3 agents: `ana`, `bob`, `cleo`"))
                    .element(Level::HELP.message(finding.help.as_deref().unwrap_or_default()));
            let _ = writeln!(io::sink(), "{}\n", renderer.render(&[group]));
        }
    });
}

#[divan::bench(sample_count = 10)]
fn human(bencher: Bencher<'_, '_>) {
    measure(bencher, |report, out| report.human(false, WIDTH, out));
}

#[divan::bench(sample_count = 10)]
fn grouped(bencher: Bencher<'_, '_>) {
    measure(bencher, |report, out| report.grouped(false, out));
}

#[divan::bench(sample_count = 10)]
fn concise(bencher: Bencher<'_, '_>) {
    measure(bencher, |report, out| report.concise(out));
}

#[divan::bench(sample_count = 10)]
fn json(bencher: Bencher<'_, '_>) {
    measure(bencher, |report, out| report.json(out));
}

#[divan::bench(sample_count = 10)]
fn jsonl(bencher: Bencher<'_, '_>) {
    measure(bencher, |report, out| report.jsonl(out));
}

#[divan::bench(sample_count = 10)]
fn sarif(bencher: Bencher<'_, '_>) {
    measure(bencher, |report, out| report.sarif(out));
}

#[divan::bench(sample_count = 10)]
fn github(bencher: Bencher<'_, '_>) {
    measure(bencher, |report, out| report.github(out));
}

#[divan::bench(sample_count = 10)]
fn gitlab(bencher: Bencher<'_, '_>) {
    measure(bencher, |report, out| report.gitlab(out));
}

#[divan::bench(sample_count = 10)]
fn junit(bencher: Bencher<'_, '_>) {
    measure(bencher, |report, out| report.junit(out));
}

#[divan::bench(sample_count = 10)]
fn checkstyle(bencher: Bencher<'_, '_>) {
    measure(bencher, |report, out| report.checkstyle(out));
}

#[divan::bench(sample_count = 10)]
fn markdown(bencher: Bencher<'_, '_>) {
    measure(bencher, |report, out| report.markdown(out));
}
