//! The room as a whole.

mod facts;
mod golden;
mod properties;
