//! Whole new texts in each syntax.
//!
//! What is written is read back as it was meant: by our own readers, and by others. That holds for YAML, too, whose
//! older readers take `no`, `012` or `12:30` for something else than text.

mod cfg;
mod draft;
mod json;
#[cfg(test)]
mod tests;
mod toml;
mod xml;
mod yaml;

pub use cfg::{Section, write_cfg};
pub use draft::{Draft, Noted, write_draft};
pub use xml::{Markup, is_xml, write_xml};
