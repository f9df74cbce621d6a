//! Work that several threads share. What comes of it does not show how many there were.

mod at_once;
mod beside;

pub use at_once::at_once;
pub use beside::beside;
