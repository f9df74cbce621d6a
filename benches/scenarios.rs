//! Reads and plays 1,000 scenario files, one scenario each, against the deployment of the fixtures, on one thread.
//! `cargo bench --bench scenarios`.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark may fail where it stands, and reads fixtures"
)]

use std::path::{Path, PathBuf};

use divan::Bencher;
use divan::counter::ItemsCount;
use wdectl::behaviour::{Ground, RightsMap};
use wdectl::catalogue::Catalogue;
use wdectl::chat::Assumptions;
use wdectl::deployment::{Deployment, Input, load};
use wdectl::dryrun::{Scenario, Setting, read_file, run, run_with_usage};
use wdectl::privilege::{DependencyGraph, Privileges};
use wdectl::resolve::{GroupConflict, Resolver};
use wdectl::text::{FileId, Limits, Sources, Syntax};

const FILES: usize = 1_000;

fn main() {
    divan::main();
}

/// The deployment, and the scenario files behind it.
struct Site {
    sources: Sources,
    scenarios: Vec<FileId>,
    deployment: Deployment,
    catalogue: Catalogue,
    graph: DependencyGraph,
    rights: RightsMap,
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path).into_iter().filter(|path| !path.starts_with(folder.join("scenarios"))));
        } else if path.file_name().is_some_and(|name| name != "wdectl.toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

impl Site {
    fn new() -> Self {
        let mut sources = Sources::new();
        let mut inputs = Vec::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/deployments/acme");
        for path in files(&root) {
            let shown = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            let file = sources.add(shown.as_str(), std::fs::read(&path).unwrap());
            if let Some(syntax) = Syntax::of(&shown, sources.get(file).text()) {
                inputs.push(Input { file, syntax, object: None });
            }
        }
        let deployment = load(&sources, &inputs, Limits::default());
        let scenario = |number: usize| {
            format!(
                "scenarios:\n  - name: a chat is held and resumed {number}\n    tags: [hold]\n    steps:\n      \
                 - login: {{agent: priya.nair}}\n      \
                 - start: {{chat: c{number}, async: true, queue: chat-greet}}\n      \
                 - route: {{chat: c{number}, to: priya.nair}}\n      \
                 - accept: {{agent: priya.nair, chat: c{number}}}\n      \
                 - say: {{agent: priya.nair, chat: c{number}, text: one moment please}}\n      \
                 - hold: {{agent: priya.nair, chat: c{number}}}\n      \
                 - expect: {{chat: c{number}, session: alive, interaction: queued}}\n      - wait: 25h\n      \
                 - expect: {{chat: c{number}, session: over, is-online: 0}}\n"
            )
        };
        let scenarios = (0..FILES)
            .map(|number| sources.add(format!("scenarios/{number}.yaml"), scenario(number).into_bytes()));
        let scenarios = scenarios.collect();
        let catalogue = Catalogue::built_in();
        let graph = DependencyGraph::of(&catalogue);
        Self { sources, scenarios, deployment, catalogue, graph, rights: RightsMap::default() }
    }

    fn with<R>(&self, ask: impl FnOnce(&Setting<'_, '_>) -> R) -> R {
        let resolver = Resolver::new(&self.catalogue, &self.deployment, GroupConflict::default());
        let privileges = Privileges::new(&self.graph, &self.deployment);
        let ground = Ground {
            catalogue: &self.catalogue,
            resolver: &resolver,
            privileges: &privileges,
            rights: &self.rights,
        };
        ask(&Setting { ground, assumptions: Assumptions::default() })
    }

    fn read(&self, setting: &Setting<'_, '_>) -> Vec<Scenario> {
        let read = |&file: &FileId| read_file(&setting.ground, &self.sources, file, Syntax::Yaml).unwrap();
        self.scenarios.iter().flat_map(read).collect()
    }
}

#[divan::bench]
fn read_files(bencher: Bencher) {
    let site = Site::new();
    site.with(|setting| bencher.counter(ItemsCount::new(FILES)).bench_local(|| site.read(setting).len()));
}

#[divan::bench]
fn play(bencher: Bencher) {
    let site = Site::new();
    site.with(|setting| {
        let scenarios = site.read(setting);
        bencher.counter(ItemsCount::new(FILES)).bench_local(|| {
            scenarios.iter().filter(|scenario| run(setting, scenario).failure.is_none()).count()
        });
    });
}

#[divan::bench]
fn play_and_count(bencher: Bencher) {
    let site = Site::new();
    site.with(|setting| {
        let scenarios = site.read(setting);
        bencher.counter(ItemsCount::new(FILES)).bench_local(|| {
            scenarios.iter().map(|scenario| run_with_usage(setting, scenario).1.lines.len()).sum::<usize>()
        });
    });
}
