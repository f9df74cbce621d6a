//! TOML: the events of the parser library become a [`Tree`](super::Tree), statement by statement, so that a fault
//! costs one statement. Tables that TOML calls complete are read on all the same.

mod builder;
mod lines;
#[cfg(test)]
mod oracle_tests;
mod reader;
mod tables;
#[cfg(test)]
mod tests;
mod words;

pub(super) use reader::read;
