//! What the bodies stand on: the fixtures, and a deployment that is judged.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use wdectl::behaviour::RightsMap;
use wdectl::catalogue::Catalogue;
use wdectl::deployment::{Deployment, Input, load};
use wdectl::lint::{Context, Levels, Outcome, check};
use wdectl::privilege::DependencyGraph;
use wdectl::resolve::{GroupConflict, Resolver};
use wdectl::text::{Limits, Sources, Syntax};

/// Aliases may make this many nodes: what is tried is small.
pub const LIMITS: Limits = Limits { depth: 128, expanded_nodes: 100_000, attribute_bytes: 1 << 20 };

/// What is known of options and privileges.
pub struct Known {
    pub catalogue: Catalogue,
    pub graph: DependencyGraph,
    pub rights: RightsMap,
}

pub fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let catalogue = Catalogue::built_in();
        let graph = DependencyGraph::of(&catalogue);
        Known { catalogue, graph, rights: RightsMap::default() }
    })
}

/// The repository.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().find(|folder| folder.join("fixtures").is_dir()).unwrap_or(here)
}

/// The files below a folder of the fixtures that end in one of these, in order, the long ones left out.
pub fn fixtures(folder: &str, endings: &[&str]) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root().join("fixtures").join(folder)];
    while let Some(next) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&next) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            match path.is_dir() {
                true => folders.push(path),
                false if endings.contains(&ending) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).ok()?;
        let name = path.file_name()?.to_str()?.to_owned();
        (bytes.len() <= 6000).then_some((name, bytes))
    };
    found.into_iter().filter_map(read).collect()
}

/// Every file as a deployment.
pub fn deployment(sources: &Sources) -> Deployment {
    let input = |(file, source): (_, &wdectl::text::Source)| {
        Some(Input { file, syntax: Syntax::of(source.path(), source.true_text())?, object: None })
    };
    load(sources, &sources.iter().filter_map(input).collect::<Vec<_>>(), LIMITS)
}

/// Reads a text as one file of a deployment; panics unless each object and option of it stands where it says.
pub fn objects_have_places(name: &str, syntax: Syntax, bytes: Vec<u8>) -> (Sources, Deployment) {
    let mut sources = Sources::new();
    let file = sources.add(name, bytes);
    let deployment = load(&sources, &[Input { file, syntax, object: None }], LIMITS);
    let text = sources.get(file).text();
    for (_, object) in deployment.objects() {
        assert!(text.get(object.at.range()).is_some());
        for setting in &object.options {
            assert!(text.get(setting.key.range()).is_some());
            let place = text.get(setting.at.range());
            assert!(place.is_some_and(|place| !setting.verbatim || place == deployment.text(setting.value)));
        }
    }
    (sources, deployment)
}

/// What `check` finds in a deployment.
pub fn judged(sources: &Sources, deployment: &Deployment) -> Outcome {
    let known = known();
    let resolver = Resolver::new(&known.catalogue, deployment, GroupConflict::default());
    let context = Context::new(sources, &known.catalogue, resolver, &known.graph, &known.rights);
    check(&context, &Levels::default(), None, 1)
}

/// A name for a file, by the syntax that the bytes seem to be in.
pub fn name_of(bytes: &[u8]) -> String {
    let mut sources = Sources::new();
    let file = sources.add("any", bytes.to_vec());
    match Syntax::of("any", sources.get(file).true_text()) {
        Some(syntax) => format!("agent/any.{}", syntax.as_str()),
        None => "agent/any.yaml".to_owned(),
    }
}
