use std::fmt::Write;

use super::super::{FileId, Limits, Node, Sources, Style, Tree};
use super::read;

fn with<T>(text: &str, limits: Limits, look: impl FnOnce(&Tree<'_>, &Sources, Vec<String>) -> T) -> T {
    let mut sources = Sources::new();
    let file: FileId = sources.add("a.toml", text.as_bytes().to_vec());
    let parsed = read(file, sources.get(file).text(), limits);
    let errors = parsed.errors.iter().map(|error| {
        format!("{} `{}`: {}", sources.locate(error.span).line, sources.slice(error.span), error.message)
    });
    let errors = errors.collect();
    look(&parsed.tree, &sources, errors)
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

/// The document on a line, then every error as `line "text": message`.
fn shown(text: &str) -> Vec<String> {
    with(text, Limits::default(), |tree, _, errors| {
        tree.roots().map(|root| format!("{root:?}")).chain(errors).collect()
    })
}

#[test]
fn a_file_without_content_has_no_root() {
    for text in ["", "  \n\r\n", "# only\n# comments"] {
        assert_eq!(shown(text), [""; 0], "{text:?}");
    }
    assert_eq!(shown("[]\n"), ["1 ``: a name is missing"]);
}

#[test]
fn tables_of_all_kinds() {
    let text = "\
[[agents]]
username = 'a'
[agents.options.interaction-workspace]
chat.x = \"1\"
\"chat.y\" = [ 1, { z = 2, w.v = +inf, }, # c
  1979-05-27 07:32:00 ]
[[agents]]
username = \"b\"
username = \"c\"
[agents.options]
interaction-workspace.z = 0x1F
[agents.options.interaction-workspace]
w = 1_000
[x.y]
[x]
";
    assert_eq!(
        shown(text),
        [concat!(
            r#"{"agents": [{"username": "a", "options": {"interaction-workspace": {"chat": {"x": "1"}, "#,
            r#""chat.y": ["1", {"z": "2", "w": {"v": "+inf"}}, "1979-05-27 07:32:00"]}}}, "#,
            r#"{"username": "b", "username": "c", "options": {"interaction-workspace": {"z": "0x1F", "w": "1_000"}}}], "#,
            r#""x": {"y": {}}}"#
        )]
    );
}

#[test]
fn spans_and_styles_are_exact() {
    let text = "ü.\"k \\t\" = \"plain 漢\" # c1\r\nb = 'li\"t'\r\nc = \"\"\"\r\nx\r\n\"\"\"\r\n# c2\r\nd = [true, {e = 1.10}]\r\n";
    let text = text.replace('ü', "'ü'");
    with(&text, Limits::default(), |tree, sources, errors| {
        assert_eq!(errors, [""; 0]);
        let root = tree.roots().next().unwrap();
        let mut nodes = Vec::new();
        walk(root, &mut nodes);
        let seen: Vec<_> = nodes[1..]
            .iter()
            .map(|node| (sources.slice(node.span()), node.text(), node.style(), node.is_verbatim()))
            .collect();
        let (plain, single, double, block) =
            (Style::Plain, Style::SingleQuoted, Style::DoubleQuoted, Style::Block);
        assert_eq!(
            seen,
            [
                ("'ü'", "ü", single, true),
                ("'ü'", "", plain, false),
                ("\"k \\t\"", "k \t", double, false),
                ("\"plain 漢\"", "plain 漢", double, true),
                ("b", "b", plain, true),
                ("'li\"t'", "li\"t", single, true),
                ("c", "c", plain, true),
                ("\"\"\"\r\nx\r\n\"\"\"", "x\r\n", block, false),
                ("d", "d", plain, true),
                ("[true, {e = 1.10}]", "", plain, false),
                ("true", "true", plain, true),
                ("{e = 1.10}", "", plain, false),
                ("e", "e", plain, true),
                ("1.10", "1.10", plain, true),
            ]
        );
        let comments: Vec<_> = tree.comments().map(|span| sources.slice(span)).collect();
        assert_eq!(comments, ["# c1", "# c2"]);
    });
}

#[test]
fn a_name_that_continues_a_value_is_kept_beside_it() {
    assert_eq!(
        shown("chat.auto-answer = 'true'\nchat.auto-answer.timer = '5'\nchat.other = 1"),
        [
            r#"{"chat": {"auto-answer": "true", "auto-answer.timer": "5", "other": "1"}}"#,
            "2 `chat.auto-answer.timer`: `auto-answer` has a value above, so no name can continue it",
        ]
    );
    assert_eq!(
        shown("[s]\nchat.auto-answer.timer = '5'\nchat.auto-answer = 'true'\nchat.b = 1"),
        [
            r#"{"s": {"chat": {"auto-answer": {"timer": "5"}, "auto-answer": "true", "b": "1"}}}"#,
            "3 `chat.auto-answer`: `chat.auto-answer` gets a value, but names above continue it",
        ]
    );
    with("a.b = 1\na.\"b\" . c.d = 2", Limits::default(), |tree, sources, _| {
        let a = tree.roots().next().unwrap().get("a").unwrap();
        let beside = a.entries().last().unwrap().key;
        assert_eq!((beside.text(), sources.slice(beside.span())), ("b.c.d", "\"b\" . c.d"));
    });
}

#[test]
fn tables_that_do_not_fit_are_read_all_the_same() {
    assert_eq!(
        shown("[a]\nx = 1\n[a]\ny = 2\n[b.c]\n[b]\n[b]"),
        [
            r#"{"a": {"x": "1", "y": "2"}, "b": {"c": {}}}"#,
            "3 `a`: the table `[a]` begins twice",
            "7 `b`: the table `[b]` begins twice",
        ]
    );
    assert_eq!(
        shown("[[l]]\nx = 1\n[l]\ny = 2\n[t]\n[[t]]\nz = 1\ns = [1]\n[[s]]\nq = {}\n[[t.s]]\n"),
        [
            r#"{"l": [{"x": "1", "y": "2"}], "t": {}, "t": [{"z": "1", "s": ["1", {}]}], "s": [{"q": {}}]}"#,
            "3 `l`: `l` is a list of tables above",
            "6 `t`: `t` is a single table above",
            "11 `s`: `s` is complete: it is written in brackets above",
        ]
    );
    assert_eq!(
        shown("a = 1\n[a]\nb = 2\n[a.b.c]\nd = 3\ni = {x = 1}\n[a.b.c.i.j]\nk = 4"),
        [
            r#"{"a": "1", "a": {"b": "2", "b.c": {"d": "3", "i": {"x": "1"}}, "b.c.i.j": {"k": "4"}}}"#,
            "2 `a`: `a` has a value above, so it cannot be a table",
            "4 `b.c`: `b` has a value above, so no name can continue it",
            "7 `b.c.i.j`: `b` has a value above, so no name can continue it",
        ]
    );
}

#[test]
fn every_fault_is_told_and_the_rest_is_read() {
    let text = "\
a = no
b = 1 2
c =
d
= e
f = \"x\" y
g = 'open
[h
i = 1
[j]]
k = \"C:\\dir\"
l = 08
n.. = 1
[]
lost = 1
[[x]
ü = 1
m: v
p = \"\"\"abc
q = 1
[z]
u = {s = 1, t = [
v = 3
w = [1, 2
[y]
w = [
  [1],
  'o' 'p',,
]
end = \"1\"
";
    assert_eq!(
        shown(text),
        [
            concat!(
                r#"{"a": "no", "b": "1 2", "c": "", "f": "x", "g": "open", "h": {"i": "1"}, "#,
                r#""j": {"k": "C:\\dir", "l": "08"}, "x": [{"ü": "1", "p": "abc\n", "q": "1"}], "#,
                r#""z": {"u": {"s": "1", "t": []}, "v": "3", "w": ["1", "2"]}, "#,
                r#""y": {"w": [["1"], "o", "p"], "end": "1"}}"#
            ),
            "1 `no`: `no` is no value without quotes",
            "2 `1 2`: `1 2` is no value without quotes",
            "3 ``: a value is missing",
            "4 `d`: this is neither a header nor a key with a value",
            "5 ``: a name is missing",
            "6 `y`: `y` follows the value",
            "7 `'`: this quote is never closed",
            "8 `[h`: this header is never closed",
            "10 `]`: `]` follows the value",
            "11 `\\d`: `\\d` means nothing inside double quotes",
            "12 `08`: `08` is no value without quotes",
            "13 ``: a name is missing",
            "14 ``: a name is missing",
            "16 `[[x]`: this header is never closed",
            "17 `ü`: `ü` is no name without quotes",
            "18 `m:`: a name ends with `=`, not with `:`",
            "19 `\"\"\"`: this quote is never closed",
            "22 `{`: this bracket is never closed",
            "24 `[`: this bracket is never closed",
            "28 `'p',,`: a comma is missing before this",
        ]
    );
}

#[test]
fn a_text_in_a_list_is_no_statement_for_its_quotes() {
    let text = "a = [\n  \"b\\\"=c\",\n  \"\\\\\\\"=\",\n  'd',\n  \"=\",\n]\nb = 1\n";
    assert_eq!(shown(text), [r#"{"a": ["b\"=c", "\\\"=", "d", "="], "b": "1"}"#]);
    // What is behind a quote that is closed is.
    let text = "a = [\n  \"b\",\n\"c\\\\\"=1\n'd\\'=2\n";
    assert_eq!(
        shown(text),
        [r#"{"a": ["b"], "c\\": "1", "d\\": "2"}"#, "1 `[`: this bracket is never closed"]
    );
}

#[test]
fn nesting_is_limited() {
    let limits = Limits { depth: 4, ..Limits::default() };
    let errors = |text: &str| with(text, limits, |_, _, errors| errors);
    assert_eq!(errors("a = [[[1]]]\nb.c.d = 1\n[e.f.g]"), [""; 0]);
    assert_eq!(errors("a = [[[[1]]]]\nb = 1"), ["1 `[`: tables and arrays are nested more than 4 deep"]);
    assert_eq!(errors("b.c.d.e = [1]"), ["1 `b`: tables and arrays are nested more than 4 deep"]);
    assert_eq!(errors("[e.f.g.h]\nx = 1"), ["1 `e`: tables and arrays are nested more than 4 deep"]);
    let deep = format!("a = {}\nb = 1", "[".repeat(100_000));
    assert_eq!(shown(&deep).last().unwrap(), "1 `[`: tables and arrays are nested more than 128 deep");
    let deep = format!("{} = 1\nb = 1", vec!["a"; 100_000].join("."));
    assert_eq!(shown(&deep)[0], r#"{"b": "1"}"#);
}

#[test]
fn a_million_lines_and_a_map_with_many_tables_take_no_time() {
    let mut text = String::new();
    for n in 0..250_000 {
        let broken = if n % 1000 == 0 { "x = [1, 'a\n" } else { "" };
        writeln!(text, "[a.t{n}]\n# c\nk.l = {n}\n{broken}").unwrap();
    }
    let limits = Limits::default();
    with(&text, limits, |tree, _, errors| {
        assert_eq!(errors.len(), 250);
        let a = tree.roots().next().unwrap().get("a").unwrap();
        assert_eq!(a.entries().count(), 250_000);
        assert_eq!(a.get("t249999").unwrap().get("k").unwrap().get("l").unwrap().text(), "249999");
    });
}
