//! The fields of a catalogue file, taken out one by one; what does not fit is noted with its place.

use crate::names::nearest;
use crate::text::{Kind, Node, Span, SyntaxError};

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

impl From<SyntaxError> for CatalogueError {
    fn from(SyntaxError { span, message, help }: SyntaxError) -> Self {
        Self { span, message, help }
    }
}

impl CatalogueError {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None }
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

/// What a node is, in words.
fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Map => "a table",
        Kind::List => "a list",
        Kind::Scalar => "text",
        Kind::Null => "null",
    }
}

/// The items of a list; what is none is a mistake.
pub(super) fn items<'t>(
    key: &str,
    value: Node<'t>,
    example: &str,
    mistakes: &mut Vec<CatalogueError>,
) -> Option<impl Iterator<Item = Node<'t>> + use<'t>> {
    if value.kind() != Kind::List {
        let message = format!("`{key}` is a list; here stands {}", words(value.kind()));
        mistakes.push(CatalogueError::new(value.span(), message).help(format!("write {example}")));
        return None;
    }
    Some(value.items())
}

/// The text of a scalar; what is none is a mistake.
fn text<'t>(key: &str, value: Node<'t>, mistakes: &mut Vec<CatalogueError>) -> Option<&'t str> {
    if value.kind() != Kind::Scalar {
        let message = format!("`{key}` is text; here stands {}", words(value.kind()));
        mistakes.push(CatalogueError::new(value.span(), message));
        return None;
    }
    Some(value.text())
}

/// One table of a file.
pub(super) struct Fields<'t, 'm> {
    entries: Vec<(&'t str, Node<'t>)>,
    /// Where the table stands.
    pub(super) span: Span,
    pub(super) mistakes: &'m mut Vec<CatalogueError>,
}

impl<'t, 'm> Fields<'t, 'm> {
    /// A table of any keys. Of two equal ones the last counts; that there are two is a mistake.
    pub(super) fn any(table: Node<'t>, mistakes: &'m mut Vec<CatalogueError>) -> Self {
        let mut entries: Vec<(&str, Node<'_>)> = Vec::new();
        for entry in table.entries() {
            let key = entry.key.text();
            match entries.iter_mut().find(|(known, _)| *known == key) {
                Some((_, value)) => {
                    *value = entry.value;
                    let mistake = CatalogueError::new(entry.key.span(), format!("`{key}` stands here twice"));
                    mistakes.push(mistake.help("take one of them out"));
                }
                None => entries.push((key, entry.value)),
            }
        }
        Self { entries, span: table.span(), mistakes }
    }

    /// A table that may hold the keys `known`; others are mistakes.
    pub(super) fn new(table: Node<'t>, known: &[&str], mistakes: &'m mut Vec<CatalogueError>) -> Self {
        for key in table.entries().map(|entry| entry.key).filter(|key| !known.contains(&key.text())) {
            let mistake = CatalogueError::new(key.span(), format!("unknown key `{}`", key.text()));
            mistakes.push(mistake.near(
                key.text(),
                known.iter().copied(),
                "see the schema of catalogue files",
            ));
        }
        Self::any(table, mistakes)
    }

    /// Every key with its text and the text's place, in the order of the file.
    pub(super) fn all_texts(self) -> Vec<(&'t str, &'t str, Span)> {
        let (entries, mistakes) = (self.entries, self.mistakes);
        entries
            .into_iter()
            .filter_map(|(key, value)| Some((key, text(key, value, mistakes)?, value.span())))
            .collect()
    }

    pub(super) fn get(&self, key: &str) -> Option<Node<'t>> {
        self.entries.iter().find(|(known, _)| *known == key).map(|&(_, value)| value)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Where the value of a key stands, else the table.
    pub(super) fn place(&self, key: &str) -> Span {
        self.get(key).map_or(self.span, Node::span)
    }

    pub(super) fn mistake(&mut self, mistake: CatalogueError) {
        self.mistakes.push(mistake);
    }

    /// Text, with its place. A value without quotes is text too, as everywhere.
    pub(super) fn text_at(&mut self, key: &str) -> Option<(&'t str, Span)> {
        let value = self.get(key)?;
        Some((text(key, value, self.mistakes)?, value.span()))
    }

    /// Text.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        self.text_at(key).map(|(text, _)| text.to_owned())
    }

    /// A list of texts, each with its place.
    pub(super) fn texts_at(&mut self, key: &str) -> Option<Vec<(&'t str, Span)>> {
        let items = items(key, self.get(key)?, "it in brackets, as in `[\"...\"]`", self.mistakes)?;
        Some(items.filter_map(|item| Some((text(key, item, self.mistakes)?, item.span()))).collect())
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        Some(self.texts_at(key)?.into_iter().map(|(text, _)| text.to_owned()).collect())
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let (text, span) = self.text_at(key)?;
        let flag = text.parse().ok();
        if flag.is_none() {
            self.mistake(CatalogueError::new(span, format!("`{key}` is `true` or `false`, not `{text}`")));
        }
        flag
    }

    /// A whole number.
    pub(super) fn integer(&mut self, key: &str) -> Option<i64> {
        let (text, span) = self.text_at(key)?;
        let number = text.parse().ok();
        if number.is_none() {
            self.mistake(CatalogueError::new(span, format!("`{key}` is a whole number, not `{text}`")));
        }
        number
    }

    /// One of several words.
    pub(super) fn word<T: Copy>(&mut self, key: &str, all: &[T], as_str: fn(T) -> &'static str) -> Option<T> {
        let (text, span) = self.text_at(key)?;
        self.known_word(key, text, span, all, as_str)
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
        span: Span,
        all: &[T],
        as_str: fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|&word| as_str(word) == text);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|&word| as_str(word)).collect();
            let mistake = CatalogueError::new(span, format!("`{text}` is no word for `{key}`"));
            let all_words = format!("the words are `{}`", words.join("`, `"));
            self.mistake(mistake.near(text, words, all_words));
        }
        found
    }
}
