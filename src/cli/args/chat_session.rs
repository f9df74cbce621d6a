//! The arguments of `chat session`.

use clap::Args as Group;

/// The examples below the help of `chat session`.
pub(super) const EXAMPLES: &str = "A line is one step, in short or as in a scenario file; `help` in the session shows \
all of them. Tab completes verbs, agents, chats, queues and options. From a pipe each line is shown before its answer; \
the exit status is 0 if every line was understood and every check held, 1 if a check failed, 2 if a line has a \
mistake. In a terminal it is 0.\n\nExamples:\n  wdectl chat session -d export/\n  \
printf 'login ana\\nstart c1 true chat-in\\npull ana c1 my-queues\\nhold ana c1\\nwhy\\n' | wdectl chat session\n  \
wdectl chat session --format json < steps.txt        one JSON object a line\n\n\
The lines that were typed in a terminal are kept in `wdectl/session-history` under the folder for state \
($XDG_STATE_HOME, else ~/.local/state, on Windows %LOCALAPPDATA%), if that can be written.";

#[derive(Debug, Group)]
pub(in super::super) struct ChatSession {
    /// Neither read nor keep the lines of other sessions
    #[arg(long)]
    pub(in super::super) no_history: bool,
}
