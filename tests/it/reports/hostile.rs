//! Any text in a finding leaves every report what it is.

use proptest::prelude::*;
use wdectl::diagnostic::{Affected, Diagnostic, Severity};
use wdectl::lint::RULES;
use wdectl::report::{CheckReport, Unreadable};
use wdectl::text::{Sources, Span};

use super::{sarif, xml};

/// Texts with everything that means something somewhere.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        prop::sample::select(vec![
            "]]>",
            "<!--",
            "&amp;",
            "::error::",
            "\n",
            "\r\n",
            "%0A",
            "|",
            "`",
            "[a](1)",
            "\u{1b}[31m",
            "\u{0}",
            "\"",
            "{0}",
            "😀",
            "\u{FFFE}",
            ",line=1",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

fn finding() -> impl Strategy<Value = Diagnostic> {
    (text(), text(), text(), prop::option::of((0..9_u32, 0..9_u32)), 0..3_usize).prop_map(
        |(message, object, help, at, severity)| {
            let mut sources = Sources::new();
            let file = sources.add("", Vec::new());
            let mut finding = Diagnostic::new(message.clone())
                .note(help.clone())
                .help(help)
                .object(format!("agent/{object}"));
            finding.rule = RULES[severity].name;
            finding.severity = [Severity::Info, Severity::Warning, Severity::Error][severity];
            if let Some((start, length)) = at {
                let span = Span::new(file, start as usize, (start + length) as usize);
                finding = finding.at(span, message.clone()).and_at(span, message.clone());
            }
            finding.affects(Affected { count: severity, agents: vec![message; severity.min(1)] })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_report_stays_well_formed(
        mut found in prop::collection::vec(finding(), 0..4),
        path in text().prop_map(|name| format!("a{name}")),
        unread in prop::option::of(text().prop_map(|reason| format!("cannot read {reason}"))),
    ) {
        found.sort_by_key(|finding| finding.primary.is_none());
        let mut sources = Sources::new();
        sources.add(path.clone(), "a: ü😀\nb: 1\r\nc: 2\n".as_bytes().to_vec());
        let unreadable: Vec<Unreadable> =
            unread.into_iter().map(|reason| Unreadable { path: path.clone(), reason }).collect();
        let report = CheckReport {
            sources: &sources,
            catalogue_files: 0,
            rules: RULES.iter().map(|rule| (*rule, rule.severity)).collect(),
            diagnostics: &found,
            quieted: &[],
            unreadable: &unreadable,
            is_whole: unreadable.is_empty(),
            fails_at: Some(Severity::Warning),
            most: usize::MAX,
        };
        let text = |write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
            let mut bytes = Vec::new();
            write(&mut bytes).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        let run = sarif::run(&text(&|out| report.sarif(out)));
        prop_assert_eq!(run["results"].as_array().unwrap().len(), found.len());
        let lines = text(&|out| report.jsonl(out));
        prop_assert_eq!(lines.lines().count(), found.len() + 1);
        let (_, _, errors) = xml::junit(&text(&|out| report.junit(out)));
        prop_assert_eq!(errors, unreadable.len());
        prop_assert_eq!(xml::checkstyle(&text(&|out| report.checkstyle(out))), (found.len(), unreadable.len()));
        let github = text(&|out| report.github(out));
        prop_assert_eq!(github.lines().count(), found.len() + unreadable.len());
        prop_assert!(github.lines().all(|line| line.starts_with("::")));
        let markdown = text(&|out| report.markdown(out));
        let rows = markdown.lines().filter(|line| line.starts_with('|')).count();
        prop_assert_eq!(rows, if found.is_empty() { 0 } else { found.len() + 2 });
        for text in [github, markdown, text(&|out| report.grouped(false, out)), text(&|out| report.concise(out))] {
            let does_things = text.chars().any(|letter| letter.is_control() && letter != '\n');
            prop_assert!(!does_things);
        }
        prop_assert_eq!(text(&|out| report.concise(out)).lines().count(), found.len());
        let entries: serde_json::Value = serde_json::from_str(&text(&|out| report.gitlab(out))).unwrap();
        prop_assert_eq!(entries.as_array().unwrap().len(), found.len() + unreadable.len());
    }
}
