//! The asynchronous chat as a pure machine.
