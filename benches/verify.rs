//! `chat verify` by the number of behaviour classes: what it costs beyond loading, and with which exponent that grows.
//!
//! ```sh
//! cargo bench --bench verify                 # 100,000 agents, 4 to 64 classes
//! cargo bench --bench verify -- 10000        # fewer agents
//! ```
//!
//! Each class lacks other ones of six privileges. Times are the best of five. "prepare" is what every command needs (who
//! gets which value, who holds what); "verify" is the rest.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "it measures, and prints what it measured"
)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use wdectl::behaviour::{Ground, RightsMap};
use wdectl::catalogue::Catalogue;
use wdectl::chat::Assumptions;
use wdectl::deployment::{Deployment, Input, load};
use wdectl::dryrun::Setting;
use wdectl::dryrun::verify::{Classes, Question, Report, verify};
use wdectl::privilege::{DependencyGraph, Privileges};
use wdectl::resolve::{GroupConflict, Resolver};
use wdectl::text::{Limits, Sources, Syntax};

/// Privileges that make classes: a subset of the first six for each; everybody has the others.
const SOME: [&str; 6] = [
    "Chat - Can Decline",
    "Chat - Can One Step Transfer",
    "Chat - Can Two Step Transfer",
    "Chat - Can One Step Conference",
    "Chat - Can Two Step Conference",
    "Workbins - Can Use Workbins",
];
const ALL: [&str; 5] = [
    "Chat - Can Use Chat Channel",
    "Chat - Can Place On Hold",
    "Chat - Can Release",
    "Chat - Can Release Async",
    "Contact - Can Pull From Queue",
];

/// A tenant with this many classes: the first has all privileges, the next ones each a subset of its own.
fn site(agents: usize, classes: usize) -> String {
    let mut text = "tenant: T\ntenants: [{name: T}]\napplications: [{name: W, type: workspace, options: \
                    {interaction-workspace: {chat.on-hold-queue: hold, workbin.chat.own: bin}}}]\nscripts: [{name: greet, \
                    type: interaction-queue}, {name: hold, type: interaction-queue}, {name: bin, type: \
                    interaction-workbin, owner: agent}]\nroles:\n"
        .to_owned();
    for class in 0..classes {
        let has = |at: usize| (63 - class) >> at & 1 == 1;
        let own = SOME.iter().enumerate().filter(|&(at, _)| has(at)).map(|(_, name)| *name);
        let names: Vec<&str> = ALL.iter().copied().chain(own).collect();
        let _ = writeln!(text, "  - {{name: R{class}, privileges: [{}]}}", names.join(", "));
    }
    text += "access-groups:\n";
    for class in 0..classes {
        let _ = writeln!(text, "  - {{name: G{class}, roles: [R{class}]}}");
    }
    text += "agents:\n";
    for agent in 0..agents {
        let class = agent % classes;
        let _ = writeln!(text, "  - {{username: a{agent:06}, access-groups: [G{class}]}}");
    }
    text
}

fn read(text: &str) -> (Deployment, Duration) {
    let mut sources = Sources::new();
    let file = sources.add("site.yaml", text.as_bytes().to_vec());
    let start = Instant::now();
    let deployment = load(&sources, &[Input { file, syntax: Syntax::Yaml, object: None }], Limits::default());
    let time = start.elapsed();
    assert_eq!(deployment.problems().len(), 0);
    (deployment, time)
}

struct Measured {
    load: Duration,
    prepare: Duration,
    verify: Duration,
    classes: usize,
    report: Report,
}

fn measure(text: &str) -> Measured {
    let (deployment, load) = read(text);
    let catalogue = Catalogue::built_in();
    let graph = DependencyGraph::of(&catalogue);
    let rights = RightsMap::default();
    let mut best: Option<Measured> = None;
    for _ in 0..5 {
        let start = Instant::now();
        let resolver = Resolver::new(&catalogue, &deployment, GroupConflict::default());
        let privileges = Privileges::new(&graph, &deployment);
        let prepare = start.elapsed();
        let ground =
            Ground { catalogue: &catalogue, resolver: &resolver, privileges: &privileges, rights: &rights };
        let setting = Setting { ground, assumptions: Assumptions::default() };
        let start = Instant::now();
        let report = verify(&setting, &Question::default());
        let verify = start.elapsed();
        let classes = Classes::of(&setting.ground).list.len();
        if best.as_ref().is_none_or(|best| verify < best.verify) {
            best = Some(Measured { load, prepare, verify, classes, report });
        }
    }
    best.expect("five runs")
}

fn main() {
    let args = std::env::args().skip(1).find_map(|arg| arg.parse::<usize>().ok());
    let agents = args.unwrap_or(100_000);
    let mut points: Vec<(f64, f64)> = Vec::new();
    println!("{agents} agents");
    for classes in [4, 8, 16, 32, 64] {
        let Measured { load, prepare, verify, classes, report } = measure(&site(agents, classes));
        let told = report.outcome().as_str();
        println!(
            "{classes:>3} classes  load {load:>10.1?}  prepare {prepare:>9.1?}  verify {verify:>9.1?}  {} states, {told}",
            report.states
        );
        points.push(((classes as f64).ln(), verify.as_secs_f64().ln()));
    }
    let count = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
    let slope = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum::<f64>()
        / points.iter().map(|point| (point.0 - x).powi(2)).sum::<f64>();
    println!("verify grows with the number of classes to the power of {slope:.2}");
}
