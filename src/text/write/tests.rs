use proptest::prelude::*;

use super::super::{FileId, Kind, Limits, Node, Sources, Syntax, read};
use super::{Draft, Markup, Noted, is_xml, write_cfg, write_draft, write_xml};

const SYNTAXES: [(Syntax, &str); 3] =
    [(Syntax::Yaml, "a.yaml"), (Syntax::Toml, "a.toml"), (Syntax::Json, "a.json")];

fn file(path: &str, text: &str) -> (Sources, FileId) {
    let mut sources = Sources::new();
    let file = sources.add(path, text.as_bytes().to_vec());
    (sources, file)
}

/// What our own reader reads, without comments; a flag comes back as its text.
fn reread(syntax: Syntax, path: &str, text: &str) -> Draft {
    let (sources, file) = file(path, text);
    let parsed = read(&sources, file, syntax, Limits::default());
    assert_eq!(parsed.errors, [], "{text}");
    back(parsed.tree.roots().next().unwrap())
}

fn back(node: Node<'_>) -> Draft {
    match node.kind() {
        Kind::Map => Draft::Map(
            node.entries().map(|entry| (entry.key.text().to_owned(), back(entry.value).into())).collect(),
        ),
        Kind::List => Draft::List(node.items().map(|item| back(item).into()).collect()),
        Kind::Scalar | Kind::Null => Draft::Text(node.text().to_owned()),
    }
}

/// A draft as it comes back.
fn plain(draft: &Draft) -> Draft {
    match draft {
        Draft::Text(text) => Draft::Text(text.clone()),
        Draft::Flag(flag) => Draft::Text(flag.to_string()),
        Draft::List(items) => Draft::List(items.iter().map(|item| plain(&item.value).into()).collect()),
        Draft::Map(map) => {
            Draft::Map(map.iter().map(|(key, noted)| (key.clone(), plain(&noted.value).into())).collect())
        }
    }
}

/// The same for other people's readers.
fn json(draft: &Draft) -> serde_json::Value {
    match draft {
        Draft::Text(text) => text.as_str().into(),
        Draft::Flag(flag) => (*flag).into(),
        Draft::List(items) => items.iter().map(|item| json(&item.value)).collect(),
        Draft::Map(map) => {
            let entries = map.iter().map(|(key, noted)| (key.clone(), json(&noted.value)));
            serde_json::Value::Object(entries.collect())
        }
    }
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "",
            " ",
            "no",
            "y",
            "Off",
            "NULL",
            "~",
            "012",
            "0x1f",
            "1e3",
            "12:30:45",
            "2026-11-29",
            "-",
            "- a",
            "?",
            "a: b",
            "a:",
            "a #b",
            "#a",
            "<<",
            "=",
            "!x",
            "&x",
            "*x",
            "{}",
            "[]",
            "%",
            "@a",
            "`",
            "'",
            "\"",
            "\\",
            "chat.on-hold-queue",
            "Ctrl+Alt+V",
            "a\nb",
            "a\r\nb",
            "\t",
            "\u{0}",
            "\u{7f}",
            "\u{85}",
            "\u{feff}",
            "\u{2028}",
            "\u{ffff}",
            "\u{1f600}",
            "Größe",
            "---",
            "...",
            "---\n",
            "a, b",
            "true",
            ".inf",
            "1.0",
            "nan",
        ])
        .prop_map(str::to_owned),
        ".{0,12}",
        "[a-z .#:-]{0,8}",
    ]
}

fn key() -> impl Strategy<Value = String> {
    texts()
}

/// A document of the shape that deployments have.
fn documents() -> impl Strategy<Value = Vec<(String, Noted)>> {
    let noted = |value: Draft| (prop::collection::vec(".{0,9}", 0..2), Just(value));
    let noted = move |value| noted(value).prop_map(|(comments, value)| Noted { comments, value });
    let text = texts().prop_map(Draft::Text).prop_flat_map(noted).boxed();
    let options = prop::collection::vec((key(), text.clone()), 0..4).prop_map(unique);
    let sections = prop::collection::vec((key(), options.prop_map(Draft::Map).prop_flat_map(noted)), 0..3);
    let list = prop::collection::vec(text.clone(), 0..5).prop_map(Draft::List).prop_flat_map(noted);
    let rule = text.clone().prop_map(|text| Draft::Map(vec![("rule".into(), text)]).into());
    let rules = prop::collection::vec(rule, 0..3).prop_map(Draft::List).prop_flat_map(noted);
    let object = (text.clone(), any::<bool>(), list, rules, sections).prop_map(
        |(name, flag, list, rules, sections)| {
            Noted::from(Draft::Map(vec![
                ("name".into(), name),
                ("enabled".into(), Draft::Flag(flag).into()),
                ("agents".into(), list),
                ("wdectl-allow".into(), rules),
                ("options".into(), Draft::Map(unique(sections)).into()),
            ]))
        },
    );
    let lists = prop::collection::vec((key(), prop::collection::vec(object, 1..3)), 0..3);
    (text, lists).prop_map(|(top, lists)| {
        let lists =
            lists.into_iter().map(|(key, objects)| (format!("list {key}"), Draft::List(objects).into()));
        unique(std::iter::once(("tenant".to_owned(), top)).chain(lists).collect())
    })
}

fn unique(mut map: Vec<(String, Noted)>) -> Vec<(String, Noted)> {
    let mut seen = std::collections::BTreeSet::new();
    map.retain(|(key, _)| seen.insert(key.clone()));
    map
}

/// Tables without an entry of their own need not be written.
fn without_empty(draft: &Draft) -> Draft {
    match draft {
        Draft::Map(map) => Draft::Map(
            map.iter()
                .map(|(key, noted)| (key.clone(), without_empty(&noted.value)))
                .filter(|(_, value)| !matches!(value, Draft::Map(map) if map.is_empty()))
                .map(|(key, value)| (key, value.into()))
                .collect(),
        ),
        Draft::List(items) => {
            Draft::List(items.iter().map(|item| without_empty(&item.value).into()).collect())
        }
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_it_was_meant(map in documents()) {
        let meant = Draft::Map(map.clone());
        for (syntax, path) in SYNTAXES {
            let text = write_draft(syntax, &map).unwrap();
            let found = without_empty(&reread(syntax, path, &text));
            prop_assert_eq!(found, without_empty(&plain(&meant)), "{}", text);
        }
    }

    #[test]
    fn other_readers_read_the_same(map in documents()) {
        let meant = json(&without_empty(&Draft::Map(map.clone())));
        let plainly = |value: serde_json::Value| json(&without_empty(&from(&value)));
        let text = write_draft(Syntax::Json, &map).unwrap();
        prop_assert_eq!(&plainly(serde_json::from_str(&text).unwrap()), &meant);
        let text = write_draft(Syntax::Toml, &map).unwrap();
        prop_assert_eq!(&plainly(toml::from_str(&text).unwrap()), &meant, "{}", text);
        let text = write_draft(Syntax::Yaml, &map).unwrap();
        prop_assert_eq!(&plainly(serde_yaml::from_str(&text).unwrap()), &meant, "{}", text);
    }

    #[test]
    fn cfg_holds_what_it_does_not_refuse(
        sections in prop::collection::vec((texts(), prop::collection::vec((texts(), texts()), 0..4)), 0..4)
    ) {
        let meant: Vec<super::Section<'_>> = sections
            .iter()
            .map(|(name, options)| {
                (name.as_str(), options.iter().map(|(name, value)| (name.clone(), value.as_str())).collect())
            })
            .collect();
        let (text, left) = write_cfg(&meant);
        let expected: Vec<(String, Vec<(String, String)>)> = sections
            .iter()
            .enumerate()
            .filter(|&(at, _)| !left.contains(&(at, None)))
            .map(|(at, (section, options))| {
                let kept = options.iter().enumerate().filter(|&(place, _)| !left.contains(&(at, Some(place))));
                (section.clone(), kept.map(|(_, option)| option.clone()).collect())
            })
            .collect();
        let (sources, file) = file("a.cfg", &text);
        let parsed = read(&sources, file, Syntax::Cfg, Limits::default());
        prop_assert_eq!(&parsed.errors, &[], "{}", text);
        prop_assert_eq!(parsed.tree.comments().count(), 0);
        let found: Vec<(String, Vec<(String, String)>)> = parsed
            .tree
            .roots()
            .flat_map(Node::entries)
            .map(|section| {
                let options = section.value.entries().map(|e| (e.key.text().to_owned(), e.value.text().to_owned()));
                (section.key.text().to_owned(), options.collect())
            })
            .collect();
        prop_assert_eq!(found, expected, "{}", text);
    }

    #[test]
    fn xml_is_read_by_us_and_by_others(values in prop::collection::vec(texts(), 0..4)) {
        let held: Vec<&String> = values.iter().filter(|value| is_xml(value)).collect();
        let child = |value: &&String| Markup::new("pair").with("value", value.as_str());
        let text = write_xml(&Markup::new("root").holding(held.iter().map(child)));
        let document = roxmltree::Document::parse(&text).unwrap();
        let found: Vec<&str> = document.root_element().children().filter_map(|child| child.attribute("value")).collect();
        prop_assert_eq!(&found, &held);
        let (sources, file) = file("a.xml", &text);
        let parsed = read(&sources, file, Syntax::Xml, Limits::default());
        prop_assert_eq!(&parsed.errors, &[]);
        let root = super::super::Element::roots(&parsed.tree).next().unwrap();
        let found: Vec<&str> =
            root.children().filter_map(|child| child.attribute("value")).map(Node::text).collect();
        prop_assert_eq!(&found, &held);
        // What is refused, others refuse, too.
        for value in values.iter().filter(|value| !is_xml(value)) {
            let text = write_xml(&Markup::new("root").with("value", value.as_str()));
            prop_assert!(roxmltree::Document::parse(&text).is_err());
        }
    }
}

fn from(value: &serde_json::Value) -> Draft {
    match value {
        serde_json::Value::Bool(flag) => Draft::Flag(*flag),
        serde_json::Value::Array(items) => Draft::List(items.iter().map(|item| from(item).into()).collect()),
        serde_json::Value::Object(map) => {
            Draft::Map(map.iter().map(|(key, value)| (key.clone(), from(value).into())).collect())
        }
        serde_json::Value::String(text) => Draft::Text(text.clone()),
        other => panic!("{other} is no text"),
    }
}

#[test]
fn old_readers_of_yaml_meet_no_bare_word_of_theirs() {
    let words = "no y n Yes ON off True null ~ 012 0o14 1_000 12:30:45 1.5 .5 +1 2001-12-14 = << nan";
    let map: Vec<(String, Noted)> =
        words.split(' ').map(|word| (word.to_owned(), Noted::from(word))).collect();
    let text = write_draft(Syntax::Yaml, &map).unwrap();
    for (line, word) in text.lines().filter(|line| !line.is_empty()).zip(words.split(' ')) {
        assert_eq!(line, format!("\"{word}\": \"{word}\""));
    }
}

#[test]
fn a_key_that_is_too_long_for_its_line_has_one_of_its_own() {
    let long = "k".repeat(3000);
    let map = [(long.clone(), Noted::from("v"))];
    let text = write_draft(Syntax::Yaml, &map).unwrap();
    assert!(text.starts_with("? kkk") && text.ends_with("\n: v\n"));
    assert_eq!(reread(Syntax::Yaml, "a.yaml", &text), Draft::Map(map.to_vec()));
    let found: std::collections::BTreeMap<String, String> = serde_yaml::from_str(&text).unwrap();
    assert_eq!(found[&long], "v");
}

#[test]
fn a_document_looks_like_one_that_people_write() {
    let options = Draft::Map(vec![(
        "interaction-workspace".into(),
        Draft::Map(vec![
            ("chat.on-hold-queue".into(), "chat-hold".into()),
            (
                "chat.auto-answer".into(),
                Noted { comments: vec!["why".into()], value: Draft::Text("true".into()) },
            ),
        ])
        .into(),
    )]);
    let agent = Draft::Map(vec![
        ("username".into(), "ana.ruiz".into()),
        ("enabled".into(), Draft::Flag(false).into()),
        ("roles".into(), Draft::List(vec!["Chat".into(), "Team Leads".into()]).into()),
        ("options".into(), options.into()),
    ]);
    let agents = Draft::List(vec![Noted { comments: vec!["from a.xml:3".into()], value: agent }]);
    let map = [("tenant".to_owned(), Noted::from("Acme")), ("agents".to_owned(), agents.into())];
    let written = |syntax| write_draft(syntax, &map).unwrap();
    assert_eq!(
        written(Syntax::Yaml),
        "tenant: Acme\n\nagents:\n  # from a.xml:3\n  - username: ana.ruiz\n    enabled: false\n    \
         roles: [Chat, Team Leads]\n    options:\n      interaction-workspace:\n        chat.on-hold-queue: chat-hold\n        \
         # why\n        chat.auto-answer: \"true\"\n"
    );
    assert_eq!(
        written(Syntax::Toml),
        "tenant = \"Acme\"\n\n# from a.xml:3\n[[agents]]\nusername = \"ana.ruiz\"\nenabled = false\n\
         roles = [\"Chat\", \"Team Leads\"]\n\n[agents.options.interaction-workspace]\n\"chat.on-hold-queue\" = \"chat-hold\"\n\
         # why\n\"chat.auto-answer\" = \"true\"\n"
    );
    assert_eq!(
        written(Syntax::Json),
        "{\n  \"tenant\": \"Acme\",\n  \"agents\": [\n    {\n      \"username\": \"ana.ruiz\",\n      \"enabled\": false,\n      \
         \"roles\": [\"Chat\", \"Team Leads\"],\n      \"options\": {\n        \"interaction-workspace\": {\n          \
         \"chat.on-hold-queue\": \"chat-hold\",\n          \"chat.auto-answer\": \"true\"\n        }\n      }\n    }\n  ]\n}\n"
    );
}
