//! Against the events of the parser library: the same tree wherever the everyday reader answers.

use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::mutation::mutate;
use super::super::{Limits, Node, Sources, Tree};
use super::everyday;
use super::reader::read_events;

/// Everything that a tree tells.
fn outline(tree: &Tree<'_>) -> String {
    fn node(out: &mut String, depth: usize, label: &str, node_of: Node<'_>) {
        let (span, text) = (node_of.span().range(), node_of.text_span().range());
        let (kind, style, verbatim) = (node_of.kind(), node_of.style(), node_of.is_verbatim());
        let shown = node_of.text();
        let _ =
            writeln!(out, "{:depth$}{label} {kind:?} {span:?} {text:?} {style:?} {verbatim} {shown:?}", "");
        for entry in node_of.entries() {
            node(out, depth + 1, "key", entry.key);
            node(out, depth + 1, "value", entry.value);
        }
        for item in node_of.items() {
            node(out, depth + 1, "item", item);
        }
    }
    let mut out = String::new();
    tree.roots().for_each(|root| node(&mut out, 0, "root", root));
    for comment in tree.comments() {
        let _ = writeln!(out, "comment {:?}", comment.range());
    }
    out
}

/// Whether the everyday reader answers; panics where it answers something else.
fn agrees(text: &str, limits: Limits) -> bool {
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text.as_bytes().to_vec());
    let text = sources.get(file).text();
    let Some(tree) = everyday::read(file, text, limits) else { return false };
    let parsed = read_events(file, text, limits);
    assert_eq!(parsed.errors, [], "{text:?}");
    assert_eq!(outline(&tree), outline(&parsed.tree), "{text:?}");
    true
}

#[test]
fn what_is_everyday_and_what_is_not() {
    let everyday = [
        "",
        "\n\n",
        "# nothing\n",
        "a: b",
        "a:",
        "a: # c\n",
        "a: b # c\nd: e#f\n",
        "---\na: b\n",
        "# c\n--- # d\n\na: b\n",
        "---\n- a:a\n",
        "agents:\n- username: ana\n  roles: [Chat, 'R 2', \"R3\"] # d\n- username: ben\n  roles: []\n",
        "agents:\n  - ana\n  # c\n\n  - b:n\nroles:\n",
        "- a: b\n  c:\n  - d\n  e:\n    f: g\n- h\n",
        "\"a b\": 'c # d'\n'e': \"\"\n",
        "a: \"it's\"\nb: it's \"so\"\nc: -5\nd: ?x\ne: :y\nf: a,b{c}[d]\n",
        "a:\r\n  b: c # d\r\n  e:\r\n# f\r\ng: h\r\n",
        "a:   b   \nf:  [ a ,  b ]  \n",
        "  a: b\n  c: d\n",
        "a: {b: c}\nd: {}\n",
        "a: [b, [c], {d: 'e', \"f\": [g h]}] # i\n",
        "- {a: {b.c: D W.}}\n- [ [ ] , { } ]\n",
        "name: J\u{f6}rg M\u{fc}ller\n\u{f6}: \u{1f600}\n",
        "a:\n    b:\n          c: d\n    e: f\n",
    ];
    for text in everyday {
        assert!(agrees(text, Limits::default()), "{text:?}");
    }
    let other = [
        "a",
        "[a]",
        "{a: b}",
        "a: {b}\n",
        "a: {b: }\n",
        "a: {b:}\n",
        "a: {b: c,}\n",
        "a: {\n  b: c}\n",
        "a: {<<: c}\n",
        "a: {b: c]\n",
        "a: [b}\n",
        "a: [12:30]\n",
        "a: [b: c]\n",
        "a: [b,]\n",
        "a: [b,\n  c]\n",
        "a: b\n  c\n",
        "a: b: c\n",
        "a : b\n",
        "a: |\n  b\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        "<<: a\n",
        "a: \"b\\n\"\n",
        "a: 'it''s'\n",
        "a: 'b'c\n",
        "a: 'b\n  c'\n",
        "a: \tb\n",
        "a: - b\n",
        "- - a\n",
        "-\n  a: b\n",
        "? a\n: b\n",
        "a: b\n---\nc: d\n",
        "a: b\n...\n",
        "a: b\n c: d\n",
        "  a: b\nc: d\n",
        "- a\nb: c\n",
        "a: b\n- c\n",
        "a:\n  b\n",
        "a\u{2028}b: c\n",
        "a\u{85}b: c\n",
        "a: b\rc: d\n",
        "a: [b]c\n",
        "a: 'b'# c\n",
        ": a\n",
    ];
    for text in other {
        assert!(!agrees(text, Limits::default()), "{text:?}");
    }
}

#[test]
fn limits_are_those_of_the_other_reader() {
    let text = "a:\n  b:\n    c: [{d: e}]\n";
    let deep = |depth| agrees(text, Limits { depth, ..Limits::default() });
    assert!(deep(5) && !deep(4) && !deep(3) && !deep(2));
    let brackets = |count: usize| format!("a: {}{}", "[".repeat(count), "]".repeat(count));
    let endless = Limits { depth: usize::MAX, ..Limits::default() };
    assert!(agrees(&brackets(100), endless) && !agrees(&brackets(200_000), endless));
    let many = |expanded_nodes| agrees(text, Limits { expanded_nodes, ..Limits::default() });
    assert!(many(100) && !many(3));
}

macro_rules! example {
    ($($path:literal)*) => { [$(include_str!(concat!("../../../fixtures/deployments/acme/", $path))),*] };
}

#[test]
fn the_example_deployment_is_everyday() {
    let files = example! {
        "agents/acme-l2.yaml" "agents/acme-leads.yaml" "agents/acme-sales.yaml" "agents/acme-service.yaml"
        "agents/acmebank.yaml" "groups/acme.yaml" "groups/acmebank.yaml" "roles/acme.yaml" "roles/acmebank.yaml"
    };
    for text in files {
        assert!(agrees(text, Limits::default()), "{text:?}");
    }
}

/// Lines of all kinds, most of them everyday.
fn lines() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        4 => "[a-c]{1,3}",
        1 => "[a-c ]{0,2}[-:#?,'\"\\[\\]{}&*!|>%@`<. ]{0,2}[a-c ]{0,2}",
        1 => "'[a-c #:\"]{0,3}'",
        1 => "\"[a-c #:']{0,3}\"",
        1 => "\\[ ?[a-c]{1,2}( ?, ?[a-c-]{1,2})? ?\\]",
        1 => Just("[]".to_owned()),
        1 => "\\{ ?[a-c'\"]{1,3}: ?[a-c\\[\\]]{1,4}(, ?[a-c]: ?\\{[a-b]: [a-c ]{1,2}\\})? ?\\}",
        1 => Just(String::new()),
    ];
    let start = prop_oneof![3 => Just(""), 2 => Just("- "), 1 => Just("-   "), 1 => Just("- - ")];
    let key = prop_oneof![4 => "[a-c]{1,2}: ?", 1 => "('[a-c ]{1,2}'|\"[a-c:]{1,2}\"): {1,3}", 2 => Just(String::new())];
    let tail =
        prop_oneof![6 => Just(""), 1 => Just(" # c"), 1 => Just("  "), 1 => Just("#d"), 1 => Just(" #")];
    let whole = prop_oneof![
        12 => (0_usize..4, start, key, text, tail)
            .prop_map(|(indent, start, key, text, tail)| format!("{:1$}{start}{key}{text}{tail}", "", indent * 2)),
        1 => Just("---".to_owned()),
        1 => Just("   # comment  ".to_owned()),
        1 => Just(String::new()),
        1 => Just("   ".to_owned()),
    ];
    (vec(whole, 0..9), prop_oneof![3 => Just("\n"), 1 => Just("\r\n")]).prop_map(|(lines, end)| {
        let mut text = String::new();
        for line in lines {
            text.push_str(&line);
            text.push_str(end);
        }
        text
    })
}

proptest! {
    #[test]
    fn the_readers_agree_on_lines_of_all_kinds(text in lines()) {
        agrees(&text, Limits::default());
    }

    #[test]
    fn the_readers_agree_on_damaged_files(
        text in lines(),
        damage in vec((any::<usize>(), 0_usize..3, "[ \\n:#'\"\\[\\],a-]{0,2}"), 1..4),
    ) {
        agrees(&mutate(&text, damage), Limits::default());
    }
}
