//! How a text is written in each syntax, as near as can be to how its predecessor or neighbour is.

use super::super::{Style, Syntax};

/// A text as a value or item; `None` where the syntax cannot say it.
pub(super) fn value(syntax: Syntax, like: Style, in_flow: bool, text: &str) -> Option<String> {
    let is_literal = matches!(text, "true" | "false") || is_number(text);
    Some(match syntax {
        Syntax::Json if like == Style::Plain && is_literal => text.to_owned(),
        Syntax::Json => double(text),
        Syntax::Toml if like == Style::Plain && is_literal => text.to_owned(),
        Syntax::Toml => toml(text, like),
        Syntax::Yaml => yaml(text, like, in_flow),
        Syntax::Cfg if !text.contains(['\n', '\r']) => text.to_owned(),
        Syntax::Cfg | Syntax::Xml | Syntax::Csv => return None,
    })
}

/// A text as a key; `None` where the syntax cannot say it.
pub(super) fn key(syntax: Syntax, like: Style, in_flow: bool, text: &str) -> Option<String> {
    Some(match syntax {
        Syntax::Json => double(text),
        Syntax::Toml if like == Style::Plain && is_bare(text) => text.to_owned(),
        Syntax::Toml => toml(text, like),
        Syntax::Yaml if text == "<<" => double(text),
        Syntax::Yaml => yaml(text, like, in_flow),
        Syntax::Cfg if is_cfg_name(text) => text.to_owned(),
        Syntax::Cfg | Syntax::Xml | Syntax::Csv => return None,
    })
}

/// Whether TOML takes a key without quotes, as one name.
pub(in super::super) fn is_bare(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn is_cfg_name(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && !text.starts_with(['[', ';', '#'])
        && !text.contains(['=', ']', '\n', '\r'])
}

/// A whole number as every syntax writes it.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain =
        !digits.is_empty() && digits.len() < 18 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_plain && (digits == "0" || !digits.starts_with('0')) && text != "-0"
}

fn toml(text: &str, like: Style) -> String {
    let is_literal = !text.contains('\'') && !text.contains(char::is_control);
    if like == Style::SingleQuoted && is_literal { format!("'{text}'") } else { double(text) }
}

fn yaml(text: &str, like: Style, in_flow: bool) -> String {
    match like {
        Style::Plain | Style::Absent if is_plain(text, in_flow) => text.to_owned(),
        Style::SingleQuoted if !text.contains(is_special) => format!("'{}'", text.replace('\'', "''")),
        _ => double(text),
    }
}

/// Whether YAML reads a text without quotes as itself, and other readers of YAML as something.
fn is_plain(text: &str, in_flow: bool) -> bool {
    const INDICATORS: [char; 20] =
        ['-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '='];
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return false };
    let starts = match first {
        '-' => characters.next().is_some_and(|next| next.is_ascii_alphanumeric()),
        first => !INDICATORS.contains(&first),
    };
    let is_nothing = text == "~" || text.eq_ignore_ascii_case("null");
    let in_brackets = in_flow && text.contains([',', '[', ']', '{', '}']);
    starts
        && !is_nothing
        && !in_brackets
        && text.trim() == text
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.starts_with("---")
        && !text.starts_with("...")
        && !text.contains(is_special)
}

/// Characters that a text without escapes cannot hold, or that some readers take for line ends.
pub(in super::super) fn is_special(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// In double quotes, with escapes that JSON, YAML and TOML all read.
pub(in super::super) fn double(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            special if is_special(special) => quoted.push_str(&format!("\\u{:04X}", special as u32)),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
