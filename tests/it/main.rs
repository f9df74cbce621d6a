//! Tests of the whole.

mod architecture;
mod catalogue;
mod commands;
mod option_rules;
mod rules;
