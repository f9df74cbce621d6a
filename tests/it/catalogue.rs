//! The catalogue and its files.

mod extend;
mod facts;
mod lookup;
mod schema;
mod values;
