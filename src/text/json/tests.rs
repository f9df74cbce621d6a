use proptest::prelude::*;
use serde_json::Value;

use super::super::{Kind, Node, Sources};
use super::*;

/// What is read from `text`, as `Debug` shows it, and the errors as `[covered text] message`.
fn read_text(text: &str) -> (String, Vec<String>) {
    read_within(text, Limits::default())
}

fn read_within(text: &str, limits: Limits) -> (String, Vec<String>) {
    let mut sources = Sources::new();
    let file = sources.add("a.json", text.as_bytes().to_vec());
    let parsed = read(file, sources.get(file).text(), limits);
    let roots: Vec<String> = parsed.tree.roots().map(|root| format!("{root:?}")).collect();
    let errors = parsed.errors.iter().map(|e| format!("[{}] {}", sources.slice(e.span), e.message));
    (roots.join(" "), errors.collect())
}

/// Each faulty text, what is read from it, and its errors.
fn check(cases: &[(&str, &str, &[&str])]) {
    for &(text, tree, errors) in cases {
        let found = read_text(text);
        assert_eq!(
            (found.0.as_str(), found.1.iter().map(String::as_str).collect()),
            (tree, errors.to_vec()),
            "{text}"
        );
    }
}

/// Every key and value of a tree in order, with its bytes and its text.
fn spans(node: Node<'_>, into: &mut Vec<(std::ops::Range<usize>, String)>) {
    into.push((node.span().range(), node.text().to_owned()));
    for entry in node.entries() {
        into.push((entry.key.span().range(), entry.key.text().to_owned()));
        spans(entry.value, into);
    }
    node.items().for_each(|item| spans(item, into));
}

#[test]
fn every_key_and_value_has_its_bytes_and_its_text() {
    let text = "{\"ü\": [true, -1.50e3, null ],\r\n \"a\\tb\":{\"c\" : \"\\u00e9\\ud83d\\ude00\"},\"\":\"\"}";
    let mut sources = Sources::new();
    let file = sources.add("a.json", text.as_bytes().to_vec());
    let parsed = read(file, text, Limits::default());
    assert_eq!(parsed.errors, []);
    let mut found = Vec::new();
    spans(parsed.tree.roots().next().unwrap(), &mut found);
    let found: Vec<_> = found.iter().map(|(range, shown)| (&text[range.clone()], shown.as_str())).collect();
    let expected = [
        (text, ""),
        ("\"ü\"", "ü"),
        ("[true, -1.50e3, null ]", ""),
        ("true", "true"),
        ("-1.50e3", "-1.50e3"),
        ("null", ""),
        ("\"a\\tb\"", "a\tb"),
        ("{\"c\" : \"\\u00e9\\ud83d\\ude00\"}", ""),
        ("\"c\"", "c"),
        ("\"\\u00e9\\ud83d\\ude00\"", "é😀"),
        ("\"\"", ""),
        ("\"\"", ""),
    ];
    assert_eq!(found, expected);
}

#[test]
fn duplicates_stay_and_null_is_no_text() {
    let (tree, errors) = read_text("{\"a\":1,\"a\":\"null\",\"a\":null,\"b\":{},\"c\":[]}");
    assert_eq!(tree, r#"{"a": "1", "a": "null", "a": null, "b": {}, "c": []}"#);
    assert!(errors.is_empty());
}

#[test]
fn slips_whose_meaning_is_plain_are_read_as_meant() {
    check(&[
        (r#"{"a":1,}"#, r#"{"a": "1"}"#, &["[,] a comma before `}`"]),
        (r#"[1,2, ] "#, r#"["1", "2"]"#, &["[,] a comma before `]`"]),
        (r#"[1,,2]"#, r#"["1", "2"]"#, &["[,] a comma without a value before it"]),
        (
            r#"{,"a":1,,"b":2}"#,
            r#"{"a": "1", "b": "2"}"#,
            &["[,] a comma without an entry before it", "[,] a comma without an entry before it"],
        ),
        (
            "{\"a\":1\n\"b\":2\n\"c\":3}",
            r#"{"a": "1", "b": "2", "c": "3"}"#,
            &["[] a comma is missing here", "[] a comma is missing here"],
        ),
        (r#"[{"a":1}{"b":2}]"#, r#"[{"a": "1"}, {"b": "2"}]"#, &["[] a comma is missing here"]),
        (r#"{a:1,"b":2}"#, r#"{"a": "1", "b": "2"}"#, &["[a] key without quotes: `a`"]),
        (
            "{a = yes\nb = no}",
            r#"{"a": "yes", "b": "no"}"#,
            &[
                "[a] key without quotes: `a`",
                "[=] `=` instead of `:`",
                "[yes] text without quotes: `yes`",
                "[] a comma is missing here",
            ],
        ),
        (
            r#"{'a':'it\'s'}"#,
            r#"{"a": "it's"}"#,
            &["['a'] key in single quotes", "['it\\'s'] text in single quotes"],
        ),
        (
            r#"{"a": Chat hold, "b": 2}"#,
            r#"{"a": "Chat hold", "b": "2"}"#,
            &["[Chat hold] text without quotes: `Chat hold`"],
        ),
        (
            r#"[012, +1, .5, 5., 1e, 0x1F, NaN, -]"#,
            r#"["012", "+1", ".5", "5.", "1e", "0x1F", "NaN", "-"]"#,
            &[
                "[012] `012` is no JSON number",
                "[+1] `+1` is no JSON number",
                "[.5] `.5` is no JSON number",
                "[5.] `5.` is no JSON number",
                "[1e] `1e` is no JSON number",
                "[0x1F] `0x1F` is no JSON number",
                "[NaN] text without quotes: `NaN`",
                "[-] text without quotes: `-`",
            ],
        ),
        (
            r#"{"a" 1, "b" "2"}"#,
            r#"{"a": "1", "b": "2"}"#,
            &["[] `:` is missing after `a`", "[] `:` is missing after `b`"],
        ),
        (
            r#"{"a":, "b":2, "c":}"#,
            r#"{"b": "2"}"#,
            &["[\"a\"] `a` has no value", "[\"c\"] `c` has no value"],
        ),
        ("{\"a\":\n \"b\":2}", r#"{"b": "2"}"#, &["[\"a\"] `a` has no value"]),
        ("[1]\n{\"a\":2}\n[3]", r#"["1"] {"a": "2"} ["3"]"#, &["[{] a second value in the file"]),
        ("[1,\u{a0}2]", r#"["1", "2"]"#, &["[\u{a0}] character U+00A0 between texts"]),
        (
            r#""a":{"b":1},"c":2"#,
            r#"{"a": {"b": "1"}, "c": "2"}"#,
            &["[\"a\"] a key outside of all brackets"],
        ),
    ]);
}

#[test]
fn comments_are_noted_and_passed_over() {
    let text = "// head\n{\"a\":1, /* one\n two */ \"b\":yes // tail\n}\n/* open\n";
    let mut sources = Sources::new();
    let file = sources.add("a.json", text.as_bytes().to_vec());
    let parsed = read(file, text, Limits::default());
    let comments: Vec<_> = parsed.tree.comments().map(|span| &text[span.range()]).collect();
    assert_eq!(comments, ["// head", "/* one\n two */", "// tail", "/* open"]);
    assert_eq!(parsed.errors.len(), 5);
    assert_eq!(format!("{:?}", parsed.tree.roots().next().unwrap()), r#"{"a": "1", "b": "yes"}"#);
}

#[test]
fn faults_inside_a_text_leave_the_text() {
    check(&[
        (r#"["C:\Windows\x", 1]"#, r#"["C:\\Windows\\x", "1"]"#, &["[\\W] `\\W` stands for nothing"]),
        ("[\"a\tb\"]", r#"["a\tb"]"#, &["[\t] control character U+0009 in a text"]),
        (
            r#"["\ud800", "\udc00x", "\ud800\n", "\u12"]"#,
            r#"["�", "�x", "�\n", "\\u12"]"#,
            &[
                "[\\ud800] `\\ud800` is half of a character",
                "[\\udc00] `\\udc00` is half of a character",
                "[\\ud800] `\\ud800` is half of a character",
                "[\\u12] `\\u12` is cut short",
            ],
        ),
        ("{\"a\":\"foo,\n\"b\":\"bar\"}", r#"{"a": "foo", "b": "bar"}"#, &["[\"] this `\"` is never closed"]),
        (
            "[{\"a\":\"foo},\n{\"b\":\"bar\"}]",
            r#"[{"a": "foo"}, {"b": "bar"}]"#,
            &["[\"] this `\"` is never closed"],
        ),
        (
            "{\"a\":\"one\ntwo\",\n\"b\":\"bar\"}",
            r#"{"a": "one", "b": "bar"}"#,
            &["[\"] this `\"` is never closed"],
        ),
        (r#"{"a":"say "hello" to","b":1}"#, r#"{"a": "say ", "b": "1"}"#, &["[hello] unexpected `hello`"]),
        (r#"[{"n":"foo, "x":"y"},{"b":1}]"#, r#"[{"n": "foo, "}, {"b": "1"}]"#, &["[x] unexpected `x`"]),
    ]);
}

#[test]
fn brackets_that_do_not_fit_cost_as_little_as_can_be() {
    check(&[
        (
            r#"{"a":[1,2,"b":3}"#,
            r#"{"a": ["1", "2"], "b": "3"}"#,
            &["[\"b\"] `]` is missing before this key"],
        ),
        (
            r#"{"a":[1,2},"b":3}"#,
            r#"{"a": ["1", "2"], "b": "3"}"#,
            &["[}] `]` is missing before this `}`", "[,] the file goes on after its value"][..1],
        ),
        (
            r#"[{"a":1,{"b":2},{"c":3}]"#,
            r#"[{"a": "1"}, {"b": "2"}, {"c": "3"}]"#,
            &["[{] `}` is missing before this `{`"],
        ),
        (r#"[{"a":1],{"b":2}]"#, r#"[{"a": "1"}, {"b": "2"}]"#, &["[]] `}` is missing before this `]`"]),
        (
            r#"{"a":{"b":1}},"c":2}"#,
            r#"{"a": {"b": "1"}, "c": "2"}"#,
            &["[,] the file goes on after its value"],
        ),
        (r#"{"a":1]}"#, r#"{"a": "1"}"#, &["[]] this `]` closes nothing"]),
        (r#"{"a":[1,{"b":2"#, r#"{"a": ["1", {"b": "2"}]}"#, &["[{] this `{` is never closed"]),
        (r#"{"a":"b"#, r#"{"a": "b"}"#, &["[\"] this `\"` is never closed"]),
        (r#"{"a":1,{"b":[2]},"c":3}"#, r#"{"a": "1", "c": "3"}"#, &["[{] a key is missing before this `{`"]),
        (r#"{:1,"c":3}"#, r#"{"c": "3"}"#, &["[:] a key is missing before this `:`"]),
    ]);
}

#[test]
fn a_file_without_a_value_is_an_error() {
    check(&[("", "", &["[] the file is empty"]), (" \r\n\t\n", "", &["[] the file is empty"])]);
}

#[test]
fn limits_are_errors_and_the_rest_is_read() {
    let limits = Limits { depth: 2, expanded_nodes: 6, ..Limits::default() };
    let found = read_within(r#"{"a":[1,[2,"]"],3],"b":{"c":4},"d":5}"#, limits);
    assert_eq!(found.0, r#"{"a": ["1", "3"], "b": {"c": "4"}}"#);
    assert_eq!(found.1, ["[[] nested more than 2 deep", "[] more than 6 values in one file"]);
    let (tree, errors) = read_text(&format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000)));
    assert_eq!(tree, format!("{}{}", "[".repeat(128), "]".repeat(128)));
    assert_eq!(errors, ["[[] nested more than 128 deep"]);
    assert_eq!(read_text(&"[".repeat(100_000)).1.len(), 2);
    assert_eq!(read_text(&format!("[{}0]", "1 ".repeat(100_000))).1.len(), 1001);
}

#[test]
fn hostile_texts_cost_no_more_than_their_length() {
    for (start, part) in [
        ("[1 x\"", "\\\""),
        ("[1 x", "[x"),
        ("", "/*\n"),
        ("{", "\"a\" x \"\\\""),
        ("", "\"\\"),
        ("{\"a\":", "[}"),
        ("", "{\"a\":["),
        ("", "]"),
        ("[", "'a,"),
    ] {
        let (_, errors) = read_text(&format!("{start}{}", part.repeat(300_000)));
        assert!((1..=1001).contains(&errors.len()), "{start:?} {part:?}: {} errors", errors.len());
    }
}

#[test]
fn a_million_lines() {
    let mut text = String::from("{\n\"options\": {\n");
    for line in 0..999_996 {
        text.push_str(&format!("\"option-{line}\": \"{line}\",\n"));
    }
    text.push_str("\"last\": 0}}\n");
    let mut sources = Sources::new();
    let file = sources.add("a.json", text.into_bytes());
    let parsed = read(file, sources.get(file).text(), Limits::default());
    assert_eq!((parsed.errors.len(), parsed.tree.added()), (0, 2 + 2 * 999_997 + 1));
    let options = parsed.tree.roots().next().unwrap().get("options").unwrap();
    let last = options.entries().last().unwrap();
    assert_eq!((last.key.text(), sources.locate(last.key.span()).line), ("last", 999_999));
}

/// The tree and the value have the same shape, keys and texts; numbers are compared by what they are.
fn same(node: Node<'_>, value: &Value) -> bool {
    match value {
        Value::Null => node.kind() == Kind::Null,
        Value::Bool(flag) => node.style() == Style::Plain && node.text() == flag.to_string(),
        Value::Number(number) => {
            serde_json::from_str::<serde_json::Number>(node.text()).ok().as_ref() == Some(number)
        }
        Value::String(text) => node.style() == Style::DoubleQuoted && node.text() == text,
        Value::Array(items) => {
            node.kind() == Kind::List
                && node.items().count() == items.len()
                && node.items().zip(items).all(|(node, item)| same(node, item))
        }
        Value::Object(entries) => {
            node.kind() == Kind::Map
                && node.entries().count() == entries.len()
                && entries.iter().all(|(key, value)| node.get(key).is_some_and(|node| same(node, value)))
        }
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[a-z,:\\[\\]{}\"\\\\ \n]{0,12}".prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(".{0,6}", inner, 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// Spans lie inside the text on character boundaries, errors are in order.
fn assert_sound(text: &str) -> Parsed<'_> {
    let mut sources = Sources::new();
    let file = sources.add("a.json", Vec::new());
    let parsed = read(file, text, Limits::default());
    for root in parsed.tree.roots() {
        let mut found = Vec::new();
        spans(root, &mut found);
        for (range, _) in found {
            assert!(text.get(range.clone()).is_some(), "{range:?} in {text:?}");
        }
    }
    for error in &parsed.errors {
        assert!(text.get(error.span.range()).is_some(), "{error:?} in {text:?}");
    }
    assert!(parsed.errors.is_sorted_by_key(|error| error.span.start));
    parsed
}

proptest! {
    #[test]
    fn valid_json_is_read_as_serde_json_reads_it(value in any_value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let parsed = assert_sound(&text);
        prop_assert_eq!(&parsed.errors, &[]);
        let root = parsed.tree.roots().next().unwrap();
        prop_assert!(same(root, &value), "{:?}\n{}", root, text);
        prop_assert_eq!(root.span().range(), 0..text.len());
    }

    #[test]
    fn no_text_makes_it_panic(text in r#"([\[\]{}:,'"\\/*=\n 01e.tnu-]|.|"a":|true){0,60}"#) {
        let parsed = assert_sound(&text);
        let judged = serde_json::from_str::<Value>(&text);
        let ours = parsed.errors.is_empty();
        let beyond = judged.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
        prop_assert!(ours == judged.is_ok() || beyond, "{:?} {:?}", parsed.errors, judged);
    }

    #[test]
    fn damage_is_found_and_what_stands_before_it_is_kept(
        entries in prop::collection::vec((any_value(), "[a-z]{1,5}"), 1..8),
        pretty in any::<bool>(),
        place in any::<prop::sample::Index>(),
        cut in 0usize..4,
        put in prop::sample::select(vec!["", ",", "]", "}", "{", "[", ":", "\"", "'", "x", "\n", "0", "//", "\\"]),
    ) {
        let whole = serde_json::Map::from_iter(
            entries.into_iter().enumerate().map(|(at, (value, key))| (format!("{at}{key}"), value)),
        );
        let value = Value::Object(whole);
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let from = place.index(starts.len());
        let to = (from + cut).min(starts.len() - 1);
        let damaged = [&text[..starts[from]], put, &text[starts[to]..]].concat();
        let parsed = assert_sound(&damaged);
        match serde_json::from_str::<Value>(&damaged) {
            Ok(_) => prop_assert_eq!(&parsed.errors, &[]),
            Err(error) if error.to_string().contains("out of range") => {}
            Err(_) => prop_assert!(!parsed.errors.is_empty(), "{damaged}"),
        }
        let intact = assert_sound(&text);
        let Some(root) = parsed.tree.roots().next() else { return Ok(()) };
        let before = intact.tree.roots().next().unwrap();
        let untouched = before.entries().take_while(|entry| (entry.value.span().end as usize) < starts[from]);
        for (old, new) in untouched.zip(root.entries()) {
            prop_assert_eq!(old.key.text(), new.key.text());
            prop_assert!(same(new.value, &value[old.key.text()]), "{}\n{}", text, damaged);
        }
    }
}
