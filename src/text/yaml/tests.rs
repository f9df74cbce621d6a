use super::super::{Limits, Parsed, Source, Sources};
use super::read;

/// Reads a text and shows it: every document on a line, then every error as `line "text" message`.
fn shown(text: &str) -> Vec<String> {
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text.as_bytes().to_vec());
    let parsed = read(file, sources.get(file).text(), Limits::default());
    let roots = parsed.tree.roots().map(|root| format!("{root:?}"));
    let errors = parsed.errors.iter().map(|error| {
        let line = sources.locate(error.span).line;
        format!("{line} `{}`: {}", sources.slice(error.span), error.message)
    });
    roots.chain(errors).collect()
}

fn parse(source: &Source, file: super::super::FileId) -> Parsed<'_> {
    read(file, source.text(), Limits::default())
}

#[test]
fn recovery_keeps_what_is_right() {
    assert_eq!(
        shown("a: \"foo\nb: \"bar\"\nc: 1"),
        [r#"{"a": "foo", "b": "bar", "c": "1"}"#, "1 `\"`: this quote is never closed"]
    );
}

#[test]
fn mega() {
    let mut text = String::from("agents:\n");
    for n in 0..250_000 {
        text.push_str(&format!("  - username: agent{n}\n    options:\n      interaction-workspace:\n        chat.on-hold-queue: \"q{n}\"\n"));
    }
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text.into_bytes());
    let t = std::time::Instant::now();
    let parsed = parse(sources.get(file), file);
    println!("{:?} {} MB", t.elapsed(), sources.get(file).text().len() as f64 / 1e6);
    assert!(parsed.errors.is_empty());
}
