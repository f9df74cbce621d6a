//! Tests of the whole.

mod catalogue;
