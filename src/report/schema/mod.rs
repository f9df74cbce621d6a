//! JSON Schemas: of the files that people write, made from the catalogue and the tables that read these files; and of
//! the answers, as they stand in `schemas/`.

mod deployment;
mod files;
mod scenario;
mod settings;
mod value;

pub use files::{SCHEMAS, schema};
