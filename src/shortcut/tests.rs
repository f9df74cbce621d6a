//! The room as a whole.

mod collisions;
mod facts;
mod golden;
mod properties;
