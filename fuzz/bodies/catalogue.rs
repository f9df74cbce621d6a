//! Any bytes as a catalogue file: mistakes have places, what is right is used, and everything is judged by it.

use wdectl::text::Sources;

use super::ground::{fixtures, known, name_of};

pub fn corpus() -> Vec<Vec<u8>> {
    let ours = fixtures("catalogue", &["toml", "yaml", "json"]);
    let small = b"options:\n  - {name: a.<b>.c, kind: integer, min: 1, max: 3, default: 2, secret: true}\naliases: {x: y}\n";
    ours.into_iter().map(|(_, bytes)| bytes).chain([small.to_vec()]).collect()
}

pub fn run(bytes: &[u8]) {
    let mut sources = Sources::new();
    let file = sources.add(name_of(bytes), bytes.to_vec());
    let text = sources.get(file).text();
    let mut catalogue = known().catalogue.clone();
    for error in catalogue.extend(&sources, file) {
        assert!(text.get(error.span.range()).is_some(), "{error:?}");
    }
    let secrets = catalogue.secret_names();
    for spec in catalogue.options().iter().filter(|spec| spec.declared.is_some()) {
        for value in ["", "true", "7", "x,y", "#FFFFFFFF", "a|b|c", "(", "\u{1F600}"] {
            for error in spec.judge(value) {
                assert!(value.get(error.range.clone()).is_some(), "{error:?}");
            }
        }
        let found = catalogue.option(&spec.section, Some(spec.application), &spec.name);
        assert!(spec.template.is_some() || found.is_some(), "{}", spec.name);
        assert!(spec.template.is_some() || !spec.is_secret() || secrets.has(&spec.name), "{}", spec.name);
    }
    let graph = wdectl::privilege::DependencyGraph::of(&catalogue);
    for spec in catalogue.privileges() {
        assert!(graph.find(&spec.name).is_some());
    }
}
