//! What is to be written, without a word about the syntax.

use super::super::Syntax;
use super::super::edit::is_special;
use super::{json, toml, yaml};

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Draft {
    /// A text, which stays one whatever it looks like.
    Text(String),
    /// True or false.
    Flag(bool),
    /// Items in order.
    List(Vec<Noted>),
    /// Keys with values, in order.
    Map(Vec<(String, Noted)>),
}

/// A value with the comments that stand on lines of their own above it. A syntax without comments leaves them out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The comments, without their sign.
    pub comments: Vec<String>,
    /// The value.
    pub value: Draft,
}

impl From<Draft> for Noted {
    fn from(value: Draft) -> Self {
        Self { comments: Vec::new(), value }
    }
}

impl From<&str> for Noted {
    fn from(text: &str) -> Self {
        Draft::Text(text.to_owned()).into()
    }
}

/// Writes a map as a document; nothing for a syntax that has no maps and lists.
#[must_use]
pub fn write_draft(syntax: Syntax, map: &[(String, Noted)]) -> Option<String> {
    match syntax {
        Syntax::Yaml => Some(yaml::document(map)),
        Syntax::Toml => Some(toml::document(map)),
        Syntax::Json => Some(json::document(map)),
        Syntax::Cfg | Syntax::Xml | Syntax::Csv => None,
    }
}

/// Comments on lines of their own, in YAML and TOML.
pub(super) fn comments(comments: &[String], indent: usize, out: &mut String) {
    for comment in comments {
        out.extend(std::iter::repeat_n(' ', indent));
        out.push_str("# ");
        // Neither syntax has control characters in comments, and some end the line.
        out.extend(comment.chars().map(|next| if is_special(next) { ' ' } else { next }));
        out.push('\n');
    }
}

/// The texts of a list that holds nothing but short texts without comments, so that it can stand on one line.
pub(super) fn short(items: &[Noted]) -> Option<Vec<&str>> {
    let mut length = 0;
    items
        .iter()
        .map(|item| match &item.value {
            Draft::Text(text) if item.comments.is_empty() => {
                length += text.len() + 4;
                (length < 90).then_some(text.as_str())
            }
            _ => None,
        })
        .collect()
}
