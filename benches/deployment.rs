//! From bytes to findings: reading, loading, resolving and judging 10,000 agents. `cargo bench --bench deployment`.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail where it stands")]

use std::fmt::Write as _;

use divan::Bencher;
use wdectl::behaviour::RightsMap;
use wdectl::catalogue::Catalogue;
use wdectl::deployment::{Deployment, Input, load};
use wdectl::lint::{Context, Levels, check};
use wdectl::privilege::DependencyGraph;
use wdectl::resolve::{GroupConflict, Resolution, Resolver, Subject};
use wdectl::text::{Limits, Sources, Syntax, read};

const AGENTS: usize = 10_000;

fn main() {
    divan::main();
}

/// Agents in groups of 50 with a few options each, as one JSON file.
fn sources() -> (Sources, Vec<Input>) {
    let mut text =
        String::from(r#"{"tenants":[{"name":"T"}],"applications":[{"name":"W"}],"agent-groups":["#);
    for group in 0..AGENTS / 50 {
        let comma = if group > 0 { "," } else { "" };
        write!(
            text,
            r#"{comma}{{"name":"G{group}","options":{{"interaction-workspace":{{"chat.nickname":"Team {group}"}}}}}}"#
        )
        .unwrap();
    }
    text.push_str(r#"],"roles":[{"name":"R","privileges":["Chat - Can Use Chat Channel"]}],"agents":["#);
    for agent in 0..AGENTS {
        let comma = if agent > 0 { "," } else { "" };
        write!(
            text,
            r#"{comma}{{"username":"agent{agent}","agent-groups":["G{}"],"roles":["R"],"options":{{"interaction-workspace":{{"#,
            agent / 50
        )
        .unwrap();
        write!(
            text,
            r#""chat.typing-timeout":"{}","broadcast.subscribed.topics":"All,{agent}","whatsappsession.max-text-message-size":"{}"}}}}}}"#,
            5 + agent % 90,
            100 + agent
        )
        .unwrap();
    }
    text.push_str("]}");
    let mut sources = Sources::new();
    let file = sources.add("deployment.json", text.into_bytes());
    (sources, vec![Input { file, syntax: Syntax::Json, object: None }])
}

fn loaded(sources: &Sources, inputs: &[Input]) -> Deployment {
    load(sources, inputs, Limits::default())
}

#[divan::bench]
fn tree(bencher: Bencher<'_, '_>) {
    let (sources, inputs) = sources();
    bencher.bench(|| read(&sources, inputs[0].file, Syntax::Json, Limits::default()));
}

#[divan::bench]
fn deployment(bencher: Bencher<'_, '_>) {
    let (sources, inputs) = sources();
    bencher.bench(|| loaded(&sources, &inputs));
}

#[divan::bench]
fn resolve_everybody(bencher: Bencher<'_, '_>) {
    let (sources, inputs) = sources();
    let (deployment, catalogue) = (loaded(&sources, &inputs), Catalogue::built_in());
    let resolver = Resolver::new(&catalogue, &deployment, GroupConflict::LastName);
    bencher.bench(|| {
        let mut resolution = Resolution::default();
        for agent in deployment.agents() {
            resolver.resolve_into(&resolver.steps(Subject::Agent(agent)), &mut resolution);
            divan::black_box(&resolution);
        }
    });
}

#[divan::bench]
fn judge(bencher: Bencher<'_, '_>) {
    let (sources, inputs) = sources();
    let (deployment, catalogue) = (loaded(&sources, &inputs), Catalogue::built_in());
    let (graph, rights) = (DependencyGraph::of(&catalogue), RightsMap::default());
    bencher.bench(|| {
        let resolver = Resolver::new(&catalogue, &deployment, GroupConflict::LastName);
        let context = Context::new(&sources, &catalogue, resolver, &graph, &rights);
        check(&context, &Levels::default(), None, 1)
    });
}
