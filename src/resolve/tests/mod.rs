//! Tests of the room as a whole.

mod exact;
mod naive;
mod site;
