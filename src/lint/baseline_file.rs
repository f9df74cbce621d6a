//! The form of a baseline file (`schemas/baseline.schema.json`): JSON, sorted, one entry a line.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::baseline::{Key, Known};
use crate::names::nearest;
use crate::text::{Entry, Kind, Node, Parsed, Span, Style, SyntaxError};

/// The version that is written and read.
const VERSION: &str = "1";
/// The fields of an entry.
const FIELDS: [&str; 5] = ["rule", "object", "option", "file", "count"];
/// How to get a file that is right.
const RENEW: &str = "mend it, or remove the file and write it anew with `--write-baseline`";

/// The entries of a baseline file.
///
/// # Errors
///
/// All that is wrong with the file, each with its place.
pub fn read_baseline(parsed: &Parsed<'_>) -> Result<Vec<Known>, Vec<SyntaxError>> {
    let mut reader = Reader { errors: parsed.errors.clone(), known: Vec::new(), first: FxHashMap::default() };
    match parsed.tree.roots().next() {
        Some(root) if root.kind() == Kind::Map => reader.file(root),
        Some(root) => reader.error(root.span(), "a baseline is a map with `version` and `findings`"),
        // Then the file is empty or no JSON, and the reader has said so.
        None => {}
    }
    if reader.errors.is_empty() { Ok(reader.known) } else { Err(reader.errors) }
}

struct Reader {
    errors: Vec<SyntaxError>,
    known: Vec<Known>,
    first: FxHashMap<Key, Span>,
}

impl Reader {
    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.errors.push(SyntaxError { span, message: message.into(), help: Some(RENEW.to_owned()) });
    }

    fn unknown(&mut self, key: Node<'_>, known: &[&'static str]) {
        let near = nearest(key.text(), known.iter().copied());
        let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        self.error(key.span(), format!("a baseline has no field `{}` here{hint}", key.text()));
    }

    fn file(&mut self, root: Node<'_>) {
        for Entry { key, value } in root.entries() {
            match key.text() {
                "$schema" => {}
                "version" if is_number(value) && value.text() == VERSION => {}
                "version" => self.error(
                    value.span(),
                    format!("this wdectl reads baselines of version {VERSION}, this one is {}", value.text()),
                ),
                "findings" if value.kind() == Kind::List => {
                    value.items().for_each(|item| self.entry(item));
                }
                "findings" => self.error(value.span(), "`findings` is a list"),
                _ => self.unknown(key, &["version", "findings"]),
            }
        }
        for key in ["version", "findings"] {
            if root.get(key).is_none() {
                self.error(root.span().part(0, 1), format!("`{key}` is missing"));
            }
        }
    }

    fn entry(&mut self, item: Node<'_>) {
        let at = item.span();
        if item.kind() != Kind::Map {
            self.error(at, "a known finding is a map");
            return;
        }
        let mut key = Key { rule: String::new(), object: None, option: None, file: None };
        let mut count = 1;
        for Entry { key: field, value } in item.entries() {
            let is_text = value.kind() == Kind::Scalar && value.style() == Style::DoubleQuoted;
            match field.text() {
                "count" => match value.text().parse() {
                    Ok(number @ 1..) if is_number(value) => count = number,
                    _ => self.error(value.span(), "`count` is a whole number from 1"),
                },
                name if !FIELDS.contains(&name) => self.unknown(field, &FIELDS),
                name if !is_text => self.error(value.span(), format!("`{name}` is a text")),
                "rule" => key.rule = value.text().to_owned(),
                "object" => key.object = Some(value.text().to_owned()),
                "option" => key.option = Some(value.text().to_owned()),
                _ => key.file = Some(value.text().to_owned()),
            }
        }
        if key.rule.is_empty() {
            self.error(at, "a known finding names its `rule`");
        } else if self.first.insert(key.clone(), at).is_some() {
            self.error(at, "this entry stands in the file already; put the counts together");
        } else {
            self.known.push(Known { key, count, at });
        }
    }
}

fn is_number(node: Node<'_>) -> bool {
    node.kind() == Kind::Scalar && node.style() == Style::Plain
}

/// The text of a baseline file with these entries, in their order.
#[must_use]
pub fn write_baseline(entries: &[(Key, usize)]) -> String {
    let mut text = format!("{{\n  \"version\": {VERSION},\n  \"findings\": [");
    for (at, (key, count)) in entries.iter().enumerate() {
        text.push_str(if at == 0 { "\n    {" } else { ",\n    {" });
        let fields = [("rule", Some(&key.rule)), ("object", key.object.as_ref())];
        let others = [("option", key.option.as_ref()), ("file", key.file.as_ref())];
        for (name, value) in fields.into_iter().chain(others) {
            if let Some(value) = value {
                // A text as JSON cannot fail.
                let _ = write!(text, "\"{name}\": {}, ", serde_json::Value::from(value.as_str()));
            }
        }
        let _ = write!(text, "\"count\": {count}}}");
    }
    text.push_str(if entries.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Limits, Sources, Syntax, read};

    /// The entries of a text, or each error as `line:column message`.
    fn known(text: &str) -> Result<Vec<(Key, usize)>, Vec<String>> {
        let mut sources = Sources::new();
        let file = sources.add("baseline.json", text.as_bytes().to_vec());
        let parsed = read(&sources, file, Syntax::Json, Limits::default());
        let shown = |error: SyntaxError| {
            let at = sources.locate(error.span);
            format!("{}:{} {}", at.line, at.column, error.message)
        };
        read_baseline(&parsed)
            .map(|known| known.into_iter().map(|known| (known.key, known.count)).collect())
            .map_err(|errors| errors.into_iter().map(shown).collect())
    }

    #[test]
    fn an_entry_is_a_line() {
        let key = |rule: &str, object: Option<&str>| Key {
            rule: rule.to_owned(),
            object: object.map(str::to_owned),
            option: None,
            file: object.is_none().then(|| "a \"b\".yaml".to_owned()),
        };
        let entries = [(key("invalid-value", Some("agent/ana")), 2), (key("syntax", None), 1)];
        let text = write_baseline(&entries);
        assert_eq!(
            text,
            r#"{
  "version": 1,
  "findings": [
    {"rule": "invalid-value", "object": "agent/ana", "count": 2},
    {"rule": "syntax", "file": "a \"b\".yaml", "count": 1}
  ]
}
"#
        );
        assert_eq!(known(&text), Ok(entries.to_vec()));
        assert_eq!(write_baseline(&[]), "{\n  \"version\": 1,\n  \"findings\": []\n}\n");
        assert_eq!(known(&write_baseline(&[])), Ok(Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, error) in [
            ("", "1:1 the file is empty"),
            ("[]", "1:1 a baseline is a map with `version` and `findings`"),
            ("{\"version\": 1}", "1:1 `findings` is missing"),
            ("{\"findings\": []}", "1:1 `version` is missing"),
            (
                "{\"version\": 2, \"findings\": []}",
                "1:13 this wdectl reads baselines of version 1, this one is 2",
            ),
            (
                "{\"version\": 1, \"finding\": [], \"findings\": []}",
                "1:16 a baseline has no field `finding` here; did you mean `findings`?",
            ),
            ("{\"version\": 1, \"findings\": {}}", "1:28 `findings` is a list"),
            ("{\"version\": 1, \"findings\": [3]}", "1:29 a known finding is a map"),
            ("{\"version\": 1, \"findings\": [{}]}", "1:29 a known finding names its `rule`"),
            (
                "{\"version\": 1, \"findings\": [{\"rule\": \"a\", \"objct\": \"b\"}]}",
                "1:43 a baseline has no field `objct` here; did you mean `object`?",
            ),
            (
                "{\"version\": 1, \"findings\": [{\"rule\": \"a\", \"count\": 0}]}",
                "1:52 `count` is a whole number from 1",
            ),
            ("{\"version\": 1, \"findings\": [{\"rule\": \"a\", \"object\": 1}]}", "1:53 `object` is a text"),
            (
                "{\"version\": 1, \"findings\": [{\"rule\": \"a\"},\n{\"rule\": \"a\"}]}",
                "2:1 this entry stands in the file already; put the counts together",
            ),
        ] {
            assert_eq!(known(text), Err(vec![error.to_owned()]), "{text}");
        }
        assert!(known("{\"version\": 1, \"findings\": [").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(entries in prop::collection::btree_map(
            ("[a-z-]{1,6}", prop::option::of(".{0,6}"), prop::option::of(".{0,6}"), prop::option::of(".{0,6}")),
            1_usize..9, 0..8,
        )) {
            let entries: Vec<(Key, usize)> = entries
                .into_iter()
                .map(|((rule, object, option, file), count)| (Key { rule, object, option, file }, count))
                .collect();
            prop_assert_eq!(known(&write_baseline(&entries)), Ok(entries));
        }
    }
}
