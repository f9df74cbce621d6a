//! The fields of a catalogue file, taken out one by one; what does not fit is noted with its place.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::names::nearest;
use crate::text::Span;

/// What is wrong in a catalogue file, where, and what to do. The rest of the file counts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CatalogueError {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do, if anything useful can be said.
    pub help: Option<String>,
}

/// A [`CatalogueError`] in a text of which only the catalogue knows the file.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Mistake {
    pub(super) fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Offers the candidate nearest to a word, else `otherwise`.
    pub(super) fn near<'c>(
        self,
        word: &str,
        candidates: impl IntoIterator<Item = &'c str>,
        otherwise: impl Into<String>,
    ) -> Self {
        match nearest(word, candidates) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self.help(otherwise),
        }
    }
}

/// One table of a file.
pub(super) struct Fields<'t, 'm> {
    table: &'t DeTable<'t>,
    /// Where the table begins.
    pub(super) range: Range<usize>,
    pub(super) mistakes: &'m mut Vec<Mistake>,
}

impl<'t, 'm> Fields<'t, 'm> {
    /// A table that may hold the keys `known`; others are mistakes.
    pub(super) fn new(
        table: &'t DeTable<'t>,
        range: Range<usize>,
        known: &[&str],
        mistakes: &'m mut Vec<Mistake>,
    ) -> Self {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let mistake = Mistake::new(key.span(), format!("unknown key `{}`", key.get_ref()));
            mistakes.push(mistake.near(
                key.get_ref(),
                known.iter().copied(),
                "see the schema of catalogue files",
            ));
        }
        Self { table, range, mistakes }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where the value of a key stands, else where the table begins.
    pub(super) fn place(&self, key: &str) -> Range<usize> {
        self.get(key).map_or(self.range.clone(), Spanned::span)
    }

    pub(super) fn mistake(&mut self, mistake: Mistake) {
        self.mistakes.push(mistake);
    }

    /// Text, with its place.
    pub(super) fn text_at(&mut self, key: &str) -> Option<(&'t str, Range<usize>)> {
        let value = self.get(key)?;
        let text = text_of(key, value, self.mistakes)?;
        Some((text, value.span()))
    }

    /// Text.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        self.text_at(key).map(|(text, _)| text.to_owned())
    }

    /// A list of texts, each with its place.
    pub(super) fn texts_at(&mut self, key: &str) -> Option<Vec<(&'t str, Range<usize>)>> {
        let value = self.get(key)?;
        let Some(items) = value.get_ref().as_array() else {
            self.mistakes.push(
                Mistake::new(value.span(), format!("`{key}` is a list"))
                    .help("write it in brackets, as in `[\"...\"]`"),
            );
            return None;
        };
        let texts = items.iter().filter_map(|item| Some((text_of(key, item, self.mistakes)?, item.span())));
        Some(texts.collect())
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        Some(self.texts_at(key)?.into_iter().map(|(text, _)| text.to_owned()).collect())
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.get(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.mistake(Mistake::new(value.span(), format!("`{key}` is `true` or `false`, without quotes")));
        }
        flag
    }

    /// A whole number.
    pub(super) fn integer(&mut self, key: &str) -> Option<i64> {
        let value = self.get(key)?;
        let number = value.get_ref().as_integer();
        let number = number.and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
        if number.is_none() {
            self.mistake(Mistake::new(value.span(), format!("`{key}` is a whole number, without quotes")));
        }
        number
    }

    /// One of several words.
    pub(super) fn word<T: Copy>(&mut self, key: &str, all: &[T], as_str: fn(T) -> &'static str) -> Option<T> {
        let (text, range) = self.text_at(key)?;
        self.known_word(key, text, range, all, as_str)
    }

    /// A list of such words.
    pub(super) fn words<T: Copy>(
        &mut self,
        key: &str,
        all: &[T],
        as_str: fn(T) -> &'static str,
    ) -> Option<Vec<T>> {
        let texts = self.texts_at(key)?;
        Some(texts.into_iter().filter_map(|(text, at)| self.known_word(key, text, at, all, as_str)).collect())
    }

    fn known_word<T: Copy>(
        &mut self,
        key: &str,
        text: &str,
        range: Range<usize>,
        all: &[T],
        as_str: fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|&word| as_str(word) == text);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|&word| as_str(word)).collect();
            let mistake = Mistake::new(range, format!("`{text}` is no word for `{key}`"));
            let all_words = format!("the words are `{}`", words.join("`, `"));
            self.mistake(mistake.near(text, words, all_words));
        }
        found
    }
}

fn text_of<'t>(key: &str, value: &'t Spanned<DeValue<'t>>, mistakes: &mut Vec<Mistake>) -> Option<&'t str> {
    let text = value.get_ref().as_str();
    if text.is_none() {
        let message = format!("`{key}` is text; here stands {}", value.get_ref().type_str());
        mistakes.push(Mistake::new(value.span(), message).help("write it in quotes"));
    }
    text
}
