//! Beside roxmltree, a strict reader: what it accepts is read alike and without findings, what it refuses has one.

use proptest::prelude::*;

use super::super::{Sources, Syntax, read};
use super::*;

/// Name, attributes and children of an element, and its text without blanks.
#[derive(Debug, PartialEq)]
struct Plain {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Self>,
}

fn ours(element: Element<'_>, node: crate::text::Node<'_>) -> Plain {
    let is_text = |entry: &crate::text::Entry<'_>| entry.key.style() == Style::Absent;
    let inside = node.entries().filter(|entry| entry.value.kind() == crate::text::Kind::Map);
    Plain {
        name: element.name().to_owned(),
        attributes: element
            .attributes()
            .map(|attribute| (attribute.name.to_owned(), attribute.value.text().to_owned()))
            .collect(),
        text: node.entries().filter(is_text).map(|entry| squeezed(entry.value.text())).collect(),
        children: element.children().zip(inside).map(|(child, entry)| ours(child, entry.value)).collect(),
    }
}

fn theirs(node: roxmltree::Node<'_, '_>) -> Plain {
    Plain {
        name: node.tag_name().name().to_owned(),
        attributes: node
            .attributes()
            .map(|attribute| (attribute.name().to_owned(), attribute.value().to_owned()))
            .collect(),
        text: node
            .children()
            .filter(roxmltree::Node::is_text)
            .map(|text| squeezed(text.text().unwrap_or_default()))
            .collect(),
        children: node.children().filter(roxmltree::Node::is_element).map(theirs).collect(),
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|character| !character.is_ascii_whitespace()).collect()
}

/// Reads with both; says whether the text is sound.
fn compare(text: &str) -> Result<bool, TestCaseError> {
    let mut sources = Sources::new();
    let file = sources.add("a.xml", text.as_bytes().to_vec());
    let parsed = read(&sources, file, Syntax::Xml, Limits::default());
    match roxmltree::Document::parse(text) {
        Ok(document) => {
            prop_assert!(parsed.errors.is_empty(), "{:?} in {:?}", parsed.errors, text);
            let root = parsed.tree.roots().next().and_then(|root| root.entries().next());
            let element = Element::roots(&parsed.tree).next();
            let found = element.zip(root).map(|(element, entry)| ours(element, entry.value));
            prop_assert_eq!(found, Some(theirs(document.root_element())), "{:?}", text);
            Ok(true)
        }
        Err(error) => {
            prop_assert!(!parsed.errors.is_empty(), "{} in {:?}", error, text);
            Ok(false)
        }
    }
}

const PIECES: [&str; 44] = [
    "<a>",
    "<b>",
    "</a>",
    "</b>",
    "<a ",
    "<b",
    "<c/>",
    "</",
    ">",
    "/>",
    "x=\"1\"",
    " y='2'",
    " x='a&lt;b'",
    "<",
    "&",
    "&amp;",
    "&#65;",
    "&#x1F600;",
    "&#1;",
    "&nope;",
    "text",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\"",
    "'",
    "=",
    "<!-- c -->",
    "<!--",
    "--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?p q?>",
    "<?p",
    "<!DOCTYPE a>",
    "é",
    "名",
    "\u{1}",
    "1",
    "a",
    "/",
    "]",
];

fn element() -> impl Strategy<Value = String> {
    let value = "([a-z&<>\"' é]|[\t\n\r]){0,6}";
    let attributes = proptest::collection::btree_map("[a-z_][a-z0-9.-]{0,3}", value, 0..4);
    let leaf = (attributes.clone(), "[a-c]").prop_map(|(attributes, name)| written(&name, &attributes, ""));
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let inside = proptest::collection::vec(
            prop_oneof![3 => inner, 1 => "[a-z ]{1,4}", 1 => Just("<!-- c -->".to_owned()), 1 => Just("<![CDATA[<&]]>".to_owned())],
            0..4,
        );
        (attributes.clone(), "[a-c]", inside)
            .prop_map(|(attributes, name, inside)| written(&name, &attributes, &inside.concat()))
    })
}

fn written(name: &str, attributes: &std::collections::BTreeMap<String, String>, inside: &str) -> String {
    let mut text = format!("<{name}");
    for (name, value) in attributes.iter().filter(|(name, _)| *name != "xmlns") {
        let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        text.push_str(&format!(" {name}=\"{value}\""));
    }
    if inside.is_empty() { text + "/>" } else { format!("{text}>{inside}</{name}>") }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn sound_documents_are_read_alike(text in element()) {
        prop_assert!(compare(&text)?);
    }

    #[test]
    fn damaged_documents_have_a_finding(text in element(), at in any::<prop::sample::Index>(), piece in 0..PIECES.len(), cut in 0usize..3) {
        let at = text.floor_char_boundary(at.index(text.len()));
        let end = text.floor_char_boundary((at + cut).min(text.len())).max(at);
        compare(&format!("{}{}{}", &text[..at], PIECES[piece], &text[end..]))?;
    }

    #[test]
    fn pieces_of_xml_are_judged_alike(pieces in proptest::collection::vec(0..PIECES.len(), 0..12)) {
        let text: String = pieces.iter().map(|&at| PIECES[at]).collect();
        compare(&format!("<a>{text}</a>"))?;
    }
}
