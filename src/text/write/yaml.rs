//! YAML that every reader of YAML reads alike, be it of version 1.1 or 1.2.

use super::super::edit::{double, is_special};
use super::draft::{Draft, Noted, comments, short};

/// Words that some reader takes for a truth, for nothing, or for a number.
const WORDS: [&str; 12] =
    ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];

/// The longest key that may stand before its colon on one line; the language has 1024 characters.
const LONGEST_KEY: usize = 1000;

pub(super) fn document(map: &[(String, Noted)]) -> String {
    let mut out = String::new();
    if map.is_empty() {
        out.push_str("{}\n");
    }
    for (at, (key, noted)) in map.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        entry(key, noted, 0, &mut out);
    }
    out
}

/// An entry of a map whose indentation has been written for its first line.
fn entry(key: &str, noted: &Noted, indent: usize, out: &mut String) {
    comments(&noted.comments, indent, out);
    pad(indent, out);
    behind_indent(key, &noted.value, indent, out);
}

fn behind_indent(key: &str, value: &Draft, indent: usize, out: &mut String) {
    let key = text(key);
    if key.len() > LONGEST_KEY {
        out.push_str(&format!("? {key}\n"));
        pad(indent, out);
    } else {
        out.push_str(&key);
    }
    out.push(':');
    match value {
        Draft::Map(map) if map.is_empty() => out.push_str(" {}\n"),
        Draft::Map(map) => {
            out.push('\n');
            for (key, noted) in map {
                entry(key, noted, indent + 2, out);
            }
        }
        Draft::List(items) => list(items, indent, out),
        scalar => {
            out.push(' ');
            out.push_str(&self::scalar(scalar));
            out.push('\n');
        }
    }
}

fn list(items: &[Noted], indent: usize, out: &mut String) {
    if let Some(texts) = short(items) {
        let texts: Vec<String> = texts.into_iter().map(text).collect();
        out.push_str(&format!(" [{}]\n", texts.join(", ")));
        return;
    }
    out.push('\n');
    for item in items {
        comments(&item.comments, indent + 2, out);
        pad(indent + 2, out);
        out.push_str("- ");
        match &item.value {
            Draft::Map(map) if !map.is_empty() => {
                for (at, (key, noted)) in map.iter().enumerate() {
                    // The first entry of an item stands behind its dash; its comments would come too late there.
                    if at == 0 && noted.comments.is_empty() {
                        behind_indent(key, &noted.value, indent + 4, out);
                    } else {
                        if at == 0 {
                            out.pop();
                            out.push('\n');
                        }
                        entry(key, noted, indent + 4, out);
                    }
                }
            }
            Draft::Map(_) => out.push_str("{}\n"),
            // A list in a list stands on one line.
            Draft::List(items) => {
                let items: Vec<String> = items.iter().map(|item| scalar(&item.value)).collect();
                out.push_str(&format!("[{}]\n", items.join(", ")));
            }
            value => {
                out.push_str(&scalar(value));
                out.push('\n');
            }
        }
    }
}

fn scalar(value: &Draft) -> String {
    match value {
        Draft::Text(text) => self::text(text),
        Draft::Flag(flag) => flag.to_string(),
        Draft::List(_) | Draft::Map(_) => String::new(),
    }
}

/// A text, in quotes unless every reader takes it for itself without. Single quotes leave backslashes as they are.
fn text(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else if text.contains(['\\', '"']) && !text.contains(is_special) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        double(text)
    }
}

/// Texts that begin with a letter and hold nothing that means something: stricter than the language, so that neither its
/// version nor the place in a list in brackets matters.
fn is_plain(text: &str) -> bool {
    let may_follow = |next: char| next.is_alphanumeric() || " _-./()+@".contains(next);
    text.chars().next().is_some_and(char::is_alphabetic)
        && text.chars().all(may_follow)
        && !text.ends_with(' ')
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn pad(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}
