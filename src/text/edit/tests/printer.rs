//! Writes a tree in any of the ways that people do.

use super::super::super::Syntax;
use super::Value;

/// Every decision takes the next of the choices, over and over.
pub(super) struct Printer<'c> {
    syntax: Syntax,
    choices: &'c [u8],
    next: usize,
}

impl<'c> Printer<'c> {
    pub(super) fn new(syntax: Syntax, choices: &'c [u8]) -> Self {
        Self { syntax, choices, next: 0 }
    }

    fn choose(&mut self, of: u8) -> u8 {
        self.next += 1;
        self.choices[(self.next - 1) % self.choices.len()].wrapping_mul(31).wrapping_add(self.next as u8) % of
    }

    pub(super) fn file(&mut self, entries: &[(String, Value)]) -> String {
        match self.syntax {
            Syntax::Json => self.brackets(&Value::Map(entries.to_vec()), 0),
            Syntax::Yaml => {
                let mut out = String::new();
                self.yaml_map(entries, 0, &mut out);
                self.cut(out)
            }
            Syntax::Toml => {
                let mut out = String::new();
                self.table(entries, "", &mut out);
                self.cut(out)
            }
            _ => self.cfg(entries),
        }
    }

    /// Now and then the last line has no end.
    fn cut(&mut self, mut text: String) -> String {
        if self.choose(4) == 0 {
            text.truncate(text.trim_end_matches('\n').len());
        }
        text
    }

    fn scalar(&mut self, text: &str) -> String {
        let is_word = text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_alphanumeric())
            && text != "null";
        let is_quiet = !text.contains(['\'', '\n', '\t']);
        let plain = match self.syntax {
            Syntax::Yaml => is_word,
            _ => text == "true",
        };
        match self.choose(3) {
            0 if plain => text.to_owned(),
            1 if is_quiet && self.syntax != Syntax::Json => format!("'{text}'"),
            _ => serde_json::to_string(text).unwrap(),
        }
    }

    fn comment(&mut self, word: &str) -> String {
        if self.syntax != Syntax::Json && self.choose(4) == 0 { format!("  # {word}") } else { String::new() }
    }

    /// A list or map in brackets, on one line or on several.
    fn brackets(&mut self, value: &Value, depth: usize) -> String {
        let (open, close, children): (_, _, Vec<String>) = match value {
            Value::Text(text) => return self.scalar(text),
            Value::List(items) => {
                ('[', ']', items.iter().map(|item| self.brackets(item, depth + 1)).collect())
            }
            Value::Map(entries) => {
                let entry = |(key, value): &(String, Value)| {
                    let value = self.brackets(value, depth + 1);
                    match self.syntax {
                        Syntax::Json => format!("\"{key}\": {value}"),
                        Syntax::Toml => format!("{key} = {value}"),
                        _ => format!("{key}: {value}"),
                    }
                };
                ('{', '}', entries.iter().map(entry).collect())
            }
        };
        let is_inline_table = self.syntax == Syntax::Toml && open == '{';
        if is_inline_table || self.choose(2) == 0 {
            let blanks = if self.choose(2) == 0 && self.syntax != Syntax::Yaml { "" } else { " " };
            let edge = if self.choose(2) == 0 { "" } else { " " };
            return format!("{open}{edge}{}{edge}{close}", children.join(&format!(",{blanks}")));
        }
        let indent = "  ".repeat(depth + 1);
        let last = children.len() - 1;
        let trailing = self.syntax != Syntax::Json && self.choose(2) == 0;
        let mut out = format!("{open}\n");
        for (at, child) in children.into_iter().enumerate() {
            let comma = if at < last || trailing { "," } else { "" };
            if self.syntax != Syntax::Json && self.choose(5) == 0 {
                out.push_str(&format!("{indent}# kept\n"));
            }
            out.push_str(&format!("{indent}{child}{comma}{}\n", self.comment("gone")));
        }
        out.push_str(&format!("{}{close}", "  ".repeat(depth)));
        out
    }

    fn yaml_map(&mut self, entries: &[(String, Value)], depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        for (key, value) in entries {
            if self.choose(6) == 0 {
                out.push_str(&format!("{indent}# kept\n"));
            }
            match value {
                Value::Map(inner) if self.choose(3) > 0 => {
                    out.push_str(&format!("{indent}{key}:\n"));
                    self.yaml_map(inner, depth + 1, out);
                }
                Value::List(items) if self.choose(3) > 0 => {
                    let inner = if self.choose(2) == 0 { indent.clone() } else { format!("{indent}  ") };
                    let comment = self.comment("kept");
                    out.push_str(&format!("{indent}{key}:{comment}\n"));
                    for item in items {
                        let item = self.brackets(item, depth + 1);
                        out.push_str(&format!("{inner}- {item}{}\n", self.comment("gone")));
                    }
                }
                Value::Text(text) if self.choose(8) == 0 && text.chars().all(char::is_alphanumeric) => {
                    out.push_str(&format!("{indent}{key}: |\n{indent}  {text}\n{indent}  more\n"));
                }
                other => {
                    let value = self.brackets(other, depth + 1);
                    out.push_str(&format!("{indent}{key}: {value}{}\n", self.comment("gone")));
                }
            }
        }
    }

    fn table(&mut self, entries: &[(String, Value)], path: &str, out: &mut String) {
        let mut tables = Vec::new();
        for (key, value) in entries {
            match value {
                Value::Map(inner) if self.choose(3) > 0 => match self.choose(2) {
                    0 if inner.iter().all(|(_, value)| matches!(value, Value::Text(_))) => {
                        for (name, value) in inner {
                            let value = self.brackets(value, 0);
                            out.push_str(&format!("{key}.{name} = {value}\n"));
                        }
                    }
                    _ => tables.push((key, inner)),
                },
                other => {
                    let value = self.brackets(other, 0);
                    out.push_str(&format!("{key} = {value}{}\n", self.comment("gone")));
                }
            }
        }
        for (key, inner) in tables {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            out.push_str(&format!("\n# kept\n[{path}]\n"));
            self.table(inner, &path, out);
        }
    }

    fn cfg(&mut self, entries: &[(String, Value)]) -> String {
        let mut out = String::new();
        for (section, value) in entries {
            out.push_str(&format!("[{section}]\n"));
            if let Value::Map(options) = value {
                for (name, value) in options {
                    let Value::Text(text) = value else { continue };
                    let text: String = text.chars().filter(|c| !c.is_control()).collect();
                    out.push_str(&format!("{name}={text}\n"));
                }
            }
        }
        self.cut(out)
    }
}
