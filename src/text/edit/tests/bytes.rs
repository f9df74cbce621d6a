//! Bytes before and after, in every syntax and the ways of writing it.

use super::super::super::{Limits, Node, Sources, Span, Syntax, Tree, read};
use super::super::{Accepted, Change, Editor, apply};

/// Where a key or a value stands: by its text, the last of several.
fn find(tree: &Tree<'_>, key: bool, text: &str) -> Span {
    fn walk(node: Node<'_>, wanted: (bool, &str), found: &mut Option<Span>) {
        for entry in node.entries() {
            if wanted.0 && entry.key.text() == wanted.1 {
                *found = Some(entry.key.text_span());
            }
            walk(entry.value, wanted, found);
        }
        node.items().for_each(|item| walk(item, wanted, found));
        if !wanted.0 && node.text() == wanted.1 && node.entries().next().is_none() {
            *found = Some(node.text_span());
        }
    }
    let mut found = None;
    tree.roots().for_each(|root| walk(root, (key, text), &mut found));
    found.unwrap_or_else(|| panic!("no `{text}`"))
}

/// What the changes make of a text, in turn; `None` where one is refused.
fn after(syntax: Syntax, text: &str, changes: &[&dyn Fn(&Tree<'_>) -> Change]) -> Option<String> {
    let mut text = text.to_owned();
    for change in changes {
        let mut sources = Sources::new();
        let file = sources.add("a", text.clone().into_bytes());
        let parsed = read(&sources, file, syntax, Limits::default());
        assert_eq!(parsed.errors, [], "{text}");
        let change = change(&parsed.tree);
        let edits = Editor::new(&parsed.tree, &text, syntax).edits(&change)?;
        let mut accepted = Accepted::default();
        assert!(accepted.take(&edits, &[]));
        let edits = accepted.into_files().remove(&file).unwrap();
        text = apply(&text, &edits);
    }
    Some(text)
}

fn entry(key: &str) -> impl Fn(&Tree<'_>) -> Change {
    move |tree| Change::RemoveEntry { key: find(tree, true, key) }
}

fn item(text: &str) -> impl Fn(&Tree<'_>) -> Change {
    move |tree| Change::RemoveItem { at: find(tree, false, text) }
}

fn insert(beside: &str, items: &[&str]) -> impl Fn(&Tree<'_>) -> Change {
    move |tree| Change::InsertItems {
        beside: find(tree, false, beside),
        items: items.iter().map(|item| (*item).to_owned()).collect(),
    }
}

fn write(old: &str, new: &str) -> impl Fn(&Tree<'_>) -> Change {
    move |tree| Change::Write { at: find(tree, false, old), old: old.to_owned(), new: new.to_owned() }
}

fn rename(last: &str, old: &str, new: &str) -> impl Fn(&Tree<'_>) -> Change {
    move |tree| Change::RenameKey { at: find(tree, true, last), old: old.to_owned(), new: new.to_owned() }
}

use Syntax::{Cfg, Json, Toml, Yaml};

#[test]
fn an_entry_goes_with_its_line() {
    for (syntax, before, expected) in [
        (Yaml, "a: 1\n# about x\nx: 2  # two\nb: 3\n", "a: 1\n# about x\nb: 3\n"),
        (Yaml, "a: 1\nx: 2", "a: 1"),
        (Yaml, "a: 1\r\nx: |\r\n  long\r\n  text\r\nb: 2\r\n", "a: 1\r\nb: 2\r\n"),
        (Yaml, "- x: 1\n  b: 2\n- c: 3\n", "- b: 2\n- c: 3\n"),
        (Yaml, "n: 1\no:\n  s:\n    x: 1\n  t: {b: 1}\n", "n: 1\no:\n  t: {b: 1}\n"),
        (Yaml, "n: 1\no:\n  s:\n    x: 1\n", "n: 1\n"),
        (Yaml, "n: 1\no:\n  # why\n  s:\n    x: 1\n", "n: 1\no: {}\n  # why\n"),
        (Yaml, "n: 1\no:\n  s:  # why\n    x: 1\n", "n: 1\no:\n  s: {}  # why\n"),
        (Yaml, "l:\n- x: 1\n", "l:\n- {}\n"),
        (Yaml, "{n: 1, o: {s: {x: 1}}}\n", "{n: 1}\n"),
        (Yaml, "{x: 1, y: 2}\n", "{y: 2}\n"),
        (Yaml, "{ y: 2, x: 1 }\n", "{ y: 2 }\n"),
        (Json, "{\"a\":1,\"x\":2,\"b\":3}", "{\"a\":1,\"b\":3}"),
        (Json, "{\n  \"a\": 1,\n  \"x\": 2\n}\n", "{\n  \"a\": 1\n}\n"),
        (Json, "{\n  \"x\": 2,\n  \"a\": 1\n}\n", "{\n  \"a\": 1\n}\n"),
        (Json, "[{\"n\": \"N\", \"o\": {\"s\": {\"x\": 2}}}]", "[{\"n\": \"N\"}]"),
        (Toml, "a = 1\n# about x\nx = 2 # two\nb = 3\n", "a = 1\n# about x\nb = 3\n"),
        (Toml, "[t]\nx = [\n  1, # one\n]\n[u]\ny = 1\n", "[t]\n[u]\ny = 1\n"),
        (Toml, "c.d.x = 1\nc.d.e = 2\n", "c.d.e = 2\n"),
        (Toml, "t = { a = 1, x = 2 }\n", "t = { a = 1 }\n"),
        (Toml, "t = { c.x = 2, a = 1 }\n", "t = { a = 1 }\n"),
        (Cfg, "[s]\r\na=1\r\n; about x\r\nx=2\r\n", "[s]\r\na=1\r\n; about x\r\n"),
        (Cfg, "[s]\nx=2", "[s]"),
    ] {
        assert_eq!(after(syntax, before, &[&entry("x")]).as_deref(), Some(expected), "{before}");
    }
}

#[test]
fn an_item_goes_with_its_comma_or_its_line() {
    for (syntax, before, expected) in [
        (Yaml, "l:\n  - a\n  - x  # gone\n  - b\n", "l:\n  - a\n  - b\n"),
        (Yaml, "l:\n- x\n", "l: []\n"),
        (Yaml, "l:  # why\n- x", "l: []  # why"),
        (Yaml, "l: [a, x, b]\n", "l: [a, b]\n"),
        (Yaml, "l: [x]\n", "l: []\n"),
        (Yaml, "l: [a,\n    x]\n", "l: [a]\n"),
        (Yaml, "l: [a, # about a\n    x]\n", "l: [a # about a\n    ]\n"),
        (Json, "[\n  \"a\",\n  \"x\"\n]", "[\n  \"a\"\n]"),
        (Json, "[ \"x\", \"a\" ]", "[ \"a\" ]"),
        (Toml, "l = [\n  \"a\", # one\n  \"x\", # two\n]\n", "l = [\n  \"a\", # one\n]\n"),
        (Toml, "l = [\n  \"a\", # one\n  \"x\" # two\n]\n", "l = [\n  \"a\" # one\n]\n"),
    ] {
        assert_eq!(after(syntax, before, &[&item("x")]).as_deref(), Some(expected), "{before}");
    }
}

#[test]
fn items_come_in_as_their_neighbour_is_written() {
    for (syntax, before, expected) in [
        (Yaml, "l:\n  - a # one\n  - b\n", "l:\n  - a # one\n  - it's\n  - 'n: 1'\n  - b\n"),
        (Yaml, "l:\r\n  - 'a'\r\n", "l:\r\n  - 'a'\r\n  - 'it''s'\r\n  - 'n: 1'\r\n"),
        (Yaml, "l:\n-   \"a\"", "l:\n-   \"a\"\n-   \"it's\"\n-   \"n: 1\""),
        (Yaml, "l: [a, b]\n", "l: [a, it's, 'n: 1', b]\n"),
        (Json, "[\"a\",\"b\"]", "[\"a\",\"it's\",\"n: 1\",\"b\"]"),
        (Json, "[\n  \"a\"\n]", "[\n  \"a\",\n  \"it's\",\n  \"n: 1\"\n]"),
        (Toml, "l = [\n  'a', # one\n]\n", "l = [\n  'a', # one\n  \"it's\",\n  'n: 1',\n]\n"),
        (Toml, "l = [\n  'a' # one\n]\n", "l = [\n  'a', # one\n  \"it's\",\n  'n: 1'\n]\n"),
    ] {
        let found = after(syntax, before, &[&insert("a", &["it's", "n: 1"])]);
        // Where quotes are needed that the neighbour has not, they are double ones.
        let expected = if before.contains("a # one\n  - b") || before.starts_with("l: [") {
            expected.replace("'n: 1'", "\"n: 1\"")
        } else {
            expected.to_owned()
        };
        assert_eq!(found, Some(expected), "{before}");
    }
}

#[test]
fn a_value_keeps_its_quotes_where_they_can_hold_it() {
    for (syntax, before, new, expected) in [
        (Yaml, "k: x # c\n", "#FF", "k: \"#FF\" # c\n"),
        (Yaml, "k: 'x'\n", "it's", "k: 'it''s'\n"),
        (Yaml, "k: [x]\n", "a,b", "k: [\"a,b\"]\n"),
        (Yaml, "k: x\n", "a,b", "k: a,b\n"),
        (Yaml, "k: x\n", "", "k: \"\"\n"),
        (Toml, "k = 'x'\n", "it's", "k = \"it's\"\n"),
        (Toml, "k = \"\"\"x\"\"\"\n", "C:\\a", "k = \"C:\\\\a\"\n"),
        (Json, "{\"k\": \"x\"}", "a\"b\\", "{\"k\": \"a\\\"b\\\\\"}"),
        (Cfg, "[s]\nk=x\n", " a # b ", "[s]\nk= a # b \n"),
    ] {
        assert_eq!(after(syntax, before, &[&write("x", new)]).as_deref(), Some(expected), "{before}");
    }
    for (syntax, before, old, new, expected) in [
        (Toml, "k = 15\n", "15", "20", "k = 20\n"),
        (Toml, "k = 15\n", "15", "20s", "k = \"20s\"\n"),
        (Json, "[15]", "15", "true", "[true]"),
        (Yaml, "k:\nl: 1\n", "", "v", "k: v\nl: 1\n"),
        (Yaml, "k: |\n  a\n  b\nl: 1\n", "a\nb\n", "c", "k: \"c\"\nl: 1\n"),
    ] {
        assert_eq!(after(syntax, before, &[&write(old, new)]).as_deref(), Some(expected), "{before}");
    }
}

#[test]
fn a_key_is_renamed_as_it_is_written() {
    let old = "chat.on-hold-quue";
    for (syntax, before, last, expected) in [
        (Yaml, "s: {chat.on-hold-quue: q}\n", old, "s: {chat.on-hold-queue: q}\n"),
        (Yaml, "chat:\n  on-hold-quue: q\n", "on-hold-quue", "chat:\n  on-hold-queue: q\n"),
        (Json, "{\"chat.on-hold-quue\":\"q\"}", old, "{\"chat.on-hold-queue\":\"q\"}"),
        (Toml, "chat.on-hold-quue = 'q'\n", "on-hold-quue", "chat.on-hold-queue = 'q'\n"),
        (Toml, "\"chat.on-hold-quue\" = 'q'\n", old, "\"chat.on-hold-queue\" = 'q'\n"),
        (Cfg, "[s]\n chat.on-hold-quue =q\n", old, "[s]\n chat.on-hold-queue =q\n"),
    ] {
        let change = rename(last, old, "chat.on-hold-queue");
        assert_eq!(after(syntax, before, &[&change]).as_deref(), Some(expected), "{before}");
    }
    let dotted = rename("hold-queue", "caht.hold-queue", "chat.on-hold-queue");
    let toml = "s.caht.hold-queue = 'q'\n";
    assert_eq!(after(Toml, toml, &[&dotted]).as_deref(), Some("s.chat.on-hold-queue = 'q'\n"));
}

#[test]
fn a_map_is_renamed_where_its_name_stands_once() {
    let change = |tree: &Tree<'_>| Change::RenameMap {
        inside: find(tree, true, "x"),
        old: "wrkspace".to_owned(),
        new: "workspace".to_owned(),
    };
    for (syntax, before, expected) in [
        (Yaml, "wrkspace:\n  a:\n    x: 1\n", Some("workspace:\n  a:\n    x: 1\n")),
        (Yaml, "workspace: {b: 1}\nwrkspace: {x: 1}\n", None),
        (Cfg, "[workspace]\nb=1\n[ wrkspace ]\nx=1\n", Some("[workspace]\nb=1\n[ workspace ]\nx=1\n")),
        (Toml, "[o.wrkspace]\nx = 1\ny = 2\n", Some("[o.workspace]\nx = 1\ny = 2\n")),
        (Toml, "[o]\nwrkspace.x = 1\nwrkspace.y = 2\n", None),
    ] {
        assert_eq!(after(syntax, before, &[&change]).as_deref(), expected, "{before}");
    }
}

#[test]
fn what_stands_in_several_places_is_left_alone() {
    let text = "base: &b {x: 1, y: 2}\none: *b\ntwo:\n  <<: *b\n  z: &v v\nthree: *v\n";
    for change in
        [&entry("x") as &dyn Fn(&Tree<'_>) -> Change, &write("1", "2"), &write("v", "w"), &entry("z")]
    {
        assert_eq!(after(Yaml, text, &[change]), None);
    }
    assert_eq!(after(Yaml, "l: [&a x]\nm: [*a]\n", &[&item("x")]), None);
}

#[test]
fn edits_that_meet_wait() {
    let text = "l: [a, x, b]\nm:\n  p: 1\n  q: 2\n";
    let mut sources = Sources::new();
    let file = sources.add("a.yaml", text.as_bytes().to_vec());
    let tree = read(&sources, file, Yaml, Limits::default()).tree;
    let editor = Editor::new(&tree, text, Yaml);
    let edits = |change: &dyn Fn(&Tree<'_>) -> Change| editor.edits(&change(&tree)).unwrap();
    let mut accepted = Accepted::default();
    assert!(accepted.take(&edits(&item("x")), &[]));
    assert!(!accepted.take(&edits(&item("x")), &[]), "the same bytes");
    assert!(!accepted.take(&edits(&item("b")), &[]), "its comma is gone");
    assert!(accepted.take(&edits(&entry("p")), &[find(&tree, false, "a")]));
    assert!(!accepted.take(&edits(&entry("q")), &[]), "nothing would be left of the map");
    assert!(!accepted.take(&edits(&write("a", "c")), &[]), "something rests on it");
    let edits = accepted.into_files().remove(&file).unwrap();
    assert_eq!(apply(text, &edits), "l: [a, b]\nm:\n  q: 2\n");
}
