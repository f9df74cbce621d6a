//! What is wrong with a value: one function a kind, each with messages of its own.

mod codes;
mod colour;
mod error;
mod integer;
mod keys;
mod list;
mod name;
mod pattern;
mod sound;
mod word;

pub use error::{Repair, ValueError, repaired};
pub use name::Charset;

pub(super) use codes::{directory, field_code_text};
pub(super) use colour::colour;
pub(super) use integer::{integer, thresholds};
pub(super) use keys::key_combination;
pub(super) use list::list;
pub(super) use name::{name, text};
pub(super) use pattern::regular_expression;
pub(super) use sound::sound;
pub(super) use word::{boolean, enumeration};
