//! Tests of the room as a whole.

mod graphs;
mod naive;
mod peers;
mod repairs;
mod steady;

use super::*;
