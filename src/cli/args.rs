//! What may be typed. Help texts here are the manual.

mod baseline;
mod chat_generate;
mod chat_mutate;
mod chat_run;
mod chat_session;
mod chat_verify;
mod diff;
mod format;
mod number;
mod objects;
mod page;
mod rename;
mod setup;
mod transfer;

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};

pub(super) use baseline::BaselineArgs;
pub(super) use chat_generate::ChatGenerate;
pub(super) use chat_mutate::{ChatMutate, MutateFailOn};
pub(super) use chat_run::ChatRun;
pub(super) use chat_session::ChatSession;
pub(super) use chat_verify::ChatVerify;
pub(super) use diff::{Diff, DiffFailOn};
pub(super) use format::Format;
pub(super) use objects::{List, Show};
pub(super) use page::Page;
pub(super) use rename::Rename;
pub(super) use setup::{Completions, Editing, Init, Man, Schema};
pub(super) use transfer::{Export, ExportForm, Import};

use number::{number, size};

use crate::explore::Limit;

/// Check, resolve and dry-run the configuration of Genesys Workspace Desktop Edition.
#[derive(Debug, Parser)]
#[command(
    name = "wdectl",
    version,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Exit status: 0 yes or clean, 1 no or findings, 2 no answer (usage, unreadable input, unknown name).\n\n\
Examples:\n  wdectl check                                    judge the deployment in this folder\n  \
wdectl resolve --agent ana chat.on-hold-queue --explain\n  \
wdectl option show chat.on-hold-queue"
)]
pub struct Args {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Clone, Group)]
#[command(next_help_heading = "Global options")]
pub(super) struct Global {
    /// Folder or file with the configuration [default: the nearest folder upward with a wdectl.toml, else this one]
    #[arg(short, long, global = true, value_name = "PATH")]
    pub(super) deployment: Option<PathBuf>,

    /// Shape of the answer on standard output; a command that has not this one names those it has
    #[arg(long, global = true, value_name = "FORMAT")]
    pub(super) format: Option<Format>,

    /// Write the answer to a file as well; may be repeated
    #[arg(long, global = true, value_name = "FORMAT=FILE", value_parser = format::output)]
    pub(super) output: Vec<(Format, PathBuf)>,

    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,

    /// Only the answer, no summary
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,

    /// Say on standard error what takes how long
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,

    /// How many threads may work [default: as many as there are processors]
    #[arg(long, global = true, value_name = "N", value_parser = number(1_u16, u16::MAX))]
    pub(super) jobs: Option<u16>,

    /// Files larger than this are not read
    #[arg(long, global = true, value_name = "SIZE", default_value = "512MiB", value_parser = size)]
    pub(super) max_file_size: u64,

    /// Show passwords, tokens and other secrets, instead of hiding them
    #[arg(long, global = true)]
    pub(super) show_secrets: bool,

    /// CFG files named on the command line hold the options of this object (or KIND/TENANT/NAME)
    #[arg(long = "as", global = true, value_name = "KIND/NAME")]
    pub(super) options_of: Option<String>,
}

impl Global {
    /// How many threads may work.
    pub(super) fn jobs(&self) -> usize {
        let available = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.jobs.map_or_else(available, usize::from)
    }

    /// How far may be explored, with these threads.
    pub(super) fn limit(&self, max_states: u64) -> Limit {
        Limit {
            states: usize::try_from(max_states).unwrap_or(usize::MAX),
            threads: self.jobs().try_into().unwrap_or(std::num::NonZeroUsize::MIN),
            ..Limit::default()
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Judge everything
    #[command(
        after_help = "Examples:\n  wdectl check\n  wdectl check export/ --warn unlisted-option --fail-on warning\n  \
wdectl check --format github --output sarif=wdectl.sarif --output junit=wdectl.xml\n  \
wdectl check --diff                             what the safe fixes would change\n  \
wdectl check --fix --unsafe-fixes\n  \
wdectl check --baseline baseline.json --write-baseline\n  \
wdectl check --watch\n  \
wdectl check --format concise --stdin-filename agents/l2.yaml < buffer"
    )]
    Check(Check),
    /// Which value an agent really gets, and why
    #[command(after_help = "Examples:\n  wdectl resolve --agent ana\n  \
wdectl resolve --agent ana chat.on-hold-queue --explain\n  \
wdectl resolve --agent ana --set agent/ana:chat.on-hold-queue=chat-hold-2\n  \
wdectl resolve --all --format csv")]
    Resolve(Resolve),
    /// What agents may really do, who may, and why not
    #[command(subcommand)]
    #[command(after_help = "Examples:\n  wdectl privilege effective --agent ana\n  \
wdectl privilege who-can 'Chat - Can Release Async'\n  \
wdectl privilege why-not --agent ana 'Chat - Can Place On Hold'")]
    Privilege(PrivilegeCommand),
    /// Key combinations: judge texts, show those in force, propose free ones
    #[command(subcommand)]
    #[command(after_help = "Examples:\n  wdectl shortcut parse Ctrl+Alt+V Ctrl++\n  \
wdectl shortcut list --agent ana\n  wdectl shortcut free --all --near 'chat hold'")]
    Shortcut(ShortcutCommand),
    /// What happens to an asynchronous chat under this configuration
    #[command(subcommand)]
    #[command(after_help = "Examples:\n  wdectl chat ready --agent ana\n  wdectl chat run scenarios/\n  \
wdectl chat run -d export/ hold.yaml --tag seed --format junit\n  \
wdectl chat verify\n  wdectl chat model --format mermaid")]
    Chat(ChatCommand),
    /// What a change does to whom: effective options and privileges of two deployments
    Diff(Diff),
    /// One page of HTML about a deployment, or a change to it, for people without this tool
    Report(Page),
    /// The catalogue of known options
    #[command(subcommand)]
    Option(OptionCommand),
    /// The rules of `check`
    #[command(subcommand)]
    Rule(RuleCommand),
    /// One object with everything that belongs to it
    Show(Show),
    /// All objects of a kind
    List(List),
    /// Every place that names an object, scenarios too
    Refs(Show),
    /// Give an object another name, everywhere
    Rename(Rename),
    /// Other forms into wdectl's own
    Import(Import),
    /// The deployment in the forms of others
    Export(Export),
    /// Write a small deployment to begin with, a scenario, and settings, all with comments
    Init(Init),
    /// The JSON Schema of a file that you write, for editors, or of an answer
    Schema(Schema),
    /// What a shell needs to complete the command line
    Completions(Completions),
    /// The manual pages
    Man(Man),
}

#[derive(Debug, Group)]
pub(super) struct Check {
    /// Folders and files to judge together [default: the deployment]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// Run only these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) select: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,

    /// Treat findings of these rules as errors
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) error: Vec<String>,

    /// Treat findings of these rules as warnings
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) warn: Vec<String>,

    /// Least severity that makes the exit status 1
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub(super) fail_on: FailOn,

    /// Make the safe fixes in the files, again and again until none is left, and show what remains
    #[arg(long)]
    pub(super) fix: bool,

    /// Make the unsafe fixes too: they may give rights, or let another value count
    #[arg(long)]
    pub(super) unsafe_fixes: bool,

    /// Show what --fix would change, as a unified diff; nothing is written
    #[arg(long, conflicts_with = "statistics")]
    pub(super) diff: bool,
    #[command(flatten)]
    pub(super) baseline: BaselineArgs,
    #[command(flatten)]
    pub(super) editing: Editing,

    /// Show people at most so many findings, the worst; all are counted, and formats for programs have all
    #[arg(long, value_name = "N", value_parser = number(1, u32::MAX))]
    pub(super) max_findings: Option<u32>,

    /// Count the findings of each rule instead of showing them
    #[arg(long)]
    pub(super) statistics: bool,

    /// Show which files are read, and as what
    #[arg(long)]
    pub(super) show_files: bool,

    /// Show the settings in force, and where they come from
    #[arg(long)]
    pub(super) show_settings: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

#[derive(Debug, Group)]
pub(super) struct Resolve {
    #[command(flatten)]
    pub(super) subject: Subject,

    /// Options to show [default: all that some level sets]; outside interaction-workspace as SECTION/NAME
    #[arg(value_name = "OPTION")]
    pub(super) options: Vec<String>,

    /// Show the ladder of levels with the place of each value
    #[arg(long)]
    pub(super) explain: bool,

    /// Show also what only has a default
    #[arg(long)]
    pub(super) defaults: bool,

    /// As for an interaction whose routing strategy names this transaction; may be repeated, the later one counts
    #[arg(long, value_name = "NAME")]
    pub(super) transaction: Vec<String>,

    /// What if: as if an option had this value; nothing is written
    #[arg(long, value_name = "OBJECT:OPTION=VALUE")]
    pub(super) set: Vec<String>,
}

#[derive(Debug, Group)]
#[group(required = true, multiple = false)]
pub(super) struct Subject {
    /// One agent, by username (TENANT/USERNAME) or employee id
    #[arg(long, value_name = "NAME")]
    pub(super) agent: Option<String>,

    /// One agent group, as an agent without options of their own gets it
    #[arg(long, value_name = "NAME")]
    pub(super) agent_group: Option<String>,

    /// Every enabled agent
    #[arg(long)]
    pub(super) all: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum OptionCommand {
    /// All known options
    List {
        /// Only one group
        #[arg(long)]
        group: Option<String>,
    },
    /// What is known of one option
    Show {
        /// The option; outside interaction-workspace as SECTION/NAME
        name: String,
    },
    /// Write the unlisted options of an object as a catalogue file, to standard output
    Learn {
        /// The object, for example application/WDE_Main
        object: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum PrivilegeCommand {
    /// All known privileges
    List,
    /// What one privilege means, what it depends on, what depends on it, how many agents have it
    Show {
        /// The privilege
        name: String,
    },
    /// What an agent may really do, and by which role
    Effective {
        #[command(flatten)]
        subject: Subject,
    },
    /// Who may do something
    WhoCan {
        /// The privilege
        name: String,
    },
    /// Why an agent may not do something, and every smallest change that would allow it
    WhyNot {
        #[command(flatten)]
        subject: Subject,
        /// The privilege
        name: String,
    },
    /// Roles by privileges, and classes of agents by privileges
    Matrix,
    /// Which privilege depends on which (formats table, dot, mermaid)
    Graph,
}

#[derive(Debug, Subcommand)]
pub(super) enum ShortcutCommand {
    /// Judge texts as key combinations
    Parse {
        /// The texts; `-` stands for the lines of standard input, and so does no text at all
        #[arg(value_name = "TEXT")]
        texts: Vec<String>,
    },
    /// Every key combination in force
    List {
        #[command(flatten)]
        subject: Subject,
    },
    /// Combinations that nobody uses yet, the most fitting first; several agents: free for all of them
    Free {
        #[command(flatten)]
        subject: Subject,
        /// What the keys are to do: letters of these words are proposed first
        #[arg(long, value_name = "WORDS", default_value = "")]
        near: String,
        /// How many to propose
        #[arg(long, value_name = "N", default_value = "10", value_parser = number(1_u16, u16::MAX))]
        count: u16,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ChatCommand {
    /// Whether asynchronous chat is ready: a checklist, with the place and the repair of what is missing
    #[command(after_help = "Examples:\n  wdectl chat ready\n  wdectl chat ready --agent ana\n  \
wdectl chat ready --agent-group Chat-L2 --format json")]
    Ready(ChatReady),
    /// Play scripted chats against the configuration, and check what they expect
    Run(ChatRun),
    /// Play a chat step by step: see what happens, ask why not, take steps back, save it all as a scenario
    #[command(after_help = chat_session::EXAMPLES)]
    Session(ChatSession),
    /// Prove, for every order of events, that no chat is stranded; or print the shortest way to strand one
    #[command(
        after_help = "Exit status: 0 all is proved, 1 something is refuted, 2 something is not known and nothing refuted.\n\n\
Examples:\n  wdectl chat verify\n  wdectl chat verify --property held-chat-can-be-retrieved --emit-scenarios scenarios\n  \
wdectl chat verify --without workflow-routes-held-chats --format json\n  wdectl chat verify --list"
    )]
    Verify(ChatVerify),
    /// Write a small set of scenarios that covers every transition that is possible in this deployment
    Generate(ChatGenerate),
    /// Make small mistakes in the configuration, one at a time, and say which of them no scenario notices
    Mutate(ChatMutate),
    /// The transitions of the chat, with the basis of each, and what is assumed
    Model,
}

#[derive(Debug, Group)]
#[group(multiple = false)]
pub(super) struct ChatReady {
    /// One agent, by username (TENANT/USERNAME) or employee id
    #[arg(long, value_name = "NAME")]
    pub(super) agent: Option<String>,

    /// The enabled agents of one agent group
    #[arg(long, value_name = "NAME")]
    pub(super) agent_group: Option<String>,

    /// Every enabled agent; so it is without any of these
    #[arg(long)]
    pub(super) all: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum RuleCommand {
    /// All rules
    List,
    /// What one rule finds, why, and what to do
    Show {
        /// The rule
        name: String,
    },
}
