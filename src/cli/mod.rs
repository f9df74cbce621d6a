//! The command line: arguments, `wdectl.toml`, files, terminal, exit status. No other room imports this one.

mod args;
mod baseline;
mod chat_model;
mod chat_ready;
mod chat_run;
mod chat_session;
mod chat_verify;
mod check;
mod completions;
mod diff;
mod diff_behaviour;
mod exit;
mod files;
mod fix;
mod git;
mod init;
mod load;
mod objects;
mod options;
mod output;
mod play;
mod privileges;
mod progress;
mod resolve;
mod rules;
mod run;
mod schema;
mod settings;
mod shortcuts;
mod terminal;
mod transcripts;
mod watch;

pub use args::Args;
pub use exit::Exit;
pub use run::run;
