//! Tests of the whole.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may fail where it stands, and reads fixtures"
)]

mod agents_csv;
mod architecture;
mod baseline;
mod catalogue;
mod cfgdata;
mod cfgjson;
mod chat;
mod chat_coverage;
mod chat_ready;
mod chat_repairs;
mod chat_session;
mod chat_session_random;
mod chat_transcripts;
mod chat_verify;
mod commands;
mod diff;
mod diff_behaviour;
mod diff_git;
mod documents;
mod dryrun;
mod editing;
mod fixes;
mod fuzz;
mod generated;
#[cfg(unix)]
mod hardship;
mod integrations;
mod native;
mod option_rules;
mod page;
mod planting;
mod privilege_rules;
mod privileges;
mod rename;
mod reports;
mod resolve_lines;
mod rules;
mod schemas;
mod secrets;
mod shells;
mod shortcut_rules;
mod shortcuts;
mod suppressions;
mod transfer;
