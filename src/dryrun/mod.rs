//! Puts the chat machine to work: plays scripted chats against a configuration, and proves what holds of all chats.

mod blame;
mod check;
mod coverage;
mod duration;
mod expectation;
mod fields;
mod form;
mod lookup;
mod mention;
mod mutate;
mod player;
mod read;
mod record;
mod run;
mod scenario;
mod sequence;
mod session;
mod stage;
mod steps;
mod transcript;
pub mod verify;
mod words;

pub use coverage::{Coverage, Reachable, Tally, Usage};
pub use form::{VerbForm, verb_forms};
pub use mention::{Mention, mentions};
pub use mutate::{Answers, Mutant, MutantKind, mutants, with_mutant};
pub use read::{Known, read, read_file};
pub use run::{Failure, Outcome, run, run_with_usage};
pub use scenario::{Chat, Check, ExpectedRefusal, Fact, Field, Scenario, Server, Step, Verb, When};
pub use sequence::{Ends, Who};
pub use session::{
    AgentState, Answer, Change, ChatState, Held, Help, HelpRow, Mistake, Moved, Part, Pull, Reply, Running,
    Saved, Session, State, Stepped,
};
pub use stage::Setting;
pub use transcript::{Entry, Refused};
