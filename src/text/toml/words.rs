//! What is wrong with a statement, in our words.

use toml_parser::{ParseError, Raw};

use super::super::line;

/// What a statement without its closing bracket is told, unless there is more to say.
pub(super) const UNCLOSED: &str = "this bracket is never closed";

/// Where, what is wrong, and what to do.
type Words = ((usize, usize), String, Option<String>);

/// A fault in the order of the tokens; its positions count from `base`.
pub(super) fn explain(error: &ParseError, text: &str, base: usize) -> Words {
    let description = error.description();
    let shown = match description {
        "unclosed array" | "unclosed inline table" | "unclosed table" | "unclosed array table" => {
            error.context()
        }
        _ => error.unexpected().or(error.context()),
    };
    let start = shown.map_or(base, |span| (base + span.start()).min(text.len()));
    let end = shown.map_or(base, |span| (base + span.end()).min(text.len()));
    // An empty span points at what follows it.
    let start = if start == end { start + blanks(&text[start..]) } else { start };
    let end = if start >= end { start + word(&text[start..]) } else { end };
    let (start, end) = match description {
        "key with no value" | "missing value for key" => content(text, start),
        _ => (start, end),
    };
    let found = &text[start..end];
    let (message, help) = match description {
        "unclosed array" | "unclosed inline table" => (UNCLOSED.into(), "close it in the same statement"),
        "unclosed table" | "unclosed array table" => (
            "this header is never closed".to_owned(),
            "write `[name]`, or `[[name]]` for one more item of a list",
        ),
        "key with no value" | "missing value for key" => (
            "this is neither a header nor a key with a value".into(),
            "write `name = \"value\"`; a name with other characters than letters, digits, `-` and `_` needs quotes",
        ),
        "unexpected key or value" => (
            format!("`{found}` follows the value"),
            "begin it in a line of its own, or quote the whole value",
        ),
        "unexpected content between comment and newline"
        | "unexpected content"
        | "invalid key-value pair"
        | "missing table open" => (
            format!("`{found}` stands where a header or a key is expected"),
            "write `[header]` or `name = \"value\"`",
        ),
        "missing comma between array elements" | "missing comma between key-value pairs" => {
            ("a comma is missing before this".into(), "separate items by commas")
        }
        "extra comma in array" | "extra comma in inline table" => {
            ("there is nothing before this comma".into(), "remove the comma")
        }
        "unexpected `=` in array" => {
            ("an array cannot hold a key".into(), "write `{ name = value }`, or close the array first")
        }
        "missing assignment between key-value pairs"
        | "extra assignment between key-value pairs"
        | "extra `=`" => {
            ("between a name and its value stands exactly one `=`".into(), "write `name = value`")
        }
        "missing key for inline table element" | "invalid inline table element" => {
            (format!("`{found}` stands where a name is expected"), "write `name = value`")
        }
        "missing array opening" | "missing inline table opening" => {
            (format!("`{found}` closes nothing"), "remove it")
        }
        "invalid table" => ("the header has no name".into(), "write `[name]`"),
        "invalid comment character" => {
            ("the comment holds an invisible control character".into(), "remove it")
        }
        "carriage return must be followed by newline" => {
            ("a carriage return without a line feed".into(), "end lines as Windows or as Linux does")
        }
        other => (other.to_lowercase(), ""),
    };
    ((start, end), message, (!help.is_empty()).then(|| help.to_owned()))
}

/// A fault in a name that starts at `start`.
pub(super) fn explain_key(error: &ParseError, raw: Raw<'_>, start: usize) -> Words {
    let text = raw.as_str();
    if text.is_empty() {
        let help = "write `name = value` or `name.name = value`".to_owned();
        return ((start, start), "a name is missing".into(), Some(help));
    }
    let whole = (start, start + text.len());
    if text.starts_with("'''") || text.starts_with("\"\"\"") {
        let help = "use single quotes or double quotes".to_owned();
        return (whole, "a name cannot stand in triple quotes".into(), Some(help));
    }
    if text.starts_with(['\'', '"']) {
        return explain_quoted(error, text, start);
    }
    if let Some(name) = text.strip_suffix(':') {
        let help = format!("write `{name} = value`");
        return (whole, "a name ends with `=`, not with `:`".into(), Some(help));
    }
    let help = format!("put the name in quotes: `\"{text}\"`");
    (whole, format!("`{text}` is no name without quotes"), Some(help))
}

/// A fault in a value that starts at `start`; without an error nothing is there.
pub(super) fn explain_value(error: Option<&ParseError>, raw: Raw<'_>, start: usize) -> Words {
    let text = raw.as_str();
    match error {
        Some(error) if text.starts_with(['\'', '"']) => explain_quoted(error, text, start),
        Some(_) if !text.is_empty() => {
            let help = if text.contains(['"', '\\']) {
                format!("put it in single quotes: `'{text}'`")
            } else {
                format!("put it in quotes: `\"{text}\"`")
            };
            ((start, start + text.len()), format!("`{text}` is no value without quotes"), Some(help))
        }
        _ => ((start, start), "a value is missing".into(), Some("write `\"\"` for an empty value".into())),
    }
}

fn explain_quoted(error: &ParseError, text: &str, start: usize) -> Words {
    let quote = if text.starts_with("'''") || text.starts_with("\"\"\"") { &text[..3] } else { &text[..1] };
    if text.len() < 2 * quote.len() || !text.ends_with(quote) {
        let help = format!("end it with `{quote}`");
        return ((start, start + quote.len()), "this quote is never closed".into(), Some(help));
    }
    // Positions inside a string count from the file's start: the decoder was told where it stands.
    let at = error.unexpected().map_or(start, |span| span.start()).clamp(start, start + text.len());
    let inside = &text[at - start..];
    let escape = text[..at - start].rfind('\\').filter(|_| quote.starts_with('"'));
    if let Some(escape) = escape.filter(|&escape| at - start - escape <= 10) {
        let shown: String = text[escape..].chars().take(2).collect();
        let help = "double the backslash, or use single quotes".to_owned();
        let span = (start + escape, start + escape + shown.len());
        return (span, format!("`{shown}` means nothing inside double quotes"), Some(help));
    }
    let length = inside.chars().next().map_or(0, char::len_utf8);
    let help = "remove it, or write it as an escape in double quotes".to_owned();
    ((at, at + length), "an invisible control character".into(), Some(help))
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

fn word(text: &str) -> usize {
    text.find(char::is_whitespace).unwrap_or(text.len())
}

/// The content of the line in which `at` stands, without a comment.
fn content(text: &str, at: usize) -> (usize, usize) {
    let start = line::start(text, at);
    let content = text[start..].split(['\n', '\r', '#']).next().unwrap_or_default();
    let start = start + blanks(content);
    (start, start + content.trim_matches([' ', '\t']).len())
}
