//! Names of objects, keys and plain text, with the characters that may stand in them.

use super::ValueError;
use super::error::around;

/// A set of characters, written as ranges and single ones: `A-Za-z0-9_ `. A `-` at either end is itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charset {
    ranges: Vec<(char, char)>,
}

impl Charset {
    /// Reads the ranges; `None` where one runs backwards or there is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let characters: Vec<char> = text.chars().collect();
        let mut ranges = Vec::new();
        let mut rest = characters.as_slice();
        loop {
            rest = match rest {
                [first, '-', last, rest @ ..] if first <= last => {
                    ranges.push((*first, *last));
                    rest
                }
                [_, '-', _, ..] => return None,
                [one, rest @ ..] => {
                    ranges.push((*one, *one));
                    rest
                }
                [] => break,
            };
        }
        (!ranges.is_empty()).then_some(Self { ranges })
    }

    /// Whether a character belongs to the set.
    #[must_use]
    pub fn contains(&self, character: char) -> bool {
        self.ranges.iter().any(|&(first, last)| (first..=last).contains(&character))
    }

    /// The set in words: "A-Z, a-z, 0-9, `_` and blank".
    #[must_use]
    pub fn words(&self) -> String {
        let one = |&(first, last): &(char, char)| match (first, last) {
            (' ', ' ') => "blank".to_owned(),
            (first, last) if first == last => format!("`{first}`"),
            (first, last) => format!("{first}-{last}"),
        };
        let words: Vec<String> = self.ranges.iter().map(one).collect();
        match words.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => String::new(),
        }
    }
}

/// A name: blanks around it never belong to it.
pub(in crate::catalogue) fn name(value: &str, charset: Option<&Charset>) -> Vec<ValueError> {
    around(value, |bare| text(bare, charset))
}

/// Text of certain characters: one error for each run of others.
pub(in crate::catalogue) fn text(value: &str, charset: Option<&Charset>) -> Vec<ValueError> {
    let mut errors: Vec<ValueError> = Vec::new();
    let Some(charset) = charset else { return errors };
    for (at, character) in value.char_indices().filter(|&(_, character)| !charset.contains(character)) {
        let end = at + character.len_utf8();
        match errors.last_mut() {
            Some(error) if error.range.end == at => error.range.end = end,
            _ => errors.push(ValueError::new(at..end, "")),
        }
    }
    for error in &mut errors {
        error.message = format!("`{}` cannot stand here", &value[error.range.clone()]);
        error.help = Some(format!("the characters allowed are {}", charset.words()));
    }
    errors
}
