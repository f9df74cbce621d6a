//! The text around a place, line by line, as far as recovery must understand it without the parser.

pub(super) use super::super::line::{end, start};

/// The first byte of the line after the one in which `at` stands; the end of the text in the last line.
pub(super) fn next(text: &str, at: usize) -> usize {
    let end = end(text, at);
    match &text.as_bytes()[end..] {
        [b'\r', b'\n', ..] => end + 2,
        [_, ..] => end + 1,
        [] => end,
    }
}

/// The end of the character at `at`; `at` itself before a line break or the end.
pub(super) fn next_char(text: &str, at: usize) -> usize {
    match text.get(at..).and_then(|rest| rest.chars().next()) {
        Some(character) if !matches!(character, '\n' | '\r') => at + character.len_utf8(),
        _ => at,
    }
}

/// After the `:` that follows a key which ends at `at`; `at` if there is none.
pub(super) fn after_colon(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let colon = rest.trim_start();
    if colon.starts_with(':') { at + (rest.len() - colon.len()) + 1 } else { at }
}

/// After the `-` that comes next after `at`, past blanks and comments; `at` if there is none.
pub(super) fn after_dash(text: &str, at: usize) -> usize {
    let mut here = at;
    loop {
        let rest = text.get(here..).unwrap_or_default();
        let next = rest.trim_start();
        here += rest.len() - next.len();
        match next.as_bytes().first() {
            Some(b'-') => return here + 1,
            Some(b'#') => here = end(text, here),
            _ => return at,
        }
    }
}

/// The `-` of the first item of a list whose first node begins at `to`, after a key that ends at `from`.
pub(super) fn first_dash(text: &str, from: usize, to: usize) -> usize {
    let mut here = from;
    while let Some(rest) = text.get(here..to) {
        let next = rest.trim_start();
        here += rest.len() - next.len();
        match next.as_bytes() {
            // Where documents begin and end.
            [b'-', b'-', b'-', ..] | [b'.', b'.', b'.', ..] => here += 3,
            [b'-', ..] => return here,
            [b'#', ..] => here = end(text, here),
            [b':', ..] => here += 1,
            // An anchor or a tag.
            [b'&' | b'!', ..] => here += next.find(char::is_whitespace).unwrap_or(next.len()),
            _ => break,
        }
    }
    to
}

/// One line as recovery sees it.
pub(super) struct Line<'s> {
    /// Its first byte.
    pub(super) start: usize,
    /// Spaces before the content.
    pub(super) indent: usize,
    /// The content without blanks around it.
    pub(super) content: &'s str,
}

/// The lines of `text` from the one that starts at `from`.
pub(super) fn from(text: &str, from: usize) -> impl Iterator<Item = Line<'_>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let start = at;
        let line = text.get(start..end(text, start)).filter(|_| start < text.len())?;
        at = next(text, start);
        let content = line.trim_start_matches(' ');
        Some(Line { start, indent: line.len() - content.len(), content: content.trim_end() })
    })
}

impl Line<'_> {
    /// `---` or `...`: documents begin and end here.
    pub(super) fn is_document_mark(&self) -> bool {
        let after = self.content.strip_prefix("---").or_else(|| self.content.strip_prefix("..."));
        self.indent == 0 && after.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    }

    /// `- item`.
    pub(super) fn is_item(&self) -> bool {
        self.content.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    }

    /// `key:` or `key: value`.
    pub(super) fn is_entry(&self) -> bool {
        let content = self.content;
        let quote = content.chars().next().filter(|first| matches!(first, '"' | '\''));
        let after_key = match quote {
            Some(quote) => {
                let Some(close) = content[1..].find(quote) else { return false };
                content[close + 2..].trim_start()
            }
            None if content.starts_with(['[', ']', '{', '}', ',', '#', '|', '>', '@', '`', '%', '-'])
                && !content.starts_with(|first: char| first == '-' && !self.is_item()) =>
            {
                return false;
            }
            None => content,
        };
        let ends_key = |at: usize| matches!(after_key.as_bytes().get(at + 1), None | Some(b' ' | b'\t'));
        let comment = after_key.find(" #").unwrap_or(after_key.len());
        let mut colons = after_key.match_indices(':').map(|(at, _)| at).take_while(|&at| at < comment);
        if quote.is_some() { colons.next() == Some(0) } else { colons.any(ends_key) }
    }
}

/// The brackets that would close what `text` leaves open, innermost first.
pub(super) fn closers(text: &str) -> String {
    let mut open = Vec::new();
    let mut before = ' ';
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        let starts_value = before.is_whitespace() || matches!(before, '[' | '{' | ',' | ':');
        match character {
            '[' => open.push(']'),
            '{' => open.push('}'),
            ']' | '}' => {
                open.pop();
            }
            '"' | '\'' if starts_value => {
                let mut escaped = false;
                rest.find(|&next| {
                    let closes = next == character && !escaped;
                    escaped = character == '"' && next == '\\' && !escaped;
                    closes
                });
            }
            '#' if before.is_whitespace() => {
                rest.find(|&next| matches!(next, '\n' | '\r'));
            }
            _ => {}
        }
        before = character;
    }
    open.iter().rev().collect()
}
