//! Tests of the whole.

mod architecture;
mod commands;
