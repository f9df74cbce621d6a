//! Any bytes are read in every syntax and make a deployment, which is judged and told in every format; every place lies
//! in the text, and no secret is shown.

use std::sync::Arc;

use wdectl::deployment::{Input, load};
use wdectl::lint::{RULES, settle_fixes};
use wdectl::report::CheckReport;
use wdectl::text::{Kind, Node, Sources, Span, Syntax, Tree, read, read_in_parts};

use super::ground::{LIMITS, deployment, fixtures, judged, known, name_of};

pub fn corpus() -> Vec<Vec<u8>> {
    let endings = ["toml", "yaml", "json", "cfg", "xml", "csv"];
    let all = ["rules", "deployments", "native"].into_iter().flat_map(|folder| fixtures(folder, &endings));
    all.map(|(_, bytes)| bytes).collect()
}

pub fn run(bytes: &[u8]) {
    for syntax in [Syntax::Json, Syntax::Yaml, Syntax::Toml, Syntax::Cfg, Syntax::Xml, Syntax::Csv] {
        let mut sources = Sources::new();
        let file = sources.add("agent/any.cfg", bytes.to_vec());
        let parsed = read(&sources, file, syntax, LIMITS);
        let text = sources.get(file).text();
        for error in &parsed.errors {
            assert!(text.get(error.span.range()).is_some(), "{syntax:?}: {error:?}");
            assert!(!error.message.is_empty());
        }
        parsed.tree.roots().for_each(|root| places(root, text));
        let mut deployment = load(&sources, &[Input { file, syntax, object: None }], LIMITS);
        let names = Arc::new(known().catalogue.secret_names());
        let hidden = deployment.hide_secrets(&names);
        let before = sources.get(file).text().to_owned();
        sources.hide(&names, &hidden);
        let after = sources.get(file).text();
        let starts = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(starts(&before), starts(after), "hiding keeps places");
        let lines = |text: &str| text.matches(['\n', '\r']).count();
        assert_eq!(lines(&before), lines(after));
    }
    in_parts(bytes);
    told(bytes);
}

/// A file of JSON that is cut as often as it may holds what it holds in one piece.
fn in_parts(bytes: &[u8]) {
    let mut sources = Sources::new();
    let file = sources.add("any.json", bytes.to_vec());
    let (mut whole, mut parts) = (Content::default(), Content::default());
    let parsed = read(&sources, file, Syntax::Json, LIMITS);
    whole.add(&parsed.tree);
    let nodes = bytes.len() % 8;
    let last = read_in_parts(&sources, file, Syntax::Json, LIMITS, nodes, |_| true, |tree| parts.add(&tree));
    parts.add(&last.tree);
    assert_eq!((whole.lines, parsed.errors), (parts.lines, last.errors));
}

/// The keys of the outermost maps, and what stands under them, item by item.
#[derive(Default)]
struct Content {
    lines: Vec<String>,
    last_key: Option<Span>,
}

impl Content {
    fn add(&mut self, tree: &Tree<'_>) {
        for root in tree.roots() {
            if root.kind() != Kind::Map {
                self.line(root);
            }
            for entry in root.entries() {
                // A part begins with the last key of the one before.
                if self.last_key.replace(entry.key.span()) != Some(entry.key.span()) {
                    self.line(entry.key);
                }
                match entry.value.kind() {
                    Kind::List => entry.value.items().for_each(|item| self.line(item)),
                    _ => self.line(entry.value),
                }
            }
        }
    }

    fn line(&mut self, node: Node<'_>) {
        self.lines.push(format!("{:?} {node:?}", node.span()));
    }
}

/// Every node and what it holds lies in the text.
fn places(node: Node<'_>, text: &str) {
    let mut nodes = vec![node];
    while let Some(node) = nodes.pop() {
        assert!(text.get(node.span().range()).is_some());
        let own = text.get(node.text_span().range());
        assert!(own.is_some());
        if node.kind() == Kind::Scalar && node.is_verbatim() {
            assert_eq!(own, Some(node.text()));
        }
        for entry in node.entries() {
            nodes.extend([entry.key, entry.value]);
        }
        nodes.extend(node.items());
    }
}

/// Judges the bytes and writes every report.
fn told(bytes: &[u8]) {
    let mut sources = Sources::new();
    sources.add(name_of(bytes), bytes.to_vec());
    let deployment = deployment(&sources);
    let mut outcome = judged(&sources, &deployment);
    settle_fixes(&mut outcome.findings, &sources);
    let report = CheckReport {
        sources: &sources,
        catalogue_files: 0,
        rules: RULES.iter().map(|rule| (*rule, rule.severity)).collect(),
        diagnostics: &outcome.findings,
        quieted: &outcome.quieted,
        unreadable: &[],
        is_whole: deployment.problems().iter().all(|problem| !problem.hides()),
        fails_at: None,
        most: usize::MAX,
    };
    let written = |write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
        let mut out = Vec::new();
        assert!(write(&mut out).is_ok());
        let text = String::from_utf8(out);
        assert!(text.is_ok(), "a report is UTF-8");
        text.unwrap_or_default()
    };
    for text in [
        written(&|out| report.human(false, 100, out)),
        written(&|out| report.grouped(false, out)),
        written(&|out| report.concise(out)),
        written(&|out| report.github(out)),
        written(&|out| report.markdown(out)),
    ] {
        let raw = text.chars().find(|letter| letter.is_control() && *letter != '\n');
        assert_eq!(raw, None, "nothing commands the terminal");
    }
    for text in [
        written(&|out| report.json(out)),
        written(&|out| report.sarif(out)),
        written(&|out| report.gitlab(out)),
    ] {
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
    }
    written(&|out| report.jsonl(out));
    written(&|out| report.junit(out));
    written(&|out| report.checkstyle(out));
}
