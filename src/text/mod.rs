//! Source texts and the one spanned tree that every dialect is read into.
//!
//! A file becomes a [`Source`] (decoded, with a line index), a reader turns it into a [`Tree`] plus all its
//! [`SyntaxError`]s. Nothing here opens files or knows what the words in a file mean.

mod cfg;
mod csv;
mod edit;
mod encoding;
mod errors;
mod json;
mod line;
#[cfg(test)]
mod mutation;
mod secrets;
mod sources;
mod syntax;
mod toml;
mod tree;
mod write;
mod xml;
mod yaml;

pub use edit::{Accepted, Change, Editor, Edits, TextEdit, apply};
pub use encoding::{CodePage, Encoding};
pub use secrets::{SECRET_ENDINGS, SecretNames, is_named_secret};
pub use sources::{EncodingError, FileId, Location, Source, Sources, Span, Text};
pub use syntax::{Syntax, read, read_in_parts};
pub use tree::{Entry, Kind, Limits, Node, Parsed, Style, SyntaxError, Tree};
pub use write::{Draft, Markup, Noted, Section, is_xml, write_cfg, write_draft, write_xml};
pub use xml::{Attribute, Element};
