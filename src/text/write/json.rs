//! JSON, which has no comments.

use super::super::edit::double;
use super::draft::{Draft, Noted, short};

pub(super) fn document(map: &[(String, Noted)]) -> String {
    let mut out = String::new();
    self::map(map, 0, &mut out);
    out.push('\n');
    out
}

fn value(draft: &Draft, indent: usize, out: &mut String) {
    match draft {
        Draft::Text(text) => out.push_str(&double(text)),
        Draft::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Draft::Map(map) => self::map(map, indent, out),
        Draft::List(items) => match short(items) {
            Some(texts) => {
                let texts: Vec<String> = texts.into_iter().map(double).collect();
                out.push_str(&format!("[{}]", texts.join(", ")));
            }
            None => within(('[', ']'), items.iter(), indent, out, |item, out| {
                value(&item.value, indent + 2, out);
            }),
        },
    }
}

fn map(map: &[(String, Noted)], indent: usize, out: &mut String) {
    within(('{', '}'), map.iter(), indent, out, |(key, noted), out| {
        out.push_str(&double(key));
        out.push_str(": ");
        value(&noted.value, indent + 2, out);
    });
}

/// The parts of a list or map, one a line.
fn within<T>(
    (open, close): (char, char),
    parts: impl ExactSizeIterator<Item = T>,
    indent: usize,
    out: &mut String,
    mut write: impl FnMut(T, &mut String),
) {
    let is_empty = parts.len() == 0;
    out.push(open);
    for (at, part) in parts.enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.extend(std::iter::repeat_n(' ', indent + 2));
        write(part, out);
    }
    if !is_empty {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent));
    }
    out.push(close);
}
