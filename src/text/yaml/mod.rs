//! YAML: the events of the parser library become a [`Tree`](super::Tree), faults become
//! [`SyntaxError`](super::SyntaxError)s, and after a fault the reading goes on at the next entry. Files of the everyday
//! kind need none of that and are read much faster.

mod aliases;
mod everyday;
#[cfg(test)]
mod everyday_tests;
mod faults;
mod lines;
#[cfg(test)]
mod oracle_tests;
mod reader;
mod recover;
#[cfg(test)]
mod recovery_tests;
#[cfg(test)]
mod tests;

pub(super) use reader::read;
