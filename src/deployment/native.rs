//! What the native forms have in common: how the configuration layer names kinds, types and states, what follows from
//! an annex, and the count of what is not read.

mod annex;
mod unread;
mod words;

pub(super) use annex::{add_annex, finish_object, privilege, setting};
pub(super) use unread::Unread;
pub(super) use words::{UNKNOWN_TYPE, flag, kind, state, type_word};
