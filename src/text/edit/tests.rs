//! The readers are the oracle: after an edit a file reads as before, with that one change.

mod bytes;
mod printer;

use proptest::prelude::*;

use super::super::{Kind, Limits, Node, Sources, Syntax, read};
use super::{Change, Editor, Edits, apply};
use printer::Printer;

/// A tree without places, maps without order; maps that are empty count as absent.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

fn value(node: Node<'_>) -> Value {
    match node.kind() {
        Kind::Map => Value::Map(
            node.entries().map(|entry| (entry.key.text().to_owned(), value(entry.value))).collect(),
        ),
        Kind::List => Value::List(node.items().map(value).collect()),
        Kind::Scalar | Kind::Null => Value::Text(node.text().to_owned()),
    }
}

fn normal(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text.clone()),
        Value::List(items) => Value::List(items.iter().map(normal).collect()),
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| (key.clone(), normal(value)));
            let mut entries: Vec<_> = entries.filter(|(_, value)| *value != Value::Map(Vec::new())).collect();
            entries.sort_by(|one, other| one.0.cmp(&other.0));
            Value::Map(entries)
        }
    }
}

/// A change to the model, by the way of child positions to it.
type Model = Box<dyn Fn(&mut Value)>;

fn at<'v>(value: &'v mut Value, path: &[usize]) -> &'v mut Value {
    path.iter().fold(value, |value, &step| match value {
        Value::List(items) => &mut items[step],
        Value::Map(entries) => &mut entries[step].1,
        Value::Text(_) => panic!("no way on"),
    })
}

/// Every change that can be asked for, with what it does to the model. Whether it has to be possible comes first.
fn changes(node: Node<'_>, path: &[usize], word: &str, found: &mut Vec<(bool, Change, Model)>) {
    let here = path.to_vec();
    let down = |step: usize| [path, &[step]].concat();
    for (step, entry) in node.entries().enumerate() {
        let (key, owner) = (entry.key, here.clone());
        let is_leaf = entry.value.kind() == Kind::Scalar;
        let model: Model = Box::new(move |value| {
            if let Value::Map(entries) = at(value, &owner) {
                entries.remove(step);
            }
        });
        found.push((is_leaf, Change::RemoveEntry { key: key.text_span() }, model));
        let (owner, new) = (here.clone(), format!("{word}x"));
        if node.get(&new).is_none() && is_leaf {
            let rename =
                Change::RenameKey { at: key.text_span(), old: key.text().to_owned(), new: new.clone() };
            let model: Model = Box::new(move |value| {
                if let Value::Map(entries) = at(value, &owner) {
                    entries[step].0.clone_from(&new);
                }
            });
            found.push((true, rename, model));
        }
        changes(entry.value, &down(step), word, found);
    }
    for (step, item) in node.items().enumerate() {
        if item.kind() == Kind::Scalar {
            let owner = here.clone();
            let model: Model = Box::new(move |value| {
                if let Value::List(items) = at(value, &owner) {
                    items.remove(step);
                }
            });
            found.push((true, Change::RemoveItem { at: item.text_span() }, model));
            let (owner, items) = (here.clone(), vec![word.to_owned(), "second: [item".to_owned()]);
            let insert = Change::InsertItems { beside: item.text_span(), items: items.clone() };
            let model: Model = Box::new(move |value| {
                if let Value::List(list) = at(value, &owner) {
                    let added = items.iter().map(|item| Value::Text(item.clone()));
                    list.splice(step + 1..step + 1, added);
                }
            });
            found.push((true, insert, model));
        }
        changes(item, &down(step), word, found);
    }
    if node.kind() == Kind::Scalar {
        let new = word.to_owned();
        let write = Change::Write { at: node.text_span(), old: node.text().to_owned(), new: new.clone() };
        let model: Model = Box::new(move |value| *at(value, &here) = Value::Text(new.clone()));
        found.push((true, write, model));
    }
}

/// The text after a change; `None` where the change is refused.
fn edited(text: &str, syntax: Syntax, choose: impl Fn(&[(bool, Change, Model)]) -> usize, word: &str) {
    let (before, errors) = parsed(text, syntax);
    assert_eq!(errors, Vec::<String>::new(), "{text}");
    let mut sources = Sources::new();
    let file = sources.add("a", text.as_bytes().to_vec());
    let tree = read(&sources, file, syntax, Limits::default()).tree;
    let mut all = Vec::new();
    for (step, root) in tree.roots().enumerate() {
        changes(root, &[step], word, &mut all);
    }
    if all.is_empty() {
        return;
    }
    let (is_certain, change, model) = &all[choose(&all)];
    let is_certain = *is_certain && (syntax != Syntax::Cfg || word.chars().all(char::is_alphanumeric));
    let Some(Edits { edits, .. }) = Editor::new(&tree, text, syntax).edits(change) else {
        assert!(!is_certain, "{syntax:?} {change:?}\n{text}");
        return;
    };
    let mut edits = edits;
    edits.sort_by_key(|edit| edit.span);
    let after = apply(text, &edits);
    let mut expected = Value::List(before);
    model(&mut expected);
    let (found, errors) = parsed(&after, syntax);
    assert_eq!(errors, Vec::<String>::new(), "{change:?}\n{text}\n--- is now\n{after}");
    let roots = |value: Value| match value {
        Value::List(roots) => {
            let roots = roots.iter().map(normal);
            roots.filter(|root| *root != Value::Map(Vec::new())).collect::<Vec<_>>()
        }
        _ => Vec::new(),
    };
    assert_eq!(
        roots(Value::List(found)),
        roots(expected),
        "{syntax:?} {change:?}\n{text}\n--- is now\n{after}"
    );
    let kept = |text: &str| text.matches("# kept").count();
    if is_certain {
        assert_eq!(kept(text), kept(&after), "{change:?}\n{text}\n--- is now\n{after}");
    }
}

fn parsed(text: &str, syntax: Syntax) -> (Vec<Value>, Vec<String>) {
    let mut sources = Sources::new();
    let file = sources.add("a", text.as_bytes().to_vec());
    let parsed = read(&sources, file, syntax, Limits::default());
    (parsed.tree.roots().map(value).collect(), parsed.errors.into_iter().map(|error| error.message).collect())
}

/// Words that are awkward somewhere.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}",
        "[0-9]{1,4}",
        prop::sample::select(vec![
            "true",
            "no",
            "null",
            "~",
            "",
            "it's",
            "say \"so\"",
            "a\\b",
            "a: b",
            "a #b",
            "- a",
            "#AABBCC",
            "ü 語",
            " blank ",
            "a,b",
            "[x]",
            "{y}",
            "tab\there",
            "two\nlines",
            "*x",
            "&y",
            "a.b",
            "@x",
            "1.50",
            "0x1F",
        ])
        .prop_map(str::to_owned),
    ]
}

fn trees() -> impl Strategy<Value = Value> {
    let leaf = words().prop_map(Value::Text);
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(words().prop_map(Value::Text), 1..4).prop_map(Value::List),
            prop::collection::btree_map("[a-z]{1,3}", inner, 1..4)
                .prop_map(|map| Value::Map(map.into_iter().collect())),
        ]
    })
}

fn files() -> impl Strategy<Value = Vec<(String, Value)>> {
    prop::collection::btree_map("[a-z]{1,4}", trees(), 1..5).prop_map(|map| map.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn an_edit_changes_what_it_says_and_nothing_else(
        entries in files(),
        style in prop::collection::vec(any::<u8>(), 1..40),
        crlf in any::<bool>(),
        word in words(),
        choice in any::<prop::sample::Index>(),
    ) {
        for syntax in [Syntax::Yaml, Syntax::Json, Syntax::Toml, Syntax::Cfg] {
            let text = Printer::new(syntax, &style).file(&entries);
            let text = if crlf { text.replace('\n', "\r\n") } else { text };
            edited(&text, syntax, |all| choice.index(all.len()), &word);
        }
    }
}
