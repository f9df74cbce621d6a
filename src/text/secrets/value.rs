//! From the name of a secret to its value, in a text of any syntax, whole or broken.

use std::ops::Range;

use super::super::line;

/// How far from a name its value is looked for, where both only stand near each other.
const NEAR: usize = 4096;

/// The whole name of which a part was found.
pub(super) fn name_around(text: &str, part: Range<usize>) -> Range<usize> {
    let belongs = |letter: char| letter.is_alphanumeric() || "-_./#".contains(letter);
    let before = text[..part.start].char_indices().rev().take_while(|&(_, letter)| belongs(letter));
    let start = before.last().map_or(part.start, |(at, _)| at);
    let after = text[part.end..].char_indices().take_while(|&(_, letter)| belongs(letter));
    let end = after.last().map_or(part.end, |(at, letter)| part.end + at + letter.len_utf8());
    start..end
}

/// The value that belongs to a name at this place; several where it is not clear which.
pub(super) fn of_name(text: &str, name: &Range<usize>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let quote = bytes.get(name.end).copied().filter(|byte| matches!(byte, b'"' | b'\''));
    let is_quoted = quote.is_some() && name.start > 0 && bytes.get(name.start - 1) == quote.as_ref();
    let after = name.end + usize::from(quote.is_some());
    let sign = skip(bytes, after, b" \t");
    let line = line::start(text, name.start);
    match bytes.get(sign) {
        Some(b'=' | b':') => behind_sign(text, sign, is_quoted, line, name.start).into_iter().collect(),
        Some(b'>') if bytes[..name.start].ends_with(b"<") => {
            let end = text[sign..].find('<').map_or(text.len(), |at| sign + at);
            Vec::from_iter(Some(sign + 1..end))
        }
        _ => {
            if let Some(tag) = tag_around(text, name.start) {
                return values_in(text, tag);
            }
            let before = text[line..name.start].trim_end_matches(['"', '\'', ' ', '\t']);
            if before.ends_with([':', '=']) {
                return values_in(text, surroundings(text, name, line));
            }
            let is_first = text[line..name.start].trim_matches([' ', '\t', '#', ';', '-']).is_empty();
            Vec::from_iter((is_first && sign > after).then(|| sign..line::end(text, sign)))
        }
    }
}

/// The value behind `=` or `:`.
fn behind_sign(text: &str, sign: usize, is_quoted: bool, line: usize, name: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let may_wrap = is_quoted && bytes[sign] == b':';
    let mut at = skip(bytes, sign + 1, if may_wrap { b" \t\r\n" } else { b" \t" });
    // An anchor or a tag of YAML before the value.
    while matches!(bytes.get(at), Some(b'&' | b'!')) && bytes[sign] == b':' {
        let word = text[at..].find([' ', '\t', '\r', '\n']).map_or(text.len(), |end| at + end);
        if !matches!(bytes.get(word), Some(b' ' | b'\t')) {
            break;
        }
        at = skip(bytes, word, b" \t");
    }
    let end = line::end(text, at);
    let rest = &text[at..];
    if rest.starts_with("\"\"\"") || rest.starts_with("'''") {
        let close = rest[3..].find(&rest[..3]).map_or(text.len(), |close| at + 3 + close);
        return Some(at + 3..close);
    }
    match bytes.get(at)? {
        b'"' => Some(at + 1..close_double(bytes, at + 1)),
        b'\'' => Some(at + 1..close_single(bytes, at + 1)),
        b'{' => None,
        b'|' | b'>' if bytes[sign] == b':' => Some(end..indented(text, end, line)),
        _ if at >= end && bytes[sign] == b':' => {
            let next = text[end..].trim_start_matches(['\r', '\n']);
            let next = next.lines().next().unwrap_or_default().trim();
            let is_text = !next.contains(": ") && !next.ends_with(':') && !next.starts_with("- ");
            is_text.then(|| end..indented(text, end, line))
        }
        _ => {
            let is_flow = text[line..name].contains('{');
            let stop =
                if is_flow { text[at..end].find([',', '}']).map_or(end, |stop| at + stop) } else { end };
            Some(at..stop)
        }
    }
}

/// The tag of XML in which a place is, without its brackets.
fn tag_around(text: &str, at: usize) -> Option<Range<usize>> {
    let from = text.floor_char_boundary(at.saturating_sub(NEAR));
    let start = from + text[from..at].rfind(['<', '>'])?;
    if text.as_bytes()[start] != b'<' {
        return None;
    }
    let to = text.floor_char_boundary((at + NEAR).min(text.len()));
    let end = text[at..to].find('>').map_or(to, |end| at + end);
    Some(start + 1..end)
}

/// What stands around a name that is itself a value: its map, or the lines of its block.
fn surroundings(text: &str, name: &Range<usize>, line: usize) -> Range<usize> {
    let from = text.floor_char_boundary(name.start.saturating_sub(NEAR));
    let to = text.floor_char_boundary((name.end + NEAR).min(text.len()));
    let open = text[from..name.start].rfind(['{', '}']).map(|at| from + at);
    if let Some(open) = open.filter(|&open| text.as_bytes()[open] == b'{') {
        return open..text[name.end..to].find('}').map_or(to, |close| name.end + close);
    }
    let mut start = line;
    for _ in 0..4 {
        let before = line::start(text, start.saturating_sub(1));
        if before < from || text[before..start].trim().is_empty() {
            break;
        }
        start = before;
    }
    let mut end = line::end(text, name.end);
    for _ in 0..4 {
        let next = skip(text.as_bytes(), end, b"\r\n");
        if next >= to {
            break;
        }
        end = line::end(text, next);
    }
    start..end
}

/// What stands behind each `value` of a part of a text.
fn values_in(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut values = Vec::new();
    for (at, word) in text[part.clone()].match_indices("value") {
        let start = part.start + at;
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let end = start + word.len();
        if start > 0 && bytes.get(start - 1).is_some_and(is_part) || bytes.get(end).is_some_and(is_part) {
            continue;
        }
        let quote = bytes.get(end).filter(|byte| matches!(byte, b'"' | b'\''));
        let sign = skip(bytes, end + usize::from(quote.is_some()), b" \t");
        if matches!(bytes.get(sign), Some(b'=' | b':')) {
            values.extend(behind_sign(text, sign, quote.is_some(), line::start(text, start), start));
        }
    }
    values
}

/// Where the lines end that follow the line end at `end` and are indented deeper than the line at `line`, or empty.
fn indented(text: &str, end: usize, line: usize) -> usize {
    let spaces = |line: &str, these: &[char]| line.len() - line.trim_start_matches(these).len();
    let own = spaces(&text[line..end], &[' ', '-']);
    let mut last = end;
    let mut at = end;
    // The first piece is the end of the line before.
    for (number, piece) in text[end..].split_inclusive('\n').enumerate() {
        let is_empty = piece.trim().is_empty();
        if number > 0 && !is_empty && spaces(piece, &[' ', '\t']) <= own {
            break;
        }
        at += piece.len();
        if !is_empty {
            last = at;
        }
    }
    last
}

fn close_double(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn close_single(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        if byte == b'\'' {
            if bytes.get(at + 1) != Some(&b'\'') {
                return at;
            }
            at += 1;
        }
        at += 1;
    }
    bytes.len()
}

fn skip(bytes: &[u8], from: usize, these: &[u8]) -> usize {
    from + bytes[from.min(bytes.len())..].iter().take_while(|byte| these.contains(byte)).count()
}

/// The cells of the row that starts at a place, without their quotes; answers where the next row starts.
pub(super) fn row(text: &str, start: usize, cells: &mut Vec<Range<usize>>) -> usize {
    let bytes = text.as_bytes();
    cells.clear();
    let mut at = start;
    loop {
        let open = skip(bytes, at, b" ");
        let end = if bytes.get(open) == Some(&b'"') {
            let mut close = open + 1;
            while let Some(&byte) = bytes.get(close) {
                if byte == b'"' {
                    if bytes.get(close + 1) != Some(&b'"') {
                        break;
                    }
                    close += 1;
                }
                close += 1;
            }
            let close = close.min(bytes.len());
            cells.push(open + 1..close);
            text[close..].find([',', ';', '\t', '\n', '\r']).map_or(text.len(), |end| close + end)
        } else {
            let end = text[at..].find([',', ';', '\t', '\n', '\r']).map_or(text.len(), |end| at + end);
            cells.push(at..end);
            end
        };
        match bytes.get(end) {
            Some(b',' | b';' | b'\t') => at = end + 1,
            Some(_) => return skip(bytes, end, b"\r\n"),
            None => return text.len(),
        }
    }
}
