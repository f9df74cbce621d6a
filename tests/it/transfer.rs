//! Import and export: what is written is read as what it was written from.

mod commands;
mod export;
mod mixed;
mod model;
mod round;
mod wild;
