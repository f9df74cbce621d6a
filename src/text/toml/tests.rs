use super::super::{Limits, Sources};
use super::read;

/// Reads a text and shows it: the document on a line, then every error as `line "text" message`.
fn shown(text: &str) -> Vec<String> {
    let mut sources = Sources::new();
    let file = sources.add("a.toml", text.as_bytes().to_vec());
    let parsed = read(file, sources.get(file).text(), Limits::default());
    let roots = parsed.tree.roots().map(|root| format!("{root:?}"));
    let errors = parsed.errors.iter().map(|error| {
        let line = sources.locate(error.span).line;
        format!("{line} `{}`: {} / {:?}", sources.slice(error.span), error.message, error.help)
    });
    roots.chain(errors).collect()
}
#[test]
fn look() {
    for f in ["/tmp/gr/t1", "/tmp/gr/t2"] {
        let Ok(s) = String::from_utf8(std::process::Command::new("cat").arg(f).output().unwrap().stdout)
        else {
            continue;
        };
        for t in s.split("\n=====\n") {
            println!("=== {t:?}");
            for l in shown(t) {
                println!("   {l}");
            }
        }
    }
}
