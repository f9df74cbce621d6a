//! What 100,000 agents may do, beside loading them.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use wdectl::catalogue::Catalogue;
use wdectl::deployment::{Deployment, Input, load};
use wdectl::privilege::{DependencyGraph, Privileges};
use wdectl::text::{FileId, Limits, Sources, Syntax};

const AGENTS: usize = 100_000;
const TENANTS: usize = 20;
const GROUPS: usize = 2_000;
const ACCESS_GROUPS: usize = 200;
const ROLES: usize = 200;
const PRIVILEGES: [&str; 6] = [
    "Chat - Can Place On Hold",
    "Chat - Can Release Async",
    "Chat - Can Release",
    "Chat - Can Decline",
    "Contact - Can Use",
    "Chat - Can Use Chat Channel",
];

fn main() {
    divan::main();
}

/// Agents of one to two groups and one to two roles, a third of them also in an access group; scattered, so that
/// nearly every pair of roles occurs.
fn text() -> String {
    let mut text = String::from("{\"tenants\": [");
    let list = |text: &mut String, count: usize, object: &dyn Fn(usize) -> String| {
        for at in 0..count {
            text.push_str(if at == 0 { "" } else { ",\n" });
            text.push_str(&object(at));
        }
    };
    list(&mut text, TENANTS, &|at| format!("{{\"name\": \"T-{at}\"}}"));
    text.push_str("],\n\"agent-groups\": [");
    list(&mut text, GROUPS, &|at| format!("{{\"name\": \"G-{at}\", \"tenant\": \"T-{}\"}}", at % TENANTS));
    text.push_str("],\n\"access-groups\": [");
    list(&mut text, ACCESS_GROUPS, &|at| {
        let (tenant, role) = (at % TENANTS, at % ROLES);
        format!("{{\"name\": \"X-{at}\", \"tenant\": \"T-{tenant}\", \"roles\": [\"R-{role}\"]}}")
    });
    text.push_str("],\n\"roles\": [");
    list(&mut text, ROLES, &|at| {
        let granted = PRIVILEGES.iter().enumerate().filter(|(bit, _)| (at * 37 % 64) & (1 << bit) != 0);
        let granted: Vec<String> = granted.map(|(_, name)| format!("\"{name}\"")).collect();
        let tenant = at % TENANTS;
        format!(
            "{{\"name\": \"R-{at}\", \"tenant\": \"T-{tenant}\", \"privileges\": [{}]}}",
            granted.join(", ")
        )
    });
    text.push_str("],\n\"agents\": [");
    list(&mut text, AGENTS, &|at| {
        let tenant = at % TENANTS;
        let near =
            |salt: usize, all: usize| tenant + TENANTS * ((at / TENANTS * salt + at % 13) % (all / TENANTS));
        let access = if at % 3 == 0 { format!("\"X-{}\"", near(31, ACCESS_GROUPS)) } else { String::new() };
        let second = if at % 2 == 0 { format!(", \"R-{}\"", near(17, ROLES)) } else { String::new() };
        format!(
            "{{\"username\": \"A-{at:06}\", \"tenant\": \"T-{tenant}\", \"agent-groups\": [\"G-{}\", \"G-{}\"], \
             \"access-groups\": [{access}], \"roles\": [\"R-{}\"{second}], \"options\": {{\"interaction-workspace\": \
             {{\"chat.on-hold-queue\": \"Q-{}\", \"keyboard.shortcut.interaction.chat.hold\": \"Ctrl+Alt+V\", \
             \"chat.welcome-text\": \"text-{}\"}}}}}}",
            near(7, GROUPS),
            near(11, GROUPS),
            near(3, ROLES),
            at % 500,
            at % 1000,
        )
    });
    text.push_str("]}\n");
    text
}

fn sources() -> (Sources, FileId) {
    let mut sources = Sources::new();
    let file = sources.add("deployment.json", text().into_bytes());
    (sources, file)
}

fn read(sources: &Sources, file: FileId) -> Deployment {
    load(sources, &[Input { file, syntax: Syntax::Json, object: None }], Limits::default())
}

fn deployment() -> Deployment {
    let (sources, file) = sources();
    let deployment = read(&sources, file);
    assert_eq!(deployment.problems(), []);
    assert_eq!(deployment.agents().count(), AGENTS);
    deployment
}

#[divan::bench(sample_count = 10)]
fn loading(bencher: Bencher<'_, '_>) {
    let (sources, file) = sources();
    bencher.counter(ItemsCount::new(AGENTS)).bench_local(|| black_box(read(&sources, file)));
}

#[divan::bench]
fn effective_sets(bencher: Bencher<'_, '_>) {
    let (graph, deployment) = (DependencyGraph::of(&Catalogue::built_in()), deployment());
    bencher
        .counter(ItemsCount::new(AGENTS))
        .bench_local(|| black_box(Privileges::new(&graph, &deployment).classes().count()));
}

#[divan::bench(sample_count = 10)]
fn effective_sets_and_ways(bencher: Bencher<'_, '_>) {
    let (graph, deployment) = (DependencyGraph::of(&Catalogue::built_in()), deployment());
    bencher.counter(ItemsCount::new(AGENTS)).bench_local(|| {
        let privileges = Privileges::new(&graph, &deployment);
        deployment.agents().map(|agent| black_box(privileges.held(agent)).grants.len()).sum::<usize>()
    });
}

#[divan::bench]
fn every_repair_of_an_agent(bencher: Bencher<'_, '_>) {
    let (graph, deployment) = (DependencyGraph::of(&Catalogue::built_in()), deployment());
    let privileges = Privileges::new(&graph, &deployment);
    let hold = graph.find(PRIVILEGES[0]);
    let without = deployment.agents().find_map(|agent| {
        hold.filter(|&hold| !privileges.effective_set(agent).contains(hold)).map(|hold| (agent, hold))
    });
    bencher.bench_local(|| {
        without.map(|(agent, hold)| black_box(privileges.why_not(agent, hold)).repairs.len())
    });
}
