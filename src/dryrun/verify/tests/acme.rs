//! The Acme of the examples.

use crate::deployment::{Deployment, Input, load};
use crate::text::{FileId, Limits, Sources, Syntax};

/// The deployment, and its files of scenarios.
pub(super) struct Acme {
    pub(super) sources: Sources,
    pub(super) deployment: Deployment,
    pub(super) scenarios: Vec<(FileId, Syntax)>,
}

impl Acme {
    pub(super) fn read() -> Self {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/deployments/acme");
        let mut files = Vec::new();
        below(&folder, &mut files);
        let (mut sources, mut inputs, mut scenarios) = (Sources::new(), Vec::new(), Vec::new());
        for (path, bytes) in files {
            let is_scenario = path.contains("/scenarios/");
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let Some(syntax) = Syntax::of(&path, &text) else { continue };
            let file = sources.add(path, bytes);
            if is_scenario {
                scenarios.push((file, syntax));
            } else {
                inputs.push(Input { file, syntax, object: None });
            }
        }
        let deployment = load(&sources, &inputs, Limits::default());
        Self { sources, deployment, scenarios }
    }
}

/// Files below a folder, by path.
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn below(folder: &std::path::Path, found: &mut Vec<(String, Vec<u8>)>) {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            below(&path, found);
        } else if path.file_name().is_some_and(|name| name != "wdectl.toml" && name != ".gitignore") {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
}
