//! Ways past what is not JSON: comments, text without quotes, whole brackets, and the next safe place.

use super::super::Style;
use super::super::errors::excerpt;
use super::super::tree::Copied;
use super::{Reader, Shape, State, number_end};

impl Reader<'_> {
    /// Skips and notes the comment where the reader stands; false if there is none. One that is never closed ends
    /// with its line.
    #[cold]
    pub(super) fn comment(&mut self) -> bool {
        let start = self.at;
        let rest = &self.text[start..];
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let length = match self.bytes.get(start + 1) {
            Some(b'/') => line,
            Some(b'*') if self.no_comment_end => line,
            Some(b'*') => {
                let end = rest[2..].find("*/");
                self.no_comment_end = end.is_none();
                end.map_or(line, |end| end + 4)
            }
            _ => return false,
        };
        self.at = start + length;
        self.tree.add_comment(start, start + length);
        self.slip(start..start + 2, "JSON has no comments".into(), Some("remove the comment".into()));
        true
    }

    /// A value without quotes: a number, a literal, or text that lacks its quotes.
    pub(super) fn word(&mut self) -> State {
        let start = self.at;
        let end = self.word_end(false);
        let word = &self.text[start..end];
        let is_json = matches!(word, "true" | "false" | "null") || number_end(self.bytes, start) == Some(end);
        if !is_json {
            let number =
                word.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit() || c == '.');
            let looks = number && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-._".contains(&b));
            let message = if looks {
                format!("`{}` is no JSON number", excerpt(word))
            } else {
                format!("text without quotes: `{}`", excerpt(word))
            };
            let help = match word.to_ascii_lowercase().as_str() {
                lower @ ("true" | "false" | "null") => format!("write `{lower}`"),
                "none" | "nil" | "undefined" => "write `null`".into(),
                _ => "write it in double quotes".into(),
            };
            self.slip(start..end, message, Some(help));
        }
        self.plain(start, end)
    }

    /// Where the text without quotes ends that begins where the reader stands: before a comma, bracket, double quote,
    /// line end or comment, for a key before a colon too; blanks at its end do not count.
    pub(super) fn word_end(&self, is_key: bool) -> usize {
        let mut end = self.at;
        for (at, &byte) in self.bytes.iter().enumerate().skip(self.at) {
            match byte {
                b',' | b'{' | b'}' | b'[' | b']' | b'"' | b'\n' | b'\r' => break,
                b':' | b'=' if is_key => break,
                b'/' if at > end && matches!(self.bytes.get(at + 1), Some(b'/' | b'*')) => break,
                b' ' | b'\t' => {}
                _ => end = at + 1,
            }
        }
        end
    }

    /// Goes past a run of characters that look blank but are no blanks in JSON; false if there is none.
    pub(super) fn strange_blanks(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let odd = |c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}' || c == '\u{200B}';
        let Some(first) = rest.chars().next().filter(|&c| odd(c)) else { return false };
        let length = rest.len() - rest.trim_start_matches(odd).len();
        let message = format!("character U+{:04X} between texts", u32::from(first));
        self.slip(self.at..self.at + first.len_utf8(), message, Some("remove it".into()));
        self.at += length;
        self.skip_blanks();
        true
    }

    /// Goes to the next comma, bracket or line end outside of texts. A double quote opens a text only if that text is
    /// closed in its line and something that may follow a text stands behind it.
    pub(super) fn skip(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b',' | b'{' | b'}' | b'[' | b']' | b'\n' | b'\r' => return,
                b'"' => {
                    self.at = self.text_end().filter(|&end| self.may_follow_text(end)).unwrap_or(self.at + 1)
                }
                _ => self.skip_character(byte),
            }
        }
    }

    /// Goes past one byte, or two where the first is a backslash.
    fn skip_character(&mut self, byte: u8) {
        self.at = (self.at + 1 + usize::from(byte == b'\\')).min(self.bytes.len());
    }

    /// Goes past the map or list whose bracket stands here, to where its closing bracket, or the wrong one, stands.
    pub(super) fn skip_brackets(&mut self) {
        let mut open: Vec<u8> = Vec::new();
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'{' | b'[' => open.push(byte + 2),
                b'}' | b']' if open.pop() != Some(byte) => return,
                b'"' => {
                    self.at = self.text_end().unwrap_or(self.at + 1);
                    continue;
                }
                _ => {}
            }
            self.skip_character(byte);
            if open.is_empty() {
                return;
            }
        }
    }

    /// Where the text in double quotes that begins here ends, if it ends in this line.
    fn text_end(&self) -> Option<usize> {
        let mut at = self.at + 1;
        loop {
            match self.bytes.get(at)? {
                b'"' => return Some(at + 1),
                b'\n' | b'\r' => return None,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
    }

    fn may_follow_text(&self, at: usize) -> bool {
        let rest = self.bytes[at..].iter().find(|byte| !matches!(byte, b' ' | b'\t'));
        matches!(rest, None | Some(b',' | b':' | b'}' | b']' | b'\n' | b'\r'))
    }

    /// A map or list that is nested too deeply: skipped as a whole.
    #[cold]
    pub(super) fn too_deep(&mut self) -> State {
        let start = self.at;
        let message = format!("nested more than {} deep", self.limits.depth);
        self.slip(start..start + 1, message, Some("what stands in these brackets was not read".into()));
        self.skip_brackets();
        State::After
    }

    /// More values than the limit: what follows is not read.
    #[cold]
    pub(super) fn too_many(&mut self) {
        let message = format!("more than {} values in one file", self.limits.expanded_nodes);
        self.errors.note(self.at..self.at, message, Some("what follows was not read".into()));
        self.at = self.text.len();
        self.excused = true;
    }

    /// Reads the text in single quotes where the reader stands.
    pub(super) fn single_quoted(&mut self, what: &str) -> (Copied, bool) {
        let start = self.at;
        let found = self.unusual_string(start, start + 1);
        if found.1 {
            let message = format!("{what} in single quotes");
            self.slip(start..self.at, message, Some("write double quotes".into()));
        }
        found
    }

    /// Adds the text in single quotes where the reader stands.
    pub(super) fn single_quoted_value(&mut self) -> State {
        let start = self.at;
        let (copied, closed) = self.single_quoted("text");
        let state = self.scalar(start, Style::SingleQuoted, copied);
        if !closed {
            self.be_quiet();
        }
        state
    }

    /// Whether the map or list around the current one is of this shape.
    pub(super) fn stands_in(&self, shape: Shape) -> bool {
        self.outer.last().is_some_and(|outer| outer.shape == shape)
    }
}
