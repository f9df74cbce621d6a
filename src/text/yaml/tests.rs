use std::fmt::Write;

use super::super::{Limits, Node, Sources, Style, Tree};
use super::read;

fn with<T>(text: &str, limits: Limits, look: impl FnOnce(&Tree<'_>, &Sources, Vec<String>) -> T) -> T {
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text.as_bytes().to_vec());
    let parsed = read(file, sources.get(file).text(), limits);
    let errors = parsed.errors.iter().map(|error| {
        format!("{} `{}`: {}", sources.locate(error.span).line, sources.slice(error.span), error.message)
    });
    let errors = errors.collect();
    look(&parsed.tree, &sources, errors)
}

/// Every document on a line, then every error as `line "text": message`.
fn shown(text: &str) -> Vec<String> {
    with(text, Limits::default(), |tree, _, errors| {
        tree.roots().map(|root| format!("{root:?}")).chain(errors).collect()
    })
}

/// Every key and value in the order of the file.
fn walk<'t>(node: Node<'t>, seen: &mut Vec<Node<'t>>) {
    seen.push(node);
    for entry in node.entries() {
        seen.push(entry.key);
        walk(entry.value, seen);
    }
    node.items().for_each(|item| walk(item, seen));
}

#[test]
fn a_file_without_content_has_no_root() {
    for text in ["", "  \n\r\n", "# only\n# comments", "---\n...\n", "---\n---\n# c\n"] {
        assert_eq!(shown(text), [""; 0], "{text:?}");
    }
    assert_eq!(shown("a: 1\n---\n- b\n...\n---\nc\n"), [r#"{"a": "1"}"#, r#"["b"]"#, r#""c""#]);
}

#[test]
fn scalars_are_the_text_that_stands_there() {
    assert_eq!(
        shown("a: no\nb: 0755\nc: 1e3\nd: ~\ne: 1.10\nf: !!binary x\ng: null\nh: !t 12:30\na: yes\n"),
        [concat!(
            r#"{"a": "no", "b": "0755", "c": "1e3", "d": "~", "e": "1.10", "#,
            r#""f": "x", "g": "null", "h": "12:30", "a": "yes"}"#
        )]
    );
}

#[test]
fn spans_and_styles_are_exact() {
    let text = "\u{fc}: 漢 # c1\n\"k\\t\": 'it''s'\nabsent: # c2\nflow: {a, b: , c: []}\nfold: >-\n  two\n  \
                lines\n\nkeep: |\n   ü\n    x\n\none: |-\n  verbatim\nwrapped: a\n  b\nlist:\n- \n- # c3\n- 'x'\n- ? d\nlast:";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        with(&text, Limits::default(), |tree, sources, errors| {
            assert_eq!(errors, [""; 0]);
            let mut nodes = Vec::new();
            walk(tree.roots().next().unwrap(), &mut nodes);
            let seen: Vec<_> = nodes[1..]
                .iter()
                .map(|node| (sources.slice(node.span()).replace('\r', ""), node.text(), node.style()))
                .collect();
            let (plain, single, double, block, absent) =
                (Style::Plain, Style::SingleQuoted, Style::DoubleQuoted, Style::Block, Style::Absent);
            let expected = [
                ("ü", "ü", plain),
                ("漢", "漢", plain),
                ("\"k\\t\"", "k\t", double),
                ("'it''s'", "it's", single),
                ("absent", "absent", plain),
                ("", "", absent),
                ("flow", "flow", plain),
                ("{a, b: , c: []}", "", plain),
                ("a", "a", plain),
                ("", "", absent),
                ("b", "b", plain),
                ("", "", absent),
                ("c", "c", plain),
                ("[]", "", plain),
                ("fold", "fold", plain),
                ("two\n  lines", "two lines", block),
                ("keep", "keep", plain),
                ("ü\n    x", "ü\n x\n", block),
                ("one", "one", plain),
                ("verbatim", "verbatim", block),
                ("wrapped", "wrapped", plain),
                ("a\n  b", "a b", plain),
                ("list", "list", plain),
                ("- \n- # c3\n- 'x'\n- ? d", "", plain),
                ("", "", absent),
                ("", "", absent),
                ("'x'", "x", single),
                ("? d", "", plain),
                ("d", "d", plain),
                ("", "", absent),
                ("last", "last", plain),
                ("", "", absent),
            ];
            let expected: Vec<_> =
                expected.iter().map(|&(source, text, style)| (source.to_owned(), text, style)).collect();
            assert_eq!(seen, expected);
            let before = |node: &&Node<'_>| text[..node.span().start as usize].chars().next_back().unwrap();
            let absents: String =
                nodes.iter().filter(|node| node.style() == absent).map(|node| before(&node)).collect();
            assert_eq!(absents, ":a:--d:");
            assert!(nodes.iter().any(|node| node.text() == "verbatim" && node.is_verbatim()));
            let comments: Vec<_> = tree.comments().map(|span| sources.slice(span)).collect();
            assert_eq!(comments, ["# c1", "# c2", "# c3"]);
        });
    }
}

#[test]
fn anchors_are_shared_and_merge_keys_written_out() {
    assert_eq!(
        shown(
            "a: &a {x: 1, y: 2}\nb: {y: 3, <<: *a}\nc: {<<: [{z: 4, x: 5}, *a], \"<<\": q}\nd: [*a, &s t]\n*s : *s\n"
        ),
        [concat!(
            r#"{"a": {"x": "1", "y": "2"}, "b": {"y": "3", "x": "1"}, "#,
            r#""c": {"<<": "q", "z": "4", "x": "5", "y": "2"}, "d": [{"x": "1", "y": "2"}, "t"], "t": "t"}"#
        )]
    );
    assert_eq!(
        shown(
            "? [a]\n: {b: 1}\n&k key: v\ns: *k\nt: &t [*t, *no]\n: x\n{q}: r\nu: {<<: 1, <<: *no, *t : 1}\n*no : 1\nend: 1"
        ),
        [
            r#"{"key": "v", "s": "key", "t": ["", ""], "u": {}, "end": "1"}"#,
            "1 `[`: a list or map cannot be a key",
            "5 `*t`: `*t` refers to a node that contains it",
            "5 `*no`: there is no anchor `&no` above",
            "6 ``: there is no key before the `:`",
            "7 `{`: a list or map cannot be a key",
            "8 `1`: `<<` can only merge a map, an alias of a map, or a list of these",
            "8 `*no`: there is no anchor `&no` above",
            "8 `*t`: a list or map cannot be a key",
            "9 `*no`: there is no anchor `&no` above",
        ]
    );
    with("a: &a b\nc: *a\nd: [*a]", Limits::default(), |tree, sources, _| {
        let root = tree.roots().next().unwrap();
        let at = |node: Node<'_>| sources.slice(node.span()).to_owned();
        assert_eq!(root.get("c").map(at), Some("b".to_owned()));
        assert_eq!(root.get("d").unwrap().items().map(at).collect::<Vec<_>>(), ["b"]);
    });
}

#[test]
fn bombs_are_an_error() {
    let mut bomb = "a0: &a0 x\n".to_owned();
    let mut merges = "m0: &m0 {k0: 1}\n".to_owned();
    for n in 1..10 {
        let last = n - 1;
        let nine = vec![format!("*a{last}"); 9].join(", ");
        writeln!(bomb, "a{n}: &a{n} [{nine}]").unwrap();
    }
    for n in 1..5_000 {
        writeln!(merges, "m{n}: &m{n} {{k{n}: 1, <<: *m{}}}", n - 1).unwrap();
    }
    let told = "with `*a7` written out, the file has more than 50000000 nodes";
    with(&format!("{bomb}end: 1"), Limits::default(), |tree, _, errors| {
        assert_eq!(errors, [format!("9 `*a7`: {told}")]);
        assert_eq!(tree.roots().next().unwrap().get("end").unwrap().text(), "1");
    });
    with(
        &format!("{merges}end: 1"),
        Limits { expanded_nodes: 1_000_000, ..Limits::default() },
        |tree, _, errors| {
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert!(errors[0].ends_with("written out, the file has more than 1000000 nodes"), "{errors:?}");
            assert_eq!(tree.roots().next().unwrap().get("end").unwrap().text(), "1");
        },
    );
    let mut tower = "t0: &t0 []\n".to_owned();
    for n in 1..200 {
        writeln!(tower, "t{n}: &t{n} [*t{}]", n - 1).unwrap();
    }
    let errors = &shown(&tower)[1..];
    assert_eq!(
        errors,
        ["128 `*t126`: with `*t126` written out, lists and maps are nested more than 128 deep"]
    );
}

#[test]
fn nesting_is_limited() {
    let limits = Limits { depth: 3, ..Limits::default() };
    let seen = |text: &str| {
        with(text, limits, |tree, _, errors| format!("{:?} {errors:?}", tree.roots().next().unwrap()))
    };
    assert_eq!(seen("a: [[1]]\nb: 2"), r#"{"a": [["1"]], "b": "2"} []"#);
    assert_eq!(
        seen("a: [[[1]]]\nb: 2"),
        r#"{"a": [[]], "b": "2"} ["1 `[`: lists and maps are nested more than 3 deep"]"#
    );
    assert_eq!(
        seen("a:\n  b:\n    c:\n      d: 1\n    e: 2\n  f: 3\ng: 4"),
        r#"{"a": {"b": {"e": "2"}, "f": "3"}, "g": "4"} ["4 `d`: lists and maps are nested more than 3 deep"]"#
    );
    let deep = format!("a: {}\nb: 1", "[".repeat(100_000));
    assert_eq!(shown(&deep)[1], "1 `[`: lists and maps are nested more than 128 deep");
}

#[test]
fn a_million_lines_take_no_time() {
    let mut text = String::new();
    for n in 0..200_000 {
        let broken = if n % 1000 == 0 { "  x: [1, 'a" } else { "# c" };
        writeln!(text, "- n: {n}\n# c\n\n\n{broken}").unwrap();
    }
    with(&text, Limits::default(), |tree, _, errors| {
        assert_eq!(errors.len(), 200);
        let items: Vec<_> = tree.roots().next().unwrap().items().collect();
        assert_eq!(items.len(), 200_000);
        assert_eq!(items[199_999].get("n").unwrap().text(), "199999");
    });
}
