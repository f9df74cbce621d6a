//! The syntax errors of one file, collected.

use std::ops::Range;

use super::{FileId, Span, SyntaxError};

/// More errors than anybody reads; a file of another syntax has one in each line.
pub(super) const MOST_ERRORS: usize = 1000;

/// The errors of one file, in any order; of very many only the first ones are kept.
pub(super) struct Errors {
    file: FileId,
    list: Vec<SyntaxError>,
}

impl Errors {
    pub(super) fn new(file: FileId) -> Self {
        Self { file, list: Vec::new() }
    }

    /// Notes an error at a range of bytes.
    #[cold]
    pub(super) fn note(&mut self, at: Range<usize>, message: String, help: Option<String>) {
        let span = Span { file: self.file, start: at.start as u32, end: at.end as u32 };
        if self.list.len() < MOST_ERRORS {
            self.list.push(SyntaxError { span, message, help });
        } else if self.list.len() == MOST_ERRORS {
            let message = format!("more than {MOST_ERRORS} syntax errors, the others are not listed");
            self.list.push(SyntaxError { span, message, help: None });
        }
    }

    /// Errors that a reader has collected itself, in the order of the file.
    pub(super) fn of(file: FileId, mut list: Vec<SyntaxError>) -> Vec<SyntaxError> {
        list.sort_by_key(|error| error.span.start);
        let mut errors = Self::new(file);
        for error in list {
            errors.note(error.span.range(), error.message, error.help);
        }
        errors.sorted()
    }

    /// Whether there is none so far.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All errors in the order of the file.
    pub(super) fn sorted(mut self) -> Vec<SyntaxError> {
        self.list.sort_by_key(|error| (error.span.start, error.span.end));
        self.list
    }
}

/// The text of a file as it can stand in a message: long texts are cut.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
