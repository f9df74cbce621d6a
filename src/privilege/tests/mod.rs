//! Tests of the room: deployments are written as administrators write them and read by the real reader.

mod graph;
mod holding;
mod model;
mod path;
mod repair;
mod support;
