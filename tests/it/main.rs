//! Tests of the whole.

mod architecture;
mod catalogue;
mod commands;
mod rules;
