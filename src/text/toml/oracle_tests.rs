//! Against the `toml` crate: the same structure for what it writes, an error for what it refuses.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use toml::{Table, Value};

use super::super::mutation::mutate;
use super::super::{Kind, Limits, Node, Sources};
use super::read;

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::Integer),
        any::<bool>().prop_map(Value::Boolean),
        "\\PC{0,12}".prop_map(Value::String),
        "[\"'\\\\\n\t a-cü漢]{0,9}".prop_map(Value::String),
        Just(Value::Datetime("1979-05-27T07:32:00Z".parse().unwrap())),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::Array),
            btree_map("[a-c]{1,3}|[ü.\" ]{0,3}", inner, 0..5)
                .prop_map(|entries| Value::Table(entries.into_iter().collect())),
        ]
    })
}

fn tables() -> impl Strategy<Value = Table> {
    btree_map("[a-z-]{1,6}|[ü.\" ]{0,3}", values(), 0..6).prop_map(|entries| entries.into_iter().collect())
}

fn check(node: Node<'_>, value: &Value) {
    match value {
        Value::Table(table) => {
            assert_eq!((node.kind(), node.entries().count()), (Kind::Map, table.len()), "{node:?} {value}");
            for (key, value) in table {
                check(node.get(key).unwrap(), value);
            }
        }
        Value::Array(items) => {
            assert_eq!((node.kind(), node.items().count()), (Kind::List, items.len()), "{node:?} {value}");
            node.items().zip(items).for_each(|(node, value)| check(node, value));
        }
        Value::String(text) => assert_eq!((node.kind(), node.text()), (Kind::Scalar, text.as_str())),
        other => assert_eq!(node.text(), other.to_string()),
    }
}

/// Every span lies in the text, on character boundaries.
fn check_spans(text: &str, limits: Limits) -> Vec<String> {
    let mut sources = Sources::new();
    let file = sources.add("a.toml", text.as_bytes().to_vec());
    let parsed = read(file, sources.get(file).text(), limits);
    let mut nodes: Vec<_> = parsed.tree.roots().collect();
    let inside =
        |range: std::ops::Range<usize>| assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
    while let Some(node) = nodes.pop() {
        inside(node.span().range());
        inside(node.text_span().range());
        if node.kind() == Kind::Scalar && node.is_verbatim() {
            assert_eq!(sources.slice(node.text_span()), node.text(), "{text:?}");
        }
        nodes.extend(node.entries().flat_map(|entry| [entry.key, entry.value]));
        nodes.extend(node.items());
    }
    parsed.tree.comments().for_each(|comment| inside(comment.range()));
    parsed.errors.iter().for_each(|error| inside(error.span.range()));
    assert!(parsed.errors.is_sorted_by_key(|error| error.span.start), "{:?}", parsed.errors);
    parsed.errors.into_iter().map(|error| error.message).collect()
}

/// What the crate refuses and we read: keys given twice, numbers and dates out of range, and tables continued
/// where it calls them complete. (Of those, we refuse the ones that are written wrong, not only twice.)
fn is_meaning(refusal: &str) -> bool {
    let known =
        ["duplicate key", "cannot extend", "out of range", "invalid date", "invalid time", "value is out"];
    known.iter().any(|part| refusal.contains(part))
}

const SAMPLE: &str = "# c\n[[agents]]\nusername = \"a\\tü\" # c\nl = [1, 'x', { a.b = true }]\n[agents.options]\n\
                      chat.x = \"\"\"\nm\n\"\"\"\n'q r' = 1979-05-27T07:32:00Z\nf = [\n  1.5,\n  -inf, # c\n]\n[t.u]\nk = '''l'''\n";

fn mutations() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let insert = prop_oneof![
        Just(String::new()),
        "[\\[\\]{}=.,\"'#\\\\\n\r a1-ü\u{1}]{1,3}",
        Just("\"\"\"".to_owned())
    ];
    vec((any::<usize>(), 0..4usize, insert), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_the_crate_writes_reads_the_same(table in tables(), pretty: bool) {
        let text = if pretty { toml::to_string_pretty(&table) } else { toml::to_string(&table) }.unwrap();
        let mut sources = Sources::new();
        let file = sources.add("a.toml", text.clone().into_bytes());
        let parsed = read(file, sources.get(file).text(), Limits::default());
        prop_assert_eq!(&parsed.errors, &[], "{}", text);
        match parsed.tree.roots().next() {
            Some(root) => check(root, &Value::Table(table)),
            None => prop_assert!(table.is_empty(), "{}", text),
        }
    }

    #[test]
    fn what_the_crate_refuses_is_an_error(mutations in mutations()) {
        let text = mutate(SAMPLE, mutations);
        let errors = check_spans(&text, Limits::default());
        let refusal = toml::from_str::<Table>(&text).err().map(|error| error.message().to_owned());
        match refusal {
            Some(refusal) if !is_meaning(&refusal) => {
                prop_assert!(!errors.is_empty(), "{:?} is refused: {}", text, refusal);
            }
            Some(_) => {}
            None => prop_assert_eq!(errors, [""; 0], "{:?}", text),
        }
    }

    #[test]
    fn nonsense_is_survived(text in "[\\[\\]{}=.,\"'#\\\\\n a1-]{0,60}", depth in 1..4usize) {
        check_spans(&text, Limits { depth, ..Limits::default() });
    }
}
