//! Visits every state of any model.
