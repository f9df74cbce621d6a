//! Against `serde_yaml`: the same structure for what it writes, an error for what it refuses.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_yaml::{Deserializer, Value};

use super::super::mutation::mutate;
use super::super::{Kind, Limits, Node, Sources};
use super::read;

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        // The crate takes U+2028 and U+2029 for line breaks, as YAML 1.1 did.
        "[\\PC&&[^\u{2028}\u{2029}]]{0,12}".prop_map(Value::from),
        "[\"'\\\\\n\t a:#,&*!|>%@`{}\\[\\]?-]{0,9}".prop_map(Value::from),
        "(no|~|012|1e3|1\\.10|<<|---|\\.\\.\\.|=|y)".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let key = prop_oneof!["[a-c.]{1,3}", "[ü: #\"'-]{0,3}", Just("no".to_owned())];
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            btree_map(key, inner, 0..5).prop_map(|entries| {
                Value::Mapping(entries.into_iter().map(|(key, value)| (Value::from(key), value)).collect())
            }),
        ]
    })
}

fn check(node: Node<'_>, value: &Value) {
    match value {
        Value::Mapping(entries) => {
            assert_eq!(
                (node.kind(), node.entries().count()),
                (Kind::Map, entries.len()),
                "{node:?} {value:?}"
            );
            for (entry, (key, value)) in node.entries().zip(entries) {
                assert_eq!(Some(entry.key.text()), key.as_str());
                check(entry.value, value);
            }
        }
        Value::Sequence(items) => {
            assert_eq!((node.kind(), node.items().count()), (Kind::List, items.len()), "{node:?} {value:?}");
            node.items().zip(items).for_each(|(node, value)| check(node, value));
        }
        Value::String(text) => assert_eq!((node.kind(), node.text()), (Kind::Scalar, text.as_str())),
        Value::Number(number) => assert_eq!(node.text(), number.to_string()),
        Value::Bool(value) => assert_eq!(node.text(), value.to_string()),
        Value::Null => assert_eq!(node.text(), "null"),
        Value::Tagged(_) => unreachable!("none is made"),
    }
}

/// Every span lies in the text, on character boundaries; the messages of all errors.
fn check_spans(text: &str, limits: Limits) -> Vec<String> {
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text.as_bytes().to_vec());
    let parsed = read(file, sources.get(file).text(), limits);
    let mut nodes: Vec<_> = parsed.tree.roots().collect();
    let inside =
        |range: std::ops::Range<usize>| assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
    while let Some(node) = nodes.pop() {
        inside(node.span().range());
        inside(node.text_span().range());
        if node.kind() == Kind::Scalar && node.is_verbatim() && !node.text().is_empty() {
            assert_eq!(sources.slice(node.text_span()), node.text(), "{text:?}");
        }
        nodes.extend(node.entries().flat_map(|entry| [entry.key, entry.value]));
        nodes.extend(node.items());
    }
    let comments: Vec<_> = parsed.tree.comments().collect();
    comments.iter().for_each(|comment| inside(comment.range()));
    assert!(comments.is_sorted(), "{comments:?} {text:?}");
    parsed.errors.iter().for_each(|error| inside(error.span.range()));
    assert!(parsed.errors.is_sorted_by_key(|error| error.span.start), "{:?}", parsed.errors);
    parsed.errors.into_iter().map(|error| error.message).collect()
}

fn refusal(text: &str) -> Option<String> {
    Deserializer::from_str(text)
        .find_map(|document| IgnoredAny::deserialize(document).err())
        .map(|error| error.to_string())
}

/// What the crate, a reader of YAML 1.1, refuses and YAML 1.2 allows: tabs between a `-` or `:` and its value and
/// in text blocks, `{a:}`, more characters in anchors and in plain text inside brackets, a text block without
/// indentation as a document.
fn is_dialect(refusal: &str) -> bool {
    let known = [
        "found a tab character",
        "cannot start any token",
        "found unexpected ':'",
        "did not find expected alphabetic",
        "mapping keys are not allowed in this context",
        "did not find expected node content",
        "did not find expected <document start>",
    ];
    known.iter().any(|part| refusal.contains(part))
}

const SAMPLE: &str = r#"# c
agents:
  - name: &n "a\tü" # c
    l: [1, 'x', {a: b}]
    options: &o
      chat.x: |
        m
          n
      q r: 1979-05-27
  - name: *n
    options: {<<: *o, f: 漢
      x}
    k:
    - two
      lines
    - ? z
---
- b: 'it''s'
- c: >-
    d
"#;

#[test]
fn the_sample_is_right() {
    assert_eq!((check_spans(SAMPLE, Limits::default()), refusal(SAMPLE)), (Vec::new(), None));
}

fn mutations() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let insert = prop_oneof![
        Just(String::new()),
        "[\\[\\]{}:=.,\"'#\\\\\n\r a1ü\u{1}&*!|>%@`?-]{1,3}",
        "\n {0,6}(- )?[a-c]: ",
        Just("\t".to_owned()),
    ];
    vec((any::<usize>(), 0..4usize, insert), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_crate_writes_reads_the_same(value in values()) {
        let text = serde_yaml::to_string(&value).unwrap();
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", text.clone().into_bytes());
        let parsed = read(file, sources.get(file).text(), Limits::default());
        prop_assert_eq!(&parsed.errors, &[], "{}", text);
        check(parsed.tree.roots().next().unwrap(), &value);
    }

    #[test]
    fn what_the_crate_refuses_is_an_error(mutations in mutations()) {
        let text = mutate(SAMPLE, mutations);
        let errors = check_spans(&text, Limits::default());
        if let Some(refusal) = refusal(&text).filter(|refusal| !is_dialect(refusal)) {
            prop_assert!(!errors.is_empty(), "{:?} is refused: {}", text, refusal);
        }
    }

    #[test]
    fn nonsense_is_survived(text in "[\\[\\]{}:,\"'#\\\\\n a1ü&*!|>?-]{0,60}", depth in 1..4usize) {
        check_spans(&text, Limits { depth, expanded_nodes: 9, ..Limits::default() });
    }
}
