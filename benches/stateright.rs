//! The explorer beside stateright's breadth-first search, on the model of `benches/explore`: the same 1,679,616 states,
//! the same property, each in a process of its own, one after the other.
//!
//! ```sh
//! cargo bench --features stateright --bench stateright             # five rounds on one thread
//! cargo bench --features stateright --bench stateright -- 3 2      # three rounds on two threads
//! ```
//!
//! It prints a line for each run (states, seconds of exploring, most memory in MB), then the medians and their ratio.
//! The feature is there for this comparison alone: nothing of wdectl needs the other explorer.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "it measures, and prints what it measured"
)]

use std::num::NonZeroUsize;
use std::process::Command as Process;
use std::time::Instant;

use stateright::Checker as _;
use wdectl::explore::{Limit, Model, Property, check};

#[path = "explore/chats.rs"]
mod chats;
use chats::{Chats, Command};

const EIGHT: Chats = Chats { agents: 3, chats: 8, capacity: 8, trap: false, folded: false };
const STATES: usize = 1_679_616;

/// The same model as the other explorer asks it.
struct Theirs;

impl stateright::Model for Theirs {
    type State = u64;
    type Action = Command;

    fn init_states(&self) -> Vec<u64> {
        EIGHT.initial()
    }

    fn actions(&self, state: &u64, actions: &mut Vec<Command>) {
        let mut steps = Vec::new();
        EIGHT.successors(state, &mut steps);
        actions.extend(steps.into_iter().map(|(command, _)| command));
    }

    fn next_state(&self, &state: &u64, action: Command) -> Option<u64> {
        let to = |chat: u8, next: u8| {
            let now = (state >> (4 * chat)) as u8 & 15;
            state ^ (u64::from(now ^ next) << (4 * chat))
        };
        Some(match action {
            Command::Accept { chat, agent } => to(chat, agent),
            Command::Hold { chat } => to(chat, EIGHT.on_hold()),
            Command::Done { chat } => to(chat, EIGHT.done()),
        })
    }

    fn properties(&self) -> Vec<stateright::Property<Self>> {
        vec![stateright::Property::always("no dead end", |_, &state| EIGHT.no_dead_end(state))]
    }
}

/// One run in this process: states, seconds.
fn explore(who: &str, threads: NonZeroUsize) -> (usize, f64) {
    let start = Instant::now();
    let states = if who == "ours" {
        let limit = Limit { threads, ..Limit::default() };
        check(&EIGHT, &[Property::always(|&state| EIGHT.no_dead_end(state))], &limit).states
    } else {
        use stateright::Model as _;
        Theirs.checker().threads(threads.get()).spawn_bfs().join().unique_state_count()
    };
    (states, start.elapsed().as_secs_f64())
}

/// The most memory that this process ever had, in MB.
fn most_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}

/// One run in a process of its own: seconds, MB.
fn run(who: &str, threads: NonZeroUsize) -> (f64, f64) {
    let own = std::env::current_exe().expect("the program runs");
    let output =
        Process::new(own).args(["--run", who, &threads.to_string()]).output().expect("it starts again");
    let text = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [states, seconds, memory] = numbers[..] else { unreachable!("three numbers, not {text}") };
    assert_eq!(states as usize, STATES, "{who}");
    println!("{who:<6} {states} states  {seconds:>7.3} s  {memory:>7.1} MB");
    (seconds, memory)
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let number = |text: &String| text.parse::<NonZeroUsize>().ok();
    if let [run, who, threads] = &args[..]
        && run == "--run"
    {
        let (states, seconds) = explore(who, number(threads).unwrap_or(NonZeroUsize::MIN));
        println!("{states} {seconds} {}", most_memory());
        return;
    }
    let rounds = args.first().and_then(number).map_or(5, NonZeroUsize::get);
    let threads = args.get(1).and_then(number).unwrap_or(NonZeroUsize::MIN);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        ours.push(run("ours", threads));
        theirs.push(run("theirs", threads));
    }
    let medians = |all: &[(f64, f64)]| {
        (median(all.iter().map(|run| run.0).collect()), median(all.iter().map(|run| run.1).collect()))
    };
    let ((time, memory), (their_time, their_memory)) = (medians(&ours), medians(&theirs));
    println!("ours   {time:.3} s, {memory:.1} MB; theirs {their_time:.3} s, {their_memory:.1} MB");
    println!("ratio  {:.3} of the time, {:.3} of the memory", time / their_time, memory / their_memory);
}
