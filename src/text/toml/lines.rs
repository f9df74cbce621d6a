//! Lines as they look without the parser, to find where a statement begins after one that was never closed.

/// `[header]` or `[[header]]`.
pub(super) fn is_header(line: &str) -> bool {
    let line = line.trim();
    let Some(inner) = line.strip_prefix('[') else { return false };
    let Some((name, rest)) = inner.trim_start_matches('[').split_once(']') else { return false };
    let rest = rest.trim_start_matches(']').trim_start();
    let bare =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b' ' | b'"' | b'\'');
    !name.trim().is_empty() && name.bytes().all(bare) && (rest.is_empty() || rest.starts_with('#'))
}

/// `key =`, the key dotted or quoted as it may be.
pub(super) fn is_assignment(line: &str) -> bool {
    let mut rest = line.trim_start();
    loop {
        rest = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => match behind_quotes(&rest[1..], quote) {
                Some(behind) => behind,
                None => return false,
            },
            _ => {
                let key =
                    rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
                if key.len() == rest.len() {
                    return false;
                }
                key
            }
        }
        .trim_start();
        match rest.strip_prefix('.') {
            Some(next) => rest = next.trim_start(),
            None => return rest.starts_with('='),
        }
    }
}

/// What stands behind the closing quote; one behind a backslash closes no basic string.
fn behind_quotes(text: &str, quote: char) -> Option<&str> {
    let mut is_escaped = false;
    let close = text.find(|letter: char| {
        let closes = letter == quote && !is_escaped;
        is_escaped = quote == '"' && letter == '\\' && !is_escaped;
        closes
    })?;
    Some(&text[close + 1..])
}

/// The line that starts at `at`, without its line break.
pub(super) fn at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    rest.split('\n').next().unwrap_or_default()
}
