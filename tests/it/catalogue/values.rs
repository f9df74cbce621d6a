//! Values of each kind: what is wrong, where, and what to write.
