//! TOML: objects as arrays of tables, options as tables below them.

use super::super::edit::{double, is_bare, is_special};
use super::draft::{Draft, Noted, comments};

pub(super) fn document(map: &[(String, Noted)]) -> String {
    let mut out = String::new();
    let is_table = |value: &Draft| matches!(value, Draft::Map(_)) || is_tables(value);
    for (key, noted) in map.iter().filter(|(_, noted)| !is_table(&noted.value)) {
        entry(key, noted, &mut out);
    }
    for (key, noted) in map {
        let path = self::key(key);
        match &noted.value {
            Draft::List(items) if is_tables(&noted.value) => {
                for item in items {
                    new_table(&noted.comments, &item.comments, &format!("[[{path}]]"), &mut out);
                    if let Draft::Map(map) = &item.value {
                        inside(&path, map, &mut out);
                    }
                }
            }
            Draft::Map(map) => {
                new_table(&noted.comments, &[], &format!("[{path}]"), &mut out);
                inside(&path, map, &mut out);
            }
            _ => {}
        }
    }
    out
}

fn new_table(above: &[String], more: &[String], header: &str, out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
    comments(above, 0, out);
    comments(more, 0, out);
    out.push_str(header);
    out.push('\n');
}

/// The entries of a table; those that are tables themselves come last, as they must.
fn inside(path: &str, map: &[(String, Noted)], out: &mut String) {
    let (tables, entries): (Vec<_>, Vec<_>) =
        map.iter().partition(|(_, noted)| matches!(noted.value, Draft::Map(_)));
    for (key, noted) in entries {
        entry(key, noted, out);
    }
    for (key, noted) in tables {
        let Draft::Map(map) = &noted.value else { continue };
        let path = format!("{path}.{}", self::key(key));
        let holds_values = map.iter().any(|(_, noted)| !matches!(noted.value, Draft::Map(_)));
        if holds_values || map.is_empty() {
            new_table(&noted.comments, &[], &format!("[{path}]"), out);
        }
        inside(&path, map, out);
    }
}

fn entry(key: &str, noted: &Noted, out: &mut String) {
    comments(&noted.comments, 0, out);
    out.push_str(&format!("{} = ", self::key(key)));
    match &noted.value {
        Draft::List(items) if items.iter().any(|item| !item.comments.is_empty()) => {
            out.push_str("[\n");
            for item in items {
                comments(&item.comments, 2, out);
                out.push_str(&format!("  {},\n", inline(&item.value)));
            }
            out.push(']');
        }
        value => out.push_str(&inline(value)),
    }
    out.push('\n');
}

fn inline(value: &Draft) -> String {
    match value {
        Draft::Text(text) => quoted(text),
        Draft::Flag(flag) => flag.to_string(),
        Draft::List(items) => {
            let items: Vec<String> = items.iter().map(|item| inline(&item.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Draft::Map(map) => {
            let entry =
                |(key, noted): &(String, Noted)| format!("{} = {}", self::key(key), inline(&noted.value));
            format!("{{ {} }}", map.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text in quotes; single ones leave backslashes as they are.
fn quoted(text: &str) -> String {
    if text.contains(['\\', '"']) && !text.contains('\'') && !text.contains(is_special) {
        format!("'{text}'")
    } else {
        double(text)
    }
}

fn key(text: &str) -> String {
    if is_bare(text) { text.to_owned() } else { double(text) }
}

/// Whether a value is a list of maps, and of nothing else.
fn is_tables(value: &Draft) -> bool {
    let is_map = |item: &Noted| matches!(item.value, Draft::Map(_));
    matches!(value, Draft::List(items) if !items.is_empty() && items.iter().all(is_map))
}
