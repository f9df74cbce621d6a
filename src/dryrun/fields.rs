//! The fields of a map in a scenario file: every mistake is noted with its place, none stops the reading.

use super::mention::Mention;
use crate::diagnostic::{Diagnostic, Severity};
use crate::names::nearest;
use crate::text::{Entry, Kind, Node, Span};

/// A name of `with` that stands for something: `$agent`.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) value: String,
    /// Where the value stands.
    pub(super) at: Span,
    /// Whether it stands there letter by letter.
    pub(super) is_verbatim: bool,
}

/// Names that stand for others, longer ones first.
pub(super) type Variables = Vec<Variable>;

/// The mistakes of a file, and what it names.
#[derive(Debug, Default)]
pub(super) struct Mistakes {
    pub(super) list: Vec<Diagnostic>,
    /// The places that name objects, where somebody asks for them.
    pub(super) mentions: Option<Vec<Mention>>,
}

impl Mistakes {
    /// Notes a mistake; the same one at the same place is noted once, however often a scenario is repeated.
    pub(super) fn note(&mut self, at: Span, message: impl Into<String>) {
        let mut mistake = Diagnostic::new(message).at(at, "");
        (mistake.rule, mistake.severity) = ("scenario", Severity::Error);
        if !self.list.contains(&mistake) {
            self.list.push(mistake);
        }
    }

    /// Notes keys that are none of the known ones, and keys that are there twice.
    pub(super) fn keys(&mut self, map: Node<'_>, of: &str, known: &[&'static str]) {
        let mut seen: Vec<&str> = Vec::new();
        for Entry { key, .. } in map.entries() {
            let name = key.text();
            if seen.contains(&name) {
                self.note(key.span(), format!("`{name}` is there twice"));
            }
            seen.push(name);
            if !known.contains(&name) {
                let hint = match nearest(name, known.iter().copied()) {
                    Some(near) => format!("; did you mean `{near}`?"),
                    None => format!("; {of} has {}", known.join(", ")),
                };
                self.note(key.span(), format!("`{name}` is no field of {of}{hint}"));
            }
        }
    }

    /// A scalar's text with its names put in.
    pub(super) fn text(&mut self, node: Node<'_>, what: &str, variables: &Variables) -> Option<String> {
        if node.kind() != Kind::Scalar {
            self.note(node.span(), format!("`{what}` must be a text"));
            return None;
        }
        Some(put_in(node.text(), variables))
    }

    /// A word out of a list of words.
    pub(super) fn word<'w>(
        &mut self,
        at: Span,
        what: &str,
        word: &str,
        words: &[&'w str],
    ) -> Option<&'w str> {
        let found = words.iter().find(|known| **known == word).copied();
        if found.is_none() {
            let hint = match nearest(word, words.iter().copied()) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => format!("; write {}", words.join(", ")),
            };
            self.note(at, format!("`{word}` is no value of `{what}`{hint}"));
        }
        found
    }
}

/// The text with the names of `with` put in; a longer name comes before a shorter one.
pub(super) fn put_in(text: &str, variables: &Variables) -> String {
    let mut text = text.to_owned();
    if text.contains('$') {
        for Variable { name, value, .. } in variables {
            text = text.replace(&format!("${name}"), value);
        }
    }
    text
}

/// A node on one line, with the names of `with` put in.
pub(super) fn on_one_line(node: Node<'_>, variables: &Variables) -> String {
    match node.kind() {
        Kind::Map => {
            let entry = |entry: Entry<'_>| {
                format!("{}: {}", quoted(entry.key.text()), on_one_line(entry.value, variables))
            };
            format!("{{{}}}", node.entries().map(entry).collect::<Vec<_>>().join(", "))
        }
        Kind::List => {
            let items: Vec<String> = node.items().map(|item| on_one_line(item, variables)).collect();
            format!("[{}]", items.join(", "))
        }
        Kind::Scalar => quoted(&put_in(node.text(), variables)),
        Kind::Null => "null".to_owned(),
    }
}

/// A text as it can stand in a line of YAML.
pub(super) fn quoted(text: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || " _.$+/@()-".contains(letter);
    let edge =
        |letter: Option<char>| letter.is_none_or(|letter| letter == ' ' || letter == '-' || letter == '@');
    if text.chars().all(plain) && !edge(text.chars().next()) && !text.ends_with(' ') {
        text.to_owned()
    } else {
        in_quotes(text)
    }
}

/// A text in quotes, as YAML, TOML and JSON read it.
pub(super) fn in_quotes(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            // Line ends and marks beyond ASCII as well; all of them have four digits.
            _ if letter.is_control() || "\u{2028}\u{2029}\u{feff}".contains(letter) => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            _ => quoted.push(letter),
        }
    }
    quoted + "\""
}
